# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""seats

Who sits in an advisory council, and until when, is the beheerder's: the griffie asks for reviews, and
does not choose who gives them.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"

BEHEERDER = f"""
    CREATE FUNCTION beheerder(account_id uuid) RETURNS text LANGUAGE plpgsql {PATH} AS $$
    DECLARE
      found text;
    BEGIN
      SELECT a.name INTO found FROM account a
        WHERE a.id = $1 AND a.role = 'beheerder' AND a.disabled_at IS NULL;
      IF found IS NULL THEN
        RAISE EXCEPTION 'only a beheerder decides this, by name' USING ERRCODE = 'check_violation';
      END IF;
      RETURN found;
    END $$
"""

GUARD_BODY_MEMBER = """
    CREATE OR REPLACE FUNCTION guard_body_member() RETURNS trigger LANGUAGE plpgsql {path} AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL THEN
          RAISE EXCEPTION 'a term ends once' USING ERRCODE = 'check_violation';
        END IF;
        {ends}
        NEW.ended_at := clock_timestamp();
        RETURN NEW;
      END IF;
      {begins}
      NEW.made_at := clock_timestamp();
      NEW.ended_at := NULL;
      PERFORM FROM advisory_body b WHERE b.id = NEW.body_id AND b.retired_at IS NULL
        FOR NO KEY UPDATE;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'this body takes no members' USING ERRCODE = 'check_violation';
      END IF;
      IF NOT EXISTS (SELECT FROM account a WHERE a.id = NEW.account_id
                       AND a.role = 'adviesraad' AND a.disabled_at IS NULL) THEN
        RAISE EXCEPTION 'a member has an account of an advisory council'
          USING ERRCODE = 'check_violation';
      END IF;
      IF EXISTS (SELECT FROM body_member m
                 WHERE m.body_id = NEW.body_id AND m.account_id = NEW.account_id
                   AND m.ended_at IS NULL
                   AND daterange(m.first_day, m.last_day, '[]')
                       && daterange(NEW.first_day, NEW.last_day, '[]')) THEN
        RAISE EXCEPTION 'this member sits in this body in those days already'
          USING ERRCODE = 'unique_violation';
      END IF;
      RETURN NEW;
    END $$
"""


def _statements(role: str) -> Iterator[str]:
    yield BEHEERDER
    yield GUARD_BODY_MEMBER.format(
        path=PATH,
        begins="PERFORM beheerder(NEW.made_by); NEW.ended_by := NULL;",
        ends="PERFORM beheerder(NEW.ended_by);",
    )
    yield f'GRANT EXECUTE ON FUNCTION beheerder(uuid) TO "{role}"'
    yield f'GRANT INSERT (ended_by), UPDATE (ended_by) ON body_member TO "{role}"'


def upgrade() -> None:
    # Of a term that ended before this nobody knows who ended it.
    op.add_column("body_member", sa.Column("ended_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_body_member_ended_by"),
        "body_member",
        "account",
        ["ended_by"],
        ["id"],
        postgresql_not_valid=True,
    )
    for statement in _statements(context.config.attributes.get("app_role", "raadgever_app")):
        op.execute(statement)


def downgrade() -> None:
    op.execute(
        GUARD_BODY_MEMBER.format(path=PATH, begins="PERFORM griffier(NEW.made_by);", ends="")
    )
    op.execute("DROP FUNCTION beheerder(uuid)")
    op.drop_column("body_member", "ended_by")
