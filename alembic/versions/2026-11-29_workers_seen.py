# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""workers seen

Each worker says every few seconds that it is alive, so that /gezond can tell when none is.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    role = context.config.attributes.get("app_role", "raadgever_app")
    now = sa.text("clock_timestamp()")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "worker_seen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("started_at", moment, server_default=now, nullable=False),
        sa.Column("seen_at", moment, server_default=now, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_seen")),
    )
    op.execute(f'GRANT SELECT, INSERT (id, host), DELETE ON worker_seen TO "{role}"')
    op.execute(f'GRANT UPDATE (seen_at) ON worker_seen TO "{role}"')


def downgrade() -> None:
    op.drop_table("worker_seen")
