# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`raadgever bench pages`: milliseconds until a page begins to arrive, for one visitor at a time,
and until it is there when fifty ask at once.

The limit is a Litestar that says hello, on the same server in the same run: what no page of ours
can be quicker than. All addresses take turns, so that a busy moment of the machine hits them alike.
"""

import argparse
import http.client
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import ExitStack, closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

import msgspec

from backend.bench.load import Seen, fire
from backend.commands.ending import tell
from backend.demo import processes, show
from backend.errors import Refused

_HELLO = """
import uvicorn
from litestar import Litestar, get

@get("/")
async def hello() -> str:
    return "hello"

site = Litestar([hello], logging_config=None)
uvicorn.run(site, port={port}, loop="uvloop", http="httptools", access_log=False, log_config=None)
"""
WARMING = 20
CROWD = 50
"""Connections, each of which asks again as soon as it has its page."""
TURNS = 3
RESPONSES = 200


@contextmanager
def hello() -> Generator[str]:
    """Host and port of the limit."""
    port = processes.free_port(0)
    running = subprocess.Popen([sys.executable, "-c", _HELLO.format(port=port)])  # noqa: S603 - our own words
    try:
        place = f"127.0.0.1:{port}"
        with closing(_Visitor(place)) as first:
            first.patiently("/")
        yield place
    finally:
        running.terminate()
        running.wait()


class _Visitor:
    """One connection that stays open, as a browser's does."""

    def __init__(self, place: str) -> None:
        self._line = http.client.HTTPConnection(place, timeout=30)

    def close(self) -> None:
        self._line.close()

    def look(self, path: str) -> float:
        """Milliseconds from asking to the head of the answer."""
        asked = time.perf_counter()
        self._line.request("GET", path, headers={"Accept-Encoding": "gzip"})
        reply = self._line.getresponse()
        took = (time.perf_counter() - asked) * 1000
        reply.read()
        if reply.status != http.client.OK:
            raise Refused(f"{path} answered {reply.status}; nothing was measured.")
        return took

    def patiently(self, path: str) -> None:
        """The first time: the server may still be starting."""
        for _ in range(300):
            try:
                self.look(path)
            except OSError:
                self._line.close()
                time.sleep(0.1)
            else:
                return
        raise Refused("The server to compare with did not start.")


def _paths(base: str) -> dict[str, str]:
    """One page of each kind: of what is open, and of what has a summary."""
    with urllib.request.urlopen(f"{base}/api/v1/raadplegingen") as reply:  # noqa: S310 - the site that we started
        listed: list[dict[str, Any]] = msgspec.json.decode(reply.read())["raadplegingen"]
    still = next((each["slug"] for each in listed if each["stadium"] == "open"), None)
    results = next((each["samenvatting"] for each in listed if each["samenvatting"]), None)
    if not still or not results:
        raise Refused("The demo has no open or no summarised consultation to look at.")
    return {
        "overview": "/",
        "consultation": f"/raadplegingen/{still}",
        "question": f"/raadplegingen/{still}/meedoen",
        "results": results,
    }


def _spread(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=100)
    return {"median": round(statistics.median(times), 2), "p99": round(cuts[98], 2)}


def measured(base: str, bare: str, requests: int) -> Mapping[str, Mapping[str, float]]:
    """Per page `median` and `p99` in milliseconds, and `ratioToHello` of the medians."""
    with ExitStack() as stack:
        site, limit = _Visitor(urlsplit(base).netloc), _Visitor(bare)
        stack.callback(site.close)
        stack.callback(limit.close)
        turns = [
            ("hello", limit, "/"),
            *((name, site, path) for name, path in _paths(base).items()),
        ]
        times: dict[str, list[float]] = {name: [] for name, _, _ in turns}
        for turn in range(WARMING + requests):
            for name, visitor, path in turns:
                took = visitor.look(path)
                if turn >= WARMING:
                    times[name].append(took)
    found = {name: _spread(each) for name, each in times.items()}
    least = found["hello"]["median"]
    return {
        name: {**each, "ratioToHello": round(each["median"] / least, 1)}
        for name, each in found.items()
    }


def crowded(base: str, bare: str, requests: int) -> Mapping[str, Mapping[str, float]]:
    """The same addresses for `CROWD` at once; they take turns, and a figure is the middle one."""
    turns = {"hello": f"http://{bare}/"}
    turns |= {name: f"{base}{path}" for name, path in _paths(base).items()}
    # The load tool takes part of a second to begin and end: what is quick is asked more often.
    often = {name: requests * (25 if name == "hello" else 2) for name in turns}
    seen: dict[str, list[Seen]] = {name: [] for name in turns}
    for _ in range(TURNS):
        for name, url in turns.items():
            one = fire(url, amount=often[name], connections=CROWD)
            if one.of(200) != often[name]:
                raise Refused(f"{url} answered {dict(one.statuses)}; nothing was measured.")
            seen[name].append(one)
    rates = {
        name: statistics.median(often[name] / one.seconds for one in several)
        for name, several in seen.items()
    }
    return {
        name: {
            "crowdMedian": statistics.median(one.median_ms for one in several),
            "crowdP99": statistics.median(one.p99_ms for one in several),
            "crowdPerSecond": round(rates[name]),
            "crowdShareOfHello": round(rates[name] / rates["hello"], 3),
        }
        for name, several in seen.items()
    }


def run(arguments: argparse.Namespace) -> None:
    if arguments.requests < 2:  # noqa: PLR2004 - a percentile is between two
        raise Refused("--requests must be 2 or more.")
    playing = argparse.Namespace(responses=RESPONSES, once=False, seed=1, port=0)
    with show.shown(playing) as demo, hello() as bare:
        alone = measured(demo.base, bare, arguments.requests)
        together = crowded(demo.base, bare, max(arguments.requests, CROWD))
    found = {name: {**alone[name], **together[name]} for name in alone}
    words = "\n".join(
        f"{name:13} median {{{name}[median]}} ms, p99 {{{name}[p99]}} ms,"
        f" {{{name}[ratioToHello]}} times a bare hello; fifty at once: median"
        f" {{{name}[crowdMedian]}} ms, p99 {{{name}[crowdP99]}} ms, {{{name}[crowdPerSecond]}}/s"
        for name in found
    )
    tell(arguments, found, words)
