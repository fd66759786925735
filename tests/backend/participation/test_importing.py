# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Responses of another tool in a real database: received as any other, and twice is once."""

from uuid import uuid4

import anyio
import asyncpg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from backend.audit.actions import SYSTEM
from backend.audit.tables import AuditLine
from backend.consultations import queries as consultations
from backend.errors import Conflict, Invalid, NotHere
from backend.outbox import PromiseRow
from backend.participation import actions, importing, importing_report, queries
from backend.participation.importing import Outcome
from backend.participation.importing_storing import receive_all
from backend.participation.sending import Sending
from backend.participation.tables import AnswerText, Background, CodedAnswers, Entry, Receipt
from backend.web import tables_in
from surveys import receipt
from tests.backend.participation.exports import (
    ASKED,
    SIMPLE,
    SIMPLE_HEADER,
    as_csv,
    mapping,
    simple,
)
from tests.make import make_consultation, move

pytestmark = pytest.mark.anyio
SECRET = b"s3cret-of-the-municipality-0123456789"
ALL = (Entry, CodedAnswers, AnswerText, Background, Receipt, PromiseRow, AuditLine)


@pytest.fixture
async def park(sessions):
    """An open consultation with every type of question."""
    async with sessions.begin() as db:
        return await make_consultation(db, slug="park", questionnaire=ASKED)


def export(*rows: tuple[str, ...]) -> bytes:
    return as_csv(SIMPLE_HEADER, rows)


async def bring(sessions, data: bytes, chosen=SIMPLE, *, dry_run: bool = False) -> Outcome:
    async with sessions() as db:
        shown = await importing.find(db, chosen.consultation)
    found = importing.sort(shown, tables_in.read(data), chosen, secret=SECRET)
    if dry_run:
        return await importing.try_out(sessions, shown, found, secret=SECRET)
    return await importing.take_in(sessions, SYSTEM, shown, found, secret=SECRET, file="f")


def counts(outcome: Outcome) -> tuple[int, int, int]:
    assert outcome.rows == outcome.accepted + outcome.refused + outcome.unchanged
    return outcome.accepted, outcome.refused, outcome.unchanged


async def rows(sessions) -> list[int]:
    async with sessions() as db:
        return [(await db.scalars(select(func.count()).select_from(t))).one() for t in ALL]


GOOD = [simple(number) for number in range(1, 5)]
BAD = simple(9, stance="Tja", times="vaak")


async def test_a_row_becomes_an_entry_with_all_that_an_entry_has(sessions, park) -> None:
    outcome = await bring(sessions, export(simple(1)))
    assert counts(outcome) == (1, 0, 0)
    async with sessions() as db:
        entry = (await db.scalars(select(Entry))).one()
        said = await queries.answers_of(db, entry.id)
        promised = (await db.scalars(select(PromiseRow))).one()
        code = receipt.derive(SECRET, park.id, entry.form_key)
        found = await queries.by_code(db, SECRET, code)
        line = (await db.scalars(select(AuditLine))).one()
    assert (entry.kind, entry.channel, entry.entered_by) == ("submission", "import", None)
    assert said == {
        "1.stance": "for",
        "1.advice": 'Nummer 1 zegt: "plant bomen";\nen banken, één per straat.',
        "keer": "12",
        "wijk": "bomen",
    }
    assert (promised.subject, promised.item) == (park.id, entry.id)
    assert found is not None
    assert found.response_id == entry.id
    assert (line.action, line.object_id) == ("inlezen", park.id)
    assert line.detail == {"bestand": "f", "rijen": "2-2", "ingelezen": 1}


async def everything(sessions, consultation) -> list[object]:
    """All that is stored of one response, without what differs by nature."""
    async with sessions() as db:
        entry = (
            await db.scalars(select(Entry).where(Entry.consultation_id == consultation.id))
        ).one()
        receipts = select(Receipt.fingerprint).where(Receipt.response_id == entry.id)
        code = receipt.derive(SECRET, consultation.id, entry.form_key)
        promised = select(PromiseRow.topic, PromiseRow.item == entry.id).where(
            PromiseRow.subject == consultation.id
        )
        return [
            (entry.kind, entry.channel, entry.entered_by, entry.cancels_id, entry.reason),
            (entry.response_id == entry.id, entry.body_hash),
            (await queries.answers_of(db, entry.id)),
            (await db.scalars(receipts)).all() == [receipt.fingerprint(SECRET, code)],
            [tuple(row) for row in await db.execute(promised)],
        ]


