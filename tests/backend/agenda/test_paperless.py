# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person puts on an agenda waits for its document, or for a word that it needs none."""

import datetime as dt
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec import structs
from sqlalchemy import text as sql
from sqlalchemy import update

from backend.accounts.roles import Role
from backend.agenda import paperless, queries
from backend.agenda.task_sources import to_do
from backend.council import by_hand, hand_meetings, papers
from backend.council.by_hand import ItemText
from backend.council.hand_meetings import MeetingText
from backend.council.hands import FORM
from backend.council.importing import take_in
from backend.council.papers import Paper
from backend.council.queries import now
from backend.council.tables import AgendaItem
from backend.errors import Conflict, Invalid
from surveys.gate import Reason
from tests.backend.agenda import made
from tests.backend.agenda.test_readiness import agree
from tests.browse import form, text

pytestmark = pytest.mark.anyio
WHY = "Dit is de opening, de raad besluit hier niets."


async def by_hand_item(db, actor, *, heading: bool = False) -> UUID:
    starts_at = await now(db) + dt.timedelta(days=60)
    raad = MeetingText("Raad", None, starts_at, None, None)
    meeting = await hand_meetings.make_meeting(db, actor, uuid4(), raad)
    said = ItemText("1", "Het park", "", heading=heading)
    return await by_hand.add_item(db, actor, meeting, uuid4(), said)


