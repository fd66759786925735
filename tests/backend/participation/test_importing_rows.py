# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a cell of somebody else's table to an answer of ours, without a database."""

from typing import get_args
from uuid import UUID

import pytest

from backend.errors import Invalid
from backend.participation import importing_words
from backend.participation.importing_mapping import Column
from backend.participation.importing_plan import bind
from backend.participation.importing_rows import Keys, Problem, read, sort_out
from backend.web.tables_in import Row
from surveys.questionnaire import Answers, Questionnaire
from surveys.questions import OpenQuestion
from surveys.reading import Flaw
from tests.backend.participation.exports import ASKED, STANCE, mapping

PARK, SECRET = UUID(int=7), b"s3cret-of-the-municipality-0123456789"


def said(columns: dict[str, Column], **cells: str) -> Answers | list[tuple[str, str]]:
    """One row with these cells; keyword names stand for the columns in order."""
    found = plan(columns)
    answers = read(found, Row(2, tuple(cells.values())))
    if isinstance(answers, Answers):
        return answers
    return [(problem.column, problem.what) for problem in answers]


def plan(columns: dict[str, Column], **more: object):
    header = [*columns, *more.get("ignore", ()), *filter(None, [more.get("number")])]
    return bind(mapping(columns, **more), header, ASKED)


def flat(columns: dict[str, Column], **cells: str) -> dict[str, str]:
    found = said(columns, **cells)
    assert isinstance(found, Answers), found
    return found.flat()


@pytest.mark.parametrize("word", ["Mee eens", " mee  EENS ", "mee\u00a0eens"])
def test_a_word_is_known_whatever_its_capitals_and_spaces(word: str) -> None:
    assert flat({"Park?": STANCE}, a=word) == {"1.stance": "for"}


def test_without_a_list_of_words_our_own_labels_and_values_are_understood() -> None:
    column = {"Park?": Column("1.stance"), "Rust": Column("rust"), "Wijk": Column("wijk")}
    assert flat(column, a="Helemaal tegen", b="4", c="banken") == {
        "1.stance": "strongly_against",
        "rust": "4",
        "wijk": "banken",
    }
    assert flat({"Park?": Column("1.stance")}, a="for_if") == {"1.stance": "for_if"}


def test_a_word_that_nobody_mapped_is_refused_by_name() -> None:
    assert said({"Park?": STANCE}, a="Tja") == [
        ("Park?", "Het antwoord “Tja” staat niet in de koppeling.")
    ]


def test_a_word_can_be_mapped_to_left_empty() -> None:
    columns = {"Park?": STANCE, "Tekst": Column("1.advice", values={"n.v.t.": ""})}
    assert flat(columns, a="n.v.t.", b="Bomen.") == {"1.advice": "Bomen."}
    assert flat(columns, a="Oneens", b="N.v.t.") == {"1.stance": "against"}


LIME = {
    "waarmee[1]": Column("waarmee", option="bomen"),
    "waarmee[2]": Column("waarmee", option="banken"),
    "waarmee[other]": Column("waarmee.other"),
}


@pytest.mark.parametrize("yes", ["Y", "Ja", "1", "TRUE", "x", "Bomen"])
@pytest.mark.parametrize("no", ["", "N", "nee", "0", "onwaar"])
def test_a_column_per_option_says_yes_or_no(yes: str, no: str) -> None:
    assert flat(LIME, a=yes, b=no, c="") == {"waarmee": "bomen"}


def test_what_was_typed_at_other_means_that_other_was_chosen() -> None:
    assert flat(LIME, a="Y", b="", c="Een glijbaan") == {
        "waarmee": "bomen other",
        "waarmee.other": "Een glijbaan",
    }


def test_a_column_per_option_with_something_else_in_it_is_refused() -> None:
    assert said(LIME, a="misschien", b="", c="") == [
        ("waarmee[1]", "Hier hoort ja of nee te staan, en er staat “misschien”.")
    ]


LIST = {"Wat?": Column("waarmee", separator=", ", other=True)}


def test_several_answers_in_one_cell_are_cut_also_where_a_label_holds_the_separator() -> None:
    assert flat(LIST, a="Een vijver, Banken, ook om op te liggen") == {"waarmee": "banken vijver"}


def test_what_is_no_option_is_the_text_of_other_where_the_mapping_says_so() -> None:
    assert flat(LIST, a="Bomen, Een glijbaan, een wip") == {
        "waarmee": "bomen other",
        "waarmee.other": "Een glijbaan, een wip",
    }
    strict = {"Wat?": Column("waarmee", separator=", ")}
    assert [what for _, what in said(strict, a="Bomen, Een wip")] == [
        "Het antwoord “Een wip” staat niet in de koppeling."
    ]


