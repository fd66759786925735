# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""by hand

An agenda is written by hand, beside a source or without one; an item moves to another meeting, and a
meeting to another day. Both leave a row that nobody changes, and an exception holds for the meeting
for which it was made.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"

# Under the item's lock, so that it does not move while somebody decides.
GUARD_GATE_EXCEPTION = """
    BEGIN
      NEW.made_by_name := griffier(NEW.made_by);
      NEW.made_by_role := 'griffie';
      NEW.made_at := clock_timestamp();
      SELECT i.meeting_id INTO NEW.meeting_id FROM agenda_item i WHERE i.id = NEW.agenda_item_id
        FOR NO KEY UPDATE;
      RETURN NEW;
    END
"""

# Nobody in `made_by`: the source has it on another agenda now.
GUARD_ITEM_MOVE = """
    BEGIN
      NEW.made_at := clock_timestamp();
      NEW.made_by_name := CASE WHEN NEW.made_by IS NULL THEN '' ELSE griffier(NEW.made_by) END;
      SELECT i.meeting_id, i.parent_id, i.place
        INTO NEW.was_meeting_id, NEW.was_parent_id, NEW.was_place
        FROM agenda_item i WHERE i.id = NEW.agenda_item_id FOR UPDATE;
      IF (NEW.was_meeting_id <> NEW.meeting_id) IS NOT TRUE THEN
        RAISE EXCEPTION 'this item is on that agenda already' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""

# The row is what moves the item: the application may not.
MOVE_ITEM = """
    BEGIN
      UPDATE agenda_item SET meeting_id = NEW.meeting_id WHERE id = NEW.agenda_item_id;
      RETURN NULL;
    END
"""

# Whoever moves a meeting, by hand or as a source says: the day it was on stays to be read.
MEETING_MOVED = """
    BEGIN
      INSERT INTO meeting_move (meeting_id, was, starts_at)
        VALUES (NEW.id, OLD.starts_at, NEW.starts_at);
      RETURN NULL;
    END
"""

GUARD_CLOSING_KEPT = """
    BEGIN
      NEW.made_at := clock_timestamp();
      NEW.made_by_name := griffier(NEW.made_by);
      RETURN NEW;
    END
