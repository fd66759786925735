# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a real agenda to a summary the council cannot miss, over HTTP, workers kept inline."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

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


@pytest.fixture
def amsterdam(reference_data: Path) -> tuple[bytes, bytes]:
    """The same meeting twice; the second differs in three places."""
    folder = reference_data / "ori" / "notubiz"
    names = ("notubiz_meeting_amsterdam.json", "notubiz_meeting_amsterdam_update1.json")
    one, two = ((folder / name).read_bytes() for name in names)
    return one, two


async def _import(sessions: Sessions, raw: bytes) -> importing.Taken:
    meeting = notubiz.read(raw)
    async with sessions.begin() as db:
        day = (await council.now(db)).date() + dt.timedelta(days=70)
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


async def test_a_real_meeting_goes_from_import_to_an_attached_summary(
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
    assert code_on(thanks)
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
