# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page of the role table asks the database as often in a large town as in a small one."""

import pytest
from sqlalchemy.engine import make_url

from backend.accounts.roles import Role
from tests.conftest import dsn
from tests.crowd import crowd
from tests.pace import pages
from tests.security.conftest import House
from tests.security.town import Filled

pytestmark = pytest.mark.anyio


async def test_every_page_asks_as_often_for_eighty_items_as_for_fourteen(
    house: House, filled: Filled, servers, asked_of_the_database: list[str]
) -> None:
    tokens = {role: await house.token(filled, role) for role in Role}
    browsers = {who: house.browser(tokens[who] if who else "") for who in (None, *Role)}
    name = make_url(house.town.database_url).database
    superuser = dsn(servers, "postgres", name or "")

    async def often(who: Role | None, path: str) -> int:
        """Minus one where it is not there, or is not for this role after all."""
        asked_of_the_database.clear()
        reply = await browsers[who].get(path)
        return len(asked_of_the_database) if reply.status_code == 200 else -1

    async def first_there(who: Role | None, several: tuple[str, ...]) -> str:
        for path in several:
            if await often(who, path) >= 0:
                return path
        return ""

    await crowd(superuser, 1, 1)
    there = [(who, await first_there(who, several)) for who, several in pages(filled)]
    looked_at = [(who, path) for who, path in there if path]
    assert len(looked_at) > 100
    small = [await often(who, path) for who, path in looked_at]
    await crowd(superuser, 2, 3)
    await crowd(superuser, 4, 4, meetings=9)  # and all of that once more, on another evening
    large = [await often(who, path) for who, path in looked_at]
    differ = [row for row in zip(looked_at, small, large, strict=True) if row[1] != row[2]]
    assert differ == []
