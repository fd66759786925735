# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A letter code lets one response in, whatever the channel; or says why it does not."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.participation.sending import NotLetIn
from backend.participation.tables import Entry, LetterCode, LetterUse
from backend.web.languages import gettext, marked
from surveys import letter_code, mail_code, receipt


class Wrong(StrEnum):
    TYPO = "typo"
    RECEIPT = "receipt"
    MAILED = "mailed"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    REVOKED = "revoked"
    USED = "used"


_WORDS = {
    Wrong.TYPO: marked(
        "Er zit een tikfout in deze code. Kijk goed naar elke letter en elk cijfer in de brief."
    ),
    Wrong.RECEIPT: marked(
        "Dit is de code die u kreeg na het versturen. Vul hier de code uit de brief in."
    ),
    Wrong.MAILED: marked(
        "Dit is de code uit een e-mail. Die werkt alleen op de website, bij “Code per e-mail”. Vul"
        " hier de code uit de brief in."
    ),
    Wrong.UNKNOWN: marked(
        "Deze code kennen wij niet. Kijk of de brief over deze gemeente en dit voorstel gaat."
    ),
    Wrong.ELSEWHERE: marked(
        "Deze code hoort bij een andere raadpleging. Kijk in de brief welke dat is."
    ),
    Wrong.REVOKED: marked(
        "Deze code geldt niet meer. De gemeente gaf er een nieuwe voor in de plaats. Gebruik die."
    ),
    Wrong.USED: marked(
        "Met deze code is al meegedaan. Was u dat? Wijzigen kan bij “Mijn reactie”, met de code die"
        " u na het versturen kreeg."
    ),
}


def words(wrong: Wrong) -> str:
    return gettext(_WORDS[wrong])


def spelled(typed: str) -> str | Wrong:
    """The code as it was printed."""
    code = letter_code.normalise(typed[:200])
    if code is not None:
        return code
    if receipt.normalise(typed[:200]):
        return Wrong.RECEIPT
    return Wrong.MAILED if mail_code.normalise(typed[:200]) else Wrong.TYPO


async def known(db: AsyncSession, secret: bytes, code: str) -> bool:
    """Whether it was ever given out, for whatever consultation."""
    found = await db.scalars(
        select(LetterCode.id).where(LetterCode.digest == letter_code.digest(secret, code))
    )
    return found.first() is not None


async def look(
    db: AsyncSession, secret: bytes, consultation_id: UUID, code: str, *, hold: bool = False
) -> LetterCode | Wrong:
    """What this code is here, now; `hold`: until the transaction ends nobody revokes it."""
    asked = select(LetterCode).where(LetterCode.digest == letter_code.digest(secret, code))
    if hold:
        asked = asked.with_for_update(read=True).execution_options(populate_existing=True)
    found = (await db.scalars(asked)).first()
    if found is None:
        return Wrong.UNKNOWN
    if found.consultation_id != consultation_id:
        return Wrong.ELSEWHERE
    if found.revoked_at is not None:
        return Wrong.REVOKED
    used = await db.scalars(select(LetterUse.response_id).where(LetterUse.code_id == found.id))
    return Wrong.USED if used.first() is not None else found


def _refused(wrong: Wrong) -> NotLetIn:
    return NotLetIn(
        words(wrong),
        gettext("Er is nu niets verstuurd. Zonder code meedoen kan ook: begin dan opnieuw."),
    )


async def use(
    db: AsyncSession, secret: bytes, consultation_id: UUID, response_id: UUID, code: str
) -> None:
    """`Conflict` when it lets nobody in; the entry must then be undone as well."""
    found = await look(db, secret, consultation_id, code, hold=True)
    if isinstance(found, Wrong):
        raise _refused(found)
    added = await db.scalars(
        insert(LetterUse)
        .values(response_id=response_id, code_id=found.id)
        .on_conflict_do_nothing()
        .returning(LetterUse.response_id)
    )
    if added.first() is None:
        raise _refused(Wrong.USED)


async def forget(db: AsyncSession, response_id: UUID) -> None:
    """Which code let a withdrawn response in; whoever has it may take part once more."""
    await db.execute(
        update(LetterUse).where(LetterUse.response_id == response_id).values(code_id=None)
    )


async def forget_all(db: AsyncSession, consultation_id: UUID) -> None:
    """Once everything is counted nobody needs to know which code let which response in."""
    here = select(Entry.id).where(Entry.consultation_id == consultation_id)
    await db.execute(
        update(LetterUse)
        .where(LetterUse.response_id.in_(here), LetterUse.code_id.is_not(None))
        .values(code_id=None)
    )
