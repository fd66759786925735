# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading what bodies were asked and what they said. Whether a term still runs, the clock says."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from backend.advice.tables import (
    ReviewAnswer,
    ReviewDissent,
    ReviewRequest,
    ReviewUnawaited,
    ReviewVerdict,
)
from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.planning import local_day
from backend.council.tables import DocumentVersion
from backend.errors import NotHere
from backend.results.tables import Summary
from backend.web.languages import gettext
from surveys.review import State, Verdict, is_open, state
from surveys.reviewed import Given, Minority, Review, Section

Row = TypeVar("Row", ReviewVerdict, ReviewDissent)


class Spoken(Struct, frozen=True):
    """A verdict with what the griffie said to it."""

    row: ReviewVerdict
    answer: ReviewAnswer | None

    @property
    def waits(self) -> bool:
        return self.row.verdict == Verdict.OBJECTS and self.answer is None


class Asked(Struct, frozen=True):
    """One request, with everything that was said to it up to `now`.

    verdicts   the oldest first; the last one counts
    dissents   of each member the last one, those that were taken back too
    """

    row: ReviewRequest
    summary: Summary
    consultation_id: UUID
    document_id: UUID
    title: str
    slug: str
    verdicts: tuple[Spoken, ...]
    dissents: tuple[ReviewDissent, ...]
    unawaited: ReviewUnawaited | None
    now: dt.datetime

    @property
    def given(self) -> Spoken | None:
        return self.verdicts[-1] if self.verdicts else None

    @property
    def state(self) -> State:
        withdrawn = self.row.withdrawn_at is not None
        given = bool(self.verdicts)
        return state(withdrawn=withdrawn, given=given, due_at=self.row.due_at, now=self.now)

    @property
    def open(self) -> bool:
        withdrawn = self.row.withdrawn_at is not None
        return is_open(withdrawn=withdrawn, due_at=self.row.due_at, now=self.now)

    @property
    def waits(self) -> bool:
        """A body that may still speak and did not yet."""
        return self.state is State.RUNNING

    @property
    def unanswered(self) -> bool:
        return self.given is not None and self.given.waits

    @property
    def objected_on(self) -> dt.date | None:
        return local_day(self.given.row.made_at) if self.given else None

    @property
    def final(self) -> bool:
        """The version that they were asked about can be read with what they said."""
        return self.summary.finalised_at is not None

    @property
    def review(self) -> Review:
        """As it is printed beside the summary."""
        said = [_given(each, self.summary) for each in self.verdicts]
        return Review(
            body=self.row.body_name,
            kind=self.row.body_kind,
            version=self.summary.number,
            asked_on=local_day(self.row.made_at),
            due_on=local_day(self.row.due_at),
            state=self.state,
            given=said[-1] if said else None,
            earlier=tuple(said[:-1]),
            minorities=tuple(
                Minority(each.text, each.made_by_name) for each in self.dissents if each.text
            ),
            not_awaited=self.unawaited.reason if self.unawaited else "",
            withdrawn=self.row.withdrawn_reason,
        )


def _given(spoken: Spoken, summary: Summary) -> Given:
    row, answer = spoken.row, spoken.answer
    final = summary.finalised_at
    return Given(
        verdict=Verdict(row.verdict),
        remark=row.remark,
        given_on=local_day(row.made_at),
        after_final=final is not None and row.made_at > final,
        text_changed=row.summary_revision < summary.revision,
        answer=answer.text if answer else "",
        answered_on=local_day(answer.made_at) if answer else None,
    )


def _by_request(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.request_id, []).append(row)
    return found


async def _verdicts(db: AsyncSession, requests: Sequence[UUID]) -> dict[UUID, list[Spoken]]:
    rows = await db.execute(
        select(ReviewVerdict, ReviewAnswer)
        .outerjoin(ReviewAnswer, ReviewAnswer.verdict_id == ReviewVerdict.id)
        .where(ReviewVerdict.request_id.in_(requests))
        .order_by(ReviewVerdict.request_id, ReviewVerdict.number)
    )
    found: dict[UUID, list[Spoken]] = {}
    for row, answer in rows.all():
        found.setdefault(row.request_id, []).append(Spoken(row, answer))
    return found


