# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""words

An index to search documents in Dutch. By itself, outside a transaction: built beside the town's
work it blocks nobody, and a build that failed is simply tried again.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "ix_document_version_words"
# An expression and not a column: a column would store the words twice.
WORDS = "to_tsvector('dutch'::regconfig, (title::text || ' '::text) || plain_text::text)"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # A build that was cut off leaves an invalid index of this name behind.
        op.drop_index(NAME, "document_version", postgresql_concurrently=True, if_exists=True)
        op.create_index(
            NAME,
            "document_version",
            [sa.text(WORDS)],
            postgresql_using="gin",
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index(NAME, "document_version", postgresql_concurrently=True, if_exists=True)
