# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the gate. The view `readiness` decides; everything here only shows what it decided."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Row,
    Select,
    String,
    Uuid,
    case,
    column,
    func,
    select,
    table,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.agenda.tables import Attachment, GateException
from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.planning import midnight
from backend.council.tables import (
    AgendaItem,
    AgendaItemDocument,
    DocumentVersion,
    ItemMove,
    Meeting,
)
from backend.errors import NotHere
from backend.results.publication import PUBLIC
from backend.web.languages import gettext
from surveys.gate import Facts, Reason, judge
from surveys.lifecycle import Stage

READINESS = table(
    "readiness",
    *(column(name, Uuid()) for name in ("agenda_item_id", "meeting_id", "consultation_id")),
    *(column(name, Uuid()) for name in ("document_id", "document_version_id")),
    *(column(name, Boolean()) for name in ("heading", "lapsed", "heard", "finalised")),
    *(column(name, Boolean()) for name in ("attached", "outdated", "undecided", "awaits_paper")),
    column("ready", Boolean()),
    *(column(name, String()) for name in ("kind", "consultation", "reason")),
    column("hearing", ARRAY(String())),
)


class Line(Struct, frozen=True):
    """One agenda item as the gate sees it.

    depth      under how many other items it stands
    documents  how many lie there; with none of them the main one, nobody chose yet
    document   title of the main document, as its current version has it
    heard_by   a summary is attached for the current version (and not only an exception)
    public     everybody can read a summary of its consultation
    asked_earlier   residents were asked about an earlier text of the document
    unanswered      its consultation is closed, and nobody answered
    called_off      the consultation about this very text that was cancelled last
    paper_until     what came on paper in time may be entered until then; None when not
    moved_here      it came from the agenda of another meeting
    ground     of the latest exception for the current version, at this meeting
    ready      what the view says, never what we reckon
    """

    item: AgendaItem
    depth: int
    documents: int
    document: str | None
    document_id: UUID | None
    document_version_id: UUID | None
    consultation_id: UUID | None
    slug: str | None
    opened_at: dt.datetime | None
    closes_at: dt.datetime | None
    heard_by: bool
    public: bool
    asked_earlier: bool
    unanswered: bool
    called_off: UUID | None
    paper_until: dt.datetime | None
    moved_here: bool
    ground: str | None
    ready: bool
    facts: Facts

    @property
    def reason(self) -> Reason:
        return judge(self.facts).reason

    @property
    def counts(self) -> bool:
        """Headings and what has lapsed are neither red nor green."""
        return not (self.facts.only_heading or self.facts.lapsed)


def _lines(where: ColumnElement[bool]) -> Select[*tuple[object, ...]]:
    view = READINESS.c
    current = (Attachment.agenda_item_id == AgendaItem.id) & (
        Attachment.document_version_id == view.document_version_id
    )
    public = select(PUBLIC.c.id).where(PUBLIC.c.consultation_id == view.consultation_id).exists()
    before = aliased(Consultation)
    earlier = (
        select(before.id)
        .where(
            before.document_id == view.document_id,
            before.document_version_id != view.document_version_id,
            *(before.opened_at.is_not(None), before.stage != Stage.CANCELLED),
        )
        .exists()
    )
    paper = case((Consultation.fixed_at > func.clock_timestamp(), Consultation.fixed_at))
    unanswered = case(
        (
            view.heard.is_(False) & (Consultation.fixed_at <= func.clock_timestamp()),
            func.counting(Consultation.id) == 0,
        ),
        else_=False,
    )
    stopped = aliased(Consultation)
    called_off = (
        select(stopped.id)
        .where(
            stopped.document_version_id == view.document_version_id,
            stopped.stage == Stage.CANCELLED,
        )
        .order_by(stopped.cancelled_at.desc(), stopped.id)
        .limit(1)
    )
    summary = select(Attachment.id).where(current, Attachment.summary_id.is_not(None)).exists()
    moved = select(ItemMove.id).where(
        ItemMove.agenda_item_id == AgendaItem.id, ItemMove.meeting_id == AgendaItem.meeting_id
    )
    ground = (
        select(GateException.ground)
        .join(Attachment, Attachment.exception_id == GateException.id)
        .where(current, GateException.meeting_id == view.meeting_id)
        .order_by(Attachment.made_at.desc())
        .limit(1)
    )
    documents = (
        select(func.count())
        .select_from(AgendaItemDocument)
        .where(
            AgendaItemDocument.agenda_item_id == AgendaItem.id,
            AgendaItemDocument.gone_at.is_(None),
        )
    )
    return (
        select(
            AgendaItem,
            READINESS,
            DocumentVersion.title.label("document"),
            Consultation.slug,
            Consultation.opened_at,
            Consultation.closes_at,
            summary.label("heard_by"),
            public.label("public"),
            earlier.label("asked_earlier"),
            unanswered.label("unanswered"),
            called_off.scalar_subquery().label("called_off"),
            paper.label("paper_until"),
            moved.exists().label("moved_here"),
            ground.scalar_subquery().label("ground"),
            documents.scalar_subquery().label("documents"),
        )
        .join(READINESS, view.agenda_item_id == AgendaItem.id)
        .outerjoin(DocumentVersion, DocumentVersion.id == view.document_version_id)
        .outerjoin(Consultation, Consultation.id == view.consultation_id)
        .where(where)
        .order_by(AgendaItem.place, AgendaItem.id)
    )


