# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: S608 - these are attacks, made of fixed parts
"""Ways past the gate that somebody with the application's password might try."""

IMMUTABLE = (
    "attachment",
    "gate_exception",
    "result",
    "rules",
    "audit_line",
    "entry",
    "document_version",
    "classification",
    "main_choice",
    "decision_point",
    "questionnaire",
    "batch",
    "batch_entry",
    "batch_count",
    "sentence",
    "citation",
    "verbatim",
    "release",
    "installation",
    "extension",
    "item_move",
    "meeting_move",
    "closing_kept",
    "left_running",
)
KEPT = (*IMMUTABLE, "consultation", "summary", "account", "agenda_item", "document", "meeting")
"""Nothing of these is ever deleted."""

ATTACH = (
    "INSERT INTO attachment (id, agenda_item_id, document_id, document_version_id, summary_id,"
    " exception_id, summary_final, made_by) VALUES "
)
EXCEPT = (
    "INSERT INTO gate_exception (id, agenda_item_id, document_version_id, ground, reason, link,"
    " difference, made_by) VALUES (gen_random_uuid(), '{item}', "
)
BY = "'{griffier}')"
NEW = "gen_random_uuid()"
SHORT = "'{item}', '{document}', '{version}'"
ATTEMPT = f"{ATTACH}({NEW}, {SHORT}, '{{summary}}', NULL, true, '{{griffier}}')"
"""The thing itself: attach a summary of residents who were not heard long enough."""

LETTER = (
    "INSERT INTO classification (document_id, kind, reason, made_by)"
    " VALUES ('{document}', 'informatiebrief', '  kort    ', '{griffier}')"
)
NEWLINES = r"E'\n\n\n\n\n\n\n\n\n\n\n\n'"
INVISIBLE = "repeat(chr(8203), 12)"
LAY = "INSERT INTO agenda_item_document (agenda_item_id, document_id, place, main) VALUES "
OTHER_LETTER = (
    "INSERT INTO document (id, source, source_id, kind) VALUES ('{unused}', 'x', 'x',"
    " 'informatiebrief');"
)
BESIDE = f"{OTHER_LETTER}{LAY}('{{item}}', '{{unused}}', 0, false);"
CHOOSE = (
    "INSERT INTO main_choice (agenda_item_id, document_id, reason, made_by)"
    " VALUES ('{item}', '{unused}', '  nee     ', '{griffier}')"
)
NEW_ITEM = (
    "INSERT INTO agenda_item (id, source, source_id, meeting_id, place, title, explanation,"
    " heading) SELECT '{one}', 'x', 'x', meeting_id, place, title, explanation, false"
    " FROM agenda_item WHERE id = '{item}';"
)
ANSWER = (
    "INSERT INTO entry (id, consultation_id, response_id, kind, channel, form_key, body_hash)"
    " VALUES ('{unused}', '{consultation}', '{unused}', 'submission', 'web',"
    " gen_random_uuid(), '')"
)
EXTEND = (
    "INSERT INTO extension (consultation_id, closes_at, made_by)"
    " SELECT id, closes_at + interval '90 days', '{griffier}' FROM consultation"
    " WHERE id = '{open_consultation}'"
)
PAPER = (
    "INSERT INTO entry (id, consultation_id, response_id, kind, channel, form_key, body_hash,"
    " received_on, entered_by) SELECT '{unused}', id, '{unused}', 'submission', 'paper',"
    " gen_random_uuid(), '', closed_at::date, '{griffier}' FROM consultation"
    " WHERE id = '{consultation}'"
)
CANCEL = (
    "INSERT INTO entry (id, consultation_id, response_id, cancels_id, kind, channel, form_key,"
    " body_hash) VALUES "
)


def cancel(entry: str, cancels: str, kind: str = "withdrawal") -> str:
    return (
        f"('{{{entry}}}', '{{open_consultation}}', '{{entry}}', '{{{cancels}}}', '{kind}', 'web',"
        " gen_random_uuid(), '')"
    )


MOVE = (
    "INSERT INTO item_move (agenda_item_id, meeting_id, reason, made_by) SELECT '{{item}}', m.id,"
    " {reason}, {by} FROM meeting m JOIN agenda_item i ON i.id = '{{item}}'"
    " WHERE m.id <> i.meeting_id LIMIT 1"
)

RULES = "INSERT INTO rules (rules, reason, made_by) SELECT "


