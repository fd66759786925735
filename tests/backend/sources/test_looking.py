# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Agendas that come in by themselves: what changed is shown, and what does not work is too."""

import asyncio
import ipaddress
import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from backend import outbox
from backend.accounts.roles import Role
from backend.audit.tables import AuditLine
from backend.council.tables import Meeting
from backend.outbox import PromiseRow, TaskRow, Topic
from backend.settings import Outward
from backend.sources import fetching, getting
from backend.sources.tables import AgendaLook, AgendaSource
from tests.backend.council.test_notubiz import make_item, make_meeting
from tests.backend.sources.elsewhere import Elsewhere, certificate, elsewhere, reply
from tests.browse import form, text

pytestmark = pytest.mark.anyio
AT = "/griffie/bronnen"
NEAR = Outward((ipaddress.ip_network("127.0.0.0/8"),), plain_http=True)
WORKS = {Topic.SOURCE_DUE: fetching.look(NEAR)}
FILES = "notubiz_meeting_amsterdam.json", "notubiz_meeting_amsterdam_update1.json"


@pytest.fixture
def meetings(reference_data: Path) -> list[bytes]:
    """The real meeting, and the same one later."""
    return [(reference_data / "ori" / "notubiz" / name).read_bytes() for name in FILES]


@pytest.fixture
async def there() -> AsyncIterator[Elsewhere]:
    async with elsewhere() as found:
        yield found


@pytest.fixture
def intranet(site) -> None:
    """This machine counts as a network that the municipality named."""
    inner = site.app.app.app
    inner.state.settings = replace(inner.state.settings, outward=NEAR)


@pytest.fixture
async def griffier(intranet, signed_in):
    return await signed_in(Role.GRIFFIE)


async def added(browser, url: str, **more: str) -> str:
    """The page of a new source."""
    token = form(await browser.get(AT), AT)["csrf"]
    fields = {"csrf": token, "name": "Raad", "url": url, "hours": "4", "enabled": "ja", **more}
    answer = await browser.post(AT, data=fields)
    assert answer.status_code == 303, text(answer)
    return answer.headers["location"]


async def press(browser, page: str) -> None:
    fields = form(await browser.get(page), f"{page}/ophalen")
    assert (await browser.post(f"{page}/ophalen", data=fields)).status_code == 303


async def look(sessions) -> int:
    return await outbox.keep_promises(sessions, WORKS)


async def source(sessions) -> AgendaSource:
    async with sessions() as db:
        return (await db.scalars(select(AgendaSource))).one()


async def count(sessions, table, *where) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(table).where(*where))).one()


async def test_what_changed_at_the_source_comes_in_and_is_told(
    griffier, sessions, there, meetings
) -> None:
    there.gives(reply(meetings[0]))
    page = await added(griffier, there.url)
    assert "Wordt nu opgehaald" in text(await griffier.get(page))
    assert await look(sessions) == 1
    first = text(await griffier.get(page))
    assert "97 nieuw, 0 veranderd, 0 vervallen." in first
    for _ in range(2):
        await press(griffier, page)
        assert await look(sessions) == 1
    there.gives(reply(meetings[1]))
    await press(griffier, page)
    await press(griffier, page)
    assert await look(sessions) == 1, "asking twice is asking once"
    told = await griffier.get(page)
    assert "2 keer gekeken" in text(told)
    assert (
        "Titel: was “Uitslagenlijst FIN 2018 02 08”, is nu “Uitslagenlijst FIN 2018 02 08"
        " [GEWIJZIGD]”"
    ) in text(told)
    assert f'href="/griffie/vergaderingen/{(await source(sessions)).meeting_id}"' in told.text
    assert await count(sessions, AgendaLook) == 3
    assert await count(sessions, PromiseRow, PromiseRow.topic == Topic.SOURCE_DUE) == 1
    head = there.asked[0].lower()
    assert "user-agent: raadgever/" in head
    assert "cookie" not in head


