# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""mail codes

Codes that go out by e-mail while a consultation is open: of each a digest, of each address a tag
that nobody can trace once the key is gone, and which addresses took part; with what, nowhere. A program
of before would not tell in the log how such a response came in, so it is not served.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"

GUARD_MAIL_DOOR = f"""
    CREATE FUNCTION guard_mail_door() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      PERFORM FROM consultation c
        WHERE c.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.consultation_id
                          ELSE NEW.consultation_id END AND c.stage = 'draft' FOR SHARE;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'how people may come in is decided before a consultation opens'
          USING ERRCODE = 'check_violation';
      END IF;
      IF TG_OP = 'DELETE' THEN
        RETURN OLD;
      END IF;
      NEW.made_at := clock_timestamp();
      PERFORM griffier(NEW.made_by);
      RETURN NEW;
    END $$
"""
# What is kept about addresses goes when the count is made, or when there will be none, and not
# before: whoever could take it away earlier could let one address in twice.
# Rows that are written anew in another order are written by `mix_mail`, as the owner of the tables.
MIXING = "current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)"
GUARD_MAIL_GONE = f"""
    CREATE FUNCTION guard_mail_gone() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF {MIXING} THEN
        RETURN OLD;
      END IF;
      IF NOT EXISTS (SELECT FROM consultation c WHERE c.id = OLD.consultation_id
                       AND (c.fixed_at <= clock_timestamp() OR c.stage IN ('draft', 'cancelled')))
      THEN
        RAISE EXCEPTION 'what is known of addresses goes when the count is made'
          USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN OLD;
    END $$
"""
GUARD_MAIL_REQUEST = f"""
    CREATE FUNCTION guard_mail_request() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF TG_OP = 'INSERT' AND {MIXING} THEN
        RETURN NEW;
      END IF;
      IF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.consultation_id, NEW.tag, NEW.digest, NEW.holds_until) IS DISTINCT FROM
             (OLD.id, OLD.consultation_id, OLD.tag, OLD.digest, OLD.holds_until)
           OR (OLD.revoked AND NOT NEW.revoked)
           OR (OLD.state <> 'waiting' AND NEW.state <> OLD.state) THEN
          RAISE EXCEPTION 'a code is revoked once and sent once, and never changed'
            USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
      END IF;
      PERFORM FROM mail_key k JOIN consultation c ON c.id = k.consultation_id
        WHERE k.consultation_id = NEW.consultation_id AND c.stage = 'open'
          AND c.closes_at > clock_timestamp()
        FOR SHARE OF c;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'codes are sent while a consultation is open, where that was allowed'
          USING ERRCODE = 'check_violation';
      END IF;
      NEW.revoked := false;
      NEW.state := 'waiting';
      RETURN NEW;
    END $$
"""
# A voice holds the request that it rests on: asking anew, which revokes that, waits for it.
GUARD_MAIL_VOICE = f"""
    CREATE FUNCTION guard_mail_voice() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF {MIXING} THEN
        RETURN NEW;
      END IF;
      PERFORM FROM mail_request r WHERE r.consultation_id = NEW.consultation_id
        AND r.tag = NEW.tag AND NOT r.revoked FOR SHARE OF r;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody asked for a code there' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
"""
GUARD_MAIL_USE = f"""
    CREATE FUNCTION guard_mail_use() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      PERFORM FROM entry e JOIN mail_door d ON d.consultation_id = e.consultation_id
        WHERE e.id = NEW.response_id AND e.kind = 'submission' AND e.channel = 'web'
          AND written_now(e.xmin);
      IF NOT FOUND THEN
        RAISE EXCEPTION 'a code by e-mail lets nobody in here' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
"""
# Two rows of one moment would tell by their place, and by the transaction that wrote them, which
# address belongs to which response. So what is known of addresses is written anew, all of it in the
# order of the tags. First the lock that who takes part needs: nobody is in the middle of it then.
MIX_MAIL = f"""
    CREATE FUNCTION mix_mail(always boolean) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER {PATH} AS $$
    DECLARE
      written bigint;
      together bigint;
    BEGIN
      SELECT coalesce(sum(n), 0), coalesce(max(n), 0) INTO written, together
        FROM (SELECT count(*) AS n FROM mail_voice GROUP BY xmin::text) s;
      -- Of very many, those of a while are mixed in at once.
      IF NOT always AND (written = together OR (written > 2000 AND (written - together) * 50 < written))
      THEN
        RETURN false;
      END IF;
      PERFORM set_config('lock_timeout', '1s', true);
      LOCK TABLE mail_request IN EXCLUSIVE MODE;
      LOCK TABLE mail_voice IN SHARE ROW EXCLUSIVE MODE;
      WITH gone AS (DELETE FROM mail_voice RETURNING consultation_id, tag)
        INSERT INTO mail_voice (consultation_id, tag) SELECT * FROM gone ORDER BY 1, 2;
      WITH gone AS (
        DELETE FROM mail_request r
        WHERE NOT EXISTS (SELECT FROM mail_address a WHERE a.request_id = r.id)
        RETURNING id, consultation_id, tag, digest, holds_until, revoked, state
      )
        INSERT INTO mail_request (id, consultation_id, tag, digest, holds_until, revoked, state)
        SELECT * FROM gone ORDER BY 2, 3, 1;
      RETURN true;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      RETURN false;
    END $$
"""
GUARDS = (
    GUARD_MAIL_DOOR, GUARD_MAIL_GONE, GUARD_MAIL_REQUEST, GUARD_MAIL_VOICE, GUARD_MAIL_USE, MIX_MAIL,
)  # fmt: skip


