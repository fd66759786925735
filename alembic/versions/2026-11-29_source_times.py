# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""source times

Answers that were given elsewhere keep the moments at which they were given there, as data: the
database's own clock says when they came in here. Never changed, and gone with what is withdrawn.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import context, op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _statements(role: str) -> Iterator[str]:
    for name, when, each, what in (
        ("guard", "BEFORE INSERT", "ROW", "guard_content"),
        ("refuse_old_snapshot", "BEFORE INSERT", "STATEMENT", "refuse_old_snapshot"),
        ("refuse_change", "BEFORE UPDATE", "ROW", "refuse_change"),
        ("refuse_erasure", "BEFORE DELETE", "ROW", "refuse_erasure"),
        ("refuse_truncate", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
    ):
        yield (
            f"CREATE TRIGGER {name} {when} ON source_times FOR EACH {each}"
            f" EXECUTE FUNCTION {what}()"
        )
    yield f'GRANT SELECT, INSERT, DELETE ON source_times TO "{role}"'


def upgrade() -> None:
    op.create_table(
        "source_times",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("times", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_source_times_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_source_times")),
    )
    for statement in _statements(context.config.attributes.get("app_role", "raadgever_app")):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("What other systems kept has no way back: restore a backup.")
