# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What residents did, as entries of the log: what is committed to, and when it may be added."""

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Row, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations import queries as consultations
from backend.consultations.tables import QuestionnaireRow
from backend.ledger import bodies, commitments, queries
from backend.ledger.bodies import BY_RESIDENTS, Kind
from backend.ledger.commitments import Value
from backend.ledger.fields import Said, fields
from backend.ledger.order import PATIENCE, SMALLEST, Waiting, ripe
from backend.ledger.sequencing import LOG, Residents, write_down
from backend.ledger.tables import EntryKey
from backend.ledger.tree import leaf_hash
from backend.outbox import Topic
from backend.participation.tables import Entry
from surveys.questionnaire import Questionnaire
from surveys.ways import Way

MOST: Final = 5_000
"""Responses in one batch; the rest is in the next."""
_CONTENT: Final = """
    SELECT e.id, e.consultation_id, e.kind, e.cancels_id, e.channel, e.received_at, k.key,
           coalesce(e.received_on, (e.received_at AT TIME ZONE 'Europe/Amsterdam')::date) AS day,
           a.coded, b.coded AS about, c.questionnaire_id, c.stage <> 'open' AS shut,
           (SELECT jsonb_object_agg(t.question, t.text) FROM answer_text t
            WHERE t.entry_id = e.id) AS texts,
           CASE WHEN EXISTS (SELECT FROM letter_use u WHERE u.response_id = e.response_id)
                THEN 'letter'
                WHEN EXISTS (SELECT FROM mail_use u WHERE u.response_id = e.response_id)
                THEN 'mail' ELSE 'open' END AS way,
           clock_timestamp() AS now, l.leaf AS cancelled,
           l.leaf IS NULL AND NOT EXISTS (SELECT FROM entry_key w WHERE w.entry_id = e.cancels_id)
             AND NOT EXISTS (SELECT FROM log_due d WHERE d.subject = e.cancels_id) AS alone
    FROM {keys}
    JOIN entry e ON e.id = k.entry_id
    JOIN consultation c ON c.id = e.consultation_id
    LEFT JOIN coded_answers a ON a.entry_id = e.id
    LEFT JOIN background b ON b.entry_id = e.id
    LEFT JOIN logged o ON o.subject = e.cancels_id
    LEFT JOIN log_entry l ON l.position = o.position
"""
_WAITING: Final = text(
    _CONTENT.format(keys="(SELECT entry_id, key FROM entry_key WHERE waiting LIMIT :most) k")
)
_ONE: Final = text(_CONTENT.format(keys="entry_key k") + " WHERE k.entry_id = :entry")
_DUE: Final = text(
    """
    SELECT d.id, d.subject, d.kind, d.body, d.cancels, d.consultation_id,
           clock_timestamp() - d.made_at AS age,
           coalesce(c.stage <> 'open', true) AS shut
    FROM log_due d LEFT JOIN consultation c ON c.id = d.consultation_id
    WHERE d.kind = ANY(CAST(:kinds AS text[]))
    ORDER BY d.id
    """
)
# Nobody has to remember it: what waits is found by looking, each second and after any failure.
_ANNOUNCE: Final = text(
    """
    INSERT INTO promise (topic, subject)
    SELECT CAST(:topic AS text), CAST(:log AS uuid)
    WHERE NOT EXISTS (SELECT FROM promise p WHERE p.topic = CAST(:topic AS text)) AND (
      EXISTS (SELECT FROM log_due d LEFT JOIN consultation c ON c.id = d.consultation_id
              WHERE d.kind <> ALL(CAST(:kinds AS text[])) OR c.stage <> 'open'
                 OR d.made_at < clock_timestamp() - CAST(:patience AS interval))
      OR (SELECT count(*) FROM (SELECT FROM entry_key WHERE waiting LIMIT :smallest) k)
         + (SELECT count(*) FROM log_due) >= :smallest
      OR EXISTS (SELECT FROM entry_key k JOIN entry e ON e.id = k.entry_id
                 JOIN consultation c ON c.id = e.consultation_id
                 WHERE k.waiting AND (c.stage <> 'open' OR e.received_at
                                      < clock_timestamp() - CAST(:patience AS interval)))
      OR (CAST(:sealed AS boolean) AND coalesce((SELECT max(position) + 1 FROM log_entry), 0)
                      > coalesce((SELECT max(size) FROM checkpoint), 0)))
    """
)


def new_key() -> bytes:
    """What the salts of one entry derive from."""
    return secrets.token_bytes(commitments.KEY_BYTES)


def _fields(row: Row[Any], asked: Questionnaire) -> dict[str, Value]:
    said = Said(row.coded or {}, row.texts or {}, row.about or {})
    return fields(asked, said, entry=row.id, channel=row.channel, day=row.day)


