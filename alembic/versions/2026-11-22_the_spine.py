# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""the spine

The tables, and what the database itself holds: rows that are never changed, the stamps of the
clock, the seal on open tallies and the gate before the agenda.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import context, op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


# Rows of these tables are never changed and never deleted. The application is granted SELECT and
# INSERT; the trigger holds even for the owner.
APPEND_ONLY = (
    "installation",
    "rules",
    "audit_line",
    "document_version",
    "decision_point",
    "classification",
    "main_choice",
    "questionnaire",
    "entry",
    "batch",
    "batch_entry",
    "batch_count",
    "result",
    "sentence",
    "citation",
    "verbatim",
    "release",
    "gate_exception",
    "attachment",
)
# What a resident said. Never changed; deleted only when the resident withdrew.
ERASABLE = ("coded_answers", "answer_text", "background", "receipt")
# Column by column: never what a row is called by (another would take its place), nor a stamp.
CHANGING = {
    "account": "SELECT, INSERT, UPDATE (disabled_at)",
    "staff_session": "SELECT, INSERT, UPDATE (seen_at), DELETE",
    "throttle": "SELECT, INSERT, UPDATE (window_start, tries), DELETE",
    "promise": "SELECT, INSERT (topic, subject, item, due_at), DELETE",
    "task": "SELECT, INSERT,"
    " UPDATE (fence, leased_until, attempts, not_before, last_error, dead_at)",
    "meeting": "SELECT, INSERT, UPDATE (title, body_id, starts_at, ends_at, location, cancelled)",
    "agenda_item": "SELECT, INSERT, UPDATE (meeting_id, parent_id, place, position, number, title,"
    " explanation, heading, lapsed_at)",
    # Not its kind, and not which is the main one: those follow from rows that stay.
    "document": "SELECT, INSERT, UPDATE (url, revision)",
    "meeting_document": "SELECT, INSERT, UPDATE (place), DELETE",
    "agenda_item_document": "SELECT, INSERT, UPDATE (place, gone_at)",
    "consultation": "SELECT, INSERT, UPDATE (document_version_id, stage, questionnaire_id,"
    " ratings_only_reason, cancel_reason, closes_at, revision)",
    "summary": "SELECT, INSERT,"
    " UPDATE (accompanying_text, revision, finalised_at, finalised_by, content)",
}
# Where the highest number is what holds, nobody chooses a number, or a moment.
NUMBERED = {
    "rules": "rules, reason, made_by",
    "audit_line": "action, object, object_id, result, origin, actor_id, actor, detail",
    "classification": "document_id, kind, reason, made_by",
    "main_choice": "agenda_item_id, document_id, reason, made_by",
    "release": "verbatim_id, released, reason, made_by",
}
# Each with its own search path: a temporary table named `rules` must not stand in for ours.
PATH = "SET search_path = pg_catalog, public, pg_temp"


def _says(signature: str, returns: str, query: str, *, how: str = "STABLE") -> str:
    return f"CREATE FUNCTION {signature} RETURNS {returns} LANGUAGE sql {how} {PATH} AS $${query}$$"


def _does(name: str, body: str, *, returns: str = "trigger", owner: bool = False) -> str:
    """`owner`: with the owner's rights. Only triggers on our own tables may ever call these."""
    rights = "SECURITY DEFINER" if owner else "SECURITY INVOKER"
    called = name if "(" in name else f"{name}()"
    return (
        f"CREATE FUNCTION {called} RETURNS {returns} LANGUAGE plpgsql {rights} {PATH} AS $${body}$$"
    )


# What a CHECK asks; so these come before the tables.
WORDS = (
    # Letters and digits, by code point: `surveys.reasons` counts the same, whatever the locale.
    _says(
        "letters(said text)",
        "integer",
        """ SELECT length(regexp_replace(said COLLATE "C", '[^0-9A-Za-zÀ-ÖØ-öø-ɏ]', '', 'g')) """,
        how="IMMUTABLE",
    ),
    _says(
        "whole(value jsonb, low integer, high integer)",
        "boolean",
        """
        SELECT CASE WHEN jsonb_typeof(value) = 'number' AND value::text ~ '^[0-9]{1,7}$'
                    THEN value::text::integer BETWEEN low AND high ELSE false END
        """,
        how="IMMUTABLE",
    ),
)

LASTING = (
    _does(
        "refuse_change",
        """
        BEGIN
          RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
        END
        """,
    ),
    _does(
        "refuse_erasure",
        """
        DECLARE
          response uuid;
        BEGIN
          IF TG_TABLE_NAME = 'receipt' THEN
            response := OLD.response_id;
          ELSE
            SELECT e.response_id INTO response FROM entry e WHERE e.id = OLD.entry_id;
          END IF;
          IF NOT EXISTS (SELECT FROM entry e
                         WHERE e.response_id = response AND e.kind = 'withdrawal') THEN
            RAISE EXCEPTION 'only a withdrawn response may be erased'
              USING ERRCODE = 'insufficient_privilege';
          END IF;
          RETURN OLD;
        END
        """,
    ),
    # Whoever looks at an old snapshot does not see what others decided since.
    _does(
        "refuse_old_snapshot",
        """
        BEGIN
          IF current_setting('transaction_isolation') <> 'read committed' THEN
            RAISE EXCEPTION '% is written in read committed only', TG_TABLE_NAME
              USING ERRCODE = 'insufficient_privilege';
          END IF;
          RETURN NULL;
        END
        """,
    ),
    # What we see and what is not committed is our own, savepoints included.
    _says(
        "written_now(by_whom xid)",
        "boolean",
        """
        SELECT pg_xact_status((pg_current_xact_id()::text::bigint / 4294967296 * 4294967296
                               + by_whom::text::bigint)::text::xid8) = 'in progress'
        """,
    ),
    _does(
        "griffier(account_id uuid)",
        """
        DECLARE
          found text;
        BEGIN
          SELECT a.name INTO found FROM account a
            WHERE a.id = $1 AND a.role = 'griffie' AND a.disabled_at IS NULL;
          IF found IS NULL THEN
            RAISE EXCEPTION 'only somebody of the griffie decides this, by name'
              USING ERRCODE = 'check_violation';
          END IF;
          RETURN found;
        END
        """,
        returns="text",
    ),
)

