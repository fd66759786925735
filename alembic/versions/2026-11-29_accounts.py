# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""accounts

Links with which staff choose their own password, a second factor with recovery codes, and what
makes a session recognisable.
"""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Who signs for the gate is told by a role, so the application cannot rewrite one: writing a row
# that stays is what changes it, by a beheerder and never for oneself.
CHANGES_ROLE = """
    CREATE FUNCTION guard_role_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
      NEW.made_at := clock_timestamp();
      IF NEW.made_by = NEW.account_id OR NOT EXISTS (
           SELECT FROM account a
           WHERE a.id = NEW.made_by AND a.role = 'beheerder' AND a.disabled_at IS NULL) THEN
        RAISE EXCEPTION 'only a beheerder changes a role, and never their own'
          USING ERRCODE = 'check_violation';
      END IF;
      SELECT a.role INTO NEW.was FROM account a WHERE a.id = NEW.account_id FOR UPDATE;
      UPDATE account SET role = NEW.role WHERE id = NEW.account_id;
      RETURN NEW;
    END $$
"""
TRIGGERS = (
    (
        "CREATE TRIGGER guard BEFORE INSERT ON role_change"
        " FOR EACH ROW EXECUTE FUNCTION guard_role_change()"
    ),
    (
        "CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON role_change"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    ),
    (
        "CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON role_change"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    ),
)
GRANTS = (
    "GRANT UPDATE (password) ON account",
    "GRANT SELECT, INSERT (account_id, role, made_by) ON role_change",
    "GRANT SELECT, INSERT, DELETE ON one_time_link",
    "GRANT SELECT, INSERT, UPDATE (last_step), DELETE ON second_factor",
    "GRANT SELECT, INSERT, DELETE ON recovery_code",
)


def _made_at() -> sa.Column[dt.datetime]:
    now = sa.text("now()")
    return sa.Column("made_at", sa.DateTime(timezone=True), server_default=now, nullable=False)


def upgrade() -> None:
    role = context.config.attributes.get("app_role", "raadgever_app")
    for column in ("origin", "browser"):
        op.add_column(
            "staff_session", sa.Column(column, sa.String(), server_default="", nullable=False)
        )
    op.create_table(
        "one_time_link",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        _made_at(),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_one_time_link_account_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("account_id", name=op.f("uq_one_time_link_account_id")),
    )
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        _made_at(),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["second_factor.account_id"],
            name=op.f("fk_recovery_code_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "hash", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "role_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("was", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        _made_at(),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_change_account_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_role_change_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_change")),
    )
    for statement in (CHANGES_ROLE, *TRIGGERS):
        op.execute(statement)
    for grant in GRANTS:
        op.execute(f'{grant} TO "{role}"')


def downgrade() -> None:
    for table in ("role_change", "recovery_code", "second_factor", "one_time_link"):
        op.drop_table(table)
    op.execute("DROP FUNCTION guard_role_change()")
    for column in ("browser", "origin"):
        op.drop_column("staff_session", column)
