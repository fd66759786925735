# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the database refused, in plain words: what is wrong and what to do about it."""

from uuid import UUID

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda.queries import Line
from backend.agenda.words import GROUNDS, grounds
from backend.consultations.tables import Consultation
from backend.council.tables import RulesRow
from backend.errors import Conflict, Flaw, Invalid, NotHere, Trouble
from backend.results.tables import Summary
from backend.web.languages import gettext, marked
from surveys.gate import NEEDS_EVIDENCE, Ground
from surveys.lifecycle import Stage
from surveys.reasons import SHORTEST, too_short
from surveys.text import LINK

ELSEWHERE = marked("Het stuk of de agenda is intussen veranderd.")
LOOK_AGAIN = marked("Ververs de pagina en kijk hoe het er nu voor staat.")
OTHERWISE = marked("Het stuk is veranderd of het punt is verplaatst, terwijl u bezig was.")
STILL_TRUE = marked(
    "Kijk of wat u schreef nog klopt voor dit stuk en deze vergadering. Daarna kunt u verder."
)
NOT_HELD = marked("Deze vergadering gaat niet door.")
NOT_HERE = marked("Zet het punt eerst op een andere vergadering. Een uitzondering maakt u daar.")
TWICE = marked("Deze samenvatting ligt al bij dit agendapunt.")
# By the name of the constraint, or by a part of what a trigger says.
_SENTENCES: dict[str, tuple[str, str]] = {
    "uq_attachment_agenda_item_id_document_version_id_summary_id": (
        TWICE,
        marked("U hoeft niets meer te doen."),
    ),
    "fk_attachment_agenda_item_id_document_id": (ELSEWHERE, LOOK_AGAIN),
    "fk_attachment_document_version_id_document_id": (ELSEWHERE, LOOK_AGAIN),
    "not the main document": (ELSEWHERE, LOOK_AGAIN),
    "has changed since": (ELSEWHERE, LOOK_AGAIN),
    "meeting is not held": (NOT_HELD, NOT_HERE),
}
NOBODY_ASKED = marked(
    "“Geen reacties” kan alleen als er over deze tekst een raadpleging was, die is gesloten"
    " en te weinig reacties kreeg. Kies iets anders."
)
_FIELDS = {
    "too few answered": ("ground", NOBODY_ASKED),
    "ck_gate_exception_ground": ("ground", marked("Kies een reden.")),
    "ck_gate_exception_reason": ("reason", marked("Schrijf ten minste {number} letters.")),
    "ck_gate_exception_link": ("link", marked("Geef een link die begint met https://.")),
    "ck_gate_exception_difference": ("difference", marked("Laat zien wat er is veranderd.")),
}


async def too_few(db: AsyncSession, version_id: UUID | None) -> bool:
    """Residents were asked about this text, all that came in is known, and too few answered."""
    fewest = cast(RulesRow.rules["minimum_responses"].astext, Integer)
    found = await db.scalars(
        select(Consultation.id)
        .join(RulesRow, RulesRow.id == Consultation.rules_id)
        .where(
            Consultation.document_version_id == version_id,
            Consultation.stage != Stage.CANCELLED,
            Consultation.closed_at.is_not(None),
            Consultation.fixed_at <= func.clock_timestamp(),
            func.counting(Consultation.id) < fewest,
        )
        .limit(1)
    )
    return found.first() is not None


def flaws(ground: str, reason: str, link: str, difference: str, *, too_few: bool) -> list[Flaw]:
    """Everything that is missing from an exception, by field."""
    found: list[Flaw] = []
    if ground not in GROUNDS:
        found.append(Flaw("ground", gettext("Kies waarom dit een uitzondering is.")))
    if ground == Ground.GEEN_REACTIES and not too_few:
        found.append(Flaw("ground", gettext(NOBODY_ASKED)))
    if too_short(reason):
        what = gettext("Schrijf in ten minste {number} letters op waarom dit niet anders kan.")
        found.append(Flaw("reason", what.format(number=SHORTEST)))
    needed = NEEDS_EVIDENCE[Ground(ground)] if ground in NEEDS_EVIDENCE else ""
    if needed == "link" and not LINK.fullmatch(link.strip()):
        what = gettext(
            "Geef een link naar waar te lezen is wat inwoners zeiden. Begin met https://."
        )
        found.append(Flaw("link", what))
    if needed == "difference" and too_short(difference):
        what = gettext("Laat zien wat er is veranderd: eerst de oude tekst.")
        found.append(Flaw("difference", what))
    return found


def _known(error: IntegrityError) -> Trouble | None:
    said = str(error.orig)
    for key, (title, advice) in _SENTENCES.items():
        if key in said:
            return Conflict(gettext(title), gettext(advice))
    return None


def _not_heard() -> Conflict:
    names = ", ".join(words.name.lower() for words in grounds().values())
    return Conflict(
        gettext(
            "Inwoners zijn hierover niet lang genoeg gehoord, of er kwamen te weinig reacties."
        ),
        gettext(
            "Zonder horen kan dit punt alleen door met een uitzondering. Gronden: {names}."
        ).format(names=names),
    )


async def of_summary(
    db: AsyncSession, line: Line, summary_id: UUID, error: IntegrityError
) -> Trouble:
    """Why the database would not attach this summary here."""
    if known := _known(error):
        return known
    summary = (await db.scalars(select(Summary).where(Summary.id == summary_id))).first()
    if summary is None:
        return NotHere(gettext("Deze samenvatting bestaat niet."), gettext(LOOK_AGAIN))
    if summary.document_version_id != line.document_version_id:
        return Conflict(
            gettext(
                "Deze samenvatting gaat over een andere tekst"
                " dan het stuk dat nu op de agenda staat."
            ),
            gettext(
                "Een samenvatting telt alleen voor de tekst waarover inwoners zijn gehoord."
                " Raadpleeg inwoners over de nieuwe tekst, of maak een uitzondering."
            ),
        )
    if not summary.final:
        return Conflict(
            gettext("Deze samenvatting is nog niet definitief."),
            gettext("Maak de samenvatting eerst definitief."),
        )
    return _not_heard()


def of_exception(error: IntegrityError) -> Trouble:
    said = str(error.orig)
    found = [
        Flaw(field, gettext(what).format(number=SHORTEST))
        for name, (field, what) in _FIELDS.items()
        if name in said
    ]
    if found:
        return Invalid(gettext("Deze uitzondering is nog niet compleet."), "", found)
    return _known(error) or Conflict(gettext(ELSEWHERE), gettext(LOOK_AGAIN))
