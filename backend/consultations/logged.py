# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a consultation opens with, as an entry of the log: from then on nobody changes it unseen."""

import datetime as dt
import hashlib
from uuid import uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.tables import Consultation, MailDoor, QuestionnaireRow
from backend.council import queries as council
from backend.ledger import bodies
from backend.ledger.bodies import Kind
from backend.ledger.commitments import canonical
from backend.ledger.sequencing import write_down
from surveys.rules import Rules


def canonical_rules(rules: Rules) -> bytes:
    """As canonical JSON, every one of them named."""
    return canonical(msgspec.json.decode(msgspec.json.encode(rules)))


def digest_of_rules(rules: Rules) -> bytes:
    return hashlib.sha256(canonical_rules(rules)).digest()


async def opened(db: AsyncSession, row: Consultation) -> None:
    """After the database has stamped when, and under which rules."""
    await db.refresh(row)
    if row.questionnaire_id is None or row.rules_id is None:
        raise ValueError("What is open has questions and rules.")
    questions = await db.get_one(QuestionnaireRow, row.questionnaire_id)
    version = await council.version(db, row.document_version_id)
    if row.opened_at is None or row.closes_at is None:
        raise ValueError("What is open was opened, and closes.")
    body = bodies.definition(
        row.id,
        version=version.hash,
        questions=questions.hash,
        rules=digest_of_rules(await council.rules_of(db, row.rules_id)),
        opens=row.opened_at,
        closes=row.closes_at,
        by_mail=await db.get(MailDoor, row.id) is not None,
    )
    # What was taken back and is opened again has an entry for each time.
    write_down(db, Kind.DEFINITION, uuid4(), body, consultation=row.id)


def extended(db: AsyncSession, row: Consultation, closes: dt.datetime, reason: str) -> None:
    body = bodies.extension(row.id, closes=closes, reason=reason)
    write_down(db, Kind.EXTENSION, uuid4(), body, consultation=row.id)


def cancelled(db: AsyncSession, row: Consultation, reason: str) -> None:
    """A draft that is called off was never opened, and is not in the log."""
    if row.opened_at is not None:
        body = bodies.cancellation(row.id, reason)
        write_down(db, Kind.CANCELLATION, uuid4(), body, consultation=row.id)
