# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding an answer back with the code from the receipt; changing and withdrawing it."""

from uuid import uuid4

from litestar import get, post
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import throttle
from backend.accounts.throttle import Budget
from backend.consultations import queries as consultations
from backend.decisions import showing
from backend.errors import Conflict, Flaw, Invalid, TooMany
from backend.participation import (
    came_of,
    endings,
    promising,
    proving,
    queries,
    seal,
    taking_part,
    wording,
)
from backend.participation.queries import Standing
from backend.participation.seal import Form
from backend.participation.steps import Step, check_page
from backend.settings import Settings
from backend.web import origin
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext, marked
from backend.web.pages import page, refused
from surveys import letter_code, mail_code
from surveys.receipt import normalise

PER_NETWORK = Budget("receipt-network", 40, 900)
TYPING_ERROR = marked(
    "Er zit een tikfout in deze code. Kijk goed naar elke letter en elk cijfer van de code die u"
    " bewaarde."
)
OF_A_LETTER = marked(
    "Dit is de code uit een brief. Vul hier de code in die u kreeg na het versturen."
)
OF_A_MAIL = marked(
    "Dit is de code uit een e-mail. Vul hier de code in die u kreeg na het versturen."
)
UNKNOWN = marked("Deze code kennen wij niet. Kijk of u de code van deze gemeente hebt.")
ACTIONS = ("wijzigen", "intrekken", "echt-intrekken", "bekijken")


async def look_up(request: Req, code: str) -> Standing | None:
    """By a code with a good check letter, throttled per network; 100 random bits do the rest.

    Who has a code does not guess, so only what is not found counts: a library or a care home has
    one address for many people, who may all come at once. So the budget is looked at before, and
    spent after. Guesses that are under way together may go over it by as many as there are, which
    takes nothing off 2**100; the one that spends too much is refused like every one after it. A
    network that used its budget up is refused before any code is looked up: a right and a wrong
    one then take as long and read the same.
    """
    settings: Settings = request.app.state.settings
    sessions, network = request.app.state.sessions, origin.network(origin.of(request))
    # Apart from the request's own transaction, which may hold a row that others wait for.
    async with sessions.begin() as apart:
        await throttle.look(apart, settings.secret, PER_NETWORK, network)
        found = await queries.by_code(apart, settings.secret, code)
    if found is None:
        await throttle.spend(sessions, settings.secret, PER_NETWORK, network)
    return found


def _wait(trouble: TooMany, typed: str) -> Template:
    """With the code still in its field, on a page that nothing keeps (`no-store`)."""
    said = {"code": f"{trouble.title} {trouble.advice}"}
    made = page(
        "resident_code.html",
        status=trouble.status,
        given={"code": typed},
        problems=said,
        wait=True,
        section="mijn-inzending",
    )
    made.headers["Retry-After"] = str(trouble.retry_after)
    return made


def _ask_again(problem: str, typed: str = "") -> Template:
    refusal = Invalid(gettext("Dit lukte niet."), "", [Flaw("code", gettext(problem))])
    given = {"code": typed}
    return refused("resident_code.html", refusal, given, wait=False, section="mijn-inzending")


@get("/mijn-inzending", include_in_schema=False)
async def code_form() -> Template:
    return page("resident_code.html", given={}, problems={}, wait=False, section="mijn-inzending")


def _not_a_receipt(typed: str) -> str:
    if letter_code.normalise(typed):
        return OF_A_LETTER
    return OF_A_MAIL if mail_code.normalise(typed) else TYPING_ERROR


async def _by_typed_code(request: Req, db: AsyncSession, typed: str) -> Template:
    if not typed.strip():
        return _ask_again(marked("Vul uw code in."))
    code = normalise(typed[:200])
    if code is None:
        return _ask_again(_not_a_receipt(typed[:200]), typed[:200])
    try:
        standing = await look_up(request, code)
    except TooMany as trouble:
        return _wait(trouble, typed[:200])
    if standing is None:
        return _ask_again(UNKNOWN, typed[:200])
    return await _mine(request, db, standing)


async def _mine(
    request: Req,
    db: AsyncSession,
    standing: Standing,
    *,
    confirm: bool = False,
    conflict: Conflict | None = None,
) -> Template:
    settings: Settings = request.app.state.settings
    row = await consultations.get(db, standing.consultation_id)
    shown = await consultations.shown(db, row)
    said = await queries.answers_of(db, standing.content_id)
    blocks = taking_part.blocks(shown, queries.as_given(said))
    came = await showing.of_consultation(db, shown.id)
    return page(
        "resident_mine.html",
        status=409 if conflict else 200,
        consultation=shown,
        standing=standing,
        blocks=blocks,
        came=came,
        mine=came_of.mine(blocks, came),
        published=await queries.published(db, shown.id),
        meeting=await queries.meeting(db, shown.document_id, shown.now),
        proof=seal.prove(settings.secret, standing.response_id),
        log=await proving.place(db, standing.content_id),
        promise=await promising.of(db, settings, standing),
        reason=gettext(wording.REASON_WORDS.get(standing.reason, "")),
        so_far=wording.so_far(shown, decided=came.after.decided is not None),
        section="mijn-inzending",
        confirm=confirm,
        conflict=conflict,
    )


async def _change(request: Req, db: AsyncSession, standing: Standing) -> Template:
    """The form again, filled with what was said, at the page where one picks what to change."""
    settings: Settings = request.app.state.settings
    held = await consultations.hold(db, standing.consultation_id)
    said = await queries.answers_of(db, standing.content_id)
    form = Form(
        held.id,
        held.questionnaire_hash.hex(),
        uuid4(),
        queries.as_given(said),
        replaces=standing.response_id,
        checked=True,
    )
    return taking_part.step_page(settings.secret, held, Step(form, check_page(held.questionnaire)))


async def _withdraw(db: AsyncSession, standing: Standing) -> Template:
    held = await consultations.hold(db, standing.consultation_id)
    await endings.withdraw(db, held, standing.response_id)
    return page("resident_withdrawn.html", consultation=held, section="mijn-inzending")


async def _by_proof(request: Req, db: AsyncSession, proof: str, action: str) -> Template:
    settings: Settings = request.app.state.settings
    response_id = seal.proven(settings.secret, proof)
    standing = await queries.standing(db, response_id) if response_id else None
    if standing is None:
        return _ask_again(wording.WAITED)
    try:
        match action:
            case "wijzigen" if standing.fate == "stands":
                return await _change(request, db, standing)
            case "intrekken" if standing.fate != "withdrawn":
                return await _mine(request, db, standing, confirm=True)
            case "echt-intrekken":
                return await _withdraw(db, standing)
            case _:
                return await _mine(request, db, standing)
    except Conflict as conflict:
        return await _mine(request, db, standing, conflict=conflict)


@post("/mijn-inzending", status_code=200, include_in_schema=False)
async def my_response(request: Req, db: Db) -> Template:
    reader = Reader(await posted(request))
    proof = reader.text("bewijs", limit=1000)
    action = reader.choice("actie", ACTIONS)
    typed = reader.text("code", limit=1000)
    try:
        reader.done()
    except Invalid:
        return _ask_again(TYPING_ERROR)
    if proof:
        return await _by_proof(request, db, proof, action)
    return await _by_typed_code(request, db, typed)


HANDLERS = (code_form, my_response)
