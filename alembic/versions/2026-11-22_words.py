# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""words

Indexes to search documents in Dutch. By themselves, outside a transaction: built beside the town's
work they block nobody, and a build that failed is simply tried again.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Expressions and not columns: a column would store the words twice.
INDEXES = (
    (
        "ix_document_version_words",
        "document_version",
        "to_tsvector('dutch'::regconfig, (title::text || ' '::text) || plain_text::text)",
    ),
    ("ix_decision_point_words", "decision_point", "to_tsvector('dutch'::regconfig, text::text)"),
)


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name, table, words in INDEXES:
            # A build that was cut off leaves an invalid index of this name behind.
            op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
            op.create_index(
                name,
                table,
                [sa.text(words)],
                postgresql_using="gin",
                postgresql_concurrently=True,
                if_not_exists=True,
            )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name, table, _ in INDEXES:
            op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
