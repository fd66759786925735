# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An agenda written into the database, again and again: only what differs is touched."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import func, select, text

from backend.agenda.actions import Plea, except_
from backend.audit.actions import SYSTEM
from backend.consultations.tables import Consultation
from backend.council import actions, notubiz, queries
from backend.council.actions import Edited
from backend.council.importing import Taken, take_in
from backend.council.inbound import InboundDocument, InboundItem, InboundMeeting
from backend.council.tables import AgendaItem, AgendaItemDocument, Document, DocumentVersion
from backend.outbox import PromiseRow
from backend.servers import start
from tests import folders
from tests.backend.agenda import made
from tests.backend.agenda.made import make_griffier
from tests.backend.council.test_notubiz import make_document, make_item, make_meeting
from tests.backend.results.made import keep
from tests.faults.processes import ROOT

pytestmark = pytest.mark.anyio
FILES = "notubiz_meeting_amsterdam.json", "notubiz_meeting_amsterdam_update1.json"


def paper(number: int, title: str = "", **more: object):
    return made.paper(str(number), title or f"Stuk {number}", **more)


def item(number: int, *papers: InboundDocument) -> InboundItem:
    return made.agenda_item(str(number), *papers)


def meeting(*items: InboundItem) -> InboundMeeting:
    return made.meeting("7", *items)


async def taken(sessions, inbound: InboundMeeting) -> tuple[int, int, int, int]:
    async with sessions.begin() as db:
        found: Taken = await take_in(db, SYSTEM, inbound)
    return found.created, found.changed, found.unchanged, found.lapsed


async def row(sessions, table, number: int):
    async with sessions() as db:
        return (await db.scalars(select(table).where(table.source_id == str(number)))).one()


async def versions(sessions, document_id: UUID) -> list[DocumentVersion]:
    async with sessions() as db:
        return list(
            await db.scalars(
                select(DocumentVersion)
                .where(DocumentVersion.document_id == document_id)
                .order_by(DocumentVersion.number)
            )
        )


async def described(sessions, document_id: UUID) -> None:
    """The griffie made it a proposal with a plain text and two points."""
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        edited = Edited("raadsvoorstel", "In gewone taal.", ("Bouwen.", "Betalen."))
        await actions.edit(db, griffier, document_id, 1, edited)


async def test_the_real_meeting_twice_and_then_changed(sessions, reference_data: Path) -> None:
    first, second = [
        notubiz.read((reference_data / "ori" / "notubiz" / name).read_bytes()) for name in FILES
    ]
    everything = 1 + 45 + 51
    assert await taken(sessions, first) == (everything, 0, 0, 0)
    async with sessions() as db:
        promised = (await db.scalars(select(func.count()).select_from(PromiseRow))).one()
    assert promised == 51
    assert await taken(sessions, first) == (0, 0, everything, 0)
    created, changed, unchanged, lapsed = await taken(sessions, second)
    assert (created, changed, unchanged, lapsed) == (0, 1, everything - 1, 0)
    assert await taken(sessions, second) == (0, 0, everything, 0)


async def test_an_item_that_is_gone_lapses_and_may_return(sessions) -> None:
    both = meeting(item(1), item(2))
    await taken(sessions, both)
    assert await taken(sessions, meeting(item(1))) == (0, 1, 2, 1)
    assert (await row(sessions, AgendaItem, 2)).lapsed_at is not None
    assert await taken(sessions, meeting(item(1))) == (0, 0, 2, 0)
    assert await taken(sessions, both) == (0, 1, 2, 0)
    assert (await row(sessions, AgendaItem, 2)).lapsed_at is None


async def test_an_item_with_a_consultation_lapses_and_loses_nothing(sessions) -> None:
    await taken(sessions, meeting(item(1), item(2, paper(20))))
    document = await row(sessions, Document, 20)
    await described(sessions, document.id)
    await keep(sessions)
    await taken(sessions, meeting(item(1)))
    assert (await row(sessions, AgendaItem, 2)).lapsed_at is not None
    async with sessions() as db:
        [drafted] = await db.scalars(select(Consultation))
        assert drafted.document_id == document.id
        [link] = await db.scalars(select(AgendaItemDocument))
        assert (link.document_id, link.main) == (document.id, True)


