# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding consultations. The same number of queries, however many there are."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda.queries import READINESS
from backend.consultations import themes
from backend.consultations.course_queries import EXTENDED_AT, EXTENDED_WHY
from backend.consultations.queries import stage_at
from backend.consultations.tables import Consultation
from backend.consultations.themes import Themes
from backend.council import queries as council
from backend.council.tables import AgendaItem, DecisionPoint, DocumentVersion, Meeting
from backend.decisions.news import ANSWERED_AT, DECIDED_AT
from backend.overview import words
from backend.overview.filters import Filter
from backend.results.publication import PUBLIC
from surveys.alphabet import in_order
from surveys.lifecycle import Stage
from surveys.rules import Rules

PER_PAGE = 20
MOST_COMING = 10
NEWEST = 50
"""Consultations in the feed of news."""
TO_BE_ASKED = ("draft", "no_consultation", "document_changed")
"""What the gate says of an item on which residents are still to be asked."""


class Card(Struct, frozen=True):
    """One consultation of the overview.

    ends_at     when it closed, or will
    themes      as a resident reads them; so are `hoods`, where none means all of the town
    summary_at  since when everybody can read the summary; None before that
    extended_at when it was last extended, None when it never was; and why, as far as was said
    """

    slug: str
    title: str
    stage: Stage
    opened_at: dt.datetime
    ends_at: dt.datetime
    points: int
    themes: tuple[str, ...]
    hoods: tuple[str, ...]
    summary_at: dt.datetime | None
    extended_at: dt.datetime | None
    extended_why: str


class Coming(Struct, frozen=True):
    """An item on the agenda of a coming meeting. All of it is public already."""

    item_id: UUID
    title: str
    starts_at: dt.datetime


class Overview(Struct, frozen=True):
    """`open` closes soonest first, `past` closed latest first, `coming` meets soonest first.

    Pages are of what is past; after the first, there is nothing else on them.
    searchable  False: the words that were looked for say nothing in Dutch
    more        more is coming than `coming` tells
    """

    now: dt.datetime
    open: tuple[Card, ...] = ()
    past: tuple[Card, ...] = ()
    coming: tuple[Coming, ...] = ()
    number_open: int = 0
    number_past: int = 0
    page: int = 1
    pages: int = 1
    searchable: bool = True
    more: bool = False

    @property
    def number(self) -> int:
        return self.number_open + self.number_past


class Hoods(Struct, frozen=True):
    """`current`: code to name in the rules that are in force; `all`: in earlier ones as well."""

    current: Mapping[str, str]
    all: Mapping[str, str]


async def hoods(db: AsyncSession) -> Hoods:
    """A consultation of years ago may be about a neighbourhood that was since renamed or merged."""
    published = [
        msgspec.convert(row.rules, Rules).neighbourhoods
        for row in await council.rules_published(db)
    ]
    every = {hood.code: hood.name for rules in reversed(published) for hood in rules}
    current = sorted(published[0], key=lambda hood: in_order(hood.name))
    return Hoods({hood.code: hood.name for hood in current}, every)


class Lists(Struct, frozen=True):
    """What one can look for beside words."""

    themes: Themes
    hoods: Hoods


async def lists(db: AsyncSession) -> Lists:
    return Lists(await themes.all_of_them(db), await hoods(db))


_SUMMARY_AT = (
    select(func.min(PUBLIC.c.public_at))
    .where(PUBLIC.c.consultation_id == Consultation.id)
    .scalar_subquery()
)
_POINTS = (
    select(func.count())
    .select_from(DecisionPoint)
    .where(DecisionPoint.document_version_id == Consultation.document_version_id)
    .scalar_subquery()
)
_Chosen = Select[Consultation, str, int, dt.datetime | None, dt.datetime, str]
_ENDS = func.coalesce(Consultation.closed_at, Consultation.closes_at)


def _is_open(now: dt.datetime) -> ColumnElement[bool]:
    return (Consultation.stage == Stage.OPEN) & (Consultation.closes_at > now)


def _is_past(now: dt.datetime) -> ColumnElement[bool]:
    """Not what was stopped: nothing was heard there."""
    late = (Consultation.stage == Stage.OPEN) & (Consultation.closes_at <= now)
    return late | Consultation.stage.in_((Stage.CLOSED, Stage.SUMMARISED, Stage.ATTACHED))


