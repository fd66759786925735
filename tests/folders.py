# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the servers of a test keep their files."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - folders made in it have names that nobody can guess
ROOM = 3 << 30
"""Bytes that must be free before it is used: two workers and what they write ahead."""


def short() -> str:
    """A folder with a short path, as sockets need; in memory where there is room.

    A database of a test's own is a copy of some four hundred files. Measured on two cores: 280 ms
    on the disk of a virtual machine, 16 ms in memory.
    """
    roomy = os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    return str(MEMORY) if roomy else "/tmp"  # noqa: S108 - as above


@contextmanager
def place() -> Iterator[Path]:
    """A new folder that 'nobody', as whom the servers of root run, can pass through."""
    with tempfile.TemporaryDirectory(prefix="rg-", dir=short(), ignore_cleanup_errors=True) as it:
        Path(it).chmod(0o711)
        yield Path(it)
