# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever a griffier does and in whatever order, the gate holds."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda import actions, queries
from backend.agenda.actions import Plea
from backend.audit.actions import Actor
from backend.consultations import actions as consultations
from backend.consultations.tables import Consultation
from backend.council import actions as council
from backend.council import moving
from backend.council.importing import take_in
from backend.errors import Trouble
from backend.results.tables import Summary
from surveys.gate import Reason
from surveys.lifecycle import Stage
from tests.backend.agenda import made

pytestmark = pytest.mark.anyio

ACTS = (
    "hear",
    "hear and attach",
    "open",
    "answer",
    "close",
    "summarise",
    "attach",
    "except",
    "edit",
    "import changed",
    "import without the item",
    "move",
    "move back",
    "switch main",
    "classify as a letter",
    "milder rules",
    "stricter rules",
)

# Held against the rows themselves, not against the view.
UNHEARD = """
    SELECT count(*) FROM attachment a
    JOIN summary s ON s.id = a.summary_id JOIN consultation c ON c.id = s.consultation_id
    JOIN rules r ON r.id = c.rules_id
    WHERE NOT s.final OR s.document_version_id <> a.document_version_id
       OR c.document_version_id <> a.document_version_id OR c.closed_at IS NULL
       OR c.closed_at - c.opened_at < make_interval(days => (r.rules ->> 'minimum_days')::int)
       OR (SELECT count(*) FROM entry e WHERE e.consultation_id = c.id)
          < (r.rules ->> 'minimum_responses')::int
"""
COVERED = """
    SELECT EXISTS (
      SELECT FROM attachment a
      JOIN agenda_item_document d
        ON d.agenda_item_id = a.agenda_item_id AND d.document_id = a.document_id AND d.main
       AND d.gone_at IS NULL
      JOIN agenda_item i ON i.id = a.agenda_item_id
      LEFT JOIN gate_exception e ON e.id = a.exception_id
      WHERE a.agenda_item_id = :item AND (e.id IS NULL OR e.meeting_id = i.meeting_id)
        AND a.document_version_id = (
        SELECT v.id FROM document_version v WHERE v.document_id = d.document_id
        ORDER BY v.number DESC LIMIT 1))
"""


class Scene(Struct):
    """One item with two documents; `title` is what the source says now."""

    actor: Actor
    name: str
    item_id: UUID
    documents: tuple[UUID, UUID]
    elsewhere: UUID
    main: int = 0
    turn: int = 0
    title: str = "Raadsvoorstel"

    @property
    def document_id(self) -> UUID:
        return self.documents[self.main]


async def set_up(db: AsyncSession) -> Scene:
    actor = await made.make_griffier(db)
    await made.hear_at_once(db, actor)
    spot = await made.make_spot(db, actor)
    await take_in(db, actor, source(spot.source_id, "Raadsvoorstel"))
    found = await db.execute(
        text("SELECT id FROM document WHERE source_id = :id"), {"id": f"{spot.source_id}-2"}
    )
    second: UUID = found.scalar_one()
    await made.describe(db, actor, second, "Het andere stuk.")
    later = made.meeting(f"{spot.source_id}-2")
    elsewhere = (await take_in(db, actor, later)).meeting
    return Scene(actor, spot.source_id, spot.item_id, (spot.document_id, second), elsewhere)


def source(name: str, title: str, *, there: bool = True):
    papers = (made.paper(name, title), made.paper(f"{name}-2", "Nota", main=False))
    return made.meeting(name, *([made.agenda_item(name, *papers)] if there else []))


async def latest(db: AsyncSession, scene: Scene) -> Consultation | None:
    found = await db.scalars(
        select(Consultation)
        .where(Consultation.document_id == scene.document_id)
        .order_by(Consultation.created_at.desc(), Consultation.id)
        .limit(1)
    )
    return found.first()


