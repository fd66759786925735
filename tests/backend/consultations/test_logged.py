# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import json

import pytest
from sqlalchemy import select

from backend.consultations import actions, course
from backend.consultations.logged import digest_of_rules
from backend.consultations.queries import get
from backend.consultations.tables import QuestionnaireRow
from backend.council import queries as council
from backend.ledger.bodies import moment
from backend.ledger.tables import LogDue
from surveys.rules import Rules
from tests.backend.agenda import made

pytestmark = pytest.mark.anyio


async def test_opening_writes_down_what_nobody_may_change_unseen(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor)
        row = await made.make_open(db, actor, spot.document_id)
    async with sessions() as db:
        version = await council.newest(db, spot.document_id)
        questions = await db.get_one(QuestionnaireRow, row.questionnaire_id)
        body = (await db.scalars(select(LogDue.body))).one()
        rules = await council.rules_of(db, row.rules_id)
    assert json.loads(body) == {
        "t": "definitie",
        "c": str(row.id),
        "stuk": version.hash.hex(),
        "vragen": questions.hash.hex(),
        "regels": digest_of_rules(rules).hex(),
        "opent": moment(row.opened_at),
        "sluit": moment(row.closes_at),
    }


async def test_what_was_taken_back_and_opened_again_is_written_down_each_time(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor)
        row = await made.make_open(db, actor, spot.document_id)
    async with sessions.begin() as db:
        await course.take_back(db, actor, row.id, row.revision)
    async with sessions.begin() as db:
        draft = await get(db, row.id)
        closes_at = await council.now(db) + dt.timedelta(days=20)
        await actions.open_(db, actor, row.id, draft.revision, closes_at)
    async with sessions() as db:
        kinds = await db.scalars(select(LogDue.kind))
        assert kinds.all() == ["definitie", "definitie"]


def test_other_rules_have_another_digest() -> None:
    assert digest_of_rules(Rules()) == digest_of_rules(Rules())
    assert digest_of_rules(Rules()) != digest_of_rules(Rules(k=11))
