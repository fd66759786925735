# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""residents

How many residents a town has of each age, sex and neighbourhood, and of which consultations the
letters went to people drawn by lot.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"

GUARD_POPULATION = f"""
    CREATE FUNCTION guard_population() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      NEW.made_at := clock_timestamp();
      RETURN NEW;
    END $$
"""
# Nobody knows what comes in before a consultation opens.
GUARD_LETTER_LOT = f"""
    CREATE FUNCTION guard_letter_lot() RETURNS trigger LANGUAGE plpgsql {PATH} AS $$
    BEGIN
      NEW.made_at := clock_timestamp();
      PERFORM griffier(NEW.made_by);
      PERFORM FROM consultation c WHERE c.id = NEW.consultation_id AND c.stage = 'draft' FOR SHARE;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'who was drawn by lot is said before a consultation opens'
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
"""


def _triggers() -> Iterator[str]:
    for table in ("population", "letter_lot"):
        yield (
            f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        yield (
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        yield (
            f"CREATE TRIGGER guard BEFORE INSERT ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION guard_{table}()"
        )
    yield (
        "CREATE TRIGGER refuse_old_snapshot BEFORE INSERT ON letter_lot"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_snapshot()"
    )


def _tables() -> None:
    now = sa.text("clock_timestamp()")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "population",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("figures", sa.LargeBinary(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", moment, server_default=now, nullable=False),
        sa.CheckConstraint("letters(source) >= 2", name=op.f("ck_population_source")),
        sa.CheckConstraint("year BETWEEN 1990 AND 2100", name=op.f("ck_population_year")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["population.id"], name=op.f("fk_population_replaces_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_population_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_population_replaces_id")),
    )
    op.create_index(
        "uq_population_first",
        "population",
        [sa.text("(replaces_id IS NULL)")],
        unique=True,
        postgresql_where=sa.text("replaces_id IS NULL"),
    )
    op.create_table(
        "letter_lot",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("drawn_from", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", moment, server_default=now, nullable=False),
        sa.CheckConstraint("drawn_from > 0", name=op.f("ck_letter_lot_drawn_from")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_letter_lot_consultation_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_letter_lot_made_by")),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_letter_lot")),
    )


def upgrade() -> None:
    _tables()
    role = context.config.attributes.get("app_role", "raadgever_app")
    for statement in (GUARD_POPULATION, GUARD_LETTER_LOT, *_triggers()):
        op.execute(statement)
    made = "id, source, year, figures, replaces_id, made_by"
    op.execute(f'GRANT SELECT, INSERT ({made}) ON population TO "{role}"')
    op.execute(
        f'GRANT SELECT, INSERT (consultation_id, drawn_from, made_by) ON letter_lot TO "{role}"'
    )


def downgrade() -> None:
    raise NotImplementedError("Figures that summaries rest on are not unmade: restore a backup.")
