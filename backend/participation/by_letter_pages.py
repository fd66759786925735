# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody begins who may have a letter with a code: with the code, or without one."""

from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.throttle import Budget
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Flaw, Invalid, TooMany
from backend.participation import by_mail_pages, guesses, letting_in, taking_part
from backend.participation.letting_in import Wrong
from backend.participation.steps import Step
from backend.settings import Settings
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req, Slug
from backend.web.languages import gettext
from backend.web.pages import page, refused

PER_NETWORK = Budget("letter-network", 40, 900)
WITH, WITHOUT = "met", "zonder"


def _frame(shown: Shown, *, by_mail: bool) -> dict[str, Any]:
    """`by_mail`: a code can also be asked for by e-mail."""
    return {"consultation": shown, "by_mail": by_mail, "section": "raadplegingen"}


def ask(shown: Shown, *, by_mail: bool) -> Template:
    return page("resident_letter.html", given={}, problems={}, **_frame(shown, by_mail=by_mail))


def _flaw(said: str) -> Invalid:
    return Invalid(gettext("Dit lukte niet."), "", [Flaw("briefcode", said)])


async def _refused(
    request: Req, db: AsyncSession, shown: Shown, refusal: Invalid, typed: str
) -> Template:
    by_mail = await by_mail_pages.offered(request, db, shown)
    given = {"briefcode": typed[:200]}
    return refused("resident_letter.html", refusal, given, **_frame(shown, by_mail=by_mail))


async def count_guess(request: Req, code: str) -> None:
    """`TooMany` from a network that guesses."""
    await guesses.count(request, PER_NETWORK, code, letting_in.known)


async def _guessed(request: Req, code: str | Wrong) -> TooMany | None:
    try:
        if not isinstance(code, Wrong):
            await count_guess(request, code)
    except TooMany as trouble:
        return trouble
    return None


def _wait(made: Template, trouble: TooMany) -> Template:
    made.status_code = trouble.status
    made.headers["Retry-After"] = str(trouble.retry_after)
    return made


@get("/raadplegingen/{slug:str}/briefcode", include_in_schema=False)
async def letter_code(request: Req, slug: Slug, db: Db) -> Template | Redirect:
    """For whoever loads the page anew; also where the letter may lead to."""
    shown = await consultations.find(db, slug)
    if not shown.is_open:
        return Redirect(f"/raadplegingen/{slug}", status_code=303)
    return ask(shown, by_mail=await by_mail_pages.offered(request, db, shown))


@post("/raadplegingen/{slug:str}/briefcode", status_code=303, include_in_schema=False)
async def begin(request: Req, slug: Slug, db: Db) -> Template | Redirect:
    settings: Settings = request.app.state.settings
    reader = Reader(await posted(request))
    typed = reader.text("briefcode", limit=1000)
    with_code = (reader.choice("naar", (WITH, WITHOUT)) or WITH) == WITH
    code = letting_in.spelled(typed)
    trouble = await _guessed(request, code) if with_code else None
    shown = await consultations.find(db, slug)
    if not shown.is_open:
        return Redirect(f"/raadplegingen/{slug}", status_code=303)
    if trouble is not None:
        said = _flaw(f"{trouble.title} {trouble.advice}")
        return _wait(await _refused(request, db, shown, said, typed), trouble)
    try:
        reader.done()
        if with_code and (said := await _not_in(db, settings.secret, shown, typed, code)):
            raise _flaw(said)
    except Invalid as refusal:
        return await _refused(request, db, shown, refusal, typed)
    form = taking_part.begin(shown, str(code) if with_code else "")
    return taking_part.step_page(settings.secret, shown, Step(form, 1))


async def _not_in(
    db: AsyncSession, secret: bytes, shown: Shown, typed: str, code: str | Wrong
) -> str:
    """Why this code lets nobody in; empty when it does."""
    if not typed:
        return gettext("Vul de code uit de brief in, of ga verder zonder code.")
    if not isinstance(code, Wrong):
        found = await letting_in.look(db, secret, shown.id, code)
        return letting_in.words(found) if isinstance(found, Wrong) else ""
    return letting_in.words(code)


HANDLERS = (letter_code, begin)
