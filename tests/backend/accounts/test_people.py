# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The beheerder invites, changes and ends accounts; somebody always keeps the keys."""

import re
from html import unescape

import anyio
import asyncpg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from backend.accounts import actions, links
from backend.accounts.roles import Role
from backend.accounts.tables import Account, OneTimeLink, RoleChange
from backend.audit.actions import SYSTEM, Actor
from backend.audit.tables import AuditLine
from backend.errors import Conflict
from tests.browse import form

pytestmark = pytest.mark.anyio
PHRASE = "vier hoge bomen aan de vaart"
ANNA = {"name": "Anna Smit", "username": "Anna@Merenburg.example", "role": "griffie"}


async def send(browser, page: str, action: str, **fields: str):
    """One form of a page, filled in and sent."""
    given = form(await browser.get(page), action)
    return await browser.post(action, data={**given, **fields})


def link_in(reply) -> str:
    found = re.search(r"https://raadgever\.test(/uitnodiging/[\w-]+)", unescape(reply.text))
    assert found, reply.text
    return found[1]


async def invite(beheerder, **fields: str) -> str:
    new = "/beheer/accounts/nieuw"
    return link_in(await send(beheerder, new, new, **{**ANNA, **fields}))


async def page_of(beheerder, name: str) -> str:
    """The address of somebody's page, found by looking for them."""
    found = await beheerder.get("/beheer/accounts", params={"zoek": name})
    return re.findall(r"/beheer/accounts/[0-9a-f-]{36}", found.text)[0]


async def choose(browser, link: str, password: str = PHRASE, again: str = ""):
    return await browser.post(link, data={"password": password, "again": again or password})


async def sign_in(browser, password: str = PHRASE, username: str = "anna@merenburg.example"):
    return await browser.post("/inloggen", data={"username": username, "password": password})


async def said(sessions) -> list[tuple[str, str]]:
    async with sessions() as db:
        rows = await db.scalars(
            select(AuditLine).where(AuditLine.object == "account").order_by(AuditLine.id)
        )
        return [(row.action, row.result) for row in rows]


async def test_an_invitation_from_the_link_to_the_desk(signed_in, browsers, sessions) -> None:
    beheerder, anna = await signed_in(Role.BEHEERDER), browsers()
    link = await invite(beheerder)
    assert link not in (await beheerder.get(await page_of(beheerder, "anna smit"))).text
    assert "Uitgenodigd" in (await beheerder.get("/beheer/accounts")).text
    assert (await sign_in(anna, "")).status_code == 422, "no password is no way in"
    weak = await choose(anna, link, "Welkom2026!!")
    assert weak.status_code == 422
    assert "makkelijk te raden" in weak.text
    assert "niet hetzelfde" in (await choose(anna, link, PHRASE, "iets anders")).text
    assert "bewaard" in (await choose(anna, link)).text
    for reply in (await anna.get(link), await choose(anna, link, "een ander lang wachtwoord")):
        assert reply.status_code == 404, "it works once"
    assert (await sign_in(anna)).headers["location"] == "/griffie"
    assert ("uitnodiging aannemen", "gelukt") in await said(sessions)


async def test_a_link_ends_by_a_new_one_by_taking_it_back_and_by_itself(
    signed_in, resident, sessions, owner_dsn
) -> None:
    beheerder = await signed_in(Role.BEHEERDER)
    first = await invite(beheerder)
    anna = await page_of(beheerder, "anna smit")
    second = link_in(await send(beheerder, anna, f"{anna}/link"))
    assert [(await resident.get(one)).status_code for one in (first, second)] == [404, 200]
    await send(beheerder, anna, f"{anna}/link-intrekken")
    assert (await resident.get(second)).status_code == 404
    third = link_in(await send(beheerder, anna, f"{anna}/link"))
    async with sessions() as db:
        kept = (await db.scalars(select(OneTimeLink))).one()
        life = kept.expires_at - kept.made_at
    assert links.LIFE <= life < links.LIFE * 1.001
    assert third.rpartition("/")[2].encode() not in kept.digest
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("UPDATE one_time_link SET expires_at = now() - interval '1 second'")
    await owner.close()
    replies = [await resident.get(third), await choose(resident, third)]
    assert [reply.status_code for reply in replies] == [404, 404]


