# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Saying how far the demo is: a bar on a terminal, plain lines anywhere else."""

import contextlib
import sys
from collections.abc import Callable, Generator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Teller:
    """Writes to standard error, so that standard output holds the result and nothing else."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)

    def say(self, line: str) -> None:
        if self._console.is_terminal:
            self._console.print(line)
        else:
            sys.stderr.write(line + "\n")
            sys.stderr.flush()

    @contextlib.contextmanager
    def counting(self, what: str, total: int) -> Generator[Callable[[], None]]:
        """Call the result once per thing done."""
        if self._console.is_terminal:
            columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            with Progress(*columns, console=self._console) as progress:
                task = progress.add_task(what, total=total)
                yield lambda: progress.advance(task)
            return
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            if done % max(1, total // 10) == 0:
                self.say(f"{what}: {done} van {total}")

        yield step
