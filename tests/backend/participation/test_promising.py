# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who sends an answer is promised a place in the log, and can hold the municipality to it."""

import html
import re

import pytest

from backend.ledger import notes, promises, queries, tree
from backend.verifying.chain import Chain
from backend.verifying.entries import read
from backend.verifying.findings import Findings, Unreadable
from backend.verifying.promised import check
from backend.verifying.signatures import Signatures
from tests.backend.ledger.test_sequencing import settle, work
from tests.backend.participation.test_mine import MINE, press_mine
from tests.pressing import code_on, take_part

pytestmark = pytest.mark.anyio
SAID = [{"q1__stance": "for", "q1__advice": "Meer bomen."}, {}, {"age_band": "65+"}]
KEY = notes.new_signer("merenburg.example/log", bytes(range(32))).verifier


def promise_on(page) -> str:
    [found] = re.findall(r'<span lang="">(raadgever/belofte/1\n.*?)</span>', page.text, re.DOTALL)
    return html.unescape(found)


async def kept(sessions, promise: str) -> Findings:
    """As `verify --promise` holds it against the whole log."""
    findings = Findings()
    chain, keys = Chain("", findings), Signatures(KEY, findings)
    async with sessions() as db:
        for position, body in enumerate(await queries.bodies(db, 0, 10_000)):
            entry = read(body)
            assert entry is not None
            chain.take(position, tree.leaf_hash(body), entry)
            keys.take(position, entry)
    told = Findings()
    check(promise.encode(), chain, keys, told)
    return told


async def test_the_promise_is_the_same_each_time_and_the_log_keeps_it(
    sessions, resident, park, owner_dsn
) -> None:
    thanks = await take_part(resident, SAID)
    promise = promise_on(thanks)
    again = await resident.get(str(thanks.url))
    mine = await resident.post(MINE, data={"code": code_on(thanks)})
    assert promise_on(again) == promise_on(mine) == promise
    assert str(park.id) in promise

    findings = await kept(sessions, promise)
    assert [fault.rule for fault in findings.faults] == ["P1", "P1"], "no key and no line yet"
    await settle(owner_dsn)
    await work(sessions)
    assert (await kept(sessions, promise)).faults == []
    copied = promise.strip().replace("\n", "\r\n")
    assert (await kept(sessions, copied)).faults == []

    forged = promise.replace(promises.parse(notes.parse(promise.encode()).text).moment, "2026")
    [fault] = (await kept(sessions, forged)).faults
    assert "The signature" in fault.what
    other = notes.new_signer(notes.parse(promise.encode()).signatures[0].name, bytes(range(32)))
    stranger = str(notes.signed(notes.parse(promise.encode()).text, [other]))
    [fault] = (await kept(sessions, stranger)).faults
    assert "None of the keys" in fault.what
    with pytest.raises(Unreadable, match="belofte"):
        await kept(sessions, "half een bestand")


async def test_a_change_is_promised_as_well_and_what_is_withdrawn_is_promised_nothing(
    sessions, resident, park
) -> None:
    thanks = await take_part(resident, SAID)
    code = code_on(thanks)
    mine = await resident.post(MINE, data={"code": code})
    confirm = await press_mine(resident, mine, "intrekken")
    await press_mine(resident, confirm, "echt-intrekken")
    mine = await resident.post(MINE, data={"code": code})
    assert "raadgever/belofte/1" not in mine.text


async def test_machines_are_promised_the_same(sessions, resident, park) -> None:
    thanks = await take_part(resident, SAID)
    asked = {"ontvangstcode": code_on(thanks)}
    seen = await resident.post("/api/v1/inzendingen/opvragen", json=asked)
    assert seen.json()["belofte"] == promise_on(thanks)


async def test_the_promise_is_about_the_very_line_that_comes(
    sessions, resident, park, owner_dsn
) -> None:
    promise = promises.parse(notes.parse(promise_on(await take_part(resident, SAID)).encode()).text)
    await settle(owner_dsn)
    await work(sessions)
    async with sessions() as db:
        held = await queries.bodies(db, 0, 10)
    assert promise.leaf in {tree.leaf_hash(body) for body in held}