# The database clock and the rules in force are stamped here, so that no application can claim
# that a consultation was open longer, or under other rules, than it was.
CONSULTATION = (
    _does(
        "guard_consultation",
        """
        BEGIN
          IF TG_OP = 'INSERT' THEN
            IF NEW.stage <> 'draft' OR num_nonnulls(NEW.opened_at, NEW.closed_at, NEW.rules_id) > 0
            THEN
              RAISE EXCEPTION 'a consultation begins as a draft' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
          END IF;
          IF NEW.stage <> OLD.stage AND (OLD.stage, NEW.stage) NOT IN (
               ('draft', 'open'), ('draft', 'cancelled'), ('open', 'closed'), ('open', 'cancelled'),
               ('closed', 'summarised'), ('summarised', 'attached')) THEN
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
          IF OLD.stage <> 'draft' AND NEW.closes_at IS DISTINCT FROM OLD.closes_at
             AND (OLD.stage = 'open' AND OLD.closes_at > clock_timestamp()
                  AND NEW.closes_at > OLD.closes_at AND isfinite(NEW.closes_at)) IS NOT TRUE THEN
            RAISE EXCEPTION 'a closing moment moves on, and only before it has come'
              USING ERRCODE = 'check_violation';
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
          NEW.closed_at := OLD.closed_at;
          IF OLD.stage = 'open' AND NEW.stage = 'closed' THEN
            -- Whoever carries out the closing may come late; the published moment stands.
            NEW.closed_at := least(clock_timestamp(), OLD.closes_at);
          END IF;
          RETURN NEW;
        END
        """,
    ),
    _does(
        "guard_rules",
        """
        BEGIN
          NEW.made_at := clock_timestamp();
          IF NEW.made_by IS NOT NULL THEN
            PERFORM griffier(NEW.made_by);
          END IF;
          RETURN NEW;
        END
        """,
    ),
)

# What a document says, and what residents say about it: whole at once, and then never more.
SAID = (
    _does(
        "guard_document_version",
        """
        BEGIN
          PERFORM FROM document d WHERE d.id = NEW.document_id FOR NO KEY UPDATE;
          IF NEW.number IS DISTINCT FROM (SELECT coalesce(max(v.number), 0) + 1
               FROM document_version v WHERE v.document_id = NEW.document_id) THEN
            RAISE EXCEPTION 'versions follow one another' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
        """,
    ),
    _does(
        "guard_decision_point",
        """
        BEGIN
          IF NOT EXISTS (SELECT FROM document_version v
                         WHERE v.id = NEW.document_version_id AND written_now(v.xmin)) THEN
            RAISE EXCEPTION 'a version comes with all of its decision points'
              USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
        """,
    ),
    # The clock of a transaction stands still: what came in before closing is in time, however
    # long the rest took. The lock makes closing wait for it.
    _does(
        "guard_entry",
        """
        BEGIN
          NEW.received_at := clock_timestamp();
          IF NEW.kind IN ('submission', 'replacement') THEN
            PERFORM FROM consultation c WHERE c.id = NEW.consultation_id AND c.stage = 'open'
              AND c.closes_at > transaction_timestamp() FOR SHARE;
            IF NOT FOUND THEN
              RAISE EXCEPTION 'this consultation is not open' USING ERRCODE = 'check_violation';
            END IF;
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
        """,
    ),
    _does(
        "guard_content",
        """
        BEGIN
          IF NOT EXISTS (SELECT FROM entry e WHERE e.id = NEW.entry_id
                           AND e.kind IN ('submission', 'replacement') AND written_now(e.xmin)) THEN
            RAISE EXCEPTION 'nobody adds to what a resident said'
              USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
        """,
    ),
)

