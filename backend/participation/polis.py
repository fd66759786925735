# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A conversation of pol.is becomes a consultation that has been: opened, answered and closed in
one transaction, so that it is there whole or not at all, and nobody can answer it in between.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.consultations import actions, course
from backend.consultations import queries as consultations
from backend.consultations.drafting import begin, write_questions
from backend.consultations.queries import Shown
from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.tables import Document
from backend.council.versions import Text, write_version
from backend.errors import Conflict, NotHere
from backend.participation import polis_plan, polis_storing
from backend.participation.polis_plan import Step
from backend.participation.polis_reading import Conversation
from backend.participation.polis_storing import Sums
from backend.web.pages import day

SOURCE: Final = "pol.is"
OPEN_FOR: Final = dt.timedelta(hours=1)
"""Longer than it takes to bring everything in; it is closed right after."""
ONLY_VOTES: Final = (
    "Deze stemmen komen uit pol.is. Daar werd alleen gestemd, en geen advies gevraagd."
)


class Bringing(Struct, frozen=True):
    """`into`: an open consultation about just these statements, which stays open. `told` hears
    how many entries came in."""

    found: Conversation
    secret: bytes
    mark: str
    told: Callable[[int], None]
    into: str | None = None


class Brought(Struct, frozen=True):
    """`fresh` is False when all of this had come in before: then nothing was added."""

    consultation: UUID
    slug: str
    sums: Sums
    fresh: bool


def _changed() -> Conflict:
    return Conflict(
        "Dit gesprek is al ingelezen, en deze export is anders. Er is niets veranderd.",
        "Een export van een later moment komt er niet bij: wat er stond, is gebleven.",
    )


def _moment(milliseconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC)


def _plain_text(found: Conversation) -> str:
    said = "Dit is een gesprek dat al gevoerd is, in pol.is. Het is later hier ingelezen."
    if found.votes:
        first, last = (_moment(found.votes[at].at) for at in (0, -1))
        said += f" Mensen stemden van {day(first)} tot en met {day(last)}."
    rejected = sum(each.rejected for each in found.statements)
    if rejected:
        said += f" Wie het gesprek leidde, wees stellingen af: {rejected} van de"
        said += f" {len(found.statements)}. Die tellen mee, en staan niet in de samenvatting."
    return f"{said}\n\n{found.description}".strip()


async def bring(db: AsyncSession, actor: Actor, asked: Bringing) -> Brought:
    """In the caller's transaction. `Conflict` when it came in before and said otherwise, or when
    `into` is not open or asks about something else."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"polis {asked.found.id}"))))
    steps = polis_plan.steps(asked.found)
    row = await (_chosen(db, asked.into) if asked.into else _earlier(db, asked.found))
    if row is None:
        row = await _begin(db, actor, asked.found)
        await _store(db, actor, row.id, steps, asked)
        await _close(db, actor, row.id)
        return Brought(row.id, row.slug, await polis_storing.sums(db, row.id), fresh=True)
    held = await consultations.shown(db, row)
    _refuse_others(held, asked)
    before, same = await polis_storing.known(db, row.id, steps, secret=asked.secret)
    sums = await polis_storing.sums(db, row.id)
    if before and not (same and before == len(steps)):
        raise _changed()
    if not asked.into and sums.received != len(steps):
        raise _changed()
    if asked.into and not before:
        await consultations.hold(db, row.id)
        await _store(db, actor, row.id, steps, asked)
        return Brought(row.id, row.slug, await polis_storing.sums(db, row.id), fresh=True)
    return Brought(row.id, row.slug, sums, fresh=False)


def _refuse_others(held: Shown, asked: Bringing) -> None:
    questions = polis_plan.questionnaire(asked.found).keys()
    always = {each.key for each in held.questionnaire.stances() if each.show_if is None}
    if held.points == polis_plan.points(asked.found) and always.issuperset(questions):
        return
    if not asked.into:
        raise _changed()
    raise Conflict(
        "De beslispunten van deze raadpleging zijn niet de stellingen van dit gesprek.",
        "Ze moeten woord voor woord gelijk zijn, in dezelfde volgorde, met bij elk punt de vraag"
        " naar een mening. Laat --into weg voor een eigen raadpleging.",
    )


async def _chosen(db: AsyncSession, slug: str) -> Consultation:
    found = await db.scalars(select(Consultation).where(Consultation.slug == slug))
    row = found.first()
    if row is None:
        raise NotHere(f"Er is geen raadpleging {slug[:80]}.", "Kijk naar --into, of laat het weg.")
    return row


async def _earlier(db: AsyncSession, found: Conversation) -> Consultation | None:
    rows = await db.scalars(
        select(Consultation)
        .join(Document, Document.id == Consultation.document_id)
        .where(Document.source == SOURCE, Document.source_id == found.id)
        .order_by(Consultation.created_at)
        .limit(1)
    )
    return rows.first()


async def _begin(db: AsyncSession, actor: Actor, found: Conversation) -> Consultation:
    document = Document(source=SOURCE, source_id=found.id, url=found.url)
    db.add(document)
    await db.flush()
    said = Text(found.topic, _plain_text(found), polis_plan.points(found), "")
    await write_version(db, document.id, 1, said)
    await db.flush()
    row = await begin(db, await council.newest(db, document.id), None)
    row.ratings_only_reason = ONLY_VOTES
    number = await write_questions(db, row, polis_plan.questionnaire(found))
    await db.flush()
    await db.refresh(row)
    note(db, actor, "klaarzetten", "raadpleging", row.id, versie=1, vragenlijst=number,
         wat="Een gesprek uit pol.is.")  # fmt: skip
    until = await council.now(db) + OPEN_FOR
    await actions.open_(db, actor, row.id, row.revision, until)
    return row


async def _store(
    db: AsyncSession, actor: Actor, consultation: UUID, steps: list[Step], asked: Bringing
) -> None:
    await polis_storing.store(
        db,
        consultation,
        steps,
        secret=asked.secret,
        told=asked.told,
        promised=asked.into is not None,
    )
    note(db, actor, "inlezen", "raadpleging", consultation, bestand=asked.mark,
         ingelezen=len(steps))  # fmt: skip


async def _close(db: AsyncSession, actor: Actor, consultation: UUID) -> None:
    """For good: no paper can still be on its way."""
    await actions.close(db, actor, consultation)
    row = await consultations.get(db, consultation)
    if (await consultations.shown(db, row)).takes_paper:
        await course.finish_paper(db, actor, consultation, row.revision)
