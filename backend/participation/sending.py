# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One form as it is sent, and knowing it again when it is sent twice."""

import datetime as dt
import hashlib
import hmac
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import Conflict
from backend.participation.challenges import Solved
from backend.participation.tables import Entry
from backend.web.languages import gettext
from surveys import receipt
from surveys.questionnaire import Answers


class Received(Struct, frozen=True):
    """`fresh` is False when this very form came in before: then nothing was added."""

    entry_id: UUID
    response_id: UUID
    consultation_id: UUID
    code: str
    received_at: dt.datetime
    fresh: bool


class Sending(Struct, frozen=True):
    """One form as it is sent. `replaces` is a response, not an entry, so that a retry is equal.

    entered_by    the account of whoever typed it in for a resident
    received_on   the day on which paper came in that is entered after closing
    letter_code   what it comes in with, as it was printed; empty without one
    mail_code     the same, from an e-mail; never both
    signs         why somebody has to look at it, of `tables.SIGNS`
    solved        the challenge that it comes with
    """

    answers: Answers
    form_key: UUID
    channel: str = "web"
    replaces: UUID | None = None
    entered_by: UUID | None = None
    received_on: dt.date | None = None
    letter_code: str = ""
    mail_code: str = ""
    signs: tuple[str, ...] = ()
    solved: Solved | None = None

    @property
    def with_code(self) -> bool:
        return bool(self.letter_code or self.mail_code)

    def digest(self, secret: bytes) -> bytes:
        """Equal for equal bodies. Keyed: an entry outlives a withdrawal, and from a bare hash of
        three radio buttons anyone could work out what was said."""
        body: list[object] = [sorted(self.answers.flat().items()), self.channel, self.replaces]
        body += [self.received_on] if self.received_on is not None else []
        body += [{"letter": self.letter_code}] if self.letter_code else []
        body += [{"mail": self.mail_code}] if self.mail_code else []
        return hmac.digest(secret, b"body/1" + msgspec.json.encode(body), hashlib.sha256)


class NotLetIn(Conflict):
    """The code lets nobody in, or not any more; without it the same form may still come in."""


def changed_meanwhile() -> Conflict:
    return Conflict(
        gettext("Deze reactie is intussen veranderd."),
        gettext(
            "Misschien staat die nog open op een ander scherm. Vul uw code opnieuw in en kijk wat"
            " er nu staat."
        ),
    )


async def earlier(
    db: AsyncSession, consultation_id: UUID, sending: Sending, *, secret: bytes
) -> Received | None:
    """The receipt of the same form, when it came in before. `Conflict` when it said otherwise."""
    found = await db.scalars(
        select(Entry).where(
            Entry.consultation_id == consultation_id, Entry.form_key == sending.form_key
        )
    )
    entry = found.first()
    if entry is None:
        return None
    if not hmac.compare_digest(entry.body_hash, sending.digest(secret)):
        raise Conflict(
            gettext("Dit formulier is al verstuurd, met andere antwoorden."),
            gettext(
                "Wat u eerder stuurde, is bewaard. Wilt u het wijzigen? Ga naar Mijn reactie en"
                " vul uw code in."
            ),
        )
    first = await db.get_one(Entry, entry.response_id)
    code = receipt.derive(secret, consultation_id, first.form_key)
    return Received(entry.id, first.id, consultation_id, code, entry.received_at, fresh=False)
