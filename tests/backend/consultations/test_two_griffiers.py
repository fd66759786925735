# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two griffiers at one draft: whoever is second loses nothing, and hears who was first and when."""

import re

import httpx
import pytest

from backend.accounts.roles import Role
from tests.backend.consultations.pictured import picture
from tests.browse import form, text
from tests.make import make_consultation

pytestmark = pytest.mark.anyio
WHEN = r"op \w+dag \d+ \w+ 2\d{3} om \d\d\.\d\d uur"


@pytest.fixture
async def desk(sessions) -> str:
    async with sessions.begin() as db:
        return f"/griffie/raadplegingen/{(await make_consultation(db, stage='draft')).id}"


async def press(browser, page: httpx.Response, action: str, **given: object) -> httpx.Response:
    fields = {**form(page, action), **given}
    files = fields.pop("files", None)
    for name in files or ():
        fields.pop(name, None)
    return await browser.post(action, data=fields, files=files)


async def test_what_was_typed_while_somebody_else_changed_or_opened_the_draft_is_still_there(
    signed_in, desk
) -> None:
    first, second = await signed_in(Role.GRIFFIE), await signed_in(Role.GRIFFIE)
    question, image = f"{desk}/vragen/1.advice", f"{desk}/vragen/1.advice/afbeelding"
    opening = f"{desk}/openen"
    at_desk, at_opening, at_question, at_image = [
        await second.get(at) for at in (desk, opening, question, image)
    ]

    theirs = await press(first, await first.get(question), question, label="Van de eerste")
    assert theirs.status_code == 303
    sent = {"picture": ("kaart.png", picture())}
    replies = (
        await press(second, at_opening, opening, closes_on="2036-05-01"),
        await press(second, at_desk, f"{desk}/vragen", ask="ratings", ratings_only_reason="Kleur."),
        await press(second, at_desk, f"{desk}/indeling", themes=["groen"]),
        await press(second, at_image, image, alt="Een kaart.", doe="bewaren", files=sent),
    )
    for reply in replies:
        assert reply.status_code == 409
        assert re.search(rf"\(griffie\) veranderde de vragen {WHEN}", text(reply))
    kept = [form(reply, action) for reply, action in zip(
        replies, (opening, f"{desk}/vragen", f"{desk}/indeling", image), strict=True
    )]  # fmt: skip
    assert kept[0]["closes_on"] == ["2036-05-01"]
    assert (kept[1]["ask"], kept[1]["ratings_only_reason"]) == (["ratings"], ["Kleur."])
    assert kept[2]["themes"] == ["groen"]
    assert kept[3]["alt"] == ["Een kaart."]

    opened = await press(first, await first.get(opening), opening, closes_on="2036-05-01")
    assert opened.status_code == 303
    replies = (
        await press(second, replies[0], opening, closes_on="2036-06-02"),
        await press(second, replies[1], f"{desk}/vragen"),
        await press(
            second, at_question, question, label="Van de tweede", description="Mijn uitleg"
        ),
        await press(second, replies[3], image, doe="bewaren", files=sent),
    )
    for reply, typed in zip(
        replies, ("2036-06-02", "Kleur.", "Mijn uitleg", "Een kaart."), strict=True
    ):
        assert reply.status_code == 409
        assert re.search(rf"\(griffie\) opende haar {WHEN}", text(reply))
        assert typed in text(reply)


async def test_saving_what_is_there_already_stands_in_nobodys_way(signed_in, desk) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    question = f"{desk}/vragen/1.advice"
    one, other = await griffier.get(question), await griffier.get(f"{desk}/vragen/2.advice")
    assert (await press(griffier, one, question)).status_code == 303
    reply = await press(griffier, other, f"{desk}/vragen/2.advice", label="Wat raadt u nu aan?")
    assert reply.status_code == 303
