# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""More people than a website can take, and people who say half of what they want."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import anyio
import httpx
import msgspec
import pytest

from backend.accounts import actions as accounts
from backend.accounts import sessions as staff_sessions
from backend.accounts.roles import Role
from backend.assets import asset
from backend.audit.actions import SYSTEM
from backend.bench import crowd
from backend.consultations import actions as consultations
from backend.participation.tables import Entry
from backend.web.cells import MARK
from tests.backend.results.taking import fill, reading, until_nobody_reads
from tests.faults import invariant
from tests.faults.processes import SITE, STARTING, environ, free_ports, running, wait_until

pytestmark = pytest.mark.anyio
SLOW = "import backend.web.lines as lines; lines.{name} = {seconds};"


@contextmanager
def website(
    town, folder: Path, before: str = "", **settings: str
) -> Iterator[tuple[str, Path, int]]:
    """Its address, its log and its process."""
    [port] = free_ports(1)
    base = f"http://127.0.0.1:{port}"
    log = folder / "site.log"
    found = environ(town, folder, RAADGEVER_BASE_URL=base, **settings)
    with running(before + SITE.format(port=port), found, log) as started:
        wait_until(lambda: alive(base), f"{base} answers, see {log}", STARTING)
        yield base, log, started.process.pid


def alive(base: str) -> bool:
    try:
        return httpx.get(f"{base}/levend", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def connect(base: str) -> socket.socket:
    place = urlsplit(base)
    assert place.hostname
    assert place.port
    return socket.create_connection((place.hostname, place.port), timeout=30)


def get(base: str, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {urlsplit(base).netloc}\r\n\r\n".encode()


def ended(line: socket.socket) -> tuple[float, bytes]:
    """After how many seconds the other side closed, and what it said first."""
    started, said = time.monotonic(), b""
    while piece := line.recv(65536):
        said += piece
    return time.monotonic() - started, said


async def test_five_hundred_at_a_door_for_two_hundred_are_answered_or_told_to_come_back(
    *, town, sessions, answers, tmp_path: Path
) -> None:
    settings = {"RAADGEVER_MOST_CONNECTIONS": "200", "RAADGEVER_MOST_REQUESTS": "50"}
    bodies = [
        msgspec.json.encode({"sleutel": str(uuid4()), "antwoorden": {"1.stance": "for"}})
        for _ in range(500)
    ]
    with website(town, tmp_path, **settings) as (base, log, _):
        seen = await crowd.press(base, "/api/v1/raadplegingen/park/inzendingen", bodies)
        assert set(seen.statuses) <= {201, 503}, seen
        assert seen.of(201) >= 50
        assert seen.of(503) >= 100, "or nobody was too many"
        assert seen.of(201) + seen.of(503) + seen.refused == 500
        assert seen.refused <= 50 + 1, "only who does not even fit in the hall hears nothing"
        assert await invariant.size(sessions, Entry) == seen.of(201), "acknowledged is stored"
        assert "turned-away" in log.read_text()
        assert alive(base)


async def test_whoever_is_too_many_reads_why_and_when_to_come_back(
    *, town, answers, tmp_path: Path
) -> None:
    with (
        website(town, tmp_path, RAADGEVER_MOST_CONNECTIONS="10") as (base, _, _),
        ExitStack() as stack,
    ):
        for _ in range(10):
            stack.enter_context(connect(base))
        async with httpx.AsyncClient(base_url=base, timeout=10) as last:
            page = await last.get("/")
            assert page.status_code == 503
            assert page.headers["retry-after"] == "10"
            assert page.headers["x-content-type-options"] == "nosniff"
            assert '<html lang="nl">' in page.text
            assert "even te druk" in page.text
            english = await last.get("/?taal=en")
            assert '<html lang="en">' in english.text
            sent = await last.post("/raadplegingen/park/meedoen", data={"x": "y"})
            assert "nog niet aangekomen" in sent.text
            machine = await last.post("/api/v1/raadplegingen/park/inzendingen", json={})
            assert machine.json()["status"] == 503
            assert (await last.get("/levend")).status_code == 200, "no platform takes it for dead"
            assert "words" in (await last.get("/gezond")).json()


async def test_whoever_says_half_is_not_waited_for(*, town, answers, tmp_path: Path) -> None:
    before = SLOW.format(name="HEAD_SECONDS", seconds=0.5)
    before += SLOW.format(name="STALLED_SECONDS", seconds=0.7)
    with website(town, tmp_path, before) as (base, log, _), ExitStack() as stack:
        nothing, head, body, again = [stack.enter_context(connect(base)) for _ in range(4)]
        head.sendall(b"GET / HTTP/1.1\r\nHost: ")
        post = get(base, "/raadplegingen/park/meedoen").replace(b"GET", b"POST")[:-2]
        body.sendall(post + b"Content-Type: application/x-www-form-urlencoded\r\n"
                     b"Content-Length: 100\r\n\r\nhalf=")  # fmt: skip
        again.sendall(get(base, "/levend"))
        first = b""
        while not first.endswith(b"}"):
            first += again.recv(65536)
        again.sendall(b"GET /lev")
        for line, words in ((nothing, b""), (head, b"408"), (body, b"408"), (again, b"408")):
            seconds, said = ended(line)
            assert seconds < 5
            assert words in said
            assert bool(said) == bool(words)
        with connect(base) as slow:  # a slow line that goes on is no silent one
            slow.sendall(get(base, "/levend")[:20])
            await anyio.sleep(0.2)
            slow.sendall(get(base, "/levend")[20:])
            assert slow.recv(65536).startswith(b"HTTP/1.1 200")
        assert "Traceback" not in log.read_text()


async def test_whoever_takes_nothing_of_an_answer_is_let_go(
    *, town, answers, tmp_path: Path
) -> None:
    before = SLOW.format(name="UNTAKEN_SECONDS", seconds=0.5)
    with website(town, tmp_path, before) as (base, _, pid), connect(base) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sheet = asset("raadgever.css")
        many = 100  # of 200 kB: more than the buffers between us hold
        line.sendall(get(base, sheet) * many)
        wait_until(lambda: established(pid) == 0, "the connection is gone")


def established(pid: int) -> int:
    """Sockets of this process that are connected over TCP."""
    held = {
        link.readlink().name.removeprefix("socket:[").removesuffix("]")
        for link in Path(f"/proc/{pid}/fd").iterdir()
        if link.is_symlink() and "socket:" in str(link.readlink())
    }
    rows = [row.split() for row in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return len([row for row in rows if row[3] == "01" and row[9] in held])


async def test_a_website_keeps_no_more_connections_than_it_may_open_files(
    *, town, answers, tmp_path: Path
) -> None:
    before = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (300, 700));"
    with website(town, tmp_path, before) as (base, log, pid):
        assert resource.prlimit(pid, resource.RLIMIT_NOFILE) == (700, 700)
        assert '"fit":188' in log.read_text().replace(" ", "")
        with ExitStack() as stack:
            for _ in range(188):
                stack.enter_context(connect(base))
            wait_until(lambda: httpx.get(base).status_code == 503, "the house is full")


async def test_whoever_hangs_up_in_the_middle_of_all_responses_stops_the_reading(
    *, town, sessions, answers, owner_dsn, tmp_path: Path
) -> None:
    park = answers.park
    await fill(owner_dsn, park, 10_000)  # thirty megabytes
    async with sessions.begin() as db:
        await consultations.close(db, SYSTEM, park.id)
        account, _ = await accounts.invite(
            db, SYSTEM, username="griffie", name="Griffie", role=Role.GRIFFIE
        )
        token = staff_sessions.begin(db, account)
    cookie = f"{staff_sessions.COOKIE}={token}"
    with website(town, tmp_path) as (base, log, _):
        async with (
            httpx.AsyncClient(base_url=base, headers={"cookie": cookie}, timeout=30) as griffie,
            griffie.stream("GET", f"/griffie/raadplegingen/{park.id}/reacties.csv") as reply,
        ):
            assert reply.status_code == 200
            assert "content-encoding" not in reply.headers, "squeezing would hold others up"
            some = reply.aiter_bytes()
            assert (await anext(some)).startswith(MARK)
            await anext(some)
            assert await reading(sessions) == 1
            assert alive(base), "others are served meanwhile"
            await reply.aclose()
            await until_nobody_reads(sessions)
        async with httpx.AsyncClient(base_url=base, headers={"cookie": cookie}) as griffie:
            whole = await griffie.get(f"/griffie/raadplegingen/{park.id}/reacties.csv")
        assert whole.content.count(b"\n") == 10_001
        assert "Traceback" not in log.read_text()
        assert '"error"' not in log.read_text()
