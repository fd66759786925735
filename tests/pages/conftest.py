# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town with one of everything on a real server, and a real Chromium that looks at it."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from msgspec import Struct
from playwright.sync_api import Browser, sync_playwright

from backend import database, migrate
from backend.servers import Servers, start
from tests import browsers
from tests.asked import EVERYTHING, TURNINGS
from tests.make import make_consultation
from tests.security.conftest import SECRET, environ
from tests.security.town import Filled, fill

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NARROW, WIDE = 320, 1280
EVERYTHING_SLUG, TURNINGS_SLUG = "alle-soorten", "met-afslagen"


class Site(Struct):
    base: str
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


def _filled(servers: Servers) -> Filled:
    migrate.upgrade(servers.database_url("raadgever_owner"), "raadgever_app")

    async def run() -> Filled:
        engine = database.connect(servers.database_url(), pool=4)
        try:
            sessions = database.sessions_of(engine)
            filled = await fill(sessions, SECRET.encode())
            async with sessions.begin() as db:
                await make_consultation(db, slug=EVERYTHING_SLUG, questionnaire=EVERYTHING)
                await make_consultation(db, slug=TURNINGS_SLUG, questionnaire=TURNINGS)
            return filled
        finally:
            await engine.dispose()

    return asyncio.run(run())


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def live() -> Iterator[Site]:
    """Served by uvicorn in a process of its own, as in production."""
    code = (
        "import os; from backend import serving;"
        " serving.serve(os.environ, host='127.0.0.1', port={})"
    )
    with tempfile.TemporaryDirectory(prefix="rg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with start(Path(folder) / "home", durable=False) as servers:
            with ThreadPoolExecutor(1) as apart:  # Playwright has an event loop in this thread
                filled = apart.submit(_filled, servers).result()
            port = _free()
            base = f"http://127.0.0.1:{port}"
            settings = {**os.environ, **environ(servers, "raadgever", base)}
            process = subprocess.Popen(
                [sys.executable, "-c", code.format(port)], env=settings, stderr=subprocess.DEVNULL
            )
            try:
                _until_it_answers(base)
                yield Site(base, filled)
            finally:
                process.terminate()
                process.wait(timeout=30)


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
