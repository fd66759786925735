# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""too few

That too few answered is a ground only where residents were asked: a consultation on this text that is
closed, whose count is fixed, and that got fewer answers than the rules under which it ran want.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_GUARD = """
    CREATE OR REPLACE FUNCTION guard_gate_exception() RETURNS trigger LANGUAGE plpgsql
    SECURITY INVOKER SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
      NEW.made_by_name := griffier(NEW.made_by);
      NEW.made_by_role := 'griffie';
      NEW.made_at := clock_timestamp();
      SELECT i.meeting_id INTO NEW.meeting_id FROM agenda_item i WHERE i.id = NEW.agenda_item_id
        FOR NO KEY UPDATE;{asked}
      RETURN NEW;
    END
    $$
"""
ASKED = """
      IF NEW.ground = 'geen_reacties' AND NOT EXISTS (
        SELECT FROM consultation c JOIN rules r ON r.id = c.rules_id
        WHERE c.document_version_id = NEW.document_version_id AND c.stage <> 'cancelled'
          AND c.closed_at IS NOT NULL AND c.fixed_at <= clock_timestamp()
          AND counting(c.id) < (r.rules ->> 'minimum_responses')::int) THEN
        RAISE EXCEPTION 'nobody was asked so that too few answered'
          USING ERRCODE = 'check_violation';
      END IF;"""


def upgrade() -> None:
    op.execute(_GUARD.format(asked=ASKED))


def downgrade() -> None:
    op.execute(_GUARD.format(asked=""))
