# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people put on an agenda stays when the source comes by again; the source keeps its own."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from backend.audit.tables import AuditLine
from backend.council import by_hand, hand_meetings, moving, papers
from backend.council.by_hand import ItemText
from backend.council.hand_meetings import MeetingText
from backend.council.importing import take_in
from backend.council.order import standing
from backend.council.papers import Paper
from backend.council.tables import AgendaItem, AgendaItemDocument, Document, ItemMove, MeetingMove
from backend.errors import Conflict, Invalid
from tests.backend.agenda import made

pytestmark = pytest.mark.anyio
WHY = "Het college heeft meer tijd nodig."
LATER = made.meeting("later", starts_at=made.dt.datetime(2035, 5, 1, 18, tzinfo=made.dt.UTC))


def source(*names: str):
    items = (made.agenda_item(name, made.paper(name, name), title=name) for name in names)
    return made.meeting("7", *items)


async def bring(sessions, inbound):
    async with sessions.begin() as db:
        return await take_in(db, await made.make_griffier(db), inbound)


async def titles(sessions, meeting_id: UUID) -> list[str]:
    async with sessions() as db:
        return [row.title for row in await standing(db, meeting_id)]


async def called(db, title: str) -> AgendaItem:
    return (await db.scalars(select(AgendaItem).where(AgendaItem.title == title))).one()


async def add(sessions, meeting_id: UUID, title: str, parent: UUID | None = None) -> UUID:
    async with sessions.begin() as db:
        said = ItemText(None, title, "", heading=False, parent_id=parent)
        griffier = await made.make_griffier(db)
        return await by_hand.add_item(db, griffier, meeting_id, uuid4(), said)


async def move(sessions, title: str, to: UUID) -> None:
    async with sessions.begin() as db:
        row = await called(db, title)
        griffier = await made.make_griffier(db)
        await moving.move(db, griffier, row.id, row.revision, to=to, reason=WHY)


async def test_an_import_leaves_what_people_added_where_they_put_it(sessions) -> None:
    here = (await bring(sessions, source("a", "b"))).meeting
    item_id = await add(sessions, here, "met de hand")
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        seen = by_hand.stamp(await standing(db, here))
        await by_hand.shift(db, griffier, here, seen, item_id=item_id, step=-1)
    assert await titles(sessions, here) == ["a", "met de hand", "b"]
    assert (await bring(sessions, source("a", "b"))).same
    taken = await bring(sessions, source("c", "b", "a"))
    assert taken.lapsed == 0
    assert await titles(sessions, here) == ["c", "b", "a", "met de hand"]
    assert (await bring(sessions, source("b"))).lapsed == 2
    assert await titles(sessions, here) == ["b", "met de hand"]


async def test_an_import_leaves_the_documents_that_people_laid(sessions) -> None:
    await bring(sessions, source("a"))
    async with sessions.begin() as db:
        item_id = (await called(db, "a")).id
        griffier = await made.make_griffier(db)
        await papers.lay(db, griffier, item_id, uuid4(), Paper("Tekening", None))
    changed = made.agenda_item("a", made.paper("a", "a"), made.paper("b", "b", main=False),
                               title="a")  # fmt: skip
    await bring(sessions, made.meeting("7", changed))
    await bring(sessions, source("a"))
    async with sessions() as db:
        rows = await db.scalars(select(AgendaItemDocument).order_by(AgendaItemDocument.place))
        assert [(row.main, row.gone_at is None) for row in rows] == [
            (True, True), (False, True), (False, False)
        ]  # fmt: skip


async def test_a_title_that_stays_the_same_is_no_change(sessions) -> None:
    await bring(sessions, made.meeting("7", made.agenda_item("a", title="a")))
    said = Paper("Tekening", None)
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        await papers.lay(db, griffier, (await called(db, "a")).id, uuid4(), said)
        row = (await db.scalars(select(Document))).one()
        await papers.rename(db, griffier, row.id, 1, said)
        await papers.rename(db, griffier, row.id, 1, Paper("Plattegrond", None))


async def test_nobody_changes_by_hand_what_a_source_keeps(sessions) -> None:
    here = (await bring(sessions, source("a"))).meeting
    text = MeetingText("Anders", None, LATER.starts_at, None, None)
    async with sessions.begin() as db:
        row, griffier = await called(db, "a"), await made.make_griffier(db)
        [link] = (await db.scalars(select(AgendaItemDocument))).all()
        seen = by_hand.stamp(await standing(db, here))
        for refused in (
            hand_meetings.edit_meeting(db, griffier, here, 1, text),
            by_hand.edit_item(db, griffier, row.id, 1, ItemText(None, "x", "", heading=False)),
            by_hand.shift(db, griffier, here, seen, item_id=row.id, step=-1),
            papers.rename(db, griffier, link.document_id, 1, Paper("x", None)),
        ):
            with pytest.raises(Conflict, match="komt uit een bron"):
                async with db.begin_nested():
                    await refused


async def test_an_item_stands_under_a_heading_of_its_own_meeting_only(sessions) -> None:
    here = (await bring(sessions, source("a"))).meeting
    there = (await bring(sessions, LATER)).meeting
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        said = ItemText(None, "kop", "", heading=True)
        heading = await by_hand.add_item(db, griffier, here, uuid4(), said)
    under = await add(sessions, here, "eronder", heading)
    for parent in (under, there):
        with pytest.raises(Invalid):
            await add(sessions, here, "nog een", parent)
    with pytest.raises(Invalid):
        await add(sessions, there, "elders", heading)
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        said = ItemText(None, "kop", "", heading=True, parent_id=heading)
        with pytest.raises(Invalid):
            await by_hand.edit_item(db, griffier, heading, 1, said)


