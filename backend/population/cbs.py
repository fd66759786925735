# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kerncijfers wijken en buurten of Statistics Netherlands, as CSV, XLSX, or JSON of their OData.

A line per region: GM and four digits is the municipality, then WK for a district or BU for a
neighbourhood. Columns are known by their name without the number behind it, which differs from
year to year. What the file says of other municipalities is passed over.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from backend.population.cells import Noted, whole
from backend.web.languages import gettext
from backend.web.pages import number
from surveys.population import AGE, SEX, SEXES, Margin, Target, apart
from surveys.questions import Option
from surveys.template import AGE_BANDS, NEIGHBOURHOOD

_CODES: Final = ("codering", "wijkenenbuurten", "regios", "gwb_code", "code")
_NUMBERED: Final = re.compile(r"_\d+$")
_REGION: Final = re.compile(r"GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4}")
_ALL: Final = "aantalinwoners"
_SEXES: Final = {"mannen": "man", "vrouwen": "vrouw"}
_CHILDREN: Final = "k_0tot15jaar"
_AGES: Final = {
    "k_15tot25jaar": "15-24",
    "k_25tot45jaar": "25-44",
    "k_45tot65jaar": "45-64",
    "k_65jaarofouder": "65+",
}
Line = Mapping[str, str]
"""Bare name of a column to what stands in it."""


class Regions(Struct, frozen=True):
    """The lines of one municipality, by code, and where each stands in the file."""

    town: str
    lines: Mapping[str, Line]
    rows: Mapping[str, int]


def bare(column: str) -> str:
    return _NUMBERED.sub("", column.strip()).casefold()


def code_column(header: Sequence[str]) -> str | None:
    """The column with codes of regions, when this is such a table."""
    names = [bare(name) for name in header]
    known = {_ALL, *_SEXES, *_AGES}
    if not known & set(names):
        return None
    return next((code for code in _CODES if code in names), None)


def _town(codes: Sequence[str], hoods: Sequence[Option]) -> str:
    """Whose neighbourhoods ours are; without any, the only one that the file is about."""
    for hood in hoods:
        if _REGION.fullmatch(hood.value):
            return f"GM{hood.value[2:6]}"
    towns = sorted({code for code in codes if code.startswith("GM")})
    return towns[0] if len(towns) == 1 else ""


def regions(
    lines: Sequence[tuple[int, Line]], code: str, hoods: Sequence[Option], noted: Noted
) -> Regions | None:
    codes = [line[code].strip() for _, line in lines]
    for (row, _), given in zip(lines, codes, strict=True):
        if not _REGION.fullmatch(given) and not given.startswith("NL"):
            what = gettext("{code} is geen code van een gemeente, wijk of buurt.")
            noted.problem(row, code, what.format(code=given or "-"))
    town = _town(codes, hoods)
    if not town:
        noted.problem(
            0, code, gettext("In het bestand staan meer gemeenten. Laat alleen de uwe staan.")
        )
        return None
    found: dict[str, Line] = {}
    rows: dict[str, int] = {}
    for (row, line), given in zip(lines, codes, strict=True):
        if given[2:6] != town[2:]:
            continue
        if given in found:
            what = gettext("{code} staat er twee keer.").format(code=given)
            noted.problem(row, code, what)
        found[given], rows[given] = line, row
    if town not in found:
        what = gettext("De regel van de gemeente zelf ({code}) staat er niet in.")
        noted.problem(0, code, what.format(code=town))
        return None
    return Regions(town, found, rows)


class _Reader:
    """Takes numbers out of the lines; each that is none is noted once."""

    def __init__(self, held: Regions, noted: Noted) -> None:
        self._held, self._noted = held, noted

    def has(self, region: str, column: str) -> bool:
        return bool(self._held.lines[region].get(column, "").strip(" ."))

    def number(self, region: str, column: str) -> int:
        text = self._held.lines[region].get(column, "")
        return whole(text, self._noted, self._held.rows[region], column)

    def same(self, region: str, what: str, one: int, other: int) -> None:
        if apart(one, other):
            said = gettext("{what} zijn samen {one}, en er zijn {other} inwoners.")
            text = said.format(what=what, one=number(one), other=number(other))
            self._noted.problem(self._held.rows[region], "", text)


def _ages(read: _Reader, town: str) -> Iterator[Margin]:
    if not any(read.has(town, column) for column in _AGES):
        return
    labels = {option.value: option.label for option in AGE_BANDS}
    ages = {band: read.number(town, column) for column, band in _AGES.items()}
    if read.has(town, _ALL) and read.has(town, _CHILDREN):
        everybody = sum(ages.values()) + read.number(town, _CHILDREN)
        read.same(town, gettext("De leeftijden"), everybody, read.number(town, _ALL))
    yield Margin(AGE, "15+", tuple(Target(band, labels[band], n) for band, n in ages.items()))


def _sexes(read: _Reader, town: str) -> Iterator[Margin]:
    if not any(read.has(town, column) for column in _SEXES):
        return
    labels = {option.value: option.label for option in SEXES}
    found = {sex: read.number(town, column) for column, sex in _SEXES.items()}
    if read.has(town, _ALL):
        who = gettext("Mannen en vrouwen")
        read.same(town, who, sum(found.values()), read.number(town, _ALL))
    yield Margin(SEX, "alle", tuple(Target(sex, labels[sex], n) for sex, n in found.items()))


def _hoods(read: _Reader, held: Regions, hoods: Sequence[Option], noted: Noted) -> Iterator[Margin]:
    if not hoods:
        return
    absent = [hood for hood in hoods if hood.value not in held.lines]
    for hood in absent:
        what = gettext("{name} ({code}) staat niet in het bestand.")
        noted.problem(0, NEIGHBOURHOOD, what.format(name=hood.label, code=hood.value))
    if absent:
        return
    adults = all(read.has(hood.value, _CHILDREN) for hood in hoods)
    everybody = {hood.value: read.number(hood.value, _ALL) for hood in hoods}
    read.same(
        held.town, gettext("De wijken"), sum(everybody.values()), read.number(held.town, _ALL)
    )
    targets = tuple(
        Target(
            hood.value,
            hood.label,
            everybody[hood.value] - (read.number(hood.value, _CHILDREN) if adults else 0),
        )
        for hood in hoods
    )
    yield Margin(NEIGHBOURHOOD, "15+" if adults else "alle", targets)


def margins(held: Regions, hoods: Sequence[Option], noted: Noted) -> tuple[Margin, ...]:
    """As many as the file has numbers for."""
    read = _Reader(held, noted)
    return (
        *_ages(read, held.town),
        *_sexes(read, held.town),
        *_hoods(read, held, hoods, noted),
    )
