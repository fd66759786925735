# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One response per letter: made once, used once, whatever the channel."""

import asyncio
import csv
import io
import json
import re
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from backend.accounts.roles import Role
from backend.consultations.tables import Consultation
from backend.ledger import tree
from backend.ledger.tables import LogDue
from backend.participation import letting_in
from backend.participation.tables import Entry, LetterCode, LetterUse
from surveys import letter_code
from surveys.receipt import derive
from tests.browse import form
from tests.browse import text as words
from tests.make import make_consultation, move
from tests.pressing import code_on, fill, press

pytestmark = pytest.mark.anyio
LINK = (
    "INSERT INTO letter_use (response_id, code_id) SELECT e.id, l.id"
    " FROM entry e, letter_code l WHERE l.number = 3"
)
ONE_MORE = (
    "INSERT INTO letter_code (set_id, consultation_id, number, digest)"
    " SELECT id, consultation_id, 9, sha256('x') FROM letter_set"
)
DOOR = "/raadplegingen/park/briefcode"


class Town:
    """A consultation with codes; opened by `open`."""

    def __init__(self, griffier: httpx.AsyncClient, sessions, row: Consultation) -> None:
        self.griffier, self.sessions, self.row = griffier, sessions, row
        self.page = f"/griffie/raadplegingen/{row.id}/briefcodes"
        self.desk = f"/griffie/raadplegingen/{row.id}/invoer"

    async def press(self, path: str = "", **given: str) -> httpx.Response:
        fields = form(await self.griffier.get(self.page), self.page + path)
        return await self.griffier.post(self.page + path, data={**fields, **given})

    async def make(self, number: int = 3) -> list[str]:
        reply = await self.press(aantal=str(number), vorm="bestand")
        assert reply.status_code == 200, reply.text
        return [row["code"] for row in lines(reply)]

    async def open(self) -> None:
        async with self.sessions.begin() as db:
            await move(db, await db.merge(self.row), "open")

    async def enter(self, code: str, **given: str) -> httpx.Response:
        fields = form(await self.griffier.get(self.desk), self.desk)
        said = {"kanaal": "paper", "1.advice": "Meer bomen.", "briefcode": code, **given}
        return await self.griffier.post(self.desk, data={**fields, **said})

    async def count(self, table) -> int:
        async with self.sessions() as db:
            return len((await db.scalars(select(table))).all())

    async def logged(self) -> list[dict]:
        async with self.sessions() as db:
            rows = await db.scalars(
                select(LogDue.body).where(LogDue.kind == "codes").order_by(LogDue.id)
            )
            return [json.loads(body) for body in rows]


