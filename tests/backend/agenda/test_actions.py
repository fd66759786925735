# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Awaitable, Callable
from uuid import uuid4

import anyio
import pytest
from sqlalchemy import func, select, text

from backend.agenda import actions, queries
from backend.agenda.actions import Plea
from backend.agenda.tables import Attachment, GateException
from backend.audit.actions import SYSTEM
from backend.audit.tables import AuditLine
from backend.consultations import actions as consultations
from backend.council import actions as council
from backend.council.importing import take_in
from backend.errors import Conflict, Invalid, NotHere, Trouble
from surveys.gate import Ground, Reason
from tests.backend.agenda import made
from tests.backend.agenda.made import REASON

pytestmark = pytest.mark.anyio
URGENT = Plea("spoed", REASON)


@pytest.fixture
async def griffier(sessions):
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await made.hear_at_once(db, actor)
    return actor


async def refusal(act: Callable[[], Awaitable[None]]) -> Trouble:
    with pytest.raises(Trouble) as raised:
        await act()
    return raised.value


async def test_a_heard_summary_opens_the_gate(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        row, summary = await made.heard(db, griffier, spot.document_id)
        assert (await queries.line(db, spot.item_id)).reason is Reason.NOT_ATTACHED
        await actions.attach(db, griffier, spot.item_id, summary.id)
    async with sessions.begin() as db:
        line = await queries.line(db, spot.item_id)
        assert line.ready
        assert line.heard_by
        assert line.facts.consultation == "attached"
        said = (await db.scalars(select(AuditLine).order_by(AuditLine.id.desc()).limit(1))).one()
        assert (said.action, said.object_id) == ("toevoegen", spot.item_id)
        assert row.id == line.consultation_id


async def test_one_summary_can_lie_at_two_items(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        other = made.agenda_item("elders", made.paper(spot.source_id, "Raadsvoorstel park"))
        taken = await take_in(db, griffier, made.meeting("elders", other))
        second = (await queries.lines(db, taken.meeting))[0]
        _, summary = await made.heard(db, griffier, spot.document_id)
        await actions.attach(db, griffier, spot.item_id, summary.id)
        await actions.attach(db, griffier, second.item.id, summary.id)
        assert (await queries.line(db, second.item.id)).ready


async def test_attaching_twice_is_told_and_stored_once(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        _, summary = await made.heard(db, griffier, spot.document_id)
        await actions.attach(db, griffier, spot.item_id, summary.id)
        told = await refusal(lambda: actions.attach(db, griffier, spot.item_id, summary.id))
        assert "ligt al bij" in told.title
        assert (await db.scalars(select(func.count()).select_from(Attachment))).one() == 1


async def test_a_summary_of_an_earlier_text_is_refused_in_words(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        _, summary = await made.heard(db, griffier, spot.document_id)
        await made.describe(db, griffier, spot.document_id, "Toch een parkeergarage.")
        told = await refusal(lambda: actions.attach(db, griffier, spot.item_id, summary.id))
        assert isinstance(told, Conflict)
        assert "een andere tekst" in told.title
        assert "uitzondering" in told.advice
        assert not (await queries.line(db, spot.item_id)).ready


async def test_a_summary_that_is_not_final_is_refused_in_words(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        row = await made.make_open(db, griffier, spot.document_id)
        await made.answer(db, row.id)
        await consultations.close(db, griffier, row.id)
        summary = await made.draft_summary(db, row)
        told = await refusal(lambda: actions.attach(db, griffier, spot.item_id, summary.id))
        assert "nog niet definitief" in told.title


async def test_who_was_not_heard_is_pointed_to_an_exception(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        _, summary = await made.heard(db, griffier, spot.document_id, answers=0)
        told = await refusal(lambda: actions.attach(db, griffier, spot.item_id, summary.id))
        assert "niet lang genoeg gehoord" in told.title
        assert "geen reacties" in told.advice
        assert "spoed" in told.advice


async def test_fourteen_days_have_to_pass_under_the_usual_rules(sessions, owner_dsn) -> None:
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        spot = await made.make_spot(db, griffier)
        row = await made.make_open(db, griffier, spot.document_id)
        late = await made.make_spot(db, griffier)
        other = await made.make_open(db, griffier, late.document_id)
        await made.answer(db, row.id)
        await made.answer(db, other.id)
    await made.days_pass(owner_dsn, row.id, 14)
    await made.days_pass(owner_dsn, other.id, 13)
    async with sessions.begin() as db:
        summaries = []
        for consultation_id in (row.id, other.id):
            await consultations.close(db, griffier, consultation_id)
            found = await consultations.get(db, consultation_id)
            summaries.append(await made.make_summary(db, griffier, found))
        await actions.attach(db, griffier, spot.item_id, summaries[0].id)
        await refusal(lambda: actions.attach(db, griffier, late.item_id, summaries[1].id))
        assert (await queries.line(db, spot.item_id)).ready
        assert (await queries.line(db, late.item_id)).reason is Reason.NOT_HEARD


async def test_nothing_is_attached_to_what_left_the_agenda(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        _, summary = await made.heard(db, griffier, spot.document_id)
        await take_in(db, griffier, made.meeting(spot.source_id))
        told = await refusal(lambda: actions.attach(db, griffier, spot.item_id, summary.id))
        assert "niet meer op de agenda" in told.title
        told = await refusal(lambda: actions.except_(db, griffier, spot.item_id, URGENT))
        assert "niet meer op de agenda" in told.title


async def test_a_summary_of_an_annex_does_not_open_the_gate(sessions, griffier) -> None:
    async with sessions.begin() as db:
        papers = (made.paper("hoofd", "Voorstel"), made.paper("bij", "Bijlage", main=False))
        taken = await take_in(db, griffier, made.meeting("m", made.agenda_item("hoofd", *papers)))
        spot = await made.find_spot(db, "hoofd", taken.meeting)
        annex = (await db.execute(text("SELECT id FROM document WHERE source_id = 'bij'"))).scalar()
        await made.describe(db, griffier, spot.document_id, "Het voorstel.")
        await made.describe(db, griffier, annex, "De bijlage.")
        _, summary = await made.heard(db, griffier, annex)
        told = await refusal(lambda: actions.attach(db, griffier, spot.item_id, summary.id))
        assert "een andere tekst" in told.title
        await council.choose_main(db, griffier, spot.item_id, annex, made.REASON)
        await actions.attach(db, griffier, spot.item_id, summary.id)
        assert (await queries.line(db, spot.item_id)).ready
        await council.choose_main(db, griffier, spot.item_id, spot.document_id, made.REASON)
        assert (await queries.line(db, spot.item_id)).reason is Reason.DOCUMENT_CHANGED


async def test_unknown_items_and_summaries_are_told_so(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        told = await refusal(lambda: actions.attach(db, griffier, spot.item_id, uuid4()))
        assert isinstance(told, NotHere)
        told = await refusal(lambda: actions.attach(db, griffier, uuid4(), uuid4()))
        assert isinstance(told, NotHere)


async def test_an_item_without_a_document_takes_nothing(sessions, griffier) -> None:
    async with sessions.begin() as db:
        taken = await take_in(db, griffier, made.meeting("m", made.agenda_item("leeg")))
        line = (await queries.lines(db, taken.meeting))[0]
        told = await refusal(lambda: actions.except_(db, griffier, line.item.id, URGENT))
        assert isinstance(told, Invalid)


async def test_the_system_itself_cannot_open_the_gate(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        await refusal(lambda: actions.except_(db, SYSTEM, spot.item_id, URGENT))
        assert not (await queries.line(db, spot.item_id)).ready


@pytest.mark.parametrize("ground", Ground)
async def test_every_ground_opens_the_gate_by_name(sessions, griffier, ground) -> None:
    plea = Plea(ground, REASON, link="https://raad.example/verslag", difference="oud: a, nieuw: b")
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        if ground is Ground.GEEN_REACTIES:
            await made.heard(db, griffier, spot.document_id, answers=0)
        await actions.except_(db, griffier, spot.item_id, plea)
        line = await queries.line(db, spot.item_id)
        assert (line.ready, line.heard_by, line.ground) == (True, False, ground)
        row = (await db.scalars(select(GateException))).one()
        assert (row.made_by_name, row.made_by_role) == (griffier.name, "griffie")
        assert bool(row.link) == (ground == Ground.AL_GEHOORD)
        assert bool(row.difference) == (ground == Ground.REDACTIONEEL)


async def test_an_exception_says_all_that_is_missing_at_once(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        wrong = {
            Plea("zin", "kort"): {"ground", "reason"},
            Plea("geen_reacties", "kort"): {"ground", "reason"},
            Plea("al_gehoord", "kort", link="ftp://x"): {"reason", "link"},
            Plea("al_gehoord", REASON, link="javascript:alert(1)"): {"link"},
            Plea("redactioneel", REASON, difference="  "): {"difference"},
            Plea("redactioneel", REASON, difference="? -> ! ......"): {"difference"},
            Plea("spoed", "   kort     "): {"reason"},
            Plea("spoed", "\u200b" * 10): {"reason"},
        }
        for plea, fields in wrong.items():
            told = await refusal(
                lambda plea=plea: actions.except_(db, griffier, spot.item_id, plea)
            )
            assert {flaw.where for flaw in told.flaws} == fields
        assert not (await queries.line(db, spot.item_id)).ready


async def test_an_exception_holds_for_one_version_only(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        await actions.except_(db, griffier, spot.item_id, URGENT)
        await made.describe(db, griffier, spot.document_id, "Een ander plan.")
        assert (await queries.line(db, spot.item_id)).reason is Reason.DOCUMENT_CHANGED
        await actions.except_(db, griffier, spot.item_id, URGENT)
        assert (await queries.line(db, spot.item_id)).ready


async def test_what_is_ready_needs_no_exception(sessions, griffier) -> None:
    async with sessions.begin() as db:
        brief = await made.make_spot(db, griffier, kind="informatiebrief")
        told = await refusal(lambda: actions.except_(db, griffier, brief.item_id, URGENT))
        assert "al klaar" in told.title


async def test_two_griffiers_at_once_make_one_exception(sessions, griffier) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
    outcomes: list[str] = []

    async def one() -> None:
        try:
            async with sessions.begin() as db:
                await actions.except_(db, griffier, spot.item_id, URGENT)
            outcomes.append("made")
        except Conflict:
            outcomes.append("told")

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(one)
    assert sorted(outcomes) == ["made", "told", "told", "told"]


async def test_a_refusal_by_the_database_alone_is_put_into_words_too(sessions, griffier) -> None:
    """The checks in code could be wrong; the constraints still speak Dutch."""
    async with sessions.begin() as db:
        spot = await made.make_spot(db, griffier)
        found = actions.refusals.flaws
        try:
            actions.refusals.flaws = lambda *_, **__: []
            told = await refusal(
                lambda: actions.except_(db, griffier, spot.item_id, Plea("spoed", "kort"))
            )
        finally:
            actions.refusals.flaws = found
        assert [flaw.where for flaw in told.flaws] == ["reason"]
