# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log for everybody: what it is for, what was signed last, and that it only grew."""

import base64
from typing import Annotated, Final

from litestar import get
from litestar.params import FromPath, PathParameter
from litestar.response import Response, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import NotHere
from backend.ledger import notes, queries, tiles
from backend.ledger.tables import CheckpointRow
from backend.participation.proving import MEDIA_TYPE
from backend.web.kinds import Db
from backend.web.languages import gettext
from backend.web.pages import page

LARGEST: Final = 2**53 - 1
_FOREVER: Final = "public, max-age=31536000, immutable"
Size = Annotated[int, PathParameter(ge=1, le=LARGEST)]


async def _signed(db: AsyncSession, covering: int = 0) -> CheckpointRow:
    signed = await queries.newest(db, covering)
    if signed is None:
        raise NotHere(
            gettext("Er is nog geen ondertekend logboek."),
            gettext("De gemeente ondertekent het zodra er iets in staat."),
        )
    return signed


@get("/logboek", include_in_schema=False)
async def about(db: Db) -> Template:
    signed = await queries.newest(db)
    vkey = signed.vkey if signed else None
    return page(
        "log.html",
        size=signed.size if signed else 0,
        at=signed.made_at if signed else None,
        vkey=vkey,
        fingerprint=notes.verifier(vkey).fingerprint if vkey else "",
        section="hoe-werkt-dit",
    )


@get(["/logboek/checkpoint", "/logboek/checkpoint.txt"], include_in_schema=False)
async def checkpoint(db: Db) -> Response[str]:
    """What was signed last (c2sp.org/tlog-checkpoint): keep it, and see later that the log only
    grew."""
    return Response((await _signed(db)).note, media_type=MEDIA_TYPE)


@get("/logboek/groei/{old:int}/{new:int}", include_in_schema=False)
async def growth(db: Db, old: Size, new: Size) -> Response[str]:
    """The proof of consistency (RFC 6962, 2.1.2) between two sizes, a hash a line."""
    await _signed(db, new)
    if old > new:
        raise NotHere(
            gettext("Het logboek wordt nooit kleiner."),
            gettext("Noem eerst het kleinste aantal regels."),
        )
    steps = await queries.consistency(db, old, new)
    lines = "".join(f"{base64.b64encode(step).decode()}\n" for step in steps)
    return Response(lines, media_type=MEDIA_TYPE)


def _no_such_tile() -> NotHere:
    return NotHere(
        gettext("Dit deel van het logboek is er niet."),
        gettext("Kijk eerst in het checkpoint hoeveel regels er zijn."),
    )


@get("/logboek/tile/{path:path}", include_in_schema=False)
async def tile(db: Db, path: FromPath[str]) -> Response[bytes]:
    """256 hashes, or the entries themselves (c2sp.org/tlog-tiles): the whole log, for whoever wants
    to keep it. Only what is signed."""
    found = tiles.asked(path.removeprefix("/"))
    if found is None:
        raise _no_such_tile()
    one, whole = found
    if not tiles.stands(one, (await _signed(db)).size):
        raise _no_such_tile()
    if whole:
        start = one.index * tiles.WIDTH
        content = _packed(await queries.bodies(db, start, start + one.width))
    else:
        content = b"".join((await queries.contents(db, [one]))[one.level, one.index])
    return Response(
        content, media_type="application/octet-stream", headers={"Cache-Control": _FOREVER}
    )


def _packed(entries: list[bytes]) -> bytes:
    try:
        return tiles.packed(entries)
    except ValueError:
        raise NotHere(
            gettext("Een regel van dit deel is te lang voor deze vorm."),
            gettext("In het pakket van de raadpleging staat hij wel."),
        ) from None


HANDLERS = (about, checkpoint, growth, tile)