async def test_an_item_made_by_hand_waits_for_a_document_or_a_word(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        item = await by_hand_item(db, actor)

        async def reason() -> Reason:
            await agree(db, item)
            return (await queries.line(db, item)).reason

        assert await reason() is Reason.PAPER_AWAITED
        with pytest.raises(Invalid) as refusal:
            await paperless.say(db, actor, item, needed=False, reason="Zomaar")
        assert [flaw.where for flaw in refusal.value.flaws] == ["spared"]
        for _ in range(2):
            await paperless.say(db, actor, item, needed=False, reason=WHY)
        assert await reason() is Reason.NO_DOCUMENT
        assert len(await paperless.said(db, item)) == 1
        await paperless.say(db, actor, item, needed=True)
        assert await reason() is Reason.PAPER_AWAITED
        await paperless.say(db, actor, item, needed=False, reason=WHY)
        await papers.lay(db, actor, item, uuid4(), Paper("Voorstel", None, "raadsvoorstel"))
        assert await reason() is Reason.NO_CONSULTATION, "a document settles it, whatever was said"
        with pytest.raises(Conflict, match="geen vraag"):
            await paperless.say(db, actor, item, needed=False, reason=WHY)


async def test_an_item_from_a_file_of_the_griffie_waits_as_one_that_was_typed(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        read = structs.replace(
            made.meeting("bestand", made.agenda_item("tarieven"), made.agenda_item("opening")),
            source=FORM,
        )
        taken = await take_in(db, actor, read)
        lines = await queries.lines(db, taken.meeting)
        for line in lines:
            await agree(db, line.item.id)
            assert (line.reason, line.ready) == (Reason.PAPER_AWAITED, False)
        await paperless.say(db, actor, lines[0].item.id, needed=False, reason=WHY)
        assert (await queries.line(db, lines[0].item.id)).ready


async def test_an_item_that_becomes_a_heading_waits_for_a_name_and_a_reason(sessions) -> None:
    """Also by way of a file; back and forth is no way round."""
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        item = await by_hand_item(db, actor)

        async def reason() -> Reason:
            await agree(db, item)
            return (await queries.line(db, item)).reason

        for _ in range(2):
            for heading in (True, False, True):
                await db.execute(
                    update(AgendaItem).where(AgendaItem.id == item).values(heading=heading)
                )
                assert await reason() is Reason.PAPER_AWAITED
        await paperless.say(db, actor, item, needed=False, reason=WHY)
        assert await reason() is Reason.HEADING


async def test_several_items_are_spared_in_one_press(sessions, signed_in, resident) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        first = await by_hand_item(db, actor)
        meeting = (await queries.line(db, first)).item.meeting_id
        said = ItemText("2", "Mededelingen", "", heading=False)
        second = await by_hand.add_item(db, actor, meeting, uuid4(), said)
        said = ItemText("3", "Aanpassing tarieven haven", "", heading=False)
        third = await by_hand.add_item(db, actor, meeting, uuid4(), said)
    here = f"/griffie/vergaderingen/{meeting}"
    griffier = await signed_in(Role.GRIFFIE)
    fields = form(await griffier.get(here), f"{here}/zonder-stuk#zonder-stuk")
    both = {**fields, "items": [str(first), str(second)]}
    nothing = await griffier.post(f"{here}/zonder-stuk", data={**fields, "spared": "kort"})
    assert nothing.status_code == 422
    assert "Kies ten minste één punt" in text(nothing)
    assert "ten minste 10 letters" in text(nothing)
    assert "kort" in nothing.text
    short = await griffier.post(f"{here}/zonder-stuk", data={**both, "spared": "kort"})
    assert short.text.count(" checked") == 2
    done = await griffier.post(f"{here}/zonder-stuk", data={**both, "spared": WHY})
    assert done.status_code == 303
    async with sessions.begin() as db:
        ready = {line.item.id: line.ready for line in await queries.lines(db, meeting)}
    assert ready == {first: True, second: True, third: False}
    for item in (first, second):
        assert WHY in text(await resident.get(f"/agendapunten/{item}"))


async def test_without_a_document_no_page_speaks_of_one(sessions, signed_in, resident) -> None:
    async with sessions.begin() as db:
        item = await by_hand_item(db, actor := await made.make_griffier(db))
        await by_hand_item(db, actor)
        taken = await take_in(db, actor, made.meeting("bron", made.agenda_item("opening")))
        (line,) = await queries.lines(db, taken.meeting)
    here = f"/griffie/agendapunten/{item}"
    griffier = await signed_in(Role.GRIFFIE)
    assert "over het hoofdstuk" not in text(await griffier.get(here))
    moving = text(await griffier.get(f"{here}/verplaatsen"))
    assert "0 stukken" not in moving
    assert "Dit gaat mee" not in moving
    shown = text(await resident.get(f"/agendapunten/{line.item.id}"))
    assert "Er ligt geen stuk bij." in shown, "more is not known of what a source has"


async def test_a_heading_and_what_a_source_has_without_a_document_are_asked_nothing(
    sessions, town
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        heading = await by_hand_item(db, actor, heading=True)
        taken = await take_in(db, actor, made.meeting("bron", made.agenda_item("opening")))
        (line,) = await queries.lines(db, taken.meeting)
        assert (line.reason, line.ready) == (Reason.NO_DOCUMENT, True)
        for item in (heading, line.item.id):
            with pytest.raises(Conflict, match="geen vraag"):
                await paperless.say(db, actor, item, needed=False, reason=WHY)
    intruder = await asyncpg.connect(town.database_url.replace("+asyncpg", ""))
    with pytest.raises(asyncpg.CheckViolationError, match="of the griffie"):
        await intruder.execute(
            "INSERT INTO paper_need (agenda_item_id, needed, reason, made_by)"
            " VALUES ($1, false, $2, $3)",
            *(line.item.id, WHY, actor.id),
        )
    await intruder.close()


async def test_the_griffie_says_on_the_page_that_no_document_is_needed(
    sessions, signed_in, resident
) -> None:
    async with sessions.begin() as db:
        item = await by_hand_item(db, await made.make_griffier(db))
        [group] = (await to_do(db)).groups
        [row] = group.rows
        assert row.task.what == "Voeg een stuk toe, of zeg dat het niet hoeft"
    here, public = f"/griffie/agendapunten/{item}", f"/agendapunten/{item}"
    griffier = await signed_in(Role.GRIFFIE)
    assert "Nog geen stuk" in text(await griffier.get(here))
    assert "De griffie legt hier nog een stuk bij" in text(await resident.get(public))
    says = form(await griffier.get(here), f"{here}/stuk/nodig")
    short = await griffier.post(f"{here}/stuk/nodig", data={**says, "nodig": "nee", "spared": "x"})
    assert short.status_code == 422
    assert "ten minste 10 letters" in text(short)
    said = {**says, "nodig": "nee", "spared": WHY}
    assert (await griffier.post(f"{here}/stuk/nodig", data=said)).status_code == 303
    assert "Hier hoort toch een stuk bij" in text(await griffier.get(here))
    shown = text(await resident.get(public))
    assert "Horen niet nodig" in shown
    assert WHY in shown
    async with sessions.begin() as db:
        assert (await to_do(db)).number == 0
        last = sql("SELECT action FROM audit_line ORDER BY id DESC LIMIT 1")
        assert (await db.scalars(last)).one() == "geen stuk nodig"