COUNTS = (
    _says(
        "counting(consultation_id uuid)",
        "bigint",
        """
        SELECT count(*) FROM entry e
        WHERE e.consultation_id = $1 AND e.kind IN ('submission', 'replacement')
          AND NOT EXISTS (SELECT FROM entry x WHERE x.cancels_id = e.id)
        """,
    ),
    # Only a withdrawal makes a count untrue, and each of them once.
    _does(
        "guard_batch",
        """
        BEGIN
          IF NEW.generation > 0 AND NOT EXISTS (
               SELECT FROM batch o
               WHERE o.id = NEW.origin_id AND o.generation = 0
                 AND o.consultation_id = NEW.consultation_id
                 AND NEW.generation = 1 + (SELECT max(b.generation) FROM batch b
                                           WHERE b.origin_id = o.id)
                 AND NEW.generation <= (SELECT count(DISTINCT w.id) FROM batch_entry h
                                        JOIN entry e ON e.id = h.entry_id
                                        JOIN entry w ON w.response_id = e.response_id
                                        WHERE h.batch_id = o.id AND w.kind = 'withdrawal')) THEN
            RAISE EXCEPTION 'nothing of this batch was withdrawn since'
              USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
        """,
    ),
    # A count that a withdrawal made untrue still holds what was withdrawn: it goes.
    _does(
        "forget_superseded",
        """
        BEGIN
          DELETE FROM batch_count WHERE batch_id IN (
            SELECT id FROM batch WHERE origin_id = NEW.origin_id AND generation < NEW.generation);
          RETURN NULL;
        END
        """,
        owner=True,
    ),
    _does(
        "refuse_unless_superseded",
        """
        BEGIN
          IF NOT EXISTS (SELECT FROM batch this JOIN batch newer
                           ON newer.origin_id = this.origin_id
                         WHERE this.id = OLD.batch_id AND newer.generation > this.generation) THEN
            RAISE EXCEPTION 'a count that stands is never deleted'
              USING ERRCODE = 'insufficient_privilege';
          END IF;
          RETURN OLD;
        END
        """,
    ),
    _does(
        "guard_result",
        """
        BEGIN
          IF NOT EXISTS (SELECT FROM consultation c
                         WHERE c.id = NEW.consultation_id AND c.closed_at IS NOT NULL) THEN
            RAISE EXCEPTION 'no result before closing' USING ERRCODE = 'check_violation';
          END IF;
          IF NEW.counted IS DISTINCT FROM counting(NEW.consultation_id) THEN
            RAISE EXCEPTION 'this is not how many entries count' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
        """,
    ),
    _does(
        "guard_summary",
        """
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
        """,
    ),
    _does(
        "guard_printed",
        """
        BEGIN
          PERFORM FROM summary s WHERE s.id = NEW.summary_id AND s.finalised_at IS NULL FOR SHARE;
          IF NOT FOUND THEN
            RAISE EXCEPTION 'nothing is added to a final summary' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
        """,
    ),
)

# What a document is and which one gates opens the gate as well as an attachment does. So both
# are said in rows that stay, and a reason is asked of whoever takes a hearing away. Under any
# rules there ever were, and ever of that kind: "for a moment" is no way round.
KINDS = (
    _says(
        "needs_hearing(asked text)",
        "boolean",
        " SELECT EXISTS (SELECT FROM rules r WHERE r.rules -> 'hearing_kinds' ? asked) ",
    ),
    _says(
        "always_needs_hearing(asked text)",
        "boolean",
        """
        SELECT asked IS NOT NULL AND NOT EXISTS (
          SELECT FROM rules r WHERE NOT (r.rules -> 'hearing_kinds' ? asked))
        """,
    ),
    _says(
        "was_to_be_heard(document_id uuid)",
        "boolean",
        """
        SELECT EXISTS (SELECT FROM document d WHERE d.id = $1 AND needs_hearing(d.kind))
            OR EXISTS (SELECT FROM classification c
                       WHERE c.document_id = $1 AND (needs_hearing(c.was) OR needs_hearing(c.kind)))
        """,
    ),
    _says(
        "spares_hearing(document_id uuid, kind text)",
        "boolean",
        """ SELECT kind IS NOT NULL AND NOT always_needs_hearing(kind) AND was_to_be_heard($1) """,
    ),
    # Another than the one that gated, or one that needs no hearing beside one that does.
    _says(
        "passes_over(agenda_item_id uuid, document_id uuid)",
        "boolean",
        """
        SELECT EXISTS (
          SELECT FROM agenda_item_document d
          WHERE d.agenda_item_id = $1 AND d.document_id <> $2 AND was_to_be_heard(d.document_id)
            AND (d.main OR NOT always_needs_hearing((SELECT x.kind FROM document x WHERE x.id = $2))))
        """,
    ),
    _does(
        "guard_classification",
        """
        BEGIN
          NEW.made_at := clock_timestamp();
          NEW.made_by_name := griffier(NEW.made_by);
          SELECT d.kind INTO NEW.was FROM document d WHERE d.id = NEW.document_id FOR UPDATE;
          IF letters(NEW.reason) < 10 AND spares_hearing(NEW.document_id, NEW.kind) THEN
            RAISE EXCEPTION 'say why residents need not be heard after all'
              USING ERRCODE = 'check_violation';
          END IF;
          UPDATE document SET kind = NEW.kind WHERE id = NEW.document_id;
          RETURN NEW;
        END
        """,
        owner=True,
    ),
    _does(
        "guard_main_choice",
        """
        BEGIN
          NEW.made_at := clock_timestamp();
          NEW.made_by_name := griffier(NEW.made_by);
          PERFORM FROM agenda_item i WHERE i.id = NEW.agenda_item_id FOR UPDATE;
          SELECT d.document_id INTO NEW.was_id FROM agenda_item_document d
            WHERE d.agenda_item_id = NEW.agenda_item_id AND d.main;
          IF letters(NEW.reason) < 10 AND passes_over(NEW.agenda_item_id, NEW.document_id) THEN
            RAISE EXCEPTION 'say why the council does not decide on what residents are heard about'
              USING ERRCODE = 'check_violation';
          END IF;
          UPDATE agenda_item_document SET main = false
            WHERE agenda_item_id = NEW.agenda_item_id AND main;
          UPDATE agenda_item_document SET main = true
            WHERE agenda_item_id = NEW.agenda_item_id AND document_id = NEW.document_id
              AND gone_at IS NULL;
          IF NOT FOUND THEN
            RAISE EXCEPTION 'this document does not lie at this item'
              USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
        """,
        owner=True,
    ),
    _does(
        "guard_agenda_item_document",
        """
        BEGIN
          IF NEW.main AND EXISTS (SELECT FROM agenda_item_document d
                                  WHERE d.agenda_item_id = NEW.agenda_item_id) THEN
            RAISE EXCEPTION 'after the first import a person chooses the main document'
              USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END
        """,
    ),
)

