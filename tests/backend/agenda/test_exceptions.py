# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An exception is looked at before everybody reads it, and nothing typed is lost on the way."""

import datetime as dt

import pytest

from backend.accounts.roles import Role
from backend.council import moving
from backend.council.actions import publish_rules
from backend.council.importing import take_in
from backend.council.queries import now
from backend.council.tables import AgendaItem
from surveys.rules import Rules
from tests.backend.agenda import made
from tests.browse import form, text

pytestmark = pytest.mark.anyio
LINK = "https://merenburg.example/verslag"
REASON = "De school moet in maart open.\n\nWachten kan niet meer."


@pytest.fixture
async def desk(sessions, signed_in):
    """A griffier's browser and the address of an item that waits for an exception."""
    griffier = await signed_in(Role.GRIFFIE)
    async with sessions.begin() as db:
        spot = await made.make_spot(db, await made.make_griffier(db))
    return griffier, f"/griffie/agendapunten/{spot.item_id}/uitzondering"


async def renamed(db, actor, spot) -> None:
    await made.describe(db, actor, spot.document_id, "De gemeente wil twee parken aanleggen.")


async def moved(db, actor, spot) -> None:
    there = (await take_in(db, actor, made.meeting("elders"))).meeting
    revision = (await db.get_one(AgendaItem, spot.item_id)).revision
    why = "De raad wil er langer over praten."
    await moving.move(db, actor, spot.item_id, revision, to=there, reason=why)


async def fill(griffier, page, path: str, **given: str):
    """The form of this page, filled in and sent."""
    return await griffier.post(path, data={**form(page, path), **given})


async def test_nothing_is_public_before_the_look(desk, resident) -> None:
    griffier, path = desk
    look = await fill(griffier, await griffier.get(path), path, ground="spoed", reason=REASON)
    assert look.status_code == 200
    said = text(look)
    assert "Zo komt het op de openbare pagina" in said
    for words in ("Spoed.", "Wachten kan niet meer.", "Griffie (griffie)"):
        assert words in said
    assert "Er zijn nog geen uitzonderingen gemaakt" in text(await resident.get("/uitzonderingen"))
    done = await fill(griffier, look, path, doe="openbaar")
    assert done.status_code == 303
    public = await resident.get("/uitzonderingen")
    assert REASON.split("\n", maxsplit=1)[0] in text(public)


async def test_adjusting_keeps_everything(desk) -> None:
    griffier, path = desk
    typed = {"ground": "spoed", "reason": REASON, "link": LINK, "difference": "Oud. Nieuw."}
    look = await fill(griffier, await griffier.get(path), path, **typed)
    back = await fill(griffier, look, path, doe="aanpassen")
    assert back.status_code == 200
    found = form(back, path)
    assert {name: found[name] for name in typed} == {name: [text] for name, text in typed.items()}


async def test_another_ground_keeps_the_link_and_not_the_reason_of_the_first(desk) -> None:
    griffier, path = desk
    begun = await griffier.get(path)
    refused = await fill(griffier, begun, path, ground="al_gehoord", reason=REASON, link="nog niet")
    assert refused.status_code == 422
    refused = await fill(griffier, refused, path, ground="spoed", link=LINK)
    assert refused.status_code == 422, "the reason was written for another ground"
    assert "U koos iets anders" in text(refused)
    found = form(refused, path)
    assert (found["reason"], found["link"]) == ([""], [LINK])
    assert "Bij “Al gehoord” De school moet in maart open." in text(refused)
    other = "De wethouder kan niet langer wachten."
    look = await fill(griffier, refused, path, reason=other)
    assert look.status_code == 200
    back = await fill(griffier, look, path, doe="aanpassen")
    again = await fill(griffier, back, path, ground="al_gehoord")
    found = form(again, path)
    assert (found["reason"], found["link"]) == ([REASON], [LINK])
    assert "Dit schreef u eerder bij deze keuze" in text(again)
    assert f"Bij “Spoed” {other}" in text(again)
    look = await fill(griffier, again, path)
    assert look.status_code == 200
    assert LINK in look.text