_FACTS = (
    *("heading", "lapsed", "kind", "consultation", "heard", "finalised"),
    *("attached", "outdated", "undecided", "awaits_paper"),
)


def _facts(row: Row[*tuple[object, ...]]) -> Facts:
    found = {name: getattr(row, name) for name in _FACTS}
    return Facts(document=row.document_id is not None, hearing=tuple(row.hearing), **found)


def _line(row: Row[*tuple[object, ...]], depth: int) -> Line:
    return Line(
        item=row.AgendaItem,
        depth=depth,
        documents=row.documents,
        document=row.document,
        document_id=row.document_id,
        document_version_id=row.document_version_id,
        consultation_id=row.consultation_id,
        slug=row.slug,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        heard_by=row.heard_by,
        public=row.public,
        asked_earlier=row.asked_earlier,
        unanswered=row.unanswered,
        called_off=row.called_off,
        paper_until=row.paper_until,
        moved_here=row.moved_here,
        ground=row.ground,
        ready=row.ready,
        facts=_facts(row),
    )


async def lines(db: AsyncSession, meeting_id: UUID) -> tuple[Line, ...]:
    """Every item of a meeting in the order of the agenda, in one query."""
    rows = (await db.execute(_lines(AgendaItem.meeting_id == meeting_id))).all()
    depths: dict[UUID, int] = {}
    found: list[Line] = []
    for row in rows:  # a parent always stands before its children
        item: AgendaItem = row.AgendaItem
        above = item.parent_id and depths.get(item.parent_id)
        depth = 0 if above is None else above + 1
        if item.lapsed_at is None:  # else what stood under it stands under nothing now
            depths[item.id] = depth
        found.append(_line(row, depth))
    return tuple(found)


async def red(db: AsyncSession, meetings: Sequence[UUID]) -> tuple[Line, ...]:
    """Items of these meetings that are not ready, in one query; `depth` is not reckoned."""
    view = READINESS.c
    counted = view.reason.not_in((Reason.HEADING, Reason.LAPSED))
    of_those = AgendaItem.meeting_id == func.any(list(meetings))
    rows = await db.execute(_lines(of_those & counted & ~view.ready))
    return tuple(_line(row, 0) for row in rows.all())


async def line(db: AsyncSession, item_id: UUID) -> Line:
    row = (await db.execute(_lines(AgendaItem.id == item_id))).first()
    if row is None:
        raise NotHere(
            gettext("Dit agendapunt bestaat niet."), gettext("Ga terug naar de vergaderingen.")
        )
    return _line(row, 0)


async def meeting(db: AsyncSession, meeting_id: UUID) -> Meeting:
    return await council.meeting(db, meeting_id)


class Tally(Struct, frozen=True):
    """A meeting and how many of its items are red and green."""

    meeting: Meeting
    red: int
    green: int


class Meetings(Struct, frozen=True):
    """`coming`: today or later, soonest first. `past`: the latest first, at most `MOST_PAST`."""

    coming: tuple[Tally, ...]
    past: tuple[Tally, ...]


MOST_PAST = 100


async def _tallies(db: AsyncSession, chosen: Sequence[Meeting]) -> dict[UUID, tuple[int, int]]:
    view = READINESS.c
    counted = view.reason.not_in((Reason.HEADING, Reason.LAPSED))
    rows = await db.execute(
        select(
            view.meeting_id,
            func.count().filter(counted & ~view.ready),
            func.count().filter(counted & view.ready),
        )
        .where(view.meeting_id == func.any([row.id for row in chosen]))
        .group_by(view.meeting_id)
    )
    return {meeting_id: (red, green) for meeting_id, red, green in rows.all()}


async def meetings(db: AsyncSession) -> Meetings:
    today = midnight(await council.now(db))
    ahead = select(Meeting).where(Meeting.starts_at >= today).order_by(Meeting.starts_at)
    behind = select(Meeting).where(Meeting.starts_at < today).order_by(Meeting.starts_at.desc())
    coming = (await db.scalars(ahead.order_by(Meeting.id))).all()
    past = (await db.scalars(behind.order_by(Meeting.id).limit(MOST_PAST))).all()
    counts = await _tallies(db, [*coming, *past])

    def tallied(rows: Sequence[Meeting]) -> tuple[Tally, ...]:
        return tuple(Tally(row, *counts.get(row.id, (0, 0))) for row in rows)

    return Meetings(tallied(coming), tallied(past))
