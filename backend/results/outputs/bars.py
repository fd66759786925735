# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which charts a summary has: one of all decision points together, and per point one by channel.

A channel through which nobody gave an opinion has no bar; its numbers are in the tables.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from analysis.diverging import Bar, bar
from analysis.dutch import CHANNELS
from analysis.points import PointFigures, StanceShare
from backend.results.content import Content
from backend.results.outputs import charts

OVERVIEW = "beslispunten"
_PER_PAGE = 12
_PER_PART = 6
TOGETHER = "Alles samen"


class Drawn(Struct, frozen=True):
    """`name` is how it is called in an address, without the extension."""

    name: str
    title: str
    svg: bytes
    said: str


def _counts(stances: Sequence[StanceShare]) -> dict[str, int]:
    return {share.stance: share.n for share in stances}


def _by_channel(point: PointFigures) -> list[Bar]:
    channels = [
        bar(CHANNELS.get(each.channel, each.channel), _counts(each.stances))
        for each in point.by_channel
    ]
    return [bar(TOGETHER, _counts(point.stances)), *(each for each in channels if each.of)]


def _draw(name: str, title: str, bars: Sequence[Bar]) -> Drawn:
    return Drawn(name, title, charts.svg(title, bars), charts.said(bars))


def _all_points(content: Content) -> list[Bar]:
    return [
        bar(f"Beslispunt {point.number}", _counts(point.stances))
        for point in content.figures.told
        if point.asks_stance
    ]


def per_point(content: Content) -> Iterator[tuple[int, Drawn]]:
    for point in content.figures.told:
        if point.asks_stance and point.answered > point.no_opinion:
            title = f"Wat mensen vinden van beslispunt {point.number}, samen en per weg"
            yield point.number, _draw(f"beslispunt-{point.number}", title, _by_channel(point))


def overview(content: Content) -> Drawn | None:
    """None when there is but one point: its own chart says it."""
    bars = _all_points(content)
    if len(bars) < 2 or not any(each.of for each in bars):  # noqa: PLR2004 - one is not an overview
        return None
    return _draw(OVERVIEW, "Wat mensen vinden van alle beslispunten", bars)


def on_paper(content: Content, whole: Drawn | None) -> Iterator[Drawn]:
    """The overview, in pieces where it does not fit a page."""
    bars = _all_points(content)
    if whole is None or len(bars) <= _PER_PAGE:
        yield from [whole] if whole else []
        return
    for at in range(0, len(bars), _PER_PART):
        part = bars[at : at + _PER_PART]
        title = f"Wat mensen vinden van {part[0].label.lower()} tot en met {part[-1].label[11:]}"
        yield _draw(f"{OVERVIEW}-{at}", title, part)
