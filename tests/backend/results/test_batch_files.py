# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The files of batches: made when they are counted, used when one is sound, and gone with what
they hold."""

import fcntl
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from analysis.tally import count, decode
from backend import outbox, worker
from backend.outbox import Topic
from backend.results import batch_keeping, batches
from backend.results.batch_files import Files
from backend.results.batch_keeping import Sweeper
from backend.results.batch_parquet import Kept
from surveys.template import draft
from tests.backend.results.made import conclude, keep, result_of, say, stances, withdraw
from tests.backend.results.test_counting import sums_agree
from tests.make import make_consultation

pytestmark = pytest.mark.anyio
ASKED = draft([1], [])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "batches"


@pytest.fixture
def files(folder: Path) -> Files:
    return Files(folder)


async def counted(sessions, files: Files) -> int:
    return await outbox.keep_promises(sessions, worker.works(files))


async def stand(sessions, park) -> tuple[Kept, ...]:
    async with sessions() as db:
        return await batch_keeping.standing(db, park.id)


def there(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def said(files: Files, batch: Kept) -> list[str | None]:
    return files.read(batch).rows["said 1.stance"].to_list()


@pytest.fixture
def no_room() -> Iterator[None]:
    """A file may be a hundred bytes long and no longer, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_what_was_counted_lies_in_a_file_for_the_owner_alone_and_without_words(
    *, sessions, park, files, folder, owner
) -> None:
    await say(sessions, park, "for", "Meer bomen graag.", "65+")
    await say(sessions, park, "against")
    await counted(sessions, files)
    [batch] = await stand(sessions, park)
    path = files.path(batch)
    assert path == folder / str(park.id) / f"{batch.id}.0.{batch.hash.hex()}.parquet"
    modes = [found.stat().st_mode & 0o777 for found in (path, path.parent, folder)]
    assert modes == [0o600, 0o700, 0o700]
    found = files.read(batch)
    assert b"bomen" not in found.rows.write_csv().encode()
    assert sorted(map(str, found.rows["said 1.advice"])) == ["None", "written"]
    sealed = decode(await owner.fetchval("SELECT count FROM batch_count"))
    assert count(found, ASKED) == sealed


async def test_nothing_is_on_disk_of_a_count_that_was_not_committed(
    *, sessions, park, files, folder, owner
) -> None:
    await say(sessions, park, "for")
    await owner.execute(
        "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'disk on fire'; END $$;"
        " CREATE TRIGGER broken BEFORE INSERT ON batch_count EXECUTE FUNCTION broken()"
    )
    await counted(sessions, files)
    assert (await stand(sessions, park), there(folder)) == ((), set())


async def test_a_withdrawn_answer_is_gone_from_disk_with_the_next_tick(
    *, sessions, park, files, folder
) -> None:
    await say(sessions, park, "for", age="65+")
    gone = await say(sessions, park, "strongly_against", age="15-24")
    await counted(sessions, files)
    [first] = await stand(sessions, park)
    assert sorted(said(files, first)) == ["for", "strongly_against"]
    await withdraw(sessions, park, gone)
    await counted(sessions, files)
    one, two = await stand(sessions, park)
    again = one if one.generation else two
    assert there(folder) == {one.name, two.name}
    assert first.name not in there(folder)
    assert (again.origin, again.generation, again.hash) == (first.id, 1, first.hash)
    assert sorted(map(str, said(files, again))) == ["None", "for"]
    for name in there(folder):
        assert b"15-24" not in (folder / str(park.id) / name).read_bytes()
    await conclude(sessions, park)
    assert stances(await result_of(sessions, park)) == {"for": 1}
    await sums_agree(sessions, park)


async def test_a_next_generation_is_counted_from_the_file_and_not_from_the_database(
    *, sessions, park, files, asked_of_the_database
) -> None:
    received = [await say(sessions, park, "for", "Doen.", "65+") for _ in range(3)]
    changed = await say(sessions, park, "against", replaces=received[0].response_id)
    await counted(sessions, files)
    for one, read_pages in ((changed, 1), (received[1], 1)):
        await withdraw(sessions, park, one)
        asked_of_the_database.clear()
        await counted(sessions, files)
        pages = [each for each in asked_of_the_database if "LEFT JOIN coded_answers" in each]
        assert len(pages) == read_pages, "only of the withdrawal itself"
    await conclude(sessions, park)
    assert stances(await result_of(sessions, park)) == {"for": 1}
    await sums_agree(sessions, park)


def _missing(path: Path, _: Path) -> None:
    path.unlink()


