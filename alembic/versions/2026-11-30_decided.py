# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""decided

What the council decided on an agenda item, and what it answers to what residents and advisory
councils said. Rows are only added: the highest number holds, and says why it is another.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import context, op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
serves_before = True
"""Two tables that an older program neither reads nor writes."""

PATH = "SET search_path = pg_catalog, public, pg_temp"
TOWN = "AT TIME ZONE 'Europe/Amsterdam'"
OUTCOMES = "'aangenomen', 'gewijzigd_aangenomen', 'verworpen', 'aangehouden', 'ingetrokken'"
REPLIES = "'overgenomen', 'deels_overgenomen', 'niet_overgenomen', 'in_onderzoek'"
COLUMNS = {
    "council_decision": "id, agenda_item_id, attachment_id, number, outcome, points, decided_on,"
    " text, link, because, made_by",
    "council_answer": "id, decision_id, consultation_id, subject, verdict_id, number, reply, text,"
    " in_name_of, because, made_by",
}

# The program holds the meeting before the item, as everybody who moves one; by hand this is enough: who
# calls the meeting off waits for us.
GUARD_DECISION = f"""
    DECLARE
      item agenda_item;
      met meeting;
      laid document_version;
    BEGIN
      NEW.made_by_name := griffier(NEW.made_by);
      NEW.made_at := clock_timestamp();
      SELECT * INTO item FROM agenda_item i WHERE i.id = NEW.agenda_item_id FOR NO KEY UPDATE;
      SELECT * INTO met FROM meeting m WHERE m.id = item.meeting_id FOR SHARE;
      NEW.meeting_id := met.id;
      IF NEW.number IS DISTINCT FROM (
           SELECT 1 + coalesce(max(d.number), 0) FROM council_decision d
           WHERE d.agenda_item_id = NEW.agenda_item_id) THEN
        RAISE EXCEPTION 'another decision was first' USING ERRCODE = 'unique_violation';
      END IF;
      IF met.cancelled OR (NEW.number = 1 AND item.lapsed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'this meeting is not held' USING ERRCODE = 'check_violation';
      END IF;
      IF met.starts_at > clock_timestamp() THEN
        RAISE EXCEPTION 'the council has not met yet' USING ERRCODE = 'check_violation';
      END IF;
      IF (NEW.decided_on BETWEEN (met.starts_at {TOWN})::date
                             AND (clock_timestamp() {TOWN})::date) IS NOT TRUE THEN
        RAISE EXCEPTION 'a council decides from its meeting until today'
          USING ERRCODE = 'check_violation';
      END IF;
      -- What lay there when the council met, or what came in its place since.
      SELECT v.* INTO laid FROM attachment a
        JOIN document_version v ON v.id = a.document_version_id
        LEFT JOIN gate_exception g ON g.id = a.exception_id
        WHERE a.id = NEW.attachment_id AND a.agenda_item_id = NEW.agenda_item_id
          AND (g.id IS NULL OR g.meeting_id = met.id);
      IF laid.id IS NULL OR EXISTS (
           SELECT FROM document_version v
           WHERE v.document_id = laid.document_id AND v.number > laid.number
             AND v.made_at <= met.starts_at) THEN
        RAISE EXCEPTION 'nothing lay at this item when the council met'
          USING ERRCODE = 'check_violation';
      END IF;
      NEW.document_version_id := laid.id;
      SELECT s.consultation_id INTO NEW.consultation_id FROM attachment a
        JOIN summary s ON s.id = a.summary_id WHERE a.id = NEW.attachment_id;
      IF EXISTS (
           SELECT FROM jsonb_each_text(NEW.points) p
           WHERE p.value NOT IN ({OUTCOMES}) OR p.value = NEW.outcome OR NOT EXISTS (
             SELECT FROM decision_point d
             WHERE d.document_version_id = laid.id AND d.number::text = p.key)) THEN
        RAISE EXCEPTION 'only a decision point of this text has an outcome of its own'
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""

GUARD_ANSWER = """
    DECLARE
      decided council_decision;
    BEGIN
      NEW.made_by_name := griffier(NEW.made_by);
      NEW.made_at := clock_timestamp();
      SELECT * INTO decided FROM council_decision d WHERE d.id = NEW.decision_id;
      PERFORM FROM agenda_item i WHERE i.id = decided.agenda_item_id FOR NO KEY UPDATE;
      IF decided.consultation_id IS DISTINCT FROM NEW.consultation_id OR EXISTS (
           SELECT FROM council_decision d WHERE d.agenda_item_id = decided.agenda_item_id
             AND d.number > decided.number) THEN
        RAISE EXCEPTION 'another decision was first' USING ERRCODE = 'unique_violation';
      END IF;
      -- Two items may have the same summary: who answers at the one waits for the other.
      PERFORM FROM consultation c WHERE c.id = NEW.consultation_id FOR NO KEY UPDATE;
      IF NEW.number IS DISTINCT FROM (
           SELECT 1 + coalesce(max(a.number), 0) FROM council_answer a
           WHERE a.consultation_id = NEW.consultation_id AND a.subject = NEW.subject) THEN
        RAISE EXCEPTION 'another answer was first' USING ERRCODE = 'unique_violation';
      END IF;
      IF (CASE
            WHEN NEW.verdict_id IS NOT NULL THEN EXISTS (
              SELECT FROM review_verdict v JOIN review_request r ON r.id = v.request_id
              JOIN summary s ON s.id = r.summary_id
              WHERE v.id = NEW.verdict_id AND s.consultation_id = NEW.consultation_id)
            WHEN NEW.subject = 'voorstel' THEN true
            ELSE EXISTS (
              SELECT FROM decision_point p
              WHERE p.document_version_id = decided.document_version_id
                AND p.number::text = NEW.subject)
          END) IS NOT TRUE THEN
        RAISE EXCEPTION 'nobody spoke about this' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""


