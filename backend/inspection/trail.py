# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Searching the audit lines. Lines are only ever added, so a page keeps its place by number."""

import datetime as dt
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, Text, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.tables import AuditLine
from backend.database import Sessions
from backend.inspection.trail_details import meant
from backend.web.languages import gettext
from backend.web.pages import ZONE
from surveys.text import UNPRINTABLE, clean

PER_PAGE = 50
_PER_DRAW = 500
_LONGEST = 200
_LARGEST = 2**62
_NOUN = re.compile(r"(\w{4,})ing(?:en)?")
TEXTS = {"zoek": "words", "actie": "action", "object": "about", "wie": "who", "uitslag": "result"}
DAYS = {"van": "since", "tot": "until"}


class Filter(Struct, frozen=True):
    """Empty means: no matter which. Both days belong to the period."""

    words: str = ""
    action: str = ""
    about: str = ""
    who: str = ""
    result: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def __bool__(self) -> bool:
        return self != Filter()

    def address(self, path: str, before: int = 0) -> str:
        given = {name: str(getattr(self, field) or "") for name, field in {**TEXTS, **DAYS}.items()}
        given["voor"] = str(before or "")
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{path}?{query}" if query else path


class Asked(Struct, frozen=True):
    """`before`: only lines with a lower number. `remarks`: what of the address was no use."""

    filter: Filter
    before: int
    remarks: tuple[str, ...]


def _day(given: str, remarks: list[str]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given) if given else None
    except ValueError:
        remarks.append(gettext("Een datum schrijft u zo: 2026-12-31. Deze zoekt nu niet mee."))
        return None


def read(query: Mapping[str, str]) -> Asked:
    """From an address, which may hold anything."""
    said = {name: clean(UNPRINTABLE.sub(" ", value))[:_LONGEST] for name, value in query.items()}
    remarks: list[str] = []
    texts = {field: said.get(name, "") for name, field in TEXTS.items()}
    since, until = (_day(said.get(name, ""), remarks) for name in DAYS)
    digits = said.get("voor", "")
    number = int(digits[:18]) if digits.isascii() and digits.isdecimal() else 0
    wanted = Filter(**texts, since=since, until=until)
    return Asked(wanted, min(number, _LARGEST), tuple(remarks))


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZONE)


def _deeds(words: str) -> list[ColumnElement[bool]]:
    """Who looks for an “uitzondering” means “uitzonderen” too."""
    stem = _NOUN.fullmatch(words.casefold())
    return [AuditLine.action.icontains(stem[1], autoescape=True)] if stem else []


def _named(names: set[str]) -> list[ColumnElement[bool]]:
    """What is stored under these names: as a whole, or between the marks of a name in JSON."""
    if not names:
        return []
    columns = (AuditLine.action, AuditLine.object, AuditLine.result)
    quoted = f'"({"|".join(map(re.escape, sorted(names)))})"'
    within = cast(AuditLine.detail, Text).regexp_match(quoted)
    return [within, *(column.in_(names) for column in columns)]


def _fits(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        places = (AuditLine.action, AuditLine.object, AuditLine.actor, AuditLine.origin)
        texts = (*places, cast(AuditLine.detail, Text))
        said = [place.icontains(wanted.words, autoescape=True) for place in texts]
        said += [*_named(meant(wanted.words)), *_deeds(wanted.words)]
        identity = _identity(wanted.words)
        if identity:
            said += [AuditLine.object_id == identity, AuditLine.actor_id == identity]
        found.append(or_(*said))
    if wanted.who:
        found.append(AuditLine.actor.icontains(wanted.who, autoescape=True))
    exact = {
        AuditLine.action: wanted.action,
        AuditLine.object: wanted.about,
        AuditLine.result: wanted.result,
    }
    found += [column == value for column, value in exact.items() if value]
    if wanted.since:
        found.append(AuditLine.at >= _midnight(wanted.since))
    if wanted.until and wanted.until < dt.date.max:
        found.append(AuditLine.at < _midnight(wanted.until + dt.timedelta(days=1)))
    return found


async def page(db: AsyncSession, asked: Asked) -> tuple[Sequence[AuditLine], bool]:
    """The newest first, and whether there are more."""
    wanted = select(AuditLine).where(*_fits(asked.filter)).order_by(AuditLine.id.desc())
    if asked.before:
        wanted = wanted.where(AuditLine.id < asked.before)
    rows = (await db.scalars(wanted.limit(PER_PAGE + 1))).all()
    return rows[:PER_PAGE], len(rows) > PER_PAGE


async def count(db: AsyncSession, wanted: Filter) -> int:
    counted = select(func.count()).select_from(AuditLine).where(*_fits(wanted))
    return (await db.scalars(counted)).one()


async def known(db: AsyncSession) -> tuple[list[str], list[str]]:
    """The actions and the objects that occur, to choose from."""
    actions = await db.scalars(select(AuditLine.action).distinct())
    objects = await db.scalars(select(AuditLine.object).distinct())
    return sorted(actions), sorted(objects)


async def drawn(sessions: Sessions, wanted: Filter) -> AsyncGenerator[Sequence[AuditLine], None]:
    """All that fit, the oldest first, by the hundreds: however many, they take no more memory.

    A transaction for each draw, so that a slow reader holds nothing. New lines come behind the
    last number, so nothing is missed and nothing comes twice.
    """
    last = 0
    while True:
        async with sessions() as db:
            rows = (
                await db.scalars(
                    select(AuditLine)
                    .where(AuditLine.id > last, *_fits(wanted))
                    .order_by(AuditLine.id)
                    .limit(_PER_DRAW)
                )
            ).all()
        if not rows:
            return
        last = rows[-1].id
        yield rows
