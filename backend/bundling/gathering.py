# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What of a consultation goes into its bundle, out of one snapshot of the database."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.pages import asked_in
from backend.consultations import queries as consultations
from backend.consultations.logged import canonical_rules
from backend.consultations.queries import Shown
from backend.consultations.tables import Consultation, QuestionnaireRow
from backend.council import queries as council
from backend.council.versions import hashed
from backend.errors import Refused
from backend.ledger import bodies, commitments, fields, queries
from backend.ledger.commitments import Value, canonical
from backend.ledger.fields import Said
from backend.ledger.tables import CheckpointRow, LogEntry, Logged
from backend.results import publication
from backend.results.content import Content, decode
from backend.results.tables import Result, Summary, Verbatim
from backend.verifying.quoting import field_of

_WAITS: Final = text(
    """
    SELECT EXISTS (SELECT FROM log_due WHERE consultation_id = :consultation)
        OR EXISTS (SELECT FROM entry_key k JOIN entry e ON e.id = k.entry_id
                   WHERE k.waiting AND e.consultation_id = :consultation)
    """
)
_RESPONSES: Final = text(
    """
    SELECT o.position, e.id, e.channel, k.key, a.coded, b.coded AS about,
           coalesce(e.received_on, (e.received_at AT TIME ZONE 'Europe/Amsterdam')::date) AS day,
           (SELECT jsonb_object_agg(t.question, t.text) FROM answer_text t
            WHERE t.entry_id = e.id) AS texts,
           w.position AS went_at, x.kind = 'set_aside' AS aside
    FROM logged o
    JOIN entry e ON e.id = o.subject
    LEFT JOIN entry_key k ON k.entry_id = e.id
    LEFT JOIN coded_answers a ON a.entry_id = e.id
    LEFT JOIN background b ON b.entry_id = e.id
    LEFT JOIN entry x ON x.cancels_id = e.id
    LEFT JOIN logged w ON w.subject = x.id
    WHERE e.consultation_id = :consultation AND o.kind IN ('reactie', 'vervanging')
      AND o.position < :size
    ORDER BY o.position
    """
)
_REASONS: Final = text(
    """
    SELECT v.entry_id, o.position, r.reason FROM release r
    JOIN verbatim v ON v.id = r.verbatim_id
    JOIN result u ON u.id = v.result_id
    JOIN logged o ON o.subject = CAST(lpad(to_hex(r.id), 32, '0') AS uuid) AND o.kind = 'moderatie'
    WHERE u.consultation_id = :consultation AND o.position < :size
    ORDER BY o.position
    """
)
# Which entries a batch counts, and where those stand in the log: of the batch as it was first made,
# which an erasure never changes.
_BATCHES: Final = text(
    """
    SELECT b.hash, array_agg(o.position ORDER BY o.position) AS positions
    FROM batch b
    JOIN batch_entry e ON e.batch_id = b.id
    JOIN logged o ON o.subject = e.entry_id
     AND o.kind IN ('reactie', 'vervanging', 'intrekking', 'uitsluiting')
    WHERE b.consultation_id = :consultation AND o.position < :size
    GROUP BY b.id, b.hash ORDER BY min(o.position)
    """
)
_REVIEWS: Final = text(
    """
    SELECT v.id, v.verdict, v.remark, q.body_name, s.number FROM review_verdict v
    JOIN review_request q ON q.id = v.request_id
    JOIN summary s ON s.id = q.summary_id
    JOIN logged o ON o.subject = v.id AND o.kind = 'oordeel'
    WHERE s.consultation_id = :consultation AND s.final AND o.position < :size
    ORDER BY o.position
    """
)
NOT_YET: Final = (
    "Nog niet alles van deze raadpleging staat in het ondertekende logboek. Wacht een minuut, zorg"
    " dat er een worker draait die ondertekent, en probeer het opnieuw."
)


