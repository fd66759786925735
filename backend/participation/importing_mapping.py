# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person wrote down about the export of another tool: which column is which question."""

import json
from collections.abc import Callable
from typing import Final, TypeVar

import msgspec
from msgspec import Struct

from backend.errors import Flaw, Invalid
from backend.web.languages import gettext
from surveys.text import UNPRINTABLE

LARGEST: Final = 2_000_000
T = TypeVar("T")


class Column(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One column of the export.

    question   a field of the form: the key of a question, or `key.other`, or `key.skip`
    option     this column says yes or no to this one option of the question
    values     their word to our value; without it our values and our labels are understood
    separator  what stands between several answers in one cell
    other      what is none of the values, is the text of "Anders, namelijk"
    """

    question: str
    option: str | None = None
    values: dict[str, str] | None = None
    separator: str = ""
    other: bool = False


class Mapping(Struct, frozen=True, forbid_unknown_fields=True):
    """`source` keeps the numbers of two exports apart; `id` is the column with those numbers."""

    consultation: str
    columns: dict[str, Column]
    source: str = ""
    id: str | None = None
    ignore: tuple[str, ...] = ()


def column_named(name: str) -> str:
    return gettext("kolom {name}").format(name=name[:80])


def refuse(flaws: list[Flaw]) -> None:
    if flaws:
        raise Invalid(
            gettext("De koppeling klopt niet."), gettext("Verbeter wat hieronder staat."), flaws
        )


def read(data: bytes) -> Mapping:
    """`Invalid` with everything that is wrong with the shape, not just the first thing."""
    if len(data) > LARGEST:
        raise Invalid(
            gettext("De koppeling is te groot."), gettext("Kies het JSON-bestand met de koppeling.")
        )
    fields = _object(data)
    flaws: list[Flaw] = []

    def take(name: str, kind: type[T], usual: Callable[[], T]) -> T:
        if name not in fields:
            return usual()
        try:
            return msgspec.convert(fields[name], kind)
        except msgspec.ValidationError as error:
            flaws.append(Flaw(name, gettext("Dit klopt niet: {error}.").format(error=error)))
            return usual()

    flaws += [
        Flaw(name[:80], gettext("Dit hoort niet in een koppeling."))
        for name in fields
        if name not in Mapping.__struct_fields__
    ]
    flaws += [
        Flaw(name, gettext("Dit ontbreekt."))
        for name in ("consultation", "columns")
        if name not in fields
    ]
    columns: dict[str, Column] = {}
    for name, column in take("columns", dict[str, object], dict).items():
        try:
            columns[name] = msgspec.convert(column, Column)
        except msgspec.ValidationError as error:
            flaws.append(
                Flaw(column_named(name), gettext("Dit klopt niet: {error}.").format(error=error))
            )
    own = fields.get("id")
    mapping = Mapping(
        take("consultation", str, str),
        columns,
        take("source", str, str),
        own if isinstance(own, str) else None,
        take("ignore", tuple[str, ...], tuple),
    )
    if own is not None and mapping.id is None:
        flaws.append(Flaw("id", gettext("Zet hier de naam van een kolom.")))
    if UNPRINTABLE.search(mapping.consultation):
        flaws.append(Flaw("consultation", gettext("Hier staan tekens die niet te lezen zijn.")))
    refuse(flaws)
    return mapping


def _object(data: bytes) -> dict[str, object]:
    twice: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        twice.extend(name for name in set(names) if names.count(name) > 1)
        return dict(pairs)

    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=once)
        json.dumps(found, ensure_ascii=False).encode()  # half a pair of surrogates is no text
    except (ValueError, RecursionError):
        raise Invalid(
            gettext("De koppeling is geen geldige JSON."),
            gettext("Kijk naar komma's, aanhalingstekens en haken."),
        ) from None
    if not isinstance(found, dict):
        raise Invalid(
            gettext("De koppeling is geen object."), gettext("Begin het bestand met een accolade.")
        )
    refuse([Flaw(name[:80], gettext("Dit staat er twee keer.")) for name in sorted(twice)])
    return msgspec.convert(found, dict[str, object])


def write(mapping: Mapping) -> bytes:
    """As a person can read and change it."""
    return msgspec.json.format(msgspec.json.encode(mapping), indent=2) + b"\n"
