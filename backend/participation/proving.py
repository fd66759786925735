# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The place of a response in the public log, and the proof of it that a resident can keep."""

from uuid import UUID

import msgspec
from litestar import post
from litestar.response import Response, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import Invalid
from backend.ledger import proofs
from backend.ledger import queries as ledger
from backend.participation import logged, queries, seal, wording
from backend.settings import Settings
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext, marked
from backend.web.pages import page

NOT_YET = marked("Er is nog geen bewijs. Probeer het over een paar minuten opnieuw.")
MEDIA_TYPE = "text/plain; charset=utf-8"


class InTheLog(Struct, frozen=True):
    """`position` is counted from one, as people count; None while it waits.

    signed   whether the log was signed with this in it, so that it can be proven
    """

    position: int | None
    signed: bool


async def place(db: AsyncSession, entry_id: UUID) -> InTheLog:
    there = await ledger.place(db, entry_id)
    if there is None:
        return InTheLog(None, signed=False)
    signed = await ledger.newest(db, there.position + 1)
    return InTheLog(there.position + 1, signed=signed is not None)


async def _made(db: AsyncSession, entry_id: UUID) -> bytes | None:
    """With the line of the log, and what opens it: the answers, each with its salt."""
    there = await ledger.place(db, entry_id)
    opened = await logged.opening(db, entry_id)
    if there is None or opened is None:
        return None
    [body] = await ledger.bodies(db, there.position, there.position + 1)
    fields = {name: [value, opened.salts[name].hex()] for name, value in opened.fields.items()}
    beside = msgspec.json.encode({"regel": body.decode(), "velden": fields}, order="deterministic")
    found = await ledger.proof(db, entry_id, beside)
    return None if found is None else bytes(found)


@post("/mijn-inzending/bewijs", status_code=200, include_in_schema=False)
async def my_proof(request: Req, db: Db) -> Response[bytes] | Template:
    """A file of the resident's own: who has it can see what was answered."""
    reader = Reader(await posted(request))
    token = reader.text("bewijs", limit=1000)
    try:
        reader.done()
    except Invalid:
        token = ""
    settings: Settings = request.app.state.settings
    response_id = seal.proven(settings.secret, token)
    standing = await queries.standing(db, response_id) if response_id else None
    made = None if standing is None else await _made(db, standing.content_id)
    if made is None:
        problem = gettext(NOT_YET) if standing else gettext(wording.WAITED)
        return page(
            "resident_code.html",
            status=409 if standing else 422,
            given={},
            problems={"code": problem},
            wait=False,
            section="mijn-inzending",
        )
    name = f"bewijs{proofs.SUFFIX}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, media_type=MEDIA_TYPE, headers=headers)


HANDLERS = (my_proof,)
