# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""what began before

What was opened before there was a log gets an entry that says so, at its very front, with what was
counted and made final by then: so that whoever checks the log knows where it takes over. And the
log knows more kinds of steps, and by which key a checkpoint was signed.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = (
    "kind IN ('eerder', 'definitie', 'codes', 'verlenging', 'afgelasting', 'reactie',"
    " 'vervanging', 'intrekking', 'uitsluiting', 'telling', 'moderatie', 'verbetering', 'oordeel',"
    " 'samenvatting', 'agendering', 'uitzondering', 'besluit', 'antwoord', 'sleutel', 'belofte')"
)
# Canonical JSON by hand: ids and hashes need nothing escaped, and the keys are in order.
BEFORE = """
    INSERT INTO log_due (kind, subject, consultation_id, body)
    SELECT 'eerder', c.id, c.id, convert_to(
      '{"c":"' || c.id || '","samenvattingen":[' || coalesce((
        SELECT string_agg('"' || encode(sha256(s.content), 'hex') || '"', ',' ORDER BY s.number)
        FROM summary s WHERE s.consultation_id = c.id AND s.final), '')
      || '],"stuk":"' || encode(v.hash, 'hex') || '","t":"eerder","uitslagen":[' || coalesce((
        SELECT string_agg('"' || encode(r.hash, 'hex') || '"', ',' ORDER BY r.number)
        FROM result r WHERE r.consultation_id = c.id), '')
      || '],"vragen":"' || encode(q.hash, 'hex') || '"}', 'UTF8')
    FROM consultation c
    JOIN document_version v ON v.id = c.document_version_id
    JOIN questionnaire q ON q.id = c.questionnaire_id
    WHERE c.opened_at IS NOT NULL AND NOT EXISTS (SELECT FROM log_entry)
      AND NOT EXISTS (SELECT FROM log_due d WHERE d.consultation_id = c.id)
    ORDER BY c.opened_at, c.id
"""


def upgrade() -> None:
    for table in ("log_entry", "log_due"):
        name = f"ck_{table}_kind"
        # It comes back at once, and takes more than it did.
        op.execute(
            f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}"
        )
        # Every row has one of the kinds that there were: nothing has to be looked at.
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({KINDS}) NOT VALID")
    op.add_column("checkpoint", sa.Column("vkey", sa.String(), nullable=True))
    role = context.config.attributes.get("app_role", "raadgever_app")
    op.execute(f'GRANT INSERT (vkey) ON checkpoint TO "{role}"')
    op.execute(BEFORE)


def downgrade() -> None:
    raise NotImplementedError("A log that was published is not unmade: restore a backup.")