GATE = (
    # Counted anew from the raw entries: the gate does not take a stored number's word for it.
    _says(
        "heard(consultation_id uuid)",
        "boolean",
        """
        SELECT c.closed_at - c.opened_at
                 >= make_interval(days => (r.rules ->> 'minimum_days')::int)
           AND counting(c.id) >= (r.rules ->> 'minimum_responses')::int
        FROM consultation c JOIN rules r ON r.id = c.rules_id
        WHERE c.id = $1 AND c.closed_at IS NOT NULL
        """,
    ),
    _does(
        "guard_gate_exception",
        """
        BEGIN
          NEW.made_by_name := griffier(NEW.made_by);
          NEW.made_by_role := 'griffie';
          NEW.made_at := clock_timestamp();
          RETURN NEW;
        END
        """,
    ),
    _does(
        "guard_attachment",
        """
        BEGIN
          PERFORM griffier(NEW.made_by);
          IF NOT EXISTS (
               SELECT FROM agenda_item_document d JOIN agenda_item i ON i.id = d.agenda_item_id
               WHERE d.agenda_item_id = NEW.agenda_item_id AND d.document_id = NEW.document_id
                 AND d.main AND d.gone_at IS NULL AND i.lapsed_at IS NULL) THEN
            RAISE EXCEPTION 'this is not the main document of an item on the agenda'
              USING ERRCODE = 'check_violation';
          END IF;
          IF EXISTS (SELECT FROM document_version newer JOIN document_version v
                       ON v.document_id = newer.document_id
                     WHERE v.id = NEW.document_version_id AND newer.number > v.number) THEN
            RAISE EXCEPTION 'the document has changed since' USING ERRCODE = 'check_violation';
          END IF;
          IF NEW.summary_id IS NOT NULL AND NOT EXISTS (
               SELECT FROM summary s JOIN consultation c ON c.id = s.consultation_id
               WHERE s.id = NEW.summary_id AND c.stage IN ('summarised', 'attached')
                 AND c.document_version_id = NEW.document_version_id AND heard(c.id)) THEN
            RAISE EXCEPTION 'residents were not heard long enough, or not at all'
              USING ERRCODE = 'check_violation';
          END IF;
          NEW.made_at := clock_timestamp();
          RETURN NEW;
        END
        """,
    ),
)

GUARDS = {
    "consultation": ("INSERT OR UPDATE", "guard_consultation"),
    "rules": ("INSERT", "guard_rules"),
    "document_version": ("INSERT", "guard_document_version"),
    "decision_point": ("INSERT", "guard_decision_point"),
    "entry": ("INSERT", "guard_entry"),
    "coded_answers": ("INSERT", "guard_content"),
    "answer_text": ("INSERT", "guard_content"),
    "background": ("INSERT", "guard_content"),
    "batch": ("INSERT", "guard_batch"),
    "result": ("INSERT", "guard_result"),
    "summary": ("INSERT OR UPDATE", "guard_summary"),
    "sentence": ("INSERT", "guard_printed"),
    "citation": ("INSERT", "guard_printed"),
    "classification": ("INSERT", "guard_classification"),
    "main_choice": ("INSERT", "guard_main_choice"),
    "agenda_item_document": ("INSERT", "guard_agenda_item_document"),
    "gate_exception": ("INSERT", "guard_gate_exception"),
    "attachment": ("INSERT", "guard_attachment"),
}
# What the application's role calls, directly, in the view, in a CHECK or in a trigger of its own.
CALLED = (
    "letters(text)",
    "whole(jsonb, integer, integer)",
    "written_now(xid)",
    "griffier(uuid)",
    "counting(uuid)",
    "needs_hearing(text)",
    "always_needs_hearing(text)",
    "was_to_be_heard(uuid)",
    "spares_hearing(uuid, text)",
    "passes_over(uuid, uuid)",
    "heard(uuid)",
)