async def test_hundreds_at_once_are_stored_as_one_by_one(sessions, park) -> None:
    async with sessions.begin() as db:
        other = await make_consultation(db, slug="bos", questionnaire=ASKED)
        answers = ASKED.read({"1.stance": ["for"], "1.advice": ["Bomen."], "wijk": ["bomen"]})
        sending = Sending(answers, uuid4(), "import")
        await actions.send(db, park.id, sending, secret=SECRET)
        held = await consultations.hold(db, other.id)
        assert await receive_all(db, held, [sending], secret=SECRET) == {sending.form_key}
        assert await receive_all(db, held, [sending], secret=SECRET) == frozenset()
    assert await everything(sessions, park) == await everything(sessions, other)


async def test_bad_rows_are_named_and_do_not_stop_the_good_ones(sessions, park) -> None:
    outcome = await bring(sessions, export(*GOOD[:2], BAD, *GOOD[2:]))
    assert counts(outcome) == (4, 1, 0)
    assert [(one.row, one.column) for one in outcome.problems] == [(4, "Park?"), (4, "Keren")]
    assert (await rows(sessions))[0] == 4


async def test_a_dry_run_says_the_same_and_writes_nothing(sessions, park) -> None:
    data = export(*GOOD, BAD)
    before = await rows(sessions)
    tried = await bring(sessions, data, dry_run=True)
    assert await rows(sessions) == before
    done = await bring(sessions, data)
    assert (counts(tried), tried.problems) == (counts(done), done.problems)
    again = await bring(sessions, data, dry_run=True)
    assert counts(again) == (0, 1, 4)


async def test_the_same_file_twice_changes_nothing_and_a_grown_one_adds_what_is_new(
    sessions, park
) -> None:
    await bring(sessions, export(*GOOD, BAD))
    before = await rows(sessions)
    assert counts(await bring(sessions, export(*GOOD, BAD))) == (0, 1, 4)
    assert await rows(sessions) == before
    grown = export(simple(7), *reversed(GOOD), simple(8))
    assert counts(await bring(sessions, grown)) == (2, 0, 4)


async def test_without_numbers_equal_rows_each_count_and_twice_is_still_once(
    sessions, park
) -> None:
    chosen = mapping(SIMPLE.columns, ignore=("Response ID", "Datum"))
    same = [simple(1)] * 3
    assert counts(await bring(sessions, export(*same), chosen)) == (3, 0, 0)
    assert counts(await bring(sessions, export(*same), chosen)) == (0, 0, 3)
    assert counts(await bring(sessions, export(simple(2), *same, *same), chosen)) == (4, 0, 3)


async def test_a_number_that_says_something_else_now_is_refused_and_what_stood_stays(
    sessions, park
) -> None:
    await bring(sessions, export(*GOOD))
    before = await rows(sessions)
    outcome = await bring(sessions, export(simple(1), simple(2, stance="Oneens")))
    assert counts(outcome) == (0, 1, 1)
    assert [(one.row, "andere antwoorden" in one.what) for one in outcome.problems] == [(3, True)]
    assert await rows(sessions) == before
    other = mapping(SIMPLE.columns, number="Response ID", ignore=("Datum",), source="wijkkrant")
    assert counts(await bring(sessions, export(simple(2, stance="Oneens")), other)) == (1, 0, 0)


async def test_a_changed_mapping_is_no_way_to_count_a_row_twice(sessions, park) -> None:
    columns = {name: c for name, c in SIMPLE.columns.items() if name != "Keren"}
    chosen = mapping(columns, ignore=("Response ID", "Datum", "Keren"))
    await bring(sessions, export(*GOOD), chosen)
    mended = mapping(SIMPLE.columns, ignore=("Response ID", "Datum"))
    assert counts(await bring(sessions, export(*GOOD), mended)) == (0, 4, 0)


FALLS = """
    CREATE FUNCTION falls() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (SELECT count(*) FROM entry) > 2 THEN RAISE EXCEPTION 'the power went'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER falls BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION falls()
"""


