# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2

import asyncpg
import pytest

from tests.make import make_consultation


@pytest.fixture
async def park(sessions):
    """An open consultation on one decision point, at /raadplegingen/park."""
    async with sessions.begin() as db:
        return await make_consultation(db, slug="park", points=1)


@pytest.fixture
async def owner(owner_dsn: str):
    connection = await asyncpg.connect(owner_dsn)
    yield connection
    await connection.close()


@pytest.fixture
async def application(town):
    """A bare connection as the role that the application has."""
    connection = await asyncpg.connect(town.database_url.replace("+asyncpg", ""))
    yield connection
    await connection.close()
