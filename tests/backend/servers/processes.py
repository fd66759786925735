# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Real processes, ours and others, round the servers under test."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis

from backend.servers import Servers

ROOT = Path(__file__).parents[3]
PATIENCE = 20.0

# What a process of ours is to the servers: it starts them (or attaches), says so, and waits.
ANOTHER_PROCESS = """
import json, os, signal, sys
from pathlib import Path
from backend.servers import start
servers = start(Path(sys.argv[1]), durable=False)
said = {"started": servers.started, "run": str(servers.run), "bin": str(servers.bin)}
print(json.dumps(said | {"uid": os.geteuid()}), flush=True)
signal.pause()
"""


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {what}"
        time.sleep(0.03)


def state_and_parent(pid: int) -> tuple[str, int]:
    """From /proc, since a slim container has no ps; from ps where there is no /proc."""
    if Path("/proc/self").exists():
        try:
            shown = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
        except (FileNotFoundError, ProcessLookupError):
            return "gone", 0
    else:
        command = ["ps", "-o", "stat=,ppid=", "-p", str(pid)]
        shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    state, parent, *_ = [*shown.split(), "gone", "0"]
    return state, int(parent) if parent.isdigit() else 0


def all_gone(pids: dict[str, int]) -> bool:
    """A zombie that nobody collects is gone too: some containers have such a process 1."""
    return all(state_and_parent(pid)[0].startswith(("Z", "gone")) for pid in pids.values())


def wait_until_gone(pids: dict[str, int]) -> None:
    wait_until(lambda: all_gone(pids), f"{pids} gone")


def copy_of(template: Path, home: Path) -> Path:
    subprocess.run(["cp", "-a", template, home], check=True)
    return home


@dataclass
class Table:
    """Psql and a Valkey client, on servers that we or another process run."""

    run: Path
    bin: Path

    def sql(self, statement: str, role: str = "postgres") -> str:
        return self.psql(statement, role).stdout.strip()

    def psql(
        self, statement: str, role: str = "postgres", *, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.bin / "psql", "-XqAt", "-h", self.run, "-U", role, "raadgever", "-c", statement],
            capture_output=True,
            text=True,
            check=check,
        )

    def valkey(self) -> Redis:
        return Redis(unix_socket_path=str(self.run / "valkey.sock"), decode_responses=True)

    def pids(self, home: Path) -> dict[str, int]:
        postgres = int((home / "postgres" / "postmaster.pid").read_text().partition("\n")[0])
        with self.valkey() as valkey:
            info = valkey.info("server")
        return {
            "keeper": state_and_parent(postgres)[1],
            "postgres": postgres,
            "valkey": int(info["process_id"]),
        }


@dataclass
class Other:
    """A starter or attached process that is not ours."""

    process: subprocess.Popen[str]
    said: dict[str, str] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        return Table(Path(self.said["run"]), Path(self.said["bin"]))

    def gets(self, number: int) -> None:
        self.process.send_signal(number)
        self.process.wait(PATIENCE)


@contextmanager
def another_process(
    home: Path, python: str = sys.executable, uid: int | None = None, gid: int | None = None
) -> Iterator[Other]:
    packages = os.pathsep.join([str(ROOT), *(p for p in sys.path if p.endswith("-packages"))])
    process = subprocess.Popen(
        [python, "-c", ANOTHER_PROCESS, str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": packages},
        user=uid,
        group=gid,
        extra_groups=None if uid is None else [],
    )
    with process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            line = process.stdout.readline()
            yield Other(process, json.loads(line or process.stderr.read()))
        finally:
            process.send_signal(signal.SIGKILL)


def on(servers: Servers) -> Table:
    return Table(servers.run, servers.bin)
