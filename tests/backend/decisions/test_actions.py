# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A decision follows what lay there when the council met; an answer follows a decision."""

import datetime as dt
import hashlib
import json

import asyncpg
import pytest
from anyio import create_task_group
from sqlalchemy import select

from backend.agenda import actions as agenda
from backend.agenda.actions import Plea
from backend.audit.tables import AuditLine
from backend.council import queries as council
from backend.council.importing import take_in
from backend.council.planning import local_day
from backend.decisions import actions, logged, queries
from backend.decisions.tables import CouncilAnswer, Decision
from backend.errors import Conflict, Invalid, Trouble
from backend.ledger.tables import LogDue
from surveys.answering import Answer
from tests.backend.agenda import made
from tests.backend.decisions.made import WHY, decide, make_heard, ruling

pytestmark = pytest.mark.anyio
NO = Answer("niet_overgenomen", "Er is geen geld voor bomen.", "raad")
YES = Answer("overgenomen", "", "college")


async def scene(sessions, *, hours: int | None = 1):
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        return actor, await make_heard(db, actor, hours=hours)


async def refused(sessions, actor, spot, seen: int = 0, **given) -> Trouble:
    async with sessions() as db:
        said = await ruling(db, **given)
    with pytest.raises(Trouble) as found:
        async with sessions.begin() as db:
            await actions.decide(db, actor, spot.item_id, said, seen=seen)
    async with sessions() as db:
        assert len((await db.scalars(select(Decision))).all()) == seen
    return found.value


async def test_a_decision_is_kept_logged_and_audited_by_name(sessions) -> None:
    actor, spot = await scene(sessions)
    async with sessions.begin() as db:
        await decide(db, actor, spot, "verworpen")
    async with sessions() as db:
        row = (await db.scalars(select(Decision))).one()
        due = await db.scalars(select(LogDue).where(LogDue.kind == "besluit"))
        entry = json.loads(due.one().body)
        laid = await db.scalars(select(LogDue).where(LogDue.kind == "agendering"))
        attached = json.loads(laid.one().body)
        lines = await db.scalars(select(AuditLine).where(AuditLine.object_id == spot.item_id))
        said = [(line.action, line.detail.get("uitkomst")) for line in lines]
    assert (row.number, row.outcome, row.made_by_name) == (1, "verworpen", actor.name)
    assert entry == {
        "t": "besluit",
        "c": str(row.consultation_id),
        "punt": str(spot.item_id),
        "stuk": attached["stuk"],
        "nummer": 1,
        "uitkomst": "verworpen",
        "volgt": attached["samenvatting"],
        "inhoud": hashlib.sha256(logged.public(row).line()).hexdigest(),
    }
    assert ("besluit vastleggen", "verworpen") in said


async def test_nobody_decides_before_the_council_met(sessions) -> None:
    actor, spot = await scene(sessions, hours=None)
    async with sessions.begin() as db:
        day = local_day((await council.meeting(db, spot.meeting_id)).starts_at)
    trouble = await refused(sessions, actor, spot, decided_on=day)
    assert [flaw.where for flaw in trouble.flaws] == ["decided_on"]
    async with sessions.begin() as db:
        began = await council.now(db) + dt.timedelta(seconds=90)
        item = made.agenda_item(spot.source_id, made.paper(spot.source_id, "Raadsvoorstel park"))
        await take_in(db, actor, made.meeting(spot.source_id, item, starts_at=began))
    trouble = await refused(sessions, actor, spot)
    assert isinstance(trouble, Conflict | Invalid), "on the day itself the clock decides"


async def test_every_flaw_of_a_decision_is_told_at_once(sessions) -> None:
    actor, spot = await scene(sessions)
    later = dt.date(2090, 1, 1)
    bad = {"outcome": "misschien", "text": "Ja.", "link": "elders", "decided_on": later}
    trouble = await refused(sessions, actor, spot, **bad)
    assert {flaw.where for flaw in trouble.flaws} == {"outcome", "text", "link", "decided_on"}


