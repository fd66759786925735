# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The site as it is served: uvicorn in a process of its own, with its log in a file."""

import contextlib
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from msgspec import Struct

SERVE = (
    "import os; from backend.serving import serve;"
    " serve(os.environ, host='127.0.0.1', port=int(os.environ['PORT']))"
)


class Live(Struct):
    base: str
    port: int
    pid: int
    log: Path

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines()

    def memory(self) -> int:
        """Resident bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024

    def raw(self, *parts: bytes, seconds: float = 10) -> tuple[bytes, int]:
        """What comes back first, and how many parts were sent until it came."""
        sent = 0
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as line:
            for part in parts:
                if select.select([line], [], [], 0)[0]:
                    break
                try:
                    line.sendall(part)
                except OSError:
                    break  # it hung up, as it may
                sent += 1
            with contextlib.suppress(OSError):
                return line.recv(65_536), sent
        return b"", sent


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(environ: dict[str, str], log: Path) -> Iterator[Live]:
    """Until the site answers; ends with the block."""
    port = urlsplit(environ["RAADGEVER_BASE_URL"]).port
    assert port
    plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE],
            env={**plain, **environ, "PORT": str(port)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        base = environ["RAADGEVER_BASE_URL"]
        _await(base, process)
        yield Live(base, port, process.pid, log)
    finally:
        process.terminate()
        process.wait(30)


def _await(base: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 40
    while time.monotonic() < ends:
        assert process.poll() is None, "the site did not start"
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{base}/robots.txt").status_code == 200:
                return
        time.sleep(0.1)
    raise TimeoutError("the site does not answer")
