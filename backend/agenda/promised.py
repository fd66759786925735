# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What workers still have to do, one line per subject, in words."""

import datetime as dt
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Row, ScalarSelect, Subquery, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.tables import DocumentVersion
from backend.outbox import PromiseRow, TaskRow, Topic
from backend.sources.tables import AgendaSource
from backend.web.broken import in_words
from backend.web.languages import gettext, marked
from surveys.lifecycle import Stage

MOST = 200
PATIENCE = dt.timedelta(minutes=2)
TOPICS: dict[str, str] = {
    Topic.DOCUMENT_CHANGED: marked("Raadpleging klaarzetten voor een stuk dat is veranderd"),
    Topic.ENTRY_RECEIVED: marked("Nieuwe inzendingen tellen"),
    Topic.CONSULTATION_DUE: marked("Raadpleging sluiten op de afgesproken tijd"),
    Topic.CONSULTATION_CLOSED: marked("Eindstand tellen en samenvatting klaarzetten"),
    Topic.SUMMARY_FINAL: marked("PDF, grafieken en tabellen van de samenvatting maken"),
    Topic.SUMMARY_CORRECTED: marked("Opnieuw tellen voor een verbeterde samenvatting"),
    Topic.SOURCE_DUE: marked("Agenda ophalen bij een bron"),
    Topic.LOG_DUE: marked("Nieuwe regels in het openbare logboek zetten"),
    Topic.MAIL_DUE: marked("Codes per e-mail versturen"),
}


class Job(Struct, frozen=True):
    """All promises on one subject. `due` is the earliest; `reason` why the last try failed."""

    topic: str
    subject: UUID
    what: str
    about: str
    number: int
    due: dt.datetime
    attempts: int
    reason: str
    dead: bool
    busy: bool


class Jobs(Struct, frozen=True):
    """`more` is how many jobs are not shown; `stuck`: work is due and nobody takes it up."""

    dead: tuple[Job, ...]
    now: tuple[Job, ...]
    later: tuple[Job, ...]
    more: int
    stuck: bool


def _waiting() -> Subquery:
    """Without closing what is closed already: that promise stands until its hour and does nothing
    then, so nobody has to know of it. One that workers gave up on is told all the same."""
    shut = (
        select(Consultation.id)
        .where(
            Consultation.id == PromiseRow.subject,
            PromiseRow.topic == Topic.CONSULTATION_DUE,
            Consultation.stage.not_in([Stage.DRAFT, Stage.OPEN]),
            PromiseRow.due_at > func.clock_timestamp(),
        )
        .exists()
    )
    return (
        select(
            PromiseRow.topic,
            PromiseRow.subject,
            func.count().label("number"),
            func.min(PromiseRow.due_at).label("due"),
        )
        .where(~shut)
        .group_by(PromiseRow.topic, PromiseRow.subject)
        .subquery()
    )


def _source(waiting: Subquery) -> ScalarSelect[str]:
    named = select(AgendaSource.name).where(AgendaSource.id == waiting.c.subject)
    return named.correlate(waiting).scalar_subquery()


def _title(waiting: Subquery) -> ScalarSelect[str]:
    """A subject is a document, a consultation on one, or else a source (`_source`)."""
    consulted = (
        select(Consultation.document_version_id)
        .where(Consultation.id == waiting.c.subject)
        .correlate(waiting)
    )
    return (
        select(DocumentVersion.title)
        .where(
            or_(
                DocumentVersion.document_id == waiting.c.subject,
                DocumentVersion.id == consulted.scalar_subquery(),
            )
        )
        .order_by(DocumentVersion.number.desc())
        .limit(1)
        .correlate(waiting)
        .scalar_subquery()
    )


def _job(row: Row[*tuple[Any, ...]], now: dt.datetime) -> Job:
    task: TaskRow | None = row.TaskRow
    topic: str = row.topic
    return Job(
        topic=topic,
        subject=row.subject,
        what=gettext(TOPICS.get(topic, topic)),
        about=row.about or "",
        number=row.number,
        due=row.due,
        attempts=task.attempts if task else 0,
        reason=in_words(task.last_error if task else None),
        dead=bool(task and task.dead_at),
        busy=bool(task and task.leased_until and task.leased_until > now),
    )


async def jobs(db: AsyncSession) -> Jobs:
    """The dead first, then what is due soonest; at most `MOST`."""
    now = await council.now(db)
    waiting = _waiting()
    same = (TaskRow.topic == waiting.c.topic) & (TaskRow.subject == waiting.c.subject)
    asked = (
        select(
            waiting,
            TaskRow,
            func.coalesce(_title(waiting), _source(waiting)).label("about"),
            func.count().over().label("total"),
        )
        .outerjoin(TaskRow, same)
        .order_by(TaskRow.dead_at.is_(None), waiting.c.due, waiting.c.topic, waiting.c.subject)
        .limit(MOST)
    )
    rows = (await db.execute(asked)).all()
    found = [_job(row, now) for row in rows]
    due = tuple(job for job in found if not job.dead and job.due <= now)
    return Jobs(
        dead=tuple(job for job in found if job.dead),
        now=due,
        later=tuple(job for job in found if not job.dead and job.due > now),
        more=rows[0].total - len(found) if rows else 0,
        stuck=any(job.due < now - PATIENCE for job in due) and not any(job.busy for job in due),
    )
