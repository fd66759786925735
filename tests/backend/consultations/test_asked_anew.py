# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What nobody answered is put to residents once more; and what came just too late is said so."""

import datetime as dt
from uuid import UUID

import asyncpg
import pytest

from backend.accounts.roles import Role
from backend.agenda import actions as agenda
from backend.agenda import queries as gate
from backend.agenda.deadlines import deadline, todo
from backend.consultations import actions, course, queries
from backend.consultations.course import Longer
from backend.council import queries as council
from backend.council.planning import local_day
from backend.council.tables import Document
from backend.errors import Conflict, Invalid
from backend.inspection.chain import chain
from backend.inspection.steps import Kind
from surveys.gate import Reason
from surveys.lifecycle import Stage
from tests.backend.agenda import made
from tests.browse import form, text
from tests.make import make_consultation, make_version

pytestmark = pytest.mark.anyio
WHY = "De raadpleging viel in de vakantie."


async def closed(db, actor, *, answers: int = 0):
    """At an agenda item, closed after so many answers."""
    spot = await made.make_spot(db, actor)
    row = await made.make_open(db, actor, spot.document_id)
    for _ in range(answers):
        await made.answer(db, row.id)
    await actions.close(db, actor, row.id)
    await db.refresh(row)
    return spot, row


async def redraft(db, actor, about: UUID, reason: str = WHY) -> UUID:
    """As it is now; a refusal leaves nothing."""
    row = await queries.get(db, about)
    await db.refresh(row)
    async with db.begin_nested():
        return await course.redraft(db, actor, about, row.revision, reason)


async def test_what_nobody_answered_is_asked_anew_and_counts_in_its_place(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await made.hear_at_once(db, actor)
        spot, first = await closed(db, actor)
        await made.draft_summary(db, first)
        line = await gate.line(db, spot.item_id)
        assert line.reason is Reason.NOT_HEARD
        starts_at = (await gate.meeting(db, line.item.meeting_id)).starts_at
        when = deadline(starts_at, await council.now(db), await council.rules_in_force(db))
        step = todo(line, when)
        assert step is not None
        assert step.href == f"/griffie/raadplegingen/{first.id}/opnieuw", "before an exception"
        about = first.id
        with pytest.raises(Invalid) as refusal:
            await redraft(db, actor, about, "Zomaar")
        assert [flaw.where for flaw in refusal.value.flaws] == ["reason"]
        new = await redraft(db, actor, about)
        line = await gate.line(db, spot.item_id)
        assert (line.reason, line.consultation_id) == (Reason.DRAFT, new)
        with pytest.raises(Conflict, match="kan nu niet"):
            await redraft(db, actor, about)
        assert await actions.draft(db, spot.document_id) is None
        again = await queries.get(db, new)
        closes_at = await council.now(db) + dt.timedelta(days=9)
        await actions.open_(db, actor, new, again.revision, closes_at)
        await made.answer(db, new)
        await actions.close(db, actor, new)
        summary = await made.make_summary(db, actor, again)
        await agenda.attach(db, actor, spot.item_id, summary.id)
        assert (await gate.line(db, spot.item_id)).ready


async def test_what_somebody_answered_is_not_asked_away(sessions, town) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        answered = (await closed(db, actor, answers=1))[1].id
        with pytest.raises(Conflict, match="kwamen antwoorden binnen"):
            await redraft(db, actor, answered)
        running = (await make_consultation(db)).id
        with pytest.raises(Conflict, match="kan nu niet"):
            await redraft(db, actor, running)
    intruder = await asyncpg.connect(town.database_url.replace("+asyncpg", ""))
    insert = "INSERT INTO asked_anew (consultation_id, reason, made_by) VALUES ($1, $2, $3)"
    for about in (answered, running):
        with pytest.raises(asyncpg.CheckViolationError, match="nobody answered"):
            await intruder.execute(insert, about, WHY, actor.id)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await intruder.execute("UPDATE consultation SET asked_anew_at = now()")
    await intruder.close()


async def test_the_item_says_about_which_text_is_asked_anew(sessions, signed_in) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot, row = await closed(db, actor)
        new = await redraft(db, actor, row.id)
    griffier, here = await signed_in(Role.GRIFFIE), f"/griffie/agendapunten/{spot.item_id}"
    said = text(await griffier.get(here))
    assert ". Niemand antwoordde. Er kwam een nieuwe raadpleging over dezelfde tekst. Sam" in said
    assert ") . " not in said
    async with sessions.begin() as db:
        draft = await queries.get(db, new)
        await course.cancel(db, actor, new, draft.revision, WHY)
        document = await db.get_one(Document, spot.document_id)
        newest = await council.newest(db, spot.document_id)
        await make_version(db, document, number=newest.number + 1)
        assert await actions.draft(db, spot.document_id)
    said = text(await griffier.get(here))
    assert "(dit is een eerdere tekst). Niemand antwoordde." in said
    assert f"Er kwam een nieuwe raadpleging, over versie {newest.number + 1}. Sam" in said
    assert "dezelfde tekst" not in said


async def test_the_griffie_asks_anew_on_a_page_and_residents_read_why(
    sessions, signed_in, resident
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot, row = await closed(db, actor)
        slug, revision = row.slug, row.revision
    griffier = await signed_in(Role.GRIFFIE)
    desk = f"/griffie/raadplegingen/{row.id}"
    assert "Vraag het opnieuw" in text(await griffier.get(desk))
    filled = form(await griffier.get(f"{desk}/opnieuw"), f"{desk}/opnieuw")
    short = await griffier.post(f"{desk}/opnieuw", data={**filled, "reason": "kort"})
    assert (short.status_code, "ten minste 10 letters" in text(short)) == (422, True)
    stale = {**filled, "revision": str(revision + 7), "reason": WHY}
    second = await griffier.post(f"{desk}/opnieuw", data=stale)
    assert second.status_code == 409
    assert "intussen veranderd" in text(second)
    assert WHY in form(second, f"{desk}/opnieuw")["reason"][0], "what was typed is kept"
    made_new = await griffier.post(f"{desk}/opnieuw", data={**filled, "reason": WHY})
    assert made_new.status_code == 303
    assert "Opnieuw gevraagd" in text(await griffier.get(desk))
    said = text(await resident.get(f"/raadplegingen/{slug}"))
    preparing = "Niemand antwoordde. De gemeente bereidt een nieuwe raadpleging voor."
    assert f"{preparing} Die is nog niet open. De reden: {WHY}" in said
    assert "Ga naar de nieuwe raadpleging" not in said, "not before it opened"
    item = text(await resident.get(f"/agendapunten/{spot.item_id}"))
    assert preparing in item
    async with sessions() as db:
        steps = (await chain(db, spot.item_id)).steps
    told = [(step.kind, step.by) for step in steps if step.kind in {Kind.ASKED_ANEW, Kind.DRAFTED}]
    name = told[1][1]
    assert name not in {"", "Raadgever"}
    assert told == [
        (Kind.DRAFTED, "Raadgever"),
        (Kind.ASKED_ANEW, name),
        (Kind.DRAFTED, f"{name} (griffie)"),
    ]
    assert [step.reason for step in steps if step.kind is Kind.ASKED_ANEW] == [WHY]
    new = made_new.headers["location"].rsplit("/", 1)[1]
    async with sessions.begin() as db:
        again = await queries.get(db, new)
        closes_at = await council.now(db) + dt.timedelta(days=9)
        await actions.open_(db, actor, again.id, again.revision, closes_at)
    said = text(await resident.get(f"/raadplegingen/{slug}"))
    assert "Ga naar de nieuwe raadpleging" in said
    assert f"Niemand antwoordde. De gemeente vraagt het opnieuw. De reden: {WHY}" in said
    item = text(await resident.get(f"/agendapunten/{spot.item_id}"))
    assert "Niemand antwoordde. De gemeente vraagt het opnieuw." in item


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (("withdrawal", "withdrawal"), "Iedereen die antwoordde, trok dat weer in."),
        (("withdrawal", "set_aside"), "Er kwamen antwoorden binnen, maar geen ervan telt mee."),
    ],
)
async def test_nobody_is_said_to_be_silent_who_spoke_and_took_it_back(
    sessions, signed_in, resident, kinds, words
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor)
        row = await made.make_open(db, actor, spot.document_id)
        for kind in kinds:
            await made.end(db, actor, row.id, await made.answer(db, row.id), kind)
        await actions.close(db, actor, row.id)
        await db.refresh(row)
        await redraft(db, actor, row.id)
    griffier = await signed_in(Role.GRIFFIE)
    for browser, page in (
        (resident, f"/raadplegingen/{row.slug}"),
        (resident, f"/agendapunten/{spot.item_id}"),
        (griffier, f"/griffie/agendapunten/{spot.item_id}"),
        (griffier, f"/griffie/raadplegingen/{row.id}"),
    ):
        said = text(await browser.get(page))
        assert words in said, page
        assert "iemand antwoordde" not in said, page


