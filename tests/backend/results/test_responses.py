# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""All responses as one file: who may have it and when, and what stands in it."""

import csv
import datetime as dt
import io
import re
from uuid import uuid4

import pytest
from msgspec import structs
from sqlalchemy import func, select
from structlog.testing import capture_logs

from backend import database
from backend.accounts.roles import Role
from backend.audit.actions import SYSTEM
from backend.audit.tables import AuditLine
from backend.consultations import actions as consultations
from backend.consultations import course, queries
from backend.errors import Conflict, Unavailable
from backend.participation import actions
from backend.participation.sending import Sending
from backend.participation.tables import Entry
from backend.results import responses
from backend.web.cells import FORMULA, inert
from surveys.lifecycle import Stage
from surveys.questionnaire import Answers, Questionnaire
from surveys.questions import ChoiceQuestion, NumberQuestion, Option
from surveys.template import draft
from tests.backend.participation.aside import set_aside
from tests.backend.results.made import SECRET, conclude, result_of, say, withdraw
from tests.backend.results.taking import fill, reading, until_nobody_reads
from tests.make import make_consultation

pytestmark = pytest.mark.anyio


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def path(park) -> str:
    return f"/griffie/raadplegingen/{park.id}/reacties.csv"


async def drawn(sessions, park) -> list[dict[str, str]]:
    downloads = responses.Downloads()
    async with sessions.begin() as db:
        wanted = await responses.taken(db, SYSTEM, park.id, downloads)
    return lines(b"".join([piece async for piece in responses.drawn(wanted, downloads)]))


async def test_the_griffie_and_the_audit_office_have_one_line_for_each_response_that_counts(
    sessions, park, signed_in
) -> None:
    await say(sessions, park, "for", "Meer bomen;\r\nen banken.", "65+")
    first = await say(sessions, park, "against", "Dit wordt vervangen.")
    await say(sessions, park, "neutral", replaces=first.response_id)
    await withdraw(sessions, park, await say(sessions, park, "for_if", "Ingetrokken."))
    stray = await say(sessions, park, "against", "Dubbel.", channel="paper")
    async with sessions.begin() as db:
        held = await queries.hold(db, park.id)
        await set_aside(db, held, stray.response_id, reason="dubbel")
    await conclude(sessions, park)
    files = []
    for role in (Role.GRIFFIE, Role.REKENKAMER):
        reply = await (await signed_in(role)).get(path(park))
        assert reply.status_code == 200
        assert reply.headers["content-type"] == "text/csv; charset=utf-8"
        said = reply.headers["content-disposition"]
        assert said == 'attachment; filename="reacties-park.csv"'
        files.append(reply.content)
    assert files[0] == files[1], "the same however often it is asked for"
    found = lines(files[0])
    assert len(found) == (await result_of(sessions, park)).totals.counted == 2
    assert [one["nummer"] for one in found] == ["1", "2"]
    assert {(one["kanaal"], one["1.stance"], one["1.advice"]) for one in found} == {
        ("web", "for", "Meer bomen;\r\nen banken."),
        ("web", "neutral", ""),
    }


async def test_who_somebody_is_and_when_they_answered_stand_nowhere(
    sessions, park, signed_in
) -> None:
    sent = [await say(sessions, park, "for", f"Zin {n}.", "65+") for n in range(30)]
    await conclude(sessions, park)
    reply = await (await signed_in(Role.GRIFFIE)).get(path(park))
    found = lines(reply.content)
    fields = {"1.stance", "1.advice", "1.condition", "1.touched"}
    assert set(found[0]) == {"nummer", "kanaal"} | fields
    assert "65+" not in reply.text
    assert not [one for one in sent if str(one.entry_id) in reply.text]
    assert not re.search(r"20\d\d", reply.text)
    by_number = [one.entry_id for one in sorted(sent, key=lambda one: one.entry_id)]
    order = [f"Zin {[one.entry_id for one in sent].index(each)}." for each in by_number]
    assert [one["1.advice"] for one in found] == order, "by a number that was drawn by lot"


async def test_nobody_else_has_it_and_nobody_before_closing(
    sessions, park, signed_in, resident
) -> None:
    await say(sessions, park, "for", "Meer bomen.")
    griffie = await signed_in(Role.GRIFFIE)
    early = await griffie.get(path(park))
    assert early.status_code == 409
    assert "bomen" not in early.text
    await conclude(sessions, park)
    for role in (Role.ADVIESRAAD, Role.RAADSLID, Role.BEHEERDER):
        assert (await (await signed_in(role)).get(path(park))).status_code == 403
    assert (await resident.get(path(park))).headers["location"] == "/inloggen"
    async with sessions.begin() as db:
        cancelled = await make_consultation(db, slug="geen-park", points=1)
        await course.cancel(
            db, SYSTEM, cancelled.id, cancelled.revision, "Het plan gaat niet door."
        )
    assert (await griffie.get(path(cancelled))).status_code == 409, "of what was called off nobody"
    async with sessions() as db:
        noted = await db.scalars(select(AuditLine.object_id).where(
            AuditLine.action == "reacties ophalen"))  # fmt: skip
        assert noted.all() == [], "nothing was taken yet"


