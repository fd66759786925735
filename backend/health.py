# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""/levend: this process answers. /gezond: so does the database, and the work is being done.

A platform that restarts what is not well asks /levend: starting the website anew brings no
database back. Who watches over the whole asks /gezond.
"""

import asyncio
import datetime as dt

import msgspec
import structlog
from litestar import Response, get
from litestar.datastructures import State

from backend import database, vitals
from backend.database import Sessions
from backend.vitals import Vitals
from backend.web.languages import gettext

LATE = dt.timedelta(minutes=2)
PATIENCE = 3.0
"""Seconds for the database: whoever asks about health must not wait for it."""
log = structlog.get_logger()


class Health(msgspec.Struct, rename="camel"):
    """`words` says what is wrong and what to do; durations in whole seconds.

    `worker_seen` is how long ago the last worker gave a sign, and null when none ever did, or when
    the database could not be asked. `dead` counts tasks that were given up.
    """

    status: str
    words: list[str]
    database: bool
    workers: int = 0
    worker_seen: int | None = None
    oldest_promise: int = 0
    dead: int = 0


@get("/levend", include_in_schema=False)
async def alive() -> dict[str, str]:
    return {"status": "levend"}


@get("/gezond", include_in_schema=False)
async def health(state: State) -> Response[Health]:
    """503 when something has to be done before residents can rely on this site."""
    found = await _asked(state.sessions)
    words = _words(found)
    said = Health("ongezond" if words else "gezond", words, found is not None)
    if found is not None:
        said.workers = found.workers
        said.worker_seen = None if found.seen is None else int(found.seen.total_seconds())
        said.oldest_promise = int(found.oldest.total_seconds())
        said.dead = found.dead
    return Response(
        said,
        status_code=503 if words else 200,
        headers={"Retry-After": "10"} if words else {},
    )


async def _asked(sessions: Sessions) -> Vitals | None:
    """None when the database does not answer in time; what else it says is our own mistake."""
    try:
        async with asyncio.timeout(PATIENCE), sessions() as db:
            return await vitals.taken(db)
    except Exception as error:
        if not database.is_away(error):
            raise
        log.warning("database-away", error=type(error).__name__)
        return None


def _words(found: Vitals | None) -> list[str]:
    if found is None:
        return [
            gettext(
                "De database geeft geen antwoord. Kijk of PostgreSQL draait en of er nog"
                " verbindingen vrij zijn."
            )
        ]
    words: list[str] = []
    if not found.workers:
        words.append(
            gettext(
                "Er is geen werker aan het werk: er wordt niets geteld of gesloten. Start een"
                " werker met `raadgever worker`."
            )
        )
    if found.oldest > LATE:
        words.append(
            gettext(
                "Er ligt werk dat al langer dan twee minuten wacht. Kijk in het logboek van de"
                " werkers, of start er een bij."
            )
        )
    return words
