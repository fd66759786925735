# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""advice

Advisory councils and their members, what they are asked, and what they say. Who may speak and until
when is held here: by the clock of the database, and for whoever is a member at that moment.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import context, op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

APPEND_ONLY = {
    "review_unawaited": "request_id, reason, made_by",
    "review_remark": "id, request_id, text, made_by",
    "review_remark_withdrawal": "remark_id, made_by",
    "review_dissent": "id, request_id, number, named, text, made_by",
    "review_verdict": "id, request_id, number, verdict, remark, made_by",
    "review_answer": "verdict_id, text, made_by",
}
# Nobody chooses a name or a moment: the database stamps both.
CHANGING = {
    "advisory_body": "SELECT, INSERT (id, name, kind, themes, made_by, retired_at),"
    " UPDATE (name, kind, themes, revision, retired_at)",
    "body_member": "SELECT, INSERT (id, body_id, account_id, first_day, last_day, ended_at,"
    " made_by),"
    " UPDATE (ended_at)",
    "review_request": "SELECT, INSERT (id, summary_id, body_id, due_at, notice, made_by,"
    " withdrawn_at, withdrawn_by),"
    " UPDATE (withdrawn_at, withdrawn_by, withdrawn_reason)",
}
NEVER = ("advisory_body", "body_member", "review_request")
"""Changed column by column, and never deleted."""
PATH = "SET search_path = pg_catalog, public, pg_temp"
TODAY = "(clock_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date"


def _does(name: str, body: str, *, returns: str = "trigger") -> str:
    called = name if "(" in name else f"{name}()"
    return f"CREATE FUNCTION {called} RETURNS {returns} LANGUAGE plpgsql {PATH} AS $${body}$$"


WHO = (
    f"""
    CREATE FUNCTION sits(body_id uuid, account_id uuid) RETURNS boolean LANGUAGE sql STABLE {PATH}
    AS $$
      SELECT EXISTS (
        SELECT FROM body_member m JOIN account a ON a.id = m.account_id
        WHERE m.body_id = $1 AND m.account_id = $2 AND m.ended_at IS NULL
          AND a.role = 'adviesraad' AND a.disabled_at IS NULL
          AND {TODAY} BETWEEN m.first_day AND coalesce(m.last_day, 'infinity'))
    $$
    """,
    # Whoever speaks is a member now, and stays one until this is written; the term runs still.
    _does(
        "speaks(request_id uuid, account_id uuid)",
        """
        DECLARE
          asked review_request;
          found text;
        BEGIN
          SELECT * INTO asked FROM review_request r WHERE r.id = $1 FOR UPDATE;
          IF (asked.withdrawn_at IS NULL AND clock_timestamp() <= asked.due_at) IS NOT TRUE THEN
            RAISE EXCEPTION 'the term of this review has ended' USING ERRCODE = 'check_violation';
          END IF;
          PERFORM FROM body_member m WHERE m.body_id = asked.body_id AND m.account_id = $2
            FOR SHARE;
          SELECT a.name INTO found FROM account a WHERE a.id = $2 AND sits(asked.body_id, a.id);
          IF found IS NULL THEN
            RAISE EXCEPTION 'only a member speaks for an advisory council'
              USING ERRCODE = 'check_violation';
          END IF;
          RETURN found;
        END
        """,
        returns="text",
    ),
)