async def test_of_two_who_use_one_link_at_once_one_gets_in(signed_in, browsers) -> None:
    link = await invite(await signed_in(Role.BEHEERDER))
    statuses: list[int] = []

    async def take(number: int) -> None:
        statuses.append((await choose(browsers(), link, f"{PHRASE} {number}")).status_code)

    async with anyio.create_task_group() as both:
        for number in range(2):
            both.start_soon(take, number)
    assert sorted(statuses) == [200, 404]


async def test_what_the_beheerder_changes_holds_at_once(signed_in, browsers, sessions) -> None:
    beheerder, anna = await signed_in(Role.BEHEERDER), browsers()
    await choose(anna, await invite(beheerder))
    page = await page_of(beheerder, "anna smit")
    await sign_in(anna)
    await send(beheerder, page, f"{page}/rol", role="rekenkamer")
    assert (await anna.get("/griffie")).headers["location"] == "/inloggen"
    await sign_in(anna)
    assert (await anna.get("/griffie/logboek")).status_code == 200
    await send(beheerder, page, f"{page}/sessies")
    assert (await anna.get("/griffie")).status_code == 303
    refused = await send(beheerder, f"{page}/uitzetten", f"{page}/uitzetten", reason="")
    assert refused.status_code == 422
    await sign_in(anna)
    await send(beheerder, f"{page}/uitzetten", f"{page}/uitzetten", reason="Werkt hier niet meer.")
    assert (await anna.get("/griffie")).status_code == 303
    assert (await sign_in(anna)).status_code == 422
    await send(beheerder, page, f"{page}/aanzetten")
    assert (await sign_in(anna)).status_code == 303
    deeds = [action for action, _ in await said(sessions)]
    for deed in ("uitnodigen", "rol wijzigen", "sessies beëindigen", "uitzetten", "aanzetten"):
        assert deed in deeds


async def test_the_beheerder_ends_one_session_after_a_look_and_the_other_goes_on(
    signed_in, browsers, sessions
) -> None:
    beheerder, anna, phone = await signed_in(Role.BEHEERDER), browsers(), browsers()
    phone.headers["user-agent"] = "Mozilla/5.0 (iPhone) Version/20.0 Safari/604.1"
    await choose(anna, await invite(beheerder))
    for browser in (anna, phone):
        await sign_in(browser)
    page = await page_of(beheerder, "anna smit")
    listed = (await beheerder.get(page)).text
    assert listed.count("Beëindig deze sessie") == 2
    there = listed[listed.index("Safari, iPhone") :]
    assert "Ingelogd op" in there
    assert "gaat verloren" in there
    name = re.search(r'name="session" value="([0-9a-f-]{36})"', there)
    assert name
    await send(beheerder, page, f"{page}/sessies", session=name[1])
    assert [(await one.get("/griffie")).status_code for one in (anna, phone)] == [200, 303]
    wrong = await send(beheerder, page, f"{page}/sessies", session="geen")
    assert wrong.status_code == 400
    assert ("sessies beëindigen", "gelukt") in await said(sessions)


async def test_a_name_that_is_taken_is_said_at_its_field_and_nothing_is_lost(signed_in) -> None:
    beheerder = await signed_in(Role.BEHEERDER)
    await invite(beheerder)
    new = "/beheer/accounts/nieuw"
    again = await send(beheerder, new, new, **ANNA)
    assert again.status_code == 422
    assert "Er is al een account anna@merenburg.example." in again.text
    assert 'value="Anna Smit"' in again.text


