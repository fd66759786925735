# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letter codes are made, replaced and revoked by the griffie (docs/decisions/0033).

A code is shown once, in the reply to whoever made it; only its digest is kept. The list of digests
as it stands goes into the log at every change of it, so before opening too.
"""

import secrets
from collections.abc import Sequence
from uuid import UUID, uuid4

from msgspec import Struct
from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.consultations import queries as consultations
from backend.consultations.tables import Consultation
from backend.errors import Conflict, Flaw, Invalid
from backend.ledger import bodies, tree
from backend.ledger.bodies import Kind
from backend.ledger.sequencing import write_down
from backend.participation.tables import LetterCode, LetterSet, LetterUse
from backend.web.languages import gettext
from surveys import letter_code
from surveys.lifecycle import Stage

MOST = 100_000
"""Codes at a time; a larger municipality makes them more than once."""
_ADD = text(
    """
    INSERT INTO letter_code (set_id, consultation_id, number, digest)
    SELECT :set, :consultation, CAST(:first AS integer) + s.n - 1, s.digest
    FROM unnest(CAST(:digests AS bytea[])) WITH ORDINALITY AS s (digest, n)
    ORDER BY s.n
    """
)


class Printed(Struct, frozen=True):
    """One line of the list, for whoever makes the letters."""

    number: int
    code: str


class Numbers(Struct, frozen=True):
    """How many codes there are. `used`: let a response in, whatever became of that."""

    valid: int
    used: int
    revoked: int

    @property
    def issued(self) -> bool:
        return self.valid + self.revoked > 0


def _fresh() -> str:
    return letter_code.spelled(secrets.randbits(letter_code.BITS))


async def numbers(db: AsyncSession, consultation_id: UUID) -> Numbers:
    rows = await db.execute(
        select(
            func.count().filter(LetterCode.revoked_at.is_(None)),
            func.count().filter(LetterCode.revoked_at.is_not(None)),
        ).where(LetterCode.consultation_id == consultation_id)
    )
    valid, revoked = rows.one()
    used = await db.scalars(
        text(
            "SELECT count(*) FROM letter_use u JOIN entry e ON e.id = u.response_id"
            " WHERE e.consultation_id = :consultation"
        ),
        {"consultation": consultation_id},
    )
    return Numbers(valid, used.one(), revoked)


async def issued(db: AsyncSession, consultation_id: UUID) -> bool:
    """Whether there are letters with a code that lets somebody take part here."""
    found = await db.scalars(
        select(LetterCode.id)
        .where(LetterCode.consultation_id == consultation_id, LetterCode.revoked_at.is_(None))
        .limit(1)
    )
    return found.first() is not None


async def _log(db: AsyncSession, consultation_id: UUID) -> None:
    """The whole list as it stands now: how many, and the root over their digests."""
    found = await db.scalars(
        select(LetterCode.digest).where(
            LetterCode.consultation_id == consultation_id, LetterCode.revoked_at.is_(None)
        )
    )
    leaves = [tree.leaf_hash(digest) for digest in sorted(found.all())]
    body = bodies.codes(consultation_id, number=len(leaves), root=tree.root(leaves))
    write_down(db, Kind.CODES, uuid4(), body, consultation=consultation_id)


async def _held(db: AsyncSession, consultation_id: UUID) -> Consultation:
    """Locked, so that two changes of the list come one after the other, and opening waits."""
    row = await consultations.get(db, consultation_id)
    await db.flush()  # to refresh is to forget what was changed and not written yet
    await db.refresh(row, with_for_update=True)
    return row


def _not_any_more() -> Conflict:
    return Conflict(
        gettext("Deze raadpleging is al open. Er kunnen geen codes meer bij."),
        gettext("U kunt nog wel een kwijtgeraakte code vervangen door een nieuwe."),
    )


async def make(
    db: AsyncSession, actor: Actor, secret: bytes, consultation_id: UUID, *, set_id: UUID, size: int
) -> tuple[Printed, ...]:
    """`size` new codes, in the order of the list. `Conflict` after opening, and for a form that
    came in before: nobody has its codes any more, not even we."""
    row = await _held(db, consultation_id)
    if row.stage != Stage.DRAFT:
        raise _not_any_more()
    added = await db.scalars(
        insert(LetterSet)
        .values(id=set_id, consultation_id=consultation_id, size=size, made_by=actor.id)
        .on_conflict_do_nothing()
        .returning(LetterSet.id)
    )
    if added.first() is None:
        raise Conflict(
            gettext("Deze codes zijn al gemaakt. U kreeg ze één keer."),
            gettext("Hebt u het bestand niet? Trek de codes dan in en maak nieuwe."),
        )
    last = await db.scalars(
        select(func.max(LetterCode.number)).where(LetterCode.consultation_id == consultation_id)
    )
    first = (last.one() or 0) + 1
    made = tuple(Printed(first + place, _fresh()) for place in range(size))
    await db.execute(
        _ADD,
        {
            "set": set_id,
            "consultation": consultation_id,
            "first": first,
            "digests": [letter_code.digest(secret, one.code) for one in made],
        },
    )
    await _log(db, consultation_id)
    note(db, actor, "briefcodes maken", "raadpleging", consultation_id, aantal=size)
    return made


async def revoke_all(db: AsyncSession, actor: Actor, consultation_id: UUID) -> int:
    """Before opening: none of the codes lets anybody in any more. How many that were."""
    row = await _held(db, consultation_id)
    if row.stage != Stage.DRAFT:
        raise Conflict(
            gettext("Deze raadpleging is al open. De codes kunnen niet meer alle weg."),
            gettext("Is één brief kwijt? Vervang dan die ene code."),
        )
    gone = await db.scalars(
        update(LetterCode)
        .where(LetterCode.consultation_id == consultation_id, LetterCode.revoked_at.is_(None))
        .values(revoked_at=func.clock_timestamp())
        .returning(LetterCode.id)
    )
    count = len(gone.all())
    if count:
        await _log(db, consultation_id)
        note(db, actor, "briefcodes intrekken", "raadpleging", consultation_id, aantal=count)
    return count


def _wrong_number(said: str) -> Invalid:
    return Invalid(gettext("Dit lukte niet."), "", [Flaw("nummer", said)])


async def replace(
    db: AsyncSession, actor: Actor, secret: bytes, consultation_id: UUID, number: int
) -> Printed:
    """Another code for the one with this number, which lets nobody in from now on.

    `Invalid` when there is no such code, or it was revoked or used.
    """
    row = await _held(db, consultation_id)
    if row.stage not in {Stage.DRAFT, Stage.OPEN}:
        raise consultations.why_not(await consultations.shown(db, row))
    found = await db.scalars(
        select(LetterCode)
        .where(LetterCode.consultation_id == consultation_id, LetterCode.number == number)
        .with_for_update()
    )
    old = found.first()
    if old is None:
        raise _wrong_number(gettext("Er is geen code met dit nummer."))
    if old.revoked_at is not None:
        raise _wrong_number(gettext("Deze code is al ingetrokken of vervangen."))
    used = await db.scalars(select(LetterUse.response_id).where(LetterUse.code_id == old.id))
    if used.first() is not None:
        raise _wrong_number(
            gettext("Met deze code is al meegedaan. Daarom kunt u die niet vervangen.")
        )
    old.revoked_at = await db.scalar(select(func.clock_timestamp()))
    last = await db.scalars(
        select(func.max(LetterCode.number)).where(LetterCode.consultation_id == consultation_id)
    )
    await db.flush()
    made = Printed(last.one() + 1, _fresh())
    await db.execute(
        insert(LetterCode).values(
            set_id=old.set_id,
            consultation_id=consultation_id,
            number=made.number,
            digest=letter_code.digest(secret, made.code),
            replaces_id=old.id,
        )
    )
    await _log(db, consultation_id)
    wat = f"Code {number} werd code {made.number}."
    note(db, actor, "briefcode vervangen", "raadpleging", consultation_id, wat=wat)
    return made


def rows(made: Sequence[Printed], address: str) -> list[tuple[int, str, str]]:
    """For a file: number, code, and where to go with it."""
    return [(one.number, one.code, address) for one in made]
