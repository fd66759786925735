# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie makes bodies and retires what is no more; a beheerder says who sits in them.

The database asks both who they are.
"""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.advice import body_queries as queries
from backend.advice.refusals import named, same_name
from backend.advice.tables import AdvisoryBody, BodyMember
from backend.audit.actions import Actor, note
from backend.errors import Conflict, Flaw, Invalid, NotHere
from backend.web.languages import gettext
from surveys.reasons import letters


class About(Struct, frozen=True):
    """What the griffie says about a body."""

    name: str
    kind: str
    themes: tuple[str, ...]


def _check(about: About) -> None:
    if letters(about.name) < 2:  # noqa: PLR2004 - a CHECK holds the same
        flaw = Flaw("name", gettext("Vul de naam van de adviesraad in."))
        raise Invalid(gettext("Deze adviesraad is nog niet opgeslagen."), "", [flaw])


async def make(db: AsyncSession, actor: Actor, about: About) -> AdvisoryBody:
    """A new body, without members. `Conflict` when there is one of this name."""
    _check(about)
    row = AdvisoryBody(
        name=about.name, kind=about.kind, themes=list(about.themes), made_by=named(actor)
    )
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise same_name(about.name) from error
    note(db, actor, "maken", "adviesraad", row.id, naam=row.name, onderwerpen=row.themes)
    return row


async def change(
    db: AsyncSession, actor: Actor, body_id: UUID, revision: int, about: About
) -> None:
    """Another name, kind or themes. What was asked before keeps the name of that moment."""
    _check(about)
    changed = (
        update(AdvisoryBody)
        .where(
            AdvisoryBody.id == body_id,
            AdvisoryBody.revision == revision,
            AdvisoryBody.retired_at.is_(None),
        )
        .values(
            name=about.name,
            kind=about.kind,
            themes=list(about.themes),
            revision=revision + 1,
        )
        .returning(AdvisoryBody.id)
    )
    try:
        async with db.begin_nested():
            taken = (await db.execute(changed)).first()
    except IntegrityError as error:
        raise same_name(about.name) from error
    if taken is None:
        raise _passed()
    note(db, actor, "wijzigen", "adviesraad", body_id, naam=about.name, onderwerpen=about.themes)


def _passed() -> Conflict:
    return Conflict(
        gettext("Deze adviesraad is intussen veranderd of opgeheven."),
        gettext("Ververs de pagina, kijk wat er nu staat en probeer het opnieuw."),
    )


async def retire(db: AsyncSession, actor: Actor, body_id: UUID, revision: int) -> None:
    """It is asked nothing any more; what it was asked and said stays. Running terms run on."""
    taken = await db.execute(
        update(AdvisoryBody)
        .where(
            AdvisoryBody.id == body_id,
            AdvisoryBody.revision == revision,
            AdvisoryBody.retired_at.is_(None),
        )
        .values(retired_at=func.clock_timestamp(), revision=revision + 1)
        .returning(AdvisoryBody.id)
    )
    if taken.first() is None:
        raise _passed()
    note(db, actor, "opheffen", "adviesraad", body_id)


class Appointment(Struct, frozen=True):
    """A term of office; `last` None when no end is agreed."""

    account: UUID
    first: dt.date
    last: dt.date | None


async def appoint(db: AsyncSession, actor: Actor, body_id: UUID, given: Appointment) -> None:
    """Somebody sits in this body from the first day to the last. Two terms do not overlap."""
    body = await queries.body(db, body_id)
    if given.last is not None and given.last < given.first:
        flaw = Flaw("last_day", gettext("De laatste dag ligt vóór de eerste dag."))
        raise Invalid(gettext("Dit lid is nog niet toegevoegd."), "", [flaw])
    row = BodyMember(
        body_id=body.row.id,
        account_id=given.account,
        first_day=given.first,
        last_day=given.last,
        made_by=named(actor),
    )
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise Conflict(
            gettext("Dit lid kan niet worden toegevoegd."),
            gettext(
                "Misschien is iemand in deze dagen al lid, is het account uitgezet of is de"
                " adviesraad opgeheven. Kijk in de lijst hieronder."
            ),
        ) from error
    note(
        db,
        actor,
        "lid toevoegen",
        "adviesraad",
        body_id,
        account=str(given.account),
        eerste_dag=given.first.isoformat(),
        laatste_dag=given.last.isoformat() if given.last else None,
    )


async def dismiss(db: AsyncSession, actor: Actor, body_id: UUID, member_id: UUID) -> None:
    """The term ends now: from this moment this member reads nothing more."""
    ended = await db.execute(
        update(BodyMember)
        .where(
            BodyMember.id == member_id,
            BodyMember.body_id == body_id,
            BodyMember.ended_at.is_(None),
        )
        .values(ended_at=func.clock_timestamp(), ended_by=named(actor))
        .returning(BodyMember.account_id)
    )
    account = ended.scalar_one_or_none()
    if account is None:
        raise NotHere(
            gettext("Dit lid zit niet meer in deze adviesraad."), gettext("Ververs de pagina.")
        )
    note(db, actor, "lid beëindigen", "adviesraad", body_id, account=str(account))
