# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One row of somebody else's table: the same answers as through our own form, or why not."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Looked
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.participation import importing_words as words
from backend.participation.importing_plan import NO, YES, Bound, Plan, loose, titled
from backend.web.languages import DUTCH, gettext, spoken
from backend.web.tables_in import Row
from surveys.personal import holds_bsn
from surveys.questionnaire import Answers, Questionnaire, Refused
from surveys.questions import ChoiceQuestion, ChoicesQuestion, Question
from surveys.reading import OTHER, Flaw, Rejected
from surveys.text import UNPRINTABLE

MOST_PIECES: Final = 6  # of a label that itself holds the separator
MENDED: Final = frozenset({"required", "other_empty", "other_not_chosen"})
"""What may be right as soon as another cell of the same question can be read."""


class Problem(Struct, frozen=True):
    """`column` by its heading, empty when the whole row is meant; `question` by its title."""

    row: int
    column: str
    what: str
    question: str = ""


def _about(question: Question) -> str:
    with spoken(DUTCH):  # as the question itself, whoever reads it
        return titled(question)


class Ready(Struct, frozen=True):
    """A row that can be received; the same row in a next file has the same key.

    `seen`: where something stands in it that somebody should look at, each with `what` empty.
    """

    row: int
    key: UUID
    answers: Answers
    seen: tuple[Problem, ...] = ()