async def test_a_reason_that_was_written_anew_with_the_other_ground_is_taken(desk) -> None:
    griffier, path = desk
    refused = await fill(griffier, await griffier.get(path), path, ground="spoed", reason="kort")
    look = await fill(griffier, refused, path, ground="geheim", reason=REASON)
    assert look.status_code == 200


async def test_an_item_that_became_ready_meanwhile_is_said_at_the_look_too(desk) -> None:
    griffier, path = desk
    look = await fill(griffier, await griffier.get(path), path, ground="spoed", reason=REASON)
    assert (await fill(griffier, look, path, doe="openbaar")).status_code == 303
    for doe in ("kijken", "openbaar"):
        late = await fill(griffier, look, path, doe=doe)
        assert late.status_code == 409
        assert form(late, path)["reason"] == [REASON]


@pytest.mark.parametrize("happens", [renamed, moved])
@pytest.mark.parametrize("at", ["form", "look", "adjusted"])
async def test_it_is_made_only_for_the_text_and_the_meeting_that_were_looked_at(
    sessions, signed_in, happens, at
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor)
    item = f"/griffie/agendapunten/{spot.item_id}"
    path = f"{item}/uitzondering"
    typed = {"ground": "spoed", "reason": REASON}
    page = await griffier.get(path)
    if at != "form":
        page = await fill(griffier, page, path, **typed)
        assert "over “Raadsvoorstel park”" in text(page), "it says for which document"
    if at == "adjusted":
        page = await fill(griffier, page, path, doe="aanpassen")
    async with sessions.begin() as db:
        await happens(db, actor, spot)
    doe = "openbaar" if at == "look" else "kijken"
    refused = await fill(griffier, page, path, doe=doe, **typed)
    assert refused.status_code == 409
    assert "Het stuk is veranderd of het punt is verplaatst" in text(refused)
    assert form(refused, path)["reason"] == [REASON]
    assert "Klaar, met uitzondering" not in text(await griffier.get(item))
    look = await fill(griffier, refused, path)
    assert look.status_code == 200, "who looked again can go on"
    assert (await fill(griffier, look, path, doe="openbaar")).status_code == 303
    assert "Klaar, met uitzondering" in text(await griffier.get(item))


async def test_no_answers_is_a_ground_only_where_residents_were_asked(sessions, signed_in) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await made.hear_at_once(db, actor)
        spot = await made.make_spot(db, actor)
    item = f"/griffie/agendapunten/{spot.item_id}"
    path = f"{item}/uitzondering"
    page = await griffier.get(path)
    assert "Geen reacties" not in text(page), "it is not offered"
    plea = {"ground": "geen_reacties", "reason": "kort"}
    refused = await fill(griffier, page, path, **plea)
    assert refused.status_code == 422
    assert "kan alleen als er over deze tekst een raadpleging was" in text(refused)
    assert "Schrijf in ten minste" in text(refused), "with everything else that is missing"
    async with sessions.begin() as db:
        await made.heard(db, actor, spot.document_id, answers=0)
    desk = await griffier.get(item)
    assert f"{path}" in desk.text
    look = await fill(griffier, await griffier.get(path), path, **(plea | {"reason": REASON}))
    assert look.status_code == 200
    assert (await fill(griffier, look, path, doe="openbaar")).status_code == 303


async def test_what_nobody_answered_is_asked_again_first_while_there_is_time(
    sessions, signed_in
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    for answers, days, first in ((0, 60, "opnieuw"), (0, 0, ""), (1, 60, "")):
        async with sessions.begin() as db:
            actor = await made.make_griffier(db)
            minimum = Rules(minimum_days=0, minimum_responses=2)
            await publish_rules(db, actor, minimum, "Om te proberen.")
            starts_at = await now(db) + dt.timedelta(days=days)
            spot = await made.make_spot(db, actor, starts_at=starts_at)
            row, _ = await made.heard(db, actor, spot.document_id, answers=answers)
        desk = await griffier.get(f"/griffie/agendapunten/{spot.item_id}")
        again = f'href="/griffie/raadplegingen/{row.id}/opnieuw"'
        assert (again in desk.text) is bool(first)
        assert f'href="/griffie/agendapunten/{spot.item_id}/uitzondering"' in desk.text
        if first:
            assert (
                await griffier.get(f"/griffie/raadplegingen/{row.id}/opnieuw")
            ).status_code == 200
