# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a real agenda to the answer that residents get, over HTTP, workers kept inline."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec import Struct

from backend.accounts.roles import Role
from backend.audit.actions import SYSTEM
from backend.council import importing, notubiz
from backend.council import queries as council
from backend.council.inbound import shifted
from backend.database import Sessions
from backend.demo.proposals import DecisionPoint, Proposal
from backend.demo.town_hall import TownHall
from backend.ledger import queries as ledger
from backend.outbox import keep_promises
from backend.participation import logged
from backend.worker import WORKS
from tests.browse import text
from tests.pressing import code_on, take_part

pytestmark = pytest.mark.anyio

PROPOSAL = Proposal(
    key="amsterdamse-school",
    title="",
    kind="raadsvoorstel",
    plain_text="De gemeente wil een gebouw kopen voor de Amsterdamse School.\n\nDat kost geld.",
    decision_points=(
        DecisionPoint(1, "Het gebouw aan de kade te kopen."),
        DecisionPoint(2, "Daarvoor een miljoen euro te lenen."),
    ),
    subject="huisvesting",
    themes=("wonen",),
    hoods=(),
)


class Walked(Struct, frozen=True):
    """What one consultation came by, and the code of who took part in it."""

    meeting: str
    item: str
    consultation: str
    slug: str
    code: str


@pytest.fixture
def amsterdam(reference_data: Path) -> tuple[bytes, bytes]:
    """The same meeting twice; the second differs in three places."""
    folder = reference_data / "ori" / "notubiz"
    names = ("notubiz_meeting_amsterdam.json", "notubiz_meeting_amsterdam_update1.json")
    one, two = ((folder / name).read_bytes() for name in names)
    return one, two


async def _import(sessions: Sessions, raw: bytes, days: int = 70) -> importing.Taken:
    meeting = notubiz.read(raw)
    async with sessions.begin() as db:
        day = (await council.now(db)).date() + dt.timedelta(days=days)
        return await importing.take_in(db, SYSTEM, shifted(meeting, day))


async def _ready(browser: httpx.AsyncClient, meeting: str, item: str) -> tuple[bool, str]:
    reply = await browser.get(f"/api/v1/vergaderingen/{meeting}")
    found = next(one for one in reply.json()["agendapunten"] if one["id"] == item)
    return found["gereed"], found["reden"]


async def _log(sessions: Sessions) -> list[dict[str, Any]]:
    """What waits gets its place; then every entry, in order."""
    async with sessions.begin() as db:
        await logged.announce(db, sealed=False)
    await keep_promises(sessions, WORKS)
    async with sessions() as db:
        return [json.loads(body) for body in await ledger.bodies(db, 0, 100)]


def _says_the_same(walked: list[dict[str, Any]], consultation: str, item: str) -> None:
    assert [entry["t"] for entry in walked] == [
        "definitie", "belofte", "reactie", "telling", "moderatie", "samenvatting", "agendering",
    ]  # fmt: skip
    opened, _, said, counted, read, final, attached = walked
    assert {each["c"] for each in (opened, said, counted, read, final)} == {consultation}
    assert read["besluit"] == "vrijgegeven"
    assert (counted["geteld"], attached["punt"]) == (1, item)
    assert attached["stuk"] == opened["stuk"]
    assert counted["uitslag"] == final["uitslag"]
    assert attached["samenvatting"] == final["inhoud"]
    assert {"vraag/1.stance", "vraag/2.condition", "achtergrond/age_band"} <= set(said["d"])


DECIDED = {
    "outcome": "aangenomen",
    "point-2": "verworpen",
    "text": "De raad koopt het gebouw, maar leent er niet voor.",
    "link": "https://raad.example/besluitenlijst",
}
ANSWERS = (
    ("overgenomen", "De school mag in het gebouw blijven."),
    ("overgenomen", ""),
    ("deels_overgenomen", "Wij kopen het gebouw, zonder lening."),
)


async def _decides(
    hall: TownHall, resident: httpx.AsyncClient, walked: Walked, office: httpx.AsyncClient
) -> None:
    """The council met yesterday: everybody, and who has a code, reads what came of it."""
    page = f"/raadplegingen/{walked.slug}"
    assert "Wat de raad besloot, staat hier nog niet." in text(await resident.get(page))
    assert "Leg het besluit van de raad vast" in text(await hall.look("/griffie/te-doen"))
    await hall.decide(walked.item, DECIDED)
    said = text(await resident.get(page))
    assert "De raad koopt het gebouw, maar leent er niet voor." in said
    assert "Er is nog geen antwoord. Zodra het er is, staat het hier." in said
    assert "Op 3 onderdelen is nog geen antwoord." in text(await hall.look("/griffie/te-doen"))
    await hall.answer(walked.item, ANSWERS)
    assert "Geef inwoners antwoord" not in text(await hall.look("/griffie/te-doen"))

    mine = text(await resident.post("/mijn-inzending", data={"code": walked.code}))
    for words in (
        "Koop het, als de school erin mag blijven.",
        "De raad besloot: Aangenomen",
        "De school mag in het gebouw blijven.",
        "De raad besloot: Afgewezen",
    ):
        assert words in mine.partition("Wat is er gedaan met wat u zei?")[2]
    item = f"/agendapunten/{walked.item}"
    for place in (page, item, f"{item}/een-pagina"):
        assert "De school mag in het gebouw blijven." in text(await resident.get(place)), place
    short = text(await resident.get(f"{page}/samenvatting"))
    assert "De raad besloot: Aangenomen" in short
    news = (await resident.get("/raadplegingen.rss")).text
    assert news.index("Antwoord aan inwoners: ") < news.index("De raad besloot: ")
    await _reads_by_machine(resident, walked, office)