def _statements(role: str) -> Iterator[str]:
    guards = {"council_decision": GUARD_DECISION, "council_answer": GUARD_ANSWER}
    for table, body in guards.items():
        yield (
            f"CREATE FUNCTION guard_{table}() RETURNS trigger LANGUAGE plpgsql {PATH} AS $${body}$$"
        )
        for name, when, each, what in (
            ("guard", "BEFORE INSERT", "ROW", f"guard_{table}"),
            ("refuse_old_snapshot", "BEFORE INSERT", "STATEMENT", "refuse_old_snapshot"),
            ("refuse_change", "BEFORE UPDATE OR DELETE", "ROW", "refuse_change"),
            ("refuse_truncate", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
        ):
            yield (
                f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {what}()"
            )
        yield f'GRANT SELECT, INSERT ({COLUMNS[table]}) ON {table} TO "{role}"'


def _points_at(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _made() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("because", sa.String(), server_default="", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
    )


def upgrade() -> None:
    op.create_table(
        "council_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("document_version_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column(
            "points",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String(), server_default="", nullable=False),
        *_made(),
        sa.CheckConstraint(f"outcome IN ({OUTCOMES})", name=op.f("ck_council_decision_outcome")),
        sa.CheckConstraint(
            "jsonb_typeof(points) = 'object'", name=op.f("ck_council_decision_points")
        ),
        sa.CheckConstraint(
            "letters(text) >= 10 AND length(text) <= 1000", name=op.f("ck_council_decision_text")
        ),
        sa.CheckConstraint(
            r"link = '' OR link ~ '^https?://[^\s/]+\.\S+$'", name=op.f("ck_council_decision_link")
        ),
        sa.CheckConstraint(
            "CASE number WHEN 1 THEN because = '' ELSE letters(because) >= 10 END",
            name=op.f("ck_council_decision_because"),
        ),
        _points_at("council_decision", "agenda_item_id", "agenda_item"),
        _points_at("council_decision", "meeting_id", "meeting"),
        _points_at("council_decision", "attachment_id", "attachment"),
        _points_at("council_decision", "document_version_id", "document_version"),
        _points_at("council_decision", "consultation_id", "consultation"),
        _points_at("council_decision", "made_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_decision")),
        sa.UniqueConstraint(
            "agenda_item_id", "number", name=op.f("uq_council_decision_agenda_item_id_number")
        ),
    )
    op.create_index(
        op.f("ix_council_decision_consultation_id"), "council_decision", ["consultation_id"]
    )
    op.create_table(
        "council_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("verdict_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("in_name_of", sa.String(), nullable=False),
        *_made(),
        sa.CheckConstraint(f"reply IN ({REPLIES})", name=op.f("ck_council_answer_reply")),
        sa.CheckConstraint(
            "subject = coalesce(verdict_id::text, subject)", name=op.f("ck_council_answer_subject")
        ),
        sa.CheckConstraint(
            "(reply IN ('overgenomen', 'in_onderzoek') OR letters(text) >= 10)"
            " AND length(text) <= 2000",
            name=op.f("ck_council_answer_text"),
        ),
        sa.CheckConstraint(
            "in_name_of IN ('raad', 'college')", name=op.f("ck_council_answer_in_name_of")
        ),
        sa.CheckConstraint(
            "CASE number WHEN 1 THEN because = '' ELSE letters(because) >= 10 END",
            name=op.f("ck_council_answer_because"),
        ),
        _points_at("council_answer", "decision_id", "council_decision"),
        _points_at("council_answer", "consultation_id", "consultation"),
        _points_at("council_answer", "verdict_id", "review_verdict"),
        _points_at("council_answer", "made_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_answer")),
        sa.UniqueConstraint(
            "consultation_id",
            "subject",
            "number",
            name=op.f("uq_council_answer_consultation_id_subject_number"),
        ),
    )
    for statement in _statements(context.config.attributes.get("app_role", "raadgever_app")):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("What the council decided has no way back: restore a backup.")