SMALL = json.dumps(make_meeting(make_item(1))).encode()
BAD = {
    "500": (reply(b"", "500 Oops"), "heeft zelf een storing (foutcode 500)"),
    "404": (reply(b"", "404 Not Found"), "staat niets (foutcode 404)"),
    "403": (reply(b"", "403 Forbidden"), "laat ons niet toe (foutcode 403)"),
    "429": (reply(b"", "429 Slow"), "dat wij te vaak komen"),
    "204": (reply(b"", "204 No Content"), "een antwoord dat wij niet verwachtten (code 204)"),
    "html": (reply(b"<!doctype html><p>Log in</p>"), "Dit is een webpagina of XML, geen JSON."),
    "other json": (reply(b'{"hello": "world"}'), "geen vergadering die wij kunnen lezen"),
    "half json": (b"HTTP/1.1 200 OK\r\n\r\n" + b'{"meeting": {', "geen geldige JSON"),
    "truncated": (reply(b'{"meeting"', length=9000), "brak halverwege af"),
    "packed": (reply(b"x", "200 OK", "Content-Encoding: gzip"), "ingepakt (gzip)"),
    "endless": (b"HTTP/1.1 200 OK\r\n\r\n" + b" " * (20 * 1024**2 + 2), "groter dan 20 MB"),
    "elsewhere": (
        reply(b"", "302 Found", "Location: http://169.254.169.254/latest"),
        "een andere website: http://169.254.169.254/latest. Daar gaan wij niet heen.",
    ),
    "in a circle": (reply(b"", "301 Moved", "Location: /more"), "blijft ons doorsturen"),
    "to a file": (reply(b"", "301 Moved", "Location: file:///etc/passwd"), "geen webadres"),
    "no http": (b"220 mail.example ESMTP\r\n", "niet zoals een website"),
    "nothing": (b"", "niet zoals een website"),
    "silence": (None, "gaf binnen 1 seconden geen volledig antwoord"),
}


@pytest.mark.parametrize("what", BAD)
async def test_a_bad_answer_is_told_and_tried_again_and_what_was_there_stays(
    *, griffier, sessions, there, monkeypatch, owner_dsn, what: str
) -> None:
    answer, words = BAD[what]
    there.gives(reply(SMALL))
    page = await added(griffier, there.url, hours="1")
    await look(sessions)
    if answer is None:
        monkeypatch.setattr(getting, "SECONDS", 1)
        there.slow = True
    else:
        there.gives(answer)
    await press(griffier, page)
    await look(sessions)
    for place in (page, "/griffie", "/griffie/beloften", AT):
        said = text(await griffier.get(place))
        assert "Geprobeerd: 1 keer tot nu toe. De volgende poging is op" in said, place
        assert "staat er nog" in said, place
    assert words in text(await griffier.get(page))
    assert await count(sessions, Meeting) == 1
    row = await source(sessions)
    assert row.next_at
    assert row.good_at
    assert 0 < (row.next_at - row.good_at).total_seconds() < 7 * 60
    assert await look(sessions) == 0, "not before its pause is over"
    if what != "500":
        return
    for tries in (2, 3):
        await time_passes(owner_dsn)
        assert await look(sessions) == 1
        assert f"Geprobeerd: {tries} keer achter elkaar." in text(await griffier.get(page))
    there.gives(reply(SMALL))
    await time_passes(owner_dsn)
    await look(sessions)
    assert "Werkt" in text(await griffier.get(page))
    assert "3 keer geprobeerd" in text(await griffier.get(page))
    assert "Geprobeerd" not in text(await griffier.get("/griffie"))
    async with sessions() as db:
        lines = await db.scalars(
            select(AuditLine.result)
            .where(AuditLine.action == "ophalen", AuditLine.actor_id.is_(None))
            .order_by(AuditLine.id)
        )
        assert list(lines) == ["mislukt", "gelukt"], "when it began and when it was over"


async def time_passes(owner_dsn: str) -> None:
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute("UPDATE promise SET due_at = clock_timestamp()")
    finally:
        await connection.close()


async def test_a_certificate_must_be_right_and_may_be_the_municipalitys_own(
    griffier, sessions, monkeypatch, tmp_path: Path
) -> None:
    context, file = certificate(tmp_path)
    async with elsewhere(context) as there:
        there.gives(reply(SMALL))
        page = await added(griffier, there.url)
        await look(sessions)
        assert "Het certificaat van 127.0.0.1 klopt niet" in text(await griffier.get(page))
        assert there.asked == [], "nothing was sent to somebody unknown"
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        await press(griffier, page)
        await look(sessions)
        assert "2 nieuw" in text(await griffier.get(page))


