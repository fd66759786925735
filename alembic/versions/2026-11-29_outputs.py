# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""outputs

Files of a final summary, an embargo on it, and corrections: a next version with the reason why.
What everybody may read is a view, so that there is one answer to that question.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from alembic import context, op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PATH = "SET search_path = pg_catalog, public, pg_temp"
# Nobody chooses a number or a moment.
INSERTED = {
    "embargo": " (summary_id, until, made_by)",
    "correction": " (consultation_id, number, note, made_by)",
    "output": " (summary_id, name, media_type, content, hash)",
}

GUARDS = {
    # What is public stays public, and nothing that was is taken back behind an embargo.
    "guard_embargo": """
        DECLARE
          held timestamptz;
        BEGIN
          NEW.made_at := clock_timestamp();
          PERFORM griffier(NEW.made_by);
          PERFORM FROM summary s WHERE s.id = NEW.summary_id AND s.final FOR NO KEY UPDATE;
          IF NOT FOUND THEN
            RAISE EXCEPTION 'an embargo is on a final summary' USING ERRCODE = 'check_violation';
          END IF;
          IF NOT isfinite(NEW.until) THEN
            RAISE EXCEPTION 'an embargo ends at a moment' USING ERRCODE = 'check_violation';
          END IF;
          SELECT e.until INTO held FROM embargo e
            WHERE e.summary_id = NEW.summary_id ORDER BY e.id DESC LIMIT 1;
          IF FOUND THEN
            IF held <= clock_timestamp() THEN
              RAISE EXCEPTION 'what is public stays public' USING ERRCODE = 'check_violation';
            END IF;
          ELSIF NOT EXISTS (SELECT FROM summary s
                            WHERE s.id = NEW.summary_id AND written_now(s.xmin)) THEN
            RAISE EXCEPTION 'what is public stays public' USING ERRCODE = 'check_violation';
          END IF;
          NEW.until := greatest(NEW.until, CASE WHEN NEW.until IS NOT NULL
                                                THEN clock_timestamp() END);
          RETURN NEW;
        END
    """,
    "guard_correction": """
        BEGIN
          NEW.made_at := clock_timestamp();
          PERFORM griffier(NEW.made_by);
          -- About the draft that lies there, or the version after the last final one.
          IF NEW.number IS DISTINCT FROM (
               SELECT max(s.number) + CASE WHEN bool_and(s.final) THEN 1 ELSE 0 END
               FROM summary s WHERE s.consultation_id = NEW.consultation_id) THEN
            RAISE EXCEPTION 'a correction is of a final summary' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
    """,
    "guard_output": """
        BEGIN
          NEW.made_at := clock_timestamp();
          IF NOT EXISTS (SELECT FROM summary s WHERE s.id = NEW.summary_id AND s.final) THEN
            RAISE EXCEPTION 'only a final summary has files' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
    """,
}

# As it was, and on top of that: versions follow one another, the next one with its reason.
GUARD_SUMMARY = """
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF NEW.finalised_at IS NOT NULL THEN
          RAISE EXCEPTION 'a summary begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (SELECT FROM consultation c JOIN result r ON r.consultation_id = c.id
                       WHERE c.id = NEW.consultation_id AND r.id = NEW.result_id
                         AND c.document_version_id = NEW.document_version_id) THEN
          RAISE EXCEPTION 'a summary belongs to the result and document of one consultation'
            USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.number IS DISTINCT FROM (SELECT coalesce(max(s.number), 0) + 1 FROM summary s
                                        WHERE s.consultation_id = NEW.consultation_id) THEN
          RAISE EXCEPTION 'versions follow one another' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.number > 1 AND (
             EXISTS (SELECT FROM summary s
                     WHERE s.consultation_id = NEW.consultation_id AND NOT s.final)
             OR NOT EXISTS (SELECT FROM correction c WHERE c.number = NEW.number
                              AND c.consultation_id = NEW.consultation_id)) THEN
          RAISE EXCEPTION 'a next version corrects a final one, with a reason'
            USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END IF;
      IF OLD.finalised_at IS NOT NULL THEN
        RAISE EXCEPTION 'a final summary is never changed'
          USING ERRCODE = 'insufficient_privilege';
      END IF;
      IF (NEW.id, NEW.consultation_id, NEW.document_version_id, NEW.result_id, NEW.number)
         IS DISTINCT FROM
         (OLD.id, OLD.consultation_id, OLD.document_version_id, OLD.result_id, OLD.number) THEN
        RAISE EXCEPTION 'the figures under a summary are not exchanged'
          USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN NEW;
    END
"""

# `public_at`: since when everybody may read it. The database's clock decides, and no job.
PUBLIC_SUMMARY = """
    CREATE VIEW public_summary AS
    SELECT s.id, s.consultation_id, s.number, s.content,
           CASE WHEN e.id IS NULL THEN s.finalised_at ELSE e.until END AS public_at
    FROM summary s
    LEFT JOIN LATERAL (SELECT l.id, l.until FROM embargo l WHERE l.summary_id = s.id
                       ORDER BY l.id DESC LIMIT 1) e ON true
    WHERE s.final AND (e.id IS NULL OR e.until <= clock_timestamp())
"""


def _statements(role: str) -> Iterator[str]:
    for name, body in GUARDS.items():
        table = name.removeprefix("guard_")
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {PATH} AS $${body}$$"
        yield f"CREATE TRIGGER guard BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        for when, each, what in (
            ("INSERT", "STATEMENT", "refuse_old_snapshot"),
            ("UPDATE OR DELETE", "ROW", "refuse_change"),
            ("TRUNCATE", "STATEMENT", "refuse_change"),
        ):
            called = "refuse_truncate" if when == "TRUNCATE" else what
            yield (
                f"CREATE TRIGGER {called} BEFORE {when} ON {table}"
                f" FOR EACH {each} EXECUTE FUNCTION {what}()"
            )
        yield f'GRANT SELECT, INSERT{INSERTED[table]} ON {table} TO "{role}"'
    yield (
        "CREATE OR REPLACE FUNCTION guard_summary() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY INVOKER {PATH} AS $${GUARD_SUMMARY}$$"
    )
    yield PUBLIC_SUMMARY
    yield f'GRANT SELECT ON public_summary TO "{role}"'


def _stamp(name: str) -> sa.Column[object]:
    now = sa.text("clock_timestamp()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=now, nullable=False)


def upgrade() -> None:
    op.create_table(
        "embargo",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        _stamp("made_at"),
        sa.ForeignKeyConstraint(["summary_id"], ["summary.id"], name=op.f("fk_embargo_summary_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_embargo_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embargo")),
    )
    op.create_index(op.f("ix_embargo_summary_id"), "embargo", ["summary_id"])
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        _stamp("made_at"),
        sa.CheckConstraint("letters(note) >= 10", name=op.f("ck_correction_note")),
        sa.CheckConstraint("number > 1", name=op.f("ck_correction_number")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_correction_consultation_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_correction_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index("ix_correction_consultation_id", "correction", ["consultation_id", "number"])
    op.create_table(
        "output",
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        _stamp("made_at"),
        sa.ForeignKeyConstraint(["summary_id"], ["summary.id"], name=op.f("fk_output_summary_id")),
        sa.PrimaryKeyConstraint("summary_id", "name", name=op.f("pk_output")),
    )
    for statement in _statements(context.config.attributes.get("app_role", "raadgever_app")):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError(
        "Versions and embargoes have nothing to go back to: restore a backup."
    )
