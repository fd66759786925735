# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Codes go out by e-mail, one after the other over one line; never while a resident waits.

Each message is noted in a transaction of its own as soon as the mail server took it. A worker that
dies in between sends the same code once more, under the same Message-ID: two messages, one code.
"""

import asyncio
import contextlib
import datetime as dt
import hashlib
import hmac
from collections.abc import AsyncGenerator, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend import keys, outbox, posting
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.database import Sessions
from backend.mail import Relay
from backend.outbox import Claim, Hopeless, Topic, Work, Write
from backend.participation import letting_in_by_mail, mail_wording
from backend.participation.mail_codes import SEALED
from backend.participation.mail_tables import MailAddress, MailRequest
from backend.posting import Letter, Line, Sent
from backend.settings import Municipality, Settings
from backend.web.languages import marked
from surveys import mail_code

NO_SERVER: Final = marked(
    "Deze werker kent geen mailserver. Laat de beheerder RAADGEVER_SMTP_URL instellen, ook voor de"
    " werkers."
)
AT_ONCE: Final = 100
"""Messages over one line; the rest goes over the next."""
MOST_TRIES: Final = 8
"""To one address that is refused for now: some two hours."""


class Postage(Struct, frozen=True):
    """What is needed to write to residents."""

    relay: Relay
    secret: bytes
    base_url: str
    municipality: Municipality


def postage(settings: Settings) -> Postage | None:
    """None without a mail server."""
    if settings.mail is None:
        return None
    return Postage(settings.mail, settings.secret, settings.base_url, settings.municipality)


class _Outgoing(Struct, frozen=True):
    request: UUID
    letter: Letter
    made_at: dt.datetime
    tries: int


async def _rows(db: AsyncSession, consultation_id: UUID) -> Sequence[Any]:
    now = func.clock_timestamp()
    found = await db.execute(
        select(
            MailRequest.id, MailRequest.tag, MailRequest.holds_until, MailRequest.revoked,
            MailAddress.sealed, MailAddress.language, MailAddress.tries,
        )
        .join(MailAddress, MailAddress.request_id == MailRequest.id)
        .where(MailRequest.consultation_id == consultation_id, MailAddress.not_before <= now)
        .order_by(MailAddress.made_at, MailRequest.id)
        .limit(AT_ONCE)
    )  # fmt: skip
    return found.all()


def _key(secret: bytes, request: UUID) -> str:
    """Names a message, and tells nothing about who asked for it."""
    return hmac.digest(secret, b"message/1" + request.bytes, hashlib.sha256).hex()[:32]


async def _letter(db: AsyncSession, postage: Postage, shown: Shown, row: Any) -> Letter:
    used = await letting_in_by_mail.took_part(db, shown.id, row.tag)
    code = "" if used else mail_code.derive(postage.secret, row.id, row.tag)
    subject, text = mail_wording.written(
        shown,
        code,
        row.holds_until,
        municipality=postage.municipality,
        base_url=postage.base_url,
        language=row.language,
    )
    return Letter(
        to=keys.box(postage.secret, SEALED).decrypt(row.sealed).decode(),
        subject=subject,
        text=text,
        language=row.language,
        key=_key(postage.secret, row.id),
        name=mail_wording.sender(postage.municipality, row.language),
        reply_to=postage.municipality.email,
    )


async def _outgoing(
    db: AsyncSession, postage: Postage, consultation_id: UUID
) -> tuple[list[_Outgoing], list[UUID]]:
    """What is to be sent, and requests of which nothing is: their code lets nobody in any more."""
    rows = await _rows(db, consultation_id)
    shown = await consultations.shown(db, await consultations.get(db, consultation_id))
    stale = [row.id for row in rows if row.revoked or not shown.is_open]
    going = [
        _Outgoing(row.id, await _letter(db, postage, shown, row), shown.now, row.tries)
        for row in rows
        if row.id not in stale
    ]
    return going, stale


async def _note(sessions: Sessions, one: _Outgoing, became: Sent) -> None:
    """The address goes as soon as nothing more is to be sent there."""
    async with sessions.begin() as db:
        if became is Sent.LATER and one.tries + 1 < MOST_TRIES:
            pause = dt.timedelta(minutes=2**one.tries)
            await db.execute(
                update(MailAddress)
                .where(MailAddress.request_id == one.request)
                .values(tries=one.tries + 1, not_before=func.clock_timestamp() + pause)
            )
        else:
            await _done(db, [one.request], "sent" if became is Sent.DONE else "failed")


async def _done(db: AsyncSession, requests: list[UUID], state: str) -> None:
    await db.execute(delete(MailAddress).where(MailAddress.request_id.in_(requests)))
    await db.execute(
        update(MailRequest)
        .where(MailRequest.id.in_(requests), MailRequest.state == "waiting")
        .values(state=state)
    )


@contextlib.asynccontextmanager
async def _line(relay: Relay) -> AsyncGenerator[Line]:
    """Every word to the mail server is said in a thread: it may take its time."""
    opened = posting.line(relay)
    held = await asyncio.to_thread(opened.__enter__)
    try:
        yield held
    finally:
        await asyncio.to_thread(opened.__exit__, None, None, None)


def send(postage: Postage | None) -> Work:
    """The codes of one consultation that wait to be sent."""

    async def work(sessions: Sessions, claim: Claim) -> Write:
        if postage is None:
            raise Hopeless(NO_SERVER)
        async with sessions.begin() as db:
            going, stale = await _outgoing(db, postage, claim.subject)
            if stale:
                await _done(db, stale, "failed")
        if going:
            async with _line(postage.relay) as line:
                for one in going:
                    became = await asyncio.to_thread(line.send, one.letter, one.made_at)
                    await _note(sessions, one, became)

        async def write(db: AsyncSession) -> None:
            await _go_on(db, claim.subject)

        return write

    return work


async def _go_on(db: AsyncSession, consultation_id: UUID) -> None:
    """What was refused for now, or was one too many for this line, is promised anew."""
    next_due = await db.scalar(
        select(func.min(MailAddress.not_before))
        .join(MailRequest, MailRequest.id == MailAddress.request_id)
        .where(MailRequest.consultation_id == consultation_id)
    )
    if next_due is not None:
        await outbox.forget_later(db, Topic.MAIL_DUE, consultation_id)
        outbox.promise(db, Topic.MAIL_DUE, consultation_id, due_at=next_due)
