# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same as the pages, for machines. A code is never in a URL, so looking up is a POST."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.openapi.datastructures import ResponseSpec
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations import course_queries
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.decisions import queries as decisions
from backend.errors import Invalid, NotHere
from backend.participation import (
    actions,
    by_letter_pages,
    by_mail_pages,
    challenges,
    endings,
    mine,
    promising,
    queries,
    wire,
)
from backend.participation.bodies import ByCode, Fields, Replacement, Submission, body
from backend.participation.challenges import Challenge
from backend.participation.doorstep import Visit
from backend.participation.group_commit import GroupCommit
from backend.participation.queries import Standing
from backend.participation.sending import Received, Sending
from backend.settings import Settings
from backend.web.kinds import Db, Req, Slug
from backend.web.languages import gettext
from backend.web.openapi import problems
from backend.web.troubles import answer

_AGAIN = ResponseSpec(
    wire.Ontvangst, generate_examples=False, description="Ditzelfde formulier was er al."
)
_SEEN = ResponseSpec(wire.Inzending, generate_examples=False)


def _secret(request: Req) -> bytes:
    settings: Settings = request.app.state.settings
    return settings.secret


def _received(received: Received, slug: str) -> Response[wire.Ontvangst]:
    return Response(wire.receipt(received, slug), status_code=201 if received.fresh else 200)


def _unknown() -> NotHere:
    return NotHere(
        gettext("Deze code kennen wij niet."), gettext("Kijk of dit de code van deze gemeente is.")
    )


@get(
    "/api/v1/raadplegingen/{slug:str}",
    operation_id="raadpleging",
    summary="Eén raadpleging, met alle vragen",
    responses=problems(400, 404),
)
async def consultation(slug: Slug, db: Db) -> wire.Raadpleging:
    shown = await consultations.find(db, slug)
    after = await decisions.of_consultation(db, shown.id)
    return wire.whole(shown, await course_queries.extensions(db, shown), after)


def _sending(read: Mapping[str, object], visit: Visit, shown: Shown) -> Sending:
    fields = Fields(read)
    key, given = fields.key(), fields.given()
    letter_code, mail_code = fields.letter_code(), fields.mail_code()
    answers = fields.answers(shown.questionnaire, given)
    fields.challenge(false=visit.is_false(shown.id))
    fields.done()
    sending = Sending(answers, key, letter_code=letter_code, mail_code=mail_code)
    return visit.let_in(shown.id, sending)


def _flawless(read: Mapping[str, object], visit: Visit, shown: Shown) -> Sending | None:
    try:
        return _sending(read, visit, shown)
    except Invalid:
        return None


@get(
    "/api/v1/raadplegingen/{slug:str}/opgave",
    operation_id="opgave",
    summary="Een opgave van ALTCHA: wie die oplost, is geen programma",
    description=(
        "Niemand hoeft een opgave op te lossen. Stuur de oplossing mee met een inzending: dan kijkt"
        " de griffie er niet naar als er van uw netwerk veel reacties tegelijk komen. Een opgave is"
        " een half uur geldig, voor deze raadpleging en voor één inzending."
    ),
    responses=problems(400, 404, 409),
)
async def challenge(request: Req, slug: Slug, db: Db) -> Challenge:
    shown = await consultations.find(db, slug)
    if not shown.is_open:
        raise consultations.why_not(shown)
    settings: Settings = request.app.state.settings
    if settings.protection.cost is None:
        raise NotHere(
            gettext("Er zijn hier geen opgaven."), gettext("Stuur een inzending zonder oplossing.")
        )
    return challenges.give(settings.secret, shown.id, settings.protection.cost)


