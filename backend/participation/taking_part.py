# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One step of the form as a page, and what to say when the form cannot go on."""

from uuid import uuid4

from litestar.response import Template
from msgspec import Struct, structs

from backend.consultations.queries import Shown
from backend.errors import Trouble
from backend.participation import asking, seal, wording
from backend.participation.asking import Said
from backend.participation.seal import Broken, Form
from backend.participation.steps import Step, check_page
from backend.web.forms import Posted
from backend.web.pages import page

BROKEN = (
    "Dit formulier is verlopen.",
    "Misschien stond het lang open, of is het niet goed aangekomen. Er is niets verstuurd.",
)
OTHER_QUESTIONS = (
    "De vragen van deze raadpleging zijn veranderd.",
    "Er is niets verstuurd. Begin opnieuw met de nieuwe vragen.",
)
CLOSED = (
    "Deze raadpleging is gesloten.",
    "U kunt geen antwoorden meer versturen. Er is niets verstuurd.",
)


class Stuck(Exception):
    """The form cannot go on; whoever filled it in must not lose a word."""

    def __init__(self, trouble: Trouble, typed: dict[str, str]) -> None:
        super().__init__(trouble.title)
        self.trouble = trouble
        self.typed = typed


class Block(Struct, frozen=True):
    """One page of the form on the check page."""

    section: asking.Section
    said: tuple[Said, ...]


def begin(shown: Shown) -> Form:
    return Form(shown.id, shown.questionnaire_hash.hex(), uuid4(), {})


def opened(secret: bytes, shown: Shown, fields: Posted) -> Form:
    """The form that was sent. `Stuck` when it is not ours, not for these questions, or too late.

    Too late is decided here only for going on; for sending `actions.send` decides, by the lock.
    """
    here = {key: values[0] for key, values in fields.items() if "." in key and values}
    try:
        form = seal.read_form(secret, next(iter(fields.get("stand", ())), ""))
    except Broken as broken:
        raise Stuck(Trouble(*BROKEN, status=400), broken.typed | here) from None
    typed = form.answers() | here
    if form.consultation != shown.id:
        raise Stuck(Trouble(*BROKEN, status=400), typed)
    if form.questionnaire != shown.questionnaire_hash.hex():
        raise Stuck(Trouble(*OTHER_QUESTIONS, status=409), typed)
    sends = list(fields.get("naar", ())) == ["versturen"]
    if not shown.is_open and not sends:
        raise Stuck(Trouble(*CLOSED, status=409), typed)
    return form


def blocks(shown: Shown, answers: dict[str, str]) -> tuple[Block, ...]:
    sections = asking.sections(shown.questionnaire, shown.points)
    return tuple(Block(section, asking.said(section, answers)) for section in sections)


def step_page(secret: bytes, shown: Shown, step: Step) -> Template:
    """A page of questions, or the check page; 422 when something stands in the way."""
    answers = step.form.answers()
    last = check_page(shown.questionnaire)
    context: dict[str, object] = {
        "consultation": shown,
        "stand": seal.write_form(secret, step.form),
        "replaces": step.form.replaces is not None,
        "problems": asking.sentences(shown.questionnaire, step.problems, answers),
        "step": step.page,
        "steps": last,
        "section": "raadplegingen",
    }
    status = 422 if step.problems else 200
    if step.page == last:
        return page("resident_check.html", status=status, blocks=blocks(shown, answers), **context)
    here = asking.sections(shown.questionnaire, shown.points)[step.page - 1]
    shown_back = {key: asking.printable(value) for key, value in answers.items()}
    return page(
        "resident_question.html",
        status=status,
        part=here,
        given=shown_back,
        checked=step.form.checked,
        **context,
    )


def nothing_said(secret: bytes, shown: Shown, step: Step) -> Template:
    """The check page again, with why this cannot be sent yet."""
    form = structs.replace(step.form, checked=True)
    return page(
        "resident_check.html",
        status=422,
        blocks=blocks(shown, form.answers()),
        consultation=shown,
        stand=seal.write_form(secret, form),
        replaces=form.replaces is not None,
        problems={"pagina-1": wording.NOTHING_SAID},
        step=check_page(shown.questionnaire),
        steps=check_page(shown.questionnaire),
        section="raadplegingen",
    )


def stuck_page(shown: Shown, stuck: Stuck) -> Template:
    """Everything that was typed, under its question, to print or to copy."""
    known = shown.questionnaire.keys()
    filled = blocks(shown, stuck.typed)
    return page(
        "resident_stuck.html",
        status=stuck.trouble.status,
        trouble=stuck.trouble,
        blocks=[block for block in filled if any(said.text for said in block.said)],
        rest=[
            Said(key, "Ook getypt", asking.printable(text))
            for key, text in stuck.typed.items()
            if key not in known and text.strip()
        ],
        consultation=shown,
        section="raadplegingen",
    )
