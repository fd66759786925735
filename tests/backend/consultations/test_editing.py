# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Questions of a draft change, one version at a time, and never after opening."""

import datetime as dt

import asyncpg
import pytest
from msgspec import structs
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from backend.audit.tables import AuditLine
from backend.consultations import actions, editing, pictures, queries
from backend.consultations.tables import Consultation, QuestionnaireRow
from backend.council import actions as council_actions
from backend.council import queries as council
from backend.council.actions import Edited
from backend.errors import Conflict, Invalid, NotHere
from surveys import editing as edits
from surveys.questionnaire import Questionnaire
from surveys.questions import OpenQuestion
from surveys.rules import Neighbourhood, Rules
from tests.backend.agenda.made import make_griffier
from tests.backend.consultations.pictured import picture
from tests.make import make_consultation, make_document

pytestmark = pytest.mark.anyio
FAR = dt.timedelta(days=30)
OWN = OpenQuestion("question-1", "Wat mist u in dit voorstel?")


@pytest.fixture
async def griffier(sessions):
    async with sessions.begin() as db:
        return await make_griffier(db)


@pytest.fixture
async def draft(sessions) -> Consultation:
    async with sessions.begin() as db:
        return await make_consultation(db, stage="draft")


async def change(sessions, griffier, draft, revision: int, to, *, what: str = "Iets.") -> None:
    async with sessions.begin() as db:
        await editing.change(db, griffier, draft.id, revision, to, what=what)


async def add_own(sessions, griffier, draft, revision: int = 1) -> None:
    said = "“Wat mist u?” toegevoegd."
    await change(sessions, griffier, draft, revision, lambda all_: edits.put(all_, OWN), what=said)


async def now_asked(sessions, draft) -> Questionnaire:
    async with sessions() as db:
        return await actions.questions_of(db, await queries.get(db, draft.id))


async def describe(sessions, griffier, draft, *points: str) -> None:
    """The document changes, and a worker takes the draft along."""
    async with sessions.begin() as db:
        row = await queries.get(db, draft.id)
        document = await council.document(db, row.document_id)
        edited = Edited("raadsvoorstel", "Een nieuwe tekst.", points)
        await council_actions.edit(db, griffier, document.id, document.revision, edited)
        await actions.draft(db, document.id)


async def test_each_change_is_a_new_version_and_a_line_in_the_trail(
    sessions, griffier, draft
) -> None:
    before = await now_asked(sessions, draft)
    await add_own(sessions, griffier, draft)
    after = await now_asked(sessions, draft)
    assert after.questions == (*before.questions, OWN)
    async with sessions() as db:
        newest, first = await editing.made(db, draft.id)
    assert (newest.number, newest.what) == (2, "“Wat mist u?” toegevoegd.")
    assert newest.by == "Guusje de Griffier (griffie)"
    assert first.number == 1


async def test_what_changes_nothing_leaves_no_version(sessions, griffier, draft) -> None:
    await change(sessions, griffier, draft, 1, lambda before: before)
    async with sessions() as db:
        assert len(await editing.made(db, draft.id)) == 1


async def test_undoing_writes_the_version_before_as_the_newest(sessions, griffier, draft) -> None:
    before = await now_asked(sessions, draft)
    await add_own(sessions, griffier, draft)
    async with sessions.begin() as db:
        await editing.restore(db, griffier, draft.id, 2, 1)
    assert await now_asked(sessions, draft) == before
    async with sessions() as db:
        versions = await editing.made(db, draft.id)
    assert [one.number for one in versions] == [3, 2, 1]
    async with sessions.begin() as db:
        await editing.restore(db, griffier, draft.id, 3, 2)
    assert OWN in (await now_asked(sessions, draft)).questions


async def test_a_version_of_another_consultation_is_not_to_be_had(
    sessions, griffier, draft
) -> None:
    async with sessions.begin() as db:
        other = await make_consultation(db, stage="draft")
    await add_own(sessions, griffier, other)
    async with sessions.begin() as db:
        with pytest.raises(NotHere):
            await editing.restore(db, griffier, draft.id, 1, 2)