"""

_READINESS = """
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
             ARRAY(SELECT jsonb_array_elements_text(f.rules -> 'hearing_kinds')) AS hearing,
             c.id AS consultation_id, c.stage AS consultation,
             h.heard,
             coalesce((SELECT bool_or(s.final) FROM summary s WHERE s.consultation_id = c.id),
                      false) AS finalised,
             EXISTS (SELECT FROM attachment a {elsewhere}
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
        ON c.document_version_id = v.id AND c.stage <> 'cancelled'
      LEFT JOIN LATERAL (
        SELECT CASE WHEN c.closed_at IS NOT NULL THEN heard(c.id) END AS heard OFFSET 0
      ) h ON true
    ),
    judged AS (
      SELECT facts.*, CASE
        WHEN lapsed THEN 'lapsed'
        WHEN undecided THEN 'no_main_document'
        WHEN document_id IS NULL AND heading THEN 'heading'
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
    SELECT judged.*, reason IN ('heading', 'no_document', 'attached', 'not_needed') AS ready
    FROM judged
"""
# A summary moves along; an exception holds for the meeting for which somebody made it.
READINESS = _READINESS.format(
    elsewhere="""LEFT JOIN gate_exception e ON e.id = a.exception_id
                     WHERE a.agenda_item_id = i.id
                       AND (a.exception_id IS NULL OR e.meeting_id = i.meeting_id)"""
)


def _trigger(verb: str, name: str, body: str, *, owner: bool = False) -> str:
    rights = "SECURITY DEFINER" if owner else "SECURITY INVOKER"
    return (
        f"{verb} FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {rights} {PATH} AS $${body}$$"
    )


def _kept(table: str, guard: str) -> Iterator[str]:
    """Rows that are only added, by the guard's word."""
    if guard:
        yield (
            f"CREATE TRIGGER guard BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {guard}()"
        )
    yield (
        f"CREATE TRIGGER refuse_old_snapshot BEFORE INSERT ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_snapshot()"
    )
    yield (
        f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    yield (
        f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _statements(role: str) -> Iterator[str]:
    # What was before this: each item stands where its source has it, each exception is for there.
    yield "UPDATE agenda_item SET source_meeting_id = meeting_id"
    yield "ALTER TABLE gate_exception DISABLE TRIGGER refuse_change"
    yield (
        "UPDATE gate_exception e SET meeting_id = i.meeting_id FROM agenda_item i"
        " WHERE i.id = e.agenda_item_id"
    )
    yield "ALTER TABLE gate_exception ENABLE TRIGGER refuse_change"
    yield _trigger("CREATE OR REPLACE", "guard_gate_exception", GUARD_GATE_EXCEPTION)
    yield _trigger("CREATE", "guard_item_move", GUARD_ITEM_MOVE)
    yield _trigger("CREATE", "move_item", MOVE_ITEM, owner=True)
    yield _trigger("CREATE", "meeting_moved", MEETING_MOVED, owner=True)
    yield _trigger("CREATE", "guard_closing_kept", GUARD_CLOSING_KEPT)
    yield from _kept("item_move", "guard_item_move")
    yield from _kept("closing_kept", "guard_closing_kept")
    yield from _kept("meeting_move", "")
    yield (
        "CREATE TRIGGER moves AFTER INSERT ON item_move FOR EACH ROW EXECUTE FUNCTION move_item()"
    )
    yield (
        "CREATE TRIGGER moved AFTER UPDATE OF starts_at ON meeting FOR EACH ROW"
        " WHEN (OLD.starts_at <> NEW.starts_at) EXECUTE FUNCTION meeting_moved()"
    )
    yield (
        "GRANT SELECT, INSERT (agenda_item_id, meeting_id, reason, made_by) ON item_move"
        f' TO "{role}"'
    )
    yield (
        "GRANT SELECT, INSERT (consultation_id, meeting_id, starts_at, made_by) ON closing_kept"
        f' TO "{role}"'
    )
    yield f'GRANT SELECT ON meeting_move TO "{role}"'
    yield f'GRANT UPDATE (revision) ON meeting TO "{role}"'
    yield f'REVOKE UPDATE (meeting_id) ON agenda_item FROM "{role}"'
    yield f'GRANT UPDATE (source_meeting_id, revision) ON agenda_item TO "{role}"'
    yield READINESS


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _stamp() -> sa.Column[object]:
    now = sa.text("clock_timestamp()")
    return sa.Column("made_at", sa.DateTime(timezone=True), server_default=now, nullable=False)


def _points_at(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _tables() -> None:
    op.create_table(
        "item_move",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("was_meeting_id", sa.Uuid(), nullable=False),
        sa.Column("was_parent_id", sa.Uuid(), nullable=True),
        sa.Column("was_place", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_by_name", sa.String(), nullable=False),
        _stamp(),
        sa.CheckConstraint(
            "made_by IS NULL OR letters(reason) >= 10", name=op.f("ck_item_move_reason")
        ),
        _points_at("item_move", "agenda_item_id", "agenda_item"),
        _points_at("item_move", "was_meeting_id", "meeting"),
        _points_at("item_move", "meeting_id", "meeting"),
        _points_at("item_move", "made_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_move")),
    )
    for column in ("agenda_item_id", "was_meeting_id"):
        op.create_index(op.f(f"ix_item_move_{column}"), "item_move", [column])
    op.create_table(
        "meeting_move",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        _moment("was"),
        _moment("starts_at"),
        _stamp(),
        _points_at("meeting_move", "meeting_id", "meeting"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_move")),
    )
    op.create_index(op.f("ix_meeting_move_meeting_id"), "meeting_move", ["meeting_id"])
    op.create_table(
        "closing_kept",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        _moment("starts_at"),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        _stamp(),
        _points_at("closing_kept", "consultation_id", "consultation"),
        _points_at("closing_kept", "meeting_id", "meeting"),
        _points_at("closing_kept", "made_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_kept")),
        sa.UniqueConstraint(
            "consultation_id",
            "meeting_id",
            "starts_at",
            name=op.f("uq_closing_kept_consultation_id_meeting_id_starts_at"),
        ),
    )


def _columns() -> None:
    for table in ("meeting", "agenda_item"):
        column = sa.Column("revision", sa.Integer(), server_default="1", nullable=False)
        op.add_column(table, column)
    # Constraints of before are not looked at again: a meeting's rows are never deleted.
    for table, column in (("agenda_item", "source_meeting_id"), ("gate_exception", "meeting_id")):
        op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_{column}"),
            table,
            "meeting",
            [column],
            ["id"],
            postgresql_not_valid=True,
        )


def upgrade() -> None:
    _columns()
    _tables()
    for statement in _statements(context.config.attributes.get("app_role", "raadgever_app")):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Where items stood has no way back: restore a backup.")
