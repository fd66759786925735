# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""asked anew

An item made by hand waits for its document until the griffie says that it needs none. A text is put
to residents once more where nobody answered the first time. A source that never brought anything can
be deleted.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"

GUARD_PAPER_NEED = """
    BEGIN
      NEW.made_at := clock_timestamp();
      NEW.made_by_name := griffier(NEW.made_by);
      IF NOT EXISTS (SELECT FROM agenda_item i
                     WHERE i.id = NEW.agenda_item_id AND i.source = 'hand') THEN
        RAISE EXCEPTION 'only of an item made by hand somebody says what it needs'
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""

# Under the lock of the consultation, so that nothing is counted meanwhile.
GUARD_ASKED_ANEW = """
    DECLARE
      held consultation;
    BEGIN
      NEW.made_at := clock_timestamp();
      NEW.made_by_name := griffier(NEW.made_by);
      SELECT c.* INTO held FROM consultation c WHERE c.id = NEW.consultation_id
        FOR NO KEY UPDATE;
      IF (held.stage IN ('closed', 'summarised') AND held.fixed_at <= clock_timestamp()
          AND counting(held.id) = 0) IS NOT TRUE THEN
        RAISE EXCEPTION 'only what nobody answered is asked anew' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""

# The row is what makes room for another consultation on the same text.
MAKE_ROOM = """
    BEGIN
      UPDATE consultation SET asked_anew_at = NEW.made_at WHERE id = NEW.consultation_id;
      RETURN NULL;
    END
"""

# Looks that failed go with a source that never brought anything; the trail keeps its address.
FORGET_SOURCE = """
    BEGIN
      IF OLD.good_at IS NOT NULL OR EXISTS (SELECT FROM agenda_look l
           WHERE l.source_id = OLD.id AND l.outcome <> 'failed') THEN
        RAISE EXCEPTION 'a source that brought something stays' USING ERRCODE = 'check_violation';
      END IF;
      DELETE FROM agenda_look WHERE source_id = OLD.id;
      RETURN OLD;
    END
"""

READINESS = """
    CREATE OR REPLACE VIEW readiness AS
    WITH in_force AS (SELECT rules FROM rules ORDER BY id DESC LIMIT 1),
    current AS (
      SELECT DISTINCT ON (document_id) document_id, id
      FROM document_version ORDER BY document_id, number DESC
    ),
    facts AS (
      SELECT i.id AS agenda_item_id, i.meeting_id, i.heading, i.lapsed_at IS NOT NULL AS lapsed,
             d.document_id, v.id AS document_version_id, doc.kind,
             d.document_id IS NULL AND EXISTS (SELECT FROM agenda_item_document any_of
               WHERE any_of.agenda_item_id = i.id) AS undecided,
             i.source = 'hand' AND coalesce((SELECT n.needed FROM paper_need n
               WHERE n.agenda_item_id = i.id ORDER BY n.id DESC LIMIT 1), true) AS awaits_paper,
             ARRAY(SELECT jsonb_array_elements_text(f.rules -> 'hearing_kinds')) AS hearing,
             c.id AS consultation_id, c.stage AS consultation,
             h.heard,
             coalesce((SELECT bool_or(s.final) FROM summary s WHERE s.consultation_id = c.id),
                      false) AS finalised,
             EXISTS (SELECT FROM attachment a
                     LEFT JOIN gate_exception e ON e.id = a.exception_id
                     WHERE a.agenda_item_id = i.id
                       AND (a.exception_id IS NULL OR e.meeting_id = i.meeting_id)
                       AND a.document_version_id = v.id) AS attached,
             EXISTS (SELECT FROM attachment a WHERE a.agenda_item_id = i.id
                       AND a.document_version_id IS DISTINCT FROM v.id) AS outdated
      FROM agenda_item i
      CROSS JOIN in_force f
      LEFT JOIN agenda_item_document d
        ON d.agenda_item_id = i.id AND d.main AND d.gone_at IS NULL
      LEFT JOIN document doc ON doc.id = d.document_id
      LEFT JOIN current v ON v.document_id = d.document_id
      LEFT JOIN consultation c
        ON c.document_version_id = v.id AND c.stage <> 'cancelled' AND c.asked_anew_at IS NULL
      LEFT JOIN LATERAL (
        SELECT CASE WHEN c.closed_at IS NOT NULL THEN heard(c.id) END AS heard OFFSET 0
      ) h ON true
    ),
    judged AS (
      SELECT facts.*, CASE
        WHEN lapsed THEN 'lapsed'
        WHEN undecided THEN 'no_main_document'
        WHEN document_id IS NULL AND heading THEN 'heading'
        WHEN document_id IS NULL AND awaits_paper THEN 'paper_awaited'
        WHEN document_id IS NULL THEN 'no_document'
        WHEN attached THEN 'attached'
        WHEN kind IS NULL THEN 'unknown_kind'
        WHEN NOT kind = ANY (hearing) THEN 'not_needed'
        WHEN consultation = 'draft' THEN 'draft'
        WHEN consultation = 'open' THEN 'open'
        WHEN consultation = 'closed' THEN 'counting'
        WHEN consultation IS NOT NULL AND heard IS NOT TRUE THEN 'not_heard'
        WHEN consultation IS NOT NULL AND NOT finalised THEN 'not_final'
        WHEN consultation IS NOT NULL THEN 'not_attached'
        WHEN outdated THEN 'document_changed'
        ELSE 'no_consultation' END AS reason
      FROM facts
    )
    SELECT agenda_item_id, meeting_id, heading, lapsed, document_id, document_version_id, kind,
           undecided, hearing, consultation_id, consultation, heard, finalised, attached, outdated,
           reason, reason IN ('heading', 'no_document', 'attached', 'not_needed') AS ready,
           awaits_paper
    FROM judged
"""


