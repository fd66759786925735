# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""called off

Whoever calls a meeting off says why, for everybody to read.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    role = context.config.attributes.get("app_role", "raadgever_app")
    column = sa.Column("cancel_reason", sa.String(), server_default="", nullable=False)
    op.add_column("meeting", column)
    op.execute(  # not looked at now: each row that there is has the empty one
        "ALTER TABLE meeting ADD CONSTRAINT ck_meeting_reason"
        " CHECK (cancel_reason = '' OR letters(cancel_reason) >= 10) NOT VALID"
    )
    op.execute(f'GRANT UPDATE (cancel_reason) ON meeting TO "{role}"')


def downgrade() -> None:
    op.drop_constraint(op.f("ck_meeting_reason"), "meeting")
    op.drop_column("meeting", "cancel_reason")
