# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`raadgever bench connections`: ten thousand connections, and an answer over each at once.

They come from processes of their own, each with a part of the crowd, because one process may open
so many files and no more. First all of them only stand there, and the website must answer somebody
else; then all of them send. Each hears that it is stored, or to come back. What is stored is
counted in the database.
"""

import argparse
import asyncio
import itertools
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Final
from uuid import uuid4

import httpx
import msgspec

from backend.bench import usage
from backend.bench.crowd import Crowd, middle, press
from backend.bench.lab import SLUG, Lab, Site, lab, say, site
from backend.bench.submit import ANSWERS, POINTS
from backend.commands.ending import tell
from backend.errors import Refused
from surveys.template import draft

MOST_EACH: Final = 5_000
"""Connections of one process of the crowd."""
FILES: Final = 200
"""That a process has open besides."""
_PART: Final = (
    "import sys; from backend.bench import connections;"
    " connections.part(sys.argv[1], int(sys.argv[2]))"
)
_STORED: Final = "SELECT count(*) FROM entry"


def _body() -> bytes:
    return msgspec.json.encode({"sleutel": str(uuid4()), "antwoorden": ANSWERS})


def part(base: str, many: int) -> None:
    """One process of the crowd: opens, says so, waits for a word, sends, tells what it heard."""
    _raise_files()

    def ready() -> None:
        sys.stdout.write("open\n")
        sys.stdout.flush()
        sys.stdin.readline()

    path = f"/api/v1/raadplegingen/{SLUG}/inzendingen"
    heard = asyncio.run(press(base, path, [_body() for _ in range(many)], ready=ready))
    sys.stdout.write(msgspec.json.encode(heard).decode() + "\n")


def _raise_files() -> int:
    """How many files a process may open, once it may open as many as it can."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def _shares(many: int, each: int) -> list[int]:
    return [min(each, many - begun) for begun in range(0, many, each)]


def _crowd(at: Site, shares: Sequence[int]) -> tuple[list[Crowd], float]:
    """What each part heard, and milliseconds of a page for somebody else while all stand there."""
    parts = [
        subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", _PART, at.base, str(share)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for share in shares
    ]
    try:
        for each in parts:
            assert each.stdout  # noqa: S101 - asked for above
            each.stdout.readline()
        say(f"{sum(shares)} connections stand there")
        took = _look(at)
        for each in parts:
            assert each.stdin  # noqa: S101 - asked for above
            each.stdin.write("send\n")
            each.stdin.flush()
        said = [each.communicate()[0] for each in parts]
    finally:
        for each in parts:
            each.kill()
            each.wait()
    if any(each.returncode for each in parts):
        raise Refused("A process of the crowd stopped; nothing was measured.")
    return [msgspec.json.decode(lines, type=Crowd) for lines in said], took


def _look(at: Site) -> float:
    """Nought when somebody else is not let in, because so many stand there already."""
    try:
        reply = httpx.get(f"{at.base}/", timeout=60)
    except httpx.HTTPError:
        return 0.0
    return reply.elapsed.total_seconds() * 1000 if reply.is_success else 0.0


def _measured(here: Lab, at: Site, shares: Sequence[int]) -> dict[str, object]:
    idle = usage.mebibytes([at.pid])
    with usage.Peak([at.pid]) as peak:
        heard, took = _crowd(at, shares)
    statuses = Counter[int]()
    for each in heard:
        statuses.update(each.statuses)
    turned_away = list(itertools.chain.from_iterable(each.turned_away for each in heard))
    answered = list(itertools.chain.from_iterable(each.answered for each in heard))
    return {
        "connections": sum(shares),
        "opened": sum(each.opened for each in heard),
        "otherPageMs": round(took, 1),
        "acknowledged": statuses[201],
        "stored": here.number(_STORED),
        "turnedAway": statuses[503],
        "turnedAwayMedianMs": middle(turned_away),
        "turnedAwayLastMs": round(max(turned_away, default=0.0), 1),
        "turnedAwayPerSecond": round(len(turned_away) * 1000 / max([1.0, *turned_away])),
        "answeredMedianMs": middle(answered),
        "answeredLastMs": round(max(answered, default=0.0), 1),
        "unheard": sum(each.refused for each in heard),
        "otherStatuses": sum(statuses.values()) - statuses[201] - statuses[503],
        "websiteMiB": round(idle),
        "websitePeakMiB": round(peak.mebibytes),
    }


def run(arguments: argparse.Namespace) -> None:
    files = _raise_files()
    each = min(MOST_EACH, files - FILES)
    if arguments.connections < 1 or each < 1:
        raise Refused("--connections must be 1 or more.")
    if files < arguments.connections + 1000:
        say(
            f"This machine lets a process open {files} files: the website keeps fewer connections"
            " open than come, and says so to the rest. Raise it with `ulimit -Hn`."
        )
    # Room for all of them and some others, if the files allow; requests at once keep their most.
    room = {"RAADGEVER_MOST_CONNECTIONS": str(arguments.connections + 100)}
    with lab(draft(range(1, POINTS + 1), []), points=POINTS) as here, site(here, **room) as at:
        httpx.get(f"{at.base}/raadplegingen/{SLUG}", timeout=60)  # so that it has loaded all
        before = here.number(_STORED)
        result = _measured(here, at, _shares(arguments.connections, each))
    result["files"] = files
    if before or result["acknowledged"] != result["stored"]:
        told = f"{result['acknowledged']} were acknowledged, {result['stored']} are stored."
        raise Refused(told)
    tell(arguments, result, "\n".join(f"{name:18} {{{name}}}" for name in result))