READINESS = """
    CREATE VIEW readiness AS
    WITH in_force AS (SELECT rules FROM rules ORDER BY id DESC LIMIT 1),
    current AS (
      SELECT DISTINCT ON (document_id) document_id, id
      FROM document_version ORDER BY document_id, number DESC
    ),
    facts AS (
      SELECT i.id AS agenda_item_id, i.meeting_id, i.heading, i.lapsed_at IS NOT NULL AS lapsed,
             d.document_id, v.id AS document_version_id, doc.kind,
             d.document_id IS NULL AND EXISTS (SELECT FROM agenda_item_document any_of
               WHERE any_of.agenda_item_id = i.id) AS undecided,
             ARRAY(SELECT jsonb_array_elements_text(f.rules -> 'hearing_kinds')) AS hearing,
             c.id AS consultation_id, c.stage AS consultation,
             CASE WHEN c.closed_at IS NOT NULL THEN heard(c.id) END AS heard,
             coalesce((SELECT bool_or(s.final) FROM summary s WHERE s.consultation_id = c.id),
                      false) AS finalised,
             EXISTS (SELECT FROM attachment a WHERE a.agenda_item_id = i.id
                       AND a.document_version_id = v.id) AS attached,
             EXISTS (SELECT FROM attachment a WHERE a.agenda_item_id = i.id
                       AND a.document_version_id IS DISTINCT FROM v.id) AS outdated
      FROM agenda_item i
      CROSS JOIN in_force f
      LEFT JOIN agenda_item_document d
        ON d.agenda_item_id = i.id AND d.main AND d.gone_at IS NULL
      LEFT JOIN document doc ON doc.id = d.document_id
      LEFT JOIN current v ON v.document_id = d.document_id
      LEFT JOIN consultation c
        ON c.document_version_id = v.id AND c.stage <> 'cancelled'
    ),
    judged AS (
      SELECT facts.*, CASE
        WHEN lapsed THEN 'lapsed'
        WHEN undecided THEN 'no_main_document'
        WHEN document_id IS NULL AND heading THEN 'heading'
        WHEN document_id IS NULL THEN 'no_document'
        WHEN attached THEN 'attached'
        WHEN kind IS NULL THEN 'unknown_kind'
        WHEN NOT kind = ANY (hearing) THEN 'not_needed'
        WHEN consultation = 'draft' THEN 'draft'
        WHEN consultation = 'open' THEN 'open'
        WHEN consultation = 'closed' THEN 'counting'
        WHEN consultation IS NOT NULL AND heard IS NOT TRUE THEN 'not_heard'
        WHEN consultation IS NOT NULL AND NOT finalised THEN 'not_final'
        WHEN consultation IS NOT NULL THEN 'not_attached'
        WHEN outdated THEN 'document_changed'
        ELSE 'no_consultation' END AS reason
      FROM facts
    )
    SELECT judged.*, reason IN ('heading', 'no_document', 'attached', 'not_needed') AS ready
    FROM judged
"""

FIRST_RULES = """
    INSERT INTO rules (rules, reason) VALUES (
      '{"hearing_kinds": ["raadsvoorstel", "initiatiefvoorstel", "beleidsnota", "motie",
        "amendement"], "minimum_days": 14, "minimum_responses": 1, "k": 10, "papers_days": 10,
        "verbatims": 2, "neighbourhoods": []}'::jsonb,
      'De regels waarmee Raadgever begint.')
"""


