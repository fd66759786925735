# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie asks bodies to read a summary, takes a question back, and answers what they say."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid4

from msgspec import Struct
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.advice import body_queries, queries
from backend.advice.body_queries import Body
from backend.advice.refusals import asked_before, named, no_members, was_first
from backend.advice.tables import ReviewAnswer, ReviewRequest, ReviewUnawaited, ReviewVerdict
from backend.audit.actions import Actor, note
from backend.errors import Conflict, Flaw, Invalid, NotHere
from backend.results import queries as results
from backend.results.tables import Summary
from backend.web.languages import DUTCH, gettext, spoken
from backend.web.pages import ZONE, day
from surveys.reasons import too_short
from surveys.review import due_at


class Question(Struct, frozen=True):
    """What is put to a body: about which consultation, until when, and where it is read."""

    title: str
    due: dt.date
    base_url: str


def notice(body: str, asked: Question, request_id: UUID) -> str:
    """A message to copy. In Dutch, whatever language the griffier reads in."""
    with spoken(DUTCH):
        return (
            f"Beste leden van {body},\n\n"
            f"De raadpleging over “{asked.title}” is gesloten."
            " Het concept van de samenvatting staat klaar."
            " Wilt u het lezen en laten weten wat u ervan vindt?\n\n"
            "U kunt ook alle adviezen van inwoners lezen, en er samen over praten.\n\n"
            f"U kunt reageren tot en met {day(asked.due)}.\n\n"
            f"{asked.base_url}/adviesraad/{request_id}\n\n"
            "Log in met uw eigen naam en wachtwoord."
            " Wat u laat weten, komt bij de samenvatting te staan, ook als u het er niet mee eens"
            " bent.\n\n"
            "Met vriendelijke groet,\nde griffie"
        )


async def ask(
    db: AsyncSession, actor: Actor, consultation_id: UUID, bodies: Sequence[UUID], asked: Question
) -> None:
    """`Conflict` for a body without members, and for one that was asked about this before."""
    summary = await results.newest(db, consultation_id)
    if summary is None:
        raise NotHere(
            gettext("Er is nog geen samenvatting."), gettext("Wij tellen pas na het sluiten.")
        )
    for body_id in bodies:
        await _ask_one(db, actor, summary, await body_queries.body(db, body_id), asked)


async def _ask_one(
    db: AsyncSession, actor: Actor, summary: Summary, body: Body, asked: Question
) -> None:
    if not body.sitting:
        raise no_members(body.row.name)
    request_id = uuid4()
    row = ReviewRequest(
        id=request_id,
        summary_id=summary.id,
        body_id=body.row.id,
        due_at=due_at(asked.due, ZONE),
        notice=notice(body.row.name, asked, request_id),
        made_by=named(actor),
    )
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise asked_before() if was_first(error) else no_members(body.row.name) from error
    note(
        db,
        actor,
        "vragen",
        "adviesraad",
        body.row.id,
        vraag=str(request_id),
        samenvatting=str(summary.id),
        tot_en_met=asked.due.isoformat(),
        bericht=row.notice,
    )


def _reasoned(where: str, reason: str, what: str) -> None:
    if too_short(reason):
        raise Invalid(gettext("Nog niet alles is goed ingevuld."), "", [Flaw(where, what)])


async def withdraw(
    db: AsyncSession, actor: Actor, consultation_id: UUID, request_id: UUID, reason: str
) -> None:
    """While it waits for an answer; the reason is printed with the summary."""
    _reasoned(
        "withdraw_reason", reason, gettext("Schrijf op waarom u de vraag intrekt (tien letters).")
    )
    await queries.belongs(db, consultation_id, request_id)
    statement = (
        update(ReviewRequest)
        .where(ReviewRequest.id == request_id)
        .values(
            withdrawn_at=func.clock_timestamp(),
            withdrawn_by=named(actor),
            withdrawn_reason=reason.strip(),
        )
    )
    try:
        async with db.begin_nested():
            await db.execute(statement)
    except IntegrityError as error:
        raise Conflict(
            gettext("Deze vraag kunt u niet meer intrekken."),
            gettext("Er is al een oordeel, de termijn is voorbij of de vraag is al ingetrokken."),
        ) from error
    note(db, actor, "intrekken", "vraag aan adviesraad", request_id, reden=reason.strip())


async def answer(
    db: AsyncSession, actor: Actor, consultation_id: UUID, verdict_id: UUID, text: str
) -> None:
    """What the griffie says to an objection or a remark. Once: it is printed as it stands."""
    _reasoned("answer", text, gettext("Schrijf een antwoord van ten minste tien letters."))
    found = await db.scalars(select(ReviewVerdict.request_id).where(ReviewVerdict.id == verdict_id))
    request_id = found.first()
    if request_id is None:
        raise queries.unknown()
    await queries.belongs(db, consultation_id, request_id)
    row = ReviewAnswer(verdict_id=verdict_id, text=text.strip(), made_by=named(actor))
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise Conflict(
            gettext("Op dit oordeel is al geantwoord."),
            gettext("Lees het antwoord dat er staat. Het verandert niet meer."),
        ) from error
    note(db, actor, "beantwoorden", "oordeel van adviesraad", verdict_id)


async def go_on(
    db: AsyncSession, actor: Actor, consultation_id: UUID, number: int, reason: str
) -> tuple[str, ...]:
    """Before version `number` becomes final: who was asked about it.

    `Invalid` while a body may still speak and nobody says why it is not awaited. An objection holds
    nothing up but this: the griffie answers it first, so that both are printed.
    """
    asked = await queries.standing(db, consultation_id, number)
    if objecting := [each.row.body_name for each in asked if each.unanswered]:
        raise Conflict(
            gettext("De samenvatting is nog niet definitief."),
            gettext(
                "Beantwoord eerst het bezwaar van {names}. Uw antwoord komt erbij te staan."
            ).format(names=", ".join(objecting)),
        )
    waiting = [each for each in asked if each.waits]
    if waiting and too_short(reason):
        names = ", ".join(each.row.body_name for each in waiting)
        what = gettext("{names} kan nog reageren. Schrijf op waarom u niet wacht (tien letters).")
        raise Invalid(
            gettext("De samenvatting is nog niet definitief."),
            "",
            [Flaw("reason", what.format(names=names))],
        )
    try:
        async with db.begin_nested():
            db.add_all(
                ReviewUnawaited(request_id=each.row.id, reason=reason.strip(), made_by=named(actor))
                for each in waiting
            )
    except IntegrityError as error:
        raise Conflict(
            gettext("Een adviesraad reageerde net."),
            gettext("Lees eerst wat hij vindt. Maak daarna de samenvatting definitief."),
        ) from error
    for each in waiting:
        note(db, actor, "niet wachten", "vraag aan adviesraad", each.row.id, reden=reason.strip())
    return tuple(each.row.body_name for each in asked if each.row.withdrawn_at is None)
