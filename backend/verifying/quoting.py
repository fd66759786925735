# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether quotations were drawn, by a seed that nobody could choose, and are what was written."""

from collections.abc import Iterator

from analysis import draw, quotations, sets
from backend.results.content import Content, Quoted
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
_REFUSED = "Waarom een geloot citaat niet openbaar is gemaakt."


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


def released(asked: Questionnaire, drawn: Ranked, content: Content) -> Iterator[tuple[str, str]]:
    """Id and field of every text that this version made public."""
    for one in content.quotations:
        field = field_of(asked, one)
        if entry := drawn.get((field, one.side, one.rank)):
            yield entry, field


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
    if version.content.quotations:
        findings.skip(_REFUSED, "Dat staat nog niet in het logboek.")