BODIES = (
    _does(
        "guard_advisory_body",
        """
        BEGIN
          IF TG_OP = 'INSERT' THEN
            PERFORM griffier(NEW.made_by);
            NEW.made_at := clock_timestamp();
            NEW.retired_at := NULL;
            RETURN NEW;
          END IF;
          IF OLD.retired_at IS NOT NULL THEN
            RAISE EXCEPTION 'a retired body is history' USING ERRCODE = 'check_violation';
          END IF;
          IF NEW.retired_at IS NOT NULL THEN
            NEW.retired_at := clock_timestamp();
          END IF;
          RETURN NEW;
        END
        """,
    ),
    _does(
        "guard_body_member",
        """
        BEGIN
          IF TG_OP = 'UPDATE' THEN
            IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL THEN
              RAISE EXCEPTION 'a term ends once' USING ERRCODE = 'check_violation';
            END IF;
            NEW.ended_at := clock_timestamp();
            RETURN NEW;
          END IF;
          PERFORM griffier(NEW.made_by);
          NEW.made_at := clock_timestamp();
          NEW.ended_at := NULL;
          PERFORM FROM advisory_body b WHERE b.id = NEW.body_id AND b.retired_at IS NULL
            FOR NO KEY UPDATE;
          IF NOT FOUND THEN
            RAISE EXCEPTION 'this body takes no members' USING ERRCODE = 'check_violation';
          END IF;
          IF NOT EXISTS (SELECT FROM account a WHERE a.id = NEW.account_id
                           AND a.role = 'adviesraad' AND a.disabled_at IS NULL) THEN
            RAISE EXCEPTION 'a member has an account of an advisory council'
              USING ERRCODE = 'check_violation';
          END IF;
          IF EXISTS (SELECT FROM body_member m
                     WHERE m.body_id = NEW.body_id AND m.account_id = NEW.account_id
                       AND m.ended_at IS NULL
                       AND daterange(m.first_day, m.last_day, '[]')
                           && daterange(NEW.first_day, NEW.last_day, '[]')) THEN
            RAISE EXCEPTION 'this member sits in this body in those days already'
              USING ERRCODE = 'unique_violation';
          END IF;
          RETURN NEW;
        END
        """,
    ),
)

ASKED = (
    _does(
        "guard_review_request",
        """
        DECLARE
          body advisory_body;
        BEGIN
          IF TG_OP = 'UPDATE' THEN
            PERFORM griffier(NEW.withdrawn_by);
            IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
               OR OLD.due_at < clock_timestamp()
               OR EXISTS (SELECT FROM review_verdict v WHERE v.request_id = OLD.id) THEN
              RAISE EXCEPTION 'a question is taken back while it waits for its answer, and once'
                USING ERRCODE = 'check_violation';
            END IF;
            NEW.withdrawn_at := clock_timestamp();
            RETURN NEW;
          END IF;
          PERFORM griffier(NEW.made_by);
          -- Making it final waits for us, or we for that.
          PERFORM FROM summary s WHERE s.id = NEW.summary_id FOR SHARE;
          SELECT * INTO body FROM advisory_body b WHERE b.id = NEW.body_id FOR SHARE;
          IF body.retired_at IS NOT NULL OR NOT EXISTS (
               SELECT FROM body_member m WHERE m.body_id = NEW.body_id
                 AND sits(m.body_id, m.account_id)) THEN
            RAISE EXCEPTION 'this body has nobody who could read it'
              USING ERRCODE = 'check_violation';
          END IF;
          IF (isfinite(NEW.due_at) AND NEW.due_at > clock_timestamp()
              AND NEW.due_at < clock_timestamp() + interval '370 days') IS NOT TRUE THEN
            RAISE EXCEPTION 'a term ends after today and within a year'
              USING ERRCODE = 'check_violation';
          END IF;
          NEW.body_name := body.name;
          NEW.body_kind := body.kind;
          NEW.made_at := clock_timestamp();
          NEW.withdrawn_at := NULL;
          NEW.withdrawn_by := NULL;
          RETURN NEW;
        END
        """,
    ),
    _does(
        "guard_review_unawaited",
        """
        BEGIN
          PERFORM griffier(NEW.made_by);
          PERFORM FROM review_request r WHERE r.id = NEW.request_id FOR UPDATE;
          IF NOT waits_for(NEW.request_id) THEN
            RAISE EXCEPTION 'nobody waits for this review' USING ERRCODE = 'check_violation';
          END IF;
          NEW.made_at := clock_timestamp();
          RETURN NEW;
        END
        """,
    ),
    f"""
    CREATE FUNCTION waits_for(request_id uuid) RETURNS boolean LANGUAGE sql VOLATILE {PATH} AS $$
      SELECT EXISTS (
        SELECT FROM review_request r WHERE r.id = $1 AND r.withdrawn_at IS NULL
          AND clock_timestamp() <= r.due_at
          AND NOT EXISTS (SELECT FROM review_verdict v WHERE v.request_id = r.id))
    $$
    """,
    # Not waiting for a body takes a reason that everybody can read.
    _does(
        "guard_awaited",
        """
        BEGIN
          IF OLD.finalised_at IS NULL AND NEW.finalised_at IS NOT NULL AND EXISTS (
               SELECT FROM review_request r WHERE r.summary_id = NEW.id AND waits_for(r.id)
                 AND NOT EXISTS (SELECT FROM review_unawaited u WHERE u.request_id = r.id)) THEN
            RAISE EXCEPTION 'an advisory council may still speak' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
        """,
    ),
)

