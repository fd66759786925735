# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From one page of the form to the next: what was typed, where to go, and what stands in the way.

Going back asks nothing; going on asks about this page; checking and sending ask about all of it.
Pages that earlier answers make senseless are passed by, both ways; what was typed there is kept
and not sent.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, structs

from backend.participation.complaints import personal
from backend.participation.doorstep import CHALLENGE, LURE
from backend.participation.seal import Form
from backend.web.forms import Posted
from surveys.questionnaire import Answers, Page, Questionnaire, Refused
from surveys.reading import Flaw, Given

OURS = frozenset({"stand", "pagina", "naar", LURE, CHALLENGE})


class Step(Struct, frozen=True):
    """Where the resident is now. `page` counts from 1; the check page comes after the last.

    warned    fields to look at once more, with the numbers in them; pressing on is enough
    answers   everything, when it is to be sent
    """

    form: Form
    page: int
    problems: dict[str, Flaw] = {}
    warned: Mapping[str, Sequence[str]] = {}
    answers: Answers | None = None


def check_page(questionnaire: Questionnaire) -> int:
    return len(questionnaire.pages()) + 1


def to_show(questionnaire: Questionnaire, given: Given) -> tuple[int, ...]:
    """Numbers of the pages that have something to ask after these answers."""
    gone = questionnaire.gone(given)
    return tuple(
        number
        for number, page in enumerate(questionnaire.pages(), start=1)
        if any(question.key not in gone for question in page.questions)
    )


def _read(questionnaire: Questionnaire, form: Form) -> Answers | dict[str, Flaw]:
    """What the whole form says, or what is wrong with it by field."""
    kept, _ = questionnaire.leave_out(form.typed)
    try:
        return questionnaire.read(kept)
    except Refused as refusal:
        return refusal.problems


def _problems(questionnaire: Questionnaire, form: Form) -> dict[str, Flaw]:
    read = _read(questionnaire, form)
    return {} if isinstance(read, Answers) else read


def _fields(page: Page) -> list[str]:
    return [field for question in page.questions for field in question.fields]


def _filled(form: Form, page: Page | None, fields: Posted) -> Form:
    """With what this page sent: an answer that was taken away is away."""
    here = set(_fields(page)) if page else set[str]()
    kept = {name: values for name, values in form.typed.items() if name not in here}
    now = {name: list(fields[name]) for name in fields if name not in OURS}
    return structs.replace(form, typed=kept | now)


def _number(text: str, most: int) -> int | None:
    """A page number between 1 and `most`."""
    if text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= most:
        return int(text[:6])
    return None


def mark(field: str, number: str) -> str:
    """What somebody was warned about: this number in this field. Another number is another matter.

    A digest, so that a number that was taken out of the text does not travel on with the form.
    """
    digits = "".join(letter for letter in number if letter.isdigit())
    return f"{field} {hashlib.sha256(digits.encode()).hexdigest()[:12]}"


def _marks(seen: Mapping[str, Sequence[str]]) -> Iterator[str]:
    return (mark(field, number) for field, numbers in seen.items() for number in numbers)


def _stop(
    questionnaire: Questionnaire, form: Form, number: int, problems: dict[str, Flaw]
) -> Step | None:
    """This page once more, because something on it is wrong or was not warned about yet."""
    page = questionnaire.pages()[number - 1]
    gone = questionnaire.gone(form.typed)
    wrong: dict[str, Flaw] = {
        field: problems[field] for field in _fields(page) if field in problems
    }
    seen = personal([q for q in page.questions if q.key not in gone], form.typed)
    if not wrong and not set(_marks(seen)) - set(form.warned):
        return None
    warned = tuple(dict.fromkeys((*form.warned, *_marks(seen))))
    return Step(structs.replace(form, warned=warned), number, wrong, seen)


def _all(questionnaire: Questionnaire, form: Form, *, send: bool) -> Step:
    read = _read(questionnaire, form)
    answers, problems = (read, {}) if isinstance(read, Answers) else (None, read)
    last = check_page(questionnaire)
    for number in to_show(questionnaire, form.typed):
        if step := _stop(questionnaire, form, number, problems):
            return step
    known = {name: values for name, values in form.typed.items() if name not in problems}
    form = structs.replace(form, typed=known, checked=True)
    if problems:  # only fields that no page has: somebody made this form themselves
        return Step(form, last, problems)
    return Step(form, last, answers=answers if send else None)


def _newly_asked(questionnaire: Questionnaire, before: Form, after: Form, at: int) -> int | None:
    """The first later page where a change of mind brought a question that was not asked."""
    new = questionnaire.gone(before.typed) - questionnaire.gone(after.typed)
    for number, page in enumerate(questionnaire.pages(), start=1):
        if number > at and any(question.key in new for question in page.questions):
            return number
    return None


def walk(questionnaire: Questionnaire, form: Form, fields: Posted) -> Step:
    """One press of a button. An unknown button, or Enter in a field, is "volgende"."""
    pages = questionnaire.pages()
    last = len(pages) + 1
    at = _number(next(iter(fields.get("pagina", ())), ""), last) or 1
    before, form = form, _filled(form, pages[at - 1] if at < last else None, fields)
    shown = to_show(questionnaire, form.typed)
    match next(iter(fields.get("naar", ())), "volgende").partition("-"):
        case ("vorige", "", _):
            return Step(form, max((number for number in shown if number < at), default=1))
        case ("hier", "", _) if at in (*shown, last):
            return Step(form, at)
        case ("pagina", "-", number) if (to := _number(number, last - 1)) in shown and to:
            return Step(form, to)
        case ("controleren", "", _):
            step = _all(questionnaire, form, send=False)
            to = _newly_asked(questionnaire, before, form, at)
            return Step(form, to) if to and step.page == last else step
        case ("versturen", "", _):
            return _all(questionnaire, form, send=True)
        case _:
            return _onward(questionnaire, form, at)


def _onward(questionnaire: Questionnaire, form: Form, at: int) -> Step:
    last = check_page(questionnaire)
    if at < last and (step := _stop(questionnaire, form, at, _problems(questionnaire, form))):
        return step
    shown = to_show(questionnaire, form.typed)
    to = next((number for number in shown if number > at), last)
    return Step(form, to) if to < last else _all(questionnaire, form, send=False)
