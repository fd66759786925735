# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The frozen figures of a closed consultation: every page, table and file renders these.

Integers only.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from analysis.aside import WithAside
from analysis.counts import Count, EntryRow
from analysis.disclosure import Cells, Crossing, Marginal, People, crossings, marginal
from analysis.letters import LetterFigures
from analysis.participation import Participation, Tables, participation
from analysis.points import PointFigures, point
from analysis.profiles import Profiles
from analysis.questions import QuestionFigures, of_questions
from analysis.samples import Sample
from analysis.stance_spread import StanceSpread, stance_spread
from analysis.tally import closes
from surveys.population import Population
from surveys.questionnaire import Questionnaire
from surveys.rules import Rules
from surveys.stances import IN_FAVOUR, OPPOSED
from surveys.template import stance_key


class DoesNotClose(Exception):
    """A count whose sums are broken, of which nothing may be published; carries every one."""

    def __init__(self, broken: tuple[str, ...]) -> None:
        super().__init__("; ".join(broken))
        self.broken = broken


class Totals(Struct, frozen=True):
    """received = counted + replaced + withdrawn + set aside."""

    received: int = 0
    counted: int = 0
    replaced: int = 0
    withdrawn: int = 0
    set_aside: int = 0


class ChannelTotals(Totals, frozen=True, kw_only=True):
    channel: str


class WayTotals(Totals, frozen=True, kw_only=True):
    way: str


class Figures(Struct, frozen=True):
    """`k` is the smallest group that `who` and `crossings` show.

    by_way      with each kind of code, and without one; empty where there were no codes

    questions   what was asked besides a decision point's own questions, in the order of the form
    letters     texts that many people sent in nearly the same words
    spreads     per decision point where the middle of the stances lies, and whether people agree
    withheld    background questions of which an earlier version has the tables (`differencing`)
    participation   who took part, held against the town; None without figures of the town
    sample      what people said who were drawn by lot; None where nobody was
    with_aside  the same questions with what was set aside; None where nothing was
    unjudged    that count, and of which nobody had judged yet why they had a flag
    """

    totals: Totals
    by_channel: tuple[ChannelTotals, ...]
    by_day: tuple[EntryRow, ...]
    points: tuple[PointFigures, ...]
    who: tuple[Marginal, ...]
    crossings: tuple[Crossing, ...]
    k: int
    questions: tuple[QuestionFigures, ...] = ()
    letters: tuple[LetterFigures, ...] = ()
    by_way: tuple[WayTotals, ...] = ()
    spreads: tuple[StanceSpread, ...] = ()
    withheld: tuple[str, ...] = ()
    participation: Participation | None = None
    sample: Sample | None = None
    with_aside: WithAside | None = None
    unjudged: int = 0

    @property
    def told(self) -> tuple[PointFigures, ...]:
        """What the summary is about; the rest is only counted."""
        return tuple(point for point in self.points if point.in_summary)


_FIVE = Totals.__struct_fields__


def _totals(rows: Iterable[EntryRow]) -> dict[str, int]:
    held = list(rows)
    return {name: sum(getattr(row, name) for row in held) for name in _FIVE}


def ways_add_up(totals: Totals, by_way: Iterable[WayTotals]) -> bool:
    """Where there were codes, all ways together are everything."""
    held = list(by_way)
    return not held or all(
        sum(getattr(one, name) for one in held) == getattr(totals, name) for name in _FIVE
    )


def _column(value: str | None) -> str:
    if value in IN_FAVOUR:
        return "in_favour"
    return "opposed" if value in OPPOSED else "neither"


def _cells(number: int, background: str, groups: Iterable[str | None], count: Count) -> list[Cells]:
    cells: dict[str | None, Counter[str]] = {group: Counter() for group in groups}
    for row in count.crossed:
        if row.background == background and row.question == stance_key(number):
            cells[row.group][_column(row.value)] += row.n
    return [Cells(group, **columns) for group, columns in cells.items()]


def figures(
    count: Count, questionnaire: Questionnaire, rules: Rules, points: Mapping[int, str]
) -> Figures:
    """`points`: number to text, of every decision point that is asked about.

    Raises `DoesNotClose` for a count with a broken sum.
    """
    if broken := closes(count, questionnaire):
        raise DoesNotClose(broken)
    about = {page.decision_point for page in questionnaire.pages()} - {None}
    if missing := sorted(str(number) for number in about - set(points)):
        raise ValueError(f"decision points without their text: {', '.join(missing)}")
    asked = {question.key for question in questionnaire.stances()}
    who: list[Marginal] = []
    crossed: list[Crossing] = []
    for question in questionnaire.background():
        people = {(row.background, row.group): row.n for row in count.groups}
        groups = (*(option.value for option in question.options), None)
        held = [People(group, people.get((question.key, group), 0)) for group in groups]
        who.append(marginal(question.key, held, rules.k))
        tables = {
            number: _cells(number, question.key, groups, count)
            for number in sorted(points)
            if stance_key(number) in asked
        }
        crossed += crossings(question.key, tables, rules.k)
    channels = sorted({row.channel for row in count.entries})
    told = tuple(point(n, points[n], count, questionnaire) for n in sorted(points))
    spreads = (stance_spread(one) for one in told if one.asks_stance)
    return Figures(
        totals=Totals(**_totals(count.entries)),
        by_channel=tuple(
            ChannelTotals(channel=c, **_totals(row for row in count.entries if row.channel == c))
            for c in channels
        ),
        by_day=tuple(sorted(count.entries, key=lambda row: (row.day, row.channel))),
        points=told,
        who=tuple(who),
        crossings=tuple(sorted(crossed, key=lambda crossing: crossing.decision_point)),
        k=rules.k,
        questions=of_questions(count, questionnaire),
        spreads=tuple(one for one in spreads if one is not None),
    )


def held_against(
    made: Figures, population: Population | None, questionnaire: Questionnaire, held: Profiles
) -> Figures:
    """With who took part, where the town's own figures are known."""
    if population is None:
        return made
    found = participation(
        population,
        questionnaire,
        made.totals.counted,
        Tables({one.background: one for one in made.who}, made.crossings, made.withheld, made.k),
        held,
    )
    return msgspec.structs.replace(made, participation=found)
