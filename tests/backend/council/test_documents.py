# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A griffier describes a document on a page, and nothing of two griffiers is lost."""

import re
from uuid import UUID

import httpx
import pytest

from backend.accounts.roles import Role
from backend.council import queries
from tests.browse import form, text
from tests.make import make_document

pytestmark = pytest.mark.anyio


@pytest.fixture
async def griffier(signed_in) -> httpx.AsyncClient:
    return await signed_in(Role.GRIFFIE)


@pytest.fixture
async def path(sessions) -> str:
    async with sessions.begin() as db:
        version = await make_document(db, kind=None)
    return f"/griffie/documenten/{version.document_id}"


async def test_a_description_makes_a_new_version_and_says_what_comes_next(
    griffier: httpx.AsyncClient, path: str, sessions
) -> None:
    given = form(await griffier.get(path), path)
    given |= {"kind": ["motie"], "plain_text": ["Kort."], "points": ["Een.\n\n Twee. "]}
    reply = await griffier.post(path, data=given, follow_redirects=True)
    assert "Klaar voor een raadpleging" in text(reply)
    async with sessions() as db:
        version = await queries.newest(db, UUID(path.rsplit("/", 1)[1]))
    assert version.number == 2
    assert version.points == ((1, "Een."), (2, "Twee."))


async def test_saving_the_same_again_makes_no_version(
    griffier: httpx.AsyncClient, path: str
) -> None:
    for _ in range(2):
        given = form(await griffier.get(path), path)
        reply = await griffier.post(path, data=given, follow_redirects=True)
    assert "versie 1" in text(reply)


async def test_the_second_of_two_griffiers_is_told_and_keeps_what_was_typed(
    griffier: httpx.AsyncClient, path: str
) -> None:
    one = form(await griffier.get(path), path)
    two = dict(one)
    first = await griffier.post(path, data={**one, "plain_text": ["Van de eerste."]})
    second = await griffier.post(path, data={**two, "plain_text": ["Van de tweede."]})
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Iemand anders heeft dit document intussen veranderd" in text(second)
    assert re.search(r"\(griffie\) deed dat op \w+ \d", text(second))
    assert "Van de eerste." in text(second)
    assert form(second, path)["plain_text"] == ["Van de tweede."]
    # and the form she sees now can be saved, on top of what the first one wrote
    again = await griffier.post(path, data=form(second, path))
    assert again.status_code == 303


async def test_every_problem_is_named_at_once_and_nothing_is_stored(
    griffier: httpx.AsyncClient, path: str
) -> None:
    given = form(await griffier.get(path), path)
    given |= {"kind": ["roman"], "plain_text": ["x\x00y"], "points": ["Een.\nEen."], "rol": ["a"]}
    reply = await griffier.post(path, data=given)
    assert reply.status_code == 422
    said = text(reply)
    assert "Kies een van de mogelijkheden" in said
    assert "niet te lezen" in said
    assert "twee keer" in said
    assert "hoort niet bij dit formulier" in said
    assert form(await griffier.get(path), path)["points"] != ["Een.\nEen."]


async def test_the_rules_of_the_town_are_published_with_a_reason(
    griffier: httpx.AsyncClient,
) -> None:
    where = "/griffie/spelregels"
    given = form(await griffier.get(where), where)
    refused = await griffier.post(where, data={**given, "k": ["2"], "neighbourhoods": ["WK1"]})
    assert refused.status_code == 422
    assert "van 5 tot en met 1.000" in text(refused)
    assert "Regel 1 is niet goed" in text(refused)
    assert "waarom u de spelregels wijzigt" in text(refused)
    given |= {
        "minimum_days": ["21"],
        "neighbourhoods": ["WK1; Oost"],
        "reason": ["De raad wil dit."],
    }
    assert (await griffier.post(where, data=given)).status_code == 303
    now = form(await griffier.get(where), where)
    assert now["minimum_days"] == ["21"]
    assert now["neighbourhoods"] == ["WK1; Oost"]
