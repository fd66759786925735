# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo's web and worker processes; they end with the process that started them."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from pathlib import Path

import httpx

_SITE = "from backend import serving; serving.until_parent_ends(); serving.demo_site({port})"
_WORKER = "from backend import serving; serving.until_parent_ends(); serving.demo_worker()"
USUAL_PORT = 8000
PATIENCE = 180.0
"""Seconds for a website that lives to answer; on a busy machine it compiles itself first."""


class Stuck(Exception):
    """The site did not do what the demo expected; says where."""


def free_port(wanted: int) -> int:
    """The port asked for, else 8000, else any that is free."""
    for port in (wanted,) if wanted else (USUAL_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
    raise Stuck(f"Port {wanted} is taken. Choose another with --port.")


def _start(code: str, environ: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", code],
            env={**os.environ, **environ},
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def _wait(site: subprocess.Popen[bytes], base: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if site.poll() is not None:
            break
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{base}/gezond", timeout=10).status_code in {200, 503}:
                return
        time.sleep(0.05)
    raise Stuck(f"The website did not start. What it said stands in {log}.")


@contextlib.contextmanager
def running(
    environ: Mapping[str, str], base: str, port: int, logs: Path
) -> Generator[tuple[subprocess.Popen[bytes], ...]]:
    """Both processes, the site answering; they are stopped and waited for at the end."""
    logs.mkdir(exist_ok=True)
    site = _start(_SITE.format(port=port), environ, logs / "site.log")
    worker = _start(_WORKER, environ, logs / "worker.log")
    try:
        _wait(site, base, logs / "site.log")
        yield site, worker
    finally:
        for process in (site, worker):
            process.terminate()
        for process in (site, worker):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=25)
            process.kill()
            process.wait()
