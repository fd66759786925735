# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An e-mail code lets one response in, on the website; or says why it does not."""

import datetime as dt
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.participation.mail_tables import MailRequest, MailUse, MailVoice
from backend.participation.sending import NotLetIn
from backend.participation.tables import Entry
from backend.web.languages import gettext, marked
from surveys import letter_code, mail_code, receipt

GRACE: Final = dt.timedelta(days=1)
"""For who began with a code on its last day, and thinks about the answers."""


class Wrong(StrEnum):
    TYPO = "typo"
    RECEIPT = "receipt"
    LETTER = "letter"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    NEWER = "newer"
    EXPIRED = "expired"
    USED = "used"


_WORDS = {
    Wrong.TYPO: marked(
        "Er zit een tikfout in deze code. Kijk goed naar elke letter en elk cijfer in de e-mail."
    ),
    Wrong.RECEIPT: marked(
        "Dit is de code die u kreeg na het versturen. Vul hier de code uit de e-mail in."
    ),
    Wrong.LETTER: marked(
        "Dit is de code uit een brief. Vul die in bij “Code uit een brief”. Hier hoort de code uit"
        " de e-mail."
    ),
    Wrong.UNKNOWN: marked("Deze code kennen wij niet. Kijk of de e-mail over dit voorstel gaat."),
    Wrong.ELSEWHERE: marked(
        "Deze code hoort bij een andere raadpleging. Kijk in de e-mail welke dat is."
    ),
    Wrong.NEWER: marked(
        "Deze code geldt niet meer: er is daarna een nieuwe gevraagd. Gebruik de code uit de"
        " nieuwste e-mail."
    ),
    Wrong.EXPIRED: marked("Deze code is verlopen. Vraag een nieuwe."),
    Wrong.USED: marked(
        "Met dit e-mailadres is al meegedaan. Was u dat? Wijzigen kan bij “Mijn reactie”, met de"
        " code die u na het versturen kreeg."
    ),
}


def words(wrong: Wrong) -> str:
    return gettext(_WORDS[wrong])


def spelled(typed: str) -> str | Wrong:
    """The code as it was sent."""
    code = mail_code.normalise(typed[:200])
    if code is not None:
        return code
    if receipt.normalise(typed[:200]):
        return Wrong.RECEIPT
    return Wrong.LETTER if letter_code.normalise(typed[:200]) else Wrong.TYPO


async def known(db: AsyncSession, secret: bytes, code: str) -> bool:
    """Whether it was ever sent, for whatever consultation."""
    found = await db.scalars(
        select(MailRequest.id).where(MailRequest.digest == mail_code.digest(secret, code))
    )
    return found.first() is not None


async def took_part(db: AsyncSession, consultation_id: UUID, tag: bytes) -> bool:
    return await db.get(MailVoice, (consultation_id, tag)) is not None


async def look(
    db: AsyncSession, secret: bytes, consultation_id: UUID, code: str, *, hold: bool = False
) -> MailRequest | Wrong:
    """What this code is here, today; `hold`: until the transaction ends nobody revokes it."""
    asked = select(MailRequest).where(MailRequest.digest == mail_code.digest(secret, code))
    if hold:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    found = (await db.scalars(asked)).first()
    if found is None:
        return Wrong.UNKNOWN
    if found.consultation_id != consultation_id:
        return Wrong.ELSEWHERE
    if await took_part(db, consultation_id, found.tag):
        return Wrong.USED
    if found.revoked:
        return Wrong.NEWER
    today = func.date(func.timezone("Europe/Amsterdam", func.clock_timestamp()))
    last = found.holds_until + (GRACE if hold else dt.timedelta())
    late = (await db.scalars(select(today > last))).one()
    return Wrong.EXPIRED if late else found


def _refused(wrong: Wrong) -> NotLetIn:
    return NotLetIn(
        words(wrong),
        gettext("Er is nu niets verstuurd. Zonder code meedoen kan ook: begin dan opnieuw."),
    )


async def use(
    db: AsyncSession, secret: bytes, consultation_id: UUID, response_id: UUID, code: str
) -> None:
    """`Conflict` when it lets nobody in; the entry must then be undone as well.

    That this address took part and that this response came by e-mail are two rows, and nothing in
    them tells which belongs to which.
    """
    found = await look(db, secret, consultation_id, code, hold=True)
    if isinstance(found, Wrong):
        raise _refused(found)
    added = await db.scalars(
        insert(MailVoice)
        .values(consultation_id=consultation_id, tag=found.tag)
        .on_conflict_do_nothing()
        .returning(MailVoice.consultation_id)
    )
    if added.first() is None:
        raise _refused(Wrong.USED)
    db.add(MailUse(response_id=response_id))


async def adds_up(db: AsyncSession, consultation_id: UUID) -> bool:
    """As many addresses took part as responses came in from one; asked before those go."""
    voices = (
        select(func.count())
        .select_from(MailVoice)
        .where(MailVoice.consultation_id == consultation_id)
    )
    uses = (
        select(func.count())
        .select_from(MailUse)
        .join(Entry, Entry.id == MailUse.response_id)
        .where(Entry.consultation_id == consultation_id)
    )
    found = await db.execute(select(voices.scalar_subquery(), uses.scalar_subquery()))
    one, other = found.one()
    return one == other
