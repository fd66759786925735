# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m tests.pace`: how soon each page is there in a town of 300 items, and what it asks.

Milliseconds differ with the machine and are never a test; the number of queries is one
(`tests/security/test_constant_queries.py`).
"""

import argparse
import asyncio
import http.client
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from backend import database, migrate
from backend.accounts import sessions as staff_sessions
from backend.accounts.roles import Role
from backend.accounts.tables import Account
from backend.servers import Servers, start
from tests import folders
from tests.conftest import dsn
from tests.crowd import crowd
from tests.security.conftest import SECRET, create, environ
from tests.security.live import free_port
from tests.security.routes import READS, paths
from tests.security.town import FATES, Filled, fill

WHO = (None, Role.GRIFFIE, Role.ADVIESRAAD, Role.REKENKAMER)
NAME = "raadgever_pace"
SERVE = (
    "import os; from backend import serving;"
    " serving.serve(os.environ, host='127.0.0.1', port=int(os.environ['PORT']))"
)


def pages(filled: Filled) -> list[tuple[Role | None, tuple[str, ...]]]:
    """Every page that one of these may see, with all addresses of it: not each is there in each."""
    return [
        (who, tuple(paths(route, filled)))
        for route in READS
        for who in WHO
        if who in (route.roles or {None}) and route.path not in {"/gezond", "/levend"}
    ]


async def _prepare(servers: Servers, items: int, meetings: int) -> tuple[Filled, dict[Role, str]]:
    await create(servers, "template1", NAME)
    url = servers.database_url("raadgever_owner", NAME)
    await asyncio.to_thread(migrate.upgrade, url, "raadgever_app")
    engine = database.connect(servers.database_url("raadgever_app", NAME), pool=4)
    sessions = database.sessions_of(engine)
    filled = await fill(sessions, SECRET.encode())
    await crowd(dsn(servers, "postgres", NAME), 1, items // len(FATES), meetings=meetings)
    tokens: dict[Role, str] = {}
    async with sessions.begin() as db:
        for role in filter(None, WHO):
            account = await db.get_one(Account, filled.accounts[role])
            tokens[role] = staff_sessions.begin(db, account)
    await engine.dispose()
    return filled, tokens


def _look(line: http.client.HTTPConnection, path: str, token: str) -> tuple[float, int, int]:
    cookie = {"Cookie": f"{staff_sessions.COOKIE}={token}"} if token else {}
    asked = time.perf_counter()
    line.request("GET", path, headers={"Accept-Encoding": "gzip", **cookie})
    reply = line.getresponse()
    size = len(reply.read())
    return (time.perf_counter() - asked) * 1000, reply.status, size


def _until_it_answers(place: str) -> http.client.HTTPConnection:
    for _ in range(300):
        line = http.client.HTTPConnection(place, timeout=60)
        try:
            _look(line, "/hoe-werkt-dit", "")
        except OSError:
            time.sleep(0.1)
        else:
            return line
    raise SystemExit("the site did not start")


def main(words: list[str]) -> int:
    reader = argparse.ArgumentParser(prog="python -m tests.pace")
    reader.add_argument("--items", type=int, default=300)
    reader.add_argument("--meetings", type=int, default=12)
    reader.add_argument("--requests", type=int, default=15)
    reader.add_argument("--only", default="", help="pages with this in their address")
    given = reader.parse_args(words)
    with folders.place() as folder, start(Path(folder) / "home", durable=False) as servers:
        filled, tokens = asyncio.run(_prepare(servers, given.items, given.meetings))
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        ours = {k: v for k, v in os.environ.items() if not k.startswith("RAADGEVER")}
        settings = {**ours, **environ(servers, NAME, base), "PORT": str(port)}
        process = subprocess.Popen([sys.executable, "-c", SERVE], env=settings)
        try:
            line = _until_it_answers(urlsplit(base).netloc)
            for who, several in pages(filled):
                token = tokens[who] if who else ""
                for path in several:
                    status, size = _look(line, path, token)[1:]
                    if status == http.client.OK:
                        break
                else:
                    continue
                if given.only in path:
                    times = [_look(line, path, token)[0] for _ in range(given.requests)]
                    row = {
                        "median": round(statistics.median(times), 1),
                        "kB": size // 1024,
                        "who": who or "-",
                        "path": path,
                    }
                    sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
        finally:
            process.terminate()
            process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
