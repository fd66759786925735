# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie looks before everybody reads it, and nothing typed is lost on the way."""

from uuid import uuid4

import pytest

from backend.accounts.roles import Role
from backend.agenda import actions as agenda
from backend.agenda.actions import Plea
from tests.backend.agenda import made
from tests.backend.decisions.made import TEXT, WHY, decide, make_heard
from tests.browse import form, text

pytestmark = pytest.mark.anyio
BSN = "123456782"


@pytest.fixture
async def scene(sessions, signed_in):
    """A griffier's browser, and an item on which the council decided nothing yet."""
    griffier = await signed_in(Role.GRIFFIE)
    async with sessions.begin() as db:
        spot = await make_heard(db, await made.make_griffier(db))
    return griffier, spot


def decision(spot) -> str:
    return f"/griffie/agendapunten/{spot.item_id}/besluit"


def answer(spot) -> str:
    return f"/griffie/agendapunten/{spot.item_id}/antwoord"


async def fill(griffier, page, path: str, **given: str):
    """The form of this page, filled in and sent."""
    return await griffier.post(path, data={**form(page, path), **given})


async def decided(sessions, spot) -> None:
    async with sessions.begin() as db:
        await decide(db, await made.make_griffier(db), spot)


async def test_nothing_is_public_before_the_look_and_adjusting_keeps_everything(
    scene, resident
) -> None:
    griffier, spot = scene
    path, public = decision(spot), f"/agendapunten/{spot.item_id}"
    typed = {
        "outcome": "aangenomen", "point-1": "verworpen", "text": TEXT,
        "link": "https://raad.example/lijst",
    }  # fmt: skip
    look = await fill(griffier, await griffier.get(path), path, **typed)
    assert look.status_code == 200
    said = text(look)
    assert "Zo komt het op de openbare pagina" in said
    assert "Beslispunt 1: De raad legt een park aan. Afgewezen" in said
    assert TEXT not in text(await resident.get(public))
    back = await fill(griffier, look, path, doe="aanpassen")
    kept = form(back, path)
    assert {name: kept[name] for name in typed} == {name: [each] for name, each in typed.items()}
    again = await fill(griffier, back, path)
    done = await fill(griffier, again, path, doe="openbaar")
    assert done.status_code == 303
    said = text(await resident.get(public))
    assert "Wat besloot de raad? Aangenomen De raad zei ja tegen het voorstel." in said
    assert "Lees de besluitenlijst van de raad" in said
    assert "Er is nog geen antwoord." in said


async def test_all_that_is_wrong_is_told_at_once_beside_what_was_typed(scene) -> None:
    griffier, spot = scene
    path = decision(spot)
    typed = {"decided_on": "2090-01-01", "text": "Ja.", "link": "elders"}
    refused = await fill(griffier, await griffier.get(path), path, **typed)
    assert refused.status_code == 422
    said = text(refused)
    for words in (
        "Er zijn nog 4 dingen niet goed ingevuld",
        "Kies wat de raad besloot.",
        "Deze dag komt nog.",
        "Schrijf in ten minste 10 letters op wat de raad besloot.",
        "Geef een link die begint met https://.",
    ):
        assert words in said
    kept = form(refused, path)
    assert {name: kept[name] for name in typed} == {name: [each] for name, each in typed.items()}
    long = await fill(griffier, refused, path, text="park " * 300)
    assert "Dit is te lang: 1.499 tekens. Er passen er 1.000." in text(long)
    early = await fill(griffier, refused, path, outcome="verworpen", decided_on="2026-01-02")
    assert "Deze dag is voor de vergadering." in text(early)


async def test_what_seems_personal_is_shown_before_it_is_public(scene) -> None:
    griffier, spot = scene
    path = decision(spot)
    typed = {"outcome": "verworpen", "text": f"De vrouw met nummer {BSN} kreeg gelijk."}
    look = await fill(griffier, await griffier.get(path), path, **typed)
    assert "Dit lijkt op iets persoonlijks: een burgerservicenummer." in text(look)
    assert f"<mark>{BSN}</mark>" in look.text
    done = await fill(griffier, look, path, doe="openbaar")
    assert done.status_code == 303, "it warns, and a person decides"


async def test_who_comes_second_sees_what_is_public_and_keeps_what_was_typed(
    scene, sessions
) -> None:
    griffier, spot = scene
    path = decision(spot)
    typed = {"outcome": "verworpen", "text": "De raad wil geen park in de Kom."}
    look = await fill(griffier, await griffier.get(path), path, **typed)
    await decided(sessions, spot)
    late = await fill(griffier, look, path, doe="openbaar")
    assert late.status_code == 409
    said = text(late)
    assert "Iemand was u net voor." in said
    assert TEXT in said
    kept = form(late, path)
    assert kept["text"] == [typed["text"]]
    bare = await fill(griffier, late, path)
    assert "op waarom u dit wijzigt" in text(bare)
    look = await fill(griffier, bare, path, because=WHY)
    assert (await fill(griffier, look, path, doe="openbaar")).status_code == 303