SAID = (
    _does(
        "guard_review_remark",
        """
        BEGIN
          NEW.made_by_name := speaks(NEW.request_id, NEW.made_by);
          NEW.made_at := clock_timestamp();
          RETURN NEW;
        END
        """,
    ),
    _does(
        "guard_review_remark_withdrawal",
        """
        DECLARE
          remark review_remark;
        BEGIN
          SELECT * INTO remark FROM review_remark r WHERE r.id = NEW.remark_id;
          IF remark.made_by IS DISTINCT FROM NEW.made_by THEN
            RAISE EXCEPTION 'everybody takes back only what he said himself'
              USING ERRCODE = 'check_violation';
          END IF;
          PERFORM speaks(remark.request_id, NEW.made_by);
          NEW.made_at := clock_timestamp();
          RETURN NEW;
        END
        """,
    ),
    _does(
        "guard_review_dissent",
        """
        BEGIN
          NEW.made_by_name := speaks(NEW.request_id, NEW.made_by);
          IF NOT NEW.named THEN
            NEW.made_by_name := '';
          END IF;
          IF NEW.number IS DISTINCT FROM (
               SELECT 1 + coalesce(max(d.number), 0) FROM review_dissent d
               WHERE d.request_id = NEW.request_id AND d.made_by = NEW.made_by) THEN
            RAISE EXCEPTION 'this was said already' USING ERRCODE = 'unique_violation';
          END IF;
          NEW.made_at := clock_timestamp();
          RETURN NEW;
        END
        """,
    ),
    # Who did not see the last verdict does not replace it.
    _does(
        "guard_review_verdict",
        """
        BEGIN
          NEW.made_by_name := speaks(NEW.request_id, NEW.made_by);
          IF NEW.number IS DISTINCT FROM (
               SELECT 1 + coalesce(max(v.number), 0) FROM review_verdict v
               WHERE v.request_id = NEW.request_id) THEN
            RAISE EXCEPTION 'another verdict was first' USING ERRCODE = 'unique_violation';
          END IF;
          SELECT s.revision INTO NEW.summary_revision
            FROM review_request r JOIN summary s ON s.id = r.summary_id
            WHERE r.id = NEW.request_id;
          NEW.made_at := clock_timestamp();
          RETURN NEW;
        END
        """,
    ),
    _does(
        "guard_review_answer",
        """
        BEGIN
          NEW.made_by_name := griffier(NEW.made_by);
          IF NOT EXISTS (SELECT FROM review_verdict v
                         WHERE v.id = NEW.verdict_id AND v.verdict <> 'akkoord') THEN
            RAISE EXCEPTION 'there is nothing to answer' USING ERRCODE = 'check_violation';
          END IF;
          NEW.made_at := clock_timestamp();
          RETURN NEW;
        END
        """,
    ),
)


