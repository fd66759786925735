# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever has the application's password changes nothing of what an advisory council said, and
speaks for none of which he is no member."""

import contextlib
import datetime as dt
from uuid import uuid4

import anyio
import asyncpg
import pytest
from sqlalchemy import func, select

from backend.accounts.roles import Role
from backend.advice import asking, body_actions, queries, reading, speaking
from backend.advice.body_actions import Appointment
from backend.advice.speaking import Judged
from backend.advice.tables import ReviewVerdict
from backend.consultations import queries as consultations
from backend.errors import Conflict, NotHere
from surveys.review import State, Verdict, sits
from tests.backend.advice.made import make_body, make_request, today
from tests.backend.agenda.made import make_griffier
from tests.backend.participation.aside import set_aside
from tests.backend.results.made import conclude, say, withdraw

pytestmark = pytest.mark.anyio
WHY = "Een reden die lang genoeg is."
SAID = (
    "review_remark",
    "review_remark_withdrawal",
    "review_dissent",
    "review_verdict",
    "review_answer",
    "review_unawaited",
)
NOT_OURS = (asyncpg.InsufficientPrivilegeError, asyncpg.CheckViolationError)


@pytest.fixture
async def scene(sessions, park):
    """A council of one that objected with a dissent, and was answered; one that was passed by."""
    await say(sessions, park, "for", "Zet er bomen neer.")
    await conclude(sessions, park)
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        body, [member] = await make_body(db, griffier)
        slow, _ = await make_body(db, griffier, "Jongerenraad")
        empty, _ = await make_body(db, griffier, "Wijkraad", members=0)
        request = await make_request(db, griffier, park.id, body)
        other = await make_request(db, griffier, park.id, slow)
        await speaking.remark(db, member, request, "Ik mis de bewoners van de Dreef.")
        await speaking.dissent(db, member, request, "Ik vind het een goed stuk.", named_=False)
        await speaking.judge(db, member, request, Judged(Verdict.OBJECTS, WHY, 0))
        [found] = [each for each in await queries.of_consultation(db, park.id) if each.verdicts]
        verdict = found.verdicts[0].row.id
        await asking.answer(db, griffier, park.id, verdict, WHY)
        await asking.go_on(db, griffier, park.id, 1, WHY)
        remark = (await db.connection()).exec_driver_sql("SELECT id FROM review_remark")
        said = (await remark).scalar_one()
        await speaking.take_back(db, member, request, said)
    return {
        "griffier": griffier.id,
        "member": member.id,
        "body": body,
        "empty": empty,
        "request": request,
        "other": other,
        "verdict": verdict,
        "remark": said,
    }


async def test_nothing_that_was_said_is_changed_deleted_or_emptied(
    scene, application, owner
) -> None:
    for table in SAID:
        rows = await application.fetch(f"SELECT * FROM {table}")  # noqa: S608 - our own names
        assert rows, table
        for connection in (application, owner):
            for statement in (
                f"UPDATE {table} SET made_at = now()",  # noqa: S608 - our own names
                f"DELETE FROM {table}",  # noqa: S608 - our own names
                f"TRUNCATE {table} CASCADE",
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement)
        assert await application.fetch(f"SELECT * FROM {table}") == rows  # noqa: S608 - our own names


_VERDICT = "INSERT INTO review_verdict (id, request_id, number, verdict, remark, made_by"
_BY = "WHERE id = $2 AND $1::uuid IS NOT NULL AND $3::uuid IS NOT NULL"
_BACK = "withdrawn_at = now(), withdrawn_by = $3, withdrawn_reason = 'Liever niet gevraagd'"
_MEMBER = "INSERT INTO body_member (id, body_id, account_id, first_day, made_by)"
_ANYBODY = "(SELECT a.id FROM account a WHERE a.role = 'adviesraad' LIMIT 1)"
_OF = "WHERE body_id = $2 AND $1::uuid IS NOT NULL"
_DISSENT = "INSERT INTO review_dissent (id, request_id, number, named, text, made_by)"
TRICKS = {
    "speak for a body without being a member": (
        f"{_VERDICT}) VALUES ($1, $2, 1, 'akkoord', '', $3)",
        ("other", "member"),
    ),
    "speak as the griffie": (
        f"{_VERDICT}) VALUES ($1, $2, 2, 'akkoord', '', $3)",
        ("request", "griffier"),
    ),
    "object without a word": (
        f"{_VERDICT}) VALUES ($1, $2, 2, 'bezwaar', '...', $3)",
        ("request", "member"),
    ),
    "choose a moment": (
        f"{_VERDICT}, made_at) VALUES ($1, $2, 2, 'akkoord', '', $3, '2020-01-01')",
        ("request", "member"),
    ),
    "dissent in another's name": (
        f"{_DISSENT} VALUES ($1, $2, 1, true, 'Ik ben ertegen.', $3)",
        ("request", "griffier"),
    ),
    "lengthen a term": (
        f"UPDATE review_request SET due_at = due_at + interval '1 year' {_BY}",  # noqa: S608 - our own names
        ("request", "griffier"),
    ),
    "take a question back after its answer": (
        f"UPDATE review_request SET {_BACK} {_BY}",  # noqa: S608 - our own names
        ("request", "griffier"),
    ),
    "rename a body in what it said": (
        f"UPDATE review_request SET body_name = 'Iemand anders' {_BY}",  # noqa: S608 - our own names
        ("request", "griffier"),
    ),
    "appoint somebody as an advisory council": (
        f"{_MEMBER} VALUES ($1, $2, $3, '2020-01-01', $3)",
        ("empty", "member"),
    ),
    "appoint somebody as the griffie": (
        f"{_MEMBER} SELECT $1, $2, {_ANYBODY}, '2020-01-01', $3",
        ("empty", "griffier"),
    ),
    "end somebody's term as the griffie": (
        f"UPDATE body_member SET ended_at = now(), ended_by = $3 {_OF}",  # noqa: S608 - our own names
        ("body", "griffier"),
    ),
    "end somebody's term in nobody's name": (
        f"UPDATE body_member SET ended_at = now() {_OF} AND $3::uuid IS NOT NULL",  # noqa: S608 - our own names
        ("body", "griffier"),
    ),
}


async def test_the_database_itself_refuses_to(scene, application) -> None:
    done = []
    for name, (statement, (what, who)) in TRICKS.items():
        with contextlib.suppress(*NOT_OURS):
            await application.execute(statement, uuid4(), scene[what], scene[who])
            done.append(name)
    assert done == []


async def test_two_members_at_once_do_not_overwrite_each_other(sessions, park) -> None:
    await conclude(sessions, park)
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        body, members = await make_body(db, griffier, members=2)
        request = await make_request(db, griffier, park.id, body)
    outcome: list[str] = []

    async def judge(member, verdict: Verdict) -> None:
        try:
            async with sessions.begin() as db:
                await speaking.judge(db, member, request, Judged(verdict, WHY, 0))
            outcome.append(verdict)
        except Conflict as conflict:
            outcome.append(conflict.title)

    async with anyio.create_task_group() as both:
        both.start_soon(judge, members[0], Verdict.AGREES)
        both.start_soon(judge, members[1], Verdict.OBJECTS)
    assert "Iemand was u net voor." in outcome
    async with sessions() as db:
        stored = (await db.scalars(select(ReviewVerdict.verdict))).all()
        assert [*stored] == [each for each in outcome if each in [*Verdict]]
        # and who has read the first one may replace it; both stay
    async with sessions.begin() as db:
        await speaking.judge(db, members[0], request, Judged(Verdict.REMARKS, WHY, 1))
        [asked] = await queries.of_consultation(db, park.id)
        assert [each.row.number for each in asked.verdicts] == [1, 2]
        assert asked.review.given.verdict is Verdict.REMARKS
        assert len(asked.review.earlier) == 1


async def test_a_term_that_ended_leaves_nothing_to_read_and_nothing_to_say(sessions, park) -> None:
    await conclude(sessions, park)
    async with sessions.begin() as db:
        griffier, beheerder = await make_griffier(db), await make_griffier(db, Role.BEHEERDER)
        body, [member, stays] = await make_body(db, griffier, members=2)
        other, _ = await make_body(db, griffier, "Jongerenraad", members=0)
        request = await make_request(db, griffier, park.id, body)
        term = Appointment(member.id, await today(db), await today(db))
        with pytest.raises(Conflict, match="toegevoegd"):  # sits there in these days already
            await body_actions.appoint(db, beheerder, body, term)
        await body_actions.appoint(db, beheerder, other, term)  # but may sit in two bodies
        empty, _ = await make_body(db, griffier, "Wijkraad", members=0)
        with pytest.raises(Conflict, match="geen leden"):
            await make_request(db, griffier, park.id, empty)
        seat = (await body_actions.queries.body(db, body)).seats[0].row
        gone = member if seat.account_id == member.id else stays
        assert await queries.for_member(db, gone.id, request)
        await body_actions.dismiss(db, beheerder, body, seat.id)
        with pytest.raises(NotHere):
            await queries.for_member(db, gone.id, request)
        with pytest.raises(Conflict, match="niets meer zeggen"):
            await speaking.judge(db, gone, request, Judged(Verdict.AGREES, "", 0))


async def test_the_database_and_the_rules_agree_on_who_sits_today(sessions) -> None:
    async with sessions.begin() as db:
        griffier, day = await make_griffier(db), await today(db)
        beheerder = await make_griffier(db, Role.BEHEERDER)
        for first, last in ((-9, None), (0, 0), (-1, 1), (1, 2), (-3, -1), (2, None)):
            body, _ = await make_body(db, griffier, f"Raad {first} {last}", members=0)
            member = await make_griffier(db, Role.ADVIESRAAD)
            term = Appointment(
                member.id,
                day + dt.timedelta(days=first),
                None if last is None else day + dt.timedelta(days=last),
            )
            await body_actions.appoint(db, beheerder, body, term)
            found = (await db.scalars(select(func.sits(body, member.id)))).one()
            assert found == sits(term.first, term.last, ended=False, today=day)


async def test_after_the_term_there_is_silence_and_nobody_made_it_so(sessions, park, owner) -> None:
    await conclude(sessions, park)
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        body, [member] = await make_body(db, griffier)
        request = await make_request(db, griffier, park.id, body)
    await owner.execute("ALTER TABLE review_request DISABLE TRIGGER guard")
    await owner.execute("UPDATE review_request SET due_at = now() - interval '1 minute'")
    async with sessions.begin() as db:
        [asked] = await queries.of_consultation(db, park.id)
        assert asked.state is State.SILENT
        with pytest.raises(Conflict):
            await speaking.judge(db, member, request, Judged(Verdict.AGREES, "", 0))
        assert await asking.go_on(db, griffier, park.id, 1, "") == ("Cliëntenraad Sociaal Domein",)
        [asked] = await queries.of_consultation(db, park.id)
        assert asked.unawaited is None


async def test_members_read_every_text_that_counts_and_no_other(sessions, park) -> None:
    sent = [
        await say(sessions, park, "for", f"Advies nummer {number}", "65+") for number in range(60)
    ]
    await withdraw(sessions, park, sent[0])
    await say(sessions, park, "against", "Toch iets anders", replaces=sent[1].response_id)
    async with sessions.begin() as db:
        held = await consultations.hold(db, park.id)
        await set_aside(db, held, sent[2].response_id, reason="proef")
    await conclude(sessions, park)
    async with sessions() as db:
        shown = await consultations.shown(db, await consultations.get(db, park.id))
        [pile] = await reading.piles(db, shown)
        assert (pile.field, pile.decision_point, pile.number) == ("1.advice", 1, 58)
        pages = [await reading.texts(db, park.id, "1.advice", "", number) for number in (1, 2, 9)]
        assert [len(page.texts) for page in pages] == [50, 8, 8]
        read = {text for page in pages for text in page.texts}
        expected = {f"Advies nummer {number}" for number in range(3, 60)} | {"Toch iets anders"}
        assert read == expected
        found = await reading.texts(db, park.id, "1.advice", "NUMMER 3", 1)
        assert found.found == 11
        assert (await reading.texts(db, park.id, "1.advice", "%", 1)).found == 0
        assert (await db.scalars(select(func.count(ReviewVerdict.id)))).one() == 0
