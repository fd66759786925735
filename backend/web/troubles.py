# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From what went wrong to what a person or a machine reads; nothing of the inside comes out."""

from typing import Any

import msgspec
import structlog
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Template
from litestar.status_codes import HTTP_413_REQUEST_ENTITY_TOO_LARGE
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from backend import database
from backend.errors import (
    Conflict,
    NotHere,
    SecondFactorFirst,
    SignInFirst,
    TooMany,
    Trouble,
    Unavailable,
)
from backend.web.kinds import Req
from backend.web.languages import gettext, marked
from backend.web.pages import number
from backend.web.uploads import Limits

log = structlog.get_logger()

_HTTP = {
    400: (marked("Dit verzoek klopt niet."), marked("Ga terug en probeer het opnieuw.")),
    401: (marked("Log eerst in."), ""),
    403: (marked("Dit mag niet."), ""),
    404: (marked("Deze pagina bestaat niet."), marked("Ga naar het overzicht.")),
    405: (marked("Dit kan hier niet."), marked("Ga terug en probeer het opnieuw.")),
    413: (
        marked("Dit is te groot."),
        marked("Stuur minder tekst in een keer, of een kleiner bestand."),
    ),
    415: (
        marked("Deze soort gegevens kunnen we niet lezen."),
        marked("Stuur het als formulier of als JSON."),
    ),
}


# What has to be done first is done there; a page that only says so helps nobody.
_ELSEWHERE: dict[type[Trouble], str] = {
    SignInFirst: "/inloggen",
    SecondFactorFirst: "/mijn-account/tweede-factor",
}


class ApiFlaw(msgspec.Struct, rename="camel"):
    """`pointer` says where in the body or query the problem lies (RFC 6901)."""

    pointer: str
    detail: str


class Problem(msgspec.Struct, rename="camel", omit_defaults=True):
    """RFC 9457 problem details."""

    status: int
    title: str
    detail: str
    errors: list[ApiFlaw] = []


def _problem(trouble: Trouble) -> Response[bytes]:
    body = Problem(
        status=trouble.status,
        title=trouble.title,
        detail=trouble.advice or trouble.title,
        errors=[ApiFlaw(pointer=flaw.where, detail=flaw.what) for flaw in trouble.flaws],
    )
    return Response(
        content=msgspec.json.encode(body),
        status_code=trouble.status,
        media_type="application/problem+json; charset=utf-8",
    )


def answer(request: Req, trouble: Trouble) -> Response[Any]:
    """Problem details under /api, a page anywhere else."""
    reply: Response[Any]
    if request.url.path.startswith("/api/"):
        reply = _problem(trouble)
    elif place := _ELSEWHERE.get(type(trouble)):
        return Response(content=b"", status_code=303, headers={"Location": place})
    else:
        reply = Template(
            template_name="trouble.html", context={"trouble": trouble}, status_code=trouble.status
        )
    if isinstance(trouble, TooMany | Unavailable):
        reply.headers["Retry-After"] = str(trouble.retry_after)
    return reply


def on_trouble(request: Req, trouble: Trouble) -> Response[Any]:
    return answer(request, trouble)


def _files(request: Req) -> Limits | None:
    """What the route takes, when it takes files."""
    return request.route_handler.opt.get("files")


def _too_large(files: Limits) -> Trouble:
    advice = gettext(
        "Een bestand mag hier ten hoogste {most} MB zijn. Ga terug met de knop van uw browser: wat"
        " u typte, staat er meestal nog. Kies dan een kleiner bestand."
    )
    return Trouble(
        gettext("Dit bestand is te groot."),
        advice.format(most=number(files.file // 1_000_000)),
        status=HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    )


def on_http(request: Req, error: HTTPException) -> Response[Any]:
    """Litestar's own refusals. Its `detail` may name Python things, so only the status counts.

    A file name that no disk can hold is a 500 to Litestar; to us it is a file that is not there.
    """
    status = error.status_code
    if status == HTTP_413_REQUEST_ENTITY_TOO_LARGE and (files := _files(request)):
        return answer(request, _too_large(files))
    if status >= 500:  # noqa: PLR2004 - what HTTP calls a server error
        if not request.url.path.startswith("/static/"):
            return on_anything(request, error)
        status = 404
    title, advice = _HTTP.get(status, _HTTP[400])
    return answer(request, Trouble(gettext(title), gettext(advice), status=status))


def on_stale(request: Req, _: StaleDataError) -> Response[Any]:
    return answer(
        request,
        Conflict(
            gettext("Iemand anders heeft dit intussen veranderd."),
            gettext("Ververs de pagina, kijk wat er nu staat en probeer het opnieuw."),
        ),
    )


def on_database(request: Req, error: Exception) -> Response[Any]:
    """A database that is away is a pause; anything else it says is our fault."""
    away = database.is_away(error)
    log.error("database", away=away, exc_info=error)
    if away:
        return answer(
            request,
            Unavailable(gettext("Het is even te druk."), gettext("Probeer het zo opnieuw.")),
        )
    return on_anything(request, error)


def on_anything(request: Req, error: Exception) -> Response[Any]:
    log.error("unexpected", exc_info=error)
    return answer(
        request,
        Trouble(
            gettext("Er ging iets mis bij ons."),
            gettext("Probeer het later opnieuw, of bel ons."),
            status=500,
        ),
    )


HANDLERS: dict[Any, Any] = {
    Trouble: on_trouble,
    NotHere: on_trouble,
    HTTPException: on_http,
    StaleDataError: on_stale,
    DBAPIError: on_database,
    PoolTimeout: on_database,
    OSError: on_database,
    Exception: on_anything,
}
