# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Codes that nobody gave out, counted per network."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import throttle
from backend.accounts.throttle import Budget
from backend.settings import Settings
from backend.web import origin
from backend.web.kinds import Req

Known = Callable[[AsyncSession, bytes, str], Awaitable[bool]]
"""Whether a code, with the secret, was ever given out."""


async def count(request: Req, budget: Budget, code: str, known: Known) -> None:
    """`TooMany` from a network that guesses, as with receipts (`mine.look_up`): only what we do not
    know is spent, so that a library may send in a hundred letters.

    In transactions of its own: so call it before the request's own first query.
    """
    settings: Settings = request.app.state.settings
    sessions, network = request.app.state.sessions, origin.network(origin.of(request))
    async with sessions.begin() as apart:
        await throttle.look(apart, settings.secret, budget, network)
        found = await known(apart, settings.secret, code)
    if not found:
        await throttle.spend(sessions, settings.secret, budget, network)
