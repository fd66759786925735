# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An honest log holds, whatever happens while it is counted, corrected, or begun."""

import datetime as dt
import importlib.util
import json
from pathlib import Path

import asyncpg
import pytest

from backend.agenda import actions as agenda
from backend.audit.actions import SYSTEM
from backend.bundling import writing
from backend.consultations import actions as consultations
from backend.consultations import course
from backend.consultations import queries as asked
from backend.council import queries as council
from backend.outbox import Claim, Topic
from backend.participation import endings
from backend.results import actions as results
from backend.results import jobs, queries
from backend.results.recounting import Overtaken
from backend.verifying.checking import verify
from backend.verifying.findings import RULES
from surveys.questionnaire import Answers
from tests.backend.agenda.made import hear_at_once, make_griffier, make_open, make_spot
from tests.backend.participation.aside import set_aside
from tests.backend.results.made import keep as count_only
from tests.backend.verifying.forging import Forger, digest
from tests.backend.verifying.story import keep, send

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[3]
NUMBER = 12


async def opened(sessions, sealing):
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        await hear_at_once(db, griffier, k=5)
        spot = await make_spot(db, griffier)
        row = await make_open(db, griffier, spot.document_id)
    await keep(sessions, sealing)
    return griffier, spot, row


async def answered(sessions, row):
    return [
        await send(
            sessions,
            row,
            Answers({"1.stance": "for"}, {"1.advice": f"Plant {number} bomen in het park."}, {}),
        )
        for number in range(NUMBER)
    ]


async def withdrawn(sessions, row, received) -> None:
    """On request, after closing."""
    async with sessions.begin() as db:
        held = await asked.shown(db, await asked.get(db, row.id))
        await endings.withdraw(db, held, received.response_id)


async def closed(sessions, row) -> None:
    async with sessions.begin() as db:
        await consultations.close(db, SYSTEM, row.id)


async def released(sessions, griffier, row) -> None:
    async with sessions.begin() as db:
        draft = await results.draft_of(db, row.id)
        for one in await queries.drawn(db, draft.result_id, 2):
            if one.released is None:
                await results.decide(db, griffier, row.id, one.id, released=True, reason="")
        await results.finalise(db, griffier, row.id, "Merenburg")


async def checked(sessions, row, key, folder: Path):
    """Of both bundles: everything that can be proven of them."""
    found = []
    for kind, sealed in (("openbaar", False), ("verzegeld", True)):
        await writing.write(sessions, row.slug, folder / kind, sealed=sealed)
        findings = verify(folder / kind, key).findings
        assert findings.faults == []
        found.append(set(findings.checked))
    return found


def kinds(folder: Path) -> list[str]:
    return [json.loads(line)["t"] for line in (folder / "log.jsonl").read_bytes().splitlines()]


async def test_who_withdraws_what_was_set_aside_after_the_count_takes_only_that_figure_along(
    sessions, sealing, key, tmp_path
) -> None:
    griffier, _, row = await opened(sessions, sealing)
    sent = await answered(sessions, row)
    async with sessions.begin() as db:
        held = await asked.hold(db, row.id)
        for one in sent[:2]:
            await set_aside(db, held, one.response_id, reason="dubbel")
    await withdrawn(sessions, row, sent[0])
    await closed(sessions, row)
    await keep(sessions, sealing)
    await released(sessions, griffier, row)
    await keep(sessions, sealing)
    public, _ = await checked(sessions, row, key, tmp_path / "before")
    assert {"T5", "T11"} <= public
    await withdrawn(sessions, row, sent[1])
    await keep(sessions, sealing)
    public, under_seal = await checked(sessions, row, key, tmp_path / "after")
    assert "T5" in public
    assert not {"T11"} & (public | under_seal)


async def test_who_withdraws_between_the_count_and_its_place_in_the_log_still_counted(
    sessions, sealing, key, tmp_path
) -> None:
    griffier, _, row = await opened(sessions, sealing)
    sent = await answered(sessions, row)
    await withdrawn(sessions, row, sent[0])
    await closed(sessions, row)
    await count_only(sessions)  # the tally is made, and waits for its place
    await withdrawn(sessions, row, sent[1])
    await released(sessions, griffier, row)
    await keep(sessions, sealing)
    public, _ = await checked(sessions, row, key, tmp_path)
    log = kinds(tmp_path / "openbaar")
    places = [place for place, kind in enumerate(log) if kind == "intrekking"]
    assert places[0] < log.index("telling") < places[1]
    assert "T2" in public
    assert "T5" not in public, "nobody can open any more what counted then"


