# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A mapping held against a header and a questionnaire: what to do with each cell."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from backend.consultations.question_list import heading_of, place_of
from backend.errors import Flaw
from backend.participation import asking
from backend.participation.importing_mapping import Column, Mapping, column_named, refuse
from backend.web.languages import DUTCH, gettext, spoken
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    NumberQuestion,
    OpenQuestion,
    Question,
)
from surveys.reading import SKIPPED

YES = frozenset({"ja", "j", "y", "yes", "1", "true", "waar", "x", "checked", "aangevinkt"})
NO = frozenset({"", "nee", "n", "no", "0", "false", "onwaar", "unchecked", "niet aangevinkt"})


def loose(text: str) -> str:
    """How two words are compared: capitals, spaces and accents' spelling do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Bound(Struct, frozen=True):
    """One column that is used.

    words      loosely spelled word to our value; empty with `free` text
    option     set when the column says yes or no to it
    free       any text is an answer
    """

    place: int
    name: str
    field: str
    question: Question
    words: dict[str, str]
    option: str | None
    free: bool
    separator: str
    other: bool


class Plan(Struct, frozen=True):
    """`id_place` is None when rows are known by what they say."""

    header: tuple[str, ...]
    questionnaire: Questionnaire
    columns: tuple[Bound, ...]
    source: str
    id_place: int | None

    def column_of(self, field: str) -> str:
        """The column to name when this field of the form is wrong."""
        question = self.questionnaire.fields().get(field)
        same = [bound.name for bound in self.columns if bound.field == field]
        near = [bound.name for bound in self.columns if bound.question is question]
        return next(iter(same + near), "")


def titled(question: Question) -> str:
    """Where it stands and what it asks, for whoever never sees its key."""
    named = gettext("{place}: {question}")
    return named.format(place=heading_of(place_of(question)), question=question.label)


def choices(question: Question) -> tuple[asking.Choice, ...]:
    """Values with the words that residents see."""
    with spoken(DUTCH):  # a file is in Dutch, whoever reads it
        return asking.asked(question).choices


def bind(mapping: Mapping, header: Sequence[str], questionnaire: Questionnaire) -> Plan:
    """`Invalid` with every column that is missing, double, unknown or forgotten."""
    flaws = [*_about_header(mapping, header), *_about_doubles(mapping)]
    fields = questionnaire.fields()
    places = {name: place for place, name in enumerate(header)}
    columns: list[Bound] = []
    for name, column in mapping.columns.items():
        question = fields.get(column.question)
        if question is None:
            said = gettext("De raadpleging heeft geen vraag {key}.")
            what = said.format(key=column.question[:60])
            flaws.append(Flaw(column_named(name), what))
            continue
        flaws += [Flaw(column_named(name), what) for what in _wrong(column, question)]
        columns.append(_bound(places.get(name, 0), name, column, question))
    asked = {bound.question.key for bound in columns}
    flaws += [
        Flaw(
            gettext("vraag “{question}”").format(question=titled(question)),
            gettext("Deze vraag is verplicht, en geen kolom hoort erbij."),
        )
        for question in questionnaire.questions
        if question.required and question.key not in asked and question.show_if is None
    ]
    refuse(flaws)
    place = None if mapping.id is None else places[mapping.id]
    return Plan(tuple(header), questionnaire, tuple(columns), mapping.source, place)


def _about_header(mapping: Mapping, header: Sequence[str]) -> Iterator[Flaw]:
    used = (*mapping.columns, *([mapping.id] if mapping.id is not None else []), *mapping.ignore)
    for name in used:
        if name not in header:
            yield Flaw(column_named(name), gettext("Deze kolom staat niet in het bestand."))
    for name, times in Counter(used).items():
        if times > 1:
            yield Flaw(column_named(name), gettext("Deze kolom staat twee keer in de koppeling."))
    for name in header:
        if name not in used:
            what = gettext(
                "Deze kolom staat niet in de koppeling. Zet hem bij columns of bij ignore."
            )
            yield Flaw(column_named(name), what)
    if not mapping.columns:
        yield Flaw("columns", gettext("Er is geen enkele kolom die bij een vraag hoort."))


def _about_doubles(mapping: Mapping) -> Iterator[Flaw]:
    """Two columns for one field make sense only when each is about another option."""
    first: dict[tuple[str, str | None], str] = {}
    whole = {c.question: name for name, c in mapping.columns.items() if c.option is None}
    for name, column in mapping.columns.items():
        before = first.setdefault((column.question, column.option), name)
        if before == name and column.option is not None:
            before = whole.get(column.question, name)
        if before != name:
            said = gettext("Kolom {name} hoort al bij deze vraag.")
            yield Flaw(column_named(name), said.format(name=before[:80]))


def _wrong(column: Column, question: Question) -> Iterator[str]:
    known: frozenset[str] | None = _values(column.question, question)
    several = isinstance(question, ChoicesQuestion) and column.question == question.key
    if column.option is not None:
        if not several or column.option not in (known or ()):
            said = gettext("De vraag heeft geen optie {option} om aan te vinken.")
            yield said.format(option=column.option[:60])
        known = YES | NO
    if column.separator and (not several or column.option is not None):
        yield gettext(
            "Een scheidingsteken past alleen bij een vraag met meer antwoorden in een cel."
        )
    if column.other and not (
        isinstance(question, ChoiceQuestion | ChoicesQuestion)
        and question.other
        and column.question == question.key
        and column.option is None
    ):
        yield gettext("Deze vraag heeft geen Anders, namelijk.")
    seen: dict[str, str] = {}
    for word, value in (column.values or {}).items():
        if value and known is not None and value not in known:
            yield gettext("{word} is geen antwoord op deze vraag.").format(word=repr(value[:60]))
        if seen.setdefault(loose(word), value) != value:
            said = gettext("{word} staat er twee keer, met een ander antwoord.")
            yield said.format(word=repr(word[:60]))


def _values(field: str, question: Question) -> frozenset[str] | None:
    """None when any text will do."""
    if field.endswith(".skip") and field != question.key:
        return YES | NO
    if field != question.key or isinstance(question, OpenQuestion | NumberQuestion):
        return None
    return frozenset(question.values)


def _bound(place: int, name: str, column: Column, question: Question) -> Bound:
    known = _values(column.question, question)
    yes_or_no = column.option or (SKIPPED if known == YES | NO else None)
    if column.values is not None:
        words = {loose(word): value for word, value in column.values.items()}
    elif yes_or_no is not None or known is None:
        words = {}
    else:
        words = {loose(choice.label): choice.value for choice in choices(question)}
        words |= {loose(value): value for value in sorted(known)}
    for choice in choices(question):
        if choice.value == column.option:  # some tools repeat the option instead of saying yes
            words.setdefault(loose(choice.label), "ja")
    return Bound(
        place,
        name,
        column.question,
        question,
        words,
        yes_or_no,
        known is None,
        column.separator,
        column.other,
    )
