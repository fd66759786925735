# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A website and a worker whose machine has the wrong time: the database's clock decides."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from backend.settings import Settings
from tests import browsers
from tests.faults import invariant
from tests.faults.invariant import Answers
from tests.faults.processes import (
    SITE,
    STARTING,
    WORKER,
    environ,
    free_ports,
    running,
    wait_until,
)
from tests.faults.test_kills import insist
from tests.pressing import code_on, fill, press

pytestmark = pytest.mark.anyio


@pytest.fixture
def clock() -> Path:
    """A library that tells a process another time than it is."""
    if found := browsers.faketime():
        return found
    assert not os.environ.get("CI"), "libfaketime is missing, and CI=true allows no skip"
    return pytest.skip("libfaketime is not installed")


@contextmanager
def wrong_town_hall(town: Settings, folder: Path, clock: Path, off: str) -> Iterator[str]:
    """Of which every process is `off` by so much; what measures how long something takes is not."""
    [port] = free_ports(1)
    base = f"http://127.0.0.1:{port}"
    given = environ(
        town,
        folder,
        RAADGEVER_BASE_URL=base,
        LD_PRELOAD=str(clock),
        FAKETIME=off,
        FAKETIME_DONT_FAKE_MONOTONIC="1",
    )
    told = subprocess.run(
        [sys.executable, "-c", "import time; print(time.time())"],
        env=given,
        capture_output=True,
        text=True,
        check=True,
    )
    assert abs(float(told.stdout) - time.time()) > 3000, "the clock is not off"
    with ExitStack() as stack:
        stack.enter_context(running(SITE.format(port=port), given, folder / "site.log"))
        worker = stack.enter_context(running(WORKER, given, folder / "worker.log"))
        wait_until(lambda: _alive(base), f"{base} answers", STARTING)
        wait_until(lambda: worker.said("worker-ready"), "the worker is at work", STARTING)
        yield base


def _alive(base: str) -> bool:
    try:
        return httpx.get(f"{base}/levend", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.mark.parametrize("off", ["+1h", "-1h", "+400d"])
async def test_an_hour_off_who_is_in_time_is_in_time_and_who_is_late_is_late(
    *, town, sessions, answers: Answers, clock: Path, tmp_path: Path, off: str
) -> None:
    await invariant.opened(sessions, "soon", days=1 / 24 / 2)  # half an hour from now it closes
    await invariant.opened(sessions, "late", days=-1)
    with wrong_town_hall(town, tmp_path, clock, off) as base:
        async with httpx.AsyncClient(base_url=base, timeout=30) as browser:
            said = {"sleutel": str(uuid4()), "antwoorden": {"1.stance": "for"}}
            for slug, status in (("soon", 201), ("late", 409)):
                path = f"/api/v1/raadplegingen/{slug}/inzendingen"
                assert (await browser.post(path, json=said)).status_code == status, slug
            checked = await fill(browser, [{"q1__stance": "for"}], "soon")
            sent = await press(browser, checked, "versturen", "soon")
            # A browser sends it to its own machine, httpx only over TLS.
            cookie = {"cookie": sent.headers["set-cookie"].partition(";")[0]}
            code = code_on(await browser.get(sent.headers["location"], headers=cookie))
            assert code
            found = await browser.post("/mijn-inzending", data={"code": code})
            assert "Uw reactie telt mee" in found.text
            await insist(browser, answers, 20)
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
    await invariant.holds(sessions, answers)