def _never(table: str, what: str) -> str:
    return (
        f"CREATE TRIGGER refuse_change BEFORE {what} ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _guarded(table: str, when: str, by: str, name: str = "guard") -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{by}()"
    )


def _triggers() -> Iterator[str]:
    for table in ("mail_door", "mail_key", "mail_request", "mail_voice", "mail_use"):
        yield (
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        yield (
            f"CREATE TRIGGER refuse_old_snapshot BEFORE INSERT OR UPDATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_snapshot()"
        )
    yield from _guarded("mail_door", "INSERT OR DELETE", "mail_door")
    yield from _guarded("mail_request", "INSERT OR UPDATE", "mail_request")
    yield from _guarded("mail_voice", "INSERT", "mail_voice")
    yield from _guarded("mail_use", "INSERT", "mail_use")
    for table in ("mail_key", "mail_request", "mail_voice"):
        yield from _guarded(table, "DELETE", "mail_gone", "guard_gone")
    for table in ("mail_door", "mail_key", "mail_voice"):
        yield _never(table, "UPDATE")
    yield _never("mail_use", "UPDATE OR DELETE")


def _grants(role: str) -> Iterator[str]:
    yield f'GRANT SELECT, INSERT (consultation_id, made_by), DELETE ON mail_door TO "{role}"'
    # To hold it, not to change it: asking for codes is one after the other.
    yield f'GRANT SELECT, INSERT, UPDATE (key), DELETE ON mail_key TO "{role}"'
    yield f'GRANT SELECT, INSERT, DELETE ON mail_voice TO "{role}"'
    yield (
        "GRANT SELECT, INSERT (id, consultation_id, tag, digest, holds_until),"
        f' UPDATE (revoked, state), DELETE ON mail_request TO "{role}"'
    )
    yield (
        "GRANT SELECT, INSERT (request_id, sealed, language), UPDATE (tries, not_before), DELETE"
        f' ON mail_address TO "{role}"'
    )
    yield f'GRANT SELECT, INSERT ON mail_use TO "{role}"'
    yield "REVOKE ALL ON FUNCTION mix_mail(boolean) FROM PUBLIC"
    yield f'GRANT EXECUTE ON FUNCTION mix_mail(boolean) TO "{role}"'


def _foreign(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def _tables() -> None:
    now = sa.text("clock_timestamp()")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "mail_door",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", moment, server_default=now, nullable=False),
        _foreign("mail_door", "consultation_id", "consultation.id"),
        _foreign("mail_door", "made_by", "account.id"),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_mail_door")),
    )
    op.create_table(
        "mail_key",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(key) = 32", name=op.f("ck_mail_key_key")),
        _foreign("mail_key", "consultation_id", "mail_door.consultation_id"),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_mail_key")),
    )
    op.create_table(
        "mail_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("holds_until", sa.Date(), nullable=False),
        sa.Column("revoked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.String(), server_default="waiting", nullable=False),
        sa.CheckConstraint("length(tag) = 32", name=op.f("ck_mail_request_tag")),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_mail_request_digest")),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'failed')", name=op.f("ck_mail_request_state")
        ),
        _foreign("mail_request", "consultation_id", "mail_door.consultation_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_request")),
        sa.UniqueConstraint("digest", name=op.f("uq_mail_request_digest")),
    )
    op.create_index(
        "uq_mail_request_holds",
        "mail_request",
        ["consultation_id", "tag"],
        unique=True,
        postgresql_where=sa.text("NOT revoked"),
    )
    op.create_table(
        "mail_address",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", moment, server_default=now, nullable=False),
        sa.Column("made_at", moment, server_default=now, nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["mail_request.id"],
            name=op.f("fk_mail_address_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_mail_address")),
    )
    op.create_table(
        "mail_voice",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        _foreign("mail_voice", "consultation_id", "mail_door.consultation_id"),
        sa.PrimaryKeyConstraint("consultation_id", "tag", name=op.f("pk_mail_voice")),
    )
    op.create_table(
        "mail_use",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        _foreign("mail_use", "response_id", "entry.id"),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_mail_use")),
    )


def upgrade() -> None:
    _tables()
    role = context.config.attributes.get("app_role", "raadgever_app")
    for statement in (*GUARDS, *_triggers(), *_grants(role)):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Codes that were sent are not unmade: restore a backup.")
