# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one statement by which answers that come in together are stored (`group_commit`)."""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import text

from backend.consultations.queries import Shown
from backend.outbox import Topic
from backend.participation import logged
from backend.participation.sending import Sending

# The lock on what is open makes closing wait, as it does for one answer. Each later insert follows
# from what `entered` gives back, so it is carried out after it and its guard sees the entry. What
# comes with a challenge that was used goes the ordinary way, which says so.
ENTER: Final = text(
    """
    WITH sent AS (
      SELECT * FROM unnest(
        CAST(:ids AS uuid[]), CAST(:consultations AS uuid[]), CAST(:questionnaires AS bytea[]),
        CAST(:keys AS uuid[]), CAST(:channels AS text[]), CAST(:hashes AS bytea[]),
        CAST(:coded AS text[]), CAST(:abouts AS text[]), CAST(:fingerprints AS bytea[]),
        CAST(:salted AS bytea[]), CAST(:challenges AS bytea[]), CAST(:expiries AS timestamptz[]))
      AS s (id, consultation_id, questionnaire, form_key, channel, body_hash, coded, about,
            fingerprint, salted, challenge, expires_at)
    ), spent AS (
      INSERT INTO spent_challenge (digest, form_key, expires_at)
      SELECT DISTINCT ON (challenge) challenge, form_key, expires_at FROM sent
      WHERE challenge IS NOT NULL ORDER BY challenge
      ON CONFLICT DO NOTHING
      RETURNING digest, form_key
    ), open AS MATERIALIZED (
      SELECT c.id, c.questionnaire_id FROM consultation c
      WHERE c.id IN (SELECT consultation_id FROM sent)
        AND c.stage = 'open' AND c.closes_at > transaction_timestamp()
      ORDER BY c.id FOR SHARE
    ), entered AS (
      INSERT INTO entry (id, consultation_id, response_id, kind, channel, form_key, body_hash)
      SELECT s.id, s.consultation_id, s.id, 'submission', s.channel, s.form_key, s.body_hash
      FROM sent s JOIN open o ON o.id = s.consultation_id
      JOIN questionnaire q ON q.id = o.questionnaire_id AND q.hash = s.questionnaire
      WHERE s.challenge IS NULL OR EXISTS (
        SELECT FROM spent p WHERE p.digest = s.challenge AND p.form_key = s.form_key)
      ON CONFLICT DO NOTHING
      RETURNING id, received_at
    ), answered AS (
      INSERT INTO coded_answers (entry_id, coded)
      SELECT s.id, CAST(s.coded AS jsonb) FROM sent s JOIN entered e ON e.id = s.id
    ), written AS (
      INSERT INTO answer_text (entry_id, question, text)
      SELECT t.entry_id, t.question, t.text
      FROM unnest(CAST(:writers AS uuid[]), CAST(:questions AS text[]), CAST(:texts AS text[]))
        AS t (entry_id, question, text)
      JOIN entered e ON e.id = t.entry_id
    ), about AS (
      INSERT INTO background (entry_id, coded)
      SELECT s.id, CAST(s.about AS jsonb) FROM sent s JOIN entered e ON e.id = s.id
      WHERE s.about IS NOT NULL
    ), codes AS (
      INSERT INTO receipt (response_id, fingerprint)
      SELECT s.id, s.fingerprint FROM sent s JOIN entered e ON e.id = s.id
    ), shut AS (
      INSERT INTO entry_key (entry_id, key)
      SELECT s.id, s.salted FROM sent s JOIN entered e ON e.id = s.id
    ), flagged AS (
      INSERT INTO flag (response_id, sign)
      SELECT f.response_id, f.sign
      FROM unnest(CAST(:flagged AS uuid[]), CAST(:signs AS text[])) AS f (response_id, sign)
      JOIN entered e ON e.id = f.response_id
    ), promised AS (
      INSERT INTO promise (topic, subject, item)
      SELECT :topic, s.consultation_id, s.id FROM sent s JOIN entered e ON e.id = s.id
    )
    SELECT id, received_at FROM entered
    """
)


class Waiting(Struct):
    """One answer in the queue; `done` gets its moment, or None for the ordinary way."""

    id: UUID
    shown: Shown
    sending: Sending
    code: str
    fingerprint: bytes
    coded: str
    about: str | None
    done: asyncio.Future[dt.datetime | None]

    @property
    def size(self) -> int:
        texts = self.sending.answers.texts
        return len(self.coded) + sum(map(len, texts)) + sum(map(len, texts.values()))


def as_json(value: Mapping[str, str]) -> str:
    return msgspec.json.encode(value).decode()


def columns(batch: Sequence[Waiting], secret: bytes) -> dict[str, object]:
    written = [
        (one.id, question, said)
        for one in batch
        for question, said in one.sending.answers.texts.items()
    ]
    signs = [(one.id, sign) for one in batch for sign in one.sending.signs]
    solved = [one.sending.solved for one in batch]
    return {
        "topic": Topic.ENTRY_RECEIVED,
        "ids": [one.id for one in batch],
        "consultations": [one.shown.id for one in batch],
        "questionnaires": [one.shown.questionnaire_hash for one in batch],
        "keys": [one.sending.form_key for one in batch],
        "channels": [one.sending.channel for one in batch],
        "hashes": [one.sending.digest(secret) for one in batch],
        "coded": [one.coded for one in batch],
        "abouts": [one.about for one in batch],
        "fingerprints": [one.fingerprint for one in batch],
        "salted": [logged.new_key() for _ in batch],
        "writers": [entry for entry, _, _ in written],
        "questions": [question for _, question, _ in written],
        "texts": [said for _, _, said in written],
        "challenges": [one.digest if one else None for one in solved],
        "expiries": [one.expires_at if one else None for one in solved],
        "flagged": [entry for entry, _ in signs],
        "signs": [sign for _, sign in signs],
    }