async def _reads_by_machine(
    browser: httpx.AsyncClient, walked: Walked, office: httpx.AsyncClient
) -> None:
    told = (await browser.get(f"/api/v1/raadplegingen/{walked.slug}")).json()
    assert told["besluit"]["uitkomst"] == "aangenomen"
    assert told["besluit"]["perBeslispunt"] == {"2": "verworpen"}
    assert [(one["over"], one["uitkomst"]) for one in told["antwoorden"]] == [
        ("beslispunt", "overgenomen"),
        ("beslispunt", "overgenomen"),
        ("voorstel", "deels_overgenomen"),
    ]
    agenda = (await browser.get(f"/api/v1/vergaderingen/{walked.meeting}")).json()
    held = {one["id"]: one["besluit"] for one in agenda["agendapunten"] if one["besluit"]}
    assert held == {walked.item: told["besluit"]}
    steps = (await office.get(f"/griffie/agendapunten/{walked.item}/keten.json")).json()["stappen"]
    assert [one["stap"] for one in steps[-4:]] == ["besluit", *["antwoord aan inwoners"] * 3]
    assert text(await office.get(f"/griffie/agendapunten/{walked.item}/keten"))


def _ends_the_same(entries: list[dict[str, Any]], walked: Walked) -> None:
    attached, decided, *answers = entries[-5:]
    assert (decided["t"], decided["punt"], decided["c"]) == (
        "besluit", walked.item, walked.consultation,
    )  # fmt: skip
    assert (decided["stuk"], decided["volgt"]) == (attached["stuk"], attached["samenvatting"])
    assert [(one["t"], one["over"]) for one in answers] == [
        ("antwoord", "1"), ("antwoord", "2"), ("antwoord", "voorstel"),
    ]  # fmt: skip
    assert {one["besluit"] for one in answers} == {decided["inhoud"]}


async def test_a_real_meeting_goes_from_import_to_an_answer_to_residents(
    amsterdam: tuple[bytes, bytes], sessions: Sessions, resident: httpx.AsyncClient, signed_in
) -> None:
    # Given a real meeting, imported twice and moved to a coming month
    before, after = amsterdam
    first = await _import(sessions, before)
    again = await _import(sessions, before)
    later = await _import(sessions, after)
    assert (first.created, first.changed) == (97, 0)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 97)
    assert (later.created, later.changed, later.unchanged) == (0, 1, 96)
    meeting = str(first.meeting)

    # and a griffier who says that one day is enough today, and describes one of the documents
    hall = TownHall(await signed_in(Role.GRIFFIE))
    await hall.publish_rules()
    items = await hall.items(meeting)
    title = next(each for each in items if "Amsterdamse School" in each)
    item = items[title]
    assert await _ready(resident, meeting, item) == (False, "unknown_kind")
    await hall.describe(item, PROPOSAL)
    assert await _ready(resident, meeting, item) == (False, "no_consultation")

    # When a worker drafts the consultation and the griffier opens it
    await keep_promises(sessions, WORKS)
    [consultation] = await hall.drafts(1)
    assert await _ready(resident, meeting, item) == (False, "draft")
    async with sessions() as db:
        soon = (await council.now(db)).date() + dt.timedelta(days=20)
    slug = await hall.open(consultation, soon.isoformat())
    assert await _ready(resident, meeting, item) == (False, "open")

    # a resident takes part without an account, and the tally stays shut
    thanks = await take_part(
        resident,
        [
            {"q1__stance": "for_if", "q1__advice": "Koop het, als de school erin mag blijven."},
            {"q2__stance": "against"},
            {"age_band": "65+"},
        ],
        slug,
    )
    await keep_promises(sessions, WORKS)
    desk = await hall.look(f"/griffie/raadplegingen/{consultation}/samenvatting")
    assert "Koop het" not in desk.text
    assert "ook de griffie niet" in text(desk)

    # and after closing the griffier releases, finalises and attaches
    await hall.close(consultation)
    assert await _ready(resident, meeting, item) == (False, "counting")
    await keep_promises(sessions, WORKS)
    assert await _ready(resident, meeting, item) == (False, "not_final")
    await hall.summarise(consultation, "De griffie bedankt iedereen.")
    assert await _ready(resident, meeting, item) == (False, "not_attached")
    await hall.attach(item)

    # Then the item is green, and everybody can read why
    assert await _ready(resident, meeting, item) == (True, "attached")
    public = await resident.get(f"/raadplegingen/{slug}/samenvatting")
    assert "Koop het, als de school erin mag blijven." in text(public)
    assert "1 reactie telt mee." in text(public)
    figures = json.loads((await resident.get(f"/raadplegingen/{slug}/samenvatting.json")).content)
    assert figures["figures"]["totals"]["counted"] == 1
    assert slug in (await resident.get(f"/agendapunten/{item}")).text

    # and the log, walked from its beginning, says the same in the same order
    _says_the_same(await _log(sessions), consultation, item)

    # and when the council met yesterday, it decides, and residents get their answer
    await _import(sessions, after, days=-1)
    walked = Walked(meeting, item, consultation, slug, code_on(thanks))
    await _decides(hall, resident, walked, await signed_in(Role.REKENKAMER))
    _ends_the_same(await _log(sessions), walked)

    # until the document changes: then what was heard no longer covers it
    changed = Proposal(
        key=PROPOSAL.key,
        title="",
        kind=PROPOSAL.kind,
        plain_text=PROPOSAL.plain_text,
        decision_points=(DecisionPoint(1, "Het gebouw te huren."),),
        subject="",
        themes=(),
        hoods=(),
    )
    await hall.describe(item, changed)
    assert await _ready(resident, meeting, item) == (False, "document_changed")