def lines(reply: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
async def letters(signed_in, sessions) -> Town:
    async with sessions.begin() as db:
        row = await make_consultation(db, slug="park", stage="draft")
    return Town(await signed_in(Role.GRIFFIE), sessions, row)


async def at_the_door(browser: httpx.AsyncClient, code: str) -> httpx.Response:
    fields = form(await browser.get(DOOR), DOOR)
    return await browser.post(DOOR, data={**fields, "briefcode": code, "naar": "met"})


async def answer(browser: httpx.AsyncClient, code: str) -> httpx.Response:
    """All the way to sending, with this code at the door."""
    page = await at_the_door(browser, code)
    assert page.status_code == 200, page.text
    for given in ({"q1__stance": "for", "q1__advice": "Meer bomen."}, {}, {}):
        page = await press(browser, page, "volgende", **given)
    return await press(browser, page, "versturen")


async def test_codes_come_once_as_a_file_and_only_their_digests_are_kept(letters, town) -> None:
    fields = form(await letters.griffier.get(letters.page), letters.page)
    given = {**fields, "aantal": "250", "vorm": "bestand"}
    reply = await letters.griffier.post(letters.page, data=given)
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="briefcodes-park.csv"' in reply.headers["content-disposition"]
    made = lines(reply)
    assert [row["nummer"] for row in made] == [str(number) for number in range(1, 251)]
    assert {row["adres"] for row in made} == {"https://raadgever.test/raadplegingen/park/briefcode"}
    codes = [row["code"] for row in made]
    assert len(set(codes)) == 250
    assert all(re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]", code) for code in codes)
    async with letters.sessions() as db:
        kept = {row.number: row.digest for row in await db.scalars(select(LetterCode))}
        everything = str((await db.execute(text("SELECT * FROM letter_code"))).all())
    assert kept[7] == letter_code.digest(town.secret, codes[6])
    assert not any(code in everything for code in codes)
    again = await letters.griffier.post(letters.page, data=given)
    assert again.status_code == 409
    assert "U kreeg ze één keer" in words(again)
    assert await letters.count(LetterCode) == 250


async def test_the_list_of_digests_is_in_the_log_before_the_consultation_opens(letters) -> None:
    await letters.make(5)
    await letters.make(3)
    async with letters.sessions() as db:
        digests = sorted((await db.scalars(select(LetterCode.digest))).all())
    first, second = await letters.logged()
    assert (first["aantal"], second["aantal"]) == (5, 8)
    root = tree.root(tree.leaf_hash(digest) for digest in digests)
    assert second == {"t": "codes", "c": str(letters.row.id), "aantal": 8, "wortel": root.hex()}


async def test_codes_can_be_a_list_on_paper(letters) -> None:
    reply = await letters.press(aantal="4", vorm="lijst")
    assert "U ziet dit één keer" in words(reply)
    assert len(re.findall(r">([0-9A-Z]{4}-){3}[0-9A-Z]<", reply.text)) == 4


async def test_a_list_that_no_printer_takes_is_refused_and_nothing_is_made(letters) -> None:
    refused = await letters.press(aantal="2001", vorm="lijst")
    assert refused.status_code == 422
    assert "Een lijst kan ten hoogste 2.000 codes hebben" in words(refused)
    assert await letters.count(LetterCode) == 0
    assert (await letters.press(aantal="2001", vorm="bestand")).status_code == 200


async def test_a_code_lets_one_response_in(letters, resident) -> None:
    code, *_ = await letters.make()
    await letters.open()
    begin = await resident.get("/raadplegingen/park/meedoen")
    assert "Kreeg u een brief met een code?" in words(begin)
    sent = await answer(resident, code.lower().replace("-", " "))
    assert sent.status_code == 303, sent.text
    thanks = await resident.get(sent.headers["location"])
    assert code_on(thanks)
    again = await at_the_door(resident, code)
    assert again.status_code == 422
    assert "Met deze code is al meegedaan" in words(again)
    assert (await letters.count(Entry), await letters.count(LetterUse)) == (1, 1)


async def test_without_a_code_one_takes_part_all_the_same(letters, resident) -> None:
    await letters.make()
    await letters.open()
    page = await resident.post(DOOR, data={"briefcode": "", "naar": "zonder"})
    for given in ({"q1__stance": "for"}, {}, {}):
        page = await press(resident, page, "volgende", **given)
    assert (await press(resident, page, "versturen")).status_code == 303
    assert (await letters.count(Entry), await letters.count(LetterUse)) == (1, 0)


async def test_without_letters_nobody_is_asked_for_a_code(resident, park) -> None:
    assert "brief" not in words(await fill(resident, []))
    assert "briefcode" not in (await resident.get("/raadplegingen/park")).text


async def test_a_code_that_lets_nobody_in_says_why_and_nothing_is_stored(
    letters, resident, town
) -> None:
    code, revoked, other = await letters.make()
    async with letters.sessions.begin() as db:
        elsewhere = await make_consultation(db, slug="elders", stage="draft")
    (strange,) = await Town(letters.griffier, letters.sessions, elsewhere).make(1)
    await letters.open()
    await letters.press("/vervangen", nummer="2")
    typo = code[:-1] + ("2" if code[-1] != "2" else "3")
    swapped = next(
        made
        for place in range(3)
        if (made := code[:place] + code[place + 1] + code[place] + code[place + 2 :]) != code
        and {code[place], code[place + 1]} != {"0", "Z"}
    )
    for given, said in (
        ("", "Vul de code uit de brief in"),
        (typo, "Er zit een tikfout in deze code"),
        (swapped, "Er zit een tikfout in deze code"),
        ("x" * 250, "Er zit een tikfout in deze code"),
        (letter_code.spelled(12345), "Deze code kennen wij niet"),
        (strange, "Deze code hoort bij een andere raadpleging"),
        (revoked, "Deze code geldt niet meer"),
        (derive(town.secret, letters.row.id, uuid4()), "de code die u kreeg na het versturen"),
    ):
        page = await at_the_door(resident, given)
        assert page.status_code == 422, given
        assert said in words(page), given
    assert await letters.count(Entry) == 0
    mine = await resident.post("/mijn-inzending", data={"code": other})
    assert "Dit is de code uit een brief" in words(mine)


async def test_used_on_paper_is_not_usable_online_and_the_other_way_round(
    letters, resident
) -> None:
    paper, web, _ = await letters.make()
    await letters.open()
    assert code_on(await letters.enter(paper))
    assert "Met deze code is al meegedaan" in words(await at_the_door(resident, paper))
    assert (await answer(resident, web)).status_code == 303
    refused = await letters.enter(web)
    assert refused.status_code == 409
    assert "Met deze code is al meegedaan" in words(refused)
    assert "Meer bomen." in refused.text, "nothing that was typed is lost"
    assert await letters.count(Entry) == 2


async def test_the_desk_hears_of_a_slip_of_the_pen_and_the_same_form_is_one_response(
    letters,
) -> None:
    code, *_ = await letters.make()
    await letters.open()
    wrong = await letters.enter(code[:-1])
    assert wrong.status_code == 422
    assert "Er zit een tikfout in deze code" in words(wrong)
    key = str(uuid4())
    one, two = [code_on(await letters.enter(code, sleutel=key)) for _ in range(2)]
    assert one == two != ""
    assert await letters.count(Entry) == 1


async def test_a_code_that_was_used_meanwhile_sends_nothing_and_keeps_what_was_typed(
    letters, resident
) -> None:
    code, *_ = await letters.make()
    await letters.open()
    page = await at_the_door(resident, code)
    for given in ({"q1__advice": "Laat het zo."}, {}, {}):
        page = await press(resident, page, "volgende", **given)
    await letters.enter(code)
    late = await press(resident, page, "versturen")
    assert late.status_code == 409
    assert "Met deze code is al meegedaan" in words(late)
    assert "Laat het zo." in late.text
    assert await letters.count(Entry) == 1


async def test_forty_who_race_with_one_code_are_one_response(letters, browsers) -> None:
    code, *_ = await letters.make()
    await letters.open()
    browser = browsers()

    async def send() -> int:
        body = {"sleutel": str(uuid4()), "briefcode": code, "antwoorden": {"1.stance": "for"}}
        return (await browser.post("/api/v1/raadplegingen/park/inzendingen", json=body)).status_code

    found = await asyncio.gather(*(send() for _ in range(40)))
    assert sorted(found) == [201, *[409] * 39]
    assert (await letters.count(Entry), await letters.count(LetterUse)) == (1, 1)


async def test_machines_hear_the_same_and_the_same_form_gets_the_same_receipt(
    letters, resident
) -> None:
    code, *_ = await letters.make()
    await letters.open()
    where = "/api/v1/raadplegingen/park/inzendingen"
    body = {"sleutel": str(uuid4()), "briefcode": code, "antwoorden": {"1.stance": "for"}}
    wrong = await resident.post(where, json={**body, "briefcode": code[:-2]})
    assert wrong.status_code == 400
    assert "/briefcode" in wrong.text
    one, two = await resident.post(where, json=body), await resident.post(where, json=body)
    assert (one.status_code, two.status_code) == (201, 200)
    assert one.json() == two.json()
    assert await letters.count(Entry) == 1


async def test_who_withdraws_may_use_the_code_once_more_and_no_link_stays(
    letters, resident
) -> None:
    code, *_ = await letters.make()
    await letters.open()
    receipt = code_on(await letters.enter(code))
    done = await resident.post("/api/v1/inzendingen/intrekken", json={"ontvangstcode": receipt})
    assert done.status_code == 200, done.text
    async with letters.sessions() as db:
        (use,) = (await db.scalars(select(LetterUse))).all()
    assert use.code_id is None
    assert (await answer(resident, code)).status_code == 303


async def test_a_lost_code_is_replaced_and_the_log_says_that_there_are_no_more(
    letters, resident
) -> None:
    codes = await letters.make()
    await letters.open()
    reply = await letters.press("/vervangen", nummer="2")
    assert "De code met nummer 2 werkt niet meer" in words(reply)
    fresh = re.search(r">((?:[0-9A-Z]{4}-){3}[0-9A-Z])<", reply.text)
    assert fresh
    assert fresh[1] not in codes
    assert "Deze code geldt niet meer" in words(await at_the_door(resident, codes[1]))
    assert (await answer(resident, fresh[1])).status_code == 303
    assert [entry["aantal"] for entry in await letters.logged()] == [3, 3]
    for number, said in (
        ("2", "al ingetrokken of vervangen"),
        ("4", "Met deze code is al meegedaan"),
        ("9", "geen code met dit nummer"),
    ):
        refused = await letters.press("/vervangen", nummer=number)
        assert refused.status_code == 422
        assert said in words(refused)


async def test_all_codes_can_be_revoked_until_it_opens(letters, resident) -> None:
    codes = await letters.make()
    unsure = await letters.press("/intrekken")
    assert "Zet een vinkje" in words(unsure)
    assert (await letters.press("/intrekken", zeker="ja")).status_code == 303
    assert [entry["aantal"] for entry in await letters.logged()] == [3, 0]
    await letters.make(1)
    await letters.open()
    page = await letters.griffier.get(letters.page)
    fields = {**form(page, letters.page + "/vervangen"), "sleutel": str(uuid4())}
    for path, given in (("/intrekken", {"zeker": "ja"}), ("", {"aantal": "5", "vorm": "lijst"})):
        csrf = {"csrf": fields["csrf"], **({"sleutel": fields["sleutel"]} if not path else {})}
        late = await letters.griffier.post(letters.page + path, data={**csrf, **given})
        assert late.status_code == 409
        assert "Deze raadpleging is al open" in words(late)
    assert "Deze code geldt niet meer" in words(await at_the_door(resident, codes[0]))
    assert await letters.count(LetterCode) == 4


async def test_guessing_codes_is_stopped_and_a_forwarded_address_does_not_help(
    letters, resident
) -> None:
    code, *_ = await letters.make()
    await letters.open()
    for number in range(40):
        forwarded = {"x-forwarded-for": f"198.51.100.{number}"}
        data = {"briefcode": letter_code.spelled(number), "naar": "met"}
        page = await resident.post(DOOR, data=data, headers=forwarded)
        assert page.status_code == 422
    stopped = await at_the_door(resident, code)
    assert stopped.status_code == 429
    assert int(stopped.headers["retry-after"]) > 0
    assert await letters.count(Entry) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE letter_code SET revoked_at = NULL WHERE number = 1",
        "UPDATE letter_code SET revoked_at = now() WHERE number = 2",
        "UPDATE letter_use SET code_id = NULL",
        "DELETE FROM letter_use",
        "DELETE FROM letter_code",
        "DELETE FROM letter_set",
        "UPDATE letter_set SET size = 1",
        "TRUNCATE letter_use",
        LINK,
        ONE_MORE,
    ],
)
async def test_nobody_deals_with_codes_behind_the_databases_back(letters, statement: str) -> None:
    """Code 1 is revoked, code 2 was used, and somebody answered without a code."""
    _, used, _ = await letters.make()
    await letters.open()
    await letters.press("/vervangen", nummer="1")
    assert code_on(await letters.enter(used))
    assert code_on(await letters.enter(""))
    with pytest.raises(DBAPIError):
        async with letters.sessions.begin() as db:
            await db.execute(text(statement))


