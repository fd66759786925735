# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Copies of the whole database, made while it is used and put back elsewhere."""

import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import anyio
import httpx
import pytest
from sqlalchemy import func, select

from backend import cli, database
from backend.consultations import queries as consultations
from backend.ledger import notes
from backend.ledger.sealing import Sealing
from backend.ledger.tables import EntryKey
from backend.participation import queries
from backend.participation.tables import AnswerText, CodedAnswers, Entry
from backend.servers import Servers
from tests.backend.commands.test_external_servers import run
from tests.backend.results.made import conclude, result_of, say, withdraw
from tests.backend.verifying.story import play, write
from tests.conftest import run_as_postgres
from tests.faults.invariant import Answers
from tests.faults.processes import town_hall

pytestmark = pytest.mark.anyio


class Elsewhere:
    """An empty database of the same owner."""

    def __init__(self, servers: Servers, name: str) -> None:
        self.url = servers.database_url("raadgever_app", name)
        self.owner_url = servers.database_url("raadgever_owner", name)
        self.sessions = database.sessions_of(engine := database.connect(self.url, pool=4))
        self.engine = engine


@pytest.fixture
async def elsewhere(servers: Servers) -> AsyncIterator[Elsewhere]:
    name = f"t_{uuid4().hex}"
    await run_as_postgres(servers, f"CREATE DATABASE {name} OWNER raadgever_owner")
    there = Elsewhere(servers, name)
    yield there
    await there.engine.dispose()
    await run_as_postgres(servers, f"DROP DATABASE {name} WITH (FORCE)")


def said(town, owner_url: str, *words: str, **changed: str) -> dict[str, object]:
    done = run(town, *words, "--json", RAADGEVER_OWNER_DATABASE_URL=owner_url, **changed)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def back(town, elsewhere: Elsewhere, folder: str, *words: str):
    there = {
        "RAADGEVER_DATABASE_URL": elsewhere.url,
        "RAADGEVER_OWNER_DATABASE_URL": elsewhere.owner_url,
    }
    return run(town, "restore", folder, "--json", *words, **there)


def modes(folder: Path) -> dict[str, int]:
    return {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir()}


def content(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


async def test_a_copy_made_under_load_is_counted_elsewhere(
    *, town, answers: Answers, owner_url, elsewhere, tmp_path: Path
) -> None:
    with town_hall(town, tmp_path) as base:
        async with anyio.create_task_group() as crowd, httpx.AsyncClient(base_url=base) as browser:
            await answers.send(browser, 20)
            before = set(answers.acknowledged)
            crowd.start_soon(answers.send, browser, 60)
            copy = await anyio.to_thread.run_sync(
                said, town, owner_url, "backup", str(tmp_path / "b")
            )
    done = back(town, elsewhere, str(copy["folder"]))
    assert done.returncode == 0, done.stderr
    async with elsewhere.sessions() as db:
        held = set(await db.scalars(select(Entry.form_key)))
        park = await consultations.get(db, answers.park.id)
    assert before <= held <= set(answers.acknowledged)
    assert copy["responses"] == len(held)
    await conclude(elsewhere.sessions, park)
    assert (await result_of(elsewhere.sessions, park)).totals.counted == len(held)


@pytest.mark.parametrize("keys", [True, False])
async def test_who_withdrew_after_the_copy_is_withdrawn_again(
    *, town, sessions, answers: Answers, owner_url, elsewhere, tmp_path: Path, keys: bool
) -> None:
    park, folder = answers.park, tmp_path / "copies"
    gone = await say(sessions, park, "for", "Dit mag weg.")
    await say(sessions, park, "against", "Dit blijft.")
    copy = said(town, owner_url, "backup", str(folder))
    await withdraw(sessions, park, gone)
    assert said(town, owner_url, "backup", str(folder), "--withdrawn") == {"withdrawn": 1}
    if not keys:
        (Path(str(copy["folder"])) / "keys.dump").unlink()
    done = back(town, elsewhere, str(copy["folder"]))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "responses": 2, "log": copy["log"], "withdrawnAgain": 1, "keys": keys,
    }  # fmt: skip
    async with elsewhere.sessions() as db:
        standing = await queries.standing(db, gone.response_id)
        assert standing is not None
        assert standing.fate == "withdrawn"
        assert list(await db.scalars(select(AnswerText.text))) == ["Dit blijft."]
        for table in (CodedAnswers, EntryKey):
            assert (await db.scalars(select(func.count()).select_from(table))).one() == 1
    await conclude(elsewhere.sessions, park)
    totals = (await result_of(elsewhere.sessions, park)).totals
    assert (totals.received, totals.counted, totals.withdrawn) == (2, 1, 1)


async def test_a_copy_gives_the_same_bundle_to_the_byte_and_it_is_verified(
    *, town, sessions, owner_url, elsewhere, tmp_path: Path
) -> None:
    signer = notes.new_signer("merenburg.example/log", hashlib.sha256(b"a log for tests").digest())
    slug = await play(sessions, Sealing(signer, tmp_path / "log"))
    copy = said(town, owner_url, "backup", str(tmp_path / "copies"))
    done = back(town, elsewhere, str(copy["folder"]))
    assert done.returncode == 0, done.stderr
    bundle = await write(elsewhere.sessions, slug, tmp_path / "bundle")
    assert content(bundle) == content(await write(sessions, slug, tmp_path / "first"))
    key = str(signer.verifier)
    assert await anyio.to_thread.run_sync(cli.main, ["verify", str(bundle), "--key", key]) == 0


async def test_a_copy_that_is_damaged_or_would_bring_answers_back_is_refused(
    *, town, sessions, answers: Answers, owner_url, elsewhere, tmp_path: Path
) -> None:
    await say(sessions, answers.park, "for")
    folder = Path(str(said(town, owner_url, "backup", str(tmp_path / "copies"))["folder"]))
    assert modes(folder) == {"backup.json": 0o600, "data.dump": 0o600, "keys.dump": 0o600}
    listed = tmp_path / "copies" / "withdrawn.txt"

    def refused(what: str, *words: str) -> None:
        done = back(town, elsewhere, str(folder), *words)
        assert done.returncode == 4, done.stdout
        assert what in done.stderr

    listed.write_text("geen kenmerk\n")
    refused("line 1: 'geen' is no id of a response.")
    listed.unlink()
    refused("say --without-withdrawn")
    data = folder / "data.dump"
    whole = data.read_bytes()
    data.write_bytes(whole[:-1])
    refused("data.dump is not what was written")
    data.unlink()
    refused("data.dump is not there")
    data.write_bytes(whole)
    occupied = run(
        town, "restore", str(folder), "--without-withdrawn", RAADGEVER_OWNER_DATABASE_URL=owner_url
    )
    assert "The database has tables already." in occupied.stderr
    assert back(town, elsewhere, str(folder), "--without-withdrawn").returncode == 0


async def test_whoever_may_not_read_it_all_makes_no_copy(town, tmp_path: Path) -> None:
    done = run(town, "backup", str(tmp_path / "copies"))
    assert "RAADGEVER_OWNER_DATABASE_URL is missing" in done.stderr
    wrong = run(town, "backup", str(tmp_path), RAADGEVER_OWNER_DATABASE_URL=town.database_url)
    assert "pg_dump stopped: " in wrong.stderr
    assert not modes(tmp_path)
