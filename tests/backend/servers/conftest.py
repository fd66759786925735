# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from backend.servers import Servers, start
from tests import folders
from tests.backend.servers.processes import copy_of, wait_until


@pytest.fixture(name="place")
def fixture_place() -> Iterator[Path]:
    """A folder that 'nobody' can pass through: pytest's own tmp_path is closed to it."""
    with _open_folder() as folder:
        yield folder


@pytest.fixture(name="template", scope="session")
def fixture_template() -> Iterator[Path]:
    """A home that was used before; copying it is quicker than initdb."""
    with _open_folder() as folder:
        start(folder / "home", durable=False).stop()
        yield folder / "home"


@pytest.fixture(name="home")
def fixture_home(place: Path, template: Path) -> Path:
    return copy_of(template, place / "home")


@pytest.fixture(name="running", scope="module")
def fixture_running(template: Path) -> Iterator[Servers]:
    """Servers for tests that only look."""
    with (
        _open_folder() as folder,
        start(copy_of(template, folder / "home"), durable=False) as servers,
    ):
        yield servers


@contextmanager
def _open_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="rg-", dir=folders.short())).resolve()
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        for lock in folder.glob("*/servers.lock"):
            wait_until(partial(_is_free, lock), f"the servers of {lock.parent} gone")
        shutil.rmtree(folder)


def _is_free(lock: Path) -> bool:
    with lock.open("rb") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