async def test_a_changed_title_is_a_new_version_with_the_griffies_text(sessions) -> None:
    await taken(sessions, meeting(item(1, paper(10))))
    document = await row(sessions, Document, 10)
    await described(sessions, document.id)
    assert await taken(sessions, meeting(item(1, paper(10, "Stuk 10, gewijzigd")))) == (0, 1, 2, 0)
    before, after = (await versions(sessions, document.id))[1:]
    assert (after.number, after.title) == (3, "Stuk 10, gewijzigd")
    assert (after.plain_text, before.plain_text) == ("In gewone taal.", "In gewone taal.")
    assert after.hash != before.hash
    async with sessions() as db:
        points = (await queries.version(db, after.id)).points
    assert points == ((1, "Bouwen."), (2, "Betalen."))


async def test_a_new_file_under_the_same_title_is_a_new_version_too(sessions) -> None:
    await taken(sessions, meeting(item(1, paper(10))))
    assert await taken(sessions, meeting(item(1, paper(10, version="2")))) == (0, 1, 2, 0)
    document = await row(sessions, Document, 10)
    assert [one.source_version for one in await versions(sessions, document.id)] == ["1", "2"]


async def reason(sessions, source_id: int) -> str:
    """What the gate says of this item."""
    item_id = (await row(sessions, AgendaItem, source_id)).id
    async with sessions() as db:
        asked = text("SELECT reason FROM readiness WHERE agenda_item_id = :item")
        return (await db.scalars(asked, {"item": item_id})).one()


async def mains(sessions, number: int) -> list[str]:
    agenda_item = await row(sessions, AgendaItem, number)
    async with sessions() as db:
        found = await db.scalars(
            select(Document.source_id)
            .join(AgendaItemDocument, AgendaItemDocument.document_id == Document.id)
            .where(
                AgendaItemDocument.agenda_item_id == agenda_item.id,
                AgendaItemDocument.main,
                AgendaItemDocument.gone_at.is_(None),
            )
        )
        return list(found)


async def test_the_griffies_choice_of_main_document_outlives_an_import(sessions) -> None:
    two = meeting(item(1, paper(10), paper(11, main=False)))
    await taken(sessions, two)
    assert await mains(sessions, 1) == ["10"]
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        chosen = await row(sessions, Document, 11)
        await actions.choose_main(db, griffier, (await row(sessions, AgendaItem, 1)).id, chosen.id)
    assert await taken(sessions, two) == (0, 0, 4, 0)
    assert await mains(sessions, 1) == ["11"]
    await taken(sessions, meeting(item(1, paper(12), paper(11, main=False))))
    assert await mains(sessions, 1) == ["11"]


async def test_when_the_main_document_goes_a_person_chooses_the_next(sessions) -> None:
    """Nothing may open the gate by itself: the item is red until the griffie chooses."""
    await taken(sessions, meeting(item(1, paper(10), paper(11, main=False))))
    assert await taken(sessions, meeting(item(1, paper(11)))) == (0, 1, 2, 0)
    assert await mains(sessions, 1) == []
    assert await reason(sessions, 1) == "no_main_document"
    assert (await taken(sessions, meeting(item(1, paper(11)))))[0] == 0
    assert await reason(sessions, 1) == "no_main_document"
    assert (await row(sessions, Document, 10)).source_id == "10"


async def test_an_item_that_is_called_a_heading_is_judged_by_its_document(sessions) -> None:
    await taken(sessions, meeting(item(1, paper(10))))
    heading = made.agenda_item("1", paper(10), heading=True)
    assert await taken(sessions, meeting(heading)) == (0, 1, 2, 0)
    assert await taken(sessions, meeting(heading)) == (0, 0, 3, 0)
    assert await reason(sessions, 1) == "unknown_kind"
    await taken(sessions, meeting(made.agenda_item("1", heading=True)))
    assert await reason(sessions, 1) == "unknown_kind"


async def test_a_document_that_returns_gates_again(sessions) -> None:
    await taken(sessions, meeting(item(1, paper(10), paper(11, main=False))))
    await taken(sessions, meeting(item(1, paper(11))))
    await taken(sessions, meeting(item(1, paper(10), paper(11, main=False))))
    assert await mains(sessions, 1) == ["10"]
    assert await reason(sessions, 1) == "unknown_kind"


async def test_when_every_document_turns_secret_the_item_stays_red(sessions) -> None:
    await taken(sessions, meeting(item(1, paper(10))))
    await taken(sessions, meeting(item(1)))
    assert await mains(sessions, 1) == ["10"]
    assert await reason(sessions, 1) == "unknown_kind"