async def test_of_two_griffiers_at_once_the_second_is_told_and_nothing_is_lost(
    sessions, griffier, draft
) -> None:
    await add_own(sessions, griffier, draft, revision=1)
    with pytest.raises(Conflict):
        await change(sessions, griffier, draft, 1, lambda all_: edits.removed(all_, "1.advice"))
    asked = await now_asked(sessions, draft)
    assert OWN in asked.questions
    assert edits.find(asked, "1.advice") is not None


async def test_nothing_changes_once_it_is_open(sessions, griffier, draft) -> None:
    async with sessions.begin() as db:
        closes = await council.now(db) + FAR
        await actions.open_(db, griffier, draft.id, 1, closes)
    for act in (
        lambda db: editing.change(db, griffier, draft.id, 2, lambda _: Questionnaire(()), what="-"),
        lambda db: editing.restore(db, griffier, draft.id, 2, 1),
        lambda db: actions.ask(db, griffier, draft.id, 2, "Alleen een peiling."),
    ):
        async with sessions() as db:
            with pytest.raises(Conflict, match="liggen vast"):
                await act(db)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE questionnaire SET definition = 'x'",
        "UPDATE questionnaire SET number = number + 7",
        "DELETE FROM questionnaire",
        "TRUNCATE questionnaire CASCADE",
        "UPDATE consultation c SET questionnaire_id = q.id FROM questionnaire q WHERE q.number = 1",
        "UPDATE consultation SET questionnaire_id = NULL",
    ],
)
async def test_not_even_in_sql_do_the_questions_of_an_open_consultation_change(
    sessions, griffier, draft, sql
) -> None:
    await add_own(sessions, griffier, draft)
    async with sessions.begin() as db:
        await actions.open_(db, griffier, draft.id, 2, await council.now(db) + FAR)
    asked = await now_asked(sessions, draft)
    async with sessions() as db:
        connection = await db.connection()
        with pytest.raises(DBAPIError):
            await connection.exec_driver_sql(sql)
    assert await now_asked(sessions, draft) == asked


