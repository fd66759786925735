# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An agenda as a table, for towns without a council system."""

import io

import httpx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from backend.accounts.roles import Role
from backend.agenda import queries
from backend.council import agenda_form
from backend.council.agenda_form import COLUMNS, EXAMPLE
from backend.council.inbound import InboundItem, InboundMeeting
from backend.council.tables import AgendaItem, Document, Meeting
from backend.errors import Invalid
from backend.web import tables_in
from backend.web.cells import csv_table
from tests.browse import form, text

pytestmark = pytest.mark.anyio
PATH = "/griffie/vergaderingen/inlezen"


def read(data: bytes) -> InboundMeeting:
    return agenda_form.read(tables_in.read(data))


def rows(*changes: dict[str, str]) -> bytes:
    """A meeting with as many items as there are changes; each says what differs from the usual."""
    first = {"vergadering": "Raad", "datum": "11-02-2027", "begintijd": "19:30"}
    made = [{**(first if n == 0 else {}), "titel": f"Punt {n}", **one}
            for n, one in enumerate(changes)]  # fmt: skip
    return csv_table(COLUMNS, [[row.get(name, "") for name in COLUMNS] for row in made])


def told(data: bytes) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read(data)
    return {flaw.where: flaw.what for flaw in refused.value.flaws}


async def test_nothing_can_be_read_in_of_the_empty_form(signed_in) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    empty = await griffier.get("/griffie/vergaderingen/formulier.csv")
    assert empty.content == csv_table(COLUMNS, ())
    refused = await send(griffier, empty.content)
    assert refused.status_code == 422
    assert "In dit bestand staan geen rijen." in text(refused)
    page = (await griffier.get(PATH)).text
    for file in ("formulier.csv", "voorbeeld.csv"):
        assert f'href="/griffie/vergaderingen/{file}"' in page


def test_the_example_reads_as_the_agenda_in_it() -> None:
    meeting = read(csv_table(COLUMNS, EXAMPLE))
    assert (meeting.title, meeting.starts_at.isoformat()) == (
        "Raadsvergadering",
        "2027-02-11T18:30:00+00:00",
    )
    opening, park = meeting.items
    assert (opening.heading, park.number) == (True, "2")
    assert [(paper.title, paper.main) for paper in park.documents] == [
        ("Raadsvoorstel park Meerkade", True),
        ("Bijlage: tekening", False),
    ]


def test_everything_that_is_wrong_is_told_at_once_with_its_row() -> None:
    wrong = told(
        rows(
            {"datum": "morgen", "nummer": "1", "kop": "misschien"},
            {"begintijd": "half acht", "nummer": "1"},
            {"titel": "punt 0", "stuk": "Nota", "soort": "krant", "link": "c:\\nota"},
            {"titel": "", "soort": "motie"},
            {"onder": "9", "toelichting": "x" * 20_001},
        )
    )
    assert wrong.keys() == {
        "rij 2, datum",
        "rij 2, kop",
        "rij 3, begintijd",
        "rij 3, nummer",
        "rij 4, titel",
        "rij 4, soort",
        "rij 4, link",
        "rij 5, titel",
        "rij 6, onder",
        "rij 6, toelichting",
    }
    assert "20.001" in wrong["rij 6, toelichting"]


