# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drafting, opening and closing, and what is refused on the way."""

import datetime as dt

import asyncpg
import pytest
from sqlalchemy import select

from backend.audit.actions import SYSTEM
from backend.audit.tables import AuditLine
from backend.consultations import actions, queries
from backend.consultations.tables import Consultation
from backend.council import actions as council_actions
from backend.council import queries as council
from backend.council.actions import Edited
from backend.errors import Conflict, Invalid
from backend.outbox import keep_promises
from backend.worker import WORKS
from surveys.lifecycle import Stage
from surveys.questionnaire import Questionnaire
from surveys.questions import StanceQuestion
from tests.backend.agenda.made import make_griffier
from tests.make import make_consultation, make_document

pytestmark = pytest.mark.anyio
FAR = dt.timedelta(days=30)
ONLY_RATING = Questionnaire((StanceQuestion("1.stance", "Wat vindt u?", 1),))


async def _open(sessions, row: Consultation, revision: int = 1) -> None:
    async with sessions.begin() as db:
        closes = await council.now(db) + FAR
        await actions.open_(db, SYSTEM, row.id, revision, closes)


async def test_a_document_that_is_complete_drafts_its_own_consultation(sessions) -> None:
    async with sessions.begin() as db:
        version = await make_document(db, points=3)
        edited = Edited("raadsvoorstel", "Nieuwe tekst.", ("Een.", "Twee."))
        await council_actions.edit(db, SYSTEM, version.document_id, 1, edited)
    await keep_promises(sessions, WORKS)
    async with sessions() as db:
        row = (await db.scalars(select(Consultation))).one()
        shown = await queries.shown(db, row)
    assert shown.stage is Stage.DRAFT
    keys = shown.questionnaire.keys()
    assert {"1.stance", "1.advice", "1.condition", "1.touched", "2.stance"} <= set(keys)
    assert "3.stance" not in keys


@pytest.mark.parametrize(
    "edited",
    [
        Edited(None, "Tekst.", ("Een.",)),
        Edited("informatiebrief", "Tekst.", ("Een.",)),
        Edited("raadsvoorstel", "", ("Een.",)),
        Edited("raadsvoorstel", "Tekst.", ()),
    ],
    ids=["no kind", "a kind that needs no hearing", "no text", "no decision points"],
)
async def test_a_document_that_is_not_complete_drafts_nothing(sessions, edited: Edited) -> None:
    async with sessions.begin() as db:
        version = await make_document(db, kind=None)
        griffier = await make_griffier(db)
        await council_actions.edit(db, griffier, version.document_id, 1, edited)
    await keep_promises(sessions, WORKS)
    async with sessions() as db:
        assert (await db.scalars(select(Consultation))).all() == []


async def test_a_draft_moves_along_with_its_document(sessions) -> None:
    async with sessions.begin() as db:
        version = await make_document(db)
        document = version.document_id
        for revision, points in enumerate((("Een.",), ("Een.", "Twee.", "Drie.")), start=1):
            edited = Edited("raadsvoorstel", "Tekst.", points)
            await council_actions.edit(db, SYSTEM, document, revision, edited)
            await actions.draft(db, document)
    async with sessions() as db:
        row = (await db.scalars(select(Consultation))).one()
        shown = await queries.shown(db, row)
    assert len(shown.points) == 3
    assert not shown.changed


async def test_what_is_open_keeps_the_text_it_opened_with(sessions) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db, points=2)
        edited = Edited("raadsvoorstel", "Heel anders.", ("Iets anders.",))
        await council_actions.edit(db, SYSTEM, row.document_id, 1, edited)
        await actions.draft(db, row.document_id)
    async with sessions() as db:
        shown = await queries.shown(db, await queries.get(db, row.id))
        rows = (await db.scalars(select(Consultation.stage))).all()
    assert shown.changed
    assert len(shown.points) == 2
    assert "Heel anders." not in shown.plain_text
    assert sorted(rows) == ["draft", "open"]


async def test_opening_freezes_questions_and_rules_and_is_written_down(sessions) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db, stage="draft")
    await _open(sessions, row)
    async with sessions() as db:
        opened = await queries.get(db, row.id)
        lines = (await db.scalars(select(AuditLine.action))).all()
    assert opened.stage == Stage.OPEN
    assert opened.rules_id is not None
    assert opened.opened_at is not None
    assert "openen" in lines


async def test_a_questionnaire_without_questions_is_refused(sessions) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db, stage="draft", questionnaire=Questionnaire(()))
    with pytest.raises(Invalid) as refusal:
        await _open(sessions, row)
    assert "geen vragen" in refusal.value.flaws[0].what


async def test_asking_only_for_ratings_needs_a_recorded_reason(sessions) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db, stage="draft", questionnaire=ONLY_RATING)
    with pytest.raises(Invalid) as refusal:
        await _open(sessions, row)
    assert "om advies" in refusal.value.flaws[0].what
    async with sessions.begin() as db:
        await actions.ask(db, SYSTEM, row.id, 1, "De raad vroeg alleen om een peiling.")
    await _open(sessions, row, revision=2)


async def test_every_problem_of_opening_is_named_at_once(sessions) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db, stage="draft", questionnaire=Questionnaire(()))
        edited = Edited("raadsvoorstel", "Anders.", ("Anders.",))
        await council_actions.edit(db, SYSTEM, row.document_id, 1, edited)
        past = await council.now(db) - FAR
    async with sessions() as db:
        with pytest.raises(Invalid) as refusal:
            await actions.open_(db, SYSTEM, row.id, 1, past)
    assert {flaw.where for flaw in refusal.value.flaws} == {"questions", "document", "closes_on"}


async def test_two_griffiers_who_open_at_once_open_once(sessions) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db, stage="draft")
    await _open(sessions, row)
    with pytest.raises(Conflict):
        await _open(sessions, row)


async def test_closing_twice_is_refused_in_words(sessions) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db)
        await actions.close(db, SYSTEM, row.id)
    with pytest.raises(Conflict, match="al gesloten"):
        async with sessions.begin() as db:
            await actions.close(db, SYSTEM, row.id)


async def test_the_database_clock_closes_what_nobody_closed(sessions, owner_dsn: str) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db, stage="draft")
    await _open(sessions, row)
    connection = await asyncpg.connect(owner_dsn)
    try:
        # As a month would: the moment lies in the past, and the promise about it is due.
        await connection.execute("ALTER TABLE consultation DISABLE TRIGGER guard")
        await connection.execute(
            "UPDATE consultation SET opened_at = opened_at - interval '31 days',"
            " closes_at = clock_timestamp() - interval '1 second'"
        )
        await connection.execute("ALTER TABLE consultation ENABLE TRIGGER guard")
        await connection.execute("UPDATE promise SET due_at = clock_timestamp()")
    finally:
        await connection.close()
    async with sessions() as db:
        assert (await queries.shown(db, await queries.get(db, row.id))).stage is Stage.CLOSED
    await keep_promises(sessions, WORKS)
    async with sessions() as db:
        closed = await queries.get(db, row.id)
    assert closed.stage == Stage.SUMMARISED
    assert closed.closed_at == closed.closes_at