async def test_not_even_the_owner_of_the_database_changes_a_version_or_a_picture(
    sessions, griffier, draft, owner_dsn
) -> None:
    async with sessions.begin() as db:
        await pictures.keep(db, griffier, picture())
    connection = await asyncpg.connect(owner_dsn)
    try:
        for sql in (
            "UPDATE questionnaire SET definition = 'x'",
            "DELETE FROM questionnaire",
            "UPDATE picture SET content = 'x'",
            "DELETE FROM picture",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(sql)
    finally:
        await connection.close()


async def test_a_draft_that_nobody_touched_is_drafted_anew(sessions, griffier, draft) -> None:
    await describe(sessions, griffier, draft, "Een.", "Twee.", "Drie.")
    asked = await now_asked(sessions, draft)
    assert edits.untouched(asked, (1, 2, 3))


async def test_what_a_griffier_made_stays_when_the_document_changes(
    sessions, griffier, draft
) -> None:
    await add_own(sessions, griffier, draft)
    await describe(sessions, griffier, draft, "Een.", "Twee.", "Drie.")
    asked = await now_asked(sessions, draft)
    assert OWN in asked.questions
    assert edits.find(asked, "3.stance") is not None
    async with sessions() as db:
        lines = await db.scalars(select(AuditLine).where(AuditLine.action == "klaarzetten"))
        assert "zijn gebleven" in lines.one().detail["wat"]


async def test_questions_about_a_point_that_went_go_and_undoing_does_not_bring_them_back(
    sessions, griffier, draft
) -> None:
    await add_own(sessions, griffier, draft)
    await describe(sessions, griffier, draft, "Een.")
    assert edits.find(await now_asked(sessions, draft), "2.stance") is None
    async with sessions.begin() as db:
        row = await queries.get(db, draft.id)
        await editing.restore(db, griffier, row.id, row.revision, 2)
    asked = await now_asked(sessions, draft)
    assert edits.find(asked, "2.stance") is None
    assert OWN in asked.questions


async def test_asking_for_a_rating_only_keeps_what_was_made(sessions, griffier, draft) -> None:
    await add_own(sessions, griffier, draft)
    async with sessions.begin() as db:
        await actions.ask(db, griffier, draft.id, 2, "De raad vroeg alleen een peiling.")
    asked = await now_asked(sessions, draft)
    assert OWN in asked.questions
    assert edits.find(asked, "1.advice") is None
    async with sessions.begin() as db:
        await actions.ask(db, griffier, draft.id, 3, "")
    assert edits.find(await now_asked(sessions, draft), "2.touched") is not None


async def test_a_document_that_changes_after_asking_for_ratings_still_asks_only_those(
    sessions, griffier, draft
) -> None:
    async with sessions.begin() as db:
        await actions.ask(db, griffier, draft.id, 1, "De raad vroeg alleen een peiling.")
    await describe(sessions, griffier, draft, "Een.", "Twee.", "Drie.")
    asked = await now_asked(sessions, draft)
    assert edits.find(asked, "3.stance") is not None
    assert edits.find(asked, "3.advice") is None


async def test_going_back_to_questions_for_advice_takes_the_reason_for_ratings_away(
    sessions, griffier, draft
) -> None:
    async with sessions.begin() as db:
        await actions.ask(db, griffier, draft.id, 1, "De raad vroeg alleen een peiling.")
        await editing.restore(db, griffier, draft.id, 2, 1)
    async with sessions() as db:
        assert (await queries.get(db, draft.id)).ratings_only_reason == ""


async def test_opening_names_every_fault_at_once(sessions, griffier, draft) -> None:
    def spoil(all_: Questionnaire) -> Questionnaire:
        for key in ("1.advice", "2.advice"):
            all_ = edits.put(all_, structs.replace(edits.find(all_, key), label=" "))
        return all_

    await change(sessions, griffier, draft, 1, spoil)
    async with sessions() as db:
        with pytest.raises(Invalid) as refusal:
            await actions.open_(db, griffier, draft.id, 2, await council.now(db) + FAR)
    assert len([flaw for flaw in refusal.value.flaws if flaw.where == "questions"]) == 2


HOODS = (Neighbourhood("WK01", "Kom"), Neighbourhood("WK02", "Meerzicht"))


async def test_themes_and_neighbourhoods_change_until_closing(sessions, griffier, draft) -> None:
    async with sessions.begin() as db:
        await council_actions.publish_rules(db, griffier, Rules(neighbourhoods=HOODS), "Wijken.")
        about = editing.About(("verkeer", "wonen"), ("WK02",))
        await editing.describe(db, griffier, draft.id, 1, about)
    async with sessions() as db:
        row = await queries.get(db, draft.id)
    assert (row.themes, row.neighbourhoods) == (["verkeer", "wonen"], ["WK02"])
    async with sessions.begin() as db:
        await actions.open_(db, griffier, draft.id, 2, await council.now(db) + FAR)
    async with sessions.begin() as db:
        await editing.describe(db, griffier, draft.id, 3, editing.About((), ()))
    async with sessions.begin() as db:
        await actions.close(db, griffier, draft.id)
    async with sessions() as db:
        row = await queries.get(db, draft.id)
        with pytest.raises(Conflict):
            await editing.describe(db, griffier, draft.id, row.revision, about)


@pytest.mark.parametrize("about", [editing.About(("x",), ()), editing.About((), ("WK99",))])
async def test_a_theme_or_neighbourhood_that_does_not_exist_is_refused(
    sessions, griffier, draft, about
) -> None:
    async with sessions() as db:
        with pytest.raises(Invalid):
            await editing.describe(db, griffier, draft.id, 1, about)


async def test_a_first_draft_is_the_first_version(sessions, griffier) -> None:
    async with sessions.begin() as db:
        version = await make_document(db, points=2)
        row = await actions.draft(db, version.document_id)
    async with sessions() as db:
        (only,) = await editing.made(db, row.id)
        stored = await db.scalars(select(func.count()).select_from(QuestionnaireRow))
    assert (only.number, only.by, stored.one()) == (1, "Raadgever (systeem)", 1)
