# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a file to figures of the town, or everything that is wrong with it at once.

Two kinds of files: what Statistics Netherlands gives (`cbs`), and a table of one's own with a line
for each group.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct

from backend.errors import Invalid
from backend.population import cbs
from backend.population.cells import Noted, Problem, whole
from backend.population.words import fault_in_words, trait_names
from backend.web import tables_in
from backend.web.languages import gettext
from surveys.population import (
    AGE,
    SEX,
    TRAITS,
    Base,
    Margin,
    Population,
    Target,
    faults,
    usual,
)
from surveys.questions import Option
from surveys.template import NEIGHBOURHOOD

OWN: Final = ("kenmerk", "groep", "aantal")
_TRAITS: Final = {
    "leeftijd": AGE,
    "geslacht": SEX,
    "wijk": NEIGHBOURHOOD,
    "buurt": NEIGHBOURHOOD,
}
_SAID: Final = {"mannen": "man", "vrouwen": "vrouw", "m": "man", "v": "vrouw"}
Lines = list[tuple[int, dict[str, str]]]


class _OData(Struct):
    value: list[dict[str, Any]]


class Given(Struct, frozen=True):
    """What somebody fills in beside the file. `base` counts for a table of one's own."""

    source: str
    year: int
    base: Base


class Read(Struct, frozen=True):
    """`population` when it can be used; `absent` are traits that it has nothing about."""

    population: Population | None
    problems: tuple[Problem, ...]
    absent: tuple[str, ...] = ()


def _from_json(data: bytes) -> Lines:
    """A dictionary by region, a list of lines, or such a list under `value` (OData)."""
    for form in (dict[str, dict[str, Any]], _OData, list[dict[str, Any]]):
        try:
            held = msgspec.json.decode(data, type=form)
        except (msgspec.DecodeError, RecursionError):
            continue
        return _lines(held)
    raise Invalid(
        gettext("Dit bestand is niet te lezen."),
        gettext("Kies de tabel als CSV, als Excelbestand (.xlsx) of als JSON van het CBS."),
    )


def _lines(held: "dict[str, dict[str, Any]] | _OData | list[dict[str, Any]]") -> Lines:
    if isinstance(held, _OData):
        held = held.value
    elif isinstance(held, dict):
        held = [{"code": code, **line} for code, line in held.items()]
    return [
        (place, {name: "" if cell is None else str(cell) for name, cell in line.items()})
        for place, line in enumerate(held, start=1)
    ]


def _from_table(data: bytes, noted: Noted) -> Lines:
    table = tables_in.read(data)
    for row in table.rows:
        if row.problem:
            noted.problem(row.number, "", row.problem)
    return [
        (row.number, dict(zip(table.header, row.cells, strict=True)))
        for row in table.rows
        if row.cells
    ]


def _group(trait: str, text: str, hoods: Sequence[Option]) -> Option | None:
    """By its code or by its name."""
    said = " ".join(text.casefold().split())
    said = _SAID.get(said, said) if trait == SEX else said
    for option in usual(trait, hoods):
        if said in (option.value.casefold(), option.label.casefold()):
            return option
    return None


def _own(lines: Lines, hoods: Sequence[Option], base: Base, noted: Noted) -> tuple[Margin, ...]:
    found: dict[str, list[Target]] = {}
    for row, line in lines:
        cells = {name.strip().casefold(): cell for name, cell in line.items()}
        said = cells["kenmerk"].strip().casefold()
        trait = _TRAITS.get(said)
        residents = whole(cells["aantal"], noted, row, "aantal")
        if trait is None:
            what = gettext("“{text}” kennen wij niet. Schrijf leeftijd, geslacht of wijk.")
            noted.problem(row, "kenmerk", what.format(text=said[:30] or "-"))
            continue
        option = _group(trait, cells["groep"], hoods)
        if option is None:
            what = gettext("“{text}” is geen groep van {trait}.")
            text = what.format(text=cells["groep"].strip()[:30] or "-", trait=trait_names()[trait])
            noted.problem(row, "groep", text)
            continue
        held = found.setdefault(trait, [])
        if any(target.group == option.value for target in held):
            what = gettext("{name} staat er twee keer.").format(name=option.label)
            noted.problem(row, "groep", what)
            continue
        held.append(Target(option.value, option.label, residents))
    return tuple(
        Margin(trait, "15+" if trait == AGE else base, _ordered(trait, found[trait], hoods))
        for trait in TRAITS
        if trait in found
    )


def _ordered(trait: str, held: Sequence[Target], hoods: Sequence[Option]) -> tuple[Target, ...]:
    order = [option.value for option in usual(trait, hoods)]
    return tuple(sorted(held, key=lambda target: order.index(target.group)))


def _margins(
    data: bytes, hoods: Sequence[Option], given: Given, noted: Noted
) -> tuple[Margin, ...]:
    is_json = data.lstrip()[:1] in (b"{", b"[")
    lines = _from_json(data) if is_json else _from_table(data, noted)
    header = list(dict.fromkeys(name for _, line in lines for name in line))
    code = cbs.code_column(header)
    if code is not None:
        bare = [(row, {cbs.bare(name): cell for name, cell in line.items()}) for row, line in lines]
        held = cbs.regions([(row, {code: "", **line}) for row, line in bare], code, hoods, noted)
        return cbs.margins(held, hoods, noted) if held else ()
    names = {name.strip().casefold() for name in header}
    if missing := [name for name in OWN if name not in names]:
        what = gettext("Deze kolom ontbreekt.")
        for name in missing:
            noted.problem(0, name, what)
        return ()
    return _own(lines, hoods, given.base, noted)


def read(data: bytes, hoods: Sequence[Option], given: Given) -> Read:
    """`hoods` are the neighbourhoods that residents choose from. `Invalid` for what is no table."""
    noted = Noted()
    margins = _margins(data, hoods, given, noted)
    population = Population(given.source, given.year, margins)
    if not noted.problems or margins:
        for fault in faults(population, hoods):
            if fault.kind not in ("zero", "large", "twice"):  # noted in their cell
                noted.problem(0, *fault_in_words(fault))
    absent = tuple(
        trait
        for trait in TRAITS
        if population.margin(trait) is None and (trait != NEIGHBOURHOOD or hoods)
    )
    problems = tuple(sorted(noted.problems, key=lambda one: one.row))
    return Read(None if problems else population, problems, absent)