async def test_nobody_has_it_while_paper_may_still_come_in(sessions, park) -> None:
    await conclude(sessions, park)
    async with sessions() as db:
        shown = await queries.shown(db, await queries.get(db, park.id))
    later = shown.now + dt.timedelta(days=1)
    with pytest.raises(Conflict):
        responses.refuse_early(structs.replace(shown, stage=Stage.CLOSED, fixed_at=later))
    responses.refuse_early(structs.replace(shown, stage=Stage.CLOSED, fixed_at=shown.now))


async def test_whoever_takes_it_is_in_the_log(sessions, park, signed_in) -> None:
    await conclude(sessions, park)
    reply = await (await signed_in(Role.REKENKAMER)).get(path(park))
    assert lines(reply.content) == [], "with a heading and no line where nobody answered"
    async with sessions() as db:
        line = (await db.scalars(select(AuditLine).where(
            AuditLine.action == "reacties ophalen"))).one()  # fmt: skip
    assert (line.object, line.object_id) == ("raadpleging", park.id)
    assert "rekenkamer" in line.actor


async def test_the_page_of_the_summary_leads_to_it(sessions, park, signed_in) -> None:
    await say(sessions, park, "for", "Meer bomen.")
    desk = f"/griffie/raadplegingen/{park.id}/samenvatting"
    griffie = await signed_in(Role.GRIFFIE)
    assert path(park) not in (await griffie.get(desk)).text
    await conclude(sessions, park)
    assert path(park) in (await griffie.get(desk)).text


async def test_no_cell_is_a_formula_and_a_negative_number_is_a_number(sessions) -> None:
    starts = [each for each in FORMULA if each != "\0"]
    asked = Questionnaire(
        (
            *draft([1], []).questions,
            NumberQuestion(key="graden", label="Hoe koud?", low=-20, high=20),
            ChoiceQuestion(
                key="keus", label="Welke?", options=(Option("a", "A"), Option("b", "B")),
                other=True,
            ),
        )
    )  # fmt: skip
    async with sessions.begin() as db:
        park = await make_consultation(db, slug="park", points=1, questionnaire=asked)
    texts = [f"{start}1+1" for start in starts] + ["gewoon", "'=1", '"=1+1']
    for said in texts:
        coded = {"graden": "-3", "keus": "other"}
        sending = Sending(
            Answers(coded, {"1.advice": said, "keus.other": said}, {}), uuid4(), "web"
        )
        async with sessions.begin() as db:
            await actions.send(db, park.id, sending, secret=SECRET)
    await conclude(sessions, park)
    found = await drawn(sessions, park)
    for field in ("1.advice", "keus.other"):
        assert sorted(one[field] for one in found) == sorted(map(inert, texts))
    assert {one["graden"] for one in found} == {"-3"}
    assert {one["keus"] for one in found} == {"other"}


async def test_whoever_hangs_up_stops_the_reading_and_a_third_is_asked_to_wait(
    sessions, park, owner_dsn
) -> None:
    await fill(owner_dsn, park, 10_000)  # thirty megabytes
    async with sessions.begin() as db:
        await consultations.close(db, SYSTEM, park.id)
    downloads = responses.Downloads()
    async with sessions.begin() as db:
        wanted = await responses.taken(db, SYSTEM, park.id, downloads)
    two = [responses.drawn(wanted, downloads) for _ in range(responses.MOST)]
    for each in two:
        await anext(each)
        assert len(await anext(each)) >= responses.PIECE
    assert await reading(sessions) == 2, "and each waits until somebody takes more"
    with pytest.raises(Unavailable):
        async with sessions.begin() as db:
            await responses.taken(db, SYSTEM, park.id, downloads)
    for each in two:
        await each.aclose()
    await until_nobody_reads(sessions)
    async with sessions.begin() as db:
        await responses.taken(db, SYSTEM, park.id, downloads)


async def test_who_takes_nothing_is_given_up_and_the_file_does_not_look_whole(
    sessions, park, owner_dsn, monkeypatch
) -> None:
    await fill(owner_dsn, park, 10_000)
    async with sessions.begin() as db:
        await consultations.close(db, SYSTEM, park.id)
    monkeypatch.setattr(responses, "PATIENCE", 0.2)
    downloads = responses.Downloads()
    async with sessions.begin() as db:
        wanted = await responses.taken(db, SYSTEM, park.id, downloads)
    slow = responses.drawn(wanted, downloads)
    with capture_logs() as said:
        await anext(slow)
        await anext(slow)
        await until_nobody_reads(sessions)
        with pytest.raises(TimeoutError):
            async for _ in slow:
                pass
    assert "download-abandoned" in {line["event"] for line in said}
    assert not downloads.free.locked()


async def test_the_pool_is_free_while_somebody_reads(sessions, park, town) -> None:
    """A website of one connection serves others meanwhile."""
    await say(sessions, park, "for")
    await conclude(sessions, park)
    engine = database.connect(town.database_url, pool=1)
    one = database.sessions_of(engine)
    downloads = responses.Downloads()
    async with one.begin() as db:
        wanted = await responses.taken(db, SYSTEM, park.id, downloads)
    pieces = responses.drawn(wanted, downloads)
    await anext(pieces)
    async with one() as db:
        assert (await db.scalars(select(func.count()).select_from(Entry))).one() == 1
    assert [piece async for piece in pieces]
    await engine.dispose()