async def act(db: AsyncSession, scene: Scene, name: str) -> None:
    if name in ("hear", "hear and attach"):
        for step in ("open", "answer", "close", "summarise"):
            await on_the_desk(db, scene, step)
        if name == "hear and attach":
            await on_the_desk(db, scene, "attach")
    elif not await on_the_agenda(db, scene, name):
        await on_the_desk(db, scene, name)


async def on_the_desk(db: AsyncSession, scene: Scene, name: str) -> None:
    actor, row = scene.actor, await latest(db, scene)
    match name:
        case "open":
            await made.make_open(db, actor, scene.document_id)
        case "answer" if row and row.stage == Stage.OPEN:
            await made.answer(db, row.id)
        case "close" if row:
            await consultations.close(db, actor, row.id)
        case "summarise" if row and row.stage == Stage.CLOSED:
            await made.make_summary(db, actor, row)
        case "attach":
            summaries = await db.scalars(select(Summary.id).order_by(Summary.finalised_at.desc()))
            await actions.attach(db, actor, scene.item_id, summaries.first() or scene.item_id)
        case "except":
            await actions.except_(db, actor, scene.item_id, Plea("spoed", made.REASON))
        case _:
            pass


async def on_the_agenda(db: AsyncSession, scene: Scene, name: str) -> bool:
    actor = scene.actor
    match name:
        case "edit":
            await made.describe(db, actor, scene.document_id, f"Tekst {scene.turn}.")
        case "import changed":
            scene.title = f"Raadsvoorstel {scene.turn}"
            await take_in(db, actor, source(scene.name, scene.title))
        case "import without the item":
            await take_in(db, actor, source(scene.name, scene.title, there=False))
        case "switch main":
            await council.choose_main(
                db, actor, scene.item_id, scene.documents[1 - scene.main], made.REASON
            )
            scene.main = 1 - scene.main
        case "classify as a letter":
            await made.describe(db, actor, scene.document_id, "Brief.", kind="informatiebrief")
        case "move":
            row = (await queries.line(db, scene.item_id)).item
            to = scene.elsewhere
            await moving.move(db, actor, row.id, row.revision, to=to, reason=made.REASON)
        case "move back":
            row = (await queries.line(db, scene.item_id)).item
            await moving.undo(db, actor, row.id, row.revision)
        case "milder rules":
            await made.hear_at_once(db, actor)
        case "stricter rules":
            await made.hear_at_once(db, actor, minimum_responses=2)
        case _:
            return False
    return True


async def holds(db: AsyncSession, scene: Scene) -> None:
    line = await queries.line(db, scene.item_id)
    assert (await db.execute(text(UNHEARD))).scalar_one() == 0
    covered = (await db.execute(text(COVERED), {"item": scene.item_id})).scalar_one()
    needed = line.facts.kind is None or line.facts.kind in line.facts.hearing
    if line.ready:
        assert covered or not needed, line.facts
    if needed and not line.facts.lapsed:
        assert line.ready == covered
    assert (line.reason is Reason.ATTACHED) == (covered and not line.facts.lapsed)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(st.sampled_from(ACTS), max_size=16))
async def test_no_order_of_acts_opens_the_gate_without_hearing_or_exception(sessions, acts) -> None:
    async with sessions.begin() as db:
        scene = await set_up(db)
    for turn, name in enumerate(acts):
        scene.turn = turn
        try:
            async with sessions.begin() as db:
                await act(db, scene, name)
        except (Trouble, AssertionError):
            pass  # refused: that is an answer too
        async with sessions.begin() as db:
            await holds(db, scene)


async def test_the_straight_way_goes_through(sessions) -> None:
    """So that the test above is not green because nothing ever works."""
    async with sessions.begin() as db:
        scene = await set_up(db)
    for name in ("open", "answer", "close", "summarise", "attach"):
        async with sessions.begin() as db:
            await act(db, scene, name)
    async with sessions.begin() as db:
        await holds(db, scene)
        assert (await queries.line(db, scene.item_id)).ready
    for name in ("edit", "import changed", "switch main"):
        async with sessions.begin() as db:
            await act(db, scene, name)
            assert not (await queries.line(db, scene.item_id)).ready