async def test_after_a_fall_halfway_whole_batches_stay_and_the_same_file_adds_the_rest(
    sessions, park, owner_dsn, monkeypatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    data = export(*GOOD, BAD, simple(5))
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute(FALLS)
    with pytest.raises(DBAPIError, match="the power went"):
        await bring(sessions, data)
    assert await rows(sessions) == [2, 2, 2, 2, 2, 2, 1]
    await owner.execute("DROP TRIGGER falls ON entry")
    await owner.close()
    assert counts(await bring(sessions, data)) == (3, 1, 2)
    assert await rows(sessions) == [5, 5, 5, 5, 5, 5, 3]


async def test_closing_meanwhile_refuses_the_rest_with_that_reason(
    sessions, park, monkeypatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 3)
    take, times = importing.take, []

    async def with_a_clerk_in_a_hurry(*arguments, **named):
        times.append(1)
        if len(times) == 2:
            async with sessions.begin() as db:
                await move(db, await db.merge(park), "closed")
        return await take(*arguments, **named)

    monkeypatch.setattr(importing, "take", with_a_clerk_in_a_hurry)
    outcome = await bring(sessions, export(*GOOD, BAD))
    assert counts(outcome) == (3, 2, 0)
    assert next((one.row, one.what) for one in outcome.problems) == (
        5,
        "Deze raadpleging is gesloten.",
    )
    assert (await rows(sessions))[0] == 3


async def test_two_imports_of_one_file_at_once_are_one(sessions, park, monkeypatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 20)
    data = export(*[simple(number) for number in range(100)])
    done: list[Outcome] = []

    async def run() -> None:
        done.append(await bring(sessions, data))

    async with anyio.create_task_group() as together:
        together.start_soon(run)
        together.start_soon(run)
    assert sum(outcome.accepted for outcome in done) == 100
    assert [outcome.refused for outcome in done] == [0, 0]
    assert (await rows(sessions))[0] == 100


async def test_a_closed_consultation_takes_nothing_and_can_still_be_tried(sessions, park) -> None:
    async with sessions.begin() as db:
        await move(db, await db.merge(park), "closed")
    with pytest.raises(Conflict, match="gesloten"):
        await bring(sessions, export(*GOOD))
    assert (await rows(sessions))[0] == 0
    assert counts(await bring(sessions, export(*GOOD), dry_run=True)) == (4, 0, 0)


async def test_a_consultation_or_column_that_is_not_there_stops_the_whole_file(
    sessions, park
) -> None:
    with pytest.raises(NotHere, match="geen raadpleging bos"):
        await bring(sessions, export(*GOOD), mapping(SIMPLE.columns, consultation="bos"))
    with pytest.raises(Invalid, match="koppeling klopt niet"):
        await bring(sessions, export(*GOOD), mapping(SIMPLE.columns))
    assert (await rows(sessions))[0] == 0


async def test_the_report_names_every_problem_and_holds_no_formula(sessions, park) -> None:
    header = ("Response ID", "Datum", "=Park?", *SIMPLE_HEADER[3:])
    columns = {("=Park?" if name == "Park?" else name): c for name, c in SIMPLE.columns.items()}
    chosen = mapping(columns, number="Response ID", ignore=("Datum",))
    bad = [simple(number, stance="Tja") for number in range(50)]
    outcome = await bring(sessions, as_csv(header, bad), chosen, dry_run=True)
    table = tables_in.read(importing_report.as_csv(outcome))
    assert table.header == ("rij", "kolom", "vraag", "soort", "waarom")
    assert len(table.rows) == 50
    assert table.rows[0].cells[:2] == ("2", "'=Park?")
    assert table.rows[0].cells[3] == "geweigerd"
    printed = list(importing_report.lines(outcome))
    assert printed[0].startswith("50 rijen: 0 zouden erin komen, 50 geweigerd")
    assert printed[-2].startswith("En nog 30 problemen")


async def test_a_citizen_service_number_is_a_remark_in_every_form_of_the_report(
    sessions, park
) -> None:
    number = ("7", "", "Oneens", "Mijn nummer is 123456782.", "", "")
    tried = await bring(sessions, export(simple(1), number), dry_run=True)
    done = await bring(sessions, export(simple(1), number))
    assert (counts(tried), counts(done)) == ((2, 0, 0), (2, 0, 0))
    assert "Haal het nummer weg" in tried.remarks[0].what
    assert "Geef deze tekst niet vrij" in done.remarks[0].what
    table = tables_in.read(importing_report.as_csv(done))
    assert table.rows[0].cells[:4] == (
        "3", "Toelichting", "Beslispunt 1: Wat raadt u de raad aan?", "opmerking"
    )  # fmt: skip
    assert list(importing_report.lines(done))[-1].startswith("rij 3, kolom “Toelichting”")
    assert "123456782" not in str(importing_report.as_json(done))
