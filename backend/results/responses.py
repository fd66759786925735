# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every response that counts, as one line of a CSV, for the griffie and the audit office.

PostgreSQL writes the file and we pass it on (docs/decisions/0027): whatever its length it takes no
more memory, and it is of one moment, because it is one statement. Who somebody is stands in no
line: a line with a background in it would be a group of one. In the order of numbers that are drawn
by lot, so that nobody sees who answered when.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from typing import Any, Final
from uuid import UUID

import structlog
from msgspec import Struct
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncSession

from backend import database
from backend.audit.actions import Actor, note
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Conflict, Unavailable
from backend.web.cells import FORMULA, MARK, csv_rows
from backend.web.languages import gettext
from surveys.lifecycle import Stage
from surveys.questionnaire import Questionnaire
from surveys.questions import NumberQuestion

MOST: Final = 2
"""At once, per website: each has a connection of its own, beside the pool."""
LONGEST: Final = 15 * 60.0
PATIENCE: Final = 60.0
"""Seconds, for all of it and for somebody who takes nothing."""
PIECE: Final = 256 * 1024
AHEAD: Final = 4
"""Bytes of a piece, and how many of them may wait for who reads."""
CLOSED: Final = (Stage.CLOSED, Stage.SUMMARISED, Stage.ATTACHED)
log = structlog.get_logger()

# What was replaced, withdrawn or set aside does not count and is not there. A field of the form is
# coded or a text, never both.
_LINES: Final = """
    SELECT row_number() OVER (ORDER BY e.id), e.channel{cells}
    FROM entry e CROSS JOIN (SELECT CAST($2 AS text[]) AS starts) f
    LEFT JOIN coded_answers a ON a.entry_id = e.id
    LEFT JOIN (SELECT w.entry_id, jsonb_object_agg(w.question, w.text) AS said
               FROM answer_text w JOIN entry o ON o.id = w.entry_id
               WHERE o.consultation_id = $1 GROUP BY w.entry_id) t ON t.entry_id = e.id
    WHERE e.consultation_id = $1 AND e.kind IN ('submission', 'replacement')
      AND NOT EXISTS (SELECT FROM entry x WHERE x.cancels_id = e.id)
    ORDER BY e.id
"""
# Ids are drawn by lot, so an index that gives them in order jumps through the whole table: for many
# responses reading all and sorting on disk is thrice as fast, for few the index is. No second
# processor and no more memory, however many there are: others are served meanwhile.
_HOW: Final = f"""
    SET statement_timeout = {LONGEST * 1000:.0f};
    SET random_page_cost = 20;
    SET work_mem = '32MB';
    SET max_parallel_workers_per_gather = 0;
    SET jit = off;
"""
_VALUE: Final = "coalesce(a.coded ->> ${place}, t.said ->> ${place})"
_INERT: Final = """
    , CASE WHEN left({value}, 1) = ANY(f.starts) THEN '''' || {value} ELSE {value} END"""


class Downloads:
    """How many are under way in this process."""

    def __init__(self) -> None:
        self.free = asyncio.Semaphore(MOST)

    def refuse_more(self) -> None:
        if self.free.locked():
            raise Unavailable(
                gettext("Er worden al twee van deze bestanden opgehaald."),
                gettext("Wacht tot een daarvan klaar is en probeer het dan opnieuw."),
            )


class Wanted(Struct, frozen=True):
    """The file of one consultation, and where to read it."""

    slug: str
    consultation: UUID
    questionnaire: Questionnaire
    url: URL


def refuse_early(shown: Shown) -> None:
    """Until counting begins nobody sees what people answered, whoever it is."""
    if shown.stage not in CLOSED or shown.takes_paper:
        raise Conflict(
            gettext("De reacties zijn er nog niet."),
            gettext("U kunt ze ophalen als de raadpleging is gesloten en de invoer is afgerond."),
        )


async def taken(
    db: AsyncSession, actor: Actor, consultation_id: UUID, downloads: Downloads
) -> Wanted:
    """Who takes the file is noted; what becomes of it after that is not ours to see."""
    downloads.refuse_more()
    row = await consultations.get(db, consultation_id)
    shown = await consultations.shown(db, row)
    refuse_early(shown)
    note(db, actor, "reacties ophalen", "raadpleging", consultation_id)
    return Wanted(shown.slug, shown.id, shown.questionnaire, db.get_bind().engine.url)


def fields(asked: Questionnaire) -> tuple[str, ...]:
    """What people said, in the order of the form. "Dat weet ik niet" is an answer to a question,
    and not a field of its own."""
    return tuple(
        field
        for page in asked.pages()
        for question in page.questions
        if not question.background
        for field in question.fields
        if not field.endswith(".skip")
    )


def query(asked: Questionnaire) -> tuple[str, Sequence[object]]:
    """The statement, and what is filled in after the id: what starts a formula, and the fields.

    A text gets an apostrophe where `inert` gives it one; a number that is negative stays a number.
    """
    named = fields(asked)
    whole = {key for key, one in asked.fields().items() if isinstance(one, NumberQuestion)}
    cells = ""
    for place, field in enumerate(named, start=3):
        value = _VALUE.format(place=place)
        cells += f"\n    , {value}" if field in whole else _INERT.format(value=value)
    starts = [each for each in FORMULA if each != "\0"]  # which PostgreSQL cannot hold at all
    return _LINES.format(cells=cells), (starts, *named)


async def drawn(wanted: Wanted, downloads: Downloads) -> AsyncGenerator[bytes]:
    """The file, piece by piece. Whoever hangs up stops the reading."""
    yield MARK + csv_rows([("nummer", "kanaal", *fields(wanted.questionnaire))])
    pieces: asyncio.Queue[bytes | None] = asyncio.Queue(AHEAD)
    reading = asyncio.create_task(_read(wanted, downloads, pieces))

    def ended(_: object) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            pieces.put_nowait(None)

    reading.add_done_callback(ended)
    try:
        while not (reading.done() and pieces.empty()):
            if piece := await pieces.get():
                yield piece
        await reading  # a file that broke off must not look whole
    finally:
        reading.cancel()


async def _read(wanted: Wanted, downloads: Downloads, pieces: asyncio.Queue[bytes | None]) -> None:
    held = bytearray()

    async def take(data: bytes) -> None:
        held.extend(data)
        if len(held) >= PIECE:
            async with asyncio.timeout(PATIENCE):
                await pieces.put(bytes(held))
            held.clear()

    try:
        async with downloads.free, asyncio.timeout(LONGEST):
            await _copy(wanted, take)
            await pieces.put(bytes(held))
    except TimeoutError:
        log.warning("download-abandoned")
        raise


async def _copy(wanted: Wanted, take: Any) -> None:
    """On a connection of its own: one of the pool would be held for as long as somebody reads."""
    engine = database.connect(wanted.url.render_as_string(hide_password=False), pool=0)
    words, filled_in = query(wanted.questionnaire)
    try:
        async with engine.connect() as line:
            driver: Any = (await line.get_raw_connection()).driver_connection
            try:
                await driver.execute(_HOW)
                await driver.copy_from_query(
                    words, wanted.consultation, *filled_in,
                    output=take, format="csv", delimiter=";", encoding="UTF8",
                )  # fmt: skip
            except BaseException:
                driver.terminate()  # nothing waits for the rest of it
                raise
    finally:
        await engine.dispose()
