# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody begins who may have a letter with a code: with the code, or without one."""

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import throttle
from backend.accounts.throttle import Budget
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Flaw, Invalid, TooMany
from backend.participation import letting_in, taking_part
from backend.participation.letting_in import Wrong
from backend.participation.steps import Step
from backend.settings import Settings
from backend.web import origin
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req, Slug
from backend.web.languages import gettext
from backend.web.pages import page, refused

PER_NETWORK = Budget("letter-network", 40, 900)
WITH, WITHOUT = "met", "zonder"


def ask(shown: Shown) -> Template:
    return page(
        "resident_letter.html", consultation=shown, given={}, problems={}, section="raadplegingen"
    )


def _again(shown: Shown, said: str, typed: str) -> Template:
    refusal = Invalid(gettext("Dit lukte niet."), "", [Flaw("briefcode", said)])
    return _refused(shown, refusal, typed)


def _refused(shown: Shown, refusal: Invalid, typed: str) -> Template:
    return refused(
        "resident_letter.html",
        refusal,
        {"briefcode": typed},
        consultation=shown,
        section="raadplegingen",
    )


async def count_guess(request: Req, code: str) -> None:
    """`TooMany` from a network that guesses, as with receipts (`mine.look_up`): only what we do not
    know is spent, so that a library may send in a hundred letters.

    In transactions of its own: so call it before the request's own first query.
    """
    settings: Settings = request.app.state.settings
    sessions, network = request.app.state.sessions, origin.network(origin.of(request))
    async with sessions.begin() as apart:
        await throttle.look(apart, settings.secret, PER_NETWORK, network)
        known = await letting_in.known(apart, settings.secret, code)
    if not known:
        await throttle.spend(sessions, settings.secret, PER_NETWORK, network)


async def _guessed(request: Req, code: str | Wrong) -> TooMany | None:
    try:
        if not isinstance(code, Wrong):
            await count_guess(request, code)
    except TooMany as trouble:
        return trouble
    return None


def _wait(shown: Shown, trouble: TooMany, typed: str) -> Template:
    made = _again(shown, f"{trouble.title} {trouble.advice}", typed)
    made.status_code = trouble.status
    made.headers["Retry-After"] = str(trouble.retry_after)
    return made


@get("/raadplegingen/{slug:str}/briefcode", include_in_schema=False)
async def letter_code(slug: Slug, db: Db) -> Template | Redirect:
    """For whoever loads the page anew; also where the letter may lead to."""
    shown = await consultations.find(db, slug)
    if not shown.is_open:
        return Redirect(f"/raadplegingen/{slug}", status_code=303)
    return ask(shown)


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
        return _wait(shown, trouble, typed)
    try:
        reader.done()
    except Invalid as refusal:
        return _refused(shown, refusal, typed[:200])
    form = taking_part.begin(shown)
    if with_code:
        if said := await _not_in(db, settings.secret, shown, typed, code):
            return _again(shown, said, typed[:200])
        form = taking_part.begin(shown, str(code))
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
