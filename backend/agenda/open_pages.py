# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The agenda as everybody sees it: who was heard, who was not, and why. The same for everyone."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.advice import queries as advice
from backend.agenda import changed, history, paperless, queries
from backend.agenda.history import Hearing
from backend.agenda.sections import agenda
from backend.agenda.words import for_everybody, grounds
from backend.consultations import course_queries, off_agenda, silence
from backend.consultations import queries as consultations
from backend.council import moving
from backend.council import queries as council
from backend.council.pages import kind_names
from backend.decisions import queries as decisions
from backend.decisions import showing
from backend.decisions.queries import After
from backend.web.kinds import Db, Slug
from backend.web.pages import page
from surveys.lifecycle import Stage
from surveys.reviewed import NONE_ASKED, Block, blocks


@get("/vergaderingen", include_in_schema=False)
async def meetings(db: Db) -> Template:
    return page(
        "meetings.html",
        meetings=await queries.meetings(db),
        most=queries.MOST_PAST,
        section="vergaderingen",
    )


@get("/vergaderingen/{meeting_id:uuid}", include_in_schema=False)
async def meeting(meeting_id: FromPath[UUID], db: Db) -> Template:
    lines = await queries.lines(db, meeting_id)
    return page(
        "meeting.html",
        meeting=await queries.meeting(db, meeting_id),
        agenda=agenda(lines),
        decided=await decisions.current(db, [line.item.id for line in lines]),
        came=showing.Came(After()),
        left=await moving.left(db, meeting_id),
        said=for_everybody,
        section="vergaderingen",
    )


async def _reviews(db: AsyncSession, heard: Hearing) -> tuple[Block, ...]:
    """What advisory councils think of the summary that everybody can read."""
    return blocks(await advice.section(db, heard.id, heard.public_number or 0))


@get("/agendapunten/{item_id:uuid}", include_in_schema=False)
async def item(item_id: FromPath[UUID], db: Db) -> Template:
    line = await queries.line(db, item_id)
    heard = await history.hearings(db, line.document_id) if line.document_id else ()
    attachments = await history.attachments(db, item_id)
    version = line.document_version_id
    paper = line.document_id
    called_off = await course_queries.called_off(db, paper) if paper else ()
    return page(
        "agenda_item.html",
        line=line,
        meeting=await queries.meeting(db, line.item.meeting_id),
        papers=await history.papers(db, item_id),
        text=await council.version(db, version) if version else None,
        hearings=[each for each in heard if each.stage is not Stage.DRAFT],
        stopped=[each for each in called_off if each.opened],
        asked_again=history.asked_again(heard),
        silence=silence.in_words,
        off=await off_agenda.at_item(db, item_id) if line.facts.lapsed else (),
        reviews={each.id: await _reviews(db, each) for each in heard if each.public_number},
        none_asked=NONE_ASKED,
        attachments=attachments,
        came=await showing.of_item(db, item_id),
        changed=await changed.since(db, line, heard, attachments),
        said=for_everybody,
        grounds=grounds(),
        kinds=kind_names(),
        kind_said=await council.classifications(db, line.document_id),
        main_said=await council.main_choices(db, item_id),
        stood=await moving.stood(db, item_id),
        need_said=await paperless.said(db, item_id),
        section="vergaderingen",
    )


@get("/raadplegingen/{slug:str}/veranderd", include_in_schema=False)
async def since_asked(slug: Slug, db: Db) -> Template:
    """The text that residents are asked about beside the one of now."""
    shown = await consultations.find(db, slug)
    return page(
        "consultation_changed.html",
        consultation=shown,
        changed=await changed.since_asked(db, shown) if shown.changed else None,
        section="raadplegingen",
    )


@get("/uitzonderingen", include_in_schema=False)
async def exceptions(db: Db) -> Template:
    years = await history.exceptions(db)
    return page("exceptions.html", years=years, grounds=grounds(), section="vergaderingen")


HANDLERS = (meetings, meeting, item, since_asked, exceptions)
