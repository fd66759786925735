# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The next version comes while residents answer: the database first, then the programs."""

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio
import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from backend import migrate
from backend.participation.tables import Entry
from backend.settings import Settings
from surveys.stances import Stance
from tests.conftest import run_as_postgres
from tests.faults import invariant
from tests.faults.invariant import Answers
from tests.faults.processes import (
    ROOT,
    STARTING,
    Started,
    environ,
    free_ports,
    running,
    until,
    wait_until,
)
from tests.faults.test_kills import insist
from tests.make import make_consultation
from tests.pressing import action, press

pytestmark = pytest.mark.anyio
COMMAND = "import sys; from backend.cli import main; sys.exit(main({words!r}))"
PARTS = ("backend", "surveys", "analysis", "alembic", "pyproject.toml")
RESIDENTS = 6
REVISION = '''
"""the next"""

import sqlalchemy as sa

from alembic import op

revision = "9999"
down_revision = "{newest}"
branch_labels = depends_on = None
{serves}


def upgrade():
    op.add_column("entry", sa.Column("since_the_next", sa.String(), nullable=True))
    op.create_table(
        "of_the_next",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("entry_id", sa.Uuid(), sa.ForeignKey("entry.id"), nullable=False),
    )
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_of_the_next", "entry", ["received_at"], postgresql_concurrently=True
        )
'''


def next_version(folder: Path, *, serves_before: bool) -> Path:
    """The program as it is, with one revision more, in a folder of its own."""
    tree = folder / "next"
    tree.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(
                ROOT / part,
                tree / part,
                ignore=shutil.ignore_patterns("__pycache__"),
                symlinks=True,
            )
        else:
            shutil.copy(ROOT / part, tree / part)
    says = REVISION.format(
        newest=migrate.newest(), serves="serves_before = True" if serves_before else ""
    )
    (tree / "alembic" / "versions" / "9999_the_next.py").write_text(says)
    return tree


def migrated(town: Settings, owner_url: str, tree: Path, folder: Path) -> str:
    """By the program in this tree; what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "backend.cli", "migrate", "--json"],
        cwd=tree,
        env=environ(town, folder, RAADGEVER_OWNER_DATABASE_URL=owner_url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Hall:
    """A website and a worker of one version."""

    base: str
    worker: Started


@contextmanager
def hall(town: Settings, folder: Path, tree: Path, name: str) -> Iterator[Hall]:
    """As in production: both look at the database's version before they start."""
    [port] = free_ports(1)
    base, log = f"http://127.0.0.1:{port}", folder / f"{name}-site.log"
    serve, work = (
        COMMAND.format(words=["serve", "--port", str(port)]),
        COMMAND.format(words=["worker"]),
    )
    with ExitStack() as stack:
        given = environ(town, folder, RAADGEVER_BASE_URL=base)
        stack.enter_context(running(serve, given, log, tree))
        worker = stack.enter_context(running(work, given, folder / f"{name}-worker.log", tree))
        wait_until(lambda: _alive(base), f"{base} answers, see {log}", STARTING)
        wait_until(lambda: worker.said("worker-ready"), f"worker of {name}", STARTING)
        yield Hall(base, worker)


def _alive(base: str) -> bool:
    try:
        return httpx.get(f"{base}/levend", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@asynccontextmanager
async def crowd(base: str, answers: Answers) -> AsyncIterator[httpx.AsyncClient]:
    """Residents who answer without a pause until the block ends."""
    over = anyio.Event()

    async def resident(browser: httpx.AsyncClient) -> None:
        while not over.is_set():
            await insist(browser, answers, 1)
            await anyio.sleep(0.02)

    async with (
        httpx.AsyncClient(base_url=base, timeout=30) as browser,
        anyio.create_task_group() as together,
    ):
        for _ in range(RESIDENTS):
            together.start_soon(resident, browser)
        yield browser
        over.set()


async def more(answers: Answers, number: int) -> None:
    aim = len(answers.acknowledged) + number

    async def there() -> bool:
        return len(answers.acknowledged) >= aim

    await until(there, f"{number} more answers")


async def filled(servers, town: Settings, sessions, many: int) -> None:
    """So many answers to something else, so that the tables are not empty."""
    async with sessions.begin() as db:
        other = await make_consultation(db)
    name = make_url(town.database_url).database or ""
    await run_as_postgres(
        servers,
        f"""
        SET session_replication_role = replica;
        INSERT INTO entry (id, consultation_id, response_id, kind, channel, form_key, body_hash)
        SELECT i, '{other.id}', i, 'submission', 'web', gen_random_uuid(), ''
        FROM (SELECT gen_random_uuid() AS i FROM generate_series(1, {many})) s
        """,  # noqa: S608 - a number and a UUID of our own
        name,
    )


async def form_of(sessions, answers: Answers) -> None:
    """What was sent with the form of a page is known by its key only afterwards."""
    async with sessions() as db:
        keys = await db.scalars(
            select(Entry.form_key).where(Entry.consultation_id == answers.park.id)
        )
        [key] = set(keys) - set(answers.acknowledged)
    answers.acknowledged[key] = Stance.FOR


@pytest.mark.parametrize("rows", [2_000, pytest.param(1_000_000, marks=pytest.mark.soak)])
async def test_old_and_new_work_side_by_side_after_a_migration_that_adds(
    *, town, servers, sessions, answers: Answers, owner_url, tmp_path: Path, rows: int
) -> None:
    await filled(servers, town, sessions, rows)
    tree = next_version(tmp_path, serves_before=True)
    with hall(town, tmp_path, ROOT, "old") as old:
        async with crowd(old.base, answers) as browser:
            page = await browser.get(action("park"))
            await more(answers, 30)

            # The database is made ready while the old version works on it
            told = await anyio.to_thread.run_sync(migrated, town, owner_url, tree, tmp_path)
            assert f'"serves":["{migrate.newest()}","9999"]' in told
            await more(answers, 30)

            # Then the new version comes beside it, and takes a form that the old one gave
            with hall(town, tmp_path, tree, "new") as new:
                async with crowd(new.base, answers) as other:
                    await more(answers, 60)
                    page = await press(other, page, "controleren", q1__stance="for")
                    sent = await press(other, page, "versturen")
                    assert sent.status_code == 303
                    old.worker.process.kill()
                    await more(answers, 30)

    # And the way back is the old program: it starts on the newer database
    with hall(town, tmp_path, ROOT, "again") as again:
        async with crowd(again.base, answers):
            await more(answers, 30)
        await form_of(sessions, answers)
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
    await invariant.holds(sessions, answers)


async def test_a_program_does_not_start_on_a_database_that_went_beyond_it(
    *, town, owner_url, tmp_path: Path
) -> None:
    tree = next_version(tmp_path, serves_before=False)
    told = migrated(town, owner_url, tree, tmp_path)
    assert '"serves":["9999"]' in told
    with running(
        COMMAND.format(words=["worker"]), environ(town, tmp_path), tmp_path / "log"
    ) as old:
        assert old.process.wait(STARTING) != 0
        assert old.said("Start the newer program.")
        assert not old.said("Traceback")
