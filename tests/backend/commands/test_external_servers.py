# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands on servers that somebody else runs: by URL, as the application's role."""

import contextlib
import datetime as dt
import functools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import msgspec
import pytest

from backend import settings
from backend.demo.agenda import notubiz_meeting
from backend.servers import Servers
from tests.browse import form, text
from tests.conftest import BASE


def run(town: settings.Settings, *words: str, **changed: str) -> subprocess.CompletedProcess[str]:
    given = {
        **{name: v for name, v in os.environ.items() if not name.startswith("RAADGEVER_")},
        "RAADGEVER_DATABASE_URL": town.database_url,
        "RAADGEVER_REDIS_URL": town.redis_url,
        "RAADGEVER_BASE_URL": BASE,
    }
    command = [sys.executable, "-m", "backend.cli", *words]
    return subprocess.run(
        command, env={**given, **changed}, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def agenda(tmp_path: Path) -> str:
    file = tmp_path / "agenda.json"
    file.write_bytes(msgspec.json.encode(notubiz_meeting(dt.date(2027, 2, 11))))
    return str(file)


@contextlib.contextmanager
def at_an_address(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The address, and the settings that let this machine be asked."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(file.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        ours = {"RAADGEVER_IMPORT_NETWORKS": "127.0.0.1/32", "RAADGEVER_IMPORT_HTTP": "yes"}
        yield f"http://127.0.0.1:{server.server_port}/{file.name}", ours
        server.shutdown()


@pytest.mark.anyio
async def test_an_agenda_is_imported_twice_into_a_database_of_somebody_else(
    town: settings.Settings, agenda: str
) -> None:
    first = run(town, "import", "agenda", agenda, "--json")
    assert first.returncode == 0, first.stderr
    created = json.loads(first.stdout)["created"]
    assert created > 20
    with at_an_address(Path(agenda)) as (url, ours):
        second = json.loads(run(town, "import", "agenda", url, "--json", **ours).stdout)
    assert (second["created"], second["changed"], second["unchanged"]) == (0, 0, created)


@pytest.mark.anyio
async def test_a_role_that_owns_things_is_refused(
    town: settings.Settings, servers: Servers, agenda: str
) -> None:
    owner = town.database_url.replace("raadgever_app", "raadgever_owner")
    reply = run(town, "import", "agenda", agenda, "--json", RAADGEVER_DATABASE_URL=owner)
    assert reply.returncode == 4
    assert "owns tables" in reply.stderr
    assert "error" in json.loads(reply.stdout)


@pytest.mark.anyio
async def test_a_server_that_is_away_is_named_without_a_stack_trace(
    town: settings.Settings, agenda: str
) -> None:
    nowhere = "postgresql://raadgever_app@127.0.0.1:1/raadgever"
    reply = run(town, "import", "agenda", agenda, RAADGEVER_DATABASE_URL=nowhere)
    assert reply.returncode == 5
    assert "does not answer" in reply.stderr
    assert "Traceback" not in reply.stderr


@pytest.mark.anyio
async def test_half_a_pair_of_urls_is_refused(town: settings.Settings, agenda: str) -> None:
    reply = run(town, "import", "agenda", agenda, RAADGEVER_REDIS_URL="")
    assert reply.returncode == 4
    assert "set both, or neither" in reply.stderr


@pytest.mark.anyio
async def test_serving_names_everything_that_is_missing_at_once(town: settings.Settings) -> None:
    reply = run(town, "serve", "--port", "1", RAADGEVER_BASE_URL="http://example.nl")
    assert reply.returncode == 4
    for name in ("MUNICIPALITY", "PHONE", "EMAIL", "SECRET", "BASE_URL"):
        assert f"RAADGEVER_{name}" in reply.stderr


@pytest.mark.anyio
async def test_the_first_beheerder_comes_in_by_a_link_and_a_lost_one_by_a_new_link(
    town: settings.Settings, resident: httpx.AsyncClient
) -> None:
    bea = ("bea@voorbeeld.nl", "--name", "Bea Beheer", "--role", "beheerder")
    nowhere = run(town, "account", "add", *bea, "--link", RAADGEVER_BASE_URL="")
    assert (nowhere.returncode, "RAADGEVER_BASE_URL" in nowhere.stderr) == (4, True)
    made = run(town, "account", "add", *bea, "--link", "--json")
    assert made.returncode == 0, made.stderr  # so nothing was made by the one before
    told = json.loads(made.stdout)
    assert (told["username"], told["days"]) == ("bea@voorbeeld.nl", 7)
    await choose(resident, told["link"], "vier hoge bomen aan de vaart")

    again = run(town, "account", "link", "Bea@voorbeeld.nl", "--without-second-factor", "--json")
    assert again.returncode == 0, again.stderr
    link = json.loads(again.stdout)["link"]
    assert link != told["link"]
    await choose(resident, link, "zes lage struiken langs de weg")
    reply = await resident.post(
        "/inloggen",
        data={"username": "bea@voorbeeld.nl", "password": "zes lage struiken langs de weg"},
    )
    assert reply.status_code == 303, text(reply)
    stranger = run(town, "account", "link", "niemand", "--json")
    assert (stranger.returncode, "niemand" in stranger.stderr) == (3, True)


async def choose(browser: httpx.AsyncClient, link: str, password: str) -> None:
    path = link.removeprefix(BASE)
    fields = form(await browser.get(path), path)
    fields = {name: value for name, value in fields.items() if name not in {"password", "again"}}
    reply = await browser.post(path, data={**fields, "password": password, "again": password})
    assert reply.status_code == 200, text(reply)
    assert (await browser.get(path)).status_code != 200, "a link works once"