async def _dissents(db: AsyncSession, requests: Sequence[UUID]) -> dict[UUID, list[ReviewDissent]]:
    """The last one of each member; by the moment of the first, so that a change moves nothing."""
    rows = await db.scalars(
        select(ReviewDissent)
        .where(ReviewDissent.request_id.in_(requests))
        .order_by(ReviewDissent.made_at, ReviewDissent.number)
    )
    found: dict[UUID, list[ReviewDissent]] = {}
    for request_id, said in _by_request(rows.all()).items():
        last: dict[UUID, ReviewDissent] = {}
        for row in said:
            last[row.made_by] = row  # a dict keeps the place of the first
        found[request_id] = list(last.values())
    return found


async def asked(
    db: AsyncSession, where: ColumnElement[bool], *, to_read: bool = False
) -> tuple[Asked, ...]:
    """Requests with all that belongs to them; the oldest summary first, then by name.

    What a summary says weighs a hundred kilobytes: it comes along only `to_read`.
    """
    light = () if to_read else (defer(Summary.content, raiseload=True),)
    now = await council.now(db)
    rows = await db.execute(
        select(ReviewRequest, Summary, Consultation, DocumentVersion.title)
        .join(Summary, Summary.id == ReviewRequest.summary_id)
        .join(Consultation, Consultation.id == Summary.consultation_id)
        .join(DocumentVersion, DocumentVersion.id == Summary.document_version_id)
        .where(where)
        .options(*light)
        .order_by(Summary.number, ReviewRequest.body_name, ReviewRequest.made_at)
    )
    found = rows.all()
    ids = [row.id for row, *_ in found]
    verdicts, dissents = await _verdicts(db, ids), await _dissents(db, ids)
    skipped = await db.scalars(select(ReviewUnawaited).where(ReviewUnawaited.request_id.in_(ids)))
    unawaited = {row.request_id: row for row in skipped}
    return tuple(
        Asked(
            row=row,
            summary=summary,
            consultation_id=consultation.id,
            document_id=consultation.document_id,
            title=title,
            slug=consultation.slug,
            verdicts=tuple(verdicts.get(row.id, ())),
            dissents=tuple(dissents.get(row.id, ())),
            unawaited=unawaited.get(row.id),
            now=now,
        )
        for row, summary, consultation, title in found
    )


async def of_consultation(db: AsyncSession, consultation_id: UUID) -> tuple[Asked, ...]:
    return await asked(db, Summary.consultation_id == consultation_id)


async def standing(db: AsyncSession, consultation_id: UUID, number: int) -> tuple[Asked, ...]:
    """What was asked about exactly this version."""
    this = (Summary.consultation_id == consultation_id) & (Summary.number == number)
    return await asked(db, this)


async def section(db: AsyncSession, consultation_id: UUID, number: int) -> Section:
    """What stands beside this version: also what was said about the versions before it."""
    so_far = (Summary.consultation_id == consultation_id) & (Summary.number <= number)
    return Section(number, tuple(each.review for each in await asked(db, so_far)))


def unknown() -> NotHere:
    return NotHere(
        gettext("Deze vraag aan een adviesraad bestaat niet, of is niet voor u."),
        gettext("Ga terug naar de lijst."),
    )


async def belongs(db: AsyncSession, consultation_id: UUID, request_id: UUID) -> None:
    """`NotHere` when this request is about something else."""
    found = await db.scalars(
        select(ReviewRequest.id)
        .join(Summary, Summary.id == ReviewRequest.summary_id)
        .where(ReviewRequest.id == request_id, Summary.consultation_id == consultation_id)
    )
    if found.first() is None:
        raise unknown()


def _mine(account_id: UUID) -> ColumnElement[bool]:
    return func.sits(ReviewRequest.body_id, account_id)


async def of_member(db: AsyncSession, account_id: UUID) -> tuple[Asked, ...]:
    """Of every body in which this account sits today. A term that ended leaves nothing to read."""
    found = await asked(db, _mine(account_id))
    return tuple(sorted(found, key=lambda each: (not each.waits, not each.open, each.row.due_at)))


async def for_member(db: AsyncSession, account_id: UUID, request_id: UUID) -> Asked:
    """`NotHere` for whoever does not sit in that body today: no difference with what is not."""
    this = (ReviewRequest.id == request_id) & _mine(account_id)
    found = await asked(db, this, to_read=True)
    if not found:
        raise unknown()
    return found[0]


async def to_do(db: AsyncSession) -> tuple[Asked, ...]:
    """For the griffie: objections without an answer first, then terms that run, the soonest."""
    found = await asked(db, ReviewRequest.withdrawn_at.is_(None))
    waiting = [each for each in found if each.unanswered or each.waits]
    return tuple(sorted(waiting, key=lambda each: (not each.unanswered, each.row.due_at)))
