# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""off the agenda

No exception is made for a meeting that is off, also not in the moment in which somebody calls it off.
What is off an agenda can be moved to another, and such a move can be undone. The griffie lets a
consultation go on while its item is on no agenda.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"

# The lock waits for whoever calls the meeting off, and whoever does so next waits for us.
GUARD_GATE_EXCEPTION = """
    DECLARE
      off boolean;
    BEGIN
      NEW.made_by_name := griffier(NEW.made_by);
      NEW.made_by_role := 'griffie';
      NEW.made_at := clock_timestamp();
      SELECT i.meeting_id INTO NEW.meeting_id FROM agenda_item i WHERE i.id = NEW.agenda_item_id
        FOR NO KEY UPDATE;
      SELECT m.cancelled INTO off FROM meeting m WHERE m.id = NEW.meeting_id FOR SHARE;
      IF off THEN
        RAISE EXCEPTION 'this meeting is not held' USING ERRCODE = 'check_violation';
      END IF;
      IF NEW.ground = 'geen_reacties' AND NOT EXISTS (
        SELECT FROM consultation c JOIN rules r ON r.id = c.rules_id
        WHERE c.document_version_id = NEW.document_version_id AND c.stage <> 'cancelled'
          AND c.closed_at IS NOT NULL AND c.fixed_at <= clock_timestamp()
          AND counting(c.id) < (r.rules ->> 'minimum_responses')::int) THEN
        RAISE EXCEPTION 'nobody was asked so that too few answered'
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""

GUARD_ITEM_MOVE = """
    BEGIN
      NEW.made_at := clock_timestamp();
      NEW.made_by_name := CASE WHEN NEW.made_by IS NULL THEN '' ELSE griffier(NEW.made_by) END;
      SELECT i.meeting_id, i.parent_id, i.place, i.lapsed_at
        INTO NEW.was_meeting_id, NEW.was_parent_id, NEW.was_place, NEW.was_lapsed_at
        FROM agenda_item i WHERE i.id = NEW.agenda_item_id FOR UPDATE;
      IF (NEW.was_meeting_id <> NEW.meeting_id) IS NOT TRUE THEN
        RAISE EXCEPTION 'this item is on that agenda already' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""

GUARD_LEFT_RUNNING = """
    BEGIN
      NEW.made_at := clock_timestamp();
      NEW.made_by_name := griffier(NEW.made_by);
      IF NOT EXISTS (SELECT FROM agenda_item i
                     WHERE i.id = NEW.agenda_item_id AND i.lapsed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'this item is on the agenda' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""


def _trigger(verb: str, name: str, body: str) -> str:
    return f"{verb} FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {PATH} AS $${body}$$"


def _statements(role: str) -> Iterator[str]:
    yield _trigger("CREATE OR REPLACE", "guard_gate_exception", GUARD_GATE_EXCEPTION)
    yield _trigger("CREATE OR REPLACE", "guard_item_move", GUARD_ITEM_MOVE)
    yield _trigger("CREATE", "guard_left_running", GUARD_LEFT_RUNNING)
    for name, when, each, what in (
        ("guard", "BEFORE INSERT", "ROW", "guard_left_running"),
        ("refuse_old_snapshot", "BEFORE INSERT", "STATEMENT", "refuse_old_snapshot"),
        ("refuse_change", "BEFORE UPDATE OR DELETE", "ROW", "refuse_change"),
        ("refuse_truncate", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
    ):
        yield (
            f"CREATE TRIGGER {name} {when} ON left_running FOR EACH {each} EXECUTE FUNCTION {what}()"
        )
    columns = "agenda_item_id, consultation_id, made_by"
    yield f'GRANT SELECT, INSERT ({columns}) ON left_running TO "{role}"'


def _points_at(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_left_running_{column}"))


def upgrade() -> None:
    op.add_column(
        "item_move", sa.Column("was_lapsed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        "left_running",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        _points_at("agenda_item_id", "agenda_item"),
        _points_at("consultation_id", "consultation"),
        _points_at("made_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_left_running")),
    )
    op.create_index(op.f("ix_left_running_agenda_item_id"), "left_running", ["agenda_item_id"])
    for statement in _statements(context.config.attributes.get("app_role", "raadgever_app")):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("What was let go on has no way back: restore a backup.")
