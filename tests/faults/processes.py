# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Workers, websites and a Valkey of our own, as processes that can be killed and stopped."""

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio
import httpx
from redis import Redis
from redis.exceptions import RedisError

from backend.ledger import notes
from backend.servers.binaries import machine_valkey, wheel_valkey
from backend.settings import Settings

ROOT = Path(__file__).parents[2]
SLOWER = float(os.environ.get("TESTS_SLOWER", "1"))
"""How many times more patience tests need here, on a machine that does other things as well."""
PATIENCE = 20.0 * SLOWER
STARTING = 60.0 * SLOWER
"""Of a process: loading what it runs takes seconds by itself."""
WORKER = "from backend import serving; serving.until_parent_ends(); serving.demo_worker()"
SITE = (
    "import os; from backend import serving; serving.until_parent_ends();"
    " serving.serve(os.environ, host='127.0.0.1', port={port})"
)


def wait_until(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """For use where no event loop has anything else to do."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.03)


async def until(
    condition: Callable[[], Awaitable[bool]], what: str, seconds: float = PATIENCE
) -> float:
    """How many seconds it took."""
    start = time.monotonic()
    while not await condition():
        assert time.monotonic() - start < seconds, f"not within {seconds:.0f} s: {what}"
        await anyio.sleep(0.05)
    return time.monotonic() - start


SIGNER = notes.new_signer("merenburg.example/log", hashlib.sha256(b"a log for tests").digest())
"""Of the log, with every worker."""


def environ(town: Settings, folder: Path, **other: str) -> dict[str, str]:
    """`folder` is where a worker publishes what it signed."""
    found = {
        "RAADGEVER_HOME": str(folder / "home"),
        "RAADGEVER_LOG_KEY": SIGNER.private_text(),
        "RAADGEVER_DATABASE_URL": town.database_url,
        "RAADGEVER_REDIS_URL": town.redis_url,
        "RAADGEVER_SECRET": town.secret.decode(),
        "RAADGEVER_BASE_URL": town.base_url,
        "RAADGEVER_MUNICIPALITY": town.municipality.name,
        "RAADGEVER_PHONE": town.municipality.phone,
        "RAADGEVER_EMAIL": town.municipality.email,
        "RAADGEVER_IMPORT_NETWORKS": ",".join(map(str, town.outward.networks)),
        "RAADGEVER_IMPORT_HTTP": "yes" if town.outward.plain_http else "no",
        "RAADGEVER_MOST_PER_NETWORK": "no",  # everybody here comes from one address
    }
    ours = {name: value for name, value in os.environ.items() if not name.startswith("RAADGEVER_")}
    return {**ours, **found, **other}


@dataclass
class Started:
    """`said` is all it logged so far."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self, words: str) -> bool:
        return words.encode() in self.log.read_bytes()

    def gets(self, signal: int) -> None:
        self.process.send_signal(signal)


@contextmanager
def running(
    code: str, environment: dict[str, str], log: Path, tree: Path = ROOT
) -> Iterator[Started]:
    """`tree`: the folder whose program is run."""
    with (
        log.open("ab") as out,
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=tree,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
        ) as process,
    ):
        try:
            yield Started(process, log)
        finally:
            process.kill()


@contextmanager
def worker(town: Settings, folder: Path, name: str = "worker") -> Iterator[Started]:
    with running(WORKER, environ(town, folder), folder / f"{name}.log") as started:
        wait_until(lambda: started.said("worker-ready"), f"{name} at work", STARTING)
        yield started


@contextmanager
def town_hall(town: Settings, folder: Path, workers: int = 1) -> Iterator[str]:
    """A website and workers, started side by side; the address once all are ready."""
    with town_halls(town, folder, workers=workers) as ([base], _):
        yield base


@contextmanager
def town_halls(
    town: Settings, folder: Path, sites: int = 1, workers: int = 1
) -> Iterator[tuple[list[str], list[Started]]]:
    """Addresses of websites, and workers, all on one PostgreSQL and one Valkey."""
    bases = [f"http://127.0.0.1:{port}" for port in free_ports(sites)]
    with ExitStack() as stack:
        for base in bases:
            port = base.rpartition(":")[2]
            environment = environ(town, folder, RAADGEVER_BASE_URL=base)
            log = folder / f"site-{port}.log"
            stack.enter_context(running(SITE.format(port=port), environment, log))
        at_work = [
            stack.enter_context(
                running(WORKER, environ(town, folder), folder / f"worker-{number}.log")
            )
            for number in range(workers)
        ]
        for base in bases:
            wait_until(lambda base=base: _serves(base), f"{base} answers, see {folder}", STARTING)
        for one in at_work:
            wait_until(lambda one=one: one.said("worker-ready"), "workers at work", STARTING)
        yield bases, at_work


def free_ports(number: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def _serves(base: str) -> bool:
    try:
        return httpx.get(f"{base}/gezond", timeout=5).status_code in {200, 503}
    except httpx.HTTPError:
        return False


@contextmanager
def valkey(path: Path) -> Iterator[Redis]:
    """A Valkey of our own at this socket, without a memory of earlier ones."""
    places = [*wheel_valkey(), *machine_valkey()]
    program = next(str(place) for place in places if place.exists())
    command = [program, "--port", "0", "--unixsocket", str(path), "--save", ""]
    with (
        subprocess.Popen(command, cwd=path.parent, stdout=subprocess.DEVNULL) as process,
        Redis(unix_socket_path=str(path)) as client,
    ):
        try:
            wait_until(lambda: _answers(client), "Valkey answers")
            yield client
        finally:
            process.terminate()


def _answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except RedisError:
        return False
