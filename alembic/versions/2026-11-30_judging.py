# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""judging

What came in through the open link may carry a flag, and whoever sets a response aside needs a
second person: from here on the database lets nothing be set aside otherwise.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"
REASONS = "reason IN ('dubbel', 'geen_inwoner', 'onleesbaar', 'proef', 'te_laat')"

# What the website saw itself it says in the transaction in which the response comes in.
GUARD_FLAG = f"""
    CREATE FUNCTION guard_flag() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF OLD.judged_at IS NOT NULL OR (NEW.response_id, NEW.sign, NEW.made_by, NEW.made_at)
             IS DISTINCT FROM (OLD.response_id, OLD.sign, OLD.made_by, OLD.made_at) THEN
          RAISE EXCEPTION 'a flag is judged once, and never changed'
            USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM griffier(NEW.judged_by);
        NEW.judged_at := clock_timestamp();
        RETURN NEW;
      END IF;
      NEW.made_at := clock_timestamp();
      NEW.judged_at := NULL;
      NEW.judged_by := NULL;
      IF NEW.made_by IS NOT NULL THEN
        PERFORM griffier(NEW.made_by);
      ELSIF NOT EXISTS (SELECT FROM entry e WHERE e.id = NEW.response_id
                          AND e.kind = 'submission' AND written_now(e.xmin)) THEN
        RAISE EXCEPTION 'what came in before is flagged by a person only'
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
"""
GUARD_PROPOSAL = f"""
    CREATE FUNCTION guard_aside_proposal() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF OLD.outcome IS NOT NULL OR (NEW.id, NEW.response_id, NEW.reason, NEW.explanation,
             NEW.proposed_by, NEW.proposed_at) IS DISTINCT FROM (OLD.id, OLD.response_id,
             OLD.reason, OLD.explanation, OLD.proposed_by, OLD.proposed_at) THEN
          RAISE EXCEPTION 'a proposal is decided once, and never changed'
            USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM griffier(NEW.decided_by);
        NEW.decided_at := clock_timestamp();
        RETURN NEW;
      END IF;
      NEW.proposed_at := clock_timestamp();
      NEW.outcome := NULL;
      NEW.decided_by := NULL;
      NEW.decided_at := NULL;
      PERFORM griffier(NEW.proposed_by);
      RETURN NEW;
    END $$
"""
GUARD_ASIDE = f"""
    CREATE FUNCTION guard_aside() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM aside_proposal p
                     WHERE p.response_id = NEW.response_id AND p.outcome = 'confirmed'
                       AND p.decided_by = NEW.entered_by AND p.reason = NEW.reason
                       AND written_now(p.xmin)) THEN
        RAISE EXCEPTION 'setting aside takes two people' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
"""
GUARD_CHALLENGE = f"""
    CREATE FUNCTION guard_spent_challenge() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF OLD.expires_at > clock_timestamp() THEN
        RAISE EXCEPTION 'a challenge that could be used again is not forgotten'
          USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN OLD;
    END $$
"""


def _triggers() -> Iterator[str]:
    for table in ("flag", "aside_proposal", "spent_challenge"):
        yield (
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    for table in ("flag", "aside_proposal"):
        yield (
            f"CREATE TRIGGER refuse_change BEFORE DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        yield (
            f"CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION guard_{table}()"
        )
        yield (
            f"CREATE TRIGGER refuse_old_snapshot BEFORE INSERT OR UPDATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_snapshot()"
        )
    yield (
        "CREATE TRIGGER guard_aside BEFORE INSERT ON entry FOR EACH ROW"
        " WHEN (NEW.kind = 'set_aside') EXECUTE FUNCTION guard_aside()"
    )
    yield (
        "CREATE TRIGGER guard BEFORE DELETE ON spent_challenge"
        " FOR EACH ROW EXECUTE FUNCTION guard_spent_challenge()"
    )
    yield (
        "CREATE TRIGGER refuse_change BEFORE UPDATE ON spent_challenge"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _grants(role: str) -> Iterator[str]:
    yield (
        "GRANT SELECT, INSERT (response_id, sign, made_by), UPDATE (judged_by, judged_at)"
        f' ON flag TO "{role}"'
    )
    yield (
        "GRANT SELECT, INSERT (id, response_id, reason, explanation, proposed_by),"
        f' UPDATE (outcome, decided_by, decided_at) ON aside_proposal TO "{role}"'
    )
    yield f'GRANT SELECT, INSERT, DELETE ON spent_challenge TO "{role}"'


def _flag() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "flag",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", moment, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.Column("judged_at", moment, nullable=True),
        sa.CheckConstraint("sign IN ('lokveld', 'netwerk', 'griffie')", name=op.f("ck_flag_sign")),
        sa.CheckConstraint(
            "(sign = 'griffie') = (made_by IS NOT NULL)", name=op.f("ck_flag_made_by")
        ),
        sa.CheckConstraint(
            "(judged_at IS NULL) = (judged_by IS NULL)", name=op.f("ck_flag_judged")
        ),
        sa.ForeignKeyConstraint(["response_id"], ["entry.id"], name=op.f("fk_flag_response_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_flag_made_by")),
        sa.ForeignKeyConstraint(["judged_by"], ["account.id"], name=op.f("fk_flag_judged_by")),
        sa.PrimaryKeyConstraint("response_id", "sign", name=op.f("pk_flag")),
    )
    op.create_index(
        "ix_flag_waiting",
        "flag",
        ["response_id"],
        postgresql_where=sa.text("judged_at IS NULL"),
    )


def _proposal() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "aside_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "proposed_at", moment, server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.CheckConstraint(REASONS, name=op.f("ck_aside_proposal_reason")),
        sa.CheckConstraint(
            "outcome IN ('confirmed', 'rejected', 'taken_back')",
            name=op.f("ck_aside_proposal_outcome"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_aside_proposal_decided"),
        ),
        sa.CheckConstraint(
            "(outcome = 'taken_back') = (decided_by = proposed_by)",
            name=op.f("ck_aside_proposal_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["entry.id"], name=op.f("fk_aside_proposal_response_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_aside_proposal_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_aside_proposal_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aside_proposal")),
    )
    op.create_index(
        "ix_aside_proposal_waiting",
        "aside_proposal",
        ["response_id"],
        unique=True,
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index("ix_aside_proposal_response_id", "aside_proposal", ["response_id"])


def _challenge() -> None:
    op.create_table(
        "spent_challenge",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_spent_challenge_digest")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_spent_challenge")),
    )
    op.create_index(
        op.f("ix_spent_challenge_expires_at"), "spent_challenge", ["expires_at"], unique=False
    )


def upgrade() -> None:
    _flag()
    _proposal()
    _challenge()
    role = context.config.attributes.get("app_role", "raadgever_app")
    guards = (GUARD_FLAG, GUARD_PROPOSAL, GUARD_ASIDE, GUARD_CHALLENGE)
    for statement in (*guards, *_triggers(), *_grants(role)):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("What two people decided is not unmade: restore a backup.")
