# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Servers that run, and our hold on them."""

import contextlib
import os
import select
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self


@dataclass
class Hold:
    """The writing end of the FIFO: while somebody has it open, the keeper keeps."""

    alive: int | None
    keeper: subprocess.Popen[bytes] | None = None  # only with the process that started it

    def is_read(self) -> bool:
        """False once the keeper has decided to stop: it closes its end before all else."""
        if self.alive is None:
            return False
        poller = select.poll()
        poller.register(self.alive, 0)
        return not poller.poll(0)

    def let_go(self) -> None:
        if self.alive is not None:
            os.close(self.alive)
            self.alive = None

    def stop(self) -> None:
        """Stop the servers if they are ours, and wait until they are gone."""
        if self.keeper is not None and self.alive is not None:
            with contextlib.suppress(BrokenPipeError):
                os.write(self.alive, b"stop")
        self.let_go()
        if self.keeper is not None:
            self.keeper.wait()


@dataclass(frozen=True)
class Servers:
    home: Path
    run: Path  # the folder of the sockets
    started: bool  # False: attached to what another process started
    bin: Path  # psql, pg_dump, pgbench ...
    _hold: Hold = field(repr=False, compare=False)

    @property
    def redis_url(self) -> str:
        return f"unix://{self.run}/valkey.sock"

    def database_url(self, role: str = "raadgever_app", database: str = "raadgever") -> str:
        return f"postgresql+asyncpg://{role}@/{database}?host={self.run}&port=5432"

    def stop(self) -> None:
        """Stop both and wait until they are gone; when attached, only let go of them."""
        self._hold.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def valkey_answers(run: Path) -> bool:
    """Not while it is still loading its data."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            line.connect(str(run / "valkey.sock"))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def postgres_answers(programs: Path, run: Path) -> bool:
    ready = [str(programs / "pg_isready"), "-q", "-h", str(run), "-p", "5432", "-t", "2"]
    return subprocess.run(ready, check=False).returncode == 0  # noqa: S603 - a program we found
