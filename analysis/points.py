# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The figures of one decision point.

Shares are per mille, rounded half up, of everybody who chose one of the seven stances, so "no
opinion" has a share too; net agreement leaves it out (DESIGN.md 8).
"""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from analysis.counts import Count
from surveys.counting import NOT_ASKED, WRITTEN
from surveys.questionnaire import Questionnaire
from surveys.questions import OpenQuestion
from surveys.stances import IN_FAVOUR, OPPOSED, Agreement, Stance, agreement
from surveys.template import advice_key, stance_key


class StanceShare(Struct, frozen=True):
    stance: Stance
    n: int
    permille: int


class ChannelStances(Struct, frozen=True):
    channel: str
    stances: tuple[StanceShare, ...]
    answered: int
    left_empty: int
    not_asked: int = 0


class PointFigures(Struct, frozen=True):
    """`asks_stance` and `asks_advice` tell nought from not asked.

    in_summary   no for a point that is only counted: it is in the tables, and nothing tells of it
    """

    number: int
    text: str
    asks_stance: bool
    asks_advice: bool
    stances: tuple[StanceShare, ...]
    by_channel: tuple[ChannelStances, ...]
    agreement: Agreement
    in_favour: int
    for_if: int
    opposed: int
    neutral: int
    no_opinion: int
    answered: int
    left_empty: int
    advices: int
    conditions: int
    touched: int
    not_asked: int = 0
    in_summary: bool = True


def permille(part: int, whole: int) -> int:
    """Rounded half up; of nothing it is nought."""
    return (2000 * part + whole) // (2 * whole) if whole else 0


def _shares(counts: Mapping[str | None, int]) -> tuple[StanceShare, ...]:
    answered = sum(counts.get(stance, 0) for stance in Stance)
    return tuple(
        StanceShare(
            stance,
            n := counts.get(stance, 0),
            permille(n, answered),
        )
        for stance in Stance
    )


def _channel(name: str, counts: Mapping[str | None, int]) -> ChannelStances:
    stances = _shares(counts)
    return ChannelStances(
        name,
        stances,
        sum(share.n for share in stances),
        counts.get(None, 0),
        counts.get(NOT_ASKED, 0),
    )


def point(number: int, text: str, count: Count, questionnaire: Questionnaire) -> PointFigures:
    opened = {q.key for q in questionnaire.questions if isinstance(q, OpenQuestion)}
    stance = {question.key: question for question in questionnaire.stances()}
    asked = stance.get(stance_key(number))
    asks = asked is not None
    said = [row for row in count.answers if asks and row.question == stance_key(number)]
    written: Counter[str] = Counter()
    for row in count.answers:
        written[row.question] += row.n if row.value == WRITTEN else 0
    channels: dict[str, dict[str | None, int]] = {row.channel: {} for row in count.entries}
    counts: Counter[str | None] = Counter()
    for row in said:
        channels[row.channel][row.value] = row.n
        counts[row.value] += row.n
    stances = _shares(counts)
    return PointFigures(
        number=number,
        text=text,
        asks_stance=asks,
        asks_advice=advice_key(number) in opened,
        stances=stances,
        by_channel=tuple(_channel(c, channels[c]) for c in sorted(channels)) if asks else (),
        agreement=agreement({share.stance: share.n for share in stances}),
        in_favour=sum(counts[stance] for stance in IN_FAVOUR),
        for_if=counts[Stance.FOR_IF],
        opposed=sum(counts[stance] for stance in OPPOSED),
        neutral=counts[Stance.NEUTRAL],
        no_opinion=counts[Stance.NO_OPINION],
        answered=sum(share.n for share in stances),
        left_empty=counts[None],
        advices=written[advice_key(number)],
        conditions=written[f"{number}.condition"],
        touched=written[f"{number}.touched"],
        not_asked=counts[NOT_ASKED],
        in_summary=asked is None or asked.in_summary,
    )