async def test_who_is_second_at_a_cancelled_consultation_reads_so_on_its_page(
    sessions, signed_in
) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db, stage="cancelled")
    griffier = await signed_in(Role.GRIFFIE)
    desk = f"/griffie/raadplegingen/{row.id}"
    filled = form(await griffier.get(desk), f"{desk}/opnieuw")
    assert (await griffier.post(f"{desk}/opnieuw", data=filled)).status_code == 303
    second = await griffier.post(f"{desk}/opnieuw", data=filled)
    assert second.status_code == 409
    assert "intussen veranderd" in text(second)
    assert "Terug naar de raadpleging" in text(second)


async def test_an_extension_in_the_moment_of_closing_is_told_that_it_closed(
    sessions, owner_dsn
) -> None:
    """The guard of the database looks at the clock last; here it is held up until too late."""
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute(
        "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(extract(epoch FROM closes_at - clock_timestamp()) + 0.1)"
        " FROM consultation WHERE id = NEW.consultation_id; RETURN NEW; END $$"
    )
    await owner.execute(
        "CREATE TRIGGER a_dawdle BEFORE INSERT ON extension FOR EACH ROW EXECUTE FUNCTION dawdle()"
    )
    await owner.close()
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        about = (await make_consultation(db, days=8 / 86_400)).id
        later = local_day(await council.now(db)) + dt.timedelta(days=3)
        with pytest.raises(Conflict, match="net gesloten"):
            async with db.begin_nested():
                await course.extend(db, actor, about, 1, Longer(later))
        row = await queries.get(db, about)
        await db.refresh(row)
        shown = await queries.shown(db, row)
        assert shown.stage is Stage.CLOSED