class _Questions:
    """Questionnaires, each read once."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db
        self._known: dict[UUID, Questionnaire] = {}

    async def of(self, row: Row[Any]) -> Questionnaire:
        found = self._known.get(row.questionnaire_id)
        if found is None:
            stored = await self._db.get_one(QuestionnaireRow, row.questionnaire_id)
            found = self._known[row.questionnaire_id] = consultations.decode(stored.definition)
        return found


def _entry(row: Row[Any], asked: Questionnaire, replaced: bytes | None) -> Waiting | None:
    """None for a replacement of something that is yet to get its place in the log. What it replaces
    may also be older than the log: then it stands there by itself."""
    said = _fields(row, asked)
    if row.alone:
        body = bodies.response(row.consultation_id, row.key, said, way=Way(row.way))
        return Waiting(row.id, Kind.RESPONSE, body)
    if replaced is None:
        return None
    body = bodies.replacement(row.consultation_id, row.key, said, replaced, way=Way(row.way))
    return Waiting(row.id, Kind.REPLACEMENT, body, replaced)


async def _entries(db: AsyncSession, rows: Sequence[Row[Any]]) -> list[Waiting]:
    """What replaces another after that one, whose leaf it names."""
    questions = _Questions(db)
    found: dict[UUID, Waiting] = {}
    left = list(rows)
    while left:
        later: list[Row[Any]] = []
        for row in left:
            before = found.get(row.cancels_id)
            replaced = row.cancelled or (leaf_hash(before.body) if before else None)
            entry = _entry(row, await questions.of(row), replaced)
            if entry is None:
                later.append(row)
            else:
                found[row.id] = entry
        if len(later) == len(left):
            break
        left = later
    return list(found.values())


async def gather(db: AsyncSession) -> Residents:
    """All of it when there is enough, or when one has waited for a minute; otherwise what belongs
    to consultations that are not open any more."""
    rows = (await db.execute(_WAITING, {"most": MOST})).all()
    kinds = {"kinds": [str(kind) for kind in BY_RESIDENTS]}
    ends = (await db.execute(_DUE, kinds)).all()
    ages = [row.now - row.received_at for row in rows] + [row.age for row in ends]
    everything = ripe(len(ages), max(ages, default=dt.timedelta()))
    entries = await _entries(db, [row for row in rows if everything or row.shut])
    waiting = [
        Waiting(row.subject, Kind(row.kind), row.body, row.cancels, row.consultation_id, row.id)
        for row in ends
        if everything or row.shut
    ]
    whole = len(rows) < MOST
    return Residents((*entries, *(waiting if whole else ())), all=whole)


async def announce(db: AsyncSession, *, sealed: bool) -> None:
    """A promise about the log when there is something to do; `sealed`: and signing is work too."""
    await db.execute(
        _ANNOUNCE,
        {
            "topic": Topic.LOG_DUE,
            "log": LOG,
            "kinds": [str(kind) for kind in BY_RESIDENTS],
            "patience": PATIENCE,
            "smallest": SMALLEST,
            "sealed": sealed,
        },
    )


async def _row(db: AsyncSession, entry_id: UUID) -> Row[Any] | None:
    return (await db.execute(_ONE, {"entry": entry_id})).first()


async def _body(db: AsyncSession, entry_id: UUID) -> Waiting | None:
    row = await _row(db, entry_id)
    if row is None:
        return None
    replaced = await leaf(db, row.cancels_id) if row.cancels_id else None
    return _entry(row, await _Questions(db).of(row), replaced)


async def leaf(db: AsyncSession, entry_id: UUID) -> bytes | None:
    """The leaf hash that an entry has or will have in the log; None when it never will."""
    if (there := await queries.place(db, entry_id)) is not None:
        return there.leaf
    if (due := await queries.due(db, entry_id)) is not None:
        return leaf_hash(due)
    waiting = await _body(db, entry_id)
    return None if waiting is None else leaf_hash(waiting.body)


class Opening(Struct, frozen=True):
    """What opens the commitments of one entry, by field."""

    fields: dict[str, Value]
    salts: dict[str, bytes]


async def opening(db: AsyncSession, entry_id: UUID) -> Opening | None:
    """None when its key was destroyed: nothing opens it any more."""
    row = await _row(db, entry_id)
    if row is None:
        return None
    said = _fields(row, await _Questions(db).of(row))
    return Opening(said, {field: commitments.salt(row.key, field) for field in said})


async def ended(
    db: AsyncSession,
    entry_id: UUID,
    head_id: UUID,
    consultation_id: UUID,
    reason: str | None = None,
) -> None:
    """Entry `entry_id` ended the response whose last entry was `head_id`: withdrawn, or set aside
    for a reason."""
    cancelled = await leaf(db, head_id)
    if cancelled is None:
        return
    if reason is None:
        kind, body = Kind.WITHDRAWAL, bodies.withdrawal(consultation_id, cancelled)
    else:
        kind, body = Kind.SET_ASIDE, bodies.set_aside(consultation_id, cancelled, reason)
    write_down(db, kind, entry_id, body, consultation=consultation_id, cancels=cancelled)


async def destroy_keys(db: AsyncSession, response_id: UUID) -> None:
    """From now on what was said in this response is shut for ever. What waits for its place in the
    log is committed to first, so that it is there like any other."""
    entries = select(Entry.id).where(Entry.response_id == response_id)
    waiting = await db.scalars(
        select(EntryKey.entry_id).where(EntryKey.entry_id.in_(entries), EntryKey.waiting)
    )
    for entry_id in waiting.all():
        found = await _body(db, entry_id)
        if found is not None and await queries.place(db, entry_id) is None:
            held = await db.get_one(Entry, entry_id)
            write_down(
                db,
                found.kind,
                entry_id,
                found.body,
                consultation=held.consultation_id,
                cancels=found.cancels,
            )
    await db.flush()
    await db.execute(delete(EntryKey).where(EntryKey.entry_id.in_(entries)))
