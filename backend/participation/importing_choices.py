# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A mapping as a form that a griffier can correct, and back.

A word of theirs for which no answer was found has the value `UNKNOWN`: its rows are refused, each
with that reason, until somebody says what it means.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Looked
from typing import Final

from msgspec import Struct, structs

from backend.errors import Invalid
from backend.participation import importing_proposal
from backend.participation.importing_mapping import Column, Mapping
from backend.participation.importing_plan import choices, titled
from backend.web.forms import Reader
from backend.web.languages import gettext, stored
from backend.web.tables_in import Table
from surveys.questionnaire import Questionnaire
from surveys.questions import ChoiceQuestion, ChoicesQuestion, Question
from surveys.text import UNPRINTABLE

UNKNOWN: Final = "?"
NUMBER: Final = "nummer"
MOST_COLUMNS: Final = 150
MOST_WORDS: Final = 1_500
MOST_FIELDS: Final = MOST_COLUMNS + MOST_WORDS + 20  # of one form, with what it carries
_LONGEST_SAMPLE: Final = 60

Choice = tuple[str, str]


class Word(Struct, frozen=True):
    """One word of theirs; `field` is what its list of our answers is called in the form."""

    field: str
    word: str
    value: str
    answers: tuple[Choice, ...]


class Line(Struct, frozen=True):
    """One column: what stands in it, and what it is held for."""

    field: str
    name: str
    sample: str
    chosen: str
    words: tuple[Word, ...]


def _with(label: str, more: str) -> str:
    return f"{label} {more}"


def _of_question(question: Question) -> Iterator[Choice]:
    key = question.key
    label = titled(question)
    yield (f"veld|{key}", label)
    if isinstance(question, ChoicesQuestion):
        for option in choices(question):
            ticked = gettext("{question} Aangekruist: {answer}")
            said = ticked.format(question=label, answer=option.label)
            yield (f"optie|{key}|{option.value}", said)
    if isinstance(question, ChoiceQuestion | ChoicesQuestion) and question.other:
        yield (
            f"anders|{key}",
            _with(label, gettext("(wat wij niet kennen, is “Anders, namelijk”)")),
        )
        yield (f"veld|{key}.other", _with(label, gettext("De tekst bij “Anders, namelijk”")))
    if f"{key}.skip" in question.fields:
        yield (f"veld|{key}.skip", _with(label, gettext("Aangekruist: Dat weet ik niet")))


def offered(questionnaire: Questionnaire) -> tuple[Choice, ...]:
    """What a column can be held for."""
    usual = (("", gettext("Niet gebruiken")), (NUMBER, gettext("Het nummer van de inzending")))
    return (*usual, *(one for q in questionnaire.questions for one in _of_question(q)))


def _spelled(mapping: Mapping, name: str) -> str:
    column = mapping.columns.get(name)
    if column is None:
        return NUMBER if mapping.id == name else ""
    if column.option is not None:
        return f"optie|{column.question}|{column.option}"
    return f"{'anders' if column.other else 'veld'}|{column.question}"


def _column(chosen: str, cells: list[str], questionnaire: Questionnaire) -> Column | None:
    """For what was chosen just now, with a guess at the words that stand in the column."""
    kind, _, rest = chosen.partition("|")
    field, _, option = rest.partition("|")
    question = questionnaire.fields().get(field)
    if question is None:
        return None
    if kind == "optie":
        return Column(field, option=option)
    if field != question.key:
        return Column(field)
    guessed = importing_proposal.whole(question, cells)
    return structs.replace(guessed, other=True) if kind == "anders" else guessed


def lines(mapping: Mapping, table: Table, questionnaire: Questionnaire) -> tuple[Line, ...]:
    said = sum(len(column.values or ()) for column in mapping.columns.values())
    if len(table.header) > MOST_COLUMNS or said > MOST_WORDS:
        raise Invalid(
            gettext(
                "Dit bestand heeft te veel kolommen of te veel verschillende antwoorden voor deze"
                " pagina."
            ),
            gettext("Haal de kolommen weg die u niet gebruikt, of vraag de beheerder."),
        )
    return tuple(
        Line(
            f"k{place}",
            name,
            _sample([row.cells[place] for row in table.rows if row.cells]),
            _spelled(mapping, name),
            _words(place, mapping.columns.get(name), questionnaire.fields()),
        )
        for place, name in enumerate(table.header)
    )


def _sample(cells: list[str]) -> str:
    """The first few different things that stand in a column."""
    seen = list(dict.fromkeys(cell for cell in cells if cell))[:3]
    short = [
        text if len(text) <= _LONGEST_SAMPLE else f"{text[:_LONGEST_SAMPLE]}…" for text in seen
    ]
    return UNPRINTABLE.sub("\ufffd", "; ".join(" ".join(text.split()) for text in short))


def _words(place: int, column: Column | None, known: Looked[str, Question]) -> tuple[Word, ...]:
    if column is None or column.option is not None or column.question not in known:
        return ()
    ours = [(one.value, stored(one.label)) for one in choices(known[column.question])]
    refused, empty = gettext("Weiger deze rijen"), gettext("Telt als niet ingevuld")
    answers = ((UNKNOWN, refused), ("", empty), *ours)
    said = (column.values or {}).items() if ours else ()
    return tuple(
        Word(f"w{place}.{number}", word, value, answers)
        for number, (word, value) in enumerate(said)
    )


def chosen(reader: Reader, was: Mapping, table: Table, questionnaire: Questionnaire) -> Mapping:
    """The mapping as corrected. Words that belonged to another choice are guessed at anew."""
    can_be = [value for value, _ in offered(questionnaire)]
    columns: dict[str, Column] = {}
    number: str | None = None
    for line in lines(was, table, questionnaire):
        answers = {one.field: reader.choice(one.field, [v for v, _ in one.answers])
                   for one in line.words}  # fmt: skip
        picked = reader.choice(line.field, can_be)
        if picked == NUMBER:
            number = line.name
        elif picked and picked == line.chosen:
            before = was.columns[line.name]
            said = {one.word: answers[one.field] for one in line.words}
            columns[line.name] = structs.replace(before, values=said) if said else before
        elif picked:
            place = table.header.index(line.name)
            cells = [row.cells[place] for row in table.rows if row.cells]
            column = _column(picked, cells, questionnaire)
            if column is not None:
                columns[line.name] = column
    ignore = tuple(name for name in table.header if name not in columns and name != number)
    return structs.replace(was, columns=columns, id=number, ignore=ignore)


def sure(mapping: Mapping) -> Mapping:
    """Without the words whose meaning nobody told: rows that hold one are refused."""
    columns = {
        name: column
        if column.values is None
        else structs.replace(
            column, values={w: value for w, value in column.values.items() if value != UNKNOWN}
        )
        for name, column in mapping.columns.items()
    }
    return structs.replace(mapping, columns=columns)