def test_one_choice_with_its_text_in_a_column_of_its_own() -> None:
    columns = {"Eerst": Column("eerst"), "Anders": Column("eerst.other")}
    assert flat(columns, a="", b="Een wip") == {"eerst": "other", "eerst.other": "Een wip"}
    assert said(columns, a="Bomen", b="Een wip") == [
        ("Anders", importing_words.WHY["other_not_chosen"])
    ]
    assert said(columns, a="Anders, namelijk", b="") == [
        ("Anders", importing_words.WHY["other_empty"])
    ]


def test_every_problem_of_a_row_is_named_at_once_with_its_column() -> None:
    columns = {"Keren": Column("keer"), "Wat?": Column("waarmee", separator=";")}
    assert said(columns, a="vaak", b="bomen;banken;vijver;weet niet") == [
        ("Wat?", "Het antwoord “weet niet” staat niet in de koppeling."),
        ("Keren", "Dit is geen heel getal. Een heel getal van 0 tot en met 400."),
    ]
    assert said(columns, a="1.250", b="no_opinion;bomen") == [
        ("Wat?", importing_words.WHY["not_with_others"]),
        ("Keren", "Dit getal is te klein of te groot. Een heel getal van 0 tot en met 400."),
    ]


def test_a_cell_that_cannot_be_read_hides_no_other_reason_and_makes_none_up() -> None:
    columns = {
        "Park?": STANCE,
        "Waarom": Column("waarom"),
        "Eerst": Column("eerst", values={"Bomen": "bomen"}),
        "Anders": Column("eerst.other"),
    }
    tja = ("Park?", "Het antwoord “Tja” staat niet in de koppeling.")
    long = ("Waarom", "Deze tekst is te lang: 51 tekens. Er passen er 50.")
    assert said(columns, a="Tja", b="x" * 51, c="", d="") == [tja, long]
    assert said(columns, a="Tja", b="Te druk.", c="", d="") == [tja]
    wip = ("Eerst", "Het antwoord “Wip” staat niet in de koppeling.")
    assert said(columns, a="Tja", b="", c="Wip", d="Een wip") == [tja, wip]
    assert said({"Wijk": Column("wijk"), **columns}, a="Ver", b="", c="", d="", e="") == [
        ("Wijk", "Het antwoord “Ver” staat niet in de koppeling.")
    ]


def test_a_problem_names_its_question_and_the_limit_that_was_passed() -> None:
    columns = {"V1": Column("waarmee", separator=";"), "V2": Column("1.advice")}
    row = Row(2, ("Bomen;Banken, ook om op te liggen;Een vijver;other", "x" * 4_001))
    found = read(plan(columns), row)
    assert isinstance(found, list)
    assert [(one.column, one.question) for one in found] == [
        ("V2", "Beslispunt 1: Wat raadt u de raad aan?"),
        ("V1", "Beslispunt 1: Wat moet er komen?"),
    ]
    assert [one.what for one in found] == [
        "Deze tekst is te lang: 4.001 tekens. Er passen er 4.000.",
        "Hier staan 4 antwoorden. Er mogen er 3 gekozen worden.",
    ]


def test_a_citizen_service_number_is_pointed_at_and_refuses_no_row() -> None:
    found = plan({"Park?": STANCE, "Tekst": Column("1.advice")}, number="ID")
    rows = [Row(2, ("Oneens", "Mijn nummer is 123456782.", "1")), Row(3, ("Oneens", "Nee.", "2"))]
    ready, problems = sort_out(found, rows, Keys(found, PARK, SECRET))
    assert problems == []
    assert [[(one.row, one.column) for one in row.seen] for row in ready] == [[(2, "Tekst")], []]


def test_an_answer_to_a_question_that_was_not_asked_is_refused() -> None:
    columns = {"Park?": STANCE, "Waarom": Column("waarom")}
    assert flat(columns, a="Oneens", b="Te druk.") == {"1.stance": "against", "waarom": "Te druk."}
    assert said(columns, a="Mee eens", b="Te druk.") == [("Waarom", importing_words.WHY["hidden"])]
    assert said(columns, a="Oneens", b="x" * 51) == [
        ("Waarom", "Deze tekst is te lang: 51 tekens. Er passen er 50.")
    ]


@pytest.mark.parametrize("letter", ["\0", "\x07", "\x1b", "\udcff"])
def test_what_cannot_be_read_refuses_the_row_and_not_the_file(letter: str) -> None:
    columns = {"Park?": STANCE, "Tekst": Column("1.advice")}
    assert said(columns, a="Oneens", b=f"ja{letter}") == [("Tekst", importing_words.UNREADABLE)]


