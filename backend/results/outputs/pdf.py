# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The PDF: PDF/UA-1 and PDF/A-2a at once, from data and one template.

Typst itself refuses what breaks either standard. Nothing in it depends on the machine: its fonts
come with the program, and its moment is the one at which the summary was made final.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec
import typst
from msgspec import Struct

from backend.results.content import Content
from backend.results.outputs import fonts
from backend.results.outputs.bars import Drawn
from backend.results.outputs.blocks import Block
from backend.results.outputs.paper import blocks
from backend.web.languages import DUTCH, spoken
from backend.web.pages import ZONE, day
from surveys.reviewed import Section

CONTENTS_FROM = 12
"""Headings of the first level; with fewer the contents would only stand in the way."""


class _Paper(Struct, frozen=True):
    title: str
    author: str
    description: str
    kicker: str
    lead: str
    address: str
    day: tuple[int, int, int]
    fonts: list[str]
    contents: bool
    blocks: list[Block]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(fonts.FOLDER)],
    )


def _final(content: Content) -> dt.datetime:
    if content.finalised_at is None:
        raise ValueError("only a final summary goes on paper")
    return content.finalised_at.astimezone(ZONE)


def _paper(content: Content, held: Sequence[Block]) -> _Paper:
    at = _final(content)
    return _Paper(
        title=f"Wat mensen zeiden over: {content.title}",
        author=f"Gemeente {content.municipality}",
        description="Samenvatting van een raadpleging, voor de gemeenteraad",
        kicker=f"Gemeente {content.municipality}. Samenvatting van een raadpleging",
        lead=f"Voor de gemeenteraad, versie {content.number}, definitief op {day(at)}.",
        address=content.address,
        day=(at.year, at.month, at.day),
        fonts=fonts.families(),
        contents=sum(b.kind == "heading" and b.level == 1 for b in held) >= CONTENTS_FROM,
        blocks=list(held),
    )


def _shown(block: Block, *, plain: bool) -> Block:
    """Every text as it can be shown. A chart is drawn with our own words alone."""

    def shown(text: str) -> str:
        return fonts.printable(text, plain=plain)

    return msgspec.structs.replace(
        block,
        text=shown(block.text),
        alt=shown(block.alt),
        parts=tuple(_shown(part, plain=plain) for part in block.parts),
        rows=tuple(tuple(shown(cell) for cell in row) for row in block.rows),
    )


def _compile(paper: _Paper, at: dt.datetime, *, plain: bool) -> bytes:
    held = [_shown(block, plain=plain) for block in paper.blocks]
    names = ("title", "author", "kicker")
    texts = {name: fonts.printable(getattr(paper, name), plain=plain) for name in names}
    data = msgspec.json.encode(msgspec.structs.replace(paper, blocks=held, **texts))
    return typst.compile(
        (files("backend.results.outputs") / "summary.typ").read_bytes(),
        sys_inputs={"data": data.decode()},
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(at.timestamp()),
    )


def pdf(
    content: Content, section: Section, points: Mapping[int, Drawn], overview: Sequence[Drawn]
) -> bytes:
    """Raises `typst.TypstError` for what would not be accessible."""
    with spoken(DUTCH):
        paper = _paper(content, list(blocks(content, section, points, overview)))
    at = _final(content)
    try:
        return _compile(paper, at, plain=False)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
    # Letters that exist, put together as no font can: then without their marks.
    return _compile(paper, at, plain=True)
