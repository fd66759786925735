# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What came of a consultation, with its words, for a page to show (`decision_parts.html`)."""

from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.decisions import queries
from backend.decisions.queries import After
from backend.web.languages import gettext, marked
from surveys.answering import Outcome, Reply, Voice, asks_answer


class Words(Struct, frozen=True):
    name: str
    meaning: str


OUTCOMES: dict[str, Words] = {
    Outcome.ADOPTED: Words(marked("Aangenomen"), marked("De raad zei ja tegen het voorstel.")),
    Outcome.AMENDED: Words(
        marked("Aangenomen met wijzigingen"),
        marked("De raad veranderde iets aan het voorstel. Daarna zei de raad ja."),
    ),
    Outcome.REJECTED: Words(
        marked("Afgewezen"), marked("De raad zei nee tegen het voorstel. Dat heet: verworpen.")
    ),
    Outcome.HELD_OVER: Words(
        marked("Uitgesteld"), marked("De raad besluit later. Dat heet: aangehouden.")
    ),
    Outcome.WITHDRAWN: Words(
        marked("Ingetrokken"), marked("Het voorstel is van tafel. De raad besloot er niet over.")
    ),
}
REPLIES: dict[str, Words] = {
    Reply.TAKEN: Words(marked("Overgenomen"), marked("Wat inwoners zeiden, gaat gebeuren.")),
    Reply.PARTLY: Words(
        marked("Deels overgenomen"), marked("Een deel gaat gebeuren. U legt uit welk deel.")
    ),
    Reply.NOT: Words(marked("Niet overgenomen"), marked("U legt uit waarom niet.")),
    Reply.STUDIED: Words(marked("Nog in onderzoek"), marked("Later komt er een nieuw antwoord.")),
}
VOICES: dict[str, str] = {
    Voice.COUNCIL: marked("De gemeenteraad"),
    Voice.EXECUTIVE: marked("Het college van burgemeester en wethouders"),
}
VERDICTS: dict[str, str] = {
    "akkoord_met_opmerking": marked("akkoord, met een opmerking"),
    "bezwaar": marked("bezwaar"),
}


class Came(Struct, frozen=True):
    """`waits`: the council put it off, so that its answer comes later."""

    after: After

    def __bool__(self) -> bool:
        return bool(self.after)

    @property
    def waits(self) -> bool:
        decided = self.after.decided
        return decided is not None and not asks_answer(decided.row.outcome)

    def outcome(self, key: str) -> Words:
        return _told(OUTCOMES[key])

    def reply(self, key: str) -> Words:
        return _told(REPLIES[key])

    def voice(self, key: str) -> str:
        return gettext(VOICES[key])

    def verdict(self, key: str) -> str:
        return gettext(VERDICTS.get(key, ""))


def _told(words: Words) -> Words:
    return Words(gettext(words.name), gettext(words.meaning))


def outcomes() -> list[tuple[str, str, str]]:
    """For a choice: key, name and what it means."""
    return [(key, told.name, told.meaning) for key, told in _all(OUTCOMES)]


def replies() -> list[tuple[str, str, str]]:
    return [(key, told.name, told.meaning) for key, told in _all(REPLIES)]


def voices() -> list[tuple[str, str]]:
    return [(key, gettext(name)) for key, name in VOICES.items()]


def _all(words: dict[str, Words]) -> list[tuple[str, Words]]:
    return [(key, _told(each)) for key, each in words.items()]


async def of_item(db: AsyncSession, item_id: UUID) -> Came:
    return Came(await queries.of_item(db, item_id))


async def of_consultation(db: AsyncSession, consultation_id: UUID) -> Came:
    return Came(await queries.of_consultation(db, consultation_id))
