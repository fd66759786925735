# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An advisory council reads a summary before it goes up, objects, and is answered; over HTTP."""

import json
from uuid import UUID

import httpx
import pytest
from msgspec import Struct
from sqlalchemy import select

from backend.accounts.tables import Account
from backend.database import Sessions
from backend.demo.town_hall import TownHall
from surveys.reviewed import NONE_ASKED
from tests.backend.results.made import conclude, say
from tests.browse import form, text
from tests.make import make_consultation

pytestmark = pytest.mark.anyio
OBJECTION = "De mensen aan de Dreef zijn niet bereikt.\n\nGa daar langs de deuren."
DISSENT = "Ik vind dat het zo kan; er is genoeg gevraagd."
ANSWER = "Wij gaan volgende week langs de deuren aan de Dreef."


@pytest.fixture
async def park(sessions: Sessions):
    """Four people gave advice, and the count is done."""
    async with sessions.begin() as db:
        row = await make_consultation(db, slug="park", points=1)
        row.themes = ["groen"]
    for number in range(4):
        await say(sessions, row, "for", f"Zet er {number} bomen neer.", "65+")
    await conclude(sessions, row)
    return row


async def newest_account(sessions: Sessions) -> UUID:
    """Whoever signed in last."""
    async with sessions() as db:
        newest = select(Account.id).order_by(Account.created_at.desc()).limit(1)
        return (await db.scalars(newest)).one()


class Scene(Struct):
    """Who is at work; `page` is the body's, `asked` what the members open."""

    hall: TownHall
    keeper: TownHall
    members: list[TownHall]
    desk: str
    page: str
    asked: str = ""


async def _appoint(hall: TownHall, keeper: TownHall, page: str, ids: list[UUID]) -> None:
    """By the beheerder, from the body and from the account; the griffier reads who does it."""
    desk = await hall.look(page)
    assert "De beheerder voegt leden toe." in text(desk)
    with pytest.raises(LookupError):
        form(desk, f"{page}/leden")
    given = {"csrf": form(desk, page)["csrf"], "account": str(ids[0]), "first_day": "2026-01-01"}
    assert (await hall.browser.post(f"{page}/leden", data=given)).status_code == 403
    first, second = ids
    await keeper.fill_in(page, f"{page}/leden", {"account": str(first)})
    offered = (await keeper.look(page)).text
    assert f'<option value="{first}"' not in offered, "who is a member is not offered again"
    assert f'<option value="{second}"' in offered
    account = f"/beheer/accounts/{second}/adviesraden"
    assert account in (await keeper.look(f"/beheer/accounts/{second}")).text
    none = await keeper.browser.post(account, data=form(await keeper.look(account), account))
    assert (none.status_code, "Kies een adviesraad." in text(none)) == (422, True)
    await keeper.fill_in(account, account, {"body": page.rpartition("/")[2]})
    assert "Wijkraad de Dreef Lid" in text(await keeper.look(account))


async def _make_body(park, sessions: Sessions, signed_in) -> Scene:
    """The griffier makes a council, is told that nobody sits in it, and a beheerder appoints."""
    hall = TownHall(await signed_in("griffie"))
    keeper = TownHall(await signed_in("beheerder"))
    members, ids = [], []
    for _ in range(2):
        members.append(TownHall(await signed_in("adviesraad")))
        ids.append(await newest_account(sessions))
    desk = f"/griffie/raadplegingen/{park.id}/adviesraad"
    assert NONE_ASKED in text(await hall.look(desk))
    assert "van geen adviesraad lid" in text(await members[0].look("/adviesraad"))
    bodies = "/griffie/adviesraden"
    about = {"name": ["Wijkraad de Dreef"], "kind": ["wijkraad"], "themes": ["groen"]}
    page = (await hall.fill_in(bodies, bodies, about)).headers["location"]
    again = form(await hall.look(bodies), bodies) | about
    assert (await hall.browser.post(bodies, data=again)).status_code == 409
    asking = form(await hall.look(desk), desk)
    assert asking["bodies"] == [page.rpartition("/")[2]]  # it is about this theme
    nobody = await hall.browser.post(desk, data=asking)
    assert (nobody.status_code, "heeft nu geen leden" in text(nobody)) == (409, True)
    past = await hall.browser.post(desk, data=asking | {"due": "2020-01-01"})
    assert (past.status_code, "Deze dag is al geweest" in text(past)) == (422, True)
    assert form(past, desk)["bodies"] == asking["bodies"]  # nothing is lost
    await _appoint(hall, keeper, page, ids)
    return Scene(hall, keeper, members, desk, page)


async def _ask(scene: Scene) -> None:
    """The griffier asks as it is proposed, and gets a message to send."""
    await scene.hall.fill_in(scene.desk, scene.desk, {})
    link = r'href="(/adviesraad/[0-9a-f-]{36})"'
    [scene.asked] = await scene.members[0].wait_for("/adviesraad", link)
    told = text(await scene.hall.look(scene.desk))
    assert "Kopieer dit bericht" in told
    assert f"https://raadgever.test{scene.asked}" in told


async def _talk(scene: Scene) -> None:
    """One takes a remark back, and that it stood there stays to be seen."""
    asked, (first, second) = scene.asked, scene.members
    await first.fill_in(asked, f"{asked}/overleg", {"text": "Dit moet nog weg."})
    await first.fill_in(asked, f"{asked}/overleg/intrekken", {})
    await second.fill_in(asked, f"{asked}/overleg", {"text": "De Dreef ontbreekt."})
    talk = text(await first.look(asked))
    assert "Dit moet nog weg." not in talk
    assert "Deze opmerking is ingetrokken." in talk
    assert "De Dreef ontbreekt." in talk


