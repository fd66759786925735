# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The blocks that a paper summary is made of: what is said, and nothing on its looks."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from analysis.dutch import STANCES
from backend.results.content import Asked, Quoted
from backend.results.outputs.bars import Drawn
from backend.results.outputs.fonts import from_the_right
from surveys.stances import Stance

DRAWN = (
    "Geloot uit alles wat mensen schreven, niet uitgezocht."
    " De griffie las de teksten voordat ze openbaar werden."
)
NONE = "\u2013"
"""A dash: this has no share."""
SAVED = "Gaf geen mening, wel advies"


class Block(Struct, frozen=True):
    """One thing on paper; `kind` says which of the fields count.

    heading level text · lead text · text text · small text · quote text by right ·
    table text (its caption) header rows numeric (how many columns at the right) ·
    chart text (its title) svg alt · charts parts (side by side)
    """

    kind: str
    text: str = ""
    level: int = 1
    by: str = ""
    right: bool = False
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numeric: int = 0
    svg: str = ""
    alt: str = ""
    parts: "tuple[Block, ...]" = ()


def heading(text: str, level: int = 1) -> Block:
    return Block("heading", text, level=level)


def texts(*said: str) -> Iterator[Block]:
    return (Block("text", text) for text in said if text)


def table(
    caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], numeric: int
) -> Block:
    held = tuple(tuple(row) for row in rows)
    return Block("table", caption, header=tuple(header), rows=held, numeric=numeric)


def chart(drawn: Drawn) -> Block:
    return Block("chart", drawn.title, svg=drawn.svg.decode(), alt=drawn.said)


def charts(drawn: Sequence[Drawn]) -> Iterator[Block]:
    """Several stand in pairs, so that half of them leaves no page half empty."""
    if len(drawn) > 1:
        yield Block("charts", parts=tuple(map(chart, drawn)))
    else:
        yield from map(chart, drawn)


def share(n: int, of: int) -> str:
    """As the page says it: tenths of a percent, half up."""
    tenths = (2000 * n + of) // (2 * of) if of else 0
    return f"{tenths // 10},{tenths % 10}%" if of else NONE


def quote(text: str, by: str = "") -> Block:
    return Block("quote", text, by=by, right=from_the_right(text))


def quotes(found: Sequence[Quoted]) -> Iterator[Block]:
    if found:
        yield Block("small", DRAWN)
    for each in found:
        by = STANCES.get(Stance(each.side), "") if each.side in set(Stance) else ""
        yield quote(each.text, SAVED if each.side == "none" else by)


def group(asked: Asked, value: str | None) -> str:
    return "Niet ingevuld" if value is None else asked.options.get(value, value)