def _triggers() -> Iterator[str]:
    for table in (*APPEND_ONLY, *NEVER):
        what = "UPDATE OR DELETE" if table in APPEND_ONLY else "DELETE"
        yield (
            f"CREATE TRIGGER refuse_change BEFORE {what} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        yield (
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        when = "INSERT" if table in APPEND_ONLY else "INSERT OR UPDATE"
        yield (
            f"CREATE TRIGGER guard BEFORE {when} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION guard_{table}()"
        )
        yield (
            f"CREATE TRIGGER refuse_old_snapshot BEFORE {when} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_snapshot()"
        )
    yield (
        "CREATE TRIGGER guard_awaited BEFORE UPDATE ON summary"
        " FOR EACH ROW EXECUTE FUNCTION guard_awaited()"
    )


def _grants(role: str) -> Iterator[str]:
    yield (
        "GRANT EXECUTE ON FUNCTION sits(uuid, uuid), speaks(uuid, uuid), waits_for(uuid)"
        f' TO "{role}"'
    )
    for table, columns in APPEND_ONLY.items():
        yield f'GRANT SELECT, INSERT ({columns}) ON {table} TO "{role}"'
    for table, rights in CHANGING.items():
        yield f'GRANT {rights} ON {table} TO "{role}"'


def upgrade() -> None:
    role = context.config.attributes.get("app_role", "raadgever_app")
    _tables()
    for statement in (*WHO, *BODIES, *ASKED, *SAID, *_triggers(), *_grants(role)):
        op.execute(statement)


def _tables() -> None:
    op.create_table(
        "advisory_body",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("themes", postgresql.ARRAY(sa.String()), server_default="{}", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('adviesraad', 'clientenraad', 'jongerenraad', 'ouderenraad', 'wijkraad', 'anders')",
            name=op.f("ck_advisory_body_kind"),
        ),
        sa.CheckConstraint("letters(name) >= 2", name=op.f("ck_advisory_body_name")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_advisory_body_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advisory_body")),
    )
    op.create_index(
        "uq_advisory_body_name_alive",
        "advisory_body",
        [sa.text("lower(name)")],
        unique=True,
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "body_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "last_day IS NULL OR last_day >= first_day", name=op.f("ck_body_member_days")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_body_member_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["advisory_body.id"], name=op.f("fk_body_member_body_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_body_member_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_member")),
    )
    op.create_index("ix_body_member_account_id", "body_member", ["account_id"], unique=False)
    op.create_index(op.f("ix_body_member_body_id"), "body_member", ["body_id"], unique=False)
    op.create_table(
        "review_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("body_name", sa.String(), nullable=False),
        sa.Column("body_kind", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL OR letters(withdrawn_reason) >= 10)",
            name=op.f("ck_review_request_withdrawn"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["advisory_body.id"], name=op.f("fk_review_request_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_review_request_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["summary_id"], ["summary.id"], name=op.f("fk_review_request_summary_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["account.id"], name=op.f("fk_review_request_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_request")),
    )
    op.create_index(op.f("ix_review_request_body_id"), "review_request", ["body_id"], unique=False)
    op.create_index(
        "uq_review_request_alive",
        "review_request",
        ["summary_id", "body_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "review_dissent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_review_dissent_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["review_request.id"], name=op.f("fk_review_dissent_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_dissent")),
        sa.UniqueConstraint(
            "request_id",
            "made_by",
            "number",
            name=op.f("uq_review_dissent_request_id_made_by_number"),
        ),
    )
    op.create_table(
        "review_remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("letters(text) > 0", name=op.f("ck_review_remark_text")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_review_remark_made_by")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["review_request.id"], name=op.f("fk_review_remark_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_remark")),
    )
    op.create_index(
        op.f("ix_review_remark_request_id"), "review_remark", ["request_id"], unique=False
    )
    op.create_table(
        "review_unawaited",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("letters(reason) >= 10", name=op.f("ck_review_unawaited_reason")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_review_unawaited_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["review_request.id"], name=op.f("fk_review_unawaited_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_review_unawaited")),
    )
    op.create_table(
        "review_verdict",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), server_default="", nullable=False),
        sa.Column("summary_revision", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "verdict = 'akkoord' OR letters(remark) >= 10", name=op.f("ck_review_verdict_remark")
        ),
        sa.CheckConstraint(
            "verdict IN ('akkoord', 'akkoord_met_opmerking', 'bezwaar')",
            name=op.f("ck_review_verdict_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_review_verdict_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["review_request.id"], name=op.f("fk_review_verdict_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_verdict")),
        sa.UniqueConstraint(
            "request_id", "number", name=op.f("uq_review_verdict_request_id_number")
        ),
    )
    op.create_table(
        "review_answer",
        sa.Column("verdict_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("letters(text) >= 10", name=op.f("ck_review_answer_text")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_review_answer_made_by")),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["review_verdict.id"], name=op.f("fk_review_answer_verdict_id")
        ),
        sa.PrimaryKeyConstraint("verdict_id", name=op.f("pk_review_answer")),
    )
    op.create_table(
        "review_remark_withdrawal",
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_review_remark_withdrawal_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["review_remark.id"], name=op.f("fk_review_remark_withdrawal_remark_id")
        ),
        sa.PrimaryKeyConstraint("remark_id", name=op.f("pk_review_remark_withdrawal")),
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER guard_awaited ON summary")
    for table in (*reversed(APPEND_ONLY), *reversed(NEVER)):
        op.drop_table(table)
    for name in (*(f"guard_{table}" for table in (*APPEND_ONLY, *NEVER)), "guard_awaited"):
        op.execute(f"DROP FUNCTION {name}()")
    for name in ("waits_for(uuid)", "speaks(uuid, uuid)", "sits(uuid, uuid)"):
        op.execute(f"DROP FUNCTION {name}")
