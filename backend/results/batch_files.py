# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The folder with a file per counted batch. A cache: PostgreSQL has it all, and nothing here fails.

`CONSULTATION/BATCH.GENERATION.ENTRIES.parquet`, for the owner's eyes only. A file is written under
another name, synchronised and renamed; while that lasts it is locked, so that what a dead process
left half done can be told from what a living one is at.
"""

import contextlib
import fcntl
import os
import re
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import structlog

from analysis.frames import Batch
from backend.results.batch_parquet import Kept, Unusable, decode, encode

QUIET_SECONDS: Final = 3600.0
_OURS: Final = re.compile(r"[0-9a-f-]{36}\.[0-9]+\.[0-9a-f]{64}\.parquet|\.[0-9a-f]{32}\.new")
log = structlog.get_logger()


class Files:
    """All of it blocks; for a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._complained: float | None = None

    def path(self, batch: Kept) -> Path:
        return self._folder / str(batch.consultation) / batch.name

    def keep(self, batch: Kept, found: Batch) -> bool:
        """False when the disk would not have it: said once an hour, and of no consequence."""
        data = encode(batch, found)
        try:
            self._put(self.path(batch), data)
        except OSError as error:
            self._complain("batch-files-not-written", error)
            return False
        return True

    def _put(self, path: Path, data: bytes) -> None:
        if not path.parent.is_dir():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
        half_done = path.parent / f".{uuid4().hex}.new"
        number = os.open(half_done, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(number, "wb") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.write(data)
                file.flush()
                os.fsync(number)
                half_done.rename(path)
        except BaseException:
            half_done.unlink(missing_ok=True)
            raise

    def read(self, batch: Kept) -> Batch:
        """`Unusable` when it is missing or not to be trusted."""
        try:
            data = self.path(batch).read_bytes()
        except FileNotFoundError:
            raise Unusable("missing") from None
        except OSError as error:
            raise Unusable(f"not to be read ({error.strerror})") from error
        return decode(batch, data)

    def there(self, batch: Kept) -> bool:
        return self.path(batch).is_file()

    def forget(self, batches: Iterable[Kept]) -> None:
        """They hold what somebody took back, or are of no use."""
        for batch in batches:
            self._remove(self.path(batch))

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            self._complain("batch-files-not-removed", error)

    def consultations(self) -> Mapping[UUID, int]:
        """Which have a folder here, with the moment at which something in it last changed."""
        found: dict[UUID, int] = {}
        try:
            with os.scandir(self._folder) as held:
                for each in held:
                    with contextlib.suppress(ValueError, FileNotFoundError):
                        found[UUID(each.name)] = each.stat().st_mtime_ns
        except FileNotFoundError:
            pass  # nothing was ever kept
        except OSError as error:
            self._complain("batch-files-not-read", error)
        return found

    def names(self, consultation: UUID) -> frozenset[str]:
        """Of all files of ours; what else lies there is somebody else's."""
        try:
            listed = os.listdir(self._folder / str(consultation))  # noqa: PTH208 - only names
        except OSError as error:
            self._complain("batch-files-not-read", error)
            return frozenset()
        return frozenset(name for name in listed if _OURS.fullmatch(name))

    def sweep(self, consultation: UUID, names: Iterable[str]) -> bool:
        """Remove these, but for what somebody is writing; whether nobody is."""
        nobody = True
        for name in names:
            path = self._folder / str(consultation) / name
            if name.startswith(".") and not _abandoned(path):
                nobody = False
            else:
                self._remove(path)
        return nobody

    def _complain(self, event: str, error: OSError) -> None:
        now = time.monotonic()
        if self._complained is None or now - self._complained > QUIET_SECONDS:
            self._complained = now
            log.warning(event, folder=str(self._folder), why=error.strerror)


def _abandoned(half_done: Path) -> bool:
    """Whoever was writing it is dead: its lock went with it."""
    try:
        with half_done.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError):
        return False
    return True
