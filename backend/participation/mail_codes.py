# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Codes by e-mail: allowed by the griffie, asked for by residents (docs/decisions/0035).

An address is kept, locked, until its message is sent. What stays until the count is a tag of it,
under a key of this consultation only; then key and tags go.
"""

import datetime as dt
import secrets
from typing import Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend import keys
from backend.audit.actions import Actor, note
from backend.consultations import queries as consultations
from backend.consultations.tables import Consultation, MailDoor
from backend.errors import Conflict
from backend.outbox import TaskRow, Topic, promise
from backend.participation.mail_tables import MailAddress, MailKey, MailRequest, MailUse, MailVoice
from backend.participation.tables import Entry
from backend.web.languages import gettext
from backend.web.pages import ZONE
from surveys import mail_code
from surveys.lifecycle import Stage
from surveys.mail_address import Address

DAYS: Final = 7
"""That a code holds, and what is left of its first day."""
LONGEST: Final = dt.timedelta(hours=24)
"""That an address is kept, sent to or not."""
SEALED: Final = "mailadres/1"


class Numbers(Struct, frozen=True):
    """Codes of this consultation, and who took part with one. Of codes only until the count."""

    waiting: int
    sent: int
    failed: int
    used: int


async def allowed(db: AsyncSession, consultation_id: UUID) -> bool:
    return await db.get(MailDoor, consultation_id) is not None


async def key_of(db: AsyncSession, consultation_id: UUID) -> bytes | None:
    """None where nobody can ask for a code, or not any more."""
    found = await db.scalars(select(MailKey.key).where(MailKey.consultation_id == consultation_id))
    return found.first()


async def numbers(db: AsyncSession, consultation_id: UUID) -> Numbers:
    by_state = await db.execute(
        select(MailRequest.state, func.count().label("number"))
        .where(MailRequest.consultation_id == consultation_id)
        .group_by(MailRequest.state)
    )
    states: dict[str, int] = {row.state: row.number for row in by_state}
    used = await db.scalars(
        select(func.count())
        .select_from(MailUse)
        .join(Entry, Entry.id == MailUse.response_id)
        .where(Entry.consultation_id == consultation_id)
    )
    waiting, sent, failed = (states.get(name, 0) for name in ("waiting", "sent", "failed"))
    return Numbers(waiting, sent, failed, used.one())


async def trouble(db: AsyncSession, consultation_id: UUID) -> str | None:
    """Why the last try to send anything failed, as the worker wrote it down; None when it went."""
    found = await db.scalars(
        select(TaskRow.last_error).where(
            TaskRow.topic == Topic.MAIL_DUE, TaskRow.subject == consultation_id
        )
    )
    return found.first()


async def _draft(db: AsyncSession, consultation_id: UUID) -> Consultation:
    row = await consultations.get(db, consultation_id)
    await db.flush()
    await db.refresh(row, with_for_update=True)
    if row.stage != Stage.DRAFT:
        raise Conflict(
            gettext("Deze raadpleging is al open. U kunt dit nu niet meer veranderen."),
            gettext("Hoe mensen kunnen meedoen, staat bij de opening in het openbare logboek."),
        )
    return row


async def allow(db: AsyncSession, actor: Actor, consultation_id: UUID) -> None:
    """`Conflict` after opening. Twice is once."""
    await _draft(db, consultation_id)
    added = await db.scalars(
        insert(MailDoor)
        .values(consultation_id=consultation_id, made_by=actor.id)
        .on_conflict_do_nothing()
        .returning(MailDoor.consultation_id)
    )
    if added.first() is not None:
        db.add(MailKey(consultation_id=consultation_id, key=secrets.token_bytes(32)))
        note(db, actor, "e-mailcodes aanzetten", "raadpleging", consultation_id)


async def disallow(db: AsyncSession, actor: Actor, consultation_id: UUID) -> None:
    await _draft(db, consultation_id)
    for table in (MailVoice, MailRequest, MailKey):
        await db.execute(delete(table).where(table.consultation_id == consultation_id))
    gone = await db.scalars(
        delete(MailDoor)
        .where(MailDoor.consultation_id == consultation_id)
        .returning(MailDoor.consultation_id)
    )
    if gone.first() is not None:
        note(db, actor, "e-mailcodes uitzetten", "raadpleging", consultation_id)


async def ask(
    db: AsyncSession,
    secret: bytes,
    consultation_id: UUID,
    *,
    request: UUID,
    address: Address,
    language: str,
) -> None:
    """A new code for this address, in the place of one that was asked for before; the same form
    twice is one code. The same is done whether or not anybody took part from this address.

    `Conflict` where it is not open, or has no codes by e-mail.
    """
    held = await consultations.hold(db, consultation_id)
    key = await db.scalar(
        select(MailKey.key).where(MailKey.consultation_id == consultation_id).with_for_update()
    )
    if key is None:
        raise Conflict(
            gettext("Bij deze raadpleging kunt u geen code per e-mail vragen."),
            gettext("Zonder code meedoen kan wel: uw reactie telt dan gewoon mee."),
        )
    known = await db.scalars(select(MailRequest.id).where(MailRequest.id == request))
    if known.first() is not None:
        return
    tag = address.tag(key)
    await db.execute(
        update(MailRequest)
        .where(
            MailRequest.consultation_id == consultation_id,
            MailRequest.tag == tag,
            MailRequest.revoked.is_(False),
        )
        .values(revoked=True)
    )
    code = mail_code.derive(secret, request, tag)
    await db.execute(
        insert(MailRequest).values(
            id=request,
            consultation_id=consultation_id,
            tag=tag,
            digest=mail_code.digest(secret, code),
            holds_until=held.now.astimezone(ZONE).date() + dt.timedelta(days=DAYS),
        )
    )
    sealed = keys.box(secret, SEALED).encrypt(str(address).encode())
    await db.execute(
        insert(MailAddress).values(request_id=request, sealed=sealed, language=language)
    )
    promise(db, Topic.MAIL_DUE, consultation_id)


async def forget_all(db: AsyncSession, consultation_id: UUID) -> None:
    """Once everything is counted nothing is known of any address any more."""
    for table in (MailVoice, MailRequest, MailKey):
        await db.execute(delete(table).where(table.consultation_id == consultation_id))


async def sweep(db: AsyncSession) -> None:
    """Addresses that were kept for a day; and everything, where there will be no count."""
    late = await db.scalars(
        delete(MailAddress)
        .where(MailAddress.made_at < func.clock_timestamp() - LONGEST)
        .returning(MailAddress.request_id)
    )
    if ids := late.all():
        await db.execute(
            update(MailRequest)
            .where(MailRequest.id.in_(ids), MailRequest.state == "waiting")
            .values(state="failed")
        )
    stopped = await db.scalars(
        select(MailKey.consultation_id)
        .join(Consultation, Consultation.id == MailKey.consultation_id)
        .where(Consultation.stage == Stage.CANCELLED)
    )
    for consultation_id in stopped.all():
        await forget_all(db, consultation_id)


async def mix(db: AsyncSession, *, always: bool = False) -> bool:
    """Write what is known of addresses anew, in the order of their tags: neither its place nor the
    transaction that wrote a row tells which response it came with. False when there was nothing to
    mix, or when somebody stood in the way."""
    return (await db.scalars(select(func.mix_mail(always)))).one()