async def _object(scene: Scene) -> None:
    """One passes on an objection; who did not see it does not overwrite it, and loses no word."""
    asked, (first, second) = scene.asked, scene.members
    late = form(await second.look(asked), f"{asked}/oordeel")
    said = {"verdict": "bezwaar", "remark": OBJECTION}
    await first.fill_in(asked, f"{asked}/oordeel", said)
    refused = await second.browser.post(
        f"{asked}/oordeel", data=late | {"verdict": "akkoord", "remark": "Wij zijn het eens."}
    )
    assert refused.status_code == 409
    assert "Iemand was u net voor." in text(refused)
    assert "Wij zijn het eens." in text(refused)
    await second.fill_in(asked, f"{asked}/anders", {"dissent": DISSENT, "named": "nee"})


async def test_a_council_objects_and_everything_it_says_travels_with_the_summary(
    park, sessions: Sessions, resident: httpx.AsyncClient, signed_in
) -> None:
    scene = await _make_body(park, sessions, signed_in)
    hall, desk = scene.hall, scene.desk
    await _ask(scene)

    # A stranger reads nothing of it; the members read everything that was written, and only that
    stranger = TownHall(await signed_in("adviesraad"))
    for path in (scene.asked, f"{scene.asked}/adviezen"):
        assert (await stranger.browser.get(path)).status_code == 404
    advices = text(await scene.members[0].look(f"{scene.asked}/adviezen"))
    assert all(f"Zet er {number} bomen neer." in advices for number in range(4))
    assert "65" not in advices.partition("U leest alles")[2]
    await _talk(scene)
    await _object(scene)

    # An objection asks one thing of the griffier: an answer, before the summary becomes final
    assert "Bezwaar: nog antwoorden" in text(await hall.look("/griffie/adviesraden"))
    kept = text(await scene.keeper.look("/griffie/adviesraden"))
    assert "2 leden" in kept
    assert "Wat er nu openstaat" not in kept
    assert "ezwaar" not in kept
    await hall.write(str(park.id), "De griffie bedankt iedereen.")
    final = f"/griffie/raadplegingen/{park.id}/definitief"
    assert "Beantwoord eerst het bezwaar" in text(await hall.look(final))
    anyway = {"when": "now", "csrf": form(await hall.look(desk), f"{desk}/antwoord")["csrf"]}
    assert (await hall.browser.post(final, data=anyway)).status_code == 409
    await hall.fill_in(desk, f"{desk}/antwoord", {"answer": ANSWER})
    with pytest.raises(LookupError):
        form(await hall.look(desk), f"{desk}/antwoord")
    await hall.fill_in(final, final, {})
    public = "/raadplegingen/park/samenvatting"
    printed = text(await resident.get(public))
    for words in (*OBJECTION.split("\n\n"), DISSENT, ANSWER, "Een lid denkt er anders over:"):
        assert words in printed
    assert "Wijkraad de Dreef: bezwaar." in printed
    assert "De Dreef ontbreekt." not in printed
    frozen = (await resident.get(f"{public}.json")).content
    assert json.loads(frozen)["reviewed"] == ["Wijkraad de Dreef"]
    assert OBJECTION.split("\n\n", maxsplit=1)[0] in (await resident.get(f"{public}.csv")).text
    [review] = (await resident.get("/raadplegingen/park/adviesraad.json")).json()["reviews"]
    assert (review["state"], review["given"]["verdict"]) == ("given", "bezwaar")
    assert review["given"]["answer"] == ANSWER
    assert review["minorities"] == [{"text": DISSENT, "name": ""}]

    # And when a term of office ends, the member reads nothing more
    ending = form(await scene.keeper.look(scene.page), f"{scene.page}/leden/einde")
    ended = await scene.keeper.browser.post(f"{scene.page}/leden/einde", data=ending)
    assert ended.status_code == 303
    replies = [await member.browser.get(scene.asked) for member in scene.members]
    assert sorted(reply.status_code for reply in replies) == [200, 404]


async def test_not_waiting_takes_a_reason_that_everybody_reads(
    park, sessions: Sessions, resident: httpx.AsyncClient, signed_in
) -> None:
    hall = TownHall(await signed_in("griffie"))
    keeper = TownHall(await signed_in("beheerder"))
    await signed_in("adviesraad")
    member = await newest_account(sessions)
    bodies = "/griffie/adviesraden"
    page = (
        await hall.fill_in(bodies, bodies, {"name": "Jongerenraad", "kind": "jongerenraad"})
    ).headers["location"]
    await keeper.fill_in(page, f"{page}/leden", {"account": str(member)})
    desk = f"/griffie/raadplegingen/{park.id}/adviesraad"
    await hall.fill_in(desk, desk, {"bodies": page.rpartition("/")[2]})
    await hall.write(str(park.id), "De griffie bedankt iedereen.")
    final = f"/griffie/raadplegingen/{park.id}/definitief"
    given = form(await hall.look(final), final)
    refused = await hall.browser.post(final, data=given)
    assert refused.status_code == 422
    assert "Jongerenraad kan nog reageren" in text(refused)
    assert (await resident.get("/raadplegingen/park/samenvatting")).status_code == 404
    reason = "De raad vergadert morgen over dit voorstel."
    await hall.fill_in(final, final, {"reason": reason})
    printed = text(await resident.get("/raadplegingen/park/samenvatting"))
    assert reason in printed
    assert "Jongerenraad: nog geen oordeel." in printed
    # what was taken back is printed too
    why = "De vergadering is al geweest."
    await hall.fill_in(desk, f"{desk}/intrekken", {"withdraw_reason": why})
    printed = text(await resident.get("/raadplegingen/park/samenvatting"))
    assert "de vraag is ingetrokken" in printed
    assert why in printed
