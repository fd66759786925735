# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""served versions

Which programs can work on this database: the one it was made for, and those before it that what was
added does not hinder. `alembic/env.py` keeps the list (docs/decisions/0039).
"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    role = context.config.attributes.get("app_role", "raadgever_app")
    op.create_table(
        "served_version",
        sa.Column("version", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_served_version")),
    )
    op.execute(f'GRANT SELECT ON served_version TO "{role}"')


def downgrade() -> None:
    op.drop_table("served_version")
