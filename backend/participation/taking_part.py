# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One step of the form as a page, and what to say when the form cannot go on.

These pages may be kept by the browser, in its own cache: with `no-store` its back button shows an
error of its own in place of what somebody had filled in (docs/decisions/0013).
"""

import contextlib
from collections.abc import Mapping
from uuid import uuid4

from litestar.response import Template
from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Invalid, NotHere, TooMany, Trouble, Unavailable
from backend.participation import asking, complaints, saying, seal, wording
from backend.participation.challenges import Used
from backend.participation.saying import Said
from backend.participation.seal import Broken, Form
from backend.participation.sending import NotLetIn, Sending
from backend.participation.steps import OURS, Step, check_page, to_show, walk
from backend.web.forms import Posted
from backend.web.languages import gettext, marked
from backend.web.pages import page
from surveys.reading import Given

BROKEN = (
    marked("Dit formulier is verlopen."),
    marked(
        "Misschien stond het lang open, of is het niet goed aangekomen. Er is nu niets verstuurd."
    ),
)
KEPT = "private, no-cache"
OTHER_QUESTIONS = (
    marked("De vragen van deze raadpleging zijn veranderd."),
    marked("Er is nu niets verstuurd. Begin opnieuw met de nieuwe vragen."),
)
CLOSED = (
    marked("Deze raadpleging is gesloten."),
    marked("U kunt geen antwoorden meer versturen. Er is nu niets verstuurd."),
)


class Stuck(Exception):
    """The form cannot go on; whoever filled it in must not lose a word."""

    def __init__(self, trouble: Trouble, typed: Given) -> None:
        super().__init__(trouble.title)
        self.trouble = trouble
        self.typed = typed


class Block(Struct, frozen=True):
    """One page of the form on the check page."""

    section: asking.Section
    said: tuple[Said, ...]


class LeftOut(Struct, frozen=True):
    """An answer that is kept and not sent, because of another answer."""

    said: Said
    when: str


def _trouble(said: tuple[str, str], status: int) -> Trouble:
    title, advice = said
    return Trouble(gettext(title), gettext(advice), status=status)


def _kept(name: str, status: int, **context: object) -> Template:
    made = page(name, status=status, **context)
    made.headers["Cache-Control"] = KEPT
    return made


def begin(shown: Shown, letter_code: str = "", mail_code: str = "") -> Form:
    return Form(
        shown.id,
        shown.questionnaire_hash.hex(),
        uuid4(),
        {},
        letter_code=letter_code,
        mail_code=mail_code,
    )


async def found(db: AsyncSession, secret: bytes, slug: str, fields: Posted) -> Shown:
    """By its slug; also one of which opening was undone, for whoever holds a form of it."""
    try:
        return await consultations.find(db, slug)
    except NotHere:
        draft = await consultations.by_slug(db, slug)
        with contextlib.suppress(Broken):
            form = seal.read_form(secret, next(iter(fields.get("stand", ())), ""))
            if draft is not None and form.consultation == draft.id:
                return draft
        raise


def opened(secret: bytes, shown: Shown, fields: Posted) -> Form:
    """The form that was sent. `Stuck` when it is not ours, not for these questions, or too late.

    Too late is decided here only for going on; for sending `actions.send` decides, by the lock.
    """
    here = {name: list(values) for name, values in fields.items() if name not in OURS}
    try:
        form = seal.read_form(secret, next(iter(fields.get("stand", ())), ""))
    except Broken as broken:
        raise Stuck(_trouble(BROKEN, 400), broken.typed | here) from None
    typed = form.typed | here
    if form.consultation != shown.id:
        raise Stuck(_trouble(BROKEN, 400), typed)
    if shown.opened_at is None:
        raise Stuck(consultations.why_not(shown), typed)
    if form.questionnaire != shown.questionnaire_hash.hex():
        raise Stuck(_trouble(OTHER_QUESTIONS, 409), typed)
    sends = list(fields.get("naar", ())) == ["versturen"]
    if not shown.is_open and not sends:
        stopped = shown.cancelled_at is not None
        trouble = consultations.why_not(shown) if stopped else _trouble(CLOSED, 409)
        raise Stuck(trouble, typed)
    return form


def blocks(shown: Shown, given: Given) -> tuple[Block, ...]:
    """Page by page what is said after these answers; what is not asked and empty stays out."""
    hidden = shown.questionnaire.hidden(given)
    found: list[Block] = []
    for section in asking.sections(shown.questionnaire, shown.points, given):
        said = saying.said(section, given)
        found.append(Block(section, tuple(s for s in said if s.text or s.key not in hidden)))
    return tuple(found)


def said_only(shown: Shown, said: Mapping[str, str]) -> tuple[Block, ...]:
    """Stored answers page by page, without pages on which nothing was said."""
    given = {name: [text] for name, text in said.items()}
    return tuple(each for each in blocks(shown, given) if any(one.text for one in each.said))


def left_out(shown: Shown, given: Given) -> tuple[LeftOut, ...]:
    """What was answered on pages that are passed by now, each with when it would count."""
    _, away = shown.questionnaire.leave_out(given)
    return tuple(
        LeftOut(
            saying.one(asking.asked(question), given),
            asking.when(question, shown.questionnaire),
        )
        for question in shown.questionnaire.questions
        if question.key in away
    )


def step_page(secret: bytes, shown: Shown, step: Step, wrong: str = "") -> Template:
    """A page of questions, or the check page; 422 when something stands in the way.

    `wrong` says what is wrong with the form as a whole.
    """
    given = step.form.typed
    pages = to_show(shown.questionnaire, given)
    last = check_page(shown.questionnaire)
    problems = complaints.sentences(shown.questionnaire, step.problems, given)
    if wrong:
        problems = {f"pagina-{pages[0]}": wrong}
    coming = shown.questionnaire.to_come(given, step.page) if step.page < last else {}
    place = sum(number < step.page for number in pages) + 1
    steps = place + 1 + sum(fate is not False for fate in coming.values())
    context: dict[str, object] = {
        "consultation": shown,
        "stand": seal.write_form(secret, step.form),
        "begun": any(any(values) for values in given.values()),
        "replaces": step.form.replaces is not None,
        "by_open_link": step.form.replaces is None and not step.form.letter_code,
        "problems": problems,
        "page": step.page,
        "step": place,
        "steps": steps if step.page < last else place,
        "counted": wording.counted(
            place, steps if step.page < last else place, at_most=None in coming.values()
        ),
        "section": "raadplegingen",
    }
    status = 422 if problems or step.warned else 200
    if step.page == last:
        return _kept(
            "resident_check.html",
            status,
            blocks=blocks(shown, given),
            left_out=left_out(shown, given),
            **context,
        )
    sections = asking.sections(shown.questionnaire, shown.points, given)
    return _kept(
        "resident_question.html",
        status,
        part=next(section for section in sections if section.number == step.page),
        given=saying.shown_back(given),
        labels=complaints.labels(shown.questionnaire),
        warnings={field: wording.bsn(numbers) for field, numbers in step.warned.items()},
        checked=step.form.checked,
        last=last,
        **context,
    )


def flawless(secret: bytes, fields: Posted, shown: Shown) -> Sending | None:
    """What is sent, when this is a first submission in which nothing stands in the way."""
    try:
        step = walk(shown.questionnaire, opened(secret, shown, fields), fields)
    except Stuck:
        return None
    if step.answers is None or step.form.replaces is not None:
        return None
    form = step.form
    return Sending(step.answers, form.key, letter_code=form.letter_code, mail_code=form.mail_code)


def later_page(
    secret: bytes, shown: Shown, fields: Posted, trouble: Unavailable | TooMany
) -> Template:
    """The page that was sent once more, with everything on it: nothing was taken in."""
    try:
        step = walk(shown.questionnaire, opened(secret, shown, fields), fields)
    except Stuck as stuck:
        return stuck_page(shown, stuck)
    many = f"{trouble.title} {trouble.advice}"
    said = gettext(wording.BUSY_HERE) if isinstance(trouble, Unavailable) else many
    made = step_page(secret, shown, step, said if step.answers else "")
    if step.answers:
        made.status_code = trouble.status
        made.headers["Retry-After"] = str(trouble.retry_after)
    return made


def not_sent(secret: bytes, shown: Shown, step: Step, why: str) -> Template:
    """The check page again, with why this cannot be sent yet."""
    form = structs.replace(step.form, checked=True)
    at = Step(form, check_page(shown.questionnaire))
    return step_page(secret, shown, at, gettext(why))


def refused_page(
    secret: bytes, shown: Shown, fields: Posted, step: Step, trouble: Trouble
) -> Template:
    """What to do about a form that could not be sent, with everything that was typed."""
    match trouble:
        case TooMany():
            return later_page(secret, shown, fields, trouble)
        case Used():
            return not_sent(secret, shown, step, wording.USED)
        case NotLetIn(title=why, status=status):
            form = structs.replace(step.form, letter_code="", mail_code="")
            said = f"{why} {gettext(wording.WITHOUT_CODE)}"
            made = not_sent(secret, shown, structs.replace(step, form=form), said)
            made.status_code = status
            return made
        case Invalid():
            return not_sent(secret, shown, step, wording.NOTHING_SAID)
        case _:
            return stuck_page(shown, Stuck(trouble, step.form.typed))


def stuck_page(shown: Shown, stuck: Stuck) -> Template:
    """Everything that was typed, under its question, to print or to copy."""
    known = shown.questionnaire.fields()
    filled = tuple(
        Block(section, saying.said(section, stuck.typed))
        for section in asking.sections(shown.questionnaire, shown.points)
    )
    return _kept(
        "resident_stuck.html",
        stuck.trouble.status,
        trouble=stuck.trouble,
        blocks=[block for block in filled if any(said.text for said in block.said)],
        rest=[
            Said(name, gettext("Ook getypt"), saying.printable("\n".join(texts)), typed=True)
            for name, texts in stuck.typed.items()
            if name not in known and any(text.strip() for text in texts)
        ],
        consultation=shown,
        section="raadplegingen",
    )
