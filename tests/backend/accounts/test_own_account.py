# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second factor from the first scan to a lost telephone, sessions, and one's own password."""

import base64
import re
import time
from html import unescape

import httpx
import pytest
from msgspec import structs
from sqlalchemy import select, update

from backend import app
from backend.accounts import actions, passwords, second_factor, signing_in
from backend.accounts.roles import Role
from backend.accounts.sessions import COOKIE
from backend.accounts.tables import Account, RecoveryCode, SecondFactor
from backend.audit.actions import SYSTEM
from backend.audit.tables import AuditLine
from tests.browse import form
from tests.conftest import BASE

pytestmark = pytest.mark.anyio
PHRASE = "vier hoge bomen aan de vaart"
MINE = "/mijn-account"
FACTOR = f"{MINE}/tweede-factor"


async def make(sessions, username: str, role: Role) -> None:
    async with sessions.begin() as db:
        await actions.make(db, SYSTEM, username=username, name="Jo", role=role, password=PHRASE)


async def enter(browser, username: str, password: str = PHRASE) -> httpx.Response:
    return await browser.post("/inloggen", data={"username": username, "password": password})


def code_for(shared: bytes, later: int = 0) -> str:
    return second_factor.code_at(shared, int(time.time()) // second_factor.STEP + later)


async def set_up(browser) -> tuple[bytes, list[str], str]:
    """What the telephone keeps, the codes on paper, and the code that confirmed it."""
    page = await browser.get(FACTOR)
    text = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page.text)
    assert text, page.text
    shared = base64.b32decode(text[1].replace(" ", ""))
    first = code_for(shared)
    given = {**form(page, FACTOR), "code": first, "password": PHRASE}
    reply = await browser.post(FACTOR, data=given)
    codes = re.findall(r"<li><code>([0-9A-Z-]{14})</code></li>", reply.text)
    assert len(set(codes)) == 10, reply.text
    return shared, codes, first


async def halfway(browser, username: str) -> dict[str, str]:
    reply = await enter(browser, username)
    assert reply.status_code == 200, reply.text
    assert COOKIE not in reply.headers.get("set-cookie", ""), "a password alone opens nothing"
    return {"ticket": form(reply, "/inloggen/code")["ticket"][0]}


async def test_a_second_factor_from_the_first_scan_to_a_lost_telephone(
    sessions, browsers, signed_in
) -> None:
    await make(sessions, "jo", Role.GRIFFIE)
    jo, elsewhere = browsers(), browsers()
    await enter(jo, "jo")
    await enter(elsewhere, "jo")
    before = jo.cookies[COOKIE]
    assert "Maak uw account veiliger" in (await jo.get("/griffie")).text
    page = await jo.get(FACTOR)
    wrong = {**form(page, FACTOR), "code": "000000", "password": PHRASE}
    refused = await jo.post(FACTOR, data=wrong)
    assert refused.status_code == 422
    assert unescape(form(refused, FACTOR)["offer"][0]), "the same figure is still there"

    shared, codes, first = await set_up(jo)
    assert jo.cookies[COOKIE] != before, "a new session, and the others have ended"
    assert (await elsewhere.get("/griffie")).status_code == 303
    assert (await jo.get("/griffie")).status_code == 200
    assert "Maak uw account veiliger" not in (await jo.get("/griffie")).text
    async with sessions() as db:
        kept = (await db.scalars(select(SecondFactor.secret))).one()
        hashes = (await db.scalars(select(RecoveryCode.hash))).all()
    assert base64.b32encode(shared).decode() not in kept
    assert not [code for code in codes if code.encode() in b"".join(hashes)]

    ticket = await halfway(elsewhere, "jo")
    used = await elsewhere.post("/inloggen/code", data={**ticket, "code": first})
    assert used.status_code == 422, "the code that set it up was used already"
    later = code_for(shared, 1)
    typed = {**ticket, "code": f" {later[:3]} {later[3:]}"}
    again = await elsewhere.post("/inloggen/code", data=typed)
    assert again.headers["location"] == "/griffie"
    replayed = await browsers().post("/inloggen/code", data={**ticket, "code": later})
    assert replayed.status_code == 422
    paper = {**await halfway(browsers(), "jo"), "code": codes[0].lower().replace("-", " ")}
    statuses = [(await browsers().post("/inloggen/code", data=paper)).status_code for _ in range(2)]
    assert statuses == [303, 422], "a code on paper works once"
    assert "U hebt nog 9 herstelcodes." in (await jo.get(MINE)).text

    beheerder = await signed_in(Role.BEHEERDER)
    async with sessions() as db:
        jo_id = (await db.scalars(select(Account.id).where(Account.username == "jo"))).one()
    page = f"/beheer/accounts/{jo_id}"
    given = form(await beheerder.get(page), f"{page}/tweede-factor")
    await beheerder.post(f"{page}/tweede-factor", data={**given, "reason": "Telefoon gestolen."})
    assert (await jo.get("/griffie")).status_code == 303, "who stole it is out as well"
    assert (await enter(jo, "jo")).status_code == 303
    async with sessions() as db:
        lines = await db.scalars(select(AuditLine).where(AuditLine.object_id == jo_id))
        said = {(line.action, line.result): line for line in lines}
    assert said["tweede factor weghalen", "gelukt"].detail == {"reden": "Telefoon gestolen."}
    assert said["inloggen", "geweigerd"].actor == "Jo (griffie)"


