# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A resident sees the place of a response in the log, and takes the proof of it home."""

import hashlib
import re
from pathlib import Path

import msgspec
import pytest

from backend import outbox, worker
from backend.ledger import checkpoints, commitments, notes, proofs, queries, tree
from backend.ledger.sealing import Sealing
from backend.participation import logged
from tests.backend.participation.test_mine import MINE, press_mine
from tests.browse import form
from tests.pressing import code_on, take_part

pytestmark = pytest.mark.anyio
PROOF = f"{MINE}/bewijs"


@pytest.fixture
def sealing(tmp_path: Path) -> Sealing:
    seed = hashlib.sha256(b"a key of a test, and of nothing else").digest()
    return Sealing(notes.new_signer("merenburg.example/log", seed), tmp_path / "log")


@pytest.fixture
async def codes(resident, park) -> list[str]:
    """Of as many residents as make a batch."""
    said = [{"q1__stance": "for", "q1__advice": "Meer bomen."}, {}, {"age_band": "65+"}]
    return [code_on(await take_part(resident, said)) for _ in range(10)]


async def keep(sessions, sealing: Sealing | None) -> None:
    async with sessions.begin() as db:
        await logged.announce(db, sealed=sealing is not None)
    await outbox.keep_promises(sessions, worker.works(sealing=sealing))


async def test_the_proof_leads_to_what_was_signed_and_opens_every_answer(
    sessions, resident, codes: list[str], sealing: Sealing
) -> None:
    mine = await resident.post(MINE, data={"code": codes[3]})
    assert "Uw reactie krijgt nog een regel in het logboek." in mine.text
    await keep(sessions, sealing)
    mine = await resident.post(MINE, data={"code": codes[3]})
    [place] = re.findall(r"Uw reactie is regel (\d+) van het logboek", mine.text)
    file = await resident.post(PROOF, data=form(mine, PROOF))
    assert file.headers["content-disposition"] == 'attachment; filename="bewijs.tlog-proof"'
    proof = proofs.parse(file.content)
    assert proof.index == int(place) - 1
    said = msgspec.json.decode(proof.extra or b"")
    leaf = hashlib.sha256(b"\0" + said["regel"].encode()).digest()
    keys = [sealing.signer.verifier]
    assert proofs.verified(proof, leaf, keys).size > proof.index
    committed = msgspec.json.decode(said["regel"])["d"]
    assert said["velden"]["vraag/1.advice"][0] == "Meer bomen."
    assert committed == {
        name: commitments.commitment(name, bytes.fromhex(salt), value).hex()
        for name, (value, salt) in said["velden"].items()
    }
    signed = await resident.get("/logboek/checkpoint.txt")
    assert signed.content == proof.checkpoint


async def test_without_a_key_there_is_a_place_and_no_proof(
    sessions, resident, codes: list[str]
) -> None:
    await keep(sessions, None)
    mine = await resident.post(MINE, data={"code": codes[0]})
    assert "Uw reactie is regel" in mine.text
    assert PROOF not in mine.text
    assert "Niemand kan een regel veranderen" not in mine.text
    early = await resident.post(PROOF, data={"bewijs": form(mine, MINE)["bewijs"]})
    assert early.status_code == 409
    assert "Er is nog geen bewijs." in early.text
    assert (await resident.get("/logboek/checkpoint.txt")).status_code == 404


async def test_what_was_withdrawn_is_proven_to_nobody_any_more(
    sessions, resident, codes: list[str], sealing: Sealing
) -> None:
    await keep(sessions, sealing)
    mine = await resident.post(MINE, data={"code": codes[0]})
    fields = form(mine, PROOF)
    await press_mine(resident, mine, "echt-intrekken")
    gone = await resident.post(PROOF, data=fields)
    assert gone.status_code == 409
    assert "Meer bomen." not in gone.text


async def test_a_token_that_is_not_ours_asks_for_the_code(resident, park) -> None:
    for token in ("", "x", "a" * 2000):
        page = await resident.post(PROOF, data={"bewijs": token})
        assert page.status_code == 422
        assert "Vul uw code voor de veiligheid opnieuw in." in page.text


async def test_everybody_reads_what_the_log_is_for_and_what_it_does_not_promise(
    sessions, resident, codes: list[str], sealing: Sealing
) -> None:
    page = await resident.get("/logboek")
    assert "Er is nog geen ondertekend logboek." in page.text
    await keep(sessions, sealing)
    page = await resident.get("/logboek")
    assert str(sealing.signer.verifier).replace("+", "&#43;") in page.text.replace("+", "&#43;")
    assert sealing.signer.verifier.fingerprint in page.text
    assert "Uw antwoorden zijn niet geheim voor de gemeente." in page.text
    assert "niet bedoeld om bindend te stemmen" in page.text
    assert 'href="/logboek/checkpoint.txt"' in page.text
    mine = await resident.post(MINE, data={"code": codes[0]})
    assert 'href="/logboek"' in mine.text


async def test_the_website_proves_that_the_log_only_grew(
    sessions, resident, codes: list[str], sealing: Sealing
) -> None:
    await keep(sessions, sealing)
    signed = (await resident.get("/logboek/checkpoint.txt")).content
    seen = checkpoints.opened(signed, [sealing.signer.verifier])
    async with sessions() as db:
        began = await queries.root(db, 3)
    proof = await resident.get(f"/logboek/groei/3/{seen.size}")
    steps = [notes.decoded(line) for line in proof.text.splitlines()]
    assert tree.verify_consistency(3, seen.size, steps, began, seen.root)
    for sizes in (f"3/{seen.size + 1}", f"{seen.size}/3", "0/3", "3/99999999999999999999"):
        assert (await resident.get(f"/logboek/groei/{sizes}")).status_code in {400, 404}
