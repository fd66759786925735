# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""withdrawn

Every few seconds a worker asks how many responses to a consultation were withdrawn, to remove the
files of batches that hold them: that must not take a look at every entry there is.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # A build that was cut off leaves an invalid index of this name behind.
        op.drop_index("ix_entry_withdrawn", "entry", postgresql_concurrently=True, if_exists=True)
        op.create_index(
            "ix_entry_withdrawn",
            "entry",
            ["consultation_id"],
            postgresql_where=sa.text("kind = 'withdrawal'"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index("ix_entry_withdrawn", "entry", postgresql_concurrently=True, if_exists=True)
