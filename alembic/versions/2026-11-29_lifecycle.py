# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""lifecycle

A consultation is extended, cancelled or taken back to draft, and paper that came in time may be
entered for some days after closing. Until that ends nothing is counted; after it nothing enters.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"
ZONE = "'Europe/Amsterdam'"
GUARD_CONSULTATION = """
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF NEW.stage <> 'draft' OR num_nonnulls(NEW.opened_at, NEW.closed_at, NEW.rules_id,
                                                NEW.fixed_at, NEW.cancelled_at) > 0 THEN
          RAISE EXCEPTION 'a consultation begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END IF;
      IF NEW.stage <> OLD.stage AND (OLD.stage, NEW.stage) NOT IN (
           ('draft', 'open'), ('draft', 'cancelled'), ('open', 'closed'), ('open', 'cancelled'),
           ('open', 'draft'), ('closed', 'summarised'), ('summarised', 'attached')) THEN
        RAISE EXCEPTION 'a consultation does not go from % to %', OLD.stage, NEW.stage
          USING ERRCODE = 'check_violation';
      END IF;
      IF OLD.stage <> 'draft' AND
           (NEW.document_id, NEW.document_version_id, NEW.questionnaire_id, NEW.rules_id,
            NEW.slug, NEW.opened_at, NEW.created_at, NEW.ratings_only_reason)
           IS DISTINCT FROM
           (OLD.document_id, OLD.document_version_id, OLD.questionnaire_id, OLD.rules_id,
            OLD.slug, OLD.opened_at, OLD.created_at, OLD.ratings_only_reason) THEN
        RAISE EXCEPTION 'what a consultation opened with does not change'
          USING ERRCODE = 'check_violation';
      END IF;
      IF NEW.cancel_reason <> OLD.cancel_reason
         AND (OLD.stage = 'cancelled' OR NEW.stage <> 'cancelled') THEN
        RAISE EXCEPTION 'why a consultation is cancelled is said once'
          USING ERRCODE = 'check_violation';
      END IF;
      -- Only what is really still open is extended: days that nobody could answer do not count.
      -- And only by a row that stays and says who did it.
      IF OLD.stage <> 'draft' AND NEW.closes_at IS DISTINCT FROM OLD.closes_at
         AND (OLD.stage = 'open' AND OLD.closes_at > clock_timestamp()
              AND NEW.closes_at > OLD.closes_at AND isfinite(NEW.closes_at)
              AND EXISTS (SELECT FROM extension e
                          WHERE e.consultation_id = OLD.id AND e.was = OLD.closes_at
                            AND e.closes_at = NEW.closes_at)) IS NOT TRUE THEN
        RAISE EXCEPTION 'a closing moment moves on, and only before it has come'
          USING ERRCODE = 'check_violation';
      END IF;
      IF OLD.stage = 'open' AND NEW.stage IN ('draft', 'cancelled')
         AND OLD.closes_at <= clock_timestamp() THEN
        RAISE EXCEPTION 'what has closed is neither cancelled nor taken back'
          USING ERRCODE = 'check_violation';
      END IF;
      -- Whoever is answering holds the row, so that this waits, and then sees the answer.
      IF OLD.stage = 'open' AND NEW.stage = 'draft' THEN
        IF EXISTS (SELECT FROM entry e WHERE e.consultation_id = OLD.id) THEN
          RAISE EXCEPTION 'somebody has answered already' USING ERRCODE = 'check_violation';
        END IF;
        NEW.opened_at := NULL;
        NEW.closes_at := NULL;
        NEW.rules_id := NULL;
      END IF;
      IF OLD.stage = 'draft' THEN
        NEW.opened_at := NULL;
        NEW.rules_id := NULL;
        IF NEW.stage = 'open' THEN
          IF (isfinite(NEW.closes_at) AND NEW.closes_at > clock_timestamp()) IS NOT TRUE THEN
            RAISE EXCEPTION 'a consultation closes later than it opens'
              USING ERRCODE = 'check_violation';
          END IF;
          NEW.opened_at := clock_timestamp();
          NEW.rules_id := (SELECT max(id) FROM rules);
        END IF;
      END IF;
      NEW.cancelled_at := OLD.cancelled_at;
      IF NEW.stage = 'cancelled' AND OLD.stage <> 'cancelled' THEN
        NEW.cancelled_at := clock_timestamp();
      END IF;
      NEW.closed_at := OLD.closed_at;
      IF NEW.fixed_at IS DISTINCT FROM OLD.fixed_at THEN
        IF (OLD.stage = 'closed' AND OLD.fixed_at > clock_timestamp()
            AND NEW.fixed_at < OLD.fixed_at) IS NOT TRUE THEN
          RAISE EXCEPTION 'the days for paper end earlier, never later'
            USING ERRCODE = 'check_violation';
        END IF;
        NEW.fixed_at := clock_timestamp();
      END IF;
      IF OLD.stage = 'open' AND NEW.stage = 'closed' THEN
        -- Whoever carries out the closing may come late; the published moment stands.
        NEW.closed_at := least(clock_timestamp(), OLD.closes_at);
        NEW.fixed_at := fixed_after(NEW.closed_at, (
          SELECT coalesce((r.rules ->> 'late_paper_days')::int, 0) FROM rules r
          WHERE r.id = NEW.rules_id));
      END IF;
      IF OLD.stage = 'closed' AND NEW.stage = 'summarised'
         AND (NEW.fixed_at <= clock_timestamp()) IS NOT TRUE THEN
        RAISE EXCEPTION 'paper is still being entered' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""

# The clock of a transaction stands still: what came in before closing is in time, however long
# the rest took. The lock makes closing, and counting, wait for it. Paper of before closing is
# entered until the moment itself, looked at under the lock.
GUARD_ENTRY = f"""
    DECLARE
      held consultation;
    BEGIN
      NEW.received_at := clock_timestamp();
      IF NEW.kind IN ('submission', 'replacement') THEN
        SELECT c.* INTO held FROM consultation c WHERE c.id = NEW.consultation_id FOR SHARE;
        IF held.stage = 'closed' AND held.fixed_at > clock_timestamp() THEN
          IF (NEW.kind = 'submission' AND NEW.channel IN ('paper', 'phone', 'desk')
              AND NEW.received_on BETWEEN (held.opened_at AT TIME ZONE {ZONE})::date
                                      AND (held.closed_at AT TIME ZONE {ZONE})::date) IS NOT TRUE
          THEN
            RAISE EXCEPTION 'only what was received before closing is entered after it'
              USING ERRCODE = 'check_violation';
          END IF;
          PERFORM griffier(NEW.entered_by);
        ELSIF (held.stage = 'open' AND held.closes_at > transaction_timestamp()
               AND NEW.received_on IS NULL) IS NOT TRUE THEN
          RAISE EXCEPTION 'this consultation is not open' USING ERRCODE = 'check_violation';
        END IF;
      ELSIF NEW.received_on IS NOT NULL THEN
        RAISE EXCEPTION 'only an answer is received on paper' USING ERRCODE = 'check_violation';
      END IF;
      -- Something that was there before, so that no two entries cancel each other.
      IF NEW.cancels_id IS NOT NULL AND NOT EXISTS (
           SELECT FROM entry e WHERE e.id = NEW.cancels_id
             AND (e.kind IN ('submission', 'replacement')
                  OR (e.kind = 'set_aside' AND NEW.kind = 'withdrawal'))) THEN
        RAISE EXCEPTION 'there is nothing here to cancel' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""