class Version(Struct, frozen=True):
    number: int
    result_id: UUID
    stored: bytes

    @property
    def content(self) -> Content:
        return decode(self.stored)


class Gathered(Struct, frozen=True):
    """Everything but the two long files. `at` is the place of the tally in the log."""

    shown: Shown
    size: int
    note: str
    questions: bytes
    rules: bytes
    document: bytes
    result: bytes
    at: int
    versions: tuple[Version, ...]
    quoted: frozenset[tuple[UUID, str]]


async def _find(db: AsyncSession, name: str) -> Consultation:
    """By its address or its id."""
    try:
        where = Consultation.id == UUID(name)
    except ValueError:
        where = Consultation.slug == name
    row = (await db.scalars(select(Consultation).where(where))).first()
    if row is None:
        raise Refused(f"Er is geen raadpleging {name}.")
    return row


async def _versions(db: AsyncSession, row: Consultation, *, sealed: bool) -> tuple[Version, ...]:
    found = await db.execute(
        select(Summary.id, Summary.number, Summary.result_id, Summary.content)
        .where(Summary.consultation_id == row.id, Summary.final)
        .order_by(Summary.number)
    )
    rows = found.all()
    if not rows:
        raise Refused(f"De samenvatting van {row.slug} is nog niet definitief.")
    for one in rows:
        if not sealed and not await publication.is_public(db, one.id):
            raise Refused(
                f"Versie {one.number} van de samenvatting van {row.slug} is nog niet openbaar. Het"
                " openbare pakket kan pas als het embargo voorbij is."
            )
    return tuple(Version(one.number, one.result_id, one.content or b"") for one in rows)


async def _quoted(
    db: AsyncSession, shown: Shown, versions: tuple[Version, ...]
) -> frozenset[tuple[UUID, str]]:
    """Which texts some version made public: entry and field."""
    found: set[tuple[UUID, str]] = set()
    for version in versions:
        rows = await db.execute(
            select(Verbatim.question, Verbatim.side, Verbatim.rank, Verbatim.entry_id).where(
                Verbatim.result_id == version.result_id
            )
        )
        drawn = {(row.question, row.side, row.rank): row.entry_id for row in rows}
        for one in version.content.quotations:
            field = field_of(shown.questionnaire, one)
            found.add((drawn[field, one.side, one.rank], field))
    return frozenset(found)


async def _signed(
    db: AsyncSession, row: Consultation, versions: tuple[Version, ...]
) -> CheckpointRow:
    """The newest checkpoint, when it covers everything about this consultation."""
    waits = (await db.scalars(_WAITS, {"consultation": row.id})).one()
    signed = await queries.newest(db)
    if waits or signed is None:
        raise Refused(NOT_YET)
    # Others may be answering elsewhere meanwhile: what is not signed yet need not be ours.
    ours = [str(row.id).encode()]
    ours += [hashlib.sha256(one.stored).hexdigest().encode() for one in versions]
    for body in await queries.bodies(db, signed.size, await queries.size(db)):
        if any(mark in body for mark in ours):
            raise Refused(NOT_YET)
    return signed


async def gather(db: AsyncSession, name: str, *, sealed: bool) -> Gathered:
    """`Refused` when there is nothing to publish yet, in words."""
    row = await _find(db, name)
    versions = await _versions(db, row, sealed=sealed)
    signed = await _signed(db, row, versions)
    shown = await consultations.shown(db, row)
    questions = await db.get_one(QuestionnaireRow, row.questionnaire_id)
    version = await council.version(db, row.document_version_id)
    result = await db.get_one(Result, versions[-1].result_id)
    at = await db.scalars(select(Logged.position).where(Logged.subject == result.id))
    place = at.first()
    if place is None:
        raise Refused(f"De telling van {row.slug} staat niet in het logboek: die is van ervoor.")
    return Gathered(
        shown=shown,
        size=signed.size,
        note=signed.note,
        questions=questions.definition,
        rules=canonical_rules(shown.rules),
        document=hashed(version.title, version.plain_text, version.points, version.source_version),
        result=result.figures,
        at=place,
        versions=versions,
        quoted=await _quoted(db, shown, versions),
    )


