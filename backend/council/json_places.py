# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading somebody else's JSON: every value is asked for by name and kind, and what is wrong is
noted with its place instead of raised, so that the griffier gets all of it at once.

A problem never quotes a value: what is wrong may stand in something confidential.
"""

import re
from typing import Final, TypeAlias

from backend.council.plain_text import forbidden, one_line
from backend.council.problems import AGAIN, CORRECT, Problems

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MOST_IN_A_LIST: Final = 10_000
LARGEST_WHOLE: Final = 2**31 - 1  # an integer column
_DIGITS: Final = re.compile(r"[0-9]{1,18}")


class Place:
    """One JSON object, where it lies, and where to note what is wrong with it."""

    def __init__(self, problems: Problems, path: str, fields: dict[str, Json]) -> None:
        self.problems: Final = problems
        self.path: Final = path
        self.fields: Final = fields

    @property
    def known_id(self) -> str | None:
        return _id(self.fields.get("id"))

    @property
    def name(self) -> str:
        known = self.known_id
        return f"{self.path or '/'} (id {known})" if known else self.path or "/"

    def note(self, what: str, do: str = AGAIN) -> None:
        self.problems.note(self.name, what, do)

    def id(self) -> str | None:
        """The source's number for this, as text; noted when it is missing."""
        if (known := self.known_id) is None:
            self.note("“id” ontbreekt of is geen heel getal groter dan 0.")
        return known

    def reference(self, field: str) -> str | None:
        """The id of something else, given bare or as an object with an id."""
        value = self.fields.get(field)
        if value is None:
            return None
        known = _id(value.get("id") if isinstance(value, dict) else value)
        if known is None:
            self.note(f"“{field}” verwijst nergens naar: er staat geen geldig id.")
        return known

    def whole(self, field: str) -> int | None:
        value = self.fields.get(field)
        if value is None or (type(value) is int and abs(value) <= LARGEST_WHOLE):
            return value
        self.note(f"“{field}” moet een heel getal zijn, maar is {_kind(value)}.")
        return None

    def flag(self, field: str) -> bool | None:
        """True and false, also as 1 and 0. None: it is not stated."""
        value = self.fields.get(field)
        if value is None or (isinstance(value, int) and value in {0, 1}):
            return None if value is None else bool(value)
        self.note(f"“{field}” moet ja of nee zijn (true, false, 1 of 0), maar is {_kind(value)}.")
        return None

    def raw_text(self, field: str, most: int) -> str | None:
        """Text as it stands, checked for length and for what cannot be stored."""
        value = self.fields.get(field)
        if value is None:
            return None
        if not isinstance(value, str):
            self.note(f"“{field}” moet tekst zijn, maar is {_kind(value)}.")
            return None
        if len(value) > most:
            self.note(
                f"“{field}” is te lang: {len(value)} tekens. Het mogen er {most} zijn.", CORRECT
            )
            return None
        if wrong := forbidden(value):
            self.note(f"In “{field}” staat {wrong}.", CORRECT)
            return None
        return value

    def text(self, field: str, most: int) -> str | None:
        """One line, NFC; empty is nothing."""
        return one_line(self.raw_text(field, most) or "") or None

    def child(self, field: str) -> "Place | None":
        value = self.fields.get(field)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.note(f"“{field}” moet een object zijn, maar is {_kind(value)}.")
            return None
        return Place(self.problems, f"{self.path}/{field}", value)

    def children(self, field: str) -> list["Place"]:
        """The objects in a list; a list that is absent or null is empty."""
        value = self.fields.get(field)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > MOST_IN_A_LIST:
            wrong = f"heeft er {len(value)}" if isinstance(value, list) else f"is {_kind(value)}"
            self.note(
                f"“{field}” moet een lijst zijn van ten hoogste {MOST_IN_A_LIST}, maar {wrong}."
            )
            return []
        places: list[Place] = []
        for number, entry in enumerate(value):
            path = f"{self.path}/{field}/{number}"
            if isinstance(entry, dict):
                places.append(Place(self.problems, path, entry))
            else:
                self.problems.note(path, f"Hier hoort een object, geen {_kind(entry)}.", AGAIN)
        return places


def _id(value: Json) -> str | None:
    if type(value) is int and 0 < value < 10**18:
        return str(value)
    if isinstance(value, str) and _DIGITS.fullmatch(value) and int(value):
        return str(int(value))
    return None


def _kind(value: Json) -> str:
    match value:
        case None:
            return "leeg"
        case bool():
            return "“true” of “false”"
        case int() | float():
            return "een getal dat hier niet past"
        case str():
            return "tekst"
        case list():
            return "een lijst"
        case dict():
            return "een object"
