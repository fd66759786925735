# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A resident asks for a code by e-mail, and fills it in.

Whoever asks reads the same words, whatever is known of the address. It stands in no URL and in no
line of a log.
"""

from typing import Any
from uuid import UUID, uuid4

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import throttle
from backend.accounts.throttle import Budget
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Conflict, Flaw, Invalid, TooMany
from backend.participation import guesses, letting_in_by_mail, mail_codes, taking_part
from backend.participation.letting_in_by_mail import Wrong
from backend.participation.steps import Step
from backend.settings import Settings
from backend.web import origin
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req, Slug
from backend.web.languages import current, gettext
from backend.web.pages import page, refused
from surveys import mail_address
from surveys.mail_address import Address

GUESSES = Budget("mailcode-network", 40, 900)
PER_NETWORK = Budget("mail-network", 40, 900)
"""Of a library or a care home many people may ask at once."""
PER_ADDRESS = Budget("mail-address", 3, 3600, grain="hour")
"""What is asked on top of it is not sent, and nobody is told: it would tell that others asked. The
moment is not kept: it would tell who answered soon after."""
WITH, WITHOUT = "met", "zonder"


def _settings(request: Req) -> Settings:
    return request.app.state.settings


async def offered(request: Req, db: AsyncSession, shown: Shown) -> bool:
    """Whether somebody can ask for a code here, now."""
    sends = _settings(request).mail is not None and shown.is_open
    return sends and await mail_codes.key_of(db, shown.id) is not None


def ask(shown: Shown) -> Template:
    return page("resident_mail.html", given={}, problems={}, **_frame(shown))


def _frame(shown: Shown) -> dict[str, Any]:
    return {
        "consultation": shown,
        "key": uuid4(),
        "days": mail_codes.DAYS,
        "most": PER_ADDRESS.most,
        "section": "raadplegingen",
    }


def _asked_again(shown: Shown, refusal: Invalid, typed: str) -> Template:
    return refused("resident_mail.html", refusal, {"e-mail": typed}, **_frame(shown))


def _wait(made: Template, trouble: TooMany) -> Template:
    made.status_code = trouble.status
    made.headers["Retry-After"] = str(trouble.retry_after)
    return made


def _flaw(field: str, said: str) -> Invalid:
    return Invalid(gettext("Dit lukte niet."), "", [Flaw(field, said)])


def _away(slug: str) -> Redirect:
    return Redirect(f"/raadplegingen/{slug}", status_code=303)


@get("/raadplegingen/{slug:str}/mailcode", include_in_schema=False)
async def door(request: Req, slug: Slug, db: Db) -> Template | Redirect:
    shown = await consultations.find(db, slug)
    return ask(shown) if await offered(request, db, shown) else _away(slug)


async def _send(request: Req, shown: Shown, key: UUID, address: Address) -> None:
    """In transactions of its own. An address that asked too often is left alone in silence."""
    settings, sessions = _settings(request), request.app.state.sessions
    async with sessions.begin() as db:
        tags = await mail_codes.key_of(db, shown.id)
    if tags is None:  # it was counted, or called off, a moment ago
        return
    try:
        tag = address.tag(tags).hex()
        await throttle.spend(sessions, settings.secret, PER_ADDRESS, tag)
    except TooMany:
        return
    async with sessions.begin() as db:
        await mail_codes.ask(
            db, settings.secret, shown.id, request=key, address=address, language=current()
        )


@post("/raadplegingen/{slug:str}/mailcode", status_code=303, include_in_schema=False)
async def send(request: Req, slug: Slug) -> Template | Redirect:
    """Without the request's transaction: tries are counted apart, whatever becomes of the rest."""
    settings, sessions = _settings(request), request.app.state.sessions
    reader = Reader(await posted(request))
    typed = reader.text("e-mail", limit=1000)
    key = reader.identity("sleutel", required=gettext("Dit formulier is niet goed aangekomen."))
    without = reader.choice("naar", (WITH, WITHOUT)) == WITHOUT
    async with sessions.begin() as db:
        shown = await consultations.find(db, slug)
        can = await offered(request, db, shown)
    if shown.is_open and without:
        return _begin(settings.secret, shown)
    if not can:
        return _away(slug)
    address = mail_address.read(typed)
    try:
        reader.done()
        if address is None:
            said = gettext("Vul een e-mailadres in, zoals naam@voorbeeld.nl. Controleer elk teken.")
            raise _flaw("e-mail", said)
        network = origin.network(origin.of(request))
        await throttle.spend(sessions, settings.secret, PER_NETWORK, network)
        await _send(request, shown, key, address)
    except Invalid as refusal:
        return _asked_again(shown, refusal, typed[:300])
    except TooMany as trouble:
        refusal = _flaw("e-mail", f"{trouble.title} {trouble.advice}")
        return _wait(_asked_again(shown, refusal, typed[:300]), trouble)
    except Conflict:
        return _away(slug)
    return Redirect(f"/raadplegingen/{slug}/mailcode/invullen", status_code=303)


