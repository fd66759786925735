# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""sources

Where agendas come from by themselves, and what each look at them brought. What was seen is only
added to: a look that brought the same as the one before makes that one last longer.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import context, op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"
STATE = "tries, fault, detail, problems, next_at, good_at, meeting_id"
GRANTS = {
    "agenda_source": "SELECT, INSERT (id, name, url, hours, enabled, next_at, made_by,"
    " fault, good_at, meeting_id),"
    f" UPDATE (name, url, hours, enabled, revision, {STATE})",
    "agenda_look": "SELECT, INSERT (source_id, outcome, url, fault, detail, problems, meeting_id,"
    " created, changed, lapsed, dropped, changes), UPDATE (last_at, times)",
}
GUARDS = {
    "guard_agenda_source": """
        BEGIN
          IF TG_OP = 'INSERT' THEN
            PERFORM griffier(NEW.made_by);
            NEW.made_at := clock_timestamp();
            NEW.fault := NULL;
            NEW.good_at := NULL;
            NEW.meeting_id := NULL;
            RETURN NEW;
          END IF;
          IF NEW.revision < OLD.revision THEN
            RAISE EXCEPTION 'a revision counts on' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
    """,
    # Nobody chooses a moment: the database stamps it.
    "guard_agenda_look": """
        BEGIN
          IF TG_OP = 'INSERT' THEN
            NEW.first_at := clock_timestamp();
            NEW.times := 1;
            NEW.last_at := NEW.first_at;
            RETURN NEW;
          END IF;
          IF NEW.times <> OLD.times + 1 THEN
            RAISE EXCEPTION 'looks are counted one by one' USING ERRCODE = 'check_violation';
          END IF;
          NEW.last_at := greatest(clock_timestamp(), OLD.last_at);
          RETURN NEW;
        END
    """,
}


def _statements(role: str) -> Iterator[str]:
    for name, body in GUARDS.items():
        table = name.removeprefix("guard_")
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {PATH} AS $${body}$$"
        yield (
            f"CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
        yield (
            f"CREATE TRIGGER refuse_change BEFORE DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        yield (
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        yield f'GRANT {GRANTS[table]} ON {table} TO "{role}"'


def _stamp(name: str) -> sa.Column[object]:
    now = sa.text("clock_timestamp()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=now, nullable=False)


def _json(name: str, empty: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.JSONB(), server_default=empty, nullable=False)


def _number(name: str, first: str = "0") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=first, nullable=False)


def upgrade() -> None:
    op.create_table(
        "agenda_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        _number("revision", "1"),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        _stamp("made_at"),
        _number("tries"),
        sa.Column("fault", sa.String(), nullable=True),
        _json("detail", "{}"),
        _json("problems", "[]"),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("good_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("letters(name) >= 2", name=op.f("ck_agenda_source_name")),
        sa.CheckConstraint(
            "url ~ '^https?://' AND length(url) <= 2000", name=op.f("ck_agenda_source_url")
        ),
        sa.CheckConstraint("hours IN (1, 2, 4, 8, 12, 24)", name=op.f("ck_agenda_source_hours")),
        sa.CheckConstraint("enabled = (next_at IS NOT NULL)", name=op.f("ck_agenda_source_next")),
        sa.CheckConstraint(
            "tries >= 0 AND (tries > 0) = (fault IS NOT NULL)", name=op.f("ck_agenda_source_tries")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_agenda_source_made_by")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_source_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_source")),
    )
    op.create_index("uq_agenda_source_name", "agenda_source", [sa.text("lower(name)")], unique=True)
    op.create_index("uq_agenda_source_url", "agenda_source", ["url"], unique=True)
    op.create_index(op.f("ix_agenda_source_meeting_id"), "agenda_source", ["meeting_id"])
    op.create_table(
        "agenda_look",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        _stamp("first_at"),
        _stamp("last_at"),
        _number("times", "1"),
        sa.Column("fault", sa.String(), nullable=True),
        _json("detail", "{}"),
        _json("problems", "[]"),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        *(_number(name) for name in ("created", "changed", "lapsed", "dropped")),
        _json("changes", "[]"),
        sa.CheckConstraint(
            "outcome IN ('changed', 'same', 'failed')", name=op.f("ck_agenda_look_outcome")
        ),
        sa.CheckConstraint(
            "(outcome = 'failed') = (fault IS NOT NULL)", name=op.f("ck_agenda_look_fault")
        ),
        sa.CheckConstraint(
            "(outcome = 'failed') = (meeting_id IS NULL)", name=op.f("ck_agenda_look_meeting")
        ),
        sa.CheckConstraint(
            "times >= 1 AND (times = 1 OR outcome <> 'changed')", name=op.f("ck_agenda_look_times")
        ),
        sa.CheckConstraint("last_at >= first_at", name=op.f("ck_agenda_look_order")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["agenda_source.id"], name=op.f("fk_agenda_look_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_look_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_look")),
    )
    op.create_index("ix_agenda_look_source_id", "agenda_look", ["source_id", "id"])
    op.create_index(op.f("ix_agenda_look_meeting_id"), "agenda_look", ["meeting_id"])
    for statement in _statements(context.config.attributes.get("app_role", "raadgever_app")):
        op.execute(statement)


def downgrade() -> None:
    for table in ("agenda_look", "agenda_source"):
        op.drop_table(table)
        op.execute(f"DROP FUNCTION guard_{table}()")
