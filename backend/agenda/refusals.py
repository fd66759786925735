# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the database refused, in plain words: what is wrong and what to do about it."""

import re
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda.queries import Line
from backend.agenda.words import GROUNDS
from backend.errors import Conflict, Flaw, Invalid, NotHere, Trouble
from backend.results.tables import Summary
from surveys.gate import NEEDS_EVIDENCE, Ground

SHORTEST_REASON = 10
_LINK = re.compile(r"https?://[^\s/]+\.[^\s]+")

ELSEWHERE = "Het stuk of de agenda is intussen veranderd."
LOOK_AGAIN = "Ververs de pagina en kijk hoe het er nu voor staat."
TWICE = "Deze samenvatting ligt al bij dit agendapunt."
# By the name of the constraint, or by a part of what a trigger says.
_SENTENCES: dict[str, tuple[str, str]] = {
    "uq_attachment_agenda_item_id_document_version_id_summary_id": (
        TWICE,
        "U hoeft niets meer te doen.",
    ),
    "fk_attachment_agenda_item_id_document_id": (ELSEWHERE, LOOK_AGAIN),
    "fk_attachment_document_version_id_document_id": (ELSEWHERE, LOOK_AGAIN),
    "not the main document": (ELSEWHERE, LOOK_AGAIN),
    "has changed since": (ELSEWHERE, LOOK_AGAIN),
}
_FIELDS = {
    "ck_gate_exception_ground": ("ground", "Kies een reden."),
    "ck_gate_exception_reason": ("reason", f"Schrijf ten minste {SHORTEST_REASON} tekens."),
    "ck_gate_exception_link": ("link", "Geef een link die begint met https://."),
    "ck_gate_exception_difference": ("difference", "Laat zien wat er is veranderd."),
}


def flaws(ground: str, reason: str, link: str, difference: str) -> list[Flaw]:
    """Everything that is missing from an exception, by field."""
    found: list[Flaw] = []
    if ground not in GROUNDS:
        found.append(Flaw("ground", "Kies waarom dit een uitzondering is."))
    if len(reason.strip()) < SHORTEST_REASON:
        what = f"Schrijf in ten minste {SHORTEST_REASON} tekens op waarom dit niet anders kan."
        found.append(Flaw("reason", what))
    needed = NEEDS_EVIDENCE[Ground(ground)] if ground in NEEDS_EVIDENCE else ""
    if needed == "link" and not _LINK.fullmatch(link.strip()):
        what = "Geef een link naar waar te lezen is wat inwoners zeiden. Begin met https://."
        found.append(Flaw("link", what))
    if needed == "difference" and not difference.strip():
        found.append(Flaw("difference", "Laat zien wat er is veranderd: eerst de oude tekst."))
    return found


def _known(error: IntegrityError) -> Trouble | None:
    said = str(error.orig)
    found = next((sentence for key, sentence in _SENTENCES.items() if key in said), None)
    return Conflict(*found) if found else None


def _not_heard() -> Conflict:
    names = ", ".join(words.name.lower() for words in GROUNDS.values())
    return Conflict(
        "Inwoners zijn hierover niet lang genoeg gehoord, of er kwamen te weinig reacties.",
        f"Zonder horen kan dit punt alleen door met een uitzondering. Gronden: {names}.",
    )


async def of_summary(
    db: AsyncSession, line: Line, summary_id: UUID, error: IntegrityError
) -> Trouble:
    """Why the database would not attach this summary here."""
    if known := _known(error):
        return known
    summary = (await db.scalars(select(Summary).where(Summary.id == summary_id))).first()
    if summary is None:
        return NotHere("Deze samenvatting bestaat niet.", LOOK_AGAIN)
    if summary.document_version_id != line.document_version_id:
        return Conflict(
            "Deze samenvatting gaat over een andere tekst dan het stuk dat nu op de agenda staat.",
            "Een samenvatting telt alleen voor de tekst waarover inwoners zijn gehoord."
            " Raadpleeg inwoners over de nieuwe tekst, of maak een uitzondering.",
        )
    if not summary.final:
        return Conflict(
            "Deze samenvatting is nog niet definitief.",
            "Maak de samenvatting eerst definitief.",
        )
    return _not_heard()


def of_exception(error: IntegrityError) -> Trouble:
    said = str(error.orig)
    found = [Flaw(*field) for name, field in _FIELDS.items() if name in said]
    if found:
        return Invalid("Deze uitzondering is nog niet compleet.", "", found)
    return _known(error) or Conflict(ELSEWHERE, LOOK_AGAIN)
