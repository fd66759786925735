# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""taking part

What a consultation is about and where, so that residents can find it, and pictures beside a
question.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import context, op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NEVER = (
    "CREATE TRIGGER refuse_{name} BEFORE {when} ON picture"
    " FOR EACH {each} EXECUTE FUNCTION refuse_change()"
)


def upgrade() -> None:
    role = context.config.attributes.get("app_role", "raadgever_app")
    names = postgresql.ARRAY(sa.String())
    for column in ("themes", "neighbourhoods"):
        op.add_column("consultation", sa.Column(column, names, server_default="{}", nullable=False))
    op.create_table(
        "picture",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "media_type IN ('image/png', 'image/jpeg', 'image/webp')",
            name=op.f("ck_picture_media_type"),
        ),
        sa.CheckConstraint("length(content) <= 2000000", name=op.f("ck_picture_size")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_picture_made_by")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_picture")),
    )
    for statement in (
        f'GRANT UPDATE (themes, neighbourhoods) ON consultation TO "{role}"',
        f'GRANT SELECT, INSERT ON picture TO "{role}"',
        NEVER.format(when="UPDATE OR DELETE", name="change", each="ROW"),
        NEVER.format(when="TRUNCATE", name="truncate", each="STATEMENT"),
    ):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("picture")
    for column in ("neighbourhoods", "themes"):
        op.drop_column("consultation", column)