async def test_a_double_press_is_one_decision(scene, resident) -> None:
    griffier, spot = scene
    path = decision(spot)
    typed = {"outcome": "aangenomen", "text": TEXT}
    look = await fill(griffier, await griffier.get(path), path, **typed)
    for _ in range(2):
        assert (await fill(griffier, look, path, doe="openbaar")).status_code == 303
    assert "Gewijzigd" not in text(await resident.get(f"/agendapunten/{spot.item_id}"))


async def test_before_the_meeting_there_is_no_form(sessions, signed_in) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    async with sessions.begin() as db:
        spot = await make_heard(db, await made.make_griffier(db), hours=None)
    page = await griffier.get(decision(spot))
    assert "De vergadering is nog niet begonnen." in text(page)
    csrf = form(await griffier.get("/griffie/spelregels"), "/griffie/spelregels")["csrf"]
    sent = {"csrf": csrf, "seen": "0", "outcome": "aangenomen", "text": TEXT, "point-1": ""}
    sent |= {"decided_on": "2035-03-14", "link": "", "because": "", "doe": "openbaar"}
    refused = await griffier.post(decision(spot), data=sent)
    assert refused.status_code == 422
    assert TEXT in refused.text, "what was typed is still there"


async def test_an_exception_can_be_followed_and_leaves_nothing_to_answer(
    sessions, signed_in, resident
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor)
        await made.meet(db, actor, spot)
    page = text(await griffier.get(decision(spot)))
    assert "Maak eerst een uitzondering." in page
    async with sessions.begin() as db:
        await agenda.except_(db, actor, spot.item_id, Plea("spoed", "De dijk brak door."))
    await decided(sessions, spot)
    assert "Hierover is inwoners niets gevraagd" in text(await griffier.get(answer(spot)))
    said = text(await resident.get(f"/agendapunten/{spot.item_id}"))
    assert TEXT in said
    assert "Wat antwoordt de gemeente" not in said


async def test_an_answer_is_looked_at_kept_and_put_right_with_a_reason(
    scene, sessions, resident
) -> None:
    griffier, spot = scene
    path, public = answer(spot), f"/agendapunten/{spot.item_id}"
    assert "Leg eerst vast wat de raad besloot." in text(await griffier.get(path))
    await decided(sessions, spot)
    page = await griffier.get(path)
    nothing = await fill(griffier, page, path)
    assert "Geef op ten minste één onderdeel antwoord." in text(nothing)
    bare = await fill(griffier, page, path, **{"reply-1": "niet_overgenomen"})
    assert "Leg in ten minste 10 letters uit waarom." in text(bare)
    typed = {"text-1": "Er is geen geld voor bomen.", "voice": "college"}
    look = await fill(griffier, bare, path, **typed)
    assert "Er is geen geld" not in text(await resident.get(public))
    assert (await fill(griffier, look, path, doe="openbaar")).status_code == 303
    said = text(await resident.get(public))
    assert "Niet overgenomen Het college van burgemeester en wethouders antwoordde op" in said
    assert "Het hele voorstel Nog geen antwoord." in said

    page = await griffier.get(path)
    better = {"reply-1": "deels_overgenomen", "text-1": "Er komen tien bomen bij."}
    bare = await fill(griffier, page, path, **better)
    assert "op waarom u dit wijzigt" in text(bare)
    look = await fill(griffier, bare, path, because="Er kwam toch geld.")
    assert (await fill(griffier, look, path, doe="openbaar")).status_code == 303
    said = text(await resident.get(public))
    assert "omdat: Er kwam toch geld." in said
    assert "Wat er eerst stond" in said
    assert "Er is geen geld voor bomen." in said, "what it said first can still be read"

    late = await fill(griffier, page, path, **{"reply-1": "overgenomen", "doe": "openbaar"})
    assert late.status_code == 409
    assert form(late, path)["reply-1"] == ["overgenomen"]


async def test_only_the_griffie_has_these_pages(sessions, signed_in, scene) -> None:
    _, spot = scene
    for role in (Role.RAADSLID, Role.REKENKAMER, Role.ADVIESRAAD):
        other = await signed_in(role)
        for path in (decision(spot), answer(spot)):
            assert (await other.get(path)).status_code == 403
    griffier = await signed_in(Role.GRIFFIE)
    nowhere = f"/griffie/agendapunten/{uuid4()}/besluit"
    assert (await griffier.get(nowhere)).status_code == 404
