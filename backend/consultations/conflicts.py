# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two people at one consultation: the second hears who was first, with what and when."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit import queries as trail
from backend.errors import Conflict
from backend.web.languages import gettext, marked
from backend.web.pages import moment

DEEDS = {
    "openen": marked("{name} opende haar op {moment}."),
    "sluiten": marked("{name} sloot haar op {moment}."),
    "verlengen": marked("{name} verlengde haar op {moment}."),
    "afgelasten": marked("{name} gelastte haar af op {moment}."),
    "openen terugdraaien": marked("{name} draaide het openen terug op {moment}."),
    "invoer afronden": marked("{name} rondde de invoer van papier af op {moment}."),
    "opnieuw vragen": marked("{name} vroeg het opnieuw op {moment}."),
    "opnieuw klaarzetten": marked("{name} maakte een nieuw concept op {moment}."),
    "indelen": marked("{name} veranderde de onderwerpen of de wijken, op {moment}."),
    "vragen wijzigen": marked("{name} veranderde de vragen op {moment}."),
    "vragen kiezen": marked("{name} veranderde de vragen op {moment}."),
    "klaarzetten": marked(
        "{name} werkte de vragen bij op {moment}, omdat het document veranderde."
    ),
}
_ANYTHING = marked("{name} deed dat op {moment}.")


async def told(db: AsyncSession, consultation_id: UUID) -> str:
    """In a sentence; empty where the trail says nothing."""
    deed = await trail.last(db, "raadpleging", consultation_id)
    if deed is None:
        return ""
    said = gettext(DEEDS.get(deed.action, _ANYTHING))
    return said.format(name=deed.by, moment=moment(deed.at))


async def changed(db: AsyncSession, consultation_id: UUID) -> Conflict:
    return Conflict(
        gettext("Deze raadpleging is intussen veranderd."), await told(db, consultation_id)
    )


async def fixed(db: AsyncSession, consultation_id: UUID) -> Conflict:
    """Its questions are beyond changing."""
    return Conflict(
        gettext("De vragen liggen vast sinds het openen."), await told(db, consultation_id)
    )
