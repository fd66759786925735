# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""the log

Every step of the chain as an entry of a log that only grows, and a key per response, apart, so that
what is withdrawn can be shut for ever. What residents sent before and still stands gets a key, and
with it a place in the log.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"
KINDS = (
    "kind IN ('definitie', 'codes', 'reactie', 'vervanging', 'intrekking', 'uitsluiting',"
    " 'moderatie', 'telling', 'samenvatting', 'oordeel', 'agendering', 'uitzondering', 'besluit',"
    " 'antwoord', 'sleutel')"
)

# Two that append at once are each given the same place, and the second finds it taken.
GUARD_LOG_ENTRY = f"""
    CREATE FUNCTION guard_log_entry() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF NEW.position <> coalesce((SELECT max(l.position) + 1 FROM log_entry l), 0) THEN
        RAISE EXCEPTION 'the log has no gaps' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
"""
GUARD_CHECKPOINT = f"""
    CREATE FUNCTION guard_checkpoint() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF NEW.size > coalesce((SELECT max(l.position) + 1 FROM log_entry l), 0)
         OR NEW.size <= coalesce((SELECT max(c.size) FROM checkpoint c), 0) THEN
        RAISE EXCEPTION 'only what the log has grown to is signed'
          USING ERRCODE = 'check_violation';
      END IF;
      NEW.made_at := clock_timestamp();
      RETURN NEW;
    END $$
"""
# What waits is not forgotten: it goes when it has its place.
GUARD_LOG_DUE = f"""
    CREATE FUNCTION guard_log_due() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM logged l
                     WHERE l.subject = OLD.subject AND l.kind = OLD.kind) THEN
        RAISE EXCEPTION 'this is not in the log yet' USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN OLD;
    END $$
"""
GUARD_ENTRY_KEY = f"""
    CREATE FUNCTION guard_entry_key() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        IF OLD.waiting AND NOT EXISTS (SELECT FROM log_due d WHERE d.subject = OLD.entry_id) THEN
          RAISE EXCEPTION 'an entry is committed to before its key is destroyed'
            USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN OLD;
      END IF;
      IF NEW.entry_id <> OLD.entry_id OR NEW.key <> OLD.key OR NEW.waiting
         OR NOT EXISTS (SELECT FROM logged l WHERE l.subject = OLD.entry_id) THEN
        RAISE EXCEPTION 'a key is never changed, and waits until its entry is in the log'
          USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN NEW;
    END $$
"""
KEYS = """
    INSERT INTO entry_key (entry_id, key)
    SELECT e.id, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    FROM entry e
    WHERE e.kind IN ('submission', 'replacement')
      AND NOT EXISTS (SELECT FROM entry x WHERE x.response_id = e.response_id
                        AND x.kind IN ('withdrawal', 'set_aside'))
"""


def _triggers() -> Iterator[str]:
    for table in ("log_entry", "log_node", "checkpoint", "logged", "log_due", "entry_key"):
        yield (
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    for table in ("log_entry", "log_node", "checkpoint", "logged"):
        yield (
            f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    yield (
        "CREATE TRIGGER refuse_change BEFORE UPDATE ON log_due"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    for table, when, what in (
        ("log_entry", "INSERT", "guard_log_entry"),
        ("checkpoint", "INSERT", "guard_checkpoint"),
        ("log_due", "DELETE", "guard_log_due"),
        ("entry_key", "UPDATE OR DELETE", "guard_entry_key"),
    ):
        yield f"CREATE TRIGGER guard BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {what}()"
    for table in ("log_entry", "checkpoint"):
        yield (
            f"CREATE TRIGGER refuse_old_snapshot BEFORE INSERT ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_snapshot()"
        )
    yield (
        "CREATE TRIGGER refuse_erasure BEFORE DELETE ON entry_key"
        " FOR EACH ROW EXECUTE FUNCTION refuse_erasure()"
    )


def _grants(role: str) -> Iterator[str]:
    yield f'GRANT SELECT, INSERT ON log_entry, log_node, logged TO "{role}"'
    yield f'GRANT SELECT, INSERT (size, root, note) ON checkpoint TO "{role}"'
    yield f'GRANT SELECT, DELETE ON log_due TO "{role}"'
    yield f'GRANT INSERT (kind, subject, consultation_id, body, cancels) ON log_due TO "{role}"'
    yield f'GRANT SELECT, INSERT (entry_id, key), UPDATE (waiting), DELETE ON entry_key TO "{role}"'


def _tables() -> None:
    now = sa.text("clock_timestamp()")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "log_entry",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_log_entry_kind")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_log_entry_position")),
        sa.CheckConstraint("leaf = sha256('\\x00'::bytea || body)", name=op.f("ck_log_entry_leaf")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_log_entry")),
    )
    op.create_table(
        "log_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("level > 0 AND place >= 0", name=op.f("ck_log_node_level")),
        sa.PrimaryKeyConstraint("level", "place", name=op.f("pk_log_node")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_at", moment, server_default=now, nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "logged",
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position"], ["log_entry.position"], name=op.f("fk_logged_position")
        ),
        sa.PrimaryKeyConstraint("subject", "kind", name=op.f("pk_logged")),
        sa.UniqueConstraint("position", name=op.f("uq_logged_position")),
    )
    op.create_table(
        "log_due",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("cancels", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", moment, server_default=now, nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_log_due_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_due")),
        sa.UniqueConstraint("subject", "kind", name=op.f("uq_log_due_subject_kind")),
    )
    op.create_table(
        "entry_key",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("waiting", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint("length(key) = 32", name=op.f("ck_entry_key_key")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_key_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_key")),
    )
    op.create_index(
        "ix_entry_key_waiting",
        "entry_key",
        ["entry_id"],
        unique=False,
        postgresql_where=sa.text("waiting"),
    )


def upgrade() -> None:
    _tables()
    op.execute(KEYS)
    guards = (GUARD_LOG_ENTRY, GUARD_CHECKPOINT, GUARD_LOG_DUE, GUARD_ENTRY_KEY)
    role = context.config.attributes.get("app_role", "raadgever_app")
    for statement in (*guards, *_triggers(), *_grants(role)):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("A log that was published is not unmade: restore a backup.")
