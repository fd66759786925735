# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From one page of the form to the next: what was typed, where to go, and what stands in the way.

Going back asks nothing; going on asks about this page; checking and sending ask about all of it.
"""

from msgspec import Struct, structs

from backend.participation.seal import Form
from backend.web.forms import Posted
from surveys.questionnaire import Answers, Page, Questionnaire, Refused
from surveys.reading import Flaw

OURS = frozenset({"stand", "pagina", "naar"})


class Step(Struct, frozen=True):
    """Where the resident is now. `page` counts from 1; the check page comes after the last.

    answers   everything, when it is to be sent
    """

    form: Form
    page: int
    problems: dict[str, Flaw] = {}
    answers: Answers | None = None


def check_page(questionnaire: Questionnaire) -> int:
    return len(questionnaire.pages()) + 1


def _problems(questionnaire: Questionnaire, form: Form) -> dict[str, Flaw]:
    try:
        questionnaire.read(form.typed)
    except Refused as refusal:
        return refusal.problems
    return {}


def _on(page: Page, problems: dict[str, Flaw]) -> dict[str, Flaw]:
    keys = [question.key for question in page.questions]
    return {key: problems[key] for key in keys if key in problems}


def _filled(form: Form, page: Page | None, fields: Posted) -> Form:
    """With what this page sent: an answer that was taken away is away."""
    keys = {question.key for question in page.questions} if page else set[str]()
    kept = {key: values for key, values in form.typed.items() if key not in keys}
    now = {key: list(fields[key]) for key in fields if key not in OURS}
    return structs.replace(form, typed=kept | now)


def _number(text: str, most: int) -> int | None:
    """A page number between 1 and `most`."""
    if text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= most:
        return int(text[:6])
    return None


def _all(questionnaire: Questionnaire, form: Form, *, send: bool) -> Step:
    problems = _problems(questionnaire, form)
    last = check_page(questionnaire)
    for number, page in enumerate(questionnaire.pages(), start=1):
        if here := _on(page, problems):
            return Step(form, number, here)
    known = {key: values for key, values in form.typed.items() if key not in problems}
    form = structs.replace(form, typed=known, checked=True)
    if problems:  # only keys that no page has: somebody made this form themselves
        return Step(form, last, problems)
    return Step(form, last, answers=questionnaire.read(form.typed) if send else None)


def walk(questionnaire: Questionnaire, form: Form, fields: Posted) -> Step:
    """One press of a button. An unknown button, or Enter in a field, is "volgende"."""
    pages = questionnaire.pages()
    last = len(pages) + 1
    at = _number(next(iter(fields.get("pagina", ())), ""), last) or 1
    here = pages[at - 1] if at < last else None
    form = _filled(form, here, fields)
    match next(iter(fields.get("naar", ())), "volgende").partition("-"):
        case ("vorige", "", _):
            return Step(form, max(1, at - 1))
        case ("pagina", "-", number) if (to := _number(number, last - 1)) is not None:
            return Step(form, to)
        case ("controleren" | "versturen" as button, "", _):
            return _all(questionnaire, form, send=button == "versturen")
        case _ if here and (flaws := _on(here, _problems(questionnaire, form))):
            return Step(form, at, flaws)
        case _ if at + 1 >= last:
            return _all(questionnaire, form, send=False)
        case _:
            return Step(form, at + 1)
