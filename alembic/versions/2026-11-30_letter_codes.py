# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""letter codes

Codes that go out by letter before a consultation opens: of each a digest, and which response it let
in, once, whatever the channel.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"

# New codes before opening only; after it one in the place of another, so that there never are more.
GUARD_LETTER_SET = f"""
    CREATE FUNCTION guard_letter_set() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      NEW.made_at := clock_timestamp();
      PERFORM griffier(NEW.made_by);
      PERFORM FROM consultation c WHERE c.id = NEW.consultation_id AND c.stage = 'draft' FOR SHARE;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'codes are made before a consultation opens'
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
"""
# A use holds the row that it uses, and this waits for it.
GUARD_LETTER_CODE = f"""
    CREATE FUNCTION guard_letter_code() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF OLD.revoked_at IS NOT NULL OR (NEW.id, NEW.set_id, NEW.consultation_id, NEW.number,
             NEW.digest, NEW.replaces_id) IS DISTINCT FROM (OLD.id, OLD.set_id,
             OLD.consultation_id, OLD.number, OLD.digest, OLD.replaces_id) THEN
          RAISE EXCEPTION 'a code is revoked once, and never changed'
            USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF EXISTS (SELECT FROM letter_use u WHERE u.code_id = OLD.id) THEN
          RAISE EXCEPTION 'a code that was used is not revoked' USING ERRCODE = 'check_violation';
        END IF;
        NEW.revoked_at := clock_timestamp();
        RETURN NEW;
      END IF;
      NEW.revoked_at := NULL;
      IF NEW.replaces_id IS NULL THEN
        PERFORM FROM consultation c WHERE c.id = NEW.consultation_id AND c.stage = 'draft'
          FOR SHARE;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'codes are made before a consultation opens'
            USING ERRCODE = 'check_violation';
        END IF;
      ELSIF NOT EXISTS (SELECT FROM letter_code o WHERE o.id = NEW.replaces_id
                          AND o.set_id = NEW.set_id AND o.revoked_at IS NOT NULL) THEN
        RAISE EXCEPTION 'only a revoked code is replaced' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
"""
GUARD_LETTER_USE = f"""
    CREATE FUNCTION guard_letter_use() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF NEW.response_id <> OLD.response_id OR NEW.code_id IS NOT NULL OR NOT (
             EXISTS (SELECT FROM entry e WHERE e.response_id = OLD.response_id
                       AND e.kind = 'withdrawal')
             OR EXISTS (SELECT FROM entry e JOIN consultation c ON c.id = e.consultation_id
                        WHERE e.id = OLD.response_id AND c.fixed_at <= clock_timestamp())) THEN
          RAISE EXCEPTION 'which code let a response in is only ever forgotten'
            USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
      END IF;
      PERFORM FROM letter_code l JOIN entry e ON e.consultation_id = l.consultation_id
        WHERE l.id = NEW.code_id AND l.revoked_at IS NULL
          AND e.id = NEW.response_id AND e.kind = 'submission' AND written_now(e.xmin)
        FOR SHARE OF l;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'this code lets nobody in here' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
"""


def _triggers() -> Iterator[str]:
    for table in ("letter_set", "letter_code", "letter_use"):
        yield (
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        what = "UPDATE OR DELETE" if table == "letter_set" else "DELETE"
        yield (
            f"CREATE TRIGGER refuse_change BEFORE {what} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        when = "INSERT" if table == "letter_set" else "INSERT OR UPDATE"
        yield (
            f"CREATE TRIGGER guard BEFORE {when} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION guard_{table}()"
        )
        yield (
            f"CREATE TRIGGER refuse_old_snapshot BEFORE {when} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_snapshot()"
        )


def _grants(role: str) -> Iterator[str]:
    yield f'GRANT SELECT, INSERT (id, consultation_id, size, made_by) ON letter_set TO "{role}"'
    yield (
        "GRANT SELECT, INSERT (set_id, consultation_id, number, digest, replaces_id),"
        f' UPDATE (revoked_at) ON letter_code TO "{role}"'
    )
    yield f'GRANT SELECT, INSERT, UPDATE (code_id) ON letter_use TO "{role}"'


def _tables() -> None:
    now = sa.text("clock_timestamp()")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "letter_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", moment, server_default=now, nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_letter_set_size")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_letter_set_consultation_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_letter_set_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_set")),
        sa.UniqueConstraint("id", "consultation_id", name=op.f("uq_letter_set_id_consultation_id")),
    )
    op.create_index(
        op.f("ix_letter_set_consultation_id"), "letter_set", ["consultation_id"], unique=False
    )
    op.create_table(
        "letter_code",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("replaces_id", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", moment, nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_letter_code_number")),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_letter_code_digest")),
        sa.ForeignKeyConstraint(
            ["set_id", "consultation_id"],
            ["letter_set.id", "letter_set.consultation_id"],
            name=op.f("fk_letter_code_set_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["letter_code.id"], name=op.f("fk_letter_code_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_code")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_letter_code_consultation_id_number")
        ),
        sa.UniqueConstraint("digest", name=op.f("uq_letter_code_digest")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_letter_code_replaces_id")),
    )
    op.create_index(op.f("ix_letter_code_set_id"), "letter_code", ["set_id"], unique=False)
    op.create_table(
        "letter_use",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("code_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id"], ["entry.id"], name=op.f("fk_letter_use_response_id")
        ),
        sa.ForeignKeyConstraint(
            ["code_id"], ["letter_code.id"], name=op.f("fk_letter_use_code_id")
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_letter_use")),
        sa.UniqueConstraint("code_id", name=op.f("uq_letter_use_code_id")),
    )


def upgrade() -> None:
    _tables()
    role = context.config.attributes.get("app_role", "raadgever_app")
    guards = (GUARD_LETTER_SET, GUARD_LETTER_CODE, GUARD_LETTER_USE)
    for statement in (*guards, *_triggers(), *_grants(role)):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Codes that were sent are not unmade: restore a backup.")
