# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Start the servers of a home, or attach to them when another process did.

They run for as long as somebody needs them. The starter's stop() ends them for everybody; when
the starter is gone without a word (killed, or it just ended) they go with the last process that
is attached. A process that forks shares its hold with its children. When one of the two servers
dies the other is stopped as well, and start() brings both back with all that was committed.
"""

import contextlib
import fcntl
import json
import os
import time
from pathlib import Path

from backend.servers.binaries import Search
from backend.servers.bring_up import bring_up
from backend.servers.errors import ServersError
from backend.servers.home import Home, prepare
from backend.servers.running import Hold, Servers, postgres_answers, valkey_answers

PATIENCE = 120.0  # seconds for another process to start or stop the servers


def start(home: Path, *, durable: bool = True, search: Search | None = None) -> Servers:
    """Have PostgreSQL and Valkey running in this home; raise ServersError with what to do.

    durable=False is for tests: the data outlives a kill, not a power cut. It counts for the
    process that starts; whoever attaches gets what runs.
    """
    place = prepare(home)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (lock := _take(place.lock)) is not None:
            try:
                return bring_up(place, search or Search(), lock, durable=durable)
            finally:
                os.close(lock)  # the keeper and its servers have it too, and keep it taken
        if (servers := _attach(place)) is not None:
            return servers
        time.sleep(0.02)
    raise ServersError(
        f"The servers of {place.path} neither answer nor end (waited {PATIENCE:.0f} s). Look in"
        f" {place.logs}; 'fuser {place.lock}' names the processes. End those, then start again."
    )


def _take(lock: Path) -> int | None:
    opened = os.open(lock, os.O_RDONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    return opened


def _attach(home: Home) -> Servers | None:
    """None while there is nothing ready to attach to."""
    with contextlib.ExitStack() as undo:
        try:
            state = json.loads(home.state.read_bytes())
            hold = Hold(os.open(home.alive, os.O_WRONLY | os.O_NONBLOCK))
        except OSError:  # not written yet, or no keeper reads the FIFO any more
            return None
        undo.callback(hold.let_go)
        run, programs = Path(state["run"]), Path(state["bin"])
        if valkey_answers(run) and postgres_answers(programs, run) and hold.is_read():
            undo.pop_all()
            return Servers(home.path, run, started=False, bin=programs, _hold=hold)
    return None