async def test_a_code_is_used_once_by_a_constraint_of_the_table(letters) -> None:
    """Not by looking first."""
    (code,) = await letters.make(1)
    await letters.open()
    assert code_on(await letters.enter(code))
    async with letters.sessions() as db:
        found = await db.execute(
            text(
                "SELECT count(*) FROM pg_constraint WHERE conrelid = 'letter_use'::regclass"
                " AND contype = 'u' AND conname = 'uq_letter_use_code_id'"
            )
        )
    assert found.scalar_one() == 1


async def test_a_code_of_elsewhere_cannot_be_bound_to_a_response_here(letters) -> None:
    await letters.make(1)
    await letters.open()
    assert code_on(await letters.enter(""))
    async with letters.sessions.begin() as db:
        elsewhere = await make_consultation(db, slug="elders", stage="draft")
    await Town(letters.griffier, letters.sessions, elsewhere).make(1)
    with pytest.raises(DBAPIError, match="this code lets nobody in here"):
        async with letters.sessions.begin() as db:
            await db.execute(
                text(LINK.replace("l.number = 3", "l.consultation_id <> e.consultation_id"))
            )


async def test_only_the_griffie_makes_codes_and_the_audit_office_reads_how_many(
    letters, signed_in
) -> None:
    await letters.make()
    office = await signed_in(Role.REKENKAMER)
    page = await office.get(letters.page)
    assert "Geldige codes 3" in words(page)
    assert '<form method="post" action="' + letters.page not in page.text
    member = await signed_in(Role.RAADSLID)
    assert (await member.get(letters.page)).status_code == 403


