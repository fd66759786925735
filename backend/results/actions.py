# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie reads quotations, writes a text beside the figures, makes a summary final, decides
when everybody may read it, and corrects it in a next version.
"""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.council import queries as council
from backend.errors import Conflict, Flaw, Forbidden, Invalid, NotHere
from backend.outbox import Topic, promise
from backend.results import logged, publication, queries
from backend.results.content import encode
from backend.results.tables import Correction, Embargo, Release, Summary, Verbatim
from backend.web.languages import gettext
from surveys.reasons import SHORTEST, letters, too_short


def _final() -> Conflict:
    return Conflict(
        gettext("Deze samenvatting is al definitief."), gettext("Er verandert niets meer aan.")
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
    row = Release(
        verbatim_id=verbatim_id, released=released, reason=reason.strip(), made_by=actor.id
    )
    db.add(row)
    await db.flush()
    drawn = await db.get_one(Verbatim, verbatim_id)
    await logged.moderated(db, consultation_id, drawn, row)
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


class Reveal(Struct, frozen=True):
    """When everybody may read it: at once, from a moment, or when the griffie says so."""

    at_once: bool = True
    until: dt.datetime | None = None


AT_ONCE = Reveal()


async def finalise(
    db: AsyncSession,
    actor: Actor,
    consultation_id: UUID,
    municipality: str,
    reviewed: tuple[str, ...] = (),
    *,
    site: str = "",
    reveal: Reveal = AT_ONCE,
) -> Summary:
    """Freeze everything that will ever be shown of this version; its files are promised.

    `reviewed` names the bodies that were asked; what they say stands beside it, and may follow.
    """
    summary = await draft_of(db, consultation_id)
    made = await queries.content(db, summary, municipality)
    now = await council.now(db)
    address = f"{site}/raadplegingen/{made.slug}/samenvatting/v{summary.number}"
    log = await logged.as_signed(db, summary)
    frozen = replace(made, finalised_at=now, address=address, reviewed=reviewed, log=log)
    summary.content = content = encode(frozen)
    summary.finalised_at = now
    summary.finalised_by = actor.id
    note(db, actor, "definitief maken", "samenvatting", summary.id, nummer=summary.number)
    await db.flush()
    await logged.finalised(db, summary, content)
    if not reveal.at_once:
        await _embargo(db, actor, summary, reveal.until)
    promise(db, Topic.SUMMARY_FINAL, consultation_id)
    return summary


def _moment(until: dt.datetime | None, now: dt.datetime) -> None:
    if until is not None and until <= now:
        flaw = Flaw("until_on", gettext("Kies een moment in de toekomst."))
        raise Invalid(gettext("Het embargo kan zo niet."), "", [flaw])


async def _embargo(
    db: AsyncSession, actor: Actor, summary: Summary, until: dt.datetime | None
) -> None:
    if actor.id is None:
        raise Forbidden(gettext("Dit kan alleen iemand die is ingelogd."))
    _moment(until, await council.now(db))
    db.add(Embargo(summary_id=summary.id, until=until, made_by=actor.id))
    end = until.isoformat() if until else "tot de griffie het opheft"
    note(db, actor, "embargo", "samenvatting", summary.id, nummer=summary.number, tot=end)
    await db.flush()


async def _under_embargo(db: AsyncSession, consultation_id: UUID) -> Summary:
    """The last final version, held. `Conflict` when everybody can read it already."""
    found = await db.scalars(
        select(Summary)
        .where(Summary.consultation_id == consultation_id, Summary.final)
        .order_by(Summary.number.desc())
        .limit(1)
        .with_for_update()
    )
    summary = found.first()
    if summary is None:
        raise NotHere(
            gettext("Er is nog geen definitieve samenvatting."),
            gettext("Maak de samenvatting eerst definitief."),
        )
    if await publication.is_public(db, summary.id):
        raise Conflict(
            gettext("Iedereen kan deze samenvatting al lezen."),
            gettext("Wat openbaar is, blijft openbaar. U hoeft niets te doen."),
        )
    return summary


async def reveal_later(
    db: AsyncSession, actor: Actor, consultation_id: UUID, until: dt.datetime | None
) -> None:
    """Another end to the embargo, or none until the griffie lifts it."""
    summary = await _under_embargo(db, consultation_id)
    await _embargo(db, actor, summary, until)


async def reveal_now(db: AsyncSession, actor: Actor, consultation_id: UUID) -> None:
    """The papers are sent: from now on everybody may read it. This is not undone."""
    summary = await _under_embargo(db, consultation_id)
    if actor.id is None:
        raise Forbidden(gettext("Dit kan alleen iemand die is ingelogd."))
    now = await council.now(db)
    db.add(Embargo(summary_id=summary.id, until=now, made_by=actor.id))
    note(db, actor, "embargo opheffen", "samenvatting", summary.id, nummer=summary.number)
    await db.flush()


async def correct(db: AsyncSession, actor: Actor, consultation_id: UUID, why: str) -> None:
    """Begin a next version, or say better why there is one. A recount yields its figures."""
    summary = await queries.newest(db, consultation_id, hold=True)
    if summary is None or (summary.number == 1 and not summary.final):
        raise Conflict(
            gettext("Er is nog geen definitieve samenvatting om te verbeteren."),
            gettext("U kunt het concept nog gewoon wijzigen."),
        )
    if actor.id is None:
        raise Forbidden(gettext("Dit kan alleen iemand die is ingelogd."))
    if too_short(why):
        what = gettext("Schrijf in ten minste {number} letters op wat er is verbeterd.")
        flaw = Flaw("note", what.format(number=SHORTEST))
        raise Invalid(gettext("De verbetering is nog niet begonnen."), "", [flaw])
    number = summary.number + 1 if summary.final else summary.number
    row = Correction(consultation_id=consultation_id, number=number, note=why.strip())
    row.made_by = actor.id
    db.add(row)
    note(db, actor, "verbeteren", "raadpleging", consultation_id, nummer=number, reden=why.strip())
    await db.flush()
    logged.corrected(db, row)
    if summary.final:
        promise(db, Topic.SUMMARY_CORRECTED, consultation_id)