async def test_a_document_something_was_attached_for_stays_but_no_longer_gates(sessions) -> None:
    await taken(sessions, meeting(item(1, paper(10))))
    document = await row(sessions, Document, 10)
    await described(sessions, document.id)
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        spot = (await row(sessions, AgendaItem, 1)).id
        await except_(db, griffier, spot, Plea("spoed", "De subsidie verloopt vrijdag."))
    other = meeting(item(1, paper(11)))
    assert await taken(sessions, other) == (1, 1, 1, 0)
    assert await mains(sessions, 1) == []
    assert await reason(sessions, 1) == "no_main_document"
    async with sessions() as db:
        links = (await db.scalars(select(AgendaItemDocument.document_id))).all()
    assert document.id in links
    assert await taken(sessions, other) == (0, 0, 3, 0)
    assert await taken(sessions, meeting(item(1))) == (0, 1, 1, 0)
    assert await reason(sessions, 1) == "no_main_document"


async def test_what_is_confidential_leaves_no_trace_in_any_table(sessions, owner_dsn) -> None:
    hidden = "Aankoop van het kasteel"
    inbound = make_meeting(
        make_item(
            1, documents=[make_document(10), make_document(11, title=hidden, confidential=1)]
        ),
        make_item(2, make_item(3, title=hidden), title=hidden, confidential=1),
        make_item(4, title=hidden, permission_group="griffie", documents=[make_document(12)]),
        documents=[make_document(13, title=hidden, confidential=1)],
    )
    read = notubiz.read(json.dumps(inbound).encode())
    assert await taken(sessions, read) == (3, 0, 0, 0)
    owner = await asyncpg.connect(owner_dsn)
    tables = await owner.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = {
        name: await owner.fetchval(
            f"SELECT count(*) FROM {name} t WHERE t::text ILIKE '%' || $1 || '%'",  # noqa: S608 - names from the catalogue
            hidden,
        )
        for (name,) in tables
    }
    visible = await owner.fetchval(
        "SELECT count(*) FROM document_version t WHERE t::text LIKE '%Stuk 10%'"
    )
    await owner.close()
    assert visible == 1, "the search would find it"
    assert {name: n for name, n in found.items() if n} == {}


@pytest.fixture(name="home")
def fixture_home() -> Iterator[Path]:
    with folders.place() as made:
        yield made / "home"


def command(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAADGEVER_")}
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", "import", "agenda", *map(str, words)],
        cwd=ROOT,
        env={**kept, "RAADGEVER_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


async def test_the_command_line_imports_shifts_and_imports_again(
    home: Path, reference_data: Path
) -> None:
    file = reference_data / "ori" / "notubiz" / FILES[0]
    first = command(home, file, "--shift-to", "2027-02-11", "--json")
    assert (first.returncode, first.stderr) == (0, "")
    told = json.loads(first.stdout.splitlines()[-1])
    assert {name: told[name] for name in ("created", "changed", "unchanged", "dropped")} == {
        "created": 97,
        "changed": 0,
        "unchanged": 0,
        "dropped": 0,
    }
    with start(home) as servers:
        owner = await asyncpg.connect(
            servers.database_url("raadgever_owner").replace("+asyncpg", "")
        )
        starts = await owner.fetchval(
            "SELECT (starts_at AT TIME ZONE 'Europe/Amsterdam')::text FROM meeting"
        )
        await owner.close()
        assert starts == "2027-02-11 13:30:00"
        again = command(home, file, "--shift-to", "2027-02-11", "--json")
    told = json.loads(again.stdout.splitlines()[-1])
    assert (told["created"], told["changed"], told["unchanged"]) == (0, 0, 97)


@pytest.mark.parametrize(
    "content",
    [
        b"{ this is no JSON",
        b"\x00\xff",
        b"[]",
        json.dumps(make_meeting(make_item(1), make_item(1), make_item(2, type_data=None))).encode(),
    ],
    ids=["no-json", "no-text", "no-meeting", "two-problems"],
)
def test_a_bad_file_is_refused_with_every_problem_and_nothing_is_stored(
    home: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "agenda.json"
    file.write_bytes(content)
    ran = command(home, file, "--json")
    assert ran.returncode == 3
    told = json.loads(ran.stdout.splitlines()[-1])["error"]
    assert ran.stderr.splitlines() == told
    assert len(told) >= (2 if b"agenda_items" in content else 1)
    assert not home.exists(), "no server was started for it"
