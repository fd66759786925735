# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said about one decision point, still unchecked: `sentences.write` checks it."""

from collections.abc import Iterable, Iterator

from analysis.dutch import are, reactions
from analysis.leaning import divided
from analysis.points import PointFigures
from analysis.sets import COUNTED, Sets, any_of
from surveys.counting import NOT_ASKED, WRITTEN
from surveys.sentences import Citation, Sentence, spelled
from surveys.stances import IN_FAVOUR, OPPOSED, Stance
from surveys.template import advice_key, stance_key


def _cite(point: PointFigures, sets: Sets, n: int, stances: Iterable[str]) -> tuple[Citation, ...]:
    key = stance_key(point.number)
    return (Citation(key, any_of(sets, key, stances), n),) if n else ()


def _sentence(
    point: PointFigures, rule: str, text: str, citations: tuple[Citation, ...] = ()
) -> Sentence:
    return Sentence(rule, text, citations, (str(point.number),), point.number)


def _in_favour(point: PointFigures, sets: Sets) -> Sentence:
    n, about = point.in_favour, f"beslispunt {point.number}"
    cited = _cite(point, sets, n, IN_FAVOUR)
    said = f"{reactions(n)} {are(n)} voor {about}"
    if not n:
        text = f"Niemand is voor {about}."
    elif not point.for_if:
        text = f"{said}."
    elif point.for_if == n:
        text = f'{said}, maar alleen onder een voorwaarde ("voor, mits").'
    else:
        condition = f'{spelled(point.for_if)} alleen onder een voorwaarde ("voor, mits")'
        text = f"{said}, waarvan {condition}."
        cited += _cite(point, sets, point.for_if, [Stance.FOR_IF])
    return _sentence(point, "in_favour", text, cited)


def _opposed(point: PointFigures, sets: Sets) -> Sentence:
    n = point.opposed
    who = f"{reactions(n)} {are(n)}" if n else "Niemand is"
    cited = _cite(point, sets, n, OPPOSED)
    return _sentence(point, "opposed", f"{who} tegen beslispunt {point.number}.", cited)


def _apart(point: PointFigures, sets: Sets, stance: Stance, n: int, word: str) -> Sentence:
    about = f"beslispunt {point.number}"
    text = f'Bij {about} is in {reactions(n)} "{word}" gekozen.'
    nobody = f'Niemand koos bij {about} "{word}".'
    return _sentence(point, stance, text if n else nobody, _cite(point, sets, n, [stance]))


def _divided(point: PointFigures, sets: Sets) -> Iterator[Sentence]:
    favour, opposed = point.in_favour, point.opposed
    if divided(point):
        both = f"{reactions(favour)} {are(favour)} voor en {spelled(opposed)} tegen"
        text = f"De meningen over beslispunt {point.number} zijn verdeeld: {both}."
        cited = _cite(point, sets, favour, IN_FAVOUR) + _cite(point, sets, opposed, OPPOSED)
        yield _sentence(point, "divided", text, cited)


def _left_empty(point: PointFigures, sets: Sets) -> Sentence:
    n, about = point.left_empty, f"beslispunt {point.number}"
    if not n:
        return _sentence(point, "left_empty", f"Niemand liet de keuze bij {about} leeg.")
    key = stance_key(point.number)
    left = sets.entries[COUNTED] & ~any_of(sets, key, (*Stance, NOT_ASKED))
    text = f"In {reactions(n)} is de keuze bij {about} leeg gelaten."
    return _sentence(point, "left_empty", text, (Citation(key, left, n),))


def _stance(point: PointFigures, sets: Sets) -> Iterator[Sentence]:
    n, about = point.answered, f"beslispunt {point.number}"
    if n:
        text = f"Bij {about} is in {reactions(n)} een antwoord gekozen."
        yield _sentence(point, "answered", text, _cite(point, sets, n, Stance))
        yield _in_favour(point, sets)
        yield _opposed(point, sets)
        yield _apart(point, sets, Stance.NEUTRAL, point.neutral, "neutraal")
        yield _apart(point, sets, Stance.NO_OPINION, point.no_opinion, "geen mening")
    else:
        yield _sentence(point, "answered", f"Bij {about} koos niemand een antwoord.")
    yield _left_empty(point, sets)


def _advice(point: PointFigures, sets: Sets) -> Sentence:
    n, about = point.advices, f"beslispunt {point.number}"
    if not n:
        return _sentence(point, "advice", f"Niemand gaf advies over {about}.")
    key = advice_key(point.number)
    cited = Citation(key, sets.answers.get((key, WRITTEN), 0), n)
    return _sentence(point, "advice", f"In {reactions(n)} staat advies over {about}.", (cited,))


def about(point: PointFigures, sets: Sets) -> Iterator[Sentence]:
    if point.asks_stance:
        yield from _stance(point, sets)
    if point.asks_advice:
        yield _advice(point, sets)
    if point.asks_stance:
        yield from _divided(point, sets)
