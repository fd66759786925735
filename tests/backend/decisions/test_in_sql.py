# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever speaks SQL as the application decides nothing out of turn, and takes nothing back."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from backend.accounts.roles import Role
from backend.decisions import actions, queries
from backend.errors import Conflict
from surveys.answering import Answer
from tests.backend.agenda import made
from tests.backend.decisions.made import decide, make_heard

pytestmark = pytest.mark.anyio

DECIDE = text(
    """
    INSERT INTO council_decision
      (id, agenda_item_id, attachment_id, number, outcome, points, decided_on, text, because,
       made_by)
    VALUES (:id, :item, (SELECT id FROM attachment WHERE agenda_item_id = :laid), :number, :outcome,
      CAST(:points AS jsonb), current_date + CAST(:days AS integer), :text, :because, :by)
    """
)
ANSWER = text(
    """
    INSERT INTO council_answer
      (id, decision_id, consultation_id, subject, number, reply, text, in_name_of, because, made_by)
    SELECT :id, d.id, d.consultation_id, :subject, :number, :reply, :text, :voice, :because, :by
    FROM council_decision d WHERE d.number = :after
    """
)
DECISIONS = {
    "a number is passed over": {"number": 2, "because": "Er was iets vergeten."},
    "an outcome is none": {"outcome": "misschien"},
    "the text says nothing": {"text": "....."},
    "the text is endless": {"text": "park " * 300},
    "a first one says why it changed": {"because": "Er was iets vergeten."},
    "a point is not there": {"points": json.dumps({"7": "verworpen"})},
    "a point ends as the whole": {"points": json.dumps({"1": "aangenomen"})},
    "a point ends in no way that there is": {"points": json.dumps({"1": "misschien"})},
    "points are a list": {"points": "[]"},
    "the day is to come": {"days": 2},
    "the day is before the meeting": {"days": -9},
    "nothing lay there": {"laid": uuid4()},
}
ANSWERS = {
    "it is about nothing": {"subject": "7"},
    "it is about some words": {"subject": "Bomen"},
    "no is said without a reason": {"text": ""},
    "nobody says it": {"voice": "ambtenaar"},
    "the reply is none": {"reply": "misschien"},
    "a number is passed over": {"number": 2, "because": "Er was iets vergeten."},
}


@pytest.fixture
async def scene(sessions):
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        return actor, await make_heard(db, actor)


async def add(sessions, statement, given) -> None:
    async with sessions.begin() as db:
        await db.execute(statement, given)


@pytest.mark.parametrize("name", DECISIONS)
async def test_a_decision_is_refused_when(sessions, scene, name: str) -> None:
    actor, spot = scene
    good = {
        "id": uuid4(), "item": spot.item_id, "laid": spot.item_id, "number": 1,
        "outcome": "aangenomen", "points": "{}", "days": 0, "text": "De raad legt het park aan.",
        "because": "", "by": actor.id,
    }  # fmt: skip
    with pytest.raises(DBAPIError):
        await add(sessions, DECIDE, good | DECISIONS[name])
    await add(sessions, DECIDE, good)


@pytest.mark.parametrize("name", ANSWERS)
async def test_an_answer_is_refused_when(sessions, scene, name: str) -> None:
    actor, spot = scene
    async with sessions.begin() as db:
        await decide(db, actor, spot)
    good = {
        "id": uuid4(), "subject": "1", "number": 1, "reply": "niet_overgenomen",
        "text": "Er is geen geld.", "voice": "raad", "because": "", "by": actor.id, "after": 1,
    }  # fmt: skip
    with pytest.raises(IntegrityError):
        await add(sessions, ANSWER, good | ANSWERS[name])
    await add(sessions, ANSWER, good)


async def test_only_the_griffie_decides_and_answers(sessions, scene) -> None:
    _, spot = scene
    async with sessions.begin() as db:
        member = await made.make_griffier(db, Role.RAADSLID)
    with pytest.raises(Conflict, match="alleen iemand van de griffie"):
        async with sessions.begin() as db:
            await decide(db, member, spot)


@pytest.mark.parametrize("table", ["council_decision", "council_answer"])
@pytest.mark.parametrize(
    "deed", ["UPDATE {} SET text = 'Toch maar niet gedaan.'", "DELETE FROM {}", "TRUNCATE {}"]
)
async def test_what_was_said_is_never_taken_back(sessions, scene, table: str, deed: str) -> None:
    actor, spot = scene
    async with sessions.begin() as db:
        await decide(db, actor, spot)
        no = Answer("niet_overgenomen", "Er is geen geld voor.", "raad")
        await actions.answer(db, actor, spot.item_id, {"1": no}, seen={})
    with pytest.raises(DBAPIError):
        async with sessions.begin() as db:
            await db.execute(text(deed.format(table)))
    async with sessions() as db:
        after = await queries.of_item(db, spot.item_id)
    assert after.decided
    assert len(after.given) == 1
