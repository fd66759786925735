# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`pg_dump` and `pg_restore`: they come with PostgreSQL, and know what a database is made of."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from backend.errors import Refused
from backend.servers.binaries import machine_postgres, wheel_postgres

KEYS: Final = ("entry_key", "mail_key")
"""Tables whose rows open what is committed to in the log, and trace a tag to an e-mail address; a
copy of them is kept for a shorter time than the rest."""
NEVER: Final = ("mail_address",)
"""What is here for a moment only, and stands in no copy."""
_MISSING: Final = (
    "{name} was not found. It comes with PostgreSQL (on Debian: apt-get install postgresql-client);"
    " it must not be older than the server."
)
_FAILED: Final = "{name} stopped: {why}"
_QUOTED: Final = 2000


def _program(name: str) -> Path:
    """Those beside a server first: they are as new as it is."""
    places = [folder / name for folder in (*wheel_postgres(), *machine_postgres())]
    if found := shutil.which(name):
        places.append(Path(found))
    program = next((place for place in places if place.is_file()), None)
    if program is None:
        raise Refused(_MISSING.format(name=name))
    return program


def _environ(url: str) -> dict[str, str]:
    """For libpq. A password among the words of a command is there for everybody to read."""
    at = make_url(url)
    query = {name: value for name, value in at.query.items() if isinstance(value, str)}
    given: Mapping[str, object] = {
        "PGHOST": at.host or query.get("host"),
        "PGPORT": at.port or query.get("port"),
        "PGUSER": at.username,
        "PGPASSWORD": at.password,
        "PGDATABASE": at.database,
        "PGSSLMODE": query.get("sslmode") or query.get("ssl"),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, **{name: str(value) for name, value in given.items() if value}}


def _run(name: str, url: str, words: Sequence[str]) -> None:
    done = subprocess.run(  # noqa: S603 - our own words
        [_program(name), "--no-password", *words],
        env=_environ(url),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip()[-_QUOTED:]
        raise Refused(_FAILED.format(name=name, why=why))


def dump(url: str, snapshot: str, everything: Path, keys: Path) -> None:
    """Two files of one moment: `keys` has only the rows of `KEYS`, and the other all but those."""
    usual = ["--format=custom", f"--snapshot={snapshot}"]
    without = [f"--exclude-table-data={table}" for table in (*KEYS, *NEVER)]
    _run("pg_dump", url, [*usual, *without, f"--file={everything}"])
    _run(
        "pg_dump",
        url,
        [*usual, "--data-only", *(f"--table={table}" for table in KEYS), f"--file={keys}"],
    )


def _steps(everything: Path, keys: Path | None) -> Iterator[list[str]]:
    """Guards and foreign keys come last: they are about changes, and this is none."""
    yield ["--section=pre-data", "--section=data", str(everything)]
    if keys is not None:
        yield ["--data-only", str(keys)]
    yield ["--section=post-data", str(everything)]


def restore(url: str, everything: Path, keys: Path | None) -> None:
    """Into a database without tables, as the role that will own them."""
    for words in _steps(everything, keys):
        usual = ["--no-owner", "--exit-on-error", "--single-transaction"]
        _run("pg_restore", url, [*usual, f"--dbname={make_url(url).database}", *words])