async def test_codes_are_throttled_and_others_are_not_shut_out(sessions, browsers) -> None:
    await make(sessions, "jo", Role.RAADSLID)
    jo, guesser = browsers(), browsers()
    await enter(jo, "jo")
    shared, _, _ = await set_up(jo)
    ticket = await halfway(guesser, "jo")
    most = signing_in.CODES_PER_NETWORK.most
    guess = {**ticket, "code": "12345"}
    statuses = [(await guesser.post("/inloggen/code", data=guess)).status_code for _ in range(most)]
    right = {**ticket, "code": code_for(shared, 1)}
    assert statuses == [422] * most
    assert (await guesser.post("/inloggen/code", data=right)).status_code == 429
    assert (await jo.get(MINE)).status_code == 200


async def test_a_ticket_of_half_a_sign_in_ends_with_the_password(sessions, browsers) -> None:
    await make(sessions, "jo", Role.RAADSLID)
    jo = browsers()
    await enter(jo, "jo")
    shared, _, _ = await set_up(jo)
    ticket = await halfway(browsers(), "jo")
    async with sessions.begin() as db:
        await db.execute(update(Account).values(password=passwords.hashed("iets anders")))
    late = await browsers().post("/inloggen/code", data={**ticket, "code": code_for(shared, 1)})
    assert late.status_code == 422
    assert "te lang weg" in late.text
    forged = await browsers().post("/inloggen/code", data={"ticket": "x" * 80, "code": "123456"})
    assert "te lang weg" in forged.text


async def test_one_s_own_password_ends_every_other_session(sessions, browsers) -> None:
    await make(sessions, "jo", Role.ADVIESRAAD)
    jo, other = browsers(), browsers()
    for browser in (jo, other):
        await enter(browser, "jo")
    page = f"{MINE}/wachtwoord"
    given = form(await jo.get(page), page)
    new = "een heel andere zin dan eerst"
    fields = {**given, "password": new, "again": new}
    wrong = await jo.post(page, data={**fields, "current": "niet dit wachtwoord"})
    assert wrong.status_code == 422
    assert "niet het wachtwoord waarmee u nu inlogt" in wrong.text
    done = await jo.post(page, data={**fields, "current": PHRASE})
    assert "Uw wachtwoord is gewijzigd" in done.text
    assert [(await one.get(MINE)).status_code for one in (jo, other)] == [200, 303]
    assert [(await enter(other, "jo", one)).status_code for one in (PHRASE, new)] == [422, 303]


async def test_sessions_are_listed_and_ended_one_by_one_or_all(sessions, browsers) -> None:
    await make(sessions, "jo", Role.REKENKAMER)
    jo, phone, library = browsers(), browsers(), browsers()
    phone.headers["user-agent"] = "Mozilla/5.0 (iPhone) Version/20.0 Safari/604.1"
    for browser in (jo, phone, library):
        await enter(browser, "jo")
    page = (await jo.get(MINE)).text
    assert page.count("vanaf 192.0.2.7") == 3
    assert page.count("Dit is de browser van nu") == 1
    there = page[page.index("Safari, iPhone") :]
    name = re.search(r'name="session" value="([0-9a-f-]{36})"', there)
    assert name
    csrf = form(await jo.get(MINE), f"{MINE}/sessies")["csrf"]
    await jo.post(f"{MINE}/sessies", data={"csrf": csrf, "session": name[1]})
    assert [(await one.get(MINE)).status_code for one in (jo, phone, library)] == [200, 303, 200]
    await jo.post(f"{MINE}/sessies", data={"csrf": csrf, "session": "andere"})
    assert [(await one.get(MINE)).status_code for one in (jo, library)] == [200, 303]


async def test_nobody_ends_the_session_of_somebody_else(sessions, browsers) -> None:
    for name in ("jo", "mo"):
        await make(sessions, name, Role.REKENKAMER)
    jo, mo, again = browsers(), browsers(), browsers()
    await enter(jo, "jo")
    for browser in (mo, again):
        await enter(browser, "mo")
    theirs = form(await mo.get(MINE), f"{MINE}/sessies")["session"]
    csrf = form(await jo.get(f"{MINE}/wachtwoord"), f"{MINE}/wachtwoord")["csrf"]
    await jo.post(f"{MINE}/sessies", data={"csrf": csrf, "session": theirs})
    assert [(await one.get(MINE)).status_code for one in (mo, again)] == [200, 200]


async def test_where_it_is_required_griffie_and_beheerder_do_that_first(town, sessions) -> None:
    """Nothing else opens, by looking or by sending; whoever it is not asked of works on."""
    inner = app.litestar(structs.replace(town, require_second_factor=True))
    async with inner.lifespan():
        site = httpx.ASGITransport(app=app.Shield(inner, town), client=("192.0.2.7", 4711))
        for role, led in ((Role.GRIFFIE, True), (Role.BEHEERDER, True), (Role.ADVIESRAAD, False)):
            await make(sessions, f"jo-{role}", role)
            async with httpx.AsyncClient(transport=site, base_url=BASE) as jo:
                await enter(jo, f"jo-{role}")
                csrf = form(await jo.get(FACTOR), FACTOR)["csrf"]
                place = (await jo.get("/griffie")).headers.get("location")
                assert (place == FACTOR) == led
                if not led:
                    continue
                path = "/griffie/spelregels" if role is Role.GRIFFIE else "/beheer/accounts/nieuw"
                for reply in (await jo.get(path), await jo.post(path, data={"csrf": csrf})):
                    assert reply.headers["location"] == FACTOR
                await set_up(jo)
                off = f"{FACTOR}/uitzetten"
                given = {**form(await jo.get(off), off), "password": PHRASE}
                assert (await jo.post(off, data=given)).status_code == 409
                assert (await jo.get(path)).status_code == 200