class _Sought(Struct, frozen=True):
    """A filter with the versions of documents that its words are in; None without words."""

    wanted: Filter
    versions: tuple[UUID, ...] | None

    def consultations(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.versions is not None:
            found.append(Consultation.document_version_id == func.any(list(self.versions)))
        if self.wanted.theme:
            found.append(Consultation.themes.contains([self.wanted.theme]))
        if self.wanted.hood:
            everywhere = func.cardinality(Consultation.neighbourhoods) == 0
            found.append(or_(everywhere, Consultation.neighbourhoods.contains([self.wanted.hood])))
        return found


async def _sought(db: AsyncSession, wanted: Filter) -> _Sought:
    return _Sought(wanted, await words.versions(db, wanted) if wanted.words else None)


def _cards(sought: _Sought) -> _Chosen:
    return (
        select(
            Consultation,
            DocumentVersion.title,
            _POINTS,
            _SUMMARY_AT,
            EXTENDED_AT,
            EXTENDED_WHY,
        )
        .join(DocumentVersion, DocumentVersion.id == Consultation.document_version_id)
        .where(*sought.consultations())
    )


async def _read(
    db: AsyncSession,
    chosen: _Chosen,
    now: dt.datetime,
    names: Lists,
) -> tuple[Card, ...]:
    cards: list[Card] = []
    for row, title, points, summary_at, extended_at, why in (await db.execute(chosen)).all():
        if row.opened_at is None or row.closes_at is None:
            continue  # a constraint holds both for whatever was opened
        cards.append(
            Card(
                slug=row.slug,
                title=title,
                stage=stage_at(row, now),
                opened_at=row.opened_at,
                ends_at=row.closed_at or row.closes_at,
                points=points,
                themes=tuple(names.themes.all.get(key, key) for key in row.themes),
                hoods=tuple(
                    sorted(
                        (names.hoods.all.get(code, code) for code in row.neighbourhoods),
                        key=in_order,
                    )
                ),
                summary_at=summary_at,
                extended_at=extended_at,
                extended_why=why or "",
            )
        )
    return tuple(cards)


async def _coming(db: AsyncSession, sought: _Sought, now: dt.datetime) -> tuple[Coming, ...]:
    """One more than is shown, to know whether there is more."""
    view = READINESS.c
    being_asked = select(Consultation.id).where(
        Consultation.document_id == view.document_id, _is_open(now)
    )
    items = (
        select(AgendaItem.id, AgendaItem.title, Meeting.starts_at, AgendaItem.place)
        .join(READINESS, view.agenda_item_id == AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Meeting.starts_at > now,
            ~Meeting.cancelled,
            view.reason.in_(TO_BE_ASKED),
            ~being_asked.exists(),
        )
        # One document is often on two agendas: of a committee, then of the council.
        .ext(distinct_on(view.document_id))
        .order_by(view.document_id, Meeting.starts_at, AgendaItem.place)
    )
    if sought.versions is not None:
        titled = words.of(AgendaItem.title).op("@@")(words.query(sought.wanted))
        texts = view.document_version_id == func.any(list(sought.versions))
        items = items.where(or_(titled, texts))
    found = items.subquery().c
    rows = await db.execute(
        select(found.id, found.title, found.starts_at)
        .order_by(found.starts_at, found.place, found.id)
        .limit(MOST_COMING + 1)
    )
    return tuple(Coming(*row) for row in rows.all())


async def overview(
    db: AsyncSession,
    wanted: Filter,
    names: Lists,
    *,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Overview:
    """A page that is too far is the last one.

    What is coming has no theme or neighbourhood yet that is public, so it is not looked for there.
    """
    now = await council.now(db)
    if not await words.say_something(db, wanted):
        return Overview(now, searchable=False)
    counts = select(
        func.count().filter(_is_open(now)), func.count().filter(_is_past(now))
    ).select_from(Consultation)
    sought = await _sought(db, wanted)
    number_open, number_past = (await db.execute(counts.where(*sought.consultations()))).one()
    pages = max(1, -(-number_past // per_page))
    page = min(page, pages)
    cards = _cards(sought)
    ahead = cards.where(_is_open(now)).order_by(Consultation.closes_at, Consultation.slug)
    behind = cards.where(_is_past(now)).order_by(_ENDS.desc(), Consultation.slug)
    behind = behind.limit(per_page).offset((page - 1) * per_page)
    first = page == 1
    asked_where = wanted.theme or wanted.hood
    coming = await _coming(db, sought, now) if first and not asked_where else ()
    return Overview(
        now=now,
        open=await _read(db, ahead, now, names) if first else (),
        past=await _read(db, behind, now, names),
        coming=coming[:MOST_COMING],
        number_open=number_open,
        number_past=number_past,
        page=page,
        pages=pages,
        more=len(coming) > MOST_COMING,
    )


async def newest(db: AsyncSession, wanted: Filter, names: Lists) -> tuple[Card, ...]:
    """Those with the latest news, from their opening to what the council answered."""
    now = await council.now(db)
    if not await words.say_something(db, wanted):
        return ()
    news = func.greatest(Consultation.opened_at, EXTENDED_AT, _SUMMARY_AT, DECIDED_AT, ANSWERED_AT)
    cards = _cards(await _sought(db, wanted)).where(or_(_is_open(now), _is_past(now)))
    return await _read(db, cards.order_by(news.desc(), Consultation.slug).limit(NEWEST), now, names)