def _truncated(path: Path, _: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _empty(path: Path, _: Path) -> None:
    path.write_bytes(b"")


def _flipped(path: Path, _: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 4
    path.write_bytes(data)


def _swapped(path: Path, other: Path) -> None:
    path.write_bytes(other.read_bytes())


def _a_folder(path: Path, _: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILT = {
    _missing: "missing",
    _truncated: "damaged",
    _empty: "damaged",
    _flipped: "damaged",
    _swapped: "of another batch",
    _a_folder: "not to be read (Is a directory)",
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
async def test_a_file_that_is_not_sound_is_passed_over_in_one_line_and_the_count_is_right(
    *, sessions, park, files, spoil
) -> None:
    async with sessions.begin() as db:
        elsewhere = await make_consultation(db, slug="elders", points=1)
    await say(sessions, elsewhere, "against")
    await say(sessions, park, "for")
    gone = await say(sessions, park, "against")
    await counted(sessions, files)
    [batch], [other] = await stand(sessions, park), await stand(sessions, elsewhere)
    spoil(files.path(batch), files.path(other))
    await withdraw(sessions, park, gone)
    with capture_logs() as logs:
        await counted(sessions, files)
    told = [line for line in logs if line["event"] == "batch-file-not-used"]
    assert [(line["why"], line["batch"]) for line in told] == [(SPOILT[spoil], str(batch.id))]
    anew = [each for each in await stand(sessions, park) if each.generation]
    assert sorted(map(str, said(files, anew[0]))) == ["None", "for"]
    await conclude(sessions, park)
    assert stances(await result_of(sessions, park)) == {"for": 1}
    await sums_agree(sessions, park)


async def test_a_full_disk_is_said_once_and_counting_goes_on(
    *, sessions, park, files, folder, no_room
) -> None:
    with capture_logs() as logs:
        for stance in ("for", "against"):
            await say(sessions, park, stance)
            await counted(sessions, files)
    told = [(line["event"], line["why"]) for line in logs if line["log_level"] == "warning"]
    assert told == [("batch-files-not-written", "File too large")]
    assert len(await stand(sessions, park)) == 2
    assert there(folder) == set(), "nothing half done stays"


async def test_a_folder_that_cannot_be_made_is_said_once_and_counting_goes_on(
    sessions, park
) -> None:
    files = Files(Path("/proc/raadgever/batches"))
    sweeper = Sweeper(files)
    with capture_logs() as logs:
        for stance in ("for", "against"):
            await say(sessions, park, stance)
            await counted(sessions, files)
            await sweeper.sweep(sessions)
    assert [line["event"] for line in logs if line["log_level"] == "warning"] == [
        "batch-files-not-written"
    ]
    await conclude(sessions, park)
    await sums_agree(sessions, park)


async def test_who_writes_late_removes_what_was_withdrawn_meanwhile(
    *, sessions, park, files, folder
) -> None:
    gone = await say(sessions, park, "for")
    works = dict(worker.works(files))
    held: list[outbox.After] = []

    async def slow(sessions, claim) -> outbox.Write:
        write = await works[Topic.ENTRY_RECEIVED](sessions, claim)

        async def without_its_file(db) -> None:
            after = await write(db)
            assert after
            held.append(after)

        return without_its_file

    await outbox.keep_promises(sessions, {Topic.ENTRY_RECEIVED: slow})
    [batch] = await stand(sessions, park)
    await withdraw(sessions, park, gone)
    await counted(sessions, files)
    assert batch not in await stand(sessions, park)
    for after in held:
        await after()
    assert there(folder) == {each.name for each in await stand(sessions, park)}
    assert all(said(files, each) == [None] for each in await stand(sessions, park))


@contextmanager
def kept_aside(path: Path) -> Iterator[None]:
    """What a process that was killed, or that is on another machine, did not remove."""
    data = path.read_bytes()
    yield
    path.write_bytes(data)


async def test_what_a_crash_left_behind_is_swept(*, sessions, park, files, folder) -> None:
    gone = await say(sessions, park, "for")
    await counted(sessions, files)
    [first] = await stand(sessions, park)
    with kept_aside(files.path(first)):
        await withdraw(sessions, park, gone)
        await counted(sessions, files)
    here = folder / str(park.id)
    unknown = here / f"{uuid4()}.0.{'0' * 64}.parquet"
    half_done, at_work = here / f".{uuid4().hex}.new", here / f".{uuid4().hex}.new"
    theirs = here / "lees-mij.txt"
    for path in (unknown, half_done, at_work, theirs):
        path.write_bytes(b"x")
    of_nobody = folder / str(uuid4()) / first.name
    of_nobody.parent.mkdir()
    of_nobody.write_bytes(b"x")
    sweeper = Sweeper(files)
    with at_work.open("rb") as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        await sweeper.sweep(sessions)
        names = {each.name for each in await stand(sessions, park)}
        assert there(folder) == {*names, theirs.name, at_work.name}
    await sweeper.sweep(sessions)
    assert there(folder) == {*names, theirs.name}


async def test_a_withdrawn_answer_goes_from_disk_though_nobody_can_count(
    *, sessions, park, files, folder, owner
) -> None:
    gone = await say(sessions, park, "for")
    await counted(sessions, files)
    sweeper = Sweeper(files)
    await sweeper.sweep(sessions)
    assert len(there(folder)) == 1
    await owner.execute("UPDATE task SET dead_at = clock_timestamp()")
    await withdraw(sessions, park, gone)
    assert await counted(sessions, files) == 0
    await sweeper.sweep(sessions)
    assert there(folder) == set()


async def test_the_sweeper_looks_only_where_something_changed(
    *, sessions, park, files, asked_of_the_database, monkeypatch
) -> None:
    monkeypatch.setattr(batch_keeping, "SETTLED_SECONDS", -1)
    sweeper = Sweeper(files)

    async def looked() -> bool:
        asked_of_the_database.clear()
        await sweeper.sweep(sessions)
        return any("batch.generation" in each for each in asked_of_the_database)

    received = await say(sessions, park, "for")
    await counted(sessions, files)
    assert [await looked(), await looked()] == [True, False]
    await say(sessions, park, "for")
    assert not await looked()
    await counted(sessions, files)
    assert [await looked(), await looked()] == [True, False]
    await withdraw(sessions, park, received)
    assert await looked()


async def test_closing_counts_from_the_entries_whatever_the_files_say(
    *, sessions, park, files, folder
) -> None:
    await say(sessions, park, "for")
    await counted(sessions, files)
    await say(sessions, park, "against")
    for path in folder.rglob("*.parquet"):
        path.write_bytes(b"nonsense")
    await conclude(sessions, park)
    await keep(sessions)
    assert stances(await result_of(sessions, park)) == {"for": 1, "against": 1}
    async with sessions() as db:
        assert len(await batches.counts(db, park.id)) == 2