GUARD_RESULT = """
    BEGIN
      IF NOT EXISTS (SELECT FROM consultation c
                     WHERE c.id = NEW.consultation_id AND c.fixed_at <= clock_timestamp()) THEN
        RAISE EXCEPTION 'no result before closing, or while paper is entered'
          USING ERRCODE = 'check_violation';
      END IF;
      IF NEW.counted IS DISTINCT FROM counting(NEW.consultation_id) THEN
        RAISE EXCEPTION 'this is not how many entries count' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END
"""

GUARD_EXTENSION = """
    BEGIN
      NEW.made_at := clock_timestamp();
      NEW.made_by_name := griffier(NEW.made_by);
      SELECT c.closes_at INTO NEW.was FROM consultation c WHERE c.id = NEW.consultation_id
        FOR NO KEY UPDATE;
      RETURN NEW;
    END
"""

# The row is what moves the closing moment; `guard_consultation` says whether it may.
EXTEND = """
    BEGIN
      UPDATE consultation SET closes_at = NEW.closes_at WHERE id = NEW.consultation_id;
      RETURN NULL;
    END
"""


def _trigger(verb: str, name: str, body: str, *, owner: bool = False) -> str:
    rights = "SECURITY DEFINER" if owner else "SECURITY INVOKER"
    return (
        f"{verb} FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {rights} {PATH} AS $${body}$$"
    )


