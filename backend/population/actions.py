# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Figures of the town take the place of those before."""

from uuid import UUID

import msgspec
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.errors import Conflict
from backend.population.tables import PopulationRow
from backend.web.languages import gettext
from surveys.population import AGE, SEX, Population
from surveys.template import NEIGHBOURHOOD

_TRAITS = {AGE: "leeftijden", SEX: "geslachten", NEIGHBOURHOOD: "wijken"}
"""What a line of the trail calls them."""


async def publish(db: AsyncSession, actor: Actor, population: Population, was: UUID | None) -> UUID:
    """`was`: what was in force when somebody looked. `Conflict` when somebody was first."""
    figures = msgspec.json.encode(population, order="deterministic")
    row = PopulationRow(
        source=population.source,
        year=population.year,
        figures=figures,
        replaces_id=was,
        made_by=actor.id,
    )
    db.add(row)
    try:
        await db.flush()
    except IntegrityError as error:
        raise Conflict(
            gettext("Iemand anders heeft intussen cijfers over inwoners ingelezen."),
            gettext("Bekijk die eerst. Lees uw bestand daarna opnieuw in als dat nog nodig is."),
        ) from error
    told = {_TRAITS[margin.trait]: margin.residents for margin in population.margins}
    note(
        db,
        actor,
        "vastleggen",
        "bevolkingscijfers",
        row.id,
        bron=population.source,
        jaar=population.year,
        inwoners=told,
    )
    return row.id
