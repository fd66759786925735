# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo's own secrets: fresh, random, in one file that only its owner can read."""

import os
import secrets
from pathlib import Path

import msgspec
from msgspec import Struct

from backend.accounts import passwords
from backend.accounts.roles import Role

NAMES = {
    Role.GRIFFIE: "Gerda de Griffier",
    Role.ADVIESRAAD: "Ahmed van de Adviesraad",
    Role.RAADSLID: "Roos het Raadslid",
    Role.BEHEERDER: "Bas de Beheerder",
    Role.REKENKAMER: "Rik van de Rekenkamer",
}


MEMBERS = {"adviesraad-2": "Samira el Amrani", "adviesraad-3": "Wim Hofstra"}
"""Who sit in the advisory council beside the one with the role's own name."""
COLLEAGUES = {"griffie-2": "Karim de Griffier"}
"""Of the griffie: setting something aside takes two."""


class Keys(Struct):
    """`begun` is set when the demo starts to play and `played` when it came to its end, so that it
    is played once, and anew where it never began. `letters`: codes to try where it is open."""

    secret: str
    passwords: dict[str, str]
    begun: bool = False
    played: bool = False
    letters: list[str] = []


def path(home: Path) -> Path:
    return home / "demo.json"


def read(home: Path) -> Keys | None:
    try:
        return msgspec.json.decode(path(home).read_bytes(), type=Keys)
    except FileNotFoundError:
        return None


def fresh() -> Keys:
    everybody = (*map(str, Role), *COLLEAGUES, *MEMBERS)
    return Keys(secrets.token_urlsafe(48), {name: passwords.random() for name in everybody})


def write(home: Path, keys: Keys) -> None:
    """Mode 0600 from its first byte, and never half written."""
    half = path(home).with_suffix(".new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(keys), indent=2))
    half.rename(path(home))