@post(
    "/api/v1/raadplegingen/{slug:str}/inzendingen",
    operation_id="inzenden",
    operation_class=Submission,
    summary="Een inzending sturen",
    description="Wie hetzelfde nog eens stuurt, krijgt dezelfde ontvangstcode terug.",
    responses={200: _AGAIN, **problems(400, 404, 409, 415, 429)},
)
async def submit(request: Req, slug: Slug) -> Response[wire.Ontvangst]:
    """Without the request's transaction: it is opened only when the answer goes by itself."""
    read = await body(request)
    visit = Visit(request, challenge=Fields(read).challenge())
    if letter_code := Fields(read).letter_code():
        await by_letter_pages.count_guess(request, letter_code)
    if mail_code := Fields(read).mail_code():
        await by_mail_pages.count_guess(request, mail_code)
    receiving: GroupCommit | None = request.app.state.receiving
    if receiving and (received := await receiving.receive(slug, partial(_flawless, read, visit))):
        return _received(received, slug)
    async with request.app.state.sessions.begin() as db:
        shown, late = await actions.held_if_open(db, await queries.id_of(db, slug))
        sending = _sending(read, visit, shown)
        received = await actions.receive_or_recall(
            db, shown, late, sending, secret=_secret(request)
        )
    return _received(received, slug)


async def _found(request: Req, db: AsyncSession, code: str) -> tuple[Standing, Shown] | None:
    standing = await mine.look_up(request, code)
    if standing is None:
        return None
    row = await consultations.get(db, standing.consultation_id)
    return standing, await consultations.shown(db, row)


@post(
    "/api/v1/inzendingen/wijzigen",
    operation_id="inzendingWijzigen",
    operation_class=Replacement,
    summary="Een inzending vervangen door een nieuwe",
    responses={200: _AGAIN, **problems(400, 404, 409, 415, 429)},
)
async def replace(request: Req, db: Db) -> Response[Any]:
    fields = Fields(await body(request))
    code, key, given = fields.code(), fields.key(), fields.given()
    if not code:
        fields.done()
    found = await _found(request, db, code)
    if found is None:
        # Whatever else is wrong with it: a guess is a guess, and says no more than that.
        return answer(request, _unknown())
    standing, shown = found
    answers = fields.answers(shown.questionnaire, given)
    fields.done()
    sending = Sending(answers, key, replaces=standing.response_id)
    received = await actions.send(db, shown.id, sending, secret=_secret(request))
    return _received(received, shown.slug)


async def _by_code(request: Req, db: AsyncSession) -> tuple[Standing, Shown] | None:
    """For a body that holds a code and nothing else."""
    fields = Fields(await body(request))
    code = fields.code()
    fields.done()
    return await _found(request, db, code)


async def _response(
    request: Req, db: AsyncSession, standing: Standing, shown: Shown
) -> wire.Inzending:
    promise = await promising.of(db, request.app.state.settings, standing)
    said = await queries.answers_of(db, standing.content_id)
    return wire.response(standing, shown, said, promise)


@post(
    "/api/v1/inzendingen/opvragen",
    operation_id="inzendingOpvragen",
    operation_class=ByCode,
    status_code=200,
    summary="Een inzending terugzien met de ontvangstcode",
    responses={200: _SEEN, **problems(400, 404, 415, 429)},
)
async def look_up(request: Req, db: Db) -> Response[Any]:
    found = await _by_code(request, db)
    if found is None:
        return answer(request, _unknown())
    return Response(await _response(request, db, *found))


@post(
    "/api/v1/inzendingen/intrekken",
    operation_id="inzendingIntrekken",
    operation_class=ByCode,
    status_code=200,
    summary="Een inzending intrekken; er blijft niets van bewaard",
    responses={200: _SEEN, **problems(400, 404, 409, 415, 429)},
)
async def withdraw(request: Req, db: Db) -> Response[Any]:
    found = await _by_code(request, db)
    if found is None:
        return answer(request, _unknown())
    standing, shown = found
    if standing.fate != "withdrawn":
        await endings.withdraw(db, await consultations.hold(db, shown.id), standing.response_id)
        standing = await queries.standing(db, standing.response_id) or standing
    return Response(await _response(request, db, standing, shown))


HANDLERS = (consultation, challenge, submit, replace, look_up, withdraw)
