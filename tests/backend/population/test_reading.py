# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Figures of the town out of files: those of Statistics Netherlands, and tables of one's own."""

import json
from pathlib import Path

import pytest

from backend.errors import Invalid
from backend.population.cells import Problem
from backend.population.reading import Given, Read, read
from surveys.population import AGE, SEX
from surveys.questions import Option
from surveys.template import NEIGHBOURHOOD

HOODS = (Option("WK999901", "Noord"), Option("WK999902", "Zuid"))
GIVEN = Given("CBS", 2024, "15+")
HEADER = (
    "WijkenEnBuurten;AantalInwoners_5;Mannen_6;Vrouwen_7;k_0Tot15Jaar_8;k_15Tot25Jaar_9;"
    "k_25Tot45Jaar_10;k_45Tot65Jaar_11;k_65JaarOfOuder_12"
)
TOWN = "GM9999    ;1000;490;510;150;120;260;270;200"
NORTH = "WK999901  ;600;300;300;100;70;160;160;110"
SOUTH = "WK999902  ;400;190;210;50;50;100;110;90"
ELSEWHERE = "GM1111    ;99;50;49;9;20;20;30;20"


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def said(found: Read) -> list[str]:
    return [one.what for one in found.problems]


def test_ages_sexes_and_neighbourhoods_come_out_of_one_table_of_cbs() -> None:
    found = read(table(HEADER, TOWN, NORTH, SOUTH, ELSEWHERE), HOODS, GIVEN)
    assert found.problems == ()
    assert found.population is not None
    ages, sexes, hoods = found.population.margins
    assert [(one.group, one.residents) for one in ages.targets] == [
        ("15-24", 120), ("25-44", 260), ("45-64", 270), ("65+", 200),
    ]  # fmt: skip
    assert [(one.group, one.residents) for one in sexes.targets] == [("man", 490), ("vrouw", 510)]
    assert [(one.name, one.residents) for one in hoods.targets] == [("Noord", 500), ("Zuid", 350)]
    assert (ages.base, sexes.base, hoods.base) == ("15+", "alle", "15+")


def test_the_real_file_of_cbs_gives_sexes_and_districts_of_a_town(reference_data: Path) -> None:
    """It has no ages; so a district is all that live there, and we say that ages are absent."""
    file = reference_data / "cbs" / "kwb2024_gm_wk_stripped.json"
    held = json.loads(file.read_bytes())
    districts = tuple(
        Option(code, f"Wijk {code[-2:]}") for code in held if code.startswith("WK1680")
    )
    found = read(file.read_bytes(), districts, GIVEN)
    assert found.problems == ()
    assert found.population is not None
    sexes, hoods = found.population.margins
    assert [target.residents for target in sexes.targets] == [12867, 12978]
    assert len(hoods.targets) == len(districts)
    assert hoods.base == "alle"
    assert found.absent == (AGE,)


def test_every_town_of_the_real_file_can_be_read(reference_data: Path) -> None:
    file = reference_data / "cbs" / "kwb2024_gm_wk_stripped.json"
    held = json.loads(file.read_bytes())
    towns = [code for code in held if code.startswith("GM")]
    unsound = []
    for town in towns:
        mine = {code: line for code, line in held.items() if code[2:6] == town[2:]}
        districts = tuple(Option(code, code) for code in mine if code.startswith("WK"))
        lived_in = tuple(hood for hood in districts if mine[hood.value]["AantalInwoners_5"])
        found = read(json.dumps(mine).encode(), lived_in, GIVEN)
        if found.problems and len(lived_in) > 1:
            unsound.append((town, found.problems))
    assert unsound == []


def test_a_list_of_odata_is_read_as_well() -> None:
    numbers = {"AantalInwoners_5": 1000, "Mannen_6": 490, "Vrouwen_7": 510}
    rows = [{"WijkenEnBuurten": "GM9999    ", **numbers}]
    for held in (rows, {"odata.metadata": "…", "value": rows}):
        found = read(json.dumps(held).encode(), (), GIVEN)
        assert found.population is not None
        assert [margin.trait for margin in found.population.margins] == [SEX]