async def test_a_heading_stays_one_while_something_stands_under_it(sessions) -> None:
    here = (await bring(sessions, source("a"))).meeting
    kop, plain = (ItemText(None, "kop", "", heading=heading) for heading in (True, False))
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        heading = await by_hand.add_item(db, griffier, here, uuid4(), kop)
    below = await add(sessions, here, "eronder", heading)
    async with sessions.begin() as db:
        with pytest.raises(Invalid) as refusal:
            async with db.begin_nested():
                await by_hand.edit_item(db, griffier, heading, 1, plain)
        assert "Haal eerst de punten eronder weg" in refusal.value.flaws[0].what
        await by_hand.take_off(db, griffier, below, 1)
    async with sessions.begin() as db:
        seen = await standing(db, here)
        async with sessions.begin() as other:
            await by_hand.edit_item(other, griffier, heading, 1, plain)
        said = ItemText(None, "nog een", "", heading=False, parent_id=heading)
        with pytest.raises(Invalid):
            await by_hand.add_item(db, griffier, here, uuid4(), said)
        assert not any(row.heading for row in seen), "read before, looked at anew"
    async with sessions.begin() as db:
        await by_hand.put_back(db, griffier, below, 2)
        assert (await called(db, "eronder")).parent_id is None


async def trail_of(sessions, object_id: UUID) -> list[tuple[str, object]]:
    async with sessions() as db:
        lines = select(AuditLine).where(AuditLine.object_id == object_id).order_by(AuditLine.id)
        return [(line.action, line.detail.get("wat")) for line in await db.scalars(lines)][1:]


async def test_the_trail_says_each_change_and_nothing_of_what_was_none(sessions) -> None:
    kop = ItemText(None, "kop", "", heading=True)
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        text = MeetingText("Raad", None, LATER.starts_at, None, None)
        here = await hand_meetings.make_meeting(db, griffier, uuid4(), text)
        heading = await by_hand.add_item(db, griffier, here, uuid4(), kop)
    item = await add(sessions, here, "eronder")
    async with sessions.begin() as db:
        under = ItemText(None, "eronder", "", heading=True, parent_id=heading)
        await by_hand.edit_item(db, griffier, item, 1, under)
        await by_hand.edit_item(db, griffier, item, 2, under)
        seen = by_hand.stamp(await standing(db, here))
        await by_hand.shift(db, griffier, here, seen, item_id=item, step=1)
        commission = MeetingText("Raad", "Commissie", LATER.starts_at, None, None)
        await hand_meetings.edit_meeting(db, griffier, here, 1, commission)
    changed = {"heading": ["False", "True"], "parent_id": ["", "kop"]}
    assert await trail_of(sessions, item) == [("wijzigen", changed)]
    assert await trail_of(sessions, here) == [("wijzigen", {"body_id": ["", "Commissie"]})]


async def test_a_move_by_hand_holds_until_the_source_itself_moves_the_item(sessions) -> None:
    here = (await bring(sessions, source("a", "b"))).meeting
    there = (await bring(sessions, LATER)).meeting
    await move(sessions, "a", there)
    for again in (source("a", "b"), source("b")):  # also when the source takes it off there
        assert (await bring(sessions, again)).lapsed == 0
        assert await titles(sessions, there) == ["a"]
    third = made.meeting("third", made.agenda_item("a", title="a"), starts_at=LATER.starts_at)
    taken = await bring(sessions, third)
    assert await titles(sessions, taken.meeting) == ["a"]
    assert [change.fields.get("meeting") for change in taken.changes if change.title == "a"]
    async with sessions() as db:
        moves = (await db.scalars(select(ItemMove).order_by(ItemMove.id))).all()
    assert [(one.was_meeting_id, one.meeting_id, one.made_by is None) for one in moves] == [
        (here, there, False),
        (there, taken.meeting, True),
    ]


async def test_what_stands_under_an_item_moves_along_and_back(sessions) -> None:
    here, there = [(await bring(sessions, one)).meeting for one in (source("a"), LATER)]
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        kop = ItemText(None, "kop", "", heading=True)
        heading = await by_hand.add_item(db, griffier, here, uuid4(), kop)
    below = await add(sessions, here, "eronder", heading)
    await add(sessions, here, "rondvraag")
    await move(sessions, "kop", there)
    assert await titles(sessions, there) == ["kop", "eronder"]
    async with sessions.begin() as db:
        row = await called(db, "kop")
        await moving.undo(db, griffier, row.id, row.revision)
        assert (await called(db, "eronder")).parent_id == heading
    assert await titles(sessions, here) == ["a", "kop", "eronder", "rondvraag"]
    async with sessions.begin() as db:
        row = await called(db, "kop")
        with pytest.raises(Conflict, match="niet terug te draaien"):
            await moving.undo(db, griffier, row.id, row.revision)
    assert below


async def test_the_database_keeps_the_day_a_meeting_was_on(sessions) -> None:
    first = source("a")
    here = (await bring(sessions, first)).meeting
    await bring(sessions, made.meeting("7", *first.items, starts_at=LATER.starts_at))
    async with sessions() as db:
        [kept] = (await db.scalars(select(MeetingMove))).all()
    assert (kept.meeting_id, kept.was, kept.starts_at) == (here, first.starts_at, LATER.starts_at)
