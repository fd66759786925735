# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town with one of everything on a real server, and a real Chromium that looks at it."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import httpx
import pytest
from msgspec import Struct
from playwright.sync_api import Browser, sync_playwright

from backend import database, migrate
from backend.servers import Servers, start
from tests import browsers, folders
from tests.asked import EVERYTHING, TURNINGS
from tests.conftest import dsn
from tests.make import make_consultation
from tests.pages.checkers import Gallery, html_validate, nu
from tests.security.conftest import SECRET, create, drop, environ
from tests.security.live import free_port
from tests.security.town import Filled, fill

Made = TypeVar("Made")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EVERYTHING_SLUG, TURNINGS_SLUG, CLOSING_SLUG = "alle-soorten", "met-afslagen", "gaat-dicht"
TITLES = {
    EVERYTHING_SLUG: "Een speelplek aan de Meerkade",
    TURNINGS_SLUG: "Een fietspad langs het water",
    CLOSING_SLUG: "De markt naar het plein",
}
FULL = "raadgever_full"
SERVE = (
    "import os; from backend import serving;"
    " serving.serve(os.environ, host='127.0.0.1', port=int(os.environ['PORT']))"
)


class Site(Struct):
    base: str
    filled: Filled
    owner_dsn: str


class Ground(Struct):
    """Servers with a filled town that every site is a copy of."""

    servers: Servers
    filled: Filled


def _need(what: str | None, name: str) -> str:
    if what is None:
        assert not os.environ.get("CI"), f"{name} is missing, and CI=true allows no skip"
        pytest.skip(f"{name} is not installed")
    return what


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Per module: while Playwright runs, this thread has an event loop, and no async test can."""
    path = _need(browsers.chromium(), "chromium")
    with sync_playwright() as playwright:
        yield (browser := playwright.chromium.launch(executable_path=path, args=FLAGS))
        browser.close()


@pytest.fixture(scope="session")
def java() -> str:
    return _need(browsers.java(), "java")


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """Both checkers of HTML go once over everything that the tests of this process looked at.

    A fault is an error of the last test. Without Java the Nu checker is left out, which
    `test_every_page` says as a skip, and with CI=true as a failure.
    """
    yield (gathered := Gallery())
    folder = tmp_path_factory.mktemp("gallery")
    files = gathered.saved(folder)
    if files:
        found = nu(files, program) if (program := browsers.java()) else []
        assert (found, html_validate(files, folder)) == ([], "")


async def _fill(servers: Servers) -> Filled:
    engine = database.connect(servers.database_url("raadgever_app", FULL), pool=4)
    try:
        sessions = database.sessions_of(engine)
        filled = await fill(sessions, SECRET.encode())
        async with sessions.begin() as db:
            asked = {EVERYTHING_SLUG: EVERYTHING, TURNINGS_SLUG: TURNINGS, CLOSING_SLUG: EVERYTHING}
            for slug, questionnaire in asked.items():
                made = await make_consultation(
                    db, slug=slug, title=TITLES[slug], questionnaire=questionnaire
                )
                filled.consultations[slug] = made.id
        return filled
    finally:
        await engine.dispose()


def _apart(work: Coroutine[None, None, Made]) -> Made:
    """In a thread of its own: Playwright has an event loop in this one."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def ground() -> Iterator[Ground]:
    with folders.place() as folder, start(folder / "home", durable=False) as servers:
        _apart(create(servers, "template1", FULL))
        migrate.upgrade(servers.database_url("raadgever_owner", FULL), "raadgever_app")
        yield Ground(servers, _apart(_fill(servers)))


@contextmanager
def served(ground: Ground) -> Iterator[Site]:
    """A copy of the town, served by uvicorn in a process of its own, as in production.

    Requests may say where they come from, so that one test does not use up another's tries.
    """
    name = _apart(create(ground.servers, FULL))
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    ours = {name: value for name, value in os.environ.items() if not name.startswith("RAADGEVER")}
    settings = {
        **ours,
        **environ(ground.servers, name, base),
        "RAADGEVER_TRUSTED_PROXIES": "127.0.0.0/8",
        "PORT": str(port),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE], env=settings, stderr=subprocess.DEVNULL
    )
    try:
        _until_it_answers(base)
        yield Site(base, ground.filled, dsn(ground.servers, "raadgever_owner", name))
    finally:
        process.terminate()
        process.wait(timeout=30)
        _apart(drop(ground.servers, name))


@pytest.fixture(scope="session")
def live(ground: Ground) -> Iterator[Site]:
    """For tests that send nothing."""
    with served(ground) as site:
        yield site


@pytest.fixture(scope="session")
def own(ground: Ground) -> Iterator[Site]:
    """For tests that send, change and close; each looks at what it did itself."""
    with served(ground) as site:
        yield site


def _until_it_answers(base: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{base}/hoe-werkt-dit", timeout=2).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the site did not start")
