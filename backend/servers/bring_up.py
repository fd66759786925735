# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a home whose lock we hold to two servers that answer."""

import dataclasses
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from backend.servers import cluster, keeper, reach
from backend.servers.account import make_private
from backend.servers.binaries import Postgres, Search, find
from backend.servers.errors import ServersError
from backend.servers.home import Home, run_folder
from backend.servers.leftovers import clear_what_a_killed_server_left
from backend.servers.running import Hold, Servers, valkey_answers

PATIENCE = 120.0  # seconds; recovery of a large database after a crash takes a while
LOG_LIMIT = 10_000_000  # bytes; then the log becomes .1 and the older .1 goes


def bring_up(home: Home, search: Search, lock: int, *, durable: bool) -> Servers:
    home.state.unlink(missing_ok=True)
    postgres, valkey = find(search, home.data)
    postgres = reach.postgres_within_reach(home, postgres)
    valkey = reach.valkey_within_reach(home, valkey)
    run = run_folder(home)
    make_private(home.valkey, home.account)
    cluster.initialise(home, postgres, durable=durable, lock=lock)
    clear_what_a_killed_server_left(home, run)
    children = [
        keeper.Child(
            "postgres",
            cluster.postgres_command(home, postgres, run, durable=durable),
            str(home.logs / "postgres.log"),
            [("SIGINT", 30), ("SIGQUIT", 10), ("SIGKILL", 10)],  # fast, immediate, now
        ),
        keeper.Child(
            "valkey",
            cluster.valkey_command(home, valkey, run),
            str(home.logs / "valkey.log"),
            [("SIGTERM", 10), ("SIGKILL", 10)],
        ),
    ]
    logs = _Logs(home)
    hold = _keep(home, run, children, lock)
    try:
        _wait_until_ready(postgres, run, hold, logs)
        _write_state(home, run, postgres)
    except BaseException:
        hold.stop()
        raise
    return Servers(home.path, run, started=True, bin=postgres.bin, _hold=hold)


class _Logs:
    """What the servers write from now on; an error shows the end of it."""

    def __init__(self, home: Home) -> None:
        self.sizes: dict[Path, int] = {}
        for name in ("keeper", "postgres", "valkey"):
            log = home.logs / f"{name}.log"
            if log.exists() and log.stat().st_size > LOG_LIMIT:
                log.replace(log.with_suffix(".log.1"))
            self.sizes[log] = log.stat().st_size if log.exists() else 0

    def ends(self) -> str:
        shown: list[str] = []
        for log, size in self.sizes.items():
            lines = log.read_bytes()[size:].decode(errors="replace").splitlines()
            shown += [f"{log}:", *(f"  {line}" for line in lines[-8:])]
        return "\n".join(shown)


def _keep(home: Home, run: Path, children: list[keeper.Child], lock: int) -> Hold:
    home.alive.unlink(missing_ok=True)  # who still holds the former one was attached to the dead
    os.mkfifo(home.alive, 0o600)
    reading = os.open(home.alive, os.O_RDONLY | os.O_NONBLOCK)
    plan = keeper.Plan(
        alive=reading,
        lock=lock,
        state=str(home.state),
        run=str(run),
        run_is_ours_to_remove=run.parent != home.body,
        user=home.account.uid,
        group=home.account.gid,
        children=children,
    )
    writing = os.open(home.alive, os.O_WRONLY)
    command = [sys.executable, "-I", keeper.__file__, json.dumps(dataclasses.asdict(plan))]
    try:
        with (home.logs / "keeper.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own file with our own Python
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                pass_fds=(lock, reading),
                start_new_session=True,  # Ctrl-C is for us; we tell the keeper
            )
    except BaseException:
        os.close(writing)
        raise
    finally:
        os.close(reading)
    return Hold(writing, process)


def _wait_until_ready(postgres: Postgres, run: Path, hold: Hold, logs: _Logs) -> None:
    deadline = time.monotonic() + PATIENCE
    database = queue = False
    while not (database and queue):
        if hold.keeper is None or hold.keeper.poll() is not None:
            raise ServersError(f"The servers ended while they started. {logs.ends()}")
        if time.monotonic() > deadline:
            raise ServersError(f"The servers do not answer after {PATIENCE:.0f} s. {logs.ends()}")
        if not database and (run / ".s.PGSQL.5432").exists():
            database = cluster.make_roles(postgres, run)
        queue = queue or valkey_answers(run)
        time.sleep(0.005)


def _write_state(home: Home, run: Path, postgres: Postgres) -> None:
    fresh = home.state.with_suffix(".fresh")
    fresh.write_text(json.dumps({"run": str(run), "bin": str(postgres.bin)}))
    fresh.replace(home.state)
