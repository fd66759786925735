# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What processes use of the machine, as Linux tells it in /proc.

CPU is user and system time of a process and of children that it waited for. Memory is PSS: what
processes share (PostgreSQL's buffers) is counted once, spread over them.
"""

import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_PROC: Final = Path("/proc")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PARENT, _OWN_AND_CHILDREN = 1, slice(11, 15)  # fields after the name, which is in brackets


def _fields(pid: int) -> list[str]:
    return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def parent(pid: int) -> int:
    return int(_fields(pid)[_PARENT])


def tree(roots: Iterable[int]) -> frozenset[int]:
    """These processes and all that came from them."""
    parents: dict[int, int] = {}
    for each in _PROC.iterdir():
        if each.name.isdigit():
            with suppress(OSError, IndexError):
                parents[int(each.name)] = parent(int(each.name))
    found, fresh = set[int](), {root for root in roots if root in parents}
    while fresh:
        found |= fresh
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
    return frozenset(found)


def seconds(roots: Iterable[int]) -> float:
    """CPU used so far by these processes and what came from them."""
    used = 0
    for pid in tree(roots):
        with suppress(OSError, IndexError):
            used += sum(int(part) for part in _fields(pid)[_OWN_AND_CHILDREN])
    return used / _TICKS


def _kilobytes(pid: int, part: str = "Pss") -> int:
    with suppress(OSError):
        for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith(f"{part}:"):
                return int(line.split()[1])
    return 0


def mebibytes(roots: Iterable[int]) -> float:
    return sum(map(_kilobytes, tree(roots))) / 1024


def own(pid: int) -> float:
    """Mebibytes that are in no file: what it grows by, whoever else runs the same program."""
    return _kilobytes(pid, "Pss_Anon") / 1024


class Peak:
    """The most memory that was seen in use, looked at ten times a second."""

    def __init__(self, roots: Iterable[int]) -> None:
        self._roots = tuple(roots)
        self._stop = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self.mebibytes = 0.0

    def _watch(self) -> None:
        while not self._stop.wait(0.1):
            self.mebibytes = max(self.mebibytes, mebibytes(self._roots))

    def __enter__(self) -> Self:
        self._watching.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._watching.join()
        self.mebibytes = max(self.mebibytes, mebibytes(self._roots))