def test_a_row_with_only_background_says_nothing_on_the_proposal() -> None:
    assert said({"Wijk": Column("wijk")}, a="Bomen") == [("", importing_words.NOTHING_SAID)]


def test_every_flaw_of_a_form_has_words_for_a_row() -> None:
    assert set(importing_words.WHY) == set(get_args(Flaw))


def test_a_mapping_names_everything_that_does_not_fit_at_once() -> None:
    columns = {
        "Weg": Column("1.advice"),
        "Raar": Column("2.stance"),
        "Park?": Column("1.stance", values={"Ja": "yes", "JA ": "for"}, separator=";"),
        "Optie": Column("eerst", option="bomen"),
        "Dubbel": Column("1.stance"),
        "Keren": Column("keer", other=True),
    }
    chosen = mapping(columns, number="Nummer", ignore=("Datum", "Keren"))
    with pytest.raises(Invalid) as refusal:
        bind(chosen, ["Raar", "Park?", "Optie", "Dubbel", "Keren", "Nummer", "Vergeten"], ASKED)
    found = {(flaw.where, flaw.what.split(".")[0]) for flaw in refusal.value.flaws}
    assert found == {
        ("kolom Weg", "Deze kolom staat niet in het bestand"),
        ("kolom Datum", "Deze kolom staat niet in het bestand"),
        ("kolom Keren", "Deze kolom staat twee keer in de koppeling"),
        ("kolom Vergeten", "Deze kolom staat niet in de koppeling"),
        ("kolom Dubbel", "Kolom Park? hoort al bij deze vraag"),
        ("kolom Raar", "De raadpleging heeft geen vraag 2"),
        (
            "kolom Park?",
            "Een scheidingsteken past alleen bij een vraag met meer antwoorden in een cel",
        ),
        ("kolom Park?", "'yes' is geen antwoord op deze vraag"),
        ("kolom Park?", "'JA ' staat er twee keer, met een ander antwoord"),
        ("kolom Optie", "De vraag heeft geen optie bomen om aan te vinken"),
        ("kolom Keren", "Deze vraag heeft geen Anders, namelijk"),
    }


def test_a_required_question_without_a_column_is_told_once_and_not_per_row() -> None:
    asked = Questionnaire((OpenQuestion("a", "A", required=True), OpenQuestion("b", "B")))
    with pytest.raises(Invalid) as refusal:
        bind(mapping({"B": Column("b")}), ["B"], asked)
    assert [flaw.where for flaw in refusal.value.flaws] == ["vraag “Over het hele voorstel: A”"]
    both = mapping({"B": Column("b"), "Weet niet": Column("a.skip")})
    found = read(bind(both, ["B", "Weet niet"], asked), Row(2, ("Tekst", "Ja")))
    assert isinstance(found, Answers)
    assert found.flat() == {"b": "Tekst", "a.skip": "ja"}


def keys_of(rows: list[tuple[str, ...]], **more: object) -> list[UUID | Problem]:
    columns = {"Park?": STANCE, "Tekst": Column("1.advice")}
    keys = Keys(plan(columns, **more), PARK, SECRET)
    return [keys.of(Row(number, cells)) for number, cells in enumerate(rows, start=2)]


def test_equal_rows_are_told_apart_by_how_many_came_before() -> None:
    one, two = ("Oneens", "Bomen."), ("Mee eens", "")
    first = keys_of([one, two, one])
    assert len(set(first)) == 3
    assert keys_of([two, one, one, one])[:3] == [first[1], first[0], first[2]]


def test_a_number_knows_its_row_again_and_stands_in_a_file_once() -> None:
    rows = [("Oneens", "", "1"), ("Oneens", "", "2"), ("Mee eens", "", "1"), ("Oneens", "", "")]
    found = keys_of(rows, number="ID")
    assert isinstance(found[0], UUID)
    assert found[0] == keys_of(rows[2:], number="ID")[0]
    assert found[2] == Problem(4, "ID", "Dit nummer staat ook op rij 2.")
    assert found[3] == Problem(5, "ID", importing_words.NO_ID)
    assert keys_of(rows, number="ID", source="brief")[0] != found[0]


def test_a_key_cannot_be_made_without_the_secret() -> None:
    found = plan({"Park?": STANCE})
    row = Row(2, ("Oneens",))
    assert Keys(found, PARK, SECRET).of(row) != Keys(found, PARK, SECRET + b"x").of(row)
    assert Keys(found, PARK, SECRET).of(row) != Keys(found, UUID(int=8), SECRET).of(row)
