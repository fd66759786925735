# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one guard of the application: the role table, and the token that every staff form carries."""

from litestar import Request
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from msgspec import Struct

from backend.accounts import sessions
from backend.accounts.roles import STRONG, Role
from backend.accounts.routes import BARELY, ROUTES
from backend.accounts.tables import Account
from backend.audit.actions import Actor
from backend.errors import Forbidden, NotHere, SecondFactorFirst, SignInFirst
from backend.settings import Settings
from backend.web import origin
from backend.web.forms import parsed
from backend.web.kinds import Connection, Req
from backend.web.languages import gettext
from backend.web.shield import SAFE
from backend.web.uploads import Limits, uploaded


class Staff(Struct, frozen=True):
    """Who is signed in, for handlers and templates; `csrf` goes into every form."""

    account: Account
    actor: Actor
    csrf: str


def second_factor_required(settings: Settings, account: Account) -> bool:
    """Whether this municipality asks it of who has this role."""
    return settings.require_second_factor and Role(account.role) in STRONG


def _row(connection: Connection) -> frozenset[Role]:
    method = str(connection.scope["method"]) if connection.scope["type"] == "http" else "-"
    method = "GET" if method == "HEAD" else method
    allowed = ROUTES.get((method, connection.scope["path_template"]))
    if allowed is None:
        raise NotHere(gettext("Deze pagina bestaat niet."), gettext("Ga naar het overzicht."))
    return allowed


async def _check_csrf(
    connection: Connection, secret: bytes, token: str, files: Limits | None
) -> None:
    """`files`: the route takes a form with files as well; no other route reads one."""
    if not isinstance(connection, Request):
        raise Forbidden(gettext("Dit kan zo niet."))
    given = ""
    kind = connection.content_type[0]
    if files and kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        given = (await uploaded(connection, files)).fields.get("csrf", [""])[0]
    elif kind == "application/x-www-form-urlencoded":
        given = parsed(await connection.body()).get("csrf", [""])[0]
    if not sessions.csrf_holds(secret, token, given):
        raise Forbidden(
            gettext("Dit formulier hoort niet bij uw sessie."),
            gettext("Ga terug, ververs de pagina en probeer weer."),
        )


async def _check_changes(
    connection: Connection, handler: BaseRouteHandler, settings: Settings, token: str
) -> None:
    if connection.scope["type"] == "http" and connection.scope["method"] not in SAFE:
        await _check_csrf(connection, settings.secret, token, handler.opt.get("files"))


async def allowed(connection: Connection, handler: BaseRouteHandler) -> None:
    """Deny unless the role table has this route and the session has the role."""
    if handler.opt.get("static"):
        return
    roles = _row(connection)
    if not roles:
        return
    settings: Settings = connection.app.state.settings
    token = connection.cookies.get(sessions.COOKIE, "")
    async with connection.app.state.sessions.begin() as db:
        account = await sessions.account_of(db, token) if token else None
    if account is None:
        raise SignInFirst(
            gettext("Log eerst in."), gettext("U was nog niet ingelogd, of u was te lang weg.")
        )
    actor = Actor(account.id, account.name, account.role, origin.of(connection))
    connection.state.actor = actor  # for a line about what is refused from here on
    if Role(account.role) not in roles:
        raise Forbidden(
            gettext("Dit mag u met uw rol niet doen."), gettext("Vraag het de griffie.")
        )
    await _check_changes(connection, handler, settings, token)
    lacks = second_factor_required(settings, account) and not account.second_factor
    if lacks and connection.scope["path_template"] not in BARELY:
        raise SecondFactorFirst(
            gettext("Stel eerst een tweede factor in."),
            gettext("Uw gemeente vraagt die van iedereen met uw rol."),
        )
    connection.state.staff = Staff(account, actor, sessions.csrf(settings.secret, token))


async def staff(request: Req) -> Staff:
    """Dependency: whom the guard let in."""
    return request.state.staff


SignedIn = NamedDependency[Staff]
