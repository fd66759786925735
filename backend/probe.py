# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m backend.probe gezond|levend|werker`: asked by a platform, in the container itself.

0 is well and 1 is not, as Docker wants; words on standard output. A module of its own and almost
only the standard library: it runs every half minute, and the command line takes a second to load.
"""

import asyncio
import http.client
import importlib
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

PORT = 8000
PATIENCE = 8.0
"""Seconds; less than the platform gives us, so that it hears why."""


def site(path: str, environ: Mapping[str, str], port: int = PORT) -> tuple[bool, str]:
    """Ask the website in this container, under the one name to which it answers."""
    host = urlsplit(environ.get("RAADGEVER_BASE_URL", "")).netloc
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": host})
        reply = connection.getresponse()
        words = reply.read(10_000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return False, f"The website does not answer: {type(error).__name__}."
    finally:
        connection.close()
    return reply.status == http.client.OK, words


def worker(environ: Mapping[str, str]) -> tuple[bool, str]:
    """Ask the database whether a worker on this machine was seen."""
    database = importlib.import_module("backend.database")
    settings = importlib.import_module("backend.settings")
    vitals = importlib.import_module("backend.vitals")

    async def seen() -> bool:
        url = settings.async_url(environ.get("RAADGEVER_DATABASE_URL", ""))
        engine = database.connect(url, pool=0)
        try:
            async with asyncio.timeout(PATIENCE), database.sessions_of(engine)() as db:
                return await vitals.alive_on(db, socket.gethostname())
        finally:
            await engine.dispose()

    try:
        alive = asyncio.run(seen())
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is no
        return False, f"The database does not answer: {type(error).__name__}."
    return alive, "at work" if alive else "This worker was not seen for half a minute."


def main(words: Sequence[str], environ: Mapping[str, str], port: int = PORT) -> int:
    match list(words):
        case ["gezond" | "levend" as path]:
            well, said = site(f"/{path}", environ, port)
        case ["werker"]:
            well, said = worker(environ)
        case _:
            well, said = False, "Use: python -m backend.probe gezond|levend|werker"
    print(said)  # noqa: T201 - Docker keeps it with the state
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
