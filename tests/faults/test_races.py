# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything at once: answers over HTTP, two workers, and a griffie that closes."""

from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import anyio
import httpx
import pytest
from sqlalchemy import select

from backend.participation.tables import AnswerText, Entry
from tests.backend.results.made import result_of, stances
from tests.browse import form
from tests.faults import invariant
from tests.faults.processes import town_hall, until

pytestmark = pytest.mark.anyio
RESIDENTS = 12
SENT = "/api/v1/raadplegingen/park/inzendingen"
WITHDRAWN = "/api/v1/inzendingen/intrekken"


async def test_two_workers_racing_over_three_consultations_count_each_answer_once(
    *, town, sessions, tmp_path: Path
) -> None:
    parks = [await invariant.opened(sessions) for _ in range(3)]
    async with AsyncExitStack() as stack:
        base = stack.enter_context(town_hall(town, tmp_path, workers=2))
        browser = await stack.enter_async_context(httpx.AsyncClient(base_url=base, timeout=30))
        async with anyio.create_task_group() as residents:
            for answers in parks:
                for _ in range(4):
                    residents.start_soon(answers.send, browser, 10)
        for answers in parks:
            await invariant.close(sessions, answers.park)
        for answers in parks:
            await invariant.summarised(sessions, answers.park)

        async def kept() -> bool:
            return await invariant.everything_kept(sessions)

        await until(kept, "no promise is left")
    for answers in parks:
        assert len(answers.acknowledged) == 40
        await invariant.holds(sessions, answers)


async def test_closing_waits_for_what_is_in_flight_and_refuses_what_is_late(
    *, town, sessions, signed_in, answers, tmp_path: Path
) -> None:
    griffie = await signed_in("griffie")
    closing = f"/griffie/raadplegingen/{answers.park.id}/sluiten"
    fields = form(await griffie.get(closing), closing)
    async with AsyncExitStack() as stack:
        base = stack.enter_context(town_hall(town, tmp_path))
        browser = await stack.enter_async_context(httpx.AsyncClient(base_url=base, timeout=30))

        async def resident() -> None:
            while not answers.refused:
                await answers.send(browser)

        async with anyio.create_task_group() as together:
            for _ in range(RESIDENTS):
                together.start_soon(resident)

            async def under_way() -> bool:
                return len(answers.acknowledged) >= 60

            await until(under_way, "sixty answers are in", 30)
            closed = await griffie.post(closing, data=fields)
            assert closed.status_code == 303
        assert set(answers.refused) == {409}
        assert len(answers.acknowledged) >= 60
        await invariant.summarised(sessions, answers.park)
    await invariant.holds(sessions, answers)


async def test_fifty_at_once_with_one_key_are_one_answer(
    *, town, sessions, answers, tmp_path
) -> None:
    key, codes = str(uuid4()), list[str]()
    said = {"1.stance": "for", "1.advice": "Plant bomen."}
    async with AsyncExitStack() as stack:
        base = stack.enter_context(town_hall(town, tmp_path))
        browser = await stack.enter_async_context(httpx.AsyncClient(base_url=base, timeout=30))

        async def send() -> None:
            reply = await browser.post(SENT, json={"sleutel": key, "antwoorden": said})
            assert reply.is_success, reply.text
            codes.append(reply.json()["ontvangstcode"])

        async with anyio.create_task_group() as together:
            for _ in range(50):
                together.start_soon(send)
        other = {"sleutel": key, "antwoorden": {**said, "1.stance": "against"}}
        assert (await browser.post(SENT, json=other)).status_code == 409
    assert len(codes) == 50
    assert len(set(codes)) == 1
    assert await invariant.size(sessions, Entry) == 1


async def test_what_is_withdrawn_while_it_is_counted_is_in_no_figure(
    *, town, sessions, answers, tmp_path: Path
) -> None:
    withdrawn: list[str] = []
    async with AsyncExitStack() as stack:
        base = stack.enter_context(town_hall(town, tmp_path, workers=2))
        browser = await stack.enter_async_context(httpx.AsyncClient(base_url=base, timeout=30))

        async def resident(changes_mind: int) -> None:
            for number in range(10):
                said = {"1.stance": "for", "1.advice": "Weg." if number < changes_mind else "Ja."}
                sent = {"sleutel": str(uuid4()), "antwoorden": said}
                code = (await browser.post(SENT, json=sent)).json()["ontvangstcode"]
                if number < changes_mind:
                    await anyio.sleep(number * 0.15)  # some counted meanwhile, some not
                    reply = await browser.post(WITHDRAWN, json={"ontvangstcode": code})
                    assert reply.is_success, reply.text
                    withdrawn.append(code)

        async with anyio.create_task_group() as together:
            for changes_mind in range(8):
                together.start_soon(resident, changes_mind)
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
    figures = await result_of(sessions, answers.park)
    assert len(withdrawn) == 28
    assert (figures.totals.received, figures.totals.withdrawn) == (80, 28)
    assert stances(figures) == {"for": 52}
    assert figures.points[0].advices == 52
    async with sessions() as db:
        assert set(await db.scalars(select(AnswerText.text))) == {"Ja."}
