# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Charts as SVG: Altair says what is drawn, vl-convert draws it without a browser or a network.

Every place is reckoned here and none is left to a layout that measures text, so that a machine
with other fonts makes the same bytes. Four hundred units wide with letters of sixteen: on a
telephone of 320 pixels that is still twelve. The card is light in itself, also on dark paper.
"""

from collections.abc import Sequence
from typing import Any, Literal
from xml.sax.saxutils import escape

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode
from msgspec import Struct

from analysis.diverging import ORDER, Bar, reach
from analysis.dutch import STANCES
from surveys.sentences import spelled
from surveys.stances import Stance

WIDTH = 400
_MARGIN = 8
_HEAD = 34  # the words at both ends
_ROW = 62
_BAR = 30
_KEY = 27
_LETTERS = 16
_SMALLEST = 34  # a narrower part has no number in it; the table beside the chart has them all
_PAPER, _INK, _LINE = "#ffffff", "#16232b", "#5b6b75"
# Blue against orange, as the bars on the pages: apart for every kind of colour blindness.
FILLS = {
    Stance.STRONGLY_FOR: ("#0b4f7a", "#ffffff"),
    Stance.FOR: ("#5aa0d0", _INK),
    Stance.FOR_IF: ("#b5d8ee", _INK),
    Stance.NEUTRAL: ("#ffffff", _INK),
    Stance.AGAINST: ("#f4b06c", _INK),
    Stance.STRONGLY_AGAINST: ("#a64b00", "#ffffff"),
}


Align = Literal["left", "center", "right"]
Weight = Literal["normal", "bold"]
_ALIGNS: tuple[Align, ...] = ("left", "center", "right")
_WEIGHTS: tuple[Weight, ...] = ("normal", "bold")
_CONFIG: dict[str, Any] = {
    "background": _PAPER,
    "font": "Noto Sans, sans-serif",
    "aria": False,
    "view": {"stroke": None},
}


class Box(Struct, frozen=True):
    left: float
    right: float
    top: float
    bottom: float
    fill: str


class Word(Struct, frozen=True):
    """`x` is its left end, its middle or its right end, by `align`."""

    x: float
    y: float
    text: str
    ink: str = _INK
    align: Align = "left"
    weight: Weight = "normal"


class Line(Struct, frozen=True):
    x: float
    top: float
    bottom: float


class Drawing(Struct, frozen=True):
    height: int
    boxes: tuple[Box, ...]
    words: tuple[Word, ...]
    lines: tuple[Line, ...]


def _key(top: int) -> tuple[list[Box], list[Word]]:
    """Which colour is what, in two columns, in the order of the bars."""
    boxes: list[Box] = []
    words: list[Word] = []
    half = (len(ORDER) + 1) // 2
    for place, stance in enumerate(ORDER):
        x, y = _MARGIN + (place // half) * (WIDTH // 2), top + (place % half) * _KEY
        boxes.append(Box(x, x + 24, y, y + 18, FILLS[stance][0]))
        words.append(Word(x + 32, y + 9, STANCES[stance]))
    return boxes, words


def drawing(bars: Sequence[Bar]) -> Drawing:
    left, right = reach(bars)
    inner = WIDTH - 2 * _MARGIN

    def across(place: int) -> float:
        return round(_MARGIN + (place - left) * inner / (right - left), 2)

    boxes: list[Box] = []
    words = [
        Word(_MARGIN, 16, "Voor", weight="bold"),
        Word(WIDTH - _MARGIN, 16, "Tegen", align="right", weight="bold"),
    ]
    lines: list[Line] = []
    for row, one in enumerate(bars):
        top = _HEAD + row * _ROW
        words.append(Word(_MARGIN, top + 12, one.label))
        said = f"{spelled(one.of)} meningen" if one.of != 1 else "1 mening"
        words.append(Word(WIDTH - _MARGIN, top + 12, said, align="right"))
        lines.append(Line(across(0), top + 22, top + 26 + _BAR + 2))
        for part in one.parts:
            box = Box(
                across(part.start),
                across(part.end),
                top + 24,
                top + 24 + _BAR,
                FILLS[part.stance][0],
            )
            boxes.append(box)
            if box.right - box.left >= _SMALLEST:
                middle = round((box.left + box.right) / 2, 2)
                ink = FILLS[part.stance][1]
                words.append(
                    Word(middle, top + 24 + _BAR / 2, f"{part.percent}%", ink, "center", "bold")
                )
    bottom = _HEAD + len(bars) * _ROW + 10
    key_boxes, key_words = _key(bottom)
    height = bottom + 3 * _KEY + 4
    return Drawing(height, (*boxes, *key_boxes), (*words, *key_words), tuple(lines))


def _values(drawn: Sequence[Struct]) -> alt.InlineData:
    return alt.InlineData([dict(zip(d.__struct_fields__, _of(d), strict=True)) for d in drawn])


def _of(drawn: Struct) -> list[object]:
    return [getattr(drawn, name) for name in drawn.__struct_fields__]


def _chart(drawn: Drawing) -> alt.LayerChart:
    wide = alt.Scale(domain=[0, WIDTH], nice=False, zero=False)
    high = alt.Scale(domain=[drawn.height, 0], nice=False, zero=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=wide, axis=None)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=high, axis=None)

    boxes = (
        alt.Chart(_values(drawn.boxes))
        .mark_rect(stroke=_INK, strokeWidth=1)
        .encode(
            x=x("left"),
            x2="right:Q",
            y=y("top"),
            y2="bottom:Q",
            fill=alt.Fill("fill:N", scale=None, legend=None),
        )
    )
    lines = (
        alt.Chart(_values(drawn.lines))
        .mark_rule(stroke=_LINE, strokeDash=[4, 3], strokeWidth=1.5)
        .encode(x=x("x"), y=y("top"), y2="bottom:Q")
    )
    layers: list[alt.Chart] = [lines, boxes]
    for align in _ALIGNS:
        for weight in _WEIGHTS:
            held = [word for word in drawn.words if (word.align, word.weight) == (align, weight)]
            if held:
                layers.append(_words(held, align, weight, x("x"), y("y")))
    return alt.LayerChart(
        layer=layers, width=WIDTH, height=drawn.height, padding=0, autosize="none"
    )


def _words(held: Sequence[Word], align: Align, weight: Weight, x: alt.X, y: alt.Y) -> alt.Chart:
    return (
        alt.Chart(_values(held))
        .mark_text(align=align, baseline="middle", fontSize=_LETTERS, fontWeight=weight)
        .encode(x=x, y=y, text="text:N", fill=alt.Fill("ink:N", scale=None, legend=None))
    )


def said(bars: Sequence[Bar]) -> str:
    """The chart in words, for whoever does not see it."""
    rows: list[str] = []
    for one in bars:
        parts = ", ".join(
            f"{STANCES[part.stance].lower()} {part.percent}% ({spelled(part.n)})"
            for part in one.parts
        )
        rows.append(f"{one.label}: {parts or 'niemand gaf een mening'}.")
    return " ".join(rows)


def svg(title: str, bars: Sequence[Bar]) -> bytes:
    """With a title and a description of its own: what Vega writes for itself says too little."""
    with debug_mode(arg=False):  # holding every part to the schema takes twice the drawing
        spec = {**_chart(drawing(bars)).to_dict(validate=False), "config": _CONFIG}
    made = vl_convert.vegalite_to_svg(
        spec, vl_version=alt.SCHEMA_VERSION.rpartition(".")[0], allowed_base_urls=[]
    )
    head, _, rest = made.partition(">")
    named = (
        f'{head} role="img" aria-labelledby="titel uitleg" lang="nl"><title id="titel">'
        f'{escape(title)}</title><desc id="uitleg">{escape(said(bars))}</desc>'
    )
    return (named + rest).encode()
