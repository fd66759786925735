# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie reads quotations, writes a text beside the figures, and makes a summary final."""

from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.council import queries as council
from backend.errors import Conflict, Flaw, Invalid, NotHere
from backend.results import queries
from backend.results.content import encode
from backend.results.tables import Release, Summary
from backend.web.languages import gettext
from surveys.reasons import letters


def _final() -> Conflict:
    return Conflict(
        gettext("Deze samenvatting is al definitief."), gettext("Zij verandert niet meer.")
    )


async def draft_of(db: AsyncSession, consultation_id: UUID) -> Summary:
    """The draft, held until the transaction ends. `Conflict` when it is final already."""
    found = await db.scalars(
        select(Summary)
        .where(Summary.consultation_id == consultation_id)
        .order_by(Summary.number.desc())
        .limit(1)
        .with_for_update()
    )
    summary = found.first()
    if summary is None:
        raise NotHere(
            gettext("Er is nog geen samenvatting."), gettext("Wij tellen pas na het sluiten.")
        )
    if summary.finalised_at is not None:
        raise _final()
    return summary


async def decide(
    db: AsyncSession,
    actor: Actor,
    consultation_id: UUID,
    verbatim_id: UUID,
    *,
    released: bool,
    reason: str,
) -> None:
    """Let a drawn quotation go public, or refuse it; the next one drawn takes its place."""
    summary = await draft_of(db, consultation_id)
    if actor.id is None or not await queries.can_be_read(db, summary.result_id, verbatim_id):
        raise NotHere(
            gettext("Dit citaat hoort niet bij deze samenvatting."), gettext("Ververs de pagina.")
        )
    if not released and not letters(reason):
        flaw = Flaw("reason", gettext("Schrijf op waarom dit citaat niet openbaar kan."))
        raise Invalid(gettext("Dit citaat is nog niet geweigerd."), "", [flaw])
    db.add(
        Release(verbatim_id=verbatim_id, released=released, reason=reason.strip(), made_by=actor.id)
    )
    what = "citaat vrijgeven" if released else "citaat weigeren"
    note(db, actor, what, "citaat", verbatim_id, reden=reason.strip())


async def accompany(
    db: AsyncSession, actor: Actor, consultation_id: UUID, revision: int, text: str
) -> None:
    """The griffie's own words beside the figures; the figures themselves cannot be edited."""
    summary = await draft_of(db, consultation_id)
    taken = await db.execute(
        update(Summary)
        .where(Summary.id == summary.id, Summary.revision == revision)
        .values(accompanying_text=text, revision=revision + 1)
        .returning(Summary.id)
    )
    if taken.first() is None:
        raise Conflict(
            gettext("Iemand anders heeft de begeleidende tekst intussen veranderd."),
            gettext(
                "Uw tekst staat er nog."
                " Vergelijk die met wat er nu is opgeslagen en sla opnieuw op."
            ),
        )
    note(db, actor, "begeleiden", "samenvatting", summary.id)


async def finalise(
    db: AsyncSession,
    actor: Actor,
    consultation_id: UUID,
    municipality: str,
    reviewed: tuple[str, ...] = (),
) -> Summary:
    """Freeze everything that will ever be shown of this version.

    `reviewed` names the bodies that were asked; what they say stands beside it, and may follow.
    """
    summary = await draft_of(db, consultation_id)
    made = await queries.content(db, summary, municipality)
    now = await council.now(db)
    summary.content = encode(replace(made, finalised_at=now, reviewed=reviewed))
    summary.finalised_at = now
    summary.finalised_by = actor.id
    note(db, actor, "definitief maken", "samenvatting", summary.id, nummer=summary.number)
    await db.flush()
    return summary
