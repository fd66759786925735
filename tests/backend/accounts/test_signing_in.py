# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import httpx
import pytest

from backend.accounts.roles import Role
from backend.accounts.sessions import COOKIE

pytestmark = pytest.mark.anyio


async def test_a_session_ends_at_the_server_when_somebody_signs_out(signed_in) -> None:
    griffier: httpx.AsyncClient = await signed_in(Role.GRIFFIE)
    assert griffier.cookies[COOKIE]


async def test_an_unknown_name_and_a_wrong_password_read_the_same(resident) -> None:
    one = await resident.post("/inloggen", data={"username": "niemand", "password": "x" * 12})
    two = await resident.post("/inloggen", data={"username": "niemand", "password": "y" * 12})
    assert one.status_code == two.status_code == 422
    assert "horen niet bij elkaar" in one.text
