# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything at once: answers over HTTP, two workers, and a griffie that closes."""

from contextlib import AsyncExitStack
from pathlib import Path

import anyio
import httpx
import pytest

from tests.browse import form
from tests.faults import invariant
from tests.faults.invariant import Answers
from tests.faults.processes import town_hall, until
from tests.make import make_consultation

pytestmark = pytest.mark.anyio
RESIDENTS = 12


async def test_two_workers_racing_over_three_consultations_count_each_answer_once(
    *, town, sessions, tmp_path: Path
) -> None:
    async with sessions.begin() as db:
        parks = [Answers(await make_consultation(db)) for _ in range(3)]
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
