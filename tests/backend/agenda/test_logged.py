# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import hashlib
import json

import pytest
from sqlalchemy import select

from backend.agenda import actions
from backend.agenda.actions import Plea
from backend.council import queries as council
from backend.errors import Trouble
from backend.ledger.tables import LogDue
from tests.backend.agenda import made

pytestmark = pytest.mark.anyio
REASON = "De dijk is gisteren doorgebroken, en morgen komt er meer water."


async def test_an_exception_is_written_down_for_the_log_with_the_text_it_is_about(
    sessions,
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor)
        await actions.except_(db, actor, spot.item_id, Plea("spoed", REASON))
    async with sessions() as db:
        row = (await db.scalars(select(LogDue))).one()
        version = await council.newest(db, spot.document_id)
    assert json.loads(row.body) == {
        "t": "uitzondering",
        "punt": str(spot.item_id),
        "stuk": version.hash.hex(),
        "grond": "spoed",
        "reden": hashlib.sha256(REASON.encode()).hexdigest(),
    }


async def test_an_exception_that_is_refused_leaves_nothing_for_the_log(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor)
    with pytest.raises(Trouble):
        async with sessions.begin() as db:
            await actions.except_(db, actor, spot.item_id, Plea("spoed", "Zomaar"))
    async with sessions() as db:
        assert (await db.scalars(select(LogDue))).all() == []
