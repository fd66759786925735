# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A document that came in, and a next version when what it says has changed."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from backend.council import queries
from backend.council.inbound import InboundDocument
from backend.council.notubiz_words import kind_of
from backend.council.tables import DecisionPoint, Document, DocumentVersion
from backend.outbox import Topic, promise


def hashed(
    title: str, plain_text: str, points: Iterable[tuple[int, str]], source_version: str
) -> bytes:
    """The bytes themselves, for whoever wants to hash them again."""
    return msgspec.json.encode(
        [title, plain_text, [list(point) for point in points], source_version]
    )


def version_hash(
    title: str, plain_text: str, points: Iterable[tuple[int, str]], source_version: str
) -> bytes:
    """SHA-256 over everything that makes this version what it is (DESIGN.md 8)."""
    return hashlib.sha256(hashed(title, plain_text, points, source_version)).digest()


class Text(msgspec.Struct, frozen=True):
    """What one version says; points are numbers with texts, in order."""

    title: str
    plain_text: str
    points: tuple[tuple[int, str], ...]
    source_version: str


class Said(msgspec.Struct, frozen=True):
    plain_text: str
    by: UUID | None


async def write_version(
    db: AsyncSession, document_id: UUID, number: int, said: Text, *, made_by: UUID | None = None
) -> None:
    version = DocumentVersion(
        document_id=document_id,
        number=number,
        hash=version_hash(said.title, said.plain_text, said.points, said.source_version),
        title=said.title,
        plain_text=said.plain_text,
        source_version=said.source_version,
        made_by=made_by,
    )
    db.add(version)
    await db.flush()
    db.add_all(
        DecisionPoint(document_version_id=version.id, number=place, text=words)
        for place, words in said.points
    )


async def first_version(
    db: AsyncSession, source: str, inbound: InboundDocument, *, said: Said | None = None
) -> Document:
    """`said`: what somebody who lays it down by hand says of it at once, and who that is."""
    row = Document(
        source=source,
        source_id=inbound.source_id,
        url=inbound.url,
        kind=kind_of(inbound.type) if inbound.type else None,
    )
    db.add(row)
    await db.flush()
    text, by = (said.plain_text, said.by) if said else ("", None)
    first = Text(inbound.title, text, (), inbound.source_version)
    await write_version(db, row.id, 1, first, made_by=by)
    promise(db, Topic.DOCUMENT_CHANGED, row.id)
    return row


TEXT = frozenset({"title", "source_version", "link"})
"""Of what `follow_source` tells, that with which there is another version."""


def _differing(
    last: queries.Version, row: Document, inbound: InboundDocument
) -> dict[str, tuple[str, str]]:
    """Of what is laid down by hand or with a form nothing but its link tells one file from the
    next. The first link of a document is no other file: it says where the text is that was there.
    """
    was, now = row.url or "", inbound.url or ""
    compared = {"title": (last.title, inbound.title)}
    if row.ours:
        compared["link" if was else "url"] = (was, now)
    else:
        compared |= {"source_version": (last.source_version, inbound.source_version)}
        compared |= {"url": (was, now)}
    return {name: both for name, both in compared.items() if both[0] != both[1]}


async def follow_source(
    db: AsyncSession, row: Document, inbound: InboundDocument
) -> dict[str, tuple[str, str]]:
    """What differed, from what it was to what it is.

    What the griffie wrote is carried over, to be read again.
    """
    last = await queries.newest(db, row.id)
    differs = _differing(last, row, inbound)
    row.url = inbound.url
    if not differs.keys() & TEXT:
        return differs
    version = inbound.source_version
    if row.ours:
        version = (inbound.url or "") if "link" in differs else last.source_version
    said = Text(inbound.title, last.plain_text, last.points, version)
    row.revision += 1  # a griffier who has the page open is told
    await write_version(db, row.id, last.number + 1, said)
    promise(db, Topic.DOCUMENT_CHANGED, row.id)
    return differs