def _statements(role: str) -> Iterator[str]:
    # `surveys.schedule.fixed_after` says the same, and a test holds the two together.
    yield f"""
        CREATE FUNCTION fixed_after(closed_at timestamptz, days integer) RETURNS timestamptz
        LANGUAGE sql STABLE {PATH} AS $$
          SELECT CASE WHEN days > 0
            THEN (((closed_at AT TIME ZONE {ZONE})::date + days) + time '23:59:59')
                 AT TIME ZONE {ZONE}
            ELSE closed_at END
        $$
    """
    yield f'GRANT EXECUTE ON FUNCTION fixed_after(timestamptz, integer) TO "{role}"'
    # Under the guard of before, which knows nothing of these columns. When something was cancelled
    # nobody kept; until now no page did it.
    yield "UPDATE consultation SET fixed_at = closed_at WHERE closed_at IS NOT NULL"
    yield (
        "UPDATE consultation SET cancelled_at = coalesce(opened_at, created_at)"
        " WHERE stage = 'cancelled'"
    )
    yield _trigger("CREATE", "guard_extension", GUARD_EXTENSION)
    yield _trigger("CREATE", "extend_consultation", EXTEND, owner=True)
    for name, when, each, what in (
        ("guard", "BEFORE INSERT", "ROW", "guard_extension"),
        ("moves", "AFTER INSERT", "ROW", "extend_consultation"),
        ("refuse_old_snapshot", "BEFORE INSERT", "STATEMENT", "refuse_old_snapshot"),
        ("refuse_change", "BEFORE UPDATE OR DELETE", "ROW", "refuse_change"),
        ("refuse_truncate", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
    ):
        yield (
            f"CREATE TRIGGER {name} {when} ON extension FOR EACH {each} EXECUTE FUNCTION {what}()"
        )
    yield (
        "GRANT SELECT, INSERT (consultation_id, closes_at, reason, made_by) ON extension"
        f' TO "{role}"'
    )
    yield f'GRANT UPDATE (fixed_at) ON consultation TO "{role}"'
    yield _trigger("CREATE OR REPLACE", "guard_consultation", GUARD_CONSULTATION)
    yield _trigger("CREATE OR REPLACE", "guard_entry", GUARD_ENTRY)
    yield _trigger("CREATE OR REPLACE", "guard_result", GUARD_RESULT)
    # Sealed until the count is fixed, and not fixed by this very transaction.
    yield (
        "ALTER POLICY opened ON batch_count USING (EXISTS (SELECT FROM consultation c"
        " WHERE c.id = consultation_id AND c.fixed_at < transaction_timestamp()))"
    )
    # Rules of before do not have it: then it is nought. So every row obeys it, and nothing is locked
    # to look.
    yield (
        "ALTER TABLE rules ADD CONSTRAINT ck_rules_late_paper_days CHECK"
        " (whole(coalesce(rules -> 'late_paper_days', '0'), 0, 14)) NOT VALID"
    )


def _moment(name: str, *, nullable: bool = False) -> sa.Column[dt.datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    for column in ("fixed_at", "cancelled_at"):
        op.add_column("consultation", _moment(column, nullable=True))
    op.add_column("entry", sa.Column("received_on", sa.Date(), nullable=True))
    op.create_table(
        "extension",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        _moment("was"),
        _moment("closes_at"),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_extension_consultation_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_extension_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(op.f("ix_extension_consultation_id"), "extension", ["consultation_id"])
    for statement in _statements(context.config.attributes.get("app_role", "raadgever_app")):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Extensions and days for paper have no way back: restore a backup.")
