# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the rows of the to-do list come from: one function for each kind of thing that waits.

Each asks the database the same number of times, however much there is.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Mapping
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.advice import queries as advice
from backend.advice.queries import Asked
from backend.agenda import after_tasks, judgements, promised, queries, rescheduled, stranded
from backend.agenda.deadlines import NOT_OPENED, Deadline, deadline, time_left, todo
from backend.agenda.queries import Line
from backend.agenda.rescheduled import why
from backend.agenda.tasks import Task, Todo, listed
from backend.agenda.words import for_staff
from backend.consultations import off_agenda
from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.planning import local_day, midnight
from backend.council.tables import AgendaItem, AgendaItemDocument, DocumentVersion, Meeting
from backend.results import unfinished
from backend.results.unfinished import Unfinished
from backend.sources import queries as sources
from backend.web.languages import gettext, ngettext
from surveys.gate import Reason
from surveys.lifecycle import Stage


class Known(Struct, frozen=True):
    """What several sources ask for.

    meetings   still to come and going on
    red        items of those meetings that are not ready
    soonest    main document to the first of those meetings on whose agenda it is
    """

    today: dt.date
    meetings: Mapping[UUID, Meeting]
    deadlines: Mapping[UUID, Deadline]
    red: tuple[Line, ...]
    soonest: Mapping[UUID, Meeting]

    def papers(self, document_id: UUID) -> tuple[dt.date | None, Meeting | None]:
        """When the papers go out for the meeting that waits for this document, and which it is."""
        meeting = self.soonest.get(document_id)
        return (self.deadlines[meeting.id].closes, meeting) if meeting else (None, None)


async def _soonest(db: AsyncSession, meetings: Mapping[UUID, Meeting]) -> dict[UUID, Meeting]:
    rows = await db.execute(
        select(AgendaItemDocument.document_id, AgendaItem.meeting_id)
        .join(AgendaItem, AgendaItem.id == AgendaItemDocument.agenda_item_id)
        .where(
            AgendaItem.meeting_id == func.any(list(meetings)),
            AgendaItem.lapsed_at.is_(None),
            AgendaItemDocument.main,
            AgendaItemDocument.gone_at.is_(None),
        )
    )
    found: dict[UUID, Meeting] = {}
    for document_id, meeting_id in rows.all():
        meeting = meetings[meeting_id]
        if document_id not in found or meeting.starts_at < found[document_id].starts_at:
            found[document_id] = meeting
    return found


async def known(db: AsyncSession) -> Known:
    now, rules = await council.now(db), await council.rules_in_force(db)
    rows = await db.scalars(
        select(Meeting).where(Meeting.starts_at >= midnight(now), ~Meeting.cancelled)
    )
    meetings = {row.id: row for row in rows.all()}
    return Known(
        today=local_day(now),
        meetings=meetings,
        deadlines={row.id: deadline(row.starts_at, now, rules) for row in meetings.values()},
        red=await queries.red(db, list(meetings)),
        soonest=await _soonest(db, meetings),
    )


_NO_PAPER = (Reason.NO_MAIN_DOCUMENT, Reason.PAPER_AWAITED)


def _name(item: AgendaItem) -> str:
    return " ".join(filter(None, (item.number, item.title)))


def _due(line: Line, when: Deadline) -> dt.date:
    if line.reason is Reason.OPEN and line.closes_at is not None:
        return local_day(line.closes_at)
    to_open = line.reason in NOT_OPENED or line.reason in _NO_PAPER
    return when.opens if to_open else when.closes


async def _red_items(_: AsyncSession, at: Known) -> Iterable[Task]:
    """Whatever a coming meeting waits for."""
    found: list[Task] = []
    for line in at.red:
        when = at.deadlines[line.item.meeting_id]
        due = _due(line, when)
        missed = not at.today <= due <= when.meeting
        if step := todo(line, when):
            found.append(
                Task(
                    what=step.text,
                    href=step.href,
                    about=_name(line.item),
                    why=f"{for_staff(line).why} {time_left(line, when) if missed else ''}".strip(),
                    due=due,
                    waiting=line.reason is Reason.OPEN,
                    meeting=at.meetings[line.item.meeting_id],
                )
            )
    return found


def _quotations(each: Unfinished) -> str:
    text = ngettext("Lees {number} geloot citaat", "Lees {number} gelote citaten", each.quotations)
    return text.format(number=each.quotations)


async def _summaries(db: AsyncSession, at: Known) -> Iterable[Task]:
    """Quotations that nobody read yet, and summaries that no coming meeting waits for."""
    red = {line.consultation_id for line in at.red}
    found: list[Task] = []
    for each in await unfinished.summaries(db):
        here = f"/griffie/raadplegingen/{each.consultation_id}/samenvatting"
        due, meeting = at.papers(each.document_id)
        if each.quotations:
            why = gettext("Pas als u ze leest, kunnen ze in de samenvatting.")
            found.append(
                Task(_quotations(each), f"{here}#citaten", each.title, why, due, meeting=meeting)
            )
        elif each.consultation_id not in red:
            what = gettext("Maak de samenvatting af")
            why = gettext("De samenvatting is nog niet definitief.")
            found.append(Task(what, here, each.title, why, due, meeting=meeting))
    return found


