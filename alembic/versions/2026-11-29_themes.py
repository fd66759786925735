# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""themes

The subjects by which residents look for a consultation are a municipality's own. They begin as the
ten that were fixed; none is ever deleted.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FIRST = {
    "wonen": "Wonen en bouwen",
    "verkeer": "Verkeer en parkeren",
    "groen": "Groen, water en natuur",
    "klimaat": "Energie en klimaat",
    "zorg": "Zorg en ondersteuning",
    "jeugd": "Jeugd en onderwijs",
    "veiligheid": "Veiligheid",
    "werk": "Werk, inkomen en economie",
    "cultuur": "Cultuur, sport en recreatie",
    "bestuur": "Bestuur en geld van de gemeente",
}


def upgrade() -> None:
    role = context.config.attributes.get("app_role", "raadgever_app")
    table = op.create_table(
        "theme",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("key ~ '^[a-z0-9][a-z0-9-]*$'", name=op.f("ck_theme_key")),
        sa.CheckConstraint("letters(name) > 0", name=op.f("ck_theme_name")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_theme")),
        sa.UniqueConstraint("name", name=op.f("uq_theme_name")),
    )
    op.bulk_insert(table, [{"key": key, "name": name} for key, name in FIRST.items()])
    op.execute(f'GRANT SELECT, INSERT ON theme TO "{role}"')
    op.execute(f'GRANT UPDATE (name, retired_at) ON theme TO "{role}"')


def downgrade() -> None:
    op.drop_table("theme")
