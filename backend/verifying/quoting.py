# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether quotations were drawn, by a seed that nobody could choose, and are what was written."""

from analysis import draw, quotations, sets
from backend.results.content import Quoted
from backend.verifying import files
from backend.verifying.case import Case
from backend.verifying.defining import Defined
from backend.verifying.recounting import Recount
from backend.verifying.summaries import Version
from surveys.counting import other_key
from surveys.questionnaire import Questionnaire
from surveys.questions import OpenQuestion
from surveys.template import advice_key

_LONG = "Het formulier is zo lang dat teksten alleen samen te openen zijn."
Ranked = dict[tuple[str, str, int], str]
_REFUSED = "Waarom een geloot citaat niet openbaar is gemaakt; dát het is geweigerd, is bewezen."


def field_of(asked: Questionnaire, quoted: Quoted) -> str:
    """Where it was written; empty when nobody was asked for it."""
    if not quoted.question:
        return "" if quoted.decision_point is None else advice_key(quoted.decision_point)
    for question in asked.questions:
        if question.key == quoted.question:
            own = isinstance(question, OpenQuestion)
            return question.key if own else other_key(question.key)
    return ""


def ranked(defined: Defined, found: Recount, seed: str) -> Ranked:
    drawn = quotations.drawn(defined.asked, sorted(defined.points.items()), found.sets, seed)
    return {(question, side, rank): entry for question, side, rank, entry in drawn}


def seed_of(questions_hash: bytes, found: Recount) -> str:
    return draw.seed(questions_hash, found.sets.ids(found.sets.entries[sets.COUNTED]))


def _to_quote(case: Case, drawn: Ranked, before: int) -> dict[tuple[str, str], list[int]]:
    """By field and side, which lots a version shows that was made final at this place in the log:
    the first that nobody refused, as far as somebody read them."""
    rows = dict(zip(case.held.ids, case.rows, strict=True))
    decided = case.steps.last(before)
    places: dict[tuple[str, str], int] = {}
    found: dict[tuple[str, str], list[int]] = {}
    for (field, side, rank), entry in sorted(drawn.items()):
        released = decided.get((rows[entry].position, field))
        taken = places.get((field, side), 0)
        if released is False or taken >= case.defined.rules.verbatims:
            continue
        places[field, side] = taken + 1
        if released:
            found.setdefault((field, side), []).append(rank)
    return found


def _released(version: Version, case: Case, drawn: Ranked) -> None:
    shown: dict[tuple[str, str], list[int]] = {}
    for one in version.content.quotations:
        shown.setdefault((field_of(case.defined.asked, one), one.side), []).append(one.rank)
    expected = _to_quote(case, drawn, case.chain.summary_at[version.entry.inhoud])
    for where in sorted(shown.keys() | expected.keys()):
        ours, theirs = expected.get(where, []), shown.get(where, [])
        if ours != theirs:
            what = f"{' '.join(where)}: er staan lot {theirs}, uit het logboek volgt {ours}."
            case.findings.fault("D3", version.name, what)


def check(version: Version, case: Case, drawn: Ranked) -> None:
    places = {name: place for place, name in enumerate(case.held.ids)}
    asked, findings = case.defined.asked, case.findings
    before: dict[tuple[str, str], list[int]] = {}
    for number, one in enumerate(version.content.quotations, start=1):
        field = field_of(asked, one)
        entry = drawn.get((field, one.side, one.rank))
        where = f"citaat {number} ({field or '?'}, {one.side}, lot {one.rank})"
        if entry is None:
            findings.fault("D2", version.name, f"{where} is niet geloot.")
            continue
        said = before.setdefault((field, one.side), [])
        if said and one.rank <= said[-1]:
            findings.fault("D2", version.name, f"{where} staat niet op volgorde.")
        said.append(one.rank)
        if len(said) > case.defined.rules.verbatims:
            findings.fault("D2", version.name, f"{where} is er een te veel.")
        written = case.held.said[field][places[entry]]
        if isinstance(written, str) and written != one.text:
            findings.fault("D2", version.name, f"{where} is niet wat er geschreven staat.")
        if not isinstance(written, str) and case.held.long:
            findings.skip(f"De woorden van {where}.", _LONG)
        elif not isinstance(written, str):
            findings.fault("D2", files.RESPONSES, f"{where} is niet geopend.")
    _released(version, case, drawn)
    if version.content.quotations and not case.sealed:
        findings.skip(_REFUSED, "Die reden opent alleen het verzegelde pakket.")