def rules(change: str, reason: str = "'Zo wil de raad het.'", by: str = "'{griffier}'") -> str:
    return f"{RULES}{change}, {reason}, {by} FROM rules WHERE id = 1;"


def setting(name: str, value: str) -> str:
    doubled = value.replace("{", "{{").replace("}", "}}")
    return rules(f"jsonb_set(rules, '{{{{{name}}}}}', '{doubled}')")


NO_HEARING = setting("hearing_kinds", "[]")
ALL_KINDS = rules("jsonb_insert(rules, '{{hearing_kinds, 0}}', '\"informatiebrief\"'::jsonb)")
SECOND = (
    "INSERT INTO consultation (id, slug, document_id, document_version_id, closes_at) VALUES"
    " ('{one}', 'x', '{other_document}', '{other_version}', now() + interval '20 days');"
    "INSERT INTO questionnaire (id, consultation_id, number, definition, hash)"
    " VALUES ('{two}', '{one}', 1, '', '');"
    "UPDATE consultation SET questionnaire_id = '{two}' WHERE id = '{one}';"
)
"""A draft on the other document, whole but for being opened."""


def opened(closes_at: str) -> str:
    return (
        f"{SECOND}UPDATE consultation SET closes_at = {closes_at} WHERE id = '{{one}}';"
        "UPDATE consultation SET stage = 'open' WHERE id = '{one}'"
    )


BATCH = "INSERT INTO batch (id, consultation_id, hash, origin_id, generation) VALUES "
PROGRAM = (
    "CREATE FUNCTION pg_temp.run(t timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
    " IF current_user = 'raadgever_owner' THEN"
    "   ALTER TABLE public.attachment DISABLE TRIGGER guard;"
    " END IF; RETURN true; END $$;"
    "CREATE DOMAIN pg_temp.evil AS timestamptz CHECK (pg_temp.run(VALUE));"
)
"""What would run as the owner, if one of the owner's functions could be had to call it."""


def hung(columns: str, function: str, values: str, when: str = "BEFORE") -> str:
    """One of our trigger functions, hung on a table of one's own."""
    return (
        f"CREATE TEMP TABLE fake ({columns});"
        f"CREATE TRIGGER t {when} INSERT ON fake FOR EACH ROW EXECUTE FUNCTION {function}();"
        f"INSERT INTO fake VALUES ({values})"
    )


CLASSIFYING = (
    "document_id uuid, kind text, reason text, made_by uuid, made_at {}, was text,"
    " made_by_name text"
)
AS_LETTER = "'{document}', 'informatiebrief', 'Zomaar een reden.', '{griffier}'"