def test_two_meetings_in_one_file_are_named_with_their_rows() -> None:
    wrong = told(rows({}, {}, {"vergadering": "Commissie", "datum": "12-02-2027"}))
    assert wrong["rij 4, vergadering"].startswith("Hier staat “Commissie” en in rij 2 “Raad”.")
    assert "eigen bestand" in wrong["rij 4, datum"]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "geen rijen"),
        (b"%PDF-1.7", "een pdf"),
        (b"naam;plaats\nRaad;Zaal\n", "ontbreekt"),
        (b'vergadering;datum;begintijd;titel\n"Raad;1-1-2027;10:00;x\n', "aanhalingsteken"),
        (rows({}).replace(b"titel", b"Titel!"), "kennen wij niet"),
        (rows(*[{}] * 501), "passen"),
    ],
)
def test_what_is_no_agenda_is_refused_in_words(data: bytes, what: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(data)
    said = [refused.value.title, refused.value.advice, *(one.what for one in refused.value.flaws)]
    assert what in " ".join(said)


def test_commas_old_letters_excel_and_lines_in_a_cell_are_read_alike() -> None:
    usual = read(rows({"titel": "Een café", "toelichting": "Regel 1\nRegel 2"}))
    plain = rows({"titel": "Een café", "toelichting": "Regel 1\nRegel 2"}).decode("utf-8-sig")
    assert read(plain.replace(";", ",").encode("latin-1")) == usual
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in tables_in.read(plain.encode()).rows[:1]:
        sheet.append(COLUMNS)
        sheet.append(row.cells)
    file = io.BytesIO()
    book.save(file)
    assert read(file.getvalue()) == usual, "whatever its name ends in"


@given(
    st.lists(
        st.tuples(st.text("abcdé ", min_size=1, max_size=8), st.integers(0, 9)),
        min_size=1,
        max_size=12,
    )
)
def test_what_is_under_an_item_stands_behind_it_and_nothing_is_lost(made) -> None:
    """Any forest: each under one of those before it, or under none."""
    items = [
        InboundItem(
            source_id=str(n),
            parent_id=str(under) if under < n else None,
            position=None,
            number=None,
            title=title,
            explanation="",
            heading=False,
            documents=(),
        )
        for n, (title, under) in enumerate(made)
    ]
    found = agenda_form.depth_first(tuple(items))
    assert sorted(found, key=lambda one: int(one.source_id)) == items
    for place, item in enumerate(found):
        if item.parent_id:
            parent = [one.source_id for one in found].index(item.parent_id)
            between = found[parent + 1 : place]
            assert parent < place
            assert all(_is_under(one, item.parent_id, items) for one in between)


def _is_under(item: InboundItem, top: str, items: list[InboundItem]) -> bool:
    while item.parent_id is not None:
        if item.parent_id == top:
            return True
        item = items[int(item.parent_id)]
    return False


async def send(griffier: httpx.AsyncClient, data: bytes, **fields: str) -> httpx.Response:
    csrf = form(await griffier.get(PATH), PATH)["csrf"][0]
    files = {"bestand": ("agenda.csv", data)} if data else {"niets": ("", b"")}
    return await griffier.post(PATH, data={"csrf": csrf, "naar": "kijken", **fields}, files=files)


async def test_the_griffie_looks_first_and_reads_in_and_once_more_changes_nothing(
    signed_in, sessions
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    example = (await griffier.get("/griffie/vergaderingen/voorbeeld.csv")).content
    looked = await send(griffier, example)
    assert "er is nog niets bewaard" in text(looked)
    assert "Agendapunt “Een park aan de Meerkade”: nieuw" in text(looked)
    async with sessions() as db:
        assert (await db.scalars(select(func.count()).select_from(Meeting))).one() == 0
    fields = form(looked, PATH)
    stored = await griffier.post(PATH, data={**fields, "naar": "inlezen"})
    assert stored.status_code == 303, text(stored)
    async with sessions() as db:
        meeting = (await db.scalars(select(Meeting))).one()
        lines = await queries.lines(db, meeting.id)
        kinds = set(await db.scalars(select(Document.kind)))
    assert stored.headers["location"] == f"/griffie/vergaderingen/{meeting.id}"
    assert [line.item.title for line in lines] == ["Opening", "Een park aan de Meerkade"]
    assert kinds == {"raadsvoorstel", None}
    again = text(await send(griffier, example))
    assert "Er hoeft niets te gebeuren" in again
    changed = example.replace(b"Opening", b"Opening en mededelingen")
    assert "Agendapunt “Opening”: gaat van de agenda af" in text(await send(griffier, changed))
    async with sessions() as db:
        lapsed = AgendaItem.lapsed_at.is_not(None)
        assert (await db.scalars(select(AgendaItem).where(lapsed))).all() == []


async def test_a_wrong_file_is_told_row_by_row_on_the_page(signed_in) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    wrong = await send(griffier, rows({"datum": "ooit"}, {"nummer": "=1+1", "kop": "x"}))
    assert wrong.status_code == 422
    assert "rij 2, datum Dit is geen dag." in text(wrong)
    assert "rij 3, kop Schrijf “ja” of “nee”." in text(wrong)
    nothing = await send(griffier, b"")
    assert nothing.status_code == 422
    assert "Kies het bestand met de agenda." in text(nothing)


async def test_a_day_that_has_been_is_warned_about_and_can_be_read_in(signed_in) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    looked = await send(griffier, rows({"datum": "01-03-2020"}))
    assert "Deze dag is al geweest" in text(looked)
    fields = form(looked, PATH)
    stored = await griffier.post(PATH, data={**fields, "naar": "inlezen"})
    assert stored.status_code == 303, text(stored)
    coming = await send(griffier, rows({"datum": "01-03-2090"}))
    assert "Deze dag is al geweest" not in text(coming)


async def test_a_file_of_fifty_megabytes_is_told_so_on_the_form_itself(signed_in) -> None:
    reply = await send(await signed_in(Role.GRIFFIE), b"x" * 50_000_000)
    assert reply.status_code == 422
    assert "Dit bestand is te groot. Er past hier 1 MB." in text(reply)
    assert form(reply, PATH)