async def test_who_withdraws_while_it_is_counted_makes_it_be_counted_anew(
    sessions, sealing, key, tmp_path
) -> None:
    griffier, _, row = await opened(sessions, sealing)
    sent = await answered(sessions, row)
    await closed(sessions, row)
    claim = Claim(Topic.CONSULTATION_CLOSED, row.id, 1, 1, (), ())
    write_it = await jobs.conclude()(sessions, claim)
    await withdrawn(sessions, row, sent[1])
    with pytest.raises(Overtaken):
        async with sessions.begin() as db:
            await write_it(db)
    await keep(sessions, sealing)
    await released(sessions, griffier, row)
    await keep(sessions, sealing)
    public, sealed = await checked(sessions, row, key, tmp_path)
    assert public == set(RULES) - {"T8", "T9", "P1"}
    assert sealed == set(RULES) - {"P1"}


async def test_a_correction_says_why_and_rests_on_figures_that_can_be_recounted(
    sessions, sealing, key, signer, tmp_path
) -> None:
    griffier, spot, row = await opened(sessions, sealing)
    sent = await answered(sessions, row)
    await closed(sessions, row)
    await keep(sessions, sealing)
    await released(sessions, griffier, row)
    await keep(sessions, sealing)
    async with sessions.begin() as db:
        first = await queries.newest(db, row.id)
        await agenda.attach(db, griffier, spot.item_id, first.id)
    await withdrawn(sessions, row, sent[2])
    async with sessions.begin() as db:
        await results.correct(db, griffier, row.id, "Iemand trok zijn reactie in.")
    await keep(sessions, sealing)
    await released(sessions, griffier, row)
    await keep(sessions, sealing)
    public, _ = await checked(sessions, row, key, tmp_path)
    assert {"T5", "D2", "D3", "O4", "C9"} <= public
    forger = Forger(tmp_path / "openbaar", signer)
    forger.of("verbetering")["reden"] = digest(b"Er was niets.")
    forger.settle()
    assert "C9" in verify(tmp_path / "openbaar", key).findings.broken
    forger.entries.remove(forger.of("verbetering"))
    forger.settle()
    assert "C9" in verify(tmp_path / "openbaar", key).findings.broken


async def test_what_is_called_off_has_every_answer_before_that_and_nothing_after(
    sessions, sealing, key, tmp_path
) -> None:
    griffier, _, row = await opened(sessions, sealing)
    await answered(sessions, row)
    async with sessions.begin() as db:
        held = await asked.get(db, row.id)
        await course.cancel(db, griffier, row.id, held.revision, "Het plan is ingetrokken.")
        again = await asked.get(db, row.id)
        await db.refresh(again)
        anew = await course.redraft(db, griffier, row.id, again.revision)
    async with sessions.begin() as db:
        draft = await asked.get(db, anew)
        closes_at = await council.now(db) + dt.timedelta(days=20)
        await consultations.open_(db, griffier, anew, draft.revision, closes_at)
    await keep(sessions, sealing)
    await answered(sessions, draft)
    await closed(sessions, draft)
    await keep(sessions, sealing)
    await released(sessions, griffier, draft)
    await keep(sessions, sealing)
    await checked(sessions, draft, key, tmp_path)
    log = kinds(tmp_path / "openbaar")
    assert log.count("afgelasting") == 1
    assert log[: log.index("afgelasting")].count("reactie") == NUMBER


def the_migration():
    path = ROOT / "alembic" / "versions" / "2026-11-30_what_began_before.py"
    spec = importlib.util.spec_from_file_location("what_began_before", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_what_was_opened_before_the_log_is_told_apart_and_holds(
    sessions, sealing, signer, owner_dsn, tmp_path
) -> None:
    key = signer.verifier
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        await hear_at_once(db, griffier, k=5)
        spot = await make_spot(db, griffier)
        row = await make_open(db, griffier, spot.document_id)
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("ALTER TABLE log_due DISABLE TRIGGER USER")
    await owner.execute("DELETE FROM log_due")  # as it was before there was a log
    await owner.execute("ALTER TABLE log_due ENABLE TRIGGER USER")
    await owner.execute(the_migration().BEFORE)
    await owner.close()
    await answered(sessions, row)
    await closed(sessions, row)
    await keep(sessions, sealing)
    await released(sessions, griffier, row)
    await keep(sessions, sealing)
    public, _ = await checked(sessions, row, key, tmp_path)
    assert kinds(tmp_path / "openbaar")[0] == "eerder"
    assert {"C1", "C3", "C4", "C6", "O1", "O4"} <= public
    assert not {"C2", "T2", "T5"} & public
    forger = Forger(tmp_path / "openbaar", signer)
    forger.entries.insert(5, forger.entries.pop(0))
    forger.settle()
    assert {"C4", "C12"} <= set(verify(tmp_path / "openbaar", key).findings.broken)
