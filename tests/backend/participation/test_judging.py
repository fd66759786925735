# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What has a flag is judged: it counts, or two different people set it aside."""

from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from backend.accounts.roles import Role
from backend.accounts.tables import Account
from backend.audit.tables import AuditLine
from backend.consultations import queries as consultations
from backend.participation import actions, endings, judging
from backend.participation.sending import Received, Sending
from backend.participation.tables import AsideProposal, Entry, Flag
from surveys.questionnaire import Answers
from tests.backend.agenda.made import make_griffier
from tests.backend.results.made import SECRET
from tests.browse import form
from tests.browse import text as words
from tests.make import move

pytestmark = pytest.mark.anyio
PROPOSED = (
    "INSERT INTO aside_proposal (id, response_id, reason, explanation, proposed_by)"
    " SELECT gen_random_uuid(), id, 'proef', '-', :one FROM entry"
)


class Hall:
    """A griffier before the page of what is to be judged."""

    def __init__(self, browser: httpx.AsyncClient, consultation: UUID) -> None:
        self.browser = browser
        self.path = f"/griffie/raadplegingen/{consultation}/te-beoordelen"
        self.entries = f"/griffie/raadplegingen/{consultation}/inzendingen"

    async def page(self) -> str:
        return words(await self.browser.get(self.path))

    async def press(self, naar: str, *, tick: bool = True, **more: str) -> httpx.Response:
        """Everything ticked, and this button."""
        decides = naar not in {"meetellen", "voorstellen"}
        path = self.path + "/voorstellen" * decides
        page = await self.browser.get(self.path)
        forms = [part for part in page.text.split("<form") if f'action="{path}"' in part]
        part = next((one for one in forms if f'value="{naar}"' in one), "")
        field = "inzending" if not decides else "eigen" if naar == "terugnemen" else "voorstel"
        ticked = [
            one.partition('value="')[2].partition('"')[0]
            for one in part.split("<input")
            if f'name="{field}"' in one
        ]
        csrf = form(page, "/uitloggen")["csrf"]
        data = {"csrf": csrf, "naar": naar, **more, **({field: ticked} if tick else {})}
        return await self.browser.post(path, data=data)

    async def propose(self, reason: str = "dubbel") -> httpx.Response:
        return await self.press("voorstellen", reden=reason, toelichting="Kwam twee keer binnen.")


@pytest.fixture
async def first(signed_in, park) -> Hall:
    return Hall(await signed_in(Role.GRIFFIE), park.id)


@pytest.fixture
async def second(signed_in, park) -> Hall:
    return Hall(await signed_in(Role.GRIFFIE), park.id)


async def send(sessions, park, *signs: str) -> Received:
    answers = Answers({"1.stance": "strongly_for"}, {"1.advice": "Meer bomen."}, {})
    async with sessions.begin() as db:
        sending = Sending(answers, uuid4(), signs=signs)
        return await actions.send(db, park.id, sending, secret=SECRET)


async def audited(sessions, action: str) -> list[AuditLine]:
    async with sessions() as db:
        return list((await db.scalars(select(AuditLine).where(AuditLine.action == action))).all())


async def unjudged(sessions) -> int:
    async with sessions() as db:
        return len((await db.scalars(select(Flag).where(Flag.judged_at.is_(None)))).all())


async def kinds(sessions) -> list[str]:
    async with sessions() as db:
        return sorted((await db.scalars(select(Entry.kind))).all())


async def test_the_page_says_what_was_odd_and_never_what_was_said(sessions, park, first) -> None:
    received = await send(sessions, park, "lokveld", "netwerk")
    page = await first.page()
    assert received.entry_id.hex[:10] in page
    assert "Een veld dat niemand ziet, was ingevuld" in page
    assert "veel reacties tegelijk van één internetverbinding" in page
    assert "Meer bomen" not in page
    assert "Helemaal voor" not in page


async def test_what_waits_is_on_the_list_of_things_to_do(sessions, park, first) -> None:
    await send(sessions, park, "lokveld")
    await send(sessions, park)
    todo = words(await first.browser.get("/griffie/te-doen"))
    assert "Beoordeel 1 inzending" in todo
    assert (await first.press("meetellen")).status_code == 303
    assert "Beoordeel" not in words(await first.browser.get("/griffie/te-doen"))


