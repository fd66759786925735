# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What changed in the main document since residents were asked, or an exception was made."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda import history
from backend.agenda.history import Attached, Hearing
from backend.agenda.queries import Line
from backend.agenda.tables import GateException
from backend.consultations.queries import Shown
from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.queries import Version
from backend.council.tables import DocumentVersion
from surveys.differences import Row, Wording, differences, side
from surveys.gate import Ground
from surveys.lifecycle import Stage

LONGEST_DIFFERENCE = 20_000
"""Characters that an exception may hold."""


class Changed(Struct, frozen=True):
    """From version `old` to version `new`. Without rows only the file itself is another one.

    asked   residents were asked about an earlier version
    said    and somebody answered
    """

    old: int
    new: int
    rows: tuple[Row, ...]
    asked: bool = False
    said: bool = False

    def in_words(self) -> str:
        """To store with an exception: what stood there, and what stands there now."""
        return "\n\n".join(f"Was: {side(row.old)}\nNu: {side(row.new)}" for row in self.rows)


def _wording(version: Version) -> Wording:
    return Wording(version.title, version.points, version.plain_text)


def _asked(line: Line, heard: Sequence[Hearing]) -> list[Hearing]:
    """About earlier texts."""
    return [
        each
        for each in heard
        if each.opened_at and each.document_version_id != line.document_version_id
    ]


def _earlier(line: Line, heard: Sequence[Hearing], attached: Sequence[Attached]) -> list[UUID]:
    """Versions that somebody was asked about or that got something, the latest first."""
    asked = [each for each in heard if each.stage is not Stage.DRAFT]
    found = {
        each.document_version_id: each.version
        for each in (*asked, *attached)
        if each.document_version_id != line.document_version_id
    }
    return sorted(found, key=lambda version: found[version], reverse=True)


async def _answered(db: AsyncSession, asked: Sequence[Hearing]) -> bool:
    of_those = Consultation.id == func.any([each.id for each in asked])
    found = await db.scalars(select(func.sum(func.counting(Consultation.id))).where(of_those))
    return bool(found.one())


async def since(
    db: AsyncSession, line: Line, heard: Sequence[Hearing], attached: Sequence[Attached]
) -> Changed | None:
    """None while nobody was asked about an earlier version, and once a new summary lies there."""
    if line.document_version_id is None or line.heard_by:
        return None
    for version_id in _earlier(line, heard, attached):
        before = await council.version(db, version_id)
        if before.document_id == line.document_id:  # else it was about another main document
            now = await council.version(db, line.document_version_id)
            rows = differences(_wording(before), _wording(now))
            asked = _asked(line, heard)
            said = await _answered(db, asked)
            return Changed(before.number, now.number, rows, asked=bool(asked), said=said)
    return None


async def _public(db: AsyncSession, version: Version) -> bool:
    """Whether everybody may read this version: it lies on an agenda, and nobody called the document
    secret."""
    secret = await db.scalars(
        select(GateException.id)
        .join(DocumentVersion, DocumentVersion.id == GateException.document_version_id)
        .where(
            DocumentVersion.document_id == version.document_id,
            GateException.ground == Ground.GEHEIM,
        )
        .limit(1)
    )
    return bool(await council.places(db, version.document_id)) and secret.first() is None


async def since_asked(db: AsyncSession, shown: Shown) -> Changed | None:
    """From the text of a consultation to the one of now; None when that is not for everybody."""
    now = await council.newest(db, shown.document_id)
    if not await _public(db, now):
        return None
    before = await council.version(db, shown.document_version_id)
    return Changed(before.number, now.number, differences(_wording(before), _wording(now)))


async def to_store(db: AsyncSession, line: Line) -> str:
    """The difference in words, as far as an exception may hold it; empty when nothing is known."""
    if line.document_id is None:
        return ""
    heard = await history.hearings(db, line.document_id)
    found = await since(db, line, heard, await history.attachments(db, line.item.id))
    return found.in_words()[:LONGEST_DIFFERENCE] if found else ""