def _review(each: Asked, at: Known, document_id: UUID) -> Task:
    here = f"/griffie/raadplegingen/{each.consultation_id}/adviesraad"
    due, meeting = at.papers(document_id)
    body = each.row.body_name
    if each.unanswered:
        what = gettext("Beantwoord het bezwaar van {body}").format(body=body)
        said, ends = each.objected_on or at.today, local_day(each.row.due_at)
        if each.final:  # everybody reads now that nobody answered it
            why = gettext("De samenvatting is al definitief. Daar staat nu bij: nog geen antwoord.")
            return Task(what, here, each.title, why, said, meeting=meeting)
        why = gettext("De samenvatting wordt pas definitief als u het bezwaar beantwoordt.")
        due = min(ends, due) if due else ends
        return Task(what, here, each.title, why, due, meeting=meeting)
    what = gettext("Wacht op het oordeel van {body}").format(body=body)
    why = gettext("De adviesraad kan nog reageren. U hoeft nu niets te doen.")
    ends = local_day(each.row.due_at)
    return Task(what, here, each.title, why, ends, waiting=True, meeting=meeting)


async def _reviews(db: AsyncSession, at: Known) -> Iterable[Task]:
    return [_review(each, at, each.document_id) for each in await advice.to_do(db)]


async def _dead_promises(db: AsyncSession, at: Known) -> Iterable[Task]:
    """Work that the workers gave up on: nothing that rests on it goes on."""
    return [
        Task(
            what=gettext("Kijk wat er misging: {what}").format(what=job.what.lower()),
            href="/griffie/beloften",
            about=job.about,
            why=job.reason,
            due=min(local_day(job.due), at.today),
        )
        for job in (await promised.jobs(db)).dead
    ]


async def _late_papers(db: AsyncSession, at: Known) -> Iterable[Task]:
    """Paper may still be entered; nothing is counted before that ends."""
    rows = await db.execute(
        select(Consultation, DocumentVersion.title)
        .join(DocumentVersion, DocumentVersion.id == Consultation.document_version_id)
        .where(Consultation.stage == Stage.CLOSED, Consultation.fixed_at > func.clock_timestamp())
    )
    return [
        Task(
            what=gettext("Voer in wat nog op papier kwam, of rond het af"),
            href=f"/griffie/raadplegingen/{row.id}",
            about=title,
            why=gettext("Daarna wordt er geteld."),
            due=row.fixed_at and local_day(row.fixed_at),
            meeting=at.soonest.get(row.document_id),
        )
        for row, title in rows
    ]


async def _judgements(db: AsyncSession, at: Known) -> Iterable[Task]:
    return await judgements.tasks(db, at.soonest)


async def _failing_sources(db: AsyncSession, at: Known) -> Iterable[Task]:
    return [
        Task(
            what=gettext("Kijk waarom een agenda niet binnenkomt"),
            href=f"/griffie/bronnen/{line.source.id}",
            about=line.source.name,
            why=gettext("Raadgever probeert het zelf opnieuw."),
            due=at.today,
        )
        for line in await sources.failing(db)
    ]


async def _rescheduled(db: AsyncSession, _: Known) -> Iterable[Task]:
    """Consultations whose meeting is another day now."""
    return [
        Task(
            what=gettext("Het punt is verplaatst: past de raadpleging nog?")
            if each.by_item
            else gettext("De vergadering is verplaatst: past de raadpleging nog?"),
            href=f"/griffie/vergaderingen/{each.meeting.id}#verplaatst",
            about=each.title,
            why=why(each),
            due=each.due,
            meeting=each.meeting,
        )
        for each in await rescheduled.questions(db)
    ]


async def _stranded(db: AsyncSession, _: Known) -> Iterable[Task]:
    """Items that need another meeting: the one on whose agenda they stand is off."""
    return [
        Task(
            what=gettext("De vergadering gaat niet door"),
            href=each.href,
            about=_name(each.item),
            why=gettext("Zet dit punt op een andere vergadering: er hoort een raadpleging bij."),
            due=local_day(each.meeting.starts_at),
            meeting=each.meeting,
        )
        for each in await stranded.items(db)
    ]


async def _lapsed(db: AsyncSession, at: Known) -> Iterable[Task]:
    """Items off the agenda, while residents are still asked about them: every day counts."""
    why = gettext("Het punt staat niet meer op de agenda. Inwoners geven nog wel antwoord.")
    return [
        Task(
            what=gettext("Kies wat er met de raadpleging gebeurt"),
            href=f"{each.here}#van-de-agenda",
            about=_name(each.item),
            why=why,
            due=at.today,
            meeting=each.meeting,
        )
        for each in await off_agenda.undecided(db)
    ]


async def _after(db: AsyncSession, at: Known) -> Iterable[Task]:
    """What the council decided, and what it answers to it."""
    return await after_tasks.tasks(db, at.today)


Source = Callable[[AsyncSession, Known], Awaitable[Iterable[Task]]]
SOURCES: tuple[Source, ...] = (
    _red_items,
    _late_papers,
    _judgements,
    _summaries,
    _reviews,
    _dead_promises,
    _failing_sources,
    _rescheduled,
    _stranded,
    _lapsed,
    _after,
)


async def to_do(db: AsyncSession, meeting_id: UUID | None = None) -> Todo:
    """Everything, or what this meeting waits for."""
    at = await known(db)
    found = [task for source in SOURCES for task in await source(db, at)]
    return listed(found, at.today, meeting_id)