def _trigger(name: str, body: str, *, owner: bool = False) -> str:
    rights = "SECURITY DEFINER" if owner else "SECURITY INVOKER"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {rights} {PATH} AS $${body}$$"
    )


def _kept(table: str) -> Iterator[str]:
    """Rows that are only added, by the guard's word."""
    for name, when, each, what in (
        ("guard", "BEFORE INSERT", "ROW", f"guard_{table}"),
        ("refuse_old_snapshot", "BEFORE INSERT", "STATEMENT", "refuse_old_snapshot"),
        ("refuse_change", "BEFORE UPDATE OR DELETE", "ROW", "refuse_change"),
        ("refuse_truncate", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
    ):
        yield f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {what}()"


def _statements(role: str) -> Iterator[str]:
    yield _trigger("guard_paper_need", GUARD_PAPER_NEED)
    yield _trigger("guard_asked_anew", GUARD_ASKED_ANEW)
    yield _trigger("make_room", MAKE_ROOM, owner=True)
    yield from _kept("paper_need")
    yield from _kept("asked_anew")
    yield (
        "CREATE TRIGGER makes_room AFTER INSERT ON asked_anew FOR EACH ROW"
        " EXECUTE FUNCTION make_room()"
    )
    yield f'GRANT SELECT, INSERT (agenda_item_id, needed, reason, made_by) ON paper_need TO "{role}"'
    yield f'GRANT SELECT, INSERT (consultation_id, reason, made_by) ON asked_anew TO "{role}"'
    yield READINESS
    yield _trigger("forget_source", FORGET_SOURCE, owner=True)
    for table in ("agenda_source", "agenda_look"):
        yield f"DROP TRIGGER refuse_change ON {table}"
    yield (
        "CREATE TRIGGER forgets BEFORE DELETE ON agenda_source FOR EACH ROW"
        " EXECUTE FUNCTION forget_source()"
    )
    # Only from within that trigger.
    yield (
        "CREATE TRIGGER refuse_change BEFORE DELETE ON agenda_look FOR EACH ROW"
        " WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change()"
    )
    yield f'GRANT DELETE ON agenda_source TO "{role}"'


def _by_name() -> tuple[sa.Column[object], ...]:
    now = sa.text("clock_timestamp()")
    return (
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
    )


def _points_at(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _tables() -> None:
    op.create_table(
        "paper_need",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("needed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        *_by_name(),
        sa.CheckConstraint("needed OR letters(reason) >= 10", name=op.f("ck_paper_need_reason")),
        _points_at("paper_need", "agenda_item_id", "agenda_item"),
        _points_at("paper_need", "made_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_need")),
    )
    op.create_index(op.f("ix_paper_need_agenda_item_id"), "paper_need", ["agenda_item_id"])
    op.create_table(
        "asked_anew",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        *_by_name(),
        sa.CheckConstraint("letters(reason) >= 10", name=op.f("ck_asked_anew_reason")),
        _points_at("asked_anew", "consultation_id", "consultation"),
        _points_at("asked_anew", "made_by", "account"),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_asked_anew")),
    )


def upgrade() -> None:
    op.add_column(
        "consultation", sa.Column("asked_anew_at", sa.DateTime(timezone=True), nullable=True)
    )
    _tables()
    for statement in _statements(context.config.attributes.get("app_role", "raadgever_app")):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("What was asked anew has no way back: restore a backup.")
