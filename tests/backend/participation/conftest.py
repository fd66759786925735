# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from backend import database
from backend.consultations.tables import Consultation
from tests.make import make_consultation


@pytest.fixture
async def park(sessions: database.Sessions) -> Consultation:
    """An open consultation with two decision points, at /raadplegingen/park."""
    async with sessions.begin() as db:
        return await make_consultation(db, slug="park")


@pytest.fixture
def said() -> dict[str, str]:
    return {"1.stance": "for_if", "1.advice": "Plant meer bomen.", "age_band": "65+"}
