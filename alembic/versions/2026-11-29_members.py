# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""members

What a sentence cites is kept as one bit per entry and a digest, no longer as a list of ids: of a
million answers a summary would hold hundreds of megabytes.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Bit n of the bytes, from the right in each, is the nth content entry in the order of ids.
CONVERT = """
    WITH placed AS (
      SELECT e.id, e.consultation_id,
             row_number() OVER (PARTITION BY e.consultation_id ORDER BY e.id) - 1 AS n
      FROM entry e WHERE e.kind IN ('submission', 'replacement')
    )
    UPDATE citation c SET
      digest = sha256(convert_to((SELECT coalesce(string_agg(x::text, E'\\n' ORDER BY x::text), '')
                                  FROM unnest(c.entries) x), 'UTF8')),
      members = coalesce((
        SELECT string_agg(decode(lpad(to_hex(coalesce(b.bits, 0)), 2, '0'), 'hex'), ''::bytea
                          ORDER BY i.byte)
        FROM generate_series(0, (SELECT (max(p.n) / 8)::int FROM placed p
                                 WHERE p.consultation_id = s.consultation_id)) i (byte)
        LEFT JOIN (SELECT (p.n / 8)::int AS byte, sum(1 << (p.n % 8)::int) AS bits
                   FROM placed p WHERE p.id = ANY(c.entries) GROUP BY 1) b ON b.byte = i.byte
      ), ''::bytea)
    FROM summary s WHERE s.id = c.summary_id
"""


def upgrade() -> None:
    op.add_column("citation", sa.Column("members", sa.LargeBinary(), nullable=True))
    op.add_column("citation", sa.Column("digest", sa.LargeBinary(), nullable=True))
    # Rows of a summary are never changed. This says the same of them in another way.
    op.execute("ALTER TABLE citation DISABLE TRIGGER USER")
    op.execute(CONVERT)
    op.execute("ALTER TABLE citation ENABLE TRIGGER USER")
    # What reads or writes this table waits for the moment that it takes: a summary is written once
    # and read when it is made final, and the version of the program changes with it anyway.
    for rules, words in (
        ("adding-not-nullable-field", "ALTER COLUMN members SET NOT NULL"),
        ("adding-not-nullable-field", "ALTER COLUMN digest SET NOT NULL"),
        ("ban-drop-constraint", "DROP CONSTRAINT ck_citation_count"),
        ("ban-drop-column", "DROP COLUMN entries"),
        (
            "constraint-missing-not-valid",
            "ADD CONSTRAINT ck_citation_count CHECK (count = bit_count(members))",
        ),
    ):
        op.execute(f"-- squawk-ignore {rules}\nALTER TABLE citation {words}")


def downgrade() -> None:
    raise NotImplementedError("The ids that were cited are not kept as a list: restore a backup.")
