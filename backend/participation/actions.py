# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A response comes in or is replaced: always one more entry."""

import datetime as dt
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Conflict, Flaw, Invalid
from backend.ledger.tables import EntryKey
from backend.outbox import Topic, promise
from backend.participation import (
    challenges,
    letting_in,
    letting_in_by_mail,
    logged,
    queries,
)
from backend.participation.queries import Standing
from backend.participation.sending import Received, Sending, changed_meanwhile, earlier
from backend.participation.tables import (
    AnswerText,
    Background,
    CodedAnswers,
    Entry,
    Flag,
    Receipt,
)
from backend.participation.wording import NOTHING_SAID
from backend.web.languages import gettext
from surveys import receipt
from surveys.questionnaire import Answers


def _said_nothing() -> Invalid:
    said = gettext(NOTHING_SAID)
    return Invalid(gettext("Er is nog niets ingevuld."), said, [Flaw("antwoorden", said)])


def _refuse_ended(now: Standing) -> None:
    if now.fate == "withdrawn":
        raise Conflict(
            gettext("U hebt deze reactie ingetrokken."),
            gettext("Wilt u toch meedoen? Vul de vragen dan opnieuw in."),
        )
    if now.fate == "set_aside":
        raise Conflict(
            gettext("Deze reactie telt niet mee. Daarom kunt u die niet wijzigen."),
            gettext("Bel ons als u denkt dat dit niet klopt."),
        )


async def _add(
    db: AsyncSession, held: Shown, sending: Sending, replaced: Standing | None, secret: bytes
) -> tuple[UUID, dt.datetime] | None:
    """The entry itself; None when somebody was first with this form, or with this response."""
    entry_id = uuid4()
    added = await db.execute(
        insert(Entry)
        .values(
            id=entry_id,
            consultation_id=held.id,
            response_id=replaced.response_id if replaced else entry_id,
            cancels_id=replaced.head_id if replaced else None,
            kind="replacement" if replaced else "submission",
            channel=sending.channel,
            form_key=sending.form_key,
            body_hash=sending.digest(secret),
            entered_by=sending.entered_by,
            received_on=sending.received_on,
        )
        .on_conflict_do_nothing()
        .returning(Entry.received_at)
    )
    received_at = added.scalars().first()
    return None if received_at is None else (entry_id, received_at)


def _add_content(db: AsyncSession, entry_id: UUID, answers: Answers) -> None:
    db.add(EntryKey(entry_id=entry_id, key=logged.new_key()))
    db.add(CodedAnswers(entry_id=entry_id, coded=answers.coded))
    db.add_all(
        AnswerText(entry_id=entry_id, question=question, text=text)
        for question, text in answers.texts.items()
    )
    if answers.background:
        db.add(Background(entry_id=entry_id, coded=answers.background))


async def receive(db: AsyncSession, held: Shown, sending: Sending, *, secret: bytes) -> Received:
    """Keep what was said, promise the count, and give the receipt; once, however often it is sent.

    `Invalid` when nothing was said, `Conflict` when the same form said something else before, what
    it replaces is not there to be replaced any more, its code lets nobody in, or another form came
    with its challenge.
    """
    if sending.answers.empty:
        raise _said_nothing()
    if not sending.with_code and sending.solved is None:
        received = await _receive(db, held, sending, secret)
    else:
        async with db.begin_nested():  # without what it comes with it did not come in
            received = await _receive(db, held, sending, secret)
            if received.fresh:
                await _let_in(db, held, sending, received, secret)
    if received.fresh and sending.signs:
        signs = [{"response_id": received.response_id, "sign": sign} for sign in sending.signs]
        await db.execute(insert(Flag).values(signs))
    return received


async def _let_in(
    db: AsyncSession, held: Shown, sending: Sending, received: Received, secret: bytes
) -> None:
    response_id = received.response_id
    if sending.letter_code:
        await letting_in.use(db, secret, held.id, response_id, sending.letter_code)
    if sending.mail_code:
        await letting_in_by_mail.use(db, secret, held.id, response_id, sending.mail_code)
    if sending.solved is not None:
        await challenges.spend(db, sending.solved, sending.form_key)


async def _receive(db: AsyncSession, held: Shown, sending: Sending, secret: bytes) -> Received:
    replaced = None
    if sending.replaces is not None:
        if before := await earlier(db, held.id, sending, secret=secret):
            return before
        replaced = await queries.standing(db, sending.replaces)
        if replaced is None or replaced.consultation_id != held.id:
            raise changed_meanwhile()
        _refuse_ended(replaced)
    added = await _add(db, held, sending, replaced, secret)
    if added is None:
        if before := await earlier(db, held.id, sending, secret=secret):
            return before
        raise changed_meanwhile()
    entry_id, received_at = added
    first_key = replaced.form_key if replaced else sending.form_key
    code = receipt.derive(secret, held.id, first_key)
    _add_content(db, entry_id, sending.answers)
    if replaced is None:
        db.add(Receipt(response_id=entry_id, fingerprint=receipt.fingerprint(secret, code)))
    promise(db, Topic.ENTRY_RECEIVED, held.id, item=entry_id)
    response_id = replaced.response_id if replaced else entry_id
    return Received(entry_id, response_id, held.id, code, received_at, fresh=True)


async def held_if_open(
    db: AsyncSession, consultation_id: UUID, *, paper: bool = False
) -> tuple[Shown, Conflict | None]:
    """The consultation, held open until the transaction ends; or as it is, with why it is not.

    `paper`: open for what came in on paper before it closed.
    """
    hold = consultations.hold_for_paper if paper else consultations.hold
    try:
        return await hold(db, consultation_id), None
    except Conflict as conflict:
        row = await consultations.get(db, consultation_id)
        return await consultations.shown(db, row), conflict


async def receive_or_recall(
    db: AsyncSession, shown: Shown, late: Conflict | None, sending: Sending, *, secret: bytes
) -> Received:
    """Somebody whose answer came in before closing and who asks again after it gets their
    receipt, not "too late"."""
    if late is None:
        return await receive(db, shown, sending, secret=secret)
    if before := await earlier(db, shown.id, sending, secret=secret):
        return before
    raise late


async def send(
    db: AsyncSession, consultation_id: UUID, sending: Sending, *, secret: bytes
) -> Received:
    paper = sending.received_on is not None
    shown, late = await held_if_open(db, consultation_id, paper=paper)
    return await receive_or_recall(db, shown, late, sending, secret=secret)