async def test_an_item_at_which_nothing_lay_has_no_decision(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor)
        await made.meet(db, actor, spot)
    assert "geen samenvatting" in (await refused(sessions, actor, spot)).title
    # until the griffie says, by name and for everybody, why residents were not heard
    async with sessions.begin() as db:
        await agenda.except_(db, actor, spot.item_id, Plea("spoed", "De dijk brak door."))
    async with sessions.begin() as db:
        await decide(db, actor, spot)
    async with sessions() as db:
        row = (await db.scalars(select(Decision))).one()
        after = await queries.of_item(db, spot.item_id)
    assert row.consultation_id is None
    assert after.answers == (), "nobody was asked, so there is nothing to answer"


async def test_a_text_that_came_before_the_meeting_was_not_what_lay_there(
    sessions, owner_dsn
) -> None:
    actor, spot = await scene(sessions, hours=None)
    async with sessions.begin() as db:
        await made.describe(db, actor, spot.document_id, "De gemeente wil twee parken.")
    async with sessions.begin() as db:
        await made.meet(db, actor, spot, hours=0)
    trouble = await refused(sessions, actor, spot)
    assert "over deze tekst" in trouble.title


async def test_a_text_that_came_after_the_meeting_changes_nothing(sessions) -> None:
    actor, spot = await scene(sessions)
    async with sessions.begin() as db:
        await made.describe(db, actor, spot.document_id, "Zoals de raad het wijzigde.")
        await decide(db, actor, spot, "gewijzigd_aangenomen")
    async with sessions() as db:
        row = (await db.scalars(select(Decision))).one()
        assert row.document_version_id != await council.newest_version_id(db, spot.document_id)


async def test_putting_it_right_is_a_next_version_with_a_reason(sessions) -> None:
    actor, spot = await scene(sessions)
    async with sessions.begin() as db:
        await decide(db, actor, spot)
    trouble = await refused(sessions, actor, spot, seen=1, outcome="verworpen")
    assert [flaw.where for flaw in trouble.flaws] == ["because"]
    async with sessions.begin() as db:
        said = await ruling(db, "gewijzigd_aangenomen", points={1: "verworpen"}, because=WHY)
        await actions.decide(db, actor, spot.item_id, said, seen=1)
    async with sessions() as db:
        decided = (await queries.of_item(db, spot.item_id)).decided
    assert decided is not None
    assert (decided.row.number, decided.row.because) == (2, WHY)
    assert [row.outcome for row in decided.earlier] == ["aangenomen"]
    assert decided.of_point(1) == "verworpen"


async def test_the_same_form_twice_is_one_decision(sessions) -> None:
    actor, spot = await scene(sessions)
    for _ in range(2):
        async with sessions.begin() as db:
            await decide(db, actor, spot)
    async with sessions() as db:
        assert len((await db.scalars(select(Decision))).all()) == 1


async def test_of_two_who_decide_at_once_one_is_told_that_the_other_was_first(sessions) -> None:
    actor, spot = await scene(sessions)
    told: list[str] = []

    async def say(outcome: str) -> None:
        try:
            async with sessions.begin() as db:
                await decide(db, actor, spot, outcome)
        except Conflict as conflict:
            told.append(conflict.title)

    async with create_task_group() as both:
        both.start_soon(say, "aangenomen")
        both.start_soon(say, "verworpen")
    assert told == ["Iemand was u net voor."]
    async with sessions() as db:
        assert len((await db.scalars(select(Decision))).all()) == 1


async def test_without_a_decision_there_is_nothing_to_answer(sessions) -> None:
    actor, spot = await scene(sessions)
    with pytest.raises(Conflict, match="nog geen besluit"):
        async with sessions.begin() as db:
            await actions.answer(db, actor, spot.item_id, {"1": NO}, seen={})


