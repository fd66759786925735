# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""own words

What the griffie reads in from a file of its own waits for a document as what it types does, and so
does an item that became a heading, until somebody says by name that there is nothing to decide.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"

GUARD_PAPER_NEED = """
    BEGIN
      NEW.made_at := clock_timestamp();
      NEW.made_by_name := griffier(NEW.made_by);
      IF NOT EXISTS (SELECT FROM agenda_item i
                     WHERE i.id = NEW.agenda_item_id AND i.source IN ('hand', 'griffie')) THEN
        RAISE EXCEPTION 'only of an item of the griffie somebody says what it needs'
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""

# It stays so: back and forth is no way round.
MADE_HEADING = """
    BEGIN
      NEW.made_heading := OLD.made_heading OR (NEW.heading AND NOT OLD.heading);
      RETURN NEW;
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
             i.source IN ('hand', 'griffie') AND (NOT i.heading OR i.made_heading)
               AND coalesce((SELECT n.needed FROM paper_need n
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
        WHEN document_id IS NULL AND awaits_paper THEN 'paper_awaited'
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
    SELECT agenda_item_id, meeting_id, heading, lapsed, document_id, document_version_id, kind,
           undecided, hearing, consultation_id, consultation, heard, finalised, attached, outdated,
           reason, reason IN ('heading', 'no_document', 'attached', 'not_needed') AS ready,
           awaits_paper
    FROM judged
"""


def _statements() -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION guard_paper_need() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY INVOKER {PATH} AS $${GUARD_PAPER_NEED}$$"
    )
    yield (
        "CREATE FUNCTION made_heading() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY INVOKER {PATH} AS $${MADE_HEADING}$$"
    )
    yield (
        "CREATE TRIGGER made_heading BEFORE UPDATE ON agenda_item FOR EACH ROW"
        " EXECUTE FUNCTION made_heading()"
    )
    yield READINESS


def upgrade() -> None:
    op.add_column(
        "agenda_item",
        sa.Column(
            "made_heading",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="an item first; the database says so",
        ),
    )
    for statement in _statements():
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("A word that lets an item pass has no way back: restore a backup.")