class _Form:
    """What one row fills in, and what is wrong with its cells."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.given: dict[str, list[str]] = {}
        self.problems: list[Problem] = []
        self.unread: set[str] = set()  # keys of questions with a cell that was refused

    def say(self, field: str, *values: str) -> None:
        self.given.setdefault(field, []).extend(values)

    def refuse(self, bound: Bound, what: str) -> None:
        about = _about(bound.question)
        self.problems.append(Problem(self.row.number, bound.name, what, about))
        self.unread.add(bound.question.key)

    def take(self, bound: Bound) -> None:
        text = self.row.cells[bound.place]
        if UNPRINTABLE.search(text):
            self.refuse(bound, gettext(words.UNREADABLE))
        elif bound.option is not None:
            self._tick(bound, text, bound.option)
        elif bound.free:
            self.say(bound.field, bound.words.get(loose(text), text))
        else:
            self._choose(bound, text)

    def _tick(self, bound: Bound, text: str, option: str) -> None:
        said = loose(bound.words.get(loose(text), text))
        if said in YES:
            self.say(bound.field, option)
        elif said not in NO:
            self.refuse(bound, words.not_yes_or_no(text))

    def _choose(self, bound: Bound, text: str) -> None:
        strange: list[str] = []
        for known, piece in _pieces(bound, text):
            if known:
                self.say(bound.field, bound.words[loose(piece)])
            else:
                strange.append(piece)
        if strange and bound.other:
            self.say(bound.field, OTHER)
            self.say(f"{bound.field}.other", bound.separator.join(strange))
        else:
            for piece in strange:
                self.refuse(bound, words.unknown_word(piece))

    def imply_other(self, questions: Iterable[object]) -> None:
        """Many tools export what was typed at "anders" and not that it was chosen."""
        for question in questions:
            if not isinstance(question, ChoiceQuestion | ChoicesQuestion):
                continue
            said = [value for value in self.given.get(question.key, ()) if value]
            typed = any(self.given.get(f"{question.key}.other", ()))
            if typed and OTHER not in said and (isinstance(question, ChoicesQuestion) or not said):
                self.say(question.key, OTHER)


def _pieces(bound: Bound, text: str) -> Iterator[tuple[bool, str]]:
    """The answers in one cell and whether we know them. The longest match wins, as a label may
    hold the separator too."""
    pieces = text.split(bound.separator) if bound.separator else [text]
    place = 0
    while place < len(pieces):
        for end in range(min(len(pieces), place + MOST_PIECES), place, -1):
            whole = bound.separator.join(pieces[place:end]).strip()
            known = loose(whole) in bound.words
            if known or end == place + 1:
                if known or whole:
                    yield known, whole
                place = end
                break


def read(plan: Plan, row: Row) -> Answers | list[Problem]:
    """Every problem of the row at once."""
    if row.problem:
        return [Problem(row.number, "", row.problem)]
    form = _Form(row)
    for bound in plan.columns:
        form.take(bound)
    form.imply_other(plan.questionnaire.questions)
    try:
        answers = plan.questionnaire.read(form.given)
    except Refused as refusal:
        return [*form.problems, *_more(plan, form, refusal.problems)]
    if answers.empty and not form.problems:
        form.problems.append(Problem(row.number, "", gettext(words.NOTHING_SAID)))
    return form.problems or answers


def _more(plan: Plan, form: _Form, found: Looked[str, Flaw]) -> Iterator[Problem]:
    """What the questionnaire refuses, without what only follows from a cell that nobody could
    read: that is told already."""
    fields = plan.questionnaire.fields()
    unsure = _unsure(plan.questionnaire, form.unread)
    told: set[str] = set()
    for hidden, first in found.items():
        question, field, flaw = fields[hidden], hidden, first
        if flaw == "hidden" and question.key in unsure:  # then look at it as if it was asked
            try:
                question.read(form.given)
                continue
            except Rejected as rejection:
                field, flaw = rejection.field, rejection.flaw
        follows = flaw in MENDED and question.key in form.unread
        if follows or field in told or (flaw == "required" and question.key in unsure):
            continue
        told.add(field)
        what = words.why(question, field, flaw, form.given)
        yield Problem(form.row.number, plan.column_of(field), what, _about(question))


def _unsure(questionnaire: Questionnaire, unread: Collection[str]) -> frozenset[str]:
    """Questions of which nobody knows whether they were asked, because of these."""
    found: set[str] = set()
    for page in questionnaire.pages():
        for question in page.questions:
            asked = question.show_if
            if asked is not None and (asked.question in unread or asked.question in found):
                found.add(question.key)
    return frozenset(found)


def _seen(plan: Plan, row: Row, answers: Answers) -> tuple[Problem, ...]:
    """Where a citizen service number seems to stand."""
    fields = plan.questionnaire.fields()
    return tuple(
        Problem(row.number, plan.column_of(field), "", _about(fields[field]))
        for field, text in answers.texts.items()
        if holds_bsn(text)
    )


def _key(secret: bytes, consultation: UUID, what: list[object]) -> UUID:
    """Keyed: it outlives a withdrawal, and from a bare hash of a row anyone could work out what
    was said."""
    body = b"import/1" + consultation.bytes + msgspec.json.encode(what)
    return UUID(bytes=hmac.digest(secret, body, hashlib.sha256)[:16], version=5)


class Keys:
    """Knows a row again in a next file: by its number, or else by all that it says and how many
    rows before it said just that."""

    def __init__(self, plan: Plan, consultation: UUID, secret: bytes) -> None:
        self._plan = plan
        self._consultation = consultation
        self._secret = secret
        self._seen: dict[str, int] = {}
        self._equal: Counter[UUID] = Counter()

    def of(self, row: Row) -> UUID | Problem:
        place = self._plan.id_place
        if place is None:
            said = sorted((n, c) for n, c in zip(self._plan.header, row.cells, strict=True) if c)
            same = self._make("row", said)
            self._equal[same] += 1
            return self._make("row", said, self._equal[same])
        number, name = row.cells[place], self._plan.header[place]
        if not number or UNPRINTABLE.search(number):
            return Problem(row.number, name, gettext(words.UNREADABLE if number else words.NO_ID))
        first = self._seen.setdefault(number, row.number)
        if first != row.number:
            return Problem(row.number, name, words.double(first))
        return self._make("id", number)

    def _make(self, *what: object) -> UUID:
        return _key(self._secret, self._consultation, [self._plan.source, *what])


def sort_out(plan: Plan, rows: Iterable[Row], keys: Keys) -> tuple[list[Ready], list[Problem]]:
    """Rows that can be received, and everything that is wrong with the others."""
    ready: list[Ready] = []
    problems: list[Problem] = []
    for row in rows:
        found = read(plan, row)
        key = keys.of(row) if row.cells else None
        wrong = [*(found if isinstance(found, list) else ()), *_only_problem(key)]
        if isinstance(found, Answers) and isinstance(key, UUID):
            ready.append(Ready(row.number, key, found, _seen(plan, row, found)))
        problems += wrong
    return ready, problems


def _only_problem(key: UUID | Problem | None) -> list[Problem]:
    return [key] if isinstance(key, Problem) else []