def _code_page(shown: Shown, refusal: Invalid | None = None, typed: str = "") -> Template:
    if refusal is None:
        return page("resident_mail_code.html", given={}, problems={}, **_frame(shown))
    return refused("resident_mail_code.html", refusal, {"mailcode": typed}, **_frame(shown))


@get("/raadplegingen/{slug:str}/mailcode/invullen", include_in_schema=False)
async def code_form(slug: Slug, db: Db) -> Template | Redirect:
    """Where the e-mail leads to, and where one comes after asking: it says the same to both."""
    shown = await consultations.find(db, slug)
    if not shown.is_open or not await mail_codes.allowed(db, shown.id):
        return _away(slug)
    return _code_page(shown)


async def count_guess(request: Req, code: str) -> None:
    """`TooMany` from a network that guesses."""
    await guesses.count(request, GUESSES, code, letting_in_by_mail.known)


async def _not_in(db: AsyncSession, secret: bytes, shown: Shown, typed: str) -> str:
    """Why this code lets nobody in; empty when it does."""
    if not typed:
        return gettext("Vul de code uit de e-mail in, of ga verder zonder code.")
    code = letting_in_by_mail.spelled(typed)
    if isinstance(code, Wrong):
        return letting_in_by_mail.words(code)
    found = await letting_in_by_mail.look(db, secret, shown.id, code)
    return letting_in_by_mail.words(found) if isinstance(found, Wrong) else ""


def _begin(secret: bytes, shown: Shown, code: str = "") -> Template:
    return taking_part.step_page(secret, shown, Step(taking_part.begin(shown, mail_code=code), 1))


@post("/raadplegingen/{slug:str}/mailcode/invullen", status_code=200, include_in_schema=False)
async def begin(request: Req, slug: Slug, db: Db) -> Template | Redirect:
    secret = _settings(request).secret
    reader = Reader(await posted(request))
    typed = reader.text("mailcode", limit=1000)
    with_code = (reader.choice("naar", (WITH, WITHOUT)) or WITH) == WITH
    code = letting_in_by_mail.spelled(typed)
    trouble = None
    if with_code and not isinstance(code, Wrong):
        try:
            await count_guess(request, code)
        except TooMany as many:
            trouble = many
    shown = await consultations.find(db, slug)
    if not shown.is_open or not await mail_codes.allowed(db, shown.id):
        return _away(slug)
    if trouble is not None:
        refusal = _flaw("mailcode", f"{trouble.title} {trouble.advice}")
        return _wait(_code_page(shown, refusal, typed[:200]), trouble)
    try:
        reader.done()
        if with_code and (said := await _not_in(db, secret, shown, typed)):
            raise _flaw("mailcode", said)
    except Invalid as refusal:
        return _code_page(shown, refusal, typed[:200])
    return _begin(secret, shown, str(code) if with_code else "")


HANDLERS = (door, send, code_form, begin)
