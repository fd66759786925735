# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The view decides and `surveys.gate.judge` explains: over all facts there can be, they agree."""

from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import event, text

from backend.agenda import actions, queries
from backend.agenda.actions import Plea
from backend.agenda.sections import agenda
from backend.consultations import actions as consultations
from backend.council import queries as council
from backend.council.actions import classify
from backend.council.importing import take_in
from surveys.gate import Facts, Reason, judge
from tests.backend.agenda import made

pytestmark = pytest.mark.anyio

KINDS = (None, "raadsvoorstel", "informatiebrief")
STAGES = (
    None,
    "cancelled",
    "draft",
    "open",
    "closed",
    "closed, nobody answered",
    "summarised, nobody answered",
    "summarised, not final",
    "summarised",
)
ATTACHED = (None, "exception", "summary", "exception to an earlier text")
FLAGS = (False, True)
WITHOUT = {
    *(Reason.HEADING, Reason.NO_DOCUMENT, Reason.NO_MAIN_DOCUMENT),
    Reason.PAPER_AWAITED,
}
TRIED = set(Reason) - {Reason.LAPSED} - WITHOUT


async def consult(db, actor, spot: made.Spot, stage: str | None) -> UUID | None:
    """Bring a consultation on the current version to this stage; the id of a final summary."""
    if stage in (None, "draft"):
        if stage:
            assert await consultations.draft(db, spot.document_id)
        return None
    row = await made.make_open(db, actor, spot.document_id)
    if "nobody" not in stage:
        await made.answer(db, row.id)
    if stage == "cancelled":
        row.cancel_reason = "Het college trok het voorstel in."
        row.stage = "cancelled"
        await db.flush()
    if stage in ("cancelled", "open"):
        return None
    await consultations.close(db, actor, row.id)
    if stage.startswith("summarised"):
        summary = await made.draft_summary(db, row)
        if stage != "summarised, not final":
            await made.finalise(db, actor, summary)
            return summary.id
    return None


async def build(db, actor, facts: tuple[bool, bool, str | None, str | None, str | None]):
    """Real rows for these facts, or None where they cannot be."""
    heading, lapsed, kind, stage, attached = facts
    if attached == "summary" and stage != "summarised":
        return None
    spot = await made.make_spot(db, actor, heading=heading)
    if attached == "exception to an earlier text":
        await actions.except_(db, actor, spot.item_id, Plea("spoed", made.REASON))
        await made.describe(db, actor, spot.document_id, "De tekst is herzien.")
    summary_id = await consult(db, actor, spot, stage)
    if attached == "summary":
        await actions.attach(db, actor, spot.item_id, summary_id)
    elif attached == "exception":
        await actions.except_(db, actor, spot.item_id, Plea("spoed", made.REASON))
    document = await council.document(db, spot.document_id)
    await classify(db, actor, document, kind, made.REASON)
    await db.execute(
        text("UPDATE agenda_item SET lapsed_at = CASE WHEN :lapsed THEN now() END WHERE id = :id"),
        {"lapsed": lapsed, "id": spot.item_id},
    )
    return spot


async def agree(db, item_id: UUID) -> Facts:
    line = await queries.line(db, item_id)
    view = (
        await db.execute(
            text("SELECT ready, reason FROM readiness WHERE agenda_item_id = :id"),
            {"id": item_id},
        )
    ).one()
    verdict = judge(line.facts)
    assert (view.ready, view.reason) == (verdict.ready, verdict.reason), line.facts
    assert line.ready == verdict.ready
    return line.facts


@pytest.mark.parametrize("heading", FLAGS)
@pytest.mark.parametrize("lapsed", FLAGS)
async def test_view_and_rules_agree_over_every_combination(sessions, heading, lapsed) -> None:
    seen: set[Reason] = set()
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await made.hear_at_once(db, actor)
        stages = (None, "open", "summarised") if heading or lapsed else STAGES
        for kind, stage, attached in product(KINDS, stages, ATTACHED):
            spot = await build(db, actor, (heading, lapsed, kind, stage, attached))
            if spot is None:
                continue
            facts = await agree(db, spot.item_id)
            seen.add(judge(facts).reason)
            built = {"exception": (True, False), "summary": (True, False), None: (False, False)}
            assert (facts.attached, facts.outdated) == built.get(attached, (False, True))
            assert facts.kind == kind
    if lapsed:
        assert seen == {Reason.LAPSED}
    elif heading:  # with papers it is an item like any other
        assert seen == TRIED - {Reason.DRAFT, Reason.COUNTING, Reason.NOT_HEARD, Reason.NOT_FINAL}
    else:
        assert seen == TRIED


async def test_an_item_without_documents_needs_nothing(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        for heading in FLAGS:
            name = f"leeg-{heading}"
            item = made.agenda_item(name, heading=heading)
            taken = await take_in(db, actor, made.meeting(name, item))
            (line,) = await queries.lines(db, taken.meeting)
            await agree(db, line.item.id)
            assert line.ready
            assert line.reason is (Reason.HEADING if heading else Reason.NO_DOCUMENT)
            assert line.counts is not heading


async def test_a_heading_with_papers_is_shown_and_counted_as_an_item(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        items = (
            made.agenda_item("kop", heading=True),
            made.agenda_item("stuk", made.paper("stuk", "Een voorstel"), heading=True),
        )
        taken = await take_in(db, actor, made.meeting("koppen", *items))
        lines = await queries.lines(db, taken.meeting)
        assert [line.reason for line in lines] == [Reason.HEADING, Reason.UNKNOWN_KIND]
        read = agenda(lines)
        assert [len(section.lines) for section in read.sections] == [0, 1]
        assert (read.red, read.green) == (1, 0)
        (told,) = (await queries.meetings(db)).coming
        assert (told.red, told.green) == (1, 0)


async def test_papers_without_a_main_document_leave_an_item_red(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        item = made.agenda_item("stapel", made.paper("stuk", "Een voorstel", main=False))
        taken = await take_in(db, actor, made.meeting("stapel", item))
        (line,) = await queries.lines(db, taken.meeting)
        await agree(db, line.item.id)
        assert not line.ready
        assert line.reason is Reason.NO_MAIN_DOCUMENT


async def test_reading_an_agenda_takes_as_many_queries_for_fifty_items_as_for_one(
    sessions,
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        items = [
            made.agenda_item(f"punt-{n}", made.paper(f"stuk-{n}", f"Voorstel {n}"))
            for n in range(50)
        ]
        taken = await take_in(db, actor, made.meeting("vol", *items))
    asked: list[str] = []
    async with sessions.begin() as db:
        connection = await db.connection()
        event.listen(
            connection.sync_connection,
            "before_cursor_execute",
            lambda *said: asked.append(said[2]),
        )
        lines = await queries.lines(db, taken.meeting)
    assert [line.item.title for line in lines] == ["Een park aan de Meerkade"] * 50
    assert len(asked) == 1


async def test_the_tree_of_the_agenda_is_read_in_order(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        items = (
            made.agenda_item("1", heading=True),
            made.agenda_item("1.1", parent_id="1"),
            made.agenda_item("1.1.1", parent_id="1.1"),
            made.agenda_item("2"),
        )
        taken = await take_in(db, actor, made.meeting("boom", *items))
        lines = await queries.lines(db, taken.meeting)
        assert [line.depth for line in lines] == [0, 1, 2, 0]
        read = agenda(lines)
        assert [section.heading is not None for section in read.sections] == [True, False]
        assert [len(section.lines) for section in read.sections] == [2, 1]
        assert (read.red, read.green) == (0, 3)