# The scene has one item with a final summary that was not open long enough ('{item}' …), and one
# with an open consultation ('{open_…}'). Each of these has to be refused.
REFUSED = {
    # attachment
    "attach a summary that was not heard": ATTEMPT,
    "attach it as if it were a draft": ATTEMPT.replace("true", "false"),
    "attach nothing": f"{ATTACH}({NEW}, {SHORT}, NULL, NULL, true, '{{griffier}}')",
    "attach an unknown summary": f"{ATTACH}({NEW}, {SHORT}, {NEW}, NULL, true, '{{griffier}}')",
    "attach an unknown exception": f"{ATTACH}({NEW}, {SHORT}, NULL, {NEW}, true, '{{griffier}}')",
    "attach another version": (
        f"{ATTACH}({NEW}, '{{item}}', '{{document}}', '{{old_version}}', '{{summary}}', NULL,"
        " true, '{griffier}')"
    ),
    "attach to an item with another document": (
        f"{ATTACH}({NEW}, '{{open_item}}', '{{document}}', '{{version}}', '{{summary}}', NULL,"
        " true, '{griffier}')"
    ),
    "attach to an item that lapsed": (
        "UPDATE agenda_item SET lapsed_at = now() WHERE id = '{other_item}';"
        f"{ATTACH}({NEW}, '{{other_item}}', '{{other_document}}', '{{other_version}}', NULL,"
        " '{exception}', true, '{griffier}')"
    ),
    "attach the exception of another item": (
        f"{ATTACH}({NEW}, {SHORT}, NULL, '{{exception}}', true, '{{griffier}}')"
    ),
    "attach a summary and an exception together": (
        f"{ATTACH}({NEW}, '{{other_item}}', '{{other_document}}', '{{other_version}}',"
        " '{summary}', '{exception}', true, '{griffier}')"
    ),
    "attach in nobody's name": (
        f"{ATTACH}({NEW}, '{{other_item}}', '{{other_document}}', '{{other_version}}', NULL,"
        f" '{{exception}}', true, {NEW})"
    ),
    "attach with the constraints put off": (
        f"SET CONSTRAINTS ALL DEFERRED; {ATTACH}({NEW}, {SHORT}, '{{summary}}', NULL, true,"
        " '{griffier}')"
    ),
    "copy rows in": "COPY attachment FROM PROGRAM 'true'",
    "attach as somebody who is not of the griffie": (
        f"{ATTACH}({NEW}, '{{other_item}}', '{{other_document}}', '{{other_version}}', NULL,"
        " '{exception}', true, '{member}')"
    ),
    # gate_exception
    "no reason": EXCEPT + "'{version}', 'spoed', '  kort    ', '', '', " + BY,
    "a reason of blank lines": EXCEPT + f"'{{version}}', 'spoed', {NEWLINES}, '', '', " + BY,
    "a reason that nobody sees": EXCEPT + f"'{{version}}', 'spoed', {INVISIBLE}, '', '', " + BY,
    "too few answered, and nobody was asked": EXCEPT
    + "'{version}', 'geen_reacties', 'Omdat het zo is.', '', '', " + BY,
    "an exception by somebody who left": EXCEPT
    + "'{version}', 'spoed', 'Omdat het zo is.', '', '', '{gone}')",
    "an exception by a member of the council": EXCEPT
    + "'{version}', 'spoed', 'Omdat het zo is.', '', '', '{member}')",
    "heard before, at no address": EXCEPT
    + "'{version}', 'al_gehoord', 'Omdat het zo is.', 'https://', '', "
    + BY,
    "edited, and the difference is invisible": EXCEPT
    + f"'{{version}}', 'redactioneel', 'Omdat het zo is.', '', {INVISIBLE}, "
    + BY,
    "no such ground": EXCEPT + "'{version}', 'zin', 'Omdat het zo is.', '', '', " + BY,
    "heard before, without a link": EXCEPT
    + "'{version}', 'al_gehoord', 'Omdat het zo is.', '', '', "
    + BY,
    "edited, without the difference": EXCEPT
    + "'{version}', 'redactioneel', 'Omdat het zo is.', '', ' ', "
    + BY,
    # summary
    "write in a final summary": "UPDATE summary SET content = 'x' WHERE id = '{summary}'",
    "take back that it is final": (
        "UPDATE summary SET finalised_at = NULL, content = NULL, finalised_by = NULL"
        " WHERE id = '{summary}'"
    ),
    "begin with a final summary": (
        "INSERT INTO summary (id, consultation_id, document_version_id, result_id, number,"
        " finalised_at, finalised_by, content)"
        " VALUES (gen_random_uuid(), '{consultation}', '{version}', '{result}', 2, now(),"
        " '{griffier}', 'x')"
    ),
    "a summary about another version": (
        "INSERT INTO summary (id, consultation_id, document_version_id, result_id, number)"
        " VALUES (gen_random_uuid(), '{consultation}', '{open_version}', '{result}', 2)"
    ),
    "a summary with the result of another consultation": (
        "INSERT INTO summary (id, consultation_id, document_version_id, result_id, number)"
        " VALUES (gen_random_uuid(), '{open_consultation}', '{open_version}', '{result}', 1)"
    ),
    "say yourself what is final": "UPDATE summary SET final = true",
    "add a sentence to a final summary": (
        "INSERT INTO sentence (summary_id, place, rule, text)"
        " VALUES ('{summary}', 99, 'x', 'Iedereen is voor.')"
    ),
    "add a citation to a final summary": (
        "INSERT INTO citation (summary_id, sentence, place, question, count, entries)"
        " VALUES ('{summary}', 99, 0, 'q', 1, ARRAY['{entry}'::uuid])"
    ),
    # consultation
    "open it long ago": (
        "UPDATE consultation SET opened_at = opened_at - interval '15 days'"
        " WHERE id = '{open_consultation}'"
    ),
    "have it open long ago, when it is closed": (
        "UPDATE consultation SET opened_at = opened_at - interval '15 days'"
        " WHERE id = '{consultation}'"
    ),
    "begin closed": (
        "INSERT INTO consultation (id, slug, document_id, document_version_id, stage)"
        " VALUES (gen_random_uuid(), 'x', '{other_document}', '{other_version}', 'closed')"
    ),
    "begin with a past": (
        "INSERT INTO consultation (id, slug, document_id, document_version_id, opened_at)"
        " VALUES (gen_random_uuid(), 'x', '{other_document}', '{other_version}', '2020-01-01')"
    ),
    "begin under rules of your choice": (
        "INSERT INTO consultation (id, slug, document_id, document_version_id, rules_id)"
        " VALUES (gen_random_uuid(), 'x', '{other_document}', '{other_version}', 1)"
    ),
    "take other rules": (
        "UPDATE consultation SET rules_id = (SELECT min(id) FROM rules)"
        " WHERE id = '{consultation}'"
    ),
    "take no rules": "UPDATE consultation SET rules_id = NULL WHERE id = '{consultation}'",
    "be about another text": (
        "UPDATE consultation SET document_id = '{other_document}',"
        " document_version_id = '{other_version}' WHERE id = '{consultation}'"
    ),
    "be about an older text of it": (
        "UPDATE consultation SET document_version_id = '{old_version}' WHERE id = '{consultation}'"
    ),
    "ask other questions": (
        "UPDATE consultation SET questionnaire_id = NULL WHERE id = '{open_consultation}'"
    ),
    "ask the questions of another": (
        SECOND + "UPDATE consultation SET questionnaire_id = (SELECT questionnaire_id"
        " FROM consultation WHERE id = '{open_consultation}') WHERE id = '{one}'"
    ),
    "open until long ago": opened("now() - interval '1 second'"),
    "open until before all time": opened("'-infinity'"),
    "open until the end of time": opened("'infinity'"),
    "open until nobody knows": opened("NULL"),
    "stay open until the end of time": (
        "UPDATE consultation SET closes_at = 'infinity' WHERE id = '{open_consultation}'"
    ),
    "a closing moment of your own": (
        "UPDATE consultation SET closed_at = closed_at + interval '30 days'"
        " WHERE id = '{consultation}'"
    ),
    "say afterwards why only a mark was asked": (
        "UPDATE consultation SET ratings_only_reason = 'x' WHERE id = '{open_consultation}'"
    ),
    "be made long ago": (
        "UPDATE consultation SET created_at = '1990-01-01' WHERE id = '{open_consultation}'"
    ),
    "say later why it was cancelled": (
        "UPDATE consultation SET stage = 'cancelled', cancel_reason = 'wij willen het niet weten'"
        " WHERE id = '{open_consultation}';"
        "UPDATE consultation SET cancel_reason = 'op verzoek' WHERE id = '{open_consultation}'"
    ),
    "cancel, and say nothing at length": (
        f"UPDATE consultation SET stage = 'cancelled', cancel_reason = {NEWLINES}"
        " WHERE id = '{open_consultation}'"
    ),
    "close before the published moment": (
        "UPDATE consultation SET closes_at = now() WHERE id = '{open_consultation}'"
    ),
    "move a closing moment on, and not say who": (
        "UPDATE consultation SET closes_at = closes_at + interval '1 day'"
        " WHERE id = '{open_consultation}'"
    ),
    "move a closing moment back": EXTEND.replace("+ interval '90 days'", "- interval '1 hour'"),
    "move it on in nobody's name": EXTEND.replace("'{griffier}'", NEW),
    "move it on as a member of the council": EXTEND.replace("{griffier}", "{member}"),
    "move it on in another's name": EXTEND.replace("made_by)", "made_by, made_by_name)").replace(
        "'{griffier}'", "'{griffier}', 'De burgemeester'"
    ),
    "move on what has closed": EXTEND.replace("{open_consultation}", "{consultation}"),
    "go back to draft when somebody answered": (
        "UPDATE consultation SET stage = 'draft' WHERE id = '{open_consultation}'"
    ),
    "be cancelled long ago": (
        "UPDATE consultation SET stage = 'cancelled', cancel_reason = 'Het gaat niet door.',"
        " cancelled_at = '2020-01-01' WHERE id = '{open_consultation}'"
    ),
    "days for paper that nobody published": (
        "UPDATE consultation SET fixed_at = now() + interval '5 days' WHERE id = '{consultation}'"
    ),
    "enter paper when the count is fixed": PAPER,
    "receive paper while it is open": (
        PAPER.replace("{consultation}", "{open_consultation}").replace("closed_at", "opened_at")
    ),
    "jump from open to summarised": (
        "UPDATE consultation SET stage = 'summarised' WHERE id = '{open_consultation}'"
    ),
    "jump from open to attached": (
        "UPDATE consultation SET stage = 'attached' WHERE id = '{open_consultation}'"
    ),
    "go back to open": "UPDATE consultation SET stage = 'open' WHERE id = '{consultation}'",
    "go back to draft": "UPDATE consultation SET stage = 'draft' WHERE id = '{consultation}'",
    "cancel what was counted": (
        "UPDATE consultation SET stage = 'cancelled', cancel_reason = 'x'"
        " WHERE id = '{consultation}'"
    ),
    "cancel without saying why": (
        "UPDATE consultation SET stage = 'cancelled' WHERE id = '{open_consultation}'"
    ),
    "a second consultation on the same text": (
        "INSERT INTO consultation (id, slug, document_id, document_version_id)"
        " VALUES (gen_random_uuid(), 'x', '{document}', '{version}')"
    ),
    # what a document is, and which one gates
    "say what it is without saying it aloud": (
        "UPDATE document SET kind = 'informatiebrief' WHERE id = '{document}'"
    ),
    "say that it is a letter, and not why": LETTER,
    "say first that nobody knows what it is": (
        "INSERT INTO classification (document_id, reason, made_by)"
        " VALUES ('{document}', '', '{griffier}');" + LETTER
    ),
    "say so in nobody's name": LETTER.replace("'{griffier}'", NEW),
    "say that it is something unheard of": LETTER.replace("informatiebrief", "praatje").replace(
        "  kort    ", "Zomaar een reden."
    ),
    "say that it is a letter, in blank lines": LETTER.replace("'  kort    '", NEWLINES),
    "say that it is a letter, invisibly": LETTER.replace("'  kort    '", INVISIBLE),
    "say so as a member of the council": (
        LETTER.replace("  kort    ", "Zomaar een reden.").replace("{griffier}", "{member}")
    ),
    "say so as somebody who left": (
        LETTER.replace("  kort    ", "Zomaar een reden.").replace("{griffier}", "{gone}")
    ),
    "say so in another's name": (
        LETTER.replace("  kort    ", "Zomaar een reden.")
        .replace("made_by)", "made_by, made_by_name)")
        .replace("'{griffier}')", "'{griffier}', 'De burgemeester')")
    ),
    "say so before all others": (
        LETTER.replace("  kort    ", "Zomaar een reden.")
        .replace("(document_id", "(id, document_id")
        .replace("VALUES (", "OVERRIDING SYSTEM VALUE VALUES (-5, ")
    ),
    "say so while nothing needs hearing": NO_HEARING + LETTER,
    "say so while letters need hearing too": ALL_KINDS + LETTER,
    "take the paper away": "DELETE FROM agenda_item_document WHERE agenda_item_id = '{item}'",
    "lay the paper elsewhere": (
        "UPDATE agenda_item_document SET agenda_item_id = '{other_item}'"
        " WHERE agenda_item_id = '{item}'"
    ),
    "let another paper gate": (
        "UPDATE agenda_item_document SET main = false WHERE agenda_item_id = '{item}'"
    ),
    "add a main paper": BESIDE.replace("false", "true"),
    "add a main paper when the first is gone": (
        "UPDATE agenda_item_document SET gone_at = now() WHERE agenda_item_id = '{item}';"
        + BESIDE.replace("false", "true")
    ),
    "choose a letter, and not say why": BESIDE + CHOOSE,
    "choose a letter, in blank lines": BESIDE + CHOOSE.replace("'  nee     '", NEWLINES),
    "choose a letter as a member of the council": BESIDE
    + CHOOSE.replace("  nee     ", "Zomaar een reden.").replace("{griffier}", "{member}"),
    "choose a letter where nobody chose yet": (
        f"{OTHER_LETTER}{NEW_ITEM}{LAY}('{{one}}', '{{unused}}', 0, false),"
        " ('{one}', '{document}', 1, false);" + CHOOSE.replace("{item}", "{one}")
    ),
    "choose a letter when the proposal is gone": BESIDE + (
        "UPDATE agenda_item_document SET gone_at = now() WHERE document_id = '{document}';"
        "INSERT INTO main_choice (agenda_item_id, document_id, reason, made_by)"
        " VALUES ('{item}', '{unused}', '', '{griffier}')"
    ),
    "choose a paper of another item": (
        "INSERT INTO main_choice (agenda_item_id, document_id, reason, made_by)"
        " VALUES ('{item}', '{other_document}', 'Omdat het zo is.', '{griffier}')"
    ),
    # result, entry, rules
    "answer after closing": ANSWER,
    "answer after closing, in a name of before": ANSWER.replace(
        "form_key,", "received_at, form_key,"
    ).replace("'web',", "'web', '2020-01-01',"),
    "a result while it is open": (
        "INSERT INTO result (id, consultation_id, number, counted, figures, hash, seed)"
        " VALUES (gen_random_uuid(), '{open_consultation}', 1, 9, '', '', '')"
    ),
    "an answer that cancels one elsewhere": (
        "INSERT INTO entry (id, consultation_id, response_id, cancels_id, kind, channel, form_key,"
        " body_hash) VALUES (gen_random_uuid(), '{consultation}', '{entry}', '{entry}',"
        " 'withdrawal', 'web', gen_random_uuid(), '')"
    ),
    "erase what was not withdrawn": "DELETE FROM coded_answers",
    "withdraw a withdrawal, and erase what still counts": CANCEL
    + cancel("one", "one")
    + "; DELETE FROM coded_answers",
    "two withdrawals of each other": f"{CANCEL}{cancel('one', 'two')}, {cancel('two', 'one')}",
    "answer again in the name of who withdrew": f"{CANCEL}{cancel('one', 'entry')};"
    f"{CANCEL}{cancel('two', 'one', 'replacement')}",
    "put words in a mouth": "INSERT INTO answer_text VALUES ('{entry}', '1.advice', 'Bouw maar.')",
    "say who somebody is": "INSERT INTO background VALUES ('{entry}', '{{}}')",
    "say what somebody meant": (
        "INSERT INTO coded_answers SELECT id, '{{}}' FROM entry"
        " WHERE consultation_id = '{consultation}'"
    ),
    "a result that is made up": (
        "INSERT INTO result (id, consultation_id, number, counted, figures, hash, seed)"
        " VALUES (gen_random_uuid(), '{consultation}', 99, 100000, '', '', '')"
    ),
    "count anew what nobody withdrew": (
        f"{BATCH}({NEW}, '{{open_consultation}}', '', '{{batch}}', 1)"
    ),
    "count anew, far ahead": (
        f"{CANCEL}{cancel('one', 'entry')};"
        "INSERT INTO batch_entry (entry_id, batch_id) VALUES ('{entry}', '{batch}');"
        f"{BATCH}({NEW}, '{{open_consultation}}', '', '{{batch}}', 2)"
    ),
    "count anew, as if elsewhere": (
        f"{CANCEL}{cancel('one', 'entry')};"
        "INSERT INTO batch_entry (entry_id, batch_id) VALUES ('{entry}', '{batch}');"
        f"{BATCH}({NEW}, '{{consultation}}', '', '{{batch}}', 1)"
    ),
    "an older version of the text": (
        "INSERT INTO document_version (id, document_id, number, hash, title, plain_text,"
        " source_version) VALUES (gen_random_uuid(), '{document}', 0, '', 'x', '', '')"
    ),
    "the last version that there can be": (
        "INSERT INTO document_version (id, document_id, number, hash, title, plain_text,"
        " source_version) VALUES (gen_random_uuid(), '{document}', 2147483647, '', 'x', '', '')"
    ),
    "one more thing to decide": (
        "INSERT INTO decision_point VALUES ('{version}', 99, 'De raad verkoopt het park.')"
    ),
    "rules without a word": rules("rules", "''"),
    "rules of blank lines": rules("rules", NEWLINES),
    "rules by nobody": rules("rules", by="NULL::uuid"),
    "rules by a member of the council": rules("rules", by="'{member}'"),
    "rules without rules": rules("'{{}}'"),
    "rules in a row": rules("'[]'"),
    "rules that are a number": rules("'5'"),
    "rules with a negative number of days": setting("minimum_days", "-1"),
    "rules with half a day": setting("minimum_days", "0.5"),
    "rules with days in words": setting("minimum_days", '"14"'),
    "rules with more days than there are": setting("minimum_days", "99999999999"),
    "rules with no number of days": setting("minimum_days", "null"),
    "rules that hear nobody": setting("minimum_responses", "0"),
    "rules about other kinds": setting("hearing_kinds", '[null, ["motie"], {}, 5]'),
    "rules about one kind, not in a list": setting("hearing_kinds", '"motie"'),
    "rules for ever": rules("rules").replace(
        "(rules, reason, made_by) SELECT ",
        "(id, rules, reason, made_by) OVERRIDING SYSTEM VALUE SELECT 9223372036854775807, ",
    ),
    "rules of before": rules("rules").replace("made_by)", "made_by, made_at)").replace(
        " FROM", ", '2020-01-01'::timestamptz FROM"
    ),
    "a trail of before": (
        "INSERT INTO audit_line (at, action, object, result, origin, actor)"
        " VALUES ('1990-01-01', 'x', 'x', 'x', 'x', 'x')"
    ),
    "a nameless account": (
        "INSERT INTO account (id, username, name, role, password)"
        " VALUES (gen_random_uuid(), 'x', ' ', 'griffie', '-')"
    ),
    "another name for the same account": "UPDATE account SET name = 'Niemand'",
    "another role for the same account": "UPDATE account SET role = 'griffie'",
    "another meeting, without a word": "UPDATE agenda_item SET meeting_id = meeting_id",
    "another meeting, for a short reason": MOVE.format(reason="'kort'", by="'{griffier}'"),
    "another meeting, by a member of the council": MOVE.format(
        reason="'Zomaar een reden.'", by="'{member}'"
    ),
    "the meeting that it is on already": (
        "INSERT INTO item_move (agenda_item_id, meeting_id) SELECT id, meeting_id"
        " FROM agenda_item WHERE id = '{item}'"
    ),
    "say where it stood": (
        "INSERT INTO item_move (agenda_item_id, meeting_id, was_meeting_id) SELECT i.id,"
        " m.id, m.id FROM agenda_item i, meeting m WHERE i.id = '{item}' AND m.id <> i.meeting_id"
    ),
    "say when a meeting was": (
        "INSERT INTO meeting_move (meeting_id, was, starts_at) SELECT id, starts_at, starts_at"
        " FROM meeting"
    ),
    "leave a closing in nobody's name": (
        "INSERT INTO closing_kept (consultation_id, meeting_id, starts_at) SELECT"
        " '{open_consultation}', id, starts_at FROM meeting LIMIT 1"
    ),
    "another name at the source": "UPDATE agenda_item SET source_id = 'x' WHERE id = '{item}'",
    **{
        f"let another {table} take its place": f"UPDATE {table} SET id = gen_random_uuid()"
        for table in ("account", "meeting", "agenda_item", "document", "consultation", "summary")
    },
    # the owner's functions on tables of one's own
    "classify by a trigger of your own": hung(
        CLASSIFYING.format("timestamptz"), "guard_classification", AS_LETTER
    ),
    "run as the owner": PROGRAM
    + hung(CLASSIFYING.format("pg_temp.evil"), "guard_classification", AS_LETTER)
    + f"; {ATTEMPT}",
    "choose by a trigger of your own": BESIDE
    + hung(
        "agenda_item_id uuid, document_id uuid, reason text, made_by uuid, made_at timestamptz,"
        " was_id uuid, made_by_name text",
        "guard_main_choice",
        "'{item}', '{unused}', 'Zomaar een reden.', '{griffier}'",
    ),
    "forget by a trigger of your own": hung(
        "origin_id uuid, generation integer", "forget_superseded", "'{batch}', 5", "AFTER"
    ),
    # the view and the machinery
    "write in the view": "INSERT INTO readiness (agenda_item_id, ready) VALUES ('{item}', true)",
    "change the view": "UPDATE readiness SET ready = true",
    "replace the view": "CREATE OR REPLACE VIEW readiness AS SELECT true AS ready",
    "drop the view": "DROP VIEW readiness",
    "a rule on the view": (
        "CREATE RULE r AS ON SELECT TO readiness DO INSTEAD SELECT true AS ready"
    ),
    "disable the guard": "ALTER TABLE attachment DISABLE TRIGGER guard",
    "disable all triggers": "ALTER TABLE consultation DISABLE TRIGGER ALL",
    "drop the guard": "DROP TRIGGER guard ON attachment",
    "a trigger of your own": (
        "CREATE TRIGGER mine BEFORE INSERT ON attachment FOR EACH ROW EXECUTE FUNCTION"
        " refuse_change()"
    ),
    "drop a constraint": "ALTER TABLE attachment DROP CONSTRAINT ck_attachment_one",
    "another column": "ALTER TABLE attachment ADD COLUMN x int",
    "inherit from a table": "CREATE TABLE mine () INHERITS (attachment)",
    "replace what heard means": (
        "CREATE OR REPLACE FUNCTION heard(uuid) RETURNS boolean LANGUAGE sql AS 'SELECT true'"
    ),
    "a function of the same name": (
        "CREATE FUNCTION heard(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'"
    ),
    "drop the function": "DROP FUNCTION heard CASCADE",
    "alter the function": "ALTER FUNCTION guard_attachment() OWNER TO raadgever_app",
    "be a replica": "SET session_replication_role = replica",
    "be the owner": "SET ROLE raadgever_owner",
    "be somebody else": "SET SESSION AUTHORIZATION raadgever_owner",
    "grant yourself more": "GRANT ALL ON attachment TO raadgever_app; DELETE FROM attachment",
    "a table in public": "CREATE TABLE public.entry_ (id int)",
    "a function in public": "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a schema": "CREATE SCHEMA mine",
    "an extension": "CREATE EXTENSION adminpack",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "read the server's files": "SELECT pg_read_file('postgresql.conf')",
    "take the row policy away": "ALTER TABLE batch_count DISABLE ROW LEVEL SECURITY",
    "see past the row policy": "SET row_security = off; SELECT * FROM batch_count",
    "see what you seal as you seal it": (
        "INSERT INTO batch_count (batch_id, consultation_id, count)"
        " VALUES ('{unsealed_batch}', '{open_consultation}', 'x') RETURNING count"
    ),
    **{f"change {table}": f"UPDATE {table} SET {_c} = {_c}" for table, _c in (
        ("attachment", "made_at"),
        ("gate_exception", "reason"),
        ("result", "counted"),
        ("rules", "rules"),
        ("audit_line", "actor"),
        ("entry", "kind"),
        ("document_version", "title"),
        ("decision_point", "text"),
        ("classification", "reason"),
        ("main_choice", "reason"),
        ("questionnaire", "definition"),
        ("batch", "hash"),
        ("batch_entry", "batch_id"),
        ("batch_count", "count"),
        ("sentence", "text"),
        ("citation", "count"),
        ("verbatim", "rank"),
        ("release", "released"),
        ("installation", "kind"),
        ("item_move", "reason"),
        ("meeting_move", "was"),
        ("closing_kept", "starts_at"),
        ("left_running", "made_at"),
        ("coded_answers", "coded"),
        ("answer_text", "text"),
        ("background", "coded"),
        ("receipt", "fingerprint"),
        ("source_times", "times"),
    )},
    **{f"delete from {table}": f"DELETE FROM {table}" for table in KEPT},
    **{f"truncate {table}": f"TRUNCATE {table} CASCADE" for table in KEPT},
}  # fmt: skip