def test_everything_that_is_wrong_with_a_table_of_cbs_is_told_at_once() -> None:
    found = read(
        table(
            HEADER,
            "GM9999;1000;490;510;150;120;260;veel;200",
            "WK999901;600;300;300;100;70;160;160;110",
            "WK999901;600;300;300;100;70;160;160;110",
            "XX12;1;1;1;1;1;1;1;1",
        ),
        HOODS,
        GIVEN,
    )
    assert found.population is None
    assert found.problems == (
        Problem(0, NEIGHBOURHOOD, "Zuid (WK999902) staat niet in het bestand."),
        Problem(2, "k_45tot65jaar", "“veel” is geen heel getal."),
        Problem(2, "", "De leeftijden zijn samen 730, en er zijn 1.000 inwoners."),
        Problem(4, "wijkenenbuurten", "WK999901 staat er twee keer."),
        Problem(5, "wijkenenbuurten", "XX12 is geen code van een gemeente, wijk of buurt."),
    )


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("GM9999;1000;400;510;150;120;260;270;200", "Mannen en vrouwen zijn samen 910, en er zijn"),
        ("GM9999;1400;690;710;150;320;360;370;200", "De wijken zijn samen 1.000, en er zijn 1.400"),
        ("GM9999;1000;490;510;150;0;380;270;200", "Hier staat 0."),
        ("GM9999;1000;490;510;150;       .;260;270;200", "Hier staat geen getal."),
        ("GM9999;1000;-490;510;150;120;260;270;200", "“-490” is geen heel getal."),
        ("GM9999;1000;490,5;510;150;120;260;270;200", "“490,5” is geen heel getal."),
    ],
)
def test_totals_that_do_not_add_up_and_cells_that_are_no_number_are_refused(line, what) -> None:
    found = read(table(HEADER, line, NORTH, SOUTH), HOODS, GIVEN)
    assert found.population is None
    assert any(one.startswith(what) for one in said(found)), said(found)


def test_without_the_line_of_the_town_there_is_nothing_to_hold_to() -> None:
    assert said(read(table(HEADER, NORTH, SOUTH), HOODS, GIVEN))[0] == (
        "De regel van de gemeente zelf (GM9999) staat er niet in."
    )
    assert said(read(table(HEADER, TOWN, ELSEWHERE), (), GIVEN))[0] == (
        "In het bestand staan meer gemeenten. Laat alleen de uwe staan."
    )


OWN = (
    "Kenmerk;Groep;Aantal",
    "leeftijd;15-24;1.200",
    "leeftijd;25 tot en met 44 jaar;2600",
    "leeftijd;45-64;2700",
    "leeftijd;65+;2000",
    "geslacht;mannen;4200",
    "geslacht;Vrouw;4300",
    "wijk;Noord;5000",
    "wijk;WK999902;3500",
)


def test_a_table_of_ones_own_has_a_line_for_each_group() -> None:
    found = read(table(*OWN), HOODS, GIVEN)
    assert found.problems == ()
    assert found.population is not None
    assert [(margin.trait, margin.residents) for margin in found.population.margins] == [
        (AGE, 8500), (SEX, 8500), (NEIGHBOURHOOD, 8500),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "instead", "what"),
    [
        ("leeftijd;65+;2000", "", "Deze groepen ontbreken: 65 jaar of ouder."),
        ("leeftijd;65+;2000", "leeftijd;65+;0", "Hier staat 0."),
        ("leeftijd;65+;2000", "leeftijd;65+;veel", "“veel” is geen heel getal."),
        ("leeftijd;65+;2000", "leeftijd;65+;", "Hier staat geen getal."),
        ("leeftijd;65+;2000", "leeftijd;80+;2000", "“80+” is geen groep van leeftijd."),
        ("leeftijd;65+;2000", "leeftijd;65+;20000", "Samen zijn dit"),
        ("leeftijd;65+;2000", "leeftijd;65+;99999999", "Zoveel inwoners kan niet."),
        ("leeftijd;65+;2000", "leeftijd;45-64;2000", "45 tot en met 64 jaar staat er twee keer."),
        ("geslacht;mannen;4200", "", "Er is maar één groep."),
        ("wijk;Noord;5000", "gehucht;Noord;5000", "“gehucht” kennen wij niet."),
        ("wijk;Noord;5000", "wijk;Oost;5000", "“Oost” is geen groep van wijk."),
        ("Kenmerk;Groep;Aantal", "Kenmerk;Groep;Stuks", "Deze kolom ontbreekt."),
    ],
)
def test_what_is_wrong_with_ones_own_table_is_told(line, instead, what) -> None:
    lines = [instead if one == line else one for one in OWN]
    found = read(table(*filter(None, lines)), HOODS, GIVEN)
    assert found.population is None
    assert any(one.startswith(what) for one in said(found)), said(found)


def test_ages_alone_will_do_and_what_is_absent_is_told() -> None:
    found = read(table(*OWN[:5]), HOODS, GIVEN)
    assert found.population is not None
    assert found.absent == (SEX, NEIGHBOURHOOD)


@pytest.mark.parametrize("data", [b"{", b"[1, 2]", b"[" * 100_000, b"%PDF-1.7"])
def test_what_is_no_table_is_refused_and_not_a_crash(data: bytes) -> None:
    with pytest.raises(Invalid):
        read(data, HOODS, GIVEN)


def test_an_empty_list_holds_no_residents() -> None:
    assert read(b"[]", HOODS, GIVEN).population is None
