# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Responses from another tool, received as any other: in batches, and twice is once.

A batch is a transaction. Whatever is killed halfway left whole batches, and the same file again
adds the rest.
"""

import hmac
from collections.abc import Collection, Iterator, Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.consultations.tables import Consultation
from backend.database import Sessions
from backend.errors import Conflict, NotHere
from backend.participation import importing_plan
from backend.participation import importing_words as words
from backend.participation.importing_mapping import Mapping
from backend.participation.importing_rows import Keys, Problem, Ready, sort_out
from backend.participation.importing_storing import receive_all
from backend.participation.sending import Sending
from backend.participation.tables import Entry
from backend.web.languages import gettext
from backend.web.tables_in import Table

BATCH: Final = 500
CHANNEL: Final = "import"


class Outcome(Struct, frozen=True):
    """rows = accepted + refused + unchanged. In a dry run `accepted` is what would come in.

    `remarks` are about rows that are not refused, for somebody to look at.
    """

    dry_run: bool
    rows: int
    accepted: int
    refused: int
    unchanged: int
    blank: int
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()


class Sorted(Struct, frozen=True):
    """A table after reading, before the database has seen any row of it."""

    rows: int
    blank: int
    ready: tuple[Ready, ...]
    problems: tuple[Problem, ...]


class Taken(Struct, frozen=True):
    """What became of one batch; `problems` has one per refused row."""

    accepted: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()


async def find(db: AsyncSession, slug: str) -> Shown:
    """By its slug in whatever stage: a mapping can be tried on a draft."""
    row = (await db.scalars(select(Consultation).where(Consultation.slug == slug))).first()
    if row is None:
        raise NotHere(
            gettext("Er is geen raadpleging {name}.").format(name=slug[:80]),
            gettext("Kijk naar consultation in de koppeling."),
        )
    return await consultations.shown(db, row)


def sort(shown: Shown, table: Table, mapping: Mapping, *, secret: bytes) -> Sorted:
    """`Invalid` when the mapping does not fit the table or the questions."""
    plan = importing_plan.bind(mapping, table.header, shown.questionnaire)
    ready, problems = sort_out(plan, table.rows, Keys(plan, shown.id, secret))
    return Sorted(len(table.rows), table.blank, tuple(ready), tuple(problems))


def refuse_unless_open(shown: Shown) -> None:
    """For a start; each batch looks again, under a lock."""
    if not shown.is_open:
        raise Conflict(
            gettext("Deze raadpleging is niet open."),
            gettext("Antwoorden komen er alleen in zolang zij open is. Proberen kan wel."),
        )


def batches(ready: Sequence[Ready]) -> Iterator[Sequence[Ready]]:
    for start in range(0, len(ready), BATCH):
        yield ready[start : start + BATCH]


def _sending(row: Ready, entered_by: UUID | None) -> Sending:
    return Sending(row.answers, row.key, CHANNEL, entered_by=entered_by)


async def _known(
    db: AsyncSession, shown: Shown, batch: Sequence[Ready], secret: bytes
) -> tuple[list[Ready], Taken]:
    """Rows that are new, and what became of those that came in before.

    Who typed a row in is no part of what it says, so the page and the command know each other's.
    """
    found = await db.execute(
        select(Entry.form_key, Entry.body_hash).where(
            Entry.consultation_id == shown.id, Entry.form_key.in_([row.key for row in batch])
        )
    )
    before = {row.form_key: row.body_hash for row in found}
    new = [row for row in batch if row.key not in before]
    old = [row for row in batch if row.key in before]
    changed = [
        row
        for row in old
        if not hmac.compare_digest(before[row.key], _sending(row, None).digest(secret))
    ]
    problems = tuple(Problem(row.row, "", gettext(words.CHANGED)) for row in changed)
    return new, Taken(0, len(old) - len(changed), problems)


async def look(db: AsyncSession, shown: Shown, batch: Sequence[Ready], *, secret: bytes) -> Taken:
    """What taking this batch in would come to; writes nothing."""
    new, taken = await _known(db, shown, batch, secret)
    return msgspec.structs.replace(taken, accepted=len(new))


async def take(
    db: AsyncSession,
    actor: Actor,
    consultation_id: UUID,
    batch: Sequence[Ready],
    *,
    secret: bytes,
    file: str,
) -> Taken:
    """Receive a batch in the caller's transaction; `Conflict` when it is not open (any more).

    `file` is a mark of the bytes it came from, for the audit trail.
    """
    held = await consultations.hold(db, consultation_id)
    new, taken = await _known(db, held, batch, secret)
    sendings = [_sending(row, actor.id) for row in new]
    keys = await receive_all(db, held, sendings, secret=secret)
    accepted = len(keys)
    if accepted < len(new):  # somebody else reads the same file in at this very moment
        rest = [row for row in batch if row.key not in keys]
        _, taken = await _known(db, held, rest, secret)
    if accepted:
        note(
            db,
            actor,
            "inlezen",
            "raadpleging",
            held.id,
            bestand=file,
            rijen=f"{batch[0].row}-{batch[-1].row}",
            ingelezen=accepted,
        )
    return msgspec.structs.replace(taken, accepted=accepted)


def outcome(found: Sorted, taken: Sequence[Taken], *, dry_run: bool) -> Outcome:
    problems = (*found.problems, *(one for part in taken for one in part.problems))
    accepted = sum(part.accepted for part in taken)
    unchanged = sum(part.unchanged for part in taken)
    return Outcome(
        dry_run=dry_run,
        rows=found.rows,
        accepted=accepted,
        refused=found.rows - accepted - unchanged,
        unchanged=unchanged,
        blank=found.blank,
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        remarks=_remarks(found, {problem.row for problem in problems}, dry_run=dry_run),
    )


def _remarks(found: Sorted, refused: Collection[int], *, dry_run: bool) -> tuple[Problem, ...]:
    what = gettext(words.BSN_TRIED if dry_run else words.BSN_TAKEN)
    kept = [one for row in found.ready if row.row not in refused for one in row.seen]
    return tuple(msgspec.structs.replace(one, what=what) for one in kept)


async def try_out(sessions: Sessions, shown: Shown, found: Sorted, *, secret: bytes) -> Outcome:
    async with sessions() as db:
        taken = [await look(db, shown, batch, secret=secret) for batch in batches(found.ready)]
    return outcome(found, taken, dry_run=True)


async def take_in(
    sessions: Sessions, actor: Actor, shown: Shown, found: Sorted, *, secret: bytes, file: str
) -> Outcome:
    """Every batch in a transaction of its own. When the consultation closes meanwhile, what is
    left is refused with that reason; when it was closed already, `Conflict`."""
    taken: list[Taken] = []
    for batch in batches(found.ready):
        try:
            async with sessions.begin() as db:
                taken.append(await take(db, actor, shown.id, batch, secret=secret, file=file))
        except Conflict as conflict:
            if not taken:
                raise
            late = tuple(Problem(row.row, "", conflict.title) for row in batch)
            taken.append(Taken(problems=late))
    return outcome(found, taken, dry_run=False)