async def test_an_answer_goes_with_the_decision_that_held(sessions) -> None:
    actor, spot = await scene(sessions)
    async with sessions.begin() as db:
        await decide(db, actor, spot)
        await actions.answer(db, actor, spot.item_id, {"1": NO}, seen={})
    async with sessions.begin() as db:
        [missing] = await queries.unanswered(db)
        assert missing.left == 1, "the proposal as a whole"
        await actions.answer(db, actor, spot.item_id, {"1": NO, "voorstel": YES}, seen={"1": 1})
    async with sessions() as db:
        assert await queries.unanswered(db) == []
        rows = (await db.scalars(select(CouncilAnswer).order_by(CouncilAnswer.made_at))).all()
        due = await db.scalars(select(LogDue).where(LogDue.kind == "antwoord").order_by(LogDue.id))
        entries = [json.loads(one.body) for one in due]
        decision = (await db.scalars(select(Decision))).one()
    assert [(row.subject, row.number, row.reply) for row in rows] == [
        ("1", 1, "niet_overgenomen"),
        ("voorstel", 1, "overgenomen"),
    ], "what did not change is not said again"
    goes_with = hashlib.sha256(logged.public(decision).line()).hexdigest()
    assert [(one["over"], one["besluit"]) for one in entries] == [
        ("1", goes_with), ("voorstel", goes_with),
    ]  # fmt: skip


async def test_no_takes_a_reason_and_so_does_changing_ones_mind(sessions) -> None:
    actor, spot = await scene(sessions)
    async with sessions.begin() as db:
        await decide(db, actor, spot)
    bare = Answer("niet_overgenomen", "", "raad")
    said = {"1": bare, "voorstel": Answer("", "Wij lazen alles.", "")}
    with pytest.raises(Invalid) as refusal:
        async with sessions.begin() as db:
            await actions.answer(db, actor, spot.item_id, said, seen={})
    assert [flaw.where for flaw in refusal.value.flaws] == ["text-1", "reply-voorstel", "voice"]
    async with sessions.begin() as db:
        await actions.answer(db, actor, spot.item_id, {"1": NO}, seen={})
    better = Answer("deels_overgenomen", "Er komen tien bomen.", "raad")
    with pytest.raises(Invalid) as refusal:
        async with sessions.begin() as db:
            await actions.answer(db, actor, spot.item_id, {"1": better}, seen={"1": 1})
    assert [flaw.where for flaw in refusal.value.flaws] == ["because"]
    with pytest.raises(Conflict, match="net voor"):
        async with sessions.begin() as db:
            await actions.answer(db, actor, spot.item_id, {"1": better}, seen={})


async def test_what_is_put_off_waits_for_its_answer_in_peace(sessions) -> None:
    actor, spot = await scene(sessions)
    async with sessions.begin() as db:
        assert [one for one, _ in await queries.undecided(db)] == [spot.item_id]
        await decide(db, actor, spot, "aangehouden")
        assert await queries.undecided(db) == []
        assert await queries.unanswered(db) == []


async def test_a_committee_prepares_and_its_council_decides(sessions) -> None:
    actor, spot = await scene(sessions, hours=50)
    async with sessions.begin() as db:
        document = made.paper(spot.source_id, "Raadsvoorstel park")
        item = made.agenda_item("later", document)
        starts_at = dt.datetime(2090, 3, 1, 18, 30, tzinfo=dt.UTC)
        await take_in(db, actor, made.meeting("raad", item, starts_at=starts_at))
        assert await queries.undecided(db) == [], "the decision is awaited there"


async def test_what_opened_the_gate_before_the_log_is_logged_with_what_follows_it(
    sessions, owner_dsn
) -> None:
    actor, spot = await scene(sessions)
    line = await asyncpg.connect(owner_dsn)
    await line.execute("ALTER TABLE log_due DISABLE TRIGGER USER")
    assert await line.execute("DELETE FROM log_due WHERE kind = 'agendering'") == "DELETE 1"
    await line.close()
    async with sessions.begin() as db:
        await decide(db, actor, spot)
    async with sessions() as db:
        due = await db.scalars(select(LogDue.kind).order_by(LogDue.id))
        assert list(due)[-2:] == ["agendering", "besluit"]