async def log(db: AsyncSession, size: int) -> AsyncIterator[bytes]:
    """Every entry, as it was hashed."""
    bodies = select(LogEntry.body).where(LogEntry.position < size).order_by(LogEntry.position)
    async for body in await db.stream_scalars(bodies):
        yield body


def _open(
    row: Row[Any], held: Gathered, texts: frozenset[str], *, sealed: bool
) -> dict[str, Value]:
    """The fields that are opened, with their values; nothing of what was withdrawn."""
    if row.key is None:
        return {}
    asked = held.shown.questionnaire
    said = Said(row.coded or {}, row.texts or {}, row.about or {})
    whole = fields.fields(asked, said, entry=row.id, channel=row.channel, day=row.day)
    if sealed:
        return whole
    found = {name: whole[name] for name in (fields.ID, fields.CHANNEL)}
    if row.went_at is not None and row.went_at < held.at and not row.aside:
        return found
    if fields.is_long(asked):
        return {**found, fields.TOGETHER: whole[fields.TOGETHER]}
    for name, value in whole.items():
        field = name.removeprefix(fields.QUESTION)
        if field == name:
            continue
        if field not in texts or value is None or (row.id, field) in held.quoted:
            found[name] = value
    return found


async def reviews(db: AsyncSession, held: Gathered) -> AsyncIterator[bytes]:
    """What advisory councils passed on about the final versions, as it was hashed."""
    asked = {"consultation": held.shown.id, "size": held.size}
    for row in await db.execute(_REVIEWS, asked):
        yield bodies.said_by_body(
            row.id, number=row.number, body=row.body_name, said=row.verdict, remark=row.remark
        )


async def batches(db: AsyncSession, held: Gathered) -> AsyncIterator[bytes]:
    """Under seal: which lines of the log were counted together."""
    asked = {"consultation": held.shown.id, "size": held.size}
    for row in await db.execute(_BATCHES, asked):
        yield canonical({"kenmerk": row.hash.hex(), "regels": list(row.positions)})


async def _reasons(db: AsyncSession, held: Gathered) -> dict[UUID, dict[int, str]]:
    """By entry and place in the log, why its text was released or refused."""
    found: dict[UUID, dict[int, str]] = {}
    asked = {"consultation": held.shown.id, "size": held.size}
    for row in await db.execute(_REASONS, asked):
        found.setdefault(row.entry_id, {})[row.position] = row.reason
    return found


async def responses(db: AsyncSession, held: Gathered, *, sealed: bool) -> AsyncIterator[bytes]:
    """A line for each content entry, in the order of the log."""
    texts = frozenset(asked_in(held.shown.questionnaire).texts)
    asked = {"consultation": held.shown.id, "size": held.size}
    reasons = await _reasons(db, held) if sealed else {}
    async for row in await db.stream(_RESPONSES, asked):
        opened: dict[str, Value] = {
            name: [value, commitments.salt(row.key, name).hex()]
            for name, value in _open(row, held, texts, sealed=sealed).items()
        }
        line: dict[str, Value] = {"regel": row.position, "kenmerk": str(row.id), "open": opened}
        if row.key is not None and row.id in reasons:
            salt = commitments.salt(row.key, commitments.REASON).hex()
            line["redenen"] = {str(at): [why, salt] for at, why in reasons[row.id].items()}
        if row.key is None:
            line[fields.CHANNEL] = row.channel
            if sealed:
                line[fields.DAY] = row.day.isoformat()
        yield canonical(line)


def about(held: Gathered, form: str, *, sealed: bool) -> bytes:
    return msgspec.json.encode(
        {"formaat": form, "raadpleging": str(held.shown.id), "verzegeld": int(sealed)}
    )
