# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""After a meeting the griffie's list asks for the decision, and then for the answers."""

import datetime as dt

import pytest

from backend.agenda import after_tasks
from backend.agenda.tasks import Urgency, urgency
from backend.council import queries as council
from backend.council.planning import local_day
from backend.decisions import actions
from surveys.answering import Answer
from tests.backend.agenda import made
from tests.backend.decisions.made import decide, make_heard

pytestmark = pytest.mark.anyio
YES = Answer("overgenomen", "", "raad")


async def test_first_the_decision_is_missing_then_the_answers_then_nothing(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await make_heard(db, actor, hours=240)
        today = local_day(await council.now(db))
        [task] = await after_tasks.tasks(db, today)
    assert task.href == f"/griffie/agendapunten/{spot.item_id}/besluit"
    assert task.why == "De vergadering was 10 dagen geleden."
    assert urgency(task, today) is Urgency.LATE

    async with sessions.begin() as db:
        await decide(db, actor, spot)
        [task] = await after_tasks.tasks(db, today)
    assert task.href == f"/griffie/agendapunten/{spot.item_id}/antwoord"
    assert task.why == "Op 2 onderdelen is nog geen antwoord. De raad besloot vandaag."
    assert urgency(task, today) is Urgency.LATER
    assert urgency(task, today + dt.timedelta(days=29)) is Urgency.LATE

    async with sessions.begin() as db:
        await actions.answer(db, actor, spot.item_id, {"1": YES}, seen={})
        [task] = await after_tasks.tasks(db, today + dt.timedelta(days=3))
        assert task.why == "Op 1 onderdeel is nog geen antwoord. De raad besloot 3 dagen geleden."
        await actions.answer(db, actor, spot.item_id, {"voorstel": YES}, seen={})
        assert await after_tasks.tasks(db, today) == []


async def test_a_meeting_that_was_called_off_decides_nothing(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await make_heard(db, actor)
        row = await council.meeting(db, spot.meeting_id)
        row.cancelled = True
        await db.flush()
        assert await after_tasks.tasks(db, local_day(row.starts_at)) == []