# These may be done; the item stays as red as it was.
WITHOUT_EFFECT = {
    "an exception that nobody attached": EXCEPT
    + "'{version}', 'spoed', 'Omdat het zo is.', '', '', "
    + BY,
    "move it to another meeting": MOVE.format(reason="'Zomaar een reden.'", by="'{griffier}'"),
    "make it a heading": "UPDATE agenda_item SET heading = true",
    "milder rules afterwards": setting("minimum_days", "0"),
    "a stage that says it is attached": (
        "UPDATE consultation SET stage = 'attached' WHERE id = '{consultation}'"
    ),
    "keep it open for longer than it was": (
        f"{EXTEND}; UPDATE consultation SET stage = 'closed' WHERE id = '{{open_consultation}}'"
    ),
    "unclassify": (
        "INSERT INTO classification (document_id, reason, made_by)"
        " VALUES ('{document}', '', '{griffier}')"
    ),
    "another paper, beside the main one": BESIDE,
    "say that the source took the paper away": "UPDATE agenda_item_document SET gone_at = now()",
}

SHADOWS = {
    "entries": "CREATE TEMP TABLE entry AS SELECT * FROM public.entry",
    "consultations": (
        "CREATE TEMP TABLE consultation AS SELECT * FROM public.consultation;"
        "UPDATE consultation SET opened_at = opened_at - interval '30 days'"
    ),
    "rules": (
        "CREATE TEMP TABLE rules AS SELECT * FROM public.rules;"
        "UPDATE rules SET rules = jsonb_set(rules, '{{minimum_days}}', '0')"
    ),
    "agenda": (
        "CREATE TEMP TABLE agenda_item_document AS SELECT * FROM public.agenda_item_document;"
        "UPDATE agenda_item_document SET main = true"
    ),
}


def emptied(table: str) -> tuple[str, str]:
    return f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"


def counted(table: str) -> str:
    return f"SELECT count(*) FROM {table}"
