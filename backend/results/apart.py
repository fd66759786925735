# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The numbers with and without what was set aside, side by side, for every form of a summary.

In Dutch, as the rest of a summary. Nothing where nothing was set aside.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from analysis.aside import PointWith, QuestionWith, WithAside
from analysis.dutch import STANCES
from analysis.figures import Figures
from analysis.points import PointFigures
from analysis.questions import QuestionFigures
from surveys.sentences import spelled

HEADING = "Met en zonder wat apart ligt"
HEADER = ("Antwoord", "Telt mee", "Met wat apart ligt")
_COUNTS: Mapping[str, str] = {
    "answered": "Gaf antwoord",
    "no_opinion": "Geen mening",
    "left_empty": "Liet leeg",
    "not_asked": "Niet gevraagd",
    "advices": "Schreef een advies",
    "conditions": "Schreef een voorwaarde",
    "touched": "Schreef wie dit raakt",
}
Row = tuple[str, int, int]


class Comparison(Struct, frozen=True):
    """Of one question: each answer with how often it counts, and how often with what is apart."""

    caption: str
    rows: tuple[Row, ...]


def told(figures: Figures) -> tuple[str, ...]:
    """What to know of these numbers, and how many responses nobody had judged."""
    said: list[str] = []
    if figures.with_aside is not None:
        number = figures.totals.set_aside
        lies = "1 reactie ligt" if number == 1 else f"{spelled(number)} reacties liggen"
        it = "die" if number == 1 else "ze"
        said.append(
            f"{lies} apart, met een reden. Twee mensen van de griffie waren het daarover eens. In"
            " deze samenvatting tellen alleen de andere reacties. De tabellen hieronder tonen ook"
            f" wat de aantallen zijn als {it} wel {'meetelt' if number == 1 else 'meetellen'}."
        )
    if figures.unjudged:
        number = figures.unjudged
        some = "1 reactie" if number == 1 else f"{spelled(number)} reacties"
        said.append(
            f"Bij {some} viel iets op, en de griffie heeft daar niet meer over geoordeeld."
            f" {'Die telt' if number == 1 else 'Die tellen'} gewoon mee."
        )
    return tuple(said)


def _counts(one: object, other: object, names: tuple[str, ...]) -> Iterator[Row]:
    """Those that say something."""
    for name in names:
        without, both = getattr(one, name), getattr(other, name)
        if both:
            yield (_COUNTS[name], without, both)


def _point(one: PointFigures, both: PointWith) -> Comparison:
    rows: list[Row] = []
    if one.asks_stance:
        pairs = zip(one.stances, both.stances, strict=True)
        rows += [(STANCES[share.stance], share.n, other.n) for share, other in pairs]
        rows += _counts(one, both, ("left_empty", "not_asked"))
    rows += _counts(one, both, ("advices", "conditions", "touched"))
    return Comparison(f"Beslispunt {one.number}", tuple(rows))


def _question(one: QuestionFigures, both: QuestionWith) -> Comparison:
    pairs = zip(one.options, both.options, strict=True)
    rows: list[Row] = [(option.label, option.n, other.n) for option, other in pairs]
    rows += _counts(one, both, ("answered", "no_opinion", "left_empty", "not_asked"))
    return Comparison(one.label, tuple(rows))


def comparisons(figures: Figures) -> tuple[Comparison, ...]:
    """In the order of the form; first how many there are at all."""
    both: WithAside | None = figures.with_aside
    if both is None:
        return ()
    whole = Comparison("Alles samen", (("Reacties", figures.totals.counted, both.counted),))
    points = zip(figures.points, both.points, strict=True)
    questions = zip(figures.questions, both.questions, strict=True)
    return (
        whole,
        *(_point(one, other) for one, other in points),
        *(_question(one, other) for one, other in questions),
    )
