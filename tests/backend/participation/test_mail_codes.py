# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One response per e-mail address, by a code that goes out over a real mail server; and nothing
that tells which address said what."""

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from msgspec import structs
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from backend import outbox
from backend.accounts.roles import Role
from backend.audit.tables import AuditLine
from backend.consultations.tables import Consultation, MailDoor
from backend.outbox import TaskRow, Topic
from backend.participation import by_mail_pages, mail_codes, mailing
from backend.participation.mail_tables import MailAddress, MailKey, MailRequest, MailUse, MailVoice
from backend.participation.tables import Entry
from backend.results import ways
from backend.results.jobs import ADDRESSES_DISAGREE
from backend.results.tables import Result
from backend.settings import Settings
from backend.worker import works
from surveys import letter_code, mail_code
from surveys.receipt import derive
from tests.browse import form
from tests.browse import text as words
from tests.make import make_consultation, move
from tests.post_office import CERTIFICATE, PostOffice, post_office
from tests.pressing import code_on, fill, press

pytestmark = pytest.mark.anyio
DOOR = "/raadplegingen/park/mailcode"
FILL = f"{DOOR}/invullen"
JAN = "jan.jansen@voorbeeld.example"
ONE_MORE = (
    "INSERT INTO mail_request (id, consultation_id, tag, digest, holds_until)"
    " SELECT gen_random_uuid(), consultation_id, tag, sha256('y'), holds_until"
    " FROM mail_request WHERE NOT revoked"
)
CODE = re.compile(r"^ {4}((?:[0-9A-Z]{4}-){2}[0-9A-Z]{3})$", re.MULTILINE)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / CERTIFICATE))
    with post_office(tmp_path) as opened:
        yield opened


@pytest.fixture
async def town(town: Settings, office: PostOffice) -> Settings:
    return structs.replace(town, mail=office.relay)


class Town:
    """A consultation that is still a draft; `open` opens it, with codes by e-mail."""

    def __init__(
        self, griffier: httpx.AsyncClient, sessions, row: Consultation, town: Settings, office
    ) -> None:
        self.griffier, self.sessions, self.row = griffier, sessions, row
        self.town, self.office = town, office
        self.page = f"/griffie/raadplegingen/{row.id}/mailcodes"

    async def switch(self, to: str) -> httpx.Response:
        page = await self.griffier.get(self.page)
        csrf = form(page, "/uitloggen")
        return await self.griffier.post(self.page, data={**csrf, "naar": to})

    async def open(self) -> None:
        assert (await self.switch("aan")).status_code == 303
        await self.move("open")

    async def move(self, stage: str) -> None:
        async with self.sessions.begin() as db:
            await move(db, await db.merge(self.row), stage)

    async def post(self) -> int:
        """All that waits is sent; how many tasks were worked on."""
        chosen = {Topic.MAIL_DUE: mailing.send(mailing.postage(self.town))}
        return await outbox.keep_promises(self.sessions, chosen)

    async def all_of(self, table) -> list:
        async with self.sessions() as db:
            return list((await db.scalars(select(table))).all())

    async def code(self, browser: httpx.AsyncClient, address: str = JAN) -> str:
        """Asked for, sent, and read in the last message."""
        await ask(browser, address)
        await self.post()
        return read(self.office, address)


def read(office: PostOffice, address: str = JAN) -> str:
    [code] = CODE.findall(office.to(address)[-1].get_content().replace("\r\n", "\n"))
    return code


@pytest.fixture
async def mails(signed_in, sessions, town, office) -> Town:
    async with sessions.begin() as db:
        row = await make_consultation(db, slug="park", stage="draft")
    return Town(await signed_in(Role.GRIFFIE), sessions, row, town, office)


async def ask(browser: httpx.AsyncClient, address: str = JAN, **given: str) -> httpx.Response:
    fields = form(await browser.get(DOOR), DOOR)
    return await browser.post(DOOR, data={**fields, "e-mail": address, "naar": "met", **given})


async def give(browser: httpx.AsyncClient, code: str) -> httpx.Response:
    fields = form(await browser.get(FILL), FILL)
    return await browser.post(FILL, data={**fields, "mailcode": code, "naar": "met"})


async def send(browser: httpx.AsyncClient, page: httpx.Response) -> httpx.Response:
    for given in ({"q1__stance": "for", "q1__advice": "Meer bomen."}, {}, {}):
        page = await press(browser, page, "volgende", **given)
    return await press(browser, page, "versturen")


async def answer(browser: httpx.AsyncClient, code: str) -> httpx.Response:
    page = await give(browser, code)
    assert page.status_code == 200, page.text
    return await send(browser, page)


async def test_a_code_by_mail_lets_one_response_in(mails, resident, office) -> None:
    await mails.open()
    begin = await resident.get("/raadplegingen/park/meedoen")
    assert "Wilt u een code per e-mail?" in words(begin)
    asked = await ask(resident)
    assert (asked.status_code, asked.headers["location"]) == (303, FILL)
    assert office.raw == [], "nobody waits for a mail server"
    await mails.post()
    code = read(office)
    sent = await answer(resident, code.lower().replace("-", " "))
    assert sent.status_code == 303, sent.text
    assert code_on(await resident.get(sent.headers["location"]))
    again = await give(resident, code)
    assert again.status_code == 422
    assert "Met dit e-mailadres is al meegedaan" in words(again)
    assert (len(await mails.all_of(Entry)), len(await mails.all_of(MailUse))) == (1, 1)
    async with mails.sessions() as db:
        counted = await ways.count(db, mails.row.id)
    assert {each.way: each.counted for each in counted} == {"mail": 1, "open": 0}


async def test_the_message_says_what_it_must_and_follows_nobody(mails, resident, office) -> None:
    await mails.open()
    code = await mails.code(resident)
    [got] = office.messages
    said = got.get_content().replace("\r\n", "\n")
    assert got["Subject"] == "Uw code om mee te doen"
    assert got["From"].addresses[0].display_name == "Gemeente Merenburg"
    assert got["Reply-To"] == "griffie@merenburg.example"
    assert re.findall(r"https?://\S+", said) == [f"https://raadgever.test{FILL}"]
    assert code not in str(got["Message-ID"]) + str(got["Subject"])
    assert str(mails.row.id) not in office.raw[0].decode()
    assert "Een park aan de Meerkade" in said
    assert "Nu is het gewist" in " ".join(said.split())
    assert all(len(line) <= 72 for line in said.splitlines())


async def test_who_reads_english_gets_an_english_message(mails, browsers, office) -> None:
    await mails.open()
    visitor = browsers()
    await visitor.get("/?taal=en")
    await mails.code(visitor)
    assert office.messages[0]["Content-Language"] == "en"
    assert "Your code is:" in office.messages[0].get_content()


async def test_the_address_is_gone_once_it_was_sent_to_and_stands_nowhere_else(
    mails, resident, owner_dsn
) -> None:
    await mails.open()
    with capture_logs() as logs:
        await ask(resident)
        [kept] = await mails.all_of(MailAddress)
        assert JAN.encode() not in kept.sealed
        await mails.post()
        assert (await answer(resident, read(mails.office))).status_code == 303
    assert await mails.all_of(MailAddress) == []
    assert "jansen" not in str(logs)
    owner = await asyncpg.connect(owner_dsn)
    tables = await owner.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in tables:
        rows = await owner.fetch(f'SELECT t::text FROM "{table}" t')  # noqa: S608
        everything = str(rows)
        assert "jansen" not in everything, table
        assert b"jansen".hex() not in everything, table
    await owner.close()


async def test_nothing_that_is_kept_joins_an_address_to_a_response(mails, resident) -> None:
    await mails.open()
    assert (await answer(resident, await mails.code(resident))).status_code == 303
    [entry] = await mails.all_of(Entry)
    [use] = await mails.all_of(MailUse)
    assert {column.name for column in MailUse.__table__.columns} == {"response_id"}
    assert use.response_id == entry.id
    [voice] = await mails.all_of(MailVoice)
    [request] = await mails.all_of(MailRequest)
    of_the_response = {entry.id, entry.form_key, entry.body_hash}
    of_the_address = {voice.tag, request.id, request.tag, request.digest}
    assert not of_the_response & of_the_address
    moments = [
        column for column in MailRequest.__table__.columns if "DATETIME" in repr(column.type)
    ]
    assert moments == [], "when somebody asked would tell who answered a moment later"


async def test_neither_place_nor_transaction_joins_addresses_to_responses(
    mails, resident, sessions, owner_dsn
) -> None:
    await mails.open()
    for name in ("ans", "bep", "cor", "dirk", "els"):
        code = await mails.code(resident, f"{name}@voorbeeld.example")
        assert (await answer(resident, code)).status_code == 303
    async with sessions.begin() as db:
        assert await mail_codes.mix(db)
        assert not await mail_codes.mix(db), "nothing is new"
    owner = await asyncpg.connect(owner_dsn)
    for table in ("mail_voice", "mail_request"):
        joined = f"""
            SELECT count(*) FROM {table} a JOIN mail_use u
            ON u.xmin::text IN (a.xmin::text, a.xmax::text)"""  # noqa: S608 - two names of ours
        assert await owner.fetchval(joined) == 0
        rows = await owner.fetch(f"SELECT tag FROM {table} ORDER BY ctid")  # noqa: S608
        assert [row["tag"] for row in rows] == sorted(row["tag"] for row in rows)
        assert len(rows) == 5
    moments = await owner.fetch("SELECT window_start FROM throttle ORDER BY 1")
    await owner.close()
    whole_hours = [one for (one,) in moments if not (one.minute or one.second or one.microsecond)]
    assert len(whole_hours) >= 5, "of asking no more is kept than the hour"
    # And it goes on as it did: one voice per address, and a code of before the mixing
    late = await mails.code(resident, "fien@voorbeeld.example")
    async with sessions.begin() as db:
        await mail_codes.mix(db, always=True)
    assert (await answer(resident, late)).status_code == 303
    assert len(await mails.all_of(MailVoice)) == 6


async def test_asking_again_sends_another_code_and_the_earlier_one_no_longer_holds(
    mails, resident
) -> None:
    await mails.open()
    first = await mails.code(resident)
    second = await mails.code(resident, "Jan.JANSEN+raad@voorbeeld.example")  # the same box
    assert first != second
    refused = await give(resident, first)
    assert refused.status_code == 422
    assert "er is daarna een nieuwe gevraagd" in words(refused)
    assert (await answer(resident, second)).status_code == 303


async def test_a_code_that_was_replaced_while_somebody_answered_sends_nothing(
    mails, resident, browsers
) -> None:
    await mails.open()
    page = await give(resident, await mails.code(resident))
    await ask(browsers())
    stuck = await send(resident, page)
    assert stuck.status_code == 409
    assert "er is daarna een nieuwe gevraagd" in words(stuck)
    assert "Meer bomen." in words(stuck)
    assert await mails.all_of(Entry) == []
    # Nothing typed is lost: the same page sends it without a code
    assert (await press(resident, stuck, "versturen")).status_code == 303
    assert len(await mails.all_of(Entry)) == 1
    assert await mails.all_of(MailVoice) == await mails.all_of(MailUse) == []


async def test_what_one_reads_tells_nothing_about_an_address(mails, resident, browsers) -> None:
    await mails.open()
    fresh = await ask(browsers(), "piet@voorbeeld.example")
    assert (await answer(resident, await mails.code(resident))).status_code == 303
    used = await ask(browsers())
    for _ in range(by_mail_pages.PER_ADDRESS.most):
        too_often = await ask(browsers())
    seen = {(each.status_code, each.headers["location"], each.text) for each in (fresh, used)}
    assert seen == {(too_often.status_code, too_often.headers["location"], too_often.text)}
    assert len(seen) == 1
    await mails.post()
    last = mails.office.to(JAN)[-1].get_content()
    assert "Met dit e-mailadres is al meegedaan" in last
    assert not CODE.findall(last)


async def test_one_address_gets_three_codes_an_hour(mails, resident) -> None:
    await mails.open()
    for _ in range(5):
        assert (await ask(resident)).status_code == 303
        await mails.post()
    assert len(mails.office.raw) == by_mail_pages.PER_ADDRESS.most
    assert (await answer(resident, read(mails.office))).status_code == 303


async def test_one_network_may_not_ask_on_and_on(mails, resident) -> None:
    await mails.open()
    fields = form(await resident.get(DOOR), DOOR)
    for number in range(by_mail_pages.PER_NETWORK.most + 1):
        data = {**fields, "sleutel": str(uuid4()), "e-mail": f"p{number}@voorbeeld.example"}
        reply = await resident.post(DOOR, data=data)
    assert reply.status_code == 429
    assert int(reply.headers["retry-after"]) > 0
    assert "te vaak geprobeerd" in words(reply)
    assert len(await mails.all_of(MailRequest)) == by_mail_pages.PER_NETWORK.most


async def test_codes_cannot_be_guessed_from_one_network(mails, resident) -> None:
    await mails.open()
    real = await mails.code(resident)
    for number in range(by_mail_pages.GUESSES.most):
        guess = mail_code.derive(b"somebody else", UUID(int=number), bytes(32))
        assert (await give(resident, guess)).status_code == 422
    assert (await give(resident, real)).status_code == 429


async def test_the_same_form_twice_is_one_code(mails, resident) -> None:
    await mails.open()
    fields = {**form(await resident.get(DOOR), DOOR), "e-mail": JAN, "naar": "met"}
    await asyncio.gather(*(resident.post(DOOR, data=fields) for _ in range(3)))
    await mails.post()
    assert len(await mails.all_of(MailRequest)) == 1
    assert len(mails.office.raw) == 1


async def test_two_who_ask_at_once_leave_one_code_that_holds(mails, browsers) -> None:
    await mails.open()
    await asyncio.gather(*(ask(browsers()) for _ in range(3)))
    requests = await mails.all_of(MailRequest)
    assert sorted(one.revoked for one in requests) == [False, True, True]
    await mails.post()
    assert len(mails.office.raw) == 1, "a code that holds no more is not sent"


async def test_two_who_send_with_one_code_are_one_voice(mails, browsers) -> None:
    await mails.open()
    one, other = browsers(), browsers()
    code = await mails.code(one)
    pages = [await give(each, code) for each in (one, other)]
    sent = await asyncio.gather(
        *(send(each, page) for each, page in zip((one, other), pages, strict=True))
    )
    assert sorted(each.status_code for each in sent) == [303, 409]
    assert len(await mails.all_of(Entry)) == 1


async def test_a_code_that_lets_nobody_in_says_why_and_nothing_is_stored(
    mails, resident, town
) -> None:
    async with mails.sessions.begin() as db:
        elsewhere = await make_consultation(db, slug="elders", stage="draft")
    other = Town(mails.griffier, mails.sessions, elsewhere, town, mails.office)
    await other.open()
    fields = form(
        await resident.get("/raadplegingen/elders/mailcode"), "/raadplegingen/elders/mailcode"
    )
    await resident.post("/raadplegingen/elders/mailcode", data={**fields, "e-mail": JAN})
    await other.post()
    strange = read(mails.office)
    await mails.open()
    code = await mails.code(resident)
    typo = code[:-1] + ("2" if code[-1] != "2" else "3")
    for given, said in (
        ("", "Vul de code uit de e-mail in"),
        (typo, "Er zit een tikfout in deze code"),
        ("x" * 250, "Er zit een tikfout in deze code"),
        (mail_code.derive(b"nobody", uuid4(), bytes(32)), "Deze code kennen wij niet"),
        (strange, "Deze code hoort bij een andere raadpleging"),
        (letter_code.spelled(12345), "Dit is de code uit een brief"),
        (derive(town.secret, mails.row.id, uuid4()), "de code die u kreeg na het versturen"),
    ):
        reply = await give(resident, given)
        assert reply.status_code == 422, given
        assert said in words(reply), given
    desk = f"/griffie/raadplegingen/{mails.row.id}/invoer"
    fields = form(await mails.griffier.get(desk), desk)
    said = {**fields, "kanaal": "paper", "1.advice": "Bomen.", "briefcode": code}
    reply = await mails.griffier.post(desk, data=said)
    assert reply.status_code == 422
    assert "Die werkt alleen op de website" in words(reply)
    mine = await resident.post("/mijn-inzending", data={"code": code})
    assert "Dit is de code uit een e-mail" in words(mine)
    assert await mails.all_of(Entry) == []


async def test_a_code_holds_for_a_week(mails, resident, owner_dsn) -> None:
    await mails.open()
    code = await mails.code(resident)
    page = await give(resident, code)
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("ALTER TABLE mail_request DISABLE TRIGGER USER")
    await owner.execute("UPDATE mail_request SET holds_until = holds_until - 8")
    late = await give(resident, code)
    assert late.status_code == 422
    assert "Deze code is verlopen" in words(late)
    assert (await send(resident, page)).status_code == 303, "who began in time has a day"
    await owner.close()


@pytest.mark.parametrize(
    "typed", ["", "jan", "jan@voorbeeld", "jan@x.nl\r\nBcc: p@x.nl", "é" * 400]
)
async def test_what_is_no_address_is_said_to_be_none_and_nothing_is_stored(
    mails, resident, typed
) -> None:
    await mails.open()
    reply = await ask(resident, typed)
    assert reply.status_code == 422
    assert "Vul een e-mailadres in, zoals naam@voorbeeld.nl" in words(reply)
    assert await mails.all_of(MailRequest) == []


async def test_without_a_code_one_takes_part_all_the_same(mails, resident) -> None:
    await mails.open()
    page = await ask(resident, "", naar="zonder")
    assert (await send(resident, page)).status_code == 303
    fields = form(await resident.get(FILL), FILL)
    page = await resident.post(FILL, data={**fields, "naar": "zonder"})
    assert (await send(resident, page)).status_code == 303
    assert (len(await mails.all_of(Entry)), await mails.all_of(MailUse)) == (2, [])


async def test_with_letters_as_well_one_chooses(mails, resident) -> None:
    page = f"/griffie/raadplegingen/{mails.row.id}/briefcodes"
    fields = form(await mails.griffier.get(page), page)
    await mails.griffier.post(page, data={**fields, "aantal": "2", "vorm": "bestand"})
    await mails.open()
    begin = await resident.get("/raadplegingen/park/meedoen")
    assert "Kreeg u een brief met een code?" in words(begin)
    assert f'href="{DOOR}"' in begin.text
    code = await mails.code(resident)
    at_the_letter = await resident.post(
        "/raadplegingen/park/briefcode", data={"briefcode": code, "naar": "met"}
    )
    assert at_the_letter.status_code == 422
    assert "Dit is de code uit een e-mail" in words(at_the_letter)
    assert (await answer(resident, code)).status_code == 303


async def test_a_program_may_send_with_a_code_and_never_with_two(mails, resident) -> None:
    await mails.open()
    code = await mails.code(resident)
    api = "/api/v1/raadplegingen/park/inzendingen"
    body = {"sleutel": str(uuid4()), "antwoorden": {"1.advice": "Bomen."}, "mailcode": code}
    both = await resident.post(api, json={**body, "briefcode": letter_code.spelled(7)})
    assert both.status_code == 400
    assert "Stuur één code" in both.text
    assert (await resident.post(api, json=body)).status_code == 201
    assert (await resident.post(api, json=body)).status_code == 200
    used = await resident.post(api, json={**body, "sleutel": str(uuid4())})
    assert used.status_code == 409
    assert len(await mails.all_of(MailUse)) == 1


async def test_the_griffie_chooses_before_opening_and_the_log_tells(mails, resident) -> None:
    assert "geen code per e-mail vragen" in words(await mails.griffier.get(mails.page))
    for to in ("aan", "aan", "uit", "uit", "aan"):
        assert (await mails.switch(to)).status_code == 303
    await mails.move("open")
    late = await mails.switch("uit")
    assert late.status_code == 409
    assert "Deze raadpleging is al open" in words(late)
    assert len(await mails.all_of(MailDoor)) == 1
    async with mails.sessions() as db:
        deeds = await db.scalars(select(AuditLine.action).order_by(AuditLine.id))
    assert [deed for deed in deeds if "e-mailcodes" in deed] == [
        *("e-mailcodes aanzetten", "e-mailcodes uitzetten", "e-mailcodes aanzetten")
    ]


async def test_where_it_was_not_allowed_nobody_is_asked(mails, resident) -> None:
    await mails.move("open")
    assert "e-mail" not in words(await fill(resident, []))
    for page in (DOOR, FILL):
        for reply in (await resident.get(page), await resident.post(page, data={"naar": "met"})):
            assert reply.status_code == 303
            assert reply.headers["location"] == "/raadplegingen/park"
    data = {"e-mail": JAN, "sleutel": str(uuid4()), "naar": "met"}
    assert (await resident.post(DOOR, data=data)).status_code == 303
    assert await mails.all_of(MailRequest) == []


async def test_without_a_mail_server_it_cannot_be_switched_on(mails, town, built) -> None:
    app = built(town)
    app.state.settings = structs.replace(town, mail=None)
    assert "Er is geen mailserver ingesteld" in words(await mails.griffier.get(mails.page))
    refused = await mails.switch("aan")
    assert refused.status_code == 409
    assert await mails.all_of(MailDoor) == []


async def test_others_see_it_and_change_nothing(mails, signed_in) -> None:
    auditor = await signed_in(Role.REKENKAMER)
    assert (await auditor.get(mails.page)).status_code == 200
    assert (await auditor.post(mails.page, data={"naar": "aan"})).status_code == 403


async def test_a_box_that_is_not_there_loses_its_address_and_the_griffie_reads_how_many(
    mails, resident
) -> None:
    await mails.open()
    mails.office.answers[JAN] = "550 5.1.1 no such user"
    await ask(resident)
    await ask(resident, "piet@voorbeeld.example")
    await mails.post()
    assert [one["To"] for one in mails.office.messages] == ["piet@voorbeeld.example"]
    assert await mails.all_of(MailAddress) == []
    async with mails.sessions() as db:
        numbers = await mail_codes.numbers(db, mails.row.id)
    assert numbers == mail_codes.Numbers(waiting=0, sent=1, failed=1, used=0)
    page = words(await mails.griffier.get(mails.page))
    assert "Niet gelukt, of niet meer nodig 1" in " ".join(page.split())


async def test_a_box_that_is_full_is_tried_again_later_and_given_up_in_the_end(
    mails, resident, owner_dsn
) -> None:
    await mails.open()
    mails.office.answers[JAN] = "452 4.2.2 full"
    await ask(resident)
    owner = await asyncpg.connect(owner_dsn)
    for _ in range(mailing.MOST_TRIES - 1):
        await mails.post()
        [kept] = await mails.all_of(MailAddress)
        assert await mails.post() == 0, "not before its time"
        await owner.execute("UPDATE mail_address SET not_before = now()")
        await owner.execute("UPDATE promise SET due_at = now()")
    assert kept.tries == mailing.MOST_TRIES - 1
    await mails.post()
    assert await mails.all_of(MailAddress) == []
    [request] = await mails.all_of(MailRequest)
    assert request.state == "failed"
    assert await outbox.claim(mails.sessions, tuple(Topic)) is None
    await owner.close()


async def test_a_mail_server_that_is_away_is_seen_and_nothing_is_lost(
    mails, resident, town, owner_dsn
) -> None:
    await mails.open()
    await ask(resident)
    wrong = structs.replace(town, mail=structs.replace(town.mail, password="fout"))  # noqa: S106
    away = {Topic.MAIL_DUE: mailing.send(mailing.postage(wrong))}
    with capture_logs() as logs:
        assert await outbox.keep_one(mails.sessions, away)
    assert "jansen" not in str(logs)
    assert "De mailserver liet ons niet toe" in words(await mails.griffier.get(mails.page))
    async with mails.sessions() as db:
        task = await db.get_one(TaskRow, (Topic.MAIL_DUE, mails.row.id))
    assert (task.last_error, task.dead_at) == ("MailRefused", None)
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("UPDATE task SET not_before = now(), attempts = 39")
    assert await outbox.keep_one(mails.sessions, away)
    promised = await mails.griffier.get("/griffie/beloften")
    assert "Codes per e-mail versturen" in words(promised)
    assert "De mailserver liet ons niet toe" in words(promised)
    assert await mails.post() == 0, "dead until the griffie says so"
    again = form(promised, "/griffie/beloften/opnieuw")
    assert (await mails.griffier.post("/griffie/beloften/opnieuw", data=again)).status_code == 303
    await mails.post()
    assert (await answer(resident, read(mails.office))).status_code == 303
    await owner.close()


async def test_a_worker_without_a_mail_server_says_so(mails, resident) -> None:
    await mails.open()
    await ask(resident)
    await outbox.keep_promises(mails.sessions, works())
    async with mails.sessions() as db:
        task = await db.get_one(TaskRow, (Topic.MAIL_DUE, mails.row.id))
    assert task.dead_at
    assert task.last_error == mailing.NO_SERVER


async def test_an_address_is_kept_for_a_day_at_most(mails, resident, owner_dsn) -> None:
    await mails.open()
    await ask(resident)
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("UPDATE mail_address SET made_at = made_at - interval '23 hours'")
    async with mails.sessions.begin() as db:
        await mail_codes.sweep(db)
    assert len(await mails.all_of(MailAddress)) == 1
    await owner.execute("UPDATE mail_address SET made_at = made_at - interval '61 minutes'")
    async with mails.sessions.begin() as db:
        await mail_codes.sweep(db)
    assert await mails.all_of(MailAddress) == []
    await mails.post()
    assert mails.office.raw == []
    await owner.close()


async def test_a_withdrawn_response_leaves_its_address_used(mails, resident) -> None:
    await mails.open()
    code = await mails.code(resident)
    sent = await answer(resident, code)
    receipt = code_on(await resident.get(sent.headers["location"]))
    page = await resident.post("/mijn-inzending", data={"code": receipt})
    for action in ("intrekken", "echt-intrekken"):
        fields = form(page, "/mijn-inzending")
        page = await resident.post("/mijn-inzending", data={**fields, "actie": action})
    assert "ingetrokken" in words(page)
    assert "Met dit e-mailadres is al meegedaan" in words(await give(resident, code))
    async with mails.sessions() as db:
        counted = {each.way: each for each in await ways.count(db, mails.row.id)}
    assert (counted["mail"].withdrawn, counted["mail"].counted) == (1, 0)


async def test_what_is_called_off_forgets_every_address(mails, resident) -> None:
    await mails.open()
    await ask(resident)
    async with mails.sessions.begin() as db:
        await db.execute(
            update(Consultation).where(Consultation.id == mails.row.id)
            .values(stage="cancelled", cancel_reason="Het plan is van de baan.")
        )  # fmt: skip
    async with mails.sessions.begin() as db:
        await mail_codes.sweep(db)
    for table in (MailKey, MailRequest, MailAddress, MailVoice):
        assert await mails.all_of(table) == []


@pytest.mark.parametrize(
    "trick",
    [
        "DELETE FROM mail_voice",
        "DELETE FROM mail_request",
        "DELETE FROM mail_key",
        "DELETE FROM mail_door",
        "UPDATE mail_request SET revoked = false",
        "UPDATE mail_request SET state = 'waiting'",
        "INSERT INTO mail_voice SELECT consultation_id, sha256('x') FROM mail_door",
        "INSERT INTO mail_use SELECT id FROM entry ON CONFLICT DO NOTHING",
        "UPDATE mail_use SET response_id = response_id",
        "DELETE FROM mail_use",
        "UPDATE mail_voice SET tag = tag",
        "TRUNCATE mail_request, mail_address",
        ONE_MORE,
    ],
)
async def test_the_database_keeps_one_voice_per_address(mails, resident, browsers, trick) -> None:
    await mails.open()
    await mails.code(resident)
    assert (await answer(resident, await mails.code(resident))).status_code == 303
    assert (await send(browsers(), await ask(browsers(), "", naar="zonder"))).status_code == 303
    with pytest.raises(DBAPIError):
        async with mails.sessions.begin() as db:
            await db.execute(text(trick))


async def counted(mails: Town, owner_dsn: str) -> None:
    """Closed and counted, by a worker."""
    await mails.move("closed")
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("ALTER TABLE consultation DISABLE TRIGGER USER")
    await owner.execute("UPDATE consultation SET fixed_at = now() - interval '1 second'")
    await owner.execute("ALTER TABLE consultation ENABLE TRIGGER USER")
    await owner.close()
    async with mails.sessions.begin() as db:
        outbox.promise(db, Topic.CONSULTATION_CLOSED, mails.row.id)
    chosen = works()
    del chosen[Topic.MAIL_DUE]
    await outbox.keep_promises(mails.sessions, chosen)


async def test_after_the_count_nothing_is_known_of_any_address(
    mails, resident, browsers, owner_dsn
) -> None:
    await mails.open()
    assert (await answer(resident, await mails.code(resident))).status_code == 303
    await ask(browsers(), "piet@voorbeeld.example")
    await counted(mails, owner_dsn)
    for table in (MailKey, MailRequest, MailAddress, MailVoice):
        assert await mails.all_of(table) == [], table
    assert len(await mails.all_of(MailUse)) == 1, "that it came with a code stays"
    async with mails.sessions() as db:
        [result] = (await db.scalars(select(Result))).all()
    by_way = json.loads(result.figures)["by_way"]
    assert [(one["way"], one["counted"]) for one in by_way] == [("mail", 1), ("open", 0)]


async def test_nothing_is_published_when_addresses_and_responses_do_not_add_up(
    mails, resident, owner_dsn
) -> None:
    await mails.open()
    assert (await answer(resident, await mails.code(resident))).status_code == 303
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("ALTER TABLE mail_voice DISABLE TRIGGER USER")
    await owner.execute("DELETE FROM mail_voice")
    await owner.close()
    await counted(mails, owner_dsn)
    async with mails.sessions() as db:
        task = await db.get_one(TaskRow, (Topic.CONSULTATION_CLOSED, mails.row.id))
    assert task.last_error == ADDRESSES_DISAGREE
    assert await mails.all_of(Result) == []
