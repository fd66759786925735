# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An audit line for what somebody who is signed in wanted and was refused.

Around the handlers, because the request's own transaction is undone when it is refused. A form
with a slip of the pen (400, 422) is no refusal: somebody fills it in again.
"""

from http import HTTPStatus
from uuid import UUID

import structlog
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from sqlalchemy.exc import SQLAlchemyError

from backend.audit.actions import Actor, note
from backend.database import Sessions

log = structlog.get_logger()
REFUSED = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS})
# What the parts of an address are about, as other lines call it.
_OBJECTS = {
    "accounts": "account",
    "agendapunten": "agendapunt",
    "beloften": "belofte",
    "documenten": "document",
    "logboek": "logboek",
    "mijn-account": "account",
    "raadplegingen": "raadpleging",
    "spelregels": "spelregels",
    "vergaderingen": "vergadering",
}


def told(scope: HTTPScope) -> tuple[str, str, UUID | None]:
    """Action, object and its id, from the route: a refused request never said its own name."""
    parts = [part for part in scope["path_template"].split("/") if part]
    known = [part for part in parts if part in _OBJECTS]
    last = parts[-1] if parts and not parts[-1].startswith("{") else ""
    action = "lezen" if scope["method"] in {"GET", "HEAD"} else "opslaan"
    if action == "opslaan" and last and last not in _OBJECTS:
        action = last.replace("-", " ")
    ids = [value for value in scope["path_params"].values() if isinstance(value, UUID)]
    return action, _OBJECTS[known[-1]] if known else "pagina", ids[0] if ids else None


class Refusals:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def seen(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["type"] == "http":
                await _note(scope, message["status"])
            await send(message)

        await self.app(scope, receive, seen)


async def _note(scope: HTTPScope, status: int) -> None:
    """Before the answer leaves; a line that cannot be written does not keep the answer."""
    actor = scope["state"].get("actor")
    if status not in REFUSED or not isinstance(actor, Actor):
        return
    action, about, object_id = told(scope)
    detail = {"route": f"{scope['method']} {scope['path_template']}", "status": status}
    sessions: Sessions = scope["litestar_app"].state.sessions
    try:
        async with sessions.begin() as db:
            note(db, actor, action, about, object_id, result="geweigerd", **detail)
    except (SQLAlchemyError, OSError):
        log.exception("refusal-not-noted")