async def test_one_person_may_say_that_it_counts(sessions, park, first) -> None:
    await send(sessions, park, "netwerk")
    await send(sessions, park, "lokveld", "netwerk")
    assert (await first.press("meetellen")).status_code == 303
    assert "Er is niets te beoordelen" in await first.page()
    assert await unjudged(sessions) == 0
    assert len(await audited(sessions, "laten meetellen")) == 2
    assert await kinds(sessions) == ["submission"] * 2


async def test_one_proposes_another_confirms_and_only_then_it_counts_no_more(
    sessions, park, first, second
) -> None:
    await send(sessions, park, "lokveld")
    assert (await first.propose("geen_inwoner")).status_code == 303
    assert await kinds(sessions) == ["submission"]
    mine = await first.page()
    assert "Voorgesteld door u" in mine
    assert "Neem het voorstel terug" in mine
    assert "Bevestig" not in mine.partition("Voorgesteld door u")[2]
    theirs = await second.page()
    assert "Voorgesteld door een collega" in theirs
    assert "deze reactie kwam niet van een inwoner" in theirs
    assert "Kwam twee keer binnen." in theirs
    assert (await second.press("bevestigen")).status_code == 303
    assert await kinds(sessions) == ["set_aside", "submission"]
    assert await unjudged(sessions) == 0
    (line,) = await audited(sessions, "apart leggen")
    (asked,) = await audited(sessions, "apart leggen voorstellen")
    assert line.detail["reden"] == "geen_inwoner"
    assert line.detail["account"] == str(asked.actor_id) != str(line.actor_id)
    listed = words(await second.browser.get(second.entries))
    assert "apart gelegd: deze reactie kwam niet van een inwoner" in listed


async def test_who_proposes_cannot_confirm_or_reject_it(sessions, park, first, second) -> None:
    await send(sessions, park, "lokveld")
    await first.propose()
    async with sessions() as db:
        proposal = (await db.scalars(select(AsideProposal.id))).one()
    csrf = form(await first.browser.get(first.path), "/uitloggen")["csrf"]
    for naar in ("bevestigen", "afwijzen"):
        data = {"csrf": csrf, "naar": naar, "voorstel": str(proposal)}
        refused = await first.browser.post(first.path + "/voorstellen", data=data)
        assert refused.status_code == 409
        assert "Over een voorstel beslissen twee mensen" in words(refused)
    csrf = form(await second.browser.get(second.path), "/uitloggen")["csrf"]
    data = {"csrf": csrf, "naar": "terugnemen", "eigen": str(proposal)}
    refused = await second.browser.post(second.path + "/voorstellen", data=data)
    assert refused.status_code == 409
    assert await kinds(sessions) == ["submission"]


async def test_a_proposal_can_be_taken_back_until_it_is_decided(
    sessions, park, first, second
) -> None:
    await send(sessions, park, "lokveld")
    await first.propose()
    assert (await first.press("terugnemen")).status_code == 303
    assert "Nog niet bekeken" in await first.page()
    assert await unjudged(sessions) == 1
    await second.propose("proef")
    assert (await first.press("bevestigen")).status_code == 303
    assert await kinds(sessions) == ["set_aside", "submission"]


async def test_what_was_rejected_counts_and_is_off_the_list(sessions, park, first, second) -> None:
    await send(sessions, park, "lokveld")
    await first.propose()
    assert (await second.press("afwijzen")).status_code == 303
    assert "Er is niets te beoordelen" in await second.page()
    assert await kinds(sessions) == ["submission"]
    assert len(await audited(sessions, "voorstel afwijzen")) == 1


async def test_a_proposal_needs_a_reason_an_explanation_and_something_ticked(
    sessions, park, first
) -> None:
    await send(sessions, park, "lokveld")
    refused = await first.press("voorstellen", tick=False)
    assert refused.status_code == 422
    for needed in ("Kies ten minste één inzending", "Kies een reden", "Schrijf op waarom"):
        assert needed in words(refused)
    refused = await first.press("voorstellen", reden="lelijk", toelichting="Kort")
    assert "Schrijf ten minste 10 tekens" in words(refused)
    assert "Kies een reden" in words(refused)
    async with sessions() as db:
        assert (await db.scalars(select(AsideProposal.id))).all() == []


async def test_a_town_with_one_griffier_is_told_that_it_takes_two(
    sessions, park, first, signed_in
) -> None:
    await send(sessions, park, "lokveld")
    assert "Er is maar één account van de griffie" in await first.page()
    await signed_in(Role.GRIFFIE)
    assert "Er is maar één account" not in await first.page()


