# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much one process takes on at once, from the environment."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Final

from msgspec import Struct

DOCUMENTED: Final = {
    "RAADGEVER_MOST_CONNECTIONS": "connections that one website keeps open; default 10000",
    "RAADGEVER_MOST_REQUESTS": "requests that one website works on at once; default 1000",
    "RAADGEVER_POLARS_THREADS": "threads that one process counts with; default one per processor",
}
_LIMIT: Final = 1_000_000


class Capacity(Struct, frozen=True):
    """Of one website. Whoever comes on top of it is asked to come back.

    A thousand requests is what is answered within the ten seconds that one waits for the database.
    """

    connections: int = 10_000
    requests: int = 1_000


def _number(
    environ: Mapping[str, str], name: str, default: int, least: int, problems: list[str]
) -> int:
    said = environ.get(name, "").strip()
    if not said:
        return default
    if re.fullmatch(r"[0-9]{1,7}", said) and least <= int(said) <= _LIMIT:
        return int(said)
    problems.append(f"{name}: {said!r} is not a number from {least} up to {_LIMIT}.")
    return default


def read(environ: Mapping[str, str], problems: list[str]) -> Capacity:
    usual = Capacity()
    return Capacity(
        _number(environ, "RAADGEVER_MOST_CONNECTIONS", usual.connections, 10, problems),
        _number(environ, "RAADGEVER_MOST_REQUESTS", usual.requests, 1, problems),
    )


def cap_polars(environ: MutableMapping[str, str]) -> list[str]:
    """Tell Polars how many threads it may have; what is wrong with the setting.

    It looks once, when it is first imported: this has to come before anything that counts.
    """
    problems: list[str] = []
    if wanted := _number(environ, "RAADGEVER_POLARS_THREADS", 0, 1, problems):
        environ["POLARS_MAX_THREADS"] = str(wanted)
    return problems