async def test_no_entry_of_the_log_and_no_line_of_the_trail_holds_a_code(letters, resident) -> None:
    codes = await letters.make()
    await letters.open()
    await answer(resident, codes[0])
    await letters.press("/vervangen", nummer="2")
    async with letters.sessions() as db:
        for table in ("log_due", "audit_line", "entry", "receipt", "letter_code", "promise"):
            found = str((await db.execute(text(f"SELECT * FROM {table}"))).all())  # noqa: S608 - our tables
            assert not any(code in found or code.replace("-", "") in found for code in codes)


async def test_a_fixed_count_forgets_which_code_let_whom_in(letters) -> None:
    codes = await letters.make()
    await letters.open()
    for code in codes[:2]:
        await letters.enter(code)
    async with letters.sessions.begin() as db:
        await move(db, await db.merge(letters.row), "closed")
    async with letters.sessions.begin() as db:
        await letting_in.forget_all(db, letters.row.id)
    async with letters.sessions() as db:
        assert [use.code_id for use in await db.scalars(select(LetterUse))] == [None, None]


async def test_that_people_were_drawn_by_lot_is_said_once_and_before_opening(letters: Town) -> None:
    refused = await letters.press("/loting", inwoners="5000")
    assert refused.status_code == 422
    assert "Zet een vinkje als er echt is geloot." in words(refused)
    assert (await letters.press("/loting", inwoners="5000", geloot="ja")).status_code == 303
    page = await letters.griffier.get(letters.page)
    assert "zijn geloot uit 5.000 inwoners" in words(page)
    assert "Leg dit vast" not in words(page)