async def test_what_the_resident_withdrew_or_changed_meanwhile_is_told(
    sessions, park, first, second
) -> None:
    received = await send(sessions, park, "lokveld")
    await first.propose()
    async with sessions.begin() as db:
        held = await consultations.hold(db, park.id)
        await endings.withdraw(db, held, received.response_id)
    assert "Er is niets te beoordelen" in await second.page()
    async with sessions.begin() as db:
        proposal = (await db.scalars(select(AsideProposal.id))).one()
    csrf = form(await second.browser.get(second.path), "/uitloggen")["csrf"]
    data = {"csrf": csrf, "naar": "bevestigen", "voorstel": str(proposal)}
    refused = await second.browser.post(second.path + "/voorstellen", data=data)
    assert refused.status_code == 409
    assert "of de inwoner trok de reactie in" in refused.text
    assert await kinds(sessions) == ["submission", "withdrawal"]


async def test_a_change_by_the_resident_stays_flagged_and_goes_with_it(
    sessions, park, first, second
) -> None:
    received = await send(sessions, park, "lokveld")
    await first.propose()
    async with sessions.begin() as db:
        change = Sending(
            Answers({"1.stance": "against"}, {}, {}), uuid4(), replaces=received.response_id
        )
        await actions.send(db, park.id, change, secret=SECRET)
    assert (await second.press("bevestigen")).status_code == 303
    assert await kinds(sessions) == ["replacement", "set_aside", "submission"]


async def test_after_closing_nothing_is_judged_any_more(sessions, park, first, second) -> None:
    await send(sessions, park, "lokveld")
    await first.propose()
    async with sessions.begin() as db:
        await move(db, await db.merge(park), "closed")
    assert "Er kan niets meer apart" in await second.page()
    assert "Bevestig" not in await second.page()


async def test_nobody_but_the_griffie_judges(sessions, park, signed_in) -> None:
    await send(sessions, park, "lokveld")
    for role in (Role.ADVIESRAAD, Role.RAADSLID, Role.BEHEERDER):
        other = Hall(await signed_in(role), park.id)
        assert (await other.browser.get(other.path)).status_code == 403
    reader = Hall(await signed_in(Role.REKENKAMER), park.id)
    page = await reader.page()
    assert "Nog niet bekeken" in page
    assert "Laat meetellen" not in page


async def test_the_database_lets_nothing_be_set_aside_without_two_people(sessions, park) -> None:
    received = await send(sessions, park)
    async with sessions.begin() as db:
        one = await make_griffier(db)
        held = await consultations.hold(db, park.id)
        with pytest.raises(DBAPIError, match="takes two people"):
            async with db.begin_nested():
                await endings.set_aside(db, one, held, received.response_id, reason="proef")
        what = {"reason": "proef", "explanation": "Een proef."}
        await judging.propose(db, one, held, received.response_id, **what)
    for outcome in ("confirmed", "rejected"):
        alone = update(AsideProposal).values(
            outcome=outcome, decided_by=one.id, decided_at=func.now()
        )
        async with sessions() as db:
            with pytest.raises(DBAPIError, match="two_people"):
                await db.execute(alone)
    async with sessions.begin() as db:
        other = await make_griffier(db)
        row = (await db.scalars(select(AsideProposal))).one()
        await judging.confirm(db, other, await consultations.hold(db, park.id), row.id)
    assert await kinds(sessions) == ["set_aside", "submission"]


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("UPDATE flag SET sign = 'netwerk'", "permission denied"),
        ("DELETE FROM flag", "permission denied"),
        ("DELETE FROM aside_proposal", "permission denied"),
        ("UPDATE aside_proposal SET reason = 'proef'", "permission denied"),
        ("UPDATE flag SET judged_by = :one", "only somebody of the griffie"),
        ("INSERT INTO flag (response_id, sign) SELECT id, 'netwerk' FROM entry", "person only"),
        (
            "INSERT INTO flag (response_id, sign, made_by) SELECT id, 'griffie', :one FROM entry",
            "only somebody of the griffie",
        ),
        (
            PROPOSED,
            "only somebody of the griffie",
        ),
    ],
)
async def test_what_was_seen_and_decided_is_not_changed_behind_the_pages(
    sessions, park, what: str, why: str
) -> None:
    await send(sessions, park, "lokveld")
    async with sessions.begin() as db:
        member = await make_griffier(db, Role.ADVIESRAAD)
        assert await db.get(Account, member.id)
    given = {"one": member.id} if ":one" in what else {}
    with pytest.raises(DBAPIError, match=why):
        async with sessions.begin() as db:
            await db.execute(text(what), given)
