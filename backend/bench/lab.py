# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town to measure in: embedded servers in a folder that goes, and one open consultation.

The servers are those of the demo, with `fsync` and `synchronous_commit` on. Nothing that was there
before is touched.
"""

import asyncio
import datetime as dt
import hashlib
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

import httpx
import msgspec
from msgspec import Struct
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend import database, ground
from backend.bench import usage
from backend.consultations.tables import Consultation, QuestionnaireRow
from backend.council import queries as council
from backend.council.tables import DecisionPoint, Document, DocumentVersion
from backend.database import Sessions
from backend.demo import processes
from backend.errors import Refused
from backend.servers import Servers, start
from surveys.lifecycle import Stage
from surveys.questionnaire import Questionnaire

SLUG: Final = "proef"
SITE: Final = (
    "import os; from backend import serving; serving.until_parent_ends();"
    " serving.serve(os.environ, host='127.0.0.1', port={port})"
)
WORKER: Final = "from backend import serving; serving.until_parent_ends(); serving.demo_worker()"
T = TypeVar("T")


class Lab(Struct, frozen=True):
    """`postmaster` is the process of PostgreSQL that all others of it come from."""

    servers: Servers
    home: Path
    secret: str
    consultation: UUID

    @property
    def log(self) -> Path:
        """What the processes said."""
        return self.home.parent / "site.log"

    @property
    def url(self) -> str:
        return self.servers.database_url()

    @property
    def postmaster(self) -> int:
        """The parent of the process that serves a connection."""

        async def ask(sessions: Sessions) -> int:
            async with sessions() as db:
                backend = (await db.scalars(text("SELECT pg_backend_pid()"))).one()
                return usage.parent(backend)

        return self.work(ask)

    def work(self, work: Callable[[Sessions], Awaitable[T]], *, role: str = "raadgever_app") -> T:
        """Run it with database sessions of its own, connected before it begins."""

        async def run() -> T:
            engine = database.connect(self.servers.database_url(role), pool=1)
            try:
                async with engine.connect():
                    pass
                return await work(database.sessions_of(engine))
            finally:
                await engine.dispose()

        return asyncio.run(run())

    def number(self, query: str) -> int:
        """What a query that gives one number gives."""

        async def ask(sessions: Sessions) -> int:
            async with sessions() as db:
                return int((await db.scalars(text(query))).one())

        return self.work(ask)


async def _consultation(db: AsyncSession, asked: Questionnaire, points: int) -> UUID:
    document = Document(source="bench", source_id=SLUG, kind="raadsvoorstel")
    db.add(document)
    await db.flush()
    version = DocumentVersion(
        document_id=document.id,
        number=1,
        hash=hashlib.sha256(SLUG.encode()).digest(),
        title="Een voorstel om mee te meten",
        plain_text="De gemeente meet hoe snel antwoorden binnenkomen.",
        source_version="1",
    )
    db.add(version)
    await db.flush()
    db.add_all(
        DecisionPoint(document_version_id=version.id, number=number, text=f"Beslispunt {number}.")
        for number in range(1, points + 1)
    )
    row = Consultation(slug=SLUG, document_id=document.id, document_version_id=version.id)
    db.add(row)
    await db.flush()
    definition = msgspec.json.encode(asked)
    questions = QuestionnaireRow(
        consultation_id=row.id,
        number=1,
        definition=definition,
        hash=hashlib.sha256(definition).digest(),
    )
    db.add(questions)
    await db.flush()
    row.questionnaire_id = questions.id
    row.closes_at = await council.now(db) + dt.timedelta(days=14)
    await db.flush()
    row.stage = Stage.OPEN
    await db.flush()
    return row.id


def say(words: str) -> None:
    """How far it is, beside the result."""
    sys.stderr.write(f"{words}\n")


@contextmanager
def lab(asked: Questionnaire, *, points: int) -> Generator[Lab]:
    """One municipality with one open consultation in which this is asked."""
    secret = secrets.token_urlsafe(48)
    with tempfile.TemporaryDirectory(prefix="raadgever-bench-") as folder:
        home = Path(folder) / "home"
        with start(home) as servers:
            environ = {
                ground.DATABASE: servers.database_url(),
                ground.OWNER: servers.database_url("raadgever_owner"),
                ground.REDIS: servers.redis_url,
            }
            ground.bring_up_to_date(ground.Ground(environ, embedded=True))

            async def make(sessions: Sessions) -> UUID:
                async with sessions.begin() as db:
                    await ground.claim(db, "municipality")
                    return await _consultation(db, asked, points)

            bare = Lab(servers, home, secret, UUID(int=0))
            yield Lab(servers, home, secret, bare.work(make))


class Site(Struct, frozen=True):
    base: str
    pid: int


@contextmanager
def site(lab: Lab, **settings: str) -> Generator[Site]:
    """The real website in a process of its own, answering; `settings` as in the environment."""
    port = processes.free_port(0)
    base = f"http://127.0.0.1:{port}"
    with process(lab, SITE.format(port=port), RAADGEVER_BASE_URL=base, **settings) as running:
        _await(running, base, lab.log)
        yield Site(base, running.pid)


@contextmanager
def process(lab: Lab, code: str, **settings: str) -> Generator[subprocess.Popen[bytes]]:
    """Something of ours in a process of its own, on the servers of the lab; told to end at the
    end."""
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("RAADGEVER_")},
        "RAADGEVER_DATABASE_URL": lab.url,
        "RAADGEVER_REDIS_URL": lab.servers.redis_url,
        "RAADGEVER_SECRET": lab.secret,
        "RAADGEVER_MUNICIPALITY": "Merenburg",
        "RAADGEVER_PHONE": "14 0999",
        "RAADGEVER_EMAIL": "griffie@merenburg.example",
        "RAADGEVER_MOST_PER_NETWORK": "no",  # everybody here comes from one address
        **settings,
    }
    with lab.log.open("ab") as out:
        running = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", code],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
        )
    try:
        yield running
    finally:
        running.terminate()
        running.wait()


def _await(running: subprocess.Popen[bytes], base: str, log: Path) -> None:
    for _ in range(600):
        if running.poll() is not None:
            break
        with suppress(httpx.HTTPError):
            httpx.get(f"{base}/gezond", timeout=2)
            return
        time.sleep(0.1)
    said = log.read_text(errors="replace")[-500:]
    raise Refused(f"The website to measure did not start: {said}")
