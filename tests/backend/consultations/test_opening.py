# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest

from backend.accounts.roles import Role
from backend.council import queries as council
from backend.council.planning import local_day
from tests.browse import form, text
from tests.make import make_consultation

pytestmark = pytest.mark.anyio


async def test_too_short_is_read_before_it_opens_and_no_answers_before_it_closes(
    sessions, signed_in
) -> None:
    async with sessions.begin() as db:
        desk = f"/griffie/raadplegingen/{(await make_consultation(db, stage='draft')).id}"
        soon = local_day(await council.now(db)) + dt.timedelta(days=3)
    griffier, to = await signed_in(Role.GRIFFIE), f"{desk}/openen"
    fields = form(await griffier.get(to), to) | {"closes_on": [soon.isoformat()]}
    warned = await griffier.post(to, data=fields)
    assert (warned.status_code, "Dit is te kort." in text(warned)) == (422, True)
    assert (await griffier.post(to, data=form(warned, to))).status_code == 303
    assert "Er kwam nog niets binnen" in text(await griffier.get(f"{desk}/sluiten"))
