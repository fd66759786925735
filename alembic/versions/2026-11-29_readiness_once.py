# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""readiness counts once

Whether a consultation counts as hearing took counting all its answers, and the view did that for
each column that rests on it: up to five times per item. Now it stops counting when there are enough,
and `OFFSET 0` keeps the answer in one place; a question about one meeting still looks at its items
alone. What the view and the gate say is the same.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

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
             ARRAY(SELECT jsonb_array_elements_text(f.rules -> 'hearing_kinds')) AS hearing,
             c.id AS consultation_id, c.stage AS consultation,
             h.heard,
             coalesce((SELECT bool_or(s.final) FROM summary s WHERE s.consultation_id = c.id),
                      false) AS finalised,
             EXISTS (SELECT FROM attachment a WHERE a.agenda_item_id = i.id
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
_BEFORE = """
             CASE WHEN c.closed_at IS NOT NULL THEN heard(c.id) END AS heard,
"""
_NOW = """
             h.heard,
"""
_ONCE = """
      LEFT JOIN LATERAL (
        SELECT CASE WHEN c.closed_at IS NOT NULL THEN heard(c.id) END AS heard OFFSET 0
      ) h ON true"""

_HEARD = """
    CREATE OR REPLACE FUNCTION heard(consultation_id uuid) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.closed_at - c.opened_at
             >= make_interval(days => (r.rules ->> 'minimum_days')::int)
       AND {enough}
    FROM consultation c JOIN rules r ON r.id = c.rules_id
    WHERE c.id = $1 AND c.closed_at IS NOT NULL
    $$
"""
HEARD = _HEARD.format(
    enough="""
      (SELECT count(*) FROM (
        SELECT FROM entry e
        WHERE e.consultation_id = c.id AND e.kind IN ('submission', 'replacement')
          AND NOT EXISTS (SELECT FROM entry x WHERE x.cancels_id = e.id)
        LIMIT (r.rules ->> 'minimum_responses')::int
      ) AS first) >= (r.rules ->> 'minimum_responses')::int"""
)
HEARD_BEFORE = _HEARD.format(enough="counting(c.id) >= (r.rules ->> 'minimum_responses')::int")


def upgrade() -> None:
    op.execute(HEARD)
    op.execute(READINESS)


def downgrade() -> None:
    op.execute(HEARD_BEFORE)
    op.execute(READINESS.replace(_NOW, _BEFORE).replace(_ONCE, ""))
