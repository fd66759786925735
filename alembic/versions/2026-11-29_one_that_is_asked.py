# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""one that is asked

One consultation at a time about a text, beside those that nobody answered. Without standing in the
way of who answers: the old index guards until the new one does.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index(
            "uq_consultation_version_asked",
            "consultation",
            ["document_version_id"],
            unique=True,
            postgresql_where=sa.text("stage <> 'cancelled' AND asked_anew_at IS NULL"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.drop_index(
            "uq_consultation_version_alive",
            "consultation",
            postgresql_concurrently=True,
            if_exists=True,
        )


def downgrade() -> None:
    raise NotImplementedError("What was asked anew has no way back: restore a backup.")