async def make_beheerders(sessions, *names: str) -> list[Account]:
    async with sessions.begin() as db:
        return [
            await actions.make(
                db, SYSTEM, username=name, name=name, role=Role.BEHEERDER, password=PHRASE
            )
            for name in names
        ]


async def test_the_last_beheerder_who_can_sign_in_stays_one(sessions) -> None:
    first, second = await make_beheerders(sessions, "bas", "bea")
    async with sessions.begin() as db:
        await actions.invite(db, SYSTEM, username="bo", name="Bo", role=Role.BEHEERDER)
        await actions.disable(db, SYSTEM, await db.get_one(Account, first.id), "proef")
    was = Actor(first.id, first.name, first.role, "-")  # signed in a moment too long
    for deed in (
        lambda db, row: actions.disable(db, was, row, "proef"),
        lambda db, row: actions.change_role(db, was, row, Role.GRIFFIE),
    ):
        async with sessions() as db:
            with pytest.raises(Conflict, match="laatste beheerder"):
                await deed(db, await db.get_one(Account, second.id))


async def test_nobody_changes_their_own_role(sessions) -> None:
    """Else who sees no answers could, with nobody else knowing beforehand."""
    bas, _ = await make_beheerders(sessions, "bas", "bea")
    actor = Actor(bas.id, bas.name, bas.role, "-")
    async with sessions() as db:
        with pytest.raises(Conflict, match="eigen rol"):
            await actions.change_role(db, actor, await db.get_one(Account, bas.id), Role.GRIFFIE)


async def test_the_application_s_role_cannot_rewrite_who_may_what(sessions) -> None:
    """In SQL: a role changes by a row that stays, written for another by a beheerder."""
    bas, bea = await make_beheerders(sessions, "bas", "bea")
    async with sessions.begin() as db:
        jo, _ = await actions.invite(db, SYSTEM, username="jo", name="Jo", role=Role.RAADSLID)
    write = "INSERT INTO role_change (account_id, role, made_by) VALUES ('{}', 'griffie', '{}')"
    for trick in (
        "UPDATE account SET role = 'griffie'",
        write.format(bas.id, bas.id),
        write.format(bea.id, jo.id),
        write.replace("'griffie'", "'keizer'").format(jo.id, bas.id),
        write.replace("made_by)", "made_by, was)")
        .replace("'{}')", "'{}', 'beheerder')")
        .format(jo.id, bas.id),
    ):
        with pytest.raises(DBAPIError):
            async with sessions.begin() as db:
                await db.execute(text(trick))
    async with sessions.begin() as db:
        await actions.change_role(
            db, Actor(bas.id, "Bas", "beheerder", "-"), await db.get_one(Account, jo.id),
            Role.GRIFFIE,
        )  # fmt: skip
    async with sessions() as db:
        change = (await db.scalars(select(RoleChange))).one()
        assert (change.was, change.role) == ("raadslid", "griffie")
        for trick in ("UPDATE role_change SET role = 'x'", "DELETE FROM role_change"):
            with pytest.raises(DBAPIError):
                await db.execute(text(trick))
            await db.rollback()


async def test_of_two_beheerders_who_end_each_other_at_once_one_stays(sessions) -> None:
    rows = await make_beheerders(sessions, "bas", "bea")
    outcomes: list[str] = []

    async def end(victim: Account, killer: Account) -> None:
        actor = Actor(killer.id, killer.name, killer.role, "-")
        try:
            async with sessions.begin() as db:
                row = await db.get_one(Account, victim.id)
                await both_read.wait()
                await actions.disable(db, actor, row, "proef")
                outcomes.append("ended")
        except Conflict:
            outcomes.append("refused")

    both_read = anyio.Event()
    async with anyio.create_task_group() as both:
        both.start_soon(end, rows[0], rows[1])
        both.start_soon(end, rows[1], rows[0])
        both_read.set()
    assert sorted(outcomes) == ["ended", "refused"]