async def test_one_look_at_a_time_and_none_for_what_changed_meanwhile(
    griffier, sessions, there
) -> None:
    there.gives(reply(SMALL))
    there.slow = True
    page = await added(griffier, there.url)
    one = asyncio.create_task(look(sessions))
    await there.came.wait()
    assert await look(sessions) == 0, "it is taken"
    fields = form(await griffier.get(page), page)
    late = {**fields, "name": "Van een ander"}
    del fields["enabled"]
    assert (await griffier.post(page, data=fields)).status_code == 303
    there.go.set()
    assert await one == 1
    assert len(there.asked) == 1
    assert await count(sessions, Meeting) == 0, "it was switched off before it came in"
    assert await count(sessions, PromiseRow) == 0
    assert "Staat uit" in text(await griffier.get(page))
    beaten = await griffier.post(page, data=late)
    assert beaten.status_code == 409
    assert "Iemand anders heeft deze bron intussen veranderd." in text(beaten)
    assert "Van een ander" in beaten.text
    again = {**form(beaten, page), "enabled": "ja"}
    assert (await griffier.post(page, data=again)).status_code == 303
    assert await look(sessions) == 1
    assert await count(sessions, Meeting) == 1


async def test_a_source_that_workers_died_on_is_shown_and_tried_again(
    griffier, sessions, there
) -> None:
    there.gives(reply(SMALL))
    page = await added(griffier, there.url)
    subject = UUID(page.rpartition("/")[2])
    async with sessions.begin() as db:
        now = func.clock_timestamp()
        db.add(TaskRow(topic=Topic.SOURCE_DUE, subject=subject, attempts=6, dead_at=now))
    assert await look(sessions) == 0
    assert "Raadgever liep hier zelf vast" in text(await griffier.get("/griffie"))
    assert "Agenda ophalen bij een bron" in text(await griffier.get("/griffie/beloften"))
    await press(griffier, page)
    assert await look(sessions) == 1
    assert "Werkt" in text(await griffier.get(page))


async def test_a_source_that_never_brought_anything_is_deleted_with_what_failed(
    griffier, sessions, there
) -> None:
    there.gives(reply(b"<html>", "text/html"))
    page = await added(griffier, there.url)
    assert await look(sessions) == 1
    assert await count(sessions, AgendaLook) == 1
    stale = form(await griffier.get(page), f"{page}/verwijderen")
    assert "Deze bron bracht nog nooit een agenda." in text(await griffier.get(page))
    second = await griffier.post(f"{page}/verwijderen", data={**stale, "revision": "7"})
    assert (second.status_code, "intussen veranderd" in text(second)) == (409, True)
    gone = await griffier.post(f"{page}/verwijderen", data=stale)
    assert (gone.status_code, gone.headers["location"]) == (303, AT)
    assert (await griffier.get(page)).status_code == 404
    assert await count(sessions, AgendaSource) + await count(sessions, AgendaLook) == 0
    async with sessions() as db:
        last = (await db.scalars(select(AuditLine).order_by(AuditLine.id.desc()))).first()
    assert (last.action, last.detail["bron"]["adres"]) == ("verwijderen", there.url)
    await look(sessions)  # what was promised for it harms nobody


async def test_a_source_that_brought_something_stays(
    griffier, sessions, there, meetings, owner_dsn
) -> None:
    there.gives(reply(meetings[0]))
    page = await added(griffier, there.url)
    filled = form(await griffier.get(page), f"{page}/verwijderen")
    assert await look(sessions) == 1
    said = text(await griffier.get(page))
    assert "Verwijderen kan niet." in said
    assert "Verwijder deze bron" not in said
    refused = await griffier.post(f"{page}/verwijderen", data=filled)
    assert (refused.status_code, "bracht al eens" in text(refused)) == (409, True)
    owner = await asyncpg.connect(owner_dsn)
    with pytest.raises(asyncpg.CheckViolationError, match="brought something stays"):
        await owner.execute("DELETE FROM agenda_source")
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="never changed or deleted"):
        await owner.execute("DELETE FROM agenda_look")
    await owner.close()
