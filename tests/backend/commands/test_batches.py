# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`batches` as somebody types it, in a process of its own."""

import json
from pathlib import Path

import asyncpg
import pytest

from analysis.tally import decode, encode, total
from backend import outbox, worker
from backend.results.batch_files import Files
from tests.backend.commands.test_external_servers import run
from tests.backend.results.made import conclude, say, withdraw
from tests.make import make_consultation

pytestmark = pytest.mark.anyio


@pytest.fixture
async def park(sessions):
    async with sessions.begin() as db:
        return await make_consultation(db, slug="park", points=1)


@pytest.fixture
async def folder(sessions, park, tmp_path: Path) -> Path:
    """Three batches, of two answers, one and a withdrawal."""
    found = tmp_path / "batches"
    works = worker.works(Files(found))
    gone = await say(sessions, park, "for")
    await say(sessions, park, "against")
    await outbox.keep_promises(sessions, works)
    await say(sessions, park, "strongly_for", "Doen.", "65+")
    await outbox.keep_promises(sessions, works)
    await withdraw(sessions, park, gone)
    await outbox.keep_promises(sessions, works)
    return found


def look(town, folder: Path, *words: str):
    return run(town, "batches", "park", *words, RAADGEVER_BATCH_FOLDER=str(folder))


def found(town, folder: Path, *words: str) -> dict[str, int]:
    done = look(town, folder, "--json", *words)
    assert done.returncode == 0, done.stderr
    value = json.loads(done.stdout)
    del value["each"]
    return value


async def test_while_it_is_open_files_are_checked_and_no_figure_is_told(town, park, folder) -> None:
    assert found(town, folder) == {
        "batches": 3, "entries": 4, "kept": 3, "sound": 0, "rebuilt": 0, "agree": 0, "sealed": True,
    }  # fmt: skip
    told = look(town, folder, "--check").stdout
    assert "3 deeltellingen van 4 inzendingen, 3 met een bestand." in told
    assert told.count("in orde") == 3
    assert "nog open" in told
    assert "for" not in told


async def test_files_that_are_gone_or_damaged_are_made_anew_and_come_to_the_count(
    town, sessions, park, folder
) -> None:
    one, two, _ = sorted(folder.rglob("*.parquet"))
    one.unlink()
    whole = two.read_bytes()
    two.write_bytes(whole[:40])
    value = found(town, folder, "--check")
    assert (value["sound"], value["rebuilt"], value["kept"]) == (1, 2, 3)
    assert two.read_bytes() == whole
    await conclude(sessions, park)
    assert "bestanden van 3 deeltellingen komen uit" in look(town, folder, "--check").stdout


async def test_a_count_that_is_not_what_the_file_holds_is_named(
    town, sessions, park, folder, owner_dsn: str
) -> None:
    await conclude(sessions, park)
    owner = await asyncpg.connect(owner_dsn)
    batch, sealed = await owner.fetchrow("SELECT batch_id, count FROM batch_count LIMIT 1")
    twice = encode(total([decode(sealed)] * 2))
    await owner.execute("ALTER TABLE batch_count DISABLE TRIGGER refuse_change")
    await owner.execute("UPDATE batch_count SET count = $1 WHERE batch_id = $2", twice, batch)
    await owner.close()
    done = look(town, folder, "--check")
    assert done.returncode == 4
    assert f"1 van de 3 deeltellingen komen niet uit op wat in hun bestand staat: {batch}" in (
        done.stderr
    )


async def test_without_a_folder_or_a_consultation_it_says_what_to_do(town, park, folder) -> None:
    nowhere = run(town, "batches", "park", "--json")
    assert nowhere.returncode == 4
    assert "Zet RAADGEVER_BATCH_FOLDER" in nowhere.stderr
    unknown = run(town, "batches", "bos", RAADGEVER_BATCH_FOLDER=str(folder))
    assert unknown.returncode == 3
    assert "Deze raadpleging bestaat niet." in unknown.stderr


async def test_a_file_that_cannot_be_made_is_told_and_nothing_fails(town, park, folder) -> None:
    done = look(town, Path("/proc/raadgever"), "--check")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("niet te maken (missing)") == 3
    assert "3 deeltellingen van 4 inzendingen, 0 met een bestand." in done.stdout
