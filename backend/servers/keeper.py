# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The process between ours and the servers, so that none is left when ours is killed.

It starts both, and stops both when the last process that needs them is gone (the FIFO then
reads as ended), when it is told to, or when one of the two ends by itself. Run as a file, with
nothing but the standard library, in one thread: PR_SET_PDEATHSIG belongs to the thread that
started the child.
"""

import contextlib
import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    name: str
    argv: list[str]
    log: str
    ends: list[tuple[str, float]]  # a signal, and the seconds it gets before the next


@dataclass(frozen=True)
class Plan:
    alive: int  # the reading end of the FIFO
    lock: int  # inherited by the servers too: it stays taken for as long as one of them lives
    state: str
    run: str
    run_is_ours_to_remove: bool
    user: int | None
    group: int | None
    children: list[Child]


def read_plan(text: str) -> Plan:
    raw = json.loads(text)
    children = [Child(**child) for child in raw.pop("children")]
    return Plan(**raw, children=children)


def main(plan: Plan) -> int:
    wake = _wake_on_signals()
    running: list[tuple[Child, subprocess.Popen[bytes]]] = []
    failed = True
    try:
        for child in plan.children:
            running += [(child, _begin(plan, child))]
        failed = _watch(plan.alive, wake, running)
    finally:
        os.close(plan.alive)  # first of all: from here on nobody can attach
        Path(plan.state).unlink(missing_ok=True)
        _end(running)
        if plan.run_is_ours_to_remove:
            with contextlib.suppress(OSError):
                Path(plan.run).rmdir()
    return 1 if failed else 0


def _wake_on_signals() -> int:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _wake_only)
    return reading


def _wake_only(_number: int, _frame: FrameType | None) -> None:
    """The wake-up pipe says which signal it was."""


def _begin(plan: Plan, child: Child) -> subprocess.Popen[bytes]:
    with Path(child.log).open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - the plan comes from our own start()
            child.argv,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            pass_fds=(plan.lock,),
            start_new_session=True,
            user=plan.user,
            group=plan.group,
            extra_groups=None if plan.user is None else [],
            umask=0o077,
            preexec_fn=_die_with_the_keeper(signal.Signals[child.ends[0][0]]),  # noqa: PLW1509 - one thread
        )


def _die_with_the_keeper(number: int) -> partial[None] | None:
    """Linux only: elsewhere a killed keeper leaves the servers, and the next start says so."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)  # here, not in the child
    return partial(_ask_for, libc, number, os.getpid())


def _ask_for(libc: ctypes.CDLL, number: int, keeper: int) -> None:
    """Runs after the change of user, which would clear the setting."""
    libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != keeper:
        os._exit(1)


def _watch(alive: int, wake: int, running: list[tuple[Child, subprocess.Popen[bytes]]]) -> bool:
    """Wait for a reason to stop; true when it is that a server ended by itself."""
    poller = select.poll()
    poller.register(alive, select.POLLIN)
    poller.register(wake, select.POLLIN)
    while True:
        for child, process in running:
            if process.poll() is not None:
                _say(f"{child.name} ended by itself: {process.returncode}")
                return True
        for ready, _ in poller.poll():
            with contextlib.suppress(BlockingIOError):  # the last one left, and another came
                heard = os.read(ready, 64)
                if ready == alive or any(number != signal.SIGCHLD for number in heard):
                    return False


def _end(running: list[tuple[Child, subprocess.Popen[bytes]]]) -> None:
    for child, process in running:
        process.send_signal(signal.Signals[child.ends[0][0]])
    for child, process in running:
        patience = child.ends[0][1]
        for name, seconds in child.ends[1:]:
            if _gone_within(process, patience):
                break
            _say(f"{child.name} does not stop and gets {name}")
            process.send_signal(signal.Signals[name])
            patience = seconds
        process.wait()


def _gone_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _say(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} {line}\n")


if __name__ == "__main__":
    sys.exit(main(read_plan(sys.argv[1])))