def _guards() -> Iterator[str]:
    yield from (*LASTING, *CONSULTATION, *SAID, *COUNTS, *KINDS, *GATE)
    for table in (*APPEND_ONLY, *ERASABLE):
        what = "UPDATE" if table in (*ERASABLE, "batch_count") else "UPDATE OR DELETE"
        yield (
            f"CREATE TRIGGER refuse_change BEFORE {what} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        yield (
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    for table in ERASABLE:
        yield (
            f"CREATE TRIGGER refuse_erasure BEFORE DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_erasure()"
        )
    yield (
        "CREATE TRIGGER refuse_unless_superseded BEFORE DELETE ON batch_count"
        " FOR EACH ROW EXECUTE FUNCTION refuse_unless_superseded()"
    )
    yield (
        "CREATE TRIGGER forget_superseded AFTER INSERT ON batch FOR EACH ROW"
        " WHEN (NEW.generation > 0) EXECUTE FUNCTION forget_superseded()"
    )
    for table, (when, guard) in GUARDS.items():
        yield (
            f"CREATE TRIGGER guard BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {guard}()"
        )
        yield (
            f"CREATE TRIGGER refuse_old_snapshot BEFORE {when} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_snapshot()"
        )
    yield READINESS
    yield FIRST_RULES


# Without tables of their own nobody hangs our triggers on one; where the database is ours to say.
NO_TEMPORARY = """
    DO $$ BEGIN
      IF (SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database
          WHERE datname = current_database()) THEN
        EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
      END IF;
    END $$
"""


def _grants(role: str) -> Iterator[str]:
    # Functions are everybody's unless one says not, also those of later migrations.
    yield "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC"
    yield "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
    yield NO_TEMPORARY
    yield f'GRANT USAGE ON SCHEMA public TO "{role}"'
    yield f'GRANT EXECUTE ON FUNCTION {", ".join(CALLED)} TO "{role}"'
    for table in APPEND_ONLY:
        columns = f" ({NUMBERED[table]})" if table in NUMBERED else ""
        yield f'GRANT SELECT, INSERT{columns} ON {table} TO "{role}"'
    for table in ERASABLE:
        yield f'GRANT SELECT, INSERT, DELETE ON {table} TO "{role}"'
    for table, rights in CHANGING.items():
        yield f'GRANT {rights} ON {table} TO "{role}"'
    yield f'GRANT SELECT ON readiness, alembic_version TO "{role}"'
    # Sealed while open (DESIGN rule 12): written by whoever counts, shown to nobody. Closed, and
    # not by this very transaction, which could still take that back.
    yield "ALTER TABLE batch_count ENABLE ROW LEVEL SECURITY"
    yield f'CREATE POLICY written ON batch_count FOR INSERT TO "{role}" WITH CHECK (true)'
    yield (
        f'CREATE POLICY opened ON batch_count FOR SELECT TO "{role}" USING (EXISTS (SELECT FROM'
        " consultation c WHERE c.id = consultation_id AND c.closed_at < transaction_timestamp()))"
    )


def upgrade() -> None:
    for statement in WORDS:
        op.execute(statement)
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('griffie', 'adviesraad', 'raadslid', 'beheerder', 'rekenkamer')",
            name=op.f("ck_account_role"),
        ),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_account_username_lower")),
        sa.CheckConstraint("length(btrim(name)) > 0", name=op.f("ck_account_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "audit_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column(
            "detail", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_line")),
    )
    op.create_index("ix_audit_line_object", "audit_line", ["object", "object_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('raadsvoorstel', 'initiatiefvoorstel', 'beleidsnota', 'motie', 'amendement', 'informatiebrief')",
            name=op.f("ck_document_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_document_source_source_id")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("kind IN ('demo', 'municipality')", name=op.f("ck_installation_kind")),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body_id", sa.String(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_meeting_source_source_id")),
    )
    op.create_index(op.f("ix_meeting_starts_at"), "meeting", ["starts_at"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Uuid(), nullable=True),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index("ix_promise_topic_subject", "promise", ["topic", "subject"], unique=False)
    op.create_table(
        "task",
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("fence", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "not_before",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("topic", "subject", name=op.f("pk_task")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column(
            "place", sa.Integer(), nullable=False, comment="order on the agenda, depth first"
        ),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("heading", sa.Boolean(), nullable=False),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["agenda_item.id"], name=op.f("fk_agenda_item_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_agenda_item_source_source_id")),
    )
    op.create_index(op.f("ix_agenda_item_meeting_id"), "agenda_item", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_agenda_item_parent_id"), "agenda_item", ["parent_id"], unique=False)
    op.create_table(
        "document_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("plain_text", sa.String(), nullable=False),
        sa.Column("source_version", sa.String(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_version_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_document_version_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_document_version_document_id_number")
        ),
        sa.UniqueConstraint("id", "document_id", name=op.f("uq_document_version_id_document_id")),
    )
    op.create_table(
        "rules",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_rules_made_by")),
        sa.CheckConstraint(
            "(jsonb_typeof(rules -> 'hearing_kinds') = 'array' AND rules -> 'hearing_kinds' <@ '[\"raadsvoorstel\", \"initiatiefvoorstel\", \"beleidsnota\", \"motie\", \"amendement\", \"informatiebrief\"]'::jsonb AND whole(rules -> 'minimum_days', 0, 365) AND whole(rules -> 'minimum_responses', 1, 1000000) AND whole(rules -> 'k', 5, 1000) AND whole(rules -> 'papers_days', 0, 60) AND whole(rules -> 'verbatims', 0, 20) AND jsonb_typeof(rules -> 'neighbourhoods') = 'array') IS TRUE",
            name=op.f("ck_rules_bounds"),
        ),
        sa.CheckConstraint("letters(reason) > 0", name=op.f("ck_rules_reason")),
        sa.CheckConstraint("id = 1 OR made_by IS NOT NULL", name=op.f("ck_rules_by_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules")),
    )
    op.create_table(
        "staff_session",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_staff_session_account_id")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_staff_session")),
    )
    op.create_index(
        op.f("ix_staff_session_account_id"), "staff_session", ["account_id"], unique=False
    )
    op.create_table(
        "meeting_document",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_meeting_document_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_document_meeting_id")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "document_id", name=op.f("pk_meeting_document")),
    )
    op.create_index(
        op.f("ix_meeting_document_document_id"), "meeting_document", ["document_id"], unique=False
    )
    op.create_table(
        "agenda_item_document",
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"],
            ["agenda_item.id"],
            name=op.f("fk_agenda_item_document_agenda_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_agenda_item_document_document_id")
        ),
        sa.PrimaryKeyConstraint(
            "agenda_item_id", "document_id", name=op.f("pk_agenda_item_document")
        ),
    )
    op.create_index(
        op.f("ix_agenda_item_document_document_id"),
        "agenda_item_document",
        ["document_id"],
        unique=False,
    )
    op.create_index(
        "uq_agenda_item_document_main",
        "agenda_item_document",
        ["agenda_item_id"],
        unique=True,
        postgresql_where=sa.text("main"),
    )
    op.create_table(
        "main_choice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("was_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["agenda_item_id", "document_id"],
            ["agenda_item_document.agenda_item_id", "agenda_item_document.document_id"],
            name=op.f("fk_main_choice_agenda_item_id_document_id"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_main_choice_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_main_choice")),
    )
    op.create_index(
        "ix_main_choice_agenda_item_id", "main_choice", ["agenda_item_id"], unique=False
    )
    op.create_table(
        "classification",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("was", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_classification_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_classification_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification")),
    )
    op.create_index(
        "ix_classification_document_id", "classification", ["document_id"], unique=False
    )
    op.create_table(
        "consultation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("document_version_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(), server_default="draft", nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=True),
        sa.Column("rules_id", sa.BigInteger(), nullable=True),
        sa.Column("ratings_only_reason", sa.String(), server_default="", nullable=False),
        sa.Column("cancel_reason", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "stage <> 'cancelled' OR letters(cancel_reason) > 0",
            name=op.f("ck_consultation_cancel_reason"),
        ),
        sa.CheckConstraint(
            "stage IN ('draft', 'cancelled') OR (opened_at IS NOT NULL AND closes_at IS NOT NULL AND rules_id IS NOT NULL AND questionnaire_id IS NOT NULL)",
            name=op.f("ck_consultation_opened"),
        ),
        sa.CheckConstraint(
            "stage IN ('draft', 'open', 'closed', 'summarised', 'attached', 'cancelled')",
            name=op.f("ck_consultation_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["document_version_id", "document_id"],
            ["document_version.id", "document_version.document_id"],
            name=op.f("fk_consultation_document_version_id_document_id"),
        ),
        sa.ForeignKeyConstraint(["rules_id"], ["rules.id"], name=op.f("fk_consultation_rules_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultation_slug")),
    )
    op.create_index(
        op.f("ix_consultation_document_id"), "consultation", ["document_id"], unique=False
    )
    op.create_index(
        "uq_consultation_version_alive",
        "consultation",
        ["document_version_id"],
        unique=True,
        postgresql_where=sa.text("stage <> 'cancelled'"),
    )
    op.create_table(
        "decision_point",
        sa.Column("document_version_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_version_id"],
            ["document_version.id"],
            name=op.f("fk_decision_point_document_version_id"),
        ),
        sa.PrimaryKeyConstraint("document_version_id", "number", name=op.f("pk_decision_point")),
    )
    op.create_table(
        "gate_exception",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("document_version_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("link", sa.String(), server_default="", nullable=False),
        sa.Column("difference", sa.String(), server_default="", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column("made_by_role", sa.String(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            r"ground <> 'al_gehoord' OR link ~ '^https?://[^\s/]+\.\S+$'",
            name=op.f("ck_gate_exception_link"),
        ),
        sa.CheckConstraint(
            "ground <> 'redactioneel' OR letters(difference) >= 10",
            name=op.f("ck_gate_exception_difference"),
        ),
        sa.CheckConstraint(
            "ground IN ('spoed', 'geheim', 'tijdens_vergadering', 'al_gehoord', 'redactioneel', 'wettelijke_termijn', 'geen_reacties')",
            name=op.f("ck_gate_exception_ground"),
        ),
        sa.CheckConstraint("letters(reason) >= 10", name=op.f("ck_gate_exception_reason")),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_gate_exception_agenda_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_version_id"],
            ["document_version.id"],
            name=op.f("fk_gate_exception_document_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_gate_exception_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_exception")),
        sa.UniqueConstraint(
            "id",
            "agenda_item_id",
            "document_version_id",
            name=op.f("uq_gate_exception_id_agenda_item_id_document_version_id"),
        ),
    )
    op.create_index(
        op.f("ix_gate_exception_agenda_item_id"), "gate_exception", ["agenda_item_id"], unique=False
    )
    op.create_table(
        "batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("(generation = 0) = (origin_id = id)", name=op.f("ck_batch_origin")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_batch_consultation_id")
        ),
        sa.ForeignKeyConstraint(["origin_id"], ["batch.id"], name=op.f("fk_batch_origin_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("origin_id", "generation", name=op.f("uq_batch_origin_id_generation")),
    )
    op.create_index(op.f("ix_batch_consultation_id"), "batch", ["consultation_id"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("cancels_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(kind = 'set_aside') = (reason IS NOT NULL)", name=op.f("ck_entry_reason")
        ),
        sa.CheckConstraint(
            "(kind = 'submission') = (cancels_id IS NULL)", name=op.f("ck_entry_cancels")
        ),
        sa.CheckConstraint("cancels_id <> id", name=op.f("ck_entry_another")),
        sa.CheckConstraint(
            "(kind = 'submission') = (id = response_id)", name=op.f("ck_entry_response")
        ),
        sa.CheckConstraint(
            "channel IN ('web', 'paper', 'phone', 'desk', 'import')", name=op.f("ck_entry_channel")
        ),
        sa.CheckConstraint(
            "kind IN ('submission', 'replacement', 'withdrawal', 'set_aside')",
            name=op.f("ck_entry_kind"),
        ),
        sa.CheckConstraint(
            "reason IN ('dubbel', 'geen_inwoner', 'onleesbaar', 'proef', 'te_laat')",
            name=op.f("ck_entry_reason_word"),
        ),
        sa.ForeignKeyConstraint(
            ["cancels_id", "consultation_id"],
            ["entry.id", "entry.consultation_id"],
            name=op.f("fk_entry_cancels_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["cancels_id", "response_id"],
            ["entry.id", "entry.response_id"],
            name=op.f("fk_entry_cancels_id_response_id"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_entry_consultation_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_entry_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("cancels_id", name=op.f("uq_entry_cancels_id")),
        sa.UniqueConstraint(
            "consultation_id", "form_key", name=op.f("uq_entry_consultation_id_form_key")
        ),
        sa.UniqueConstraint("id", "consultation_id", name=op.f("uq_entry_id_consultation_id")),
        sa.UniqueConstraint("id", "response_id", name=op.f("uq_entry_id_response_id")),
    )
    op.create_index("ix_entry_response_id", "entry", ["response_id"], unique=False)
    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("definition", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_questionnaire_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_questionnaire_consultation_id_number")
        ),
        sa.UniqueConstraint(
            "id", "consultation_id", name=op.f("uq_questionnaire_id_consultation_id")
        ),
    )
    op.create_table(
        "result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("figures", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_result_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_result_consultation_id_number")
        ),
    )
    op.create_table(
        "answer_text",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_answer_text_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "question", name=op.f("pk_answer_text")),
    )
    op.create_table(
        "background",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("coded", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_background_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_background")),
    )
    op.create_table(
        "batch_count",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_count_batch_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_batch_count_consultation_id")
        ),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_batch_count")),
    )
    op.create_index(
        op.f("ix_batch_count_consultation_id"), "batch_count", ["consultation_id"], unique=False
    )
    op.create_table(
        "batch_entry",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_entry_batch_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_batch_entry_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_batch_entry")),
    )
    op.create_index(op.f("ix_batch_entry_batch_id"), "batch_entry", ["batch_id"], unique=False)
    op.create_table(
        "coded_answers",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("coded", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_coded_answers_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_coded_answers")),
    )
    op.create_table(
        "receipt",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["entry.id"], name=op.f("fk_receipt_response_id")),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_receipt_fingerprint")),
    )
    op.create_table(
        "summary",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("document_version_id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("accompanying_text", sa.String(), server_default="", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("finalised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finalised_by", sa.Uuid(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column(
            "final",
            sa.Boolean(),
            sa.Computed("finalised_at IS NOT NULL", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(finalised_at IS NULL) = (content IS NULL) AND (finalised_at IS NULL) = (finalised_by IS NULL)",
            name=op.f("ck_summary_final"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_summary_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_version_id"],
            ["document_version.id"],
            name=op.f("fk_summary_document_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["finalised_by"], ["account.id"], name=op.f("fk_summary_finalised_by")
        ),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_summary_result_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_summary_consultation_id_number")
        ),
        sa.UniqueConstraint(
            "id",
            "document_version_id",
            "final",
            name=op.f("uq_summary_id_document_version_id_final"),
        ),
    )
    op.create_table(
        "verbatim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_verbatim_entry_id")),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_verbatim_result_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verbatim")),
        sa.UniqueConstraint(
            "result_id",
            "question",
            "side",
            "rank",
            name=op.f("uq_verbatim_result_id_question_side_rank"),
        ),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("document_version_id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=True),
        sa.Column("summary_final", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("exception_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "num_nonnulls(summary_id, exception_id) = 1", name=op.f("ck_attachment_one")
        ),
        sa.CheckConstraint("summary_final", name=op.f("ck_attachment_final")),
        sa.ForeignKeyConstraint(
            ["agenda_item_id", "document_id"],
            ["agenda_item_document.agenda_item_id", "agenda_item_document.document_id"],
            name=op.f("fk_attachment_agenda_item_id_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["document_version_id", "document_id"],
            ["document_version.id", "document_version.document_id"],
            name=op.f("fk_attachment_document_version_id_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["exception_id", "agenda_item_id", "document_version_id"],
            [
                "gate_exception.id",
                "gate_exception.agenda_item_id",
                "gate_exception.document_version_id",
            ],
            name=op.f("fk_attachment_exception_id_agenda_item_id_document_version_id"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_attachment_made_by")),
        sa.ForeignKeyConstraint(
            ["summary_id", "document_version_id", "summary_final"],
            ["summary.id", "summary.document_version_id", "summary.final"],
            name=op.f("fk_attachment_summary_id_document_version_id_summary_final"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint(
            "agenda_item_id",
            "document_version_id",
            "summary_id",
            name=op.f("uq_attachment_agenda_item_id_document_version_id_summary_id"),
        ),
        sa.UniqueConstraint("exception_id", name=op.f("uq_attachment_exception_id")),
    )
    op.create_index(
        "ix_attachment_item", "attachment", ["agenda_item_id", "document_version_id"], unique=False
    )
    op.create_table(
        "citation",
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("sentence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("entries", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.CheckConstraint("count = cardinality(entries)", name=op.f("ck_citation_count")),
        sa.ForeignKeyConstraint(
            ["summary_id"], ["summary.id"], name=op.f("fk_citation_summary_id")
        ),
        sa.PrimaryKeyConstraint("summary_id", "sentence", "place", name=op.f("pk_citation")),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("verbatim_id", sa.Uuid(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("released OR letters(reason) > 0", name=op.f("ck_release_reason")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_release_made_by")),
        sa.ForeignKeyConstraint(
            ["verbatim_id"], ["verbatim.id"], name=op.f("fk_release_verbatim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    op.create_index("ix_release_verbatim_id", "release", ["verbatim_id"], unique=False)
    op.create_table(
        "sentence",
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("decision_point", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["summary_id"], ["summary.id"], name=op.f("fk_sentence_summary_id")
        ),
        sa.PrimaryKeyConstraint("summary_id", "place", name=op.f("pk_sentence")),
    )
    # Consultation and questionnaire point at each other, so this one comes last.
    op.create_foreign_key(
        op.f("fk_consultation_questionnaire_id_id"),
        "consultation",
        "questionnaire",
        ["questionnaire_id", "id"],
        ["id", "consultation_id"],
    )
    for statement in (
        *_guards(),
        *_grants(context.config.attributes.get("app_role", "raadgever_app")),
    ):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("The first version has nothing to go back to: restore a backup.")
