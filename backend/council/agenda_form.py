# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form on which a town without a council system writes an agenda: one meeting, as a table.

A row is an agenda item with its main document, or, without a title, one more document of the item
above it. Ids are of the file alone, made of titles: numbers shift when something is put in between.
What is stored already `backend.council.recognised` finds back.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct, structs

from backend.council.hands import FORM
from backend.council.inbound import YEARS, InboundDocument, InboundItem, InboundMeeting, local
from backend.council.notubiz_attributes import LONGEST_TITLE
from backend.council.notubiz_words import kind_of
from backend.errors import Flaw, Invalid
from backend.web.forms import clock
from backend.web.languages import gettext
from backend.web.pages import number
from backend.web.tables_in import Row, Table
from surveys.recognising import plain
from surveys.rules import KINDS
from surveys.text import LINK, UNPRINTABLE

OF_MEETING: Final = ("vergadering", "orgaan", "datum", "begintijd", "eindtijd", "plaats")
OF_ITEM: Final = ("nummer", "onder", "titel", "toelichting", "kop")
OF_DOCUMENT: Final = ("stuk", "soort", "link")
COLUMNS: Final = (*OF_MEETING, *OF_ITEM, *OF_DOCUMENT)
NEEDED: Final = ("vergadering", "datum", "begintijd", "titel")
LONGEST_EXPLANATION: Final = 20_000
MOST_ITEMS: Final = 500
EXAMPLE: Final = (
    ("Raadsvergadering", "Gemeenteraad", "11-02-2027", "19:30", "22:30", "Raadzaal",
     "1", "", "Opening", "", "ja", "", "", ""),
    ("", "", "", "", "", "", "2", "", "Een park aan de Meerkade",
     "Het college stelt voor om van het parkeerterrein een park te maken.", "nee",
     "Raadsvoorstel park Meerkade", "raadsvoorstel", "https://www.uwgemeente.nl/park.pdf"),
    ("", "", "", "", "", "", "", "", "", "", "",
     "Bijlage: tekening", "", "https://www.uwgemeente.nl/tekening.pdf"),
)  # fmt: skip
_DAYS: Final = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S")


class _Cells(Struct, frozen=True):
    """One row by column; `at` says where it stands."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    def at(self, column: str) -> str:
        return gettext("rij {number}, {column}").format(number=number(self.number), column=column)


class _Reader:
    """Collects every problem of a form, and what can be read of it."""

    def __init__(self, table: Table) -> None:
        self.flaws: list[Flaw] = []
        names = [name.casefold() for name in table.header]
        self._check_header(names)
        self.refuse()  # without its columns every row would be wrong
        self.rows = [self._cells(row, names) for row in table.rows if not self._is_torn(row)]
        if not self.rows:
            self.refuse()

    def _check_header(self, names: list[str]) -> None:
        kop = gettext("de kop")
        for name in NEEDED:
            if name not in names:
                what = gettext("De kolom “{name}” ontbreekt.").format(name=name)
                self.flaws.append(Flaw(kop, what))
        for name in names:
            if name not in COLUMNS:
                what = gettext("De kolom “{name}” kennen wij niet. Gebruik: {names}.")
                self.flaws.append(Flaw(kop, what.format(name=name[:40], names=", ".join(COLUMNS))))

    def _is_torn(self, row: Row) -> bool:
        """Whether its cells do not fit the header: then nothing else of it is looked at."""
        if row.problem:
            where = gettext("rij {number}").format(number=number(row.number))
            self.flaws.append(Flaw(where, row.problem))
        return bool(row.problem)

    def _cells(self, row: Row, names: list[str]) -> _Cells:
        cells = _Cells(row.number, dict(zip(names, row.cells, strict=False)))
        for name, value in cells.values.items():
            limit = LONGEST_EXPLANATION if name == "toelichting" else LONGEST_TITLE
            if UNPRINTABLE.search(value):
                self.say(cells, name, gettext("Hier staan tekens in die niet te lezen zijn."))
            elif len(value) > limit:
                what = gettext("Dit is te lang: {number} tekens. Er passen er {limit}.")
                self.say(cells, name, what.format(number=number(len(value)), limit=number(limit)))
        return cells

    def say(self, row: _Cells, column: str, what: str) -> None:
        self.flaws.append(Flaw(row.at(column), what))

    def refuse(self) -> None:
        if self.flaws:
            raise Invalid(
                gettext("Deze agenda kan niet worden ingelezen. Er is niets bewaard."),
                gettext("Verbeter dit in het bestand en kies het opnieuw."),
                self.flaws,
            )

    # The meeting ---------------------------------------------------------------------------------

    def one_meeting(self) -> _Cells:
        """What all rows say together; each may leave it empty, none may say something else."""
        said: dict[str, tuple[str, _Cells]] = {}
        for row in self.rows:
            for column in OF_MEETING:
                value = row[column]
                if not value:
                    continue
                first, where = said.setdefault(column, (value, row))
                if first.casefold() != value.casefold():
                    what = gettext(
                        "Hier staat “{value}” en in rij {number} “{first}”. Zet elke vergadering"
                        " in een eigen bestand."
                    ).format(value=value, first=first, number=number(where.number))
                    self.say(row, column, what)
        first = self.rows[0]
        for column in ("vergadering", "datum", "begintijd"):
            if column not in said:
                self.say(first, column, gettext("Vul dit in, in elk geval op de eerste rij."))
        return _Cells(first.number, {column: value for column, (value, _) in said.items()})

    def day(self, row: _Cells) -> dt.date | None:
        found = _parsed(row["datum"], _DAYS)
        if row["datum"] and (found is None or found.year not in YEARS):
            self.say(row, "datum", gettext("Dit is geen dag. Schrijf bijvoorbeeld 11-02-2027."))
            return None
        return found.date() if found else None

    def time(self, row: _Cells, column: str) -> dt.time | None:
        found = clock(row[column])
        if row[column] and found is None:
            self.say(row, column, gettext("Dit is geen tijd. Schrijf bijvoorbeeld 19:30."))
        return found

    # The items -----------------------------------------------------------------------------------

    def items(self) -> Iterator[InboundItem]:
        """In the order of the file, each with its documents and the id of what it stands under."""
        held: InboundItem | None = None
        numbers: dict[str, str] = {}
        ids: set[str] = set()
        for row in self.rows:
            if row["titel"]:
                if held:
                    yield held
                held = self._item(row, numbers, ids)
            elif held is None or not row["stuk"]:
                self.say(row, "titel", gettext("Vul de titel van het punt in."))
            elif held.heading:
                self.say(row, "stuk", gettext("Bij een kop past geen stuk."))
            else:
                held = structs.replace(held, documents=(*held.documents, *self._paper(row, held)))
        if held:
            yield held

    def _item(self, row: _Cells, numbers: dict[str, str], ids: set[str]) -> InboundItem:
        title, called = row["titel"], row["nummer"]
        id_ = plain(title)
        if id_ in ids:
            what = gettext("Deze titel staat er al. Maak duidelijk welk punt dit is.")
            self.say(row, "titel", what)
        ids.add(id_)
        parent = numbers.get(row["onder"]) if row["onder"] else None
        if row["onder"] and parent is None:
            what = gettext("Er staat hierboven geen punt met nummer “{number}”.")
            self.say(row, "onder", what.format(number=row["onder"]))
        if called and called in numbers:
            what = gettext("Nummer “{number}” staat er twee keer.")
            self.say(row, "nummer", what.format(number=called))
        elif called:
            numbers[called] = id_
        if row["kop"].casefold() not in {"", "ja", "nee"}:
            self.say(row, "kop", gettext("Schrijf “ja” of “nee”."))
        item = InboundItem(
            source_id=id_,
            parent_id=parent,
            position=None,
            number=called or None,
            title=title,
            explanation=row["toelichting"],
            heading=row["kop"].casefold() == "ja",
            documents=(),
        )
        if item.heading and row["stuk"]:
            self.say(row, "kop", gettext("Bij een kop past geen stuk."))
        return structs.replace(item, documents=self._paper(row, item))

    def _paper(self, row: _Cells, item: InboundItem) -> tuple[InboundDocument, ...]:
        name, kind, link = (row[column] for column in OF_DOCUMENT)
        if not name:
            if kind or link:
                self.say(row, "stuk", gettext("Vul de titel van het stuk in."))
            return ()
        if kind and kind_of(kind) is None:
            what = gettext("Deze soort kennen wij niet. Kies: {kinds}, of laat dit leeg.")
            self.say(row, "soort", what.format(kinds=", ".join(KINDS)))
        if link and not LINK.fullmatch(link):
            self.say(row, "link", gettext("Geef een link die begint met https://."))
        id_ = f"{item.source_id}\n{plain(name)}"
        if any(paper.source_id == id_ for paper in item.documents):
            self.say(row, "stuk", gettext("Dit stuk staat er al bij dit punt."))
        return (
            InboundDocument(
                source_id=id_,
                title=name,
                url=link or None,
                source_version="",
                type=kind or None,
                publication_date=None,
                main=not item.documents,
            ),
        )


def _parsed(value: str, forms: tuple[str, ...]) -> dt.datetime | None:
    for form in forms:
        try:
            return dt.datetime.strptime(value, form)  # noqa: DTZ007 - a wall clock; see `local`
        except ValueError:
            continue
    return None


def depth_first(items: tuple[InboundItem, ...]) -> tuple[InboundItem, ...]:
    """What stands under an item right behind it, in the order of the file for the rest."""
    under: dict[str | None, list[InboundItem]] = {}
    for item in items:
        under.setdefault(item.parent_id, []).append(item)

    def walk(parent: str | None) -> Iterator[InboundItem]:
        for item in under.get(parent, ()):
            yield item
            yield from walk(item.source_id)

    return tuple(walk(None))


def read(table: Table) -> InboundMeeting:
    """The meeting, or `Invalid` with every problem and the row where it stands."""
    reader = _Reader(table)
    if len(reader.rows) > MOST_ITEMS:
        most = number(MOST_ITEMS)
        what = gettext("Er passen {number} rijen in een agenda.").format(number=most)
        raise Invalid(gettext("Deze agenda is te lang."), what)
    said = reader.one_meeting()
    day = reader.day(said)
    begins, ends = reader.time(said, "begintijd"), reader.time(said, "eindtijd")
    if begins and ends and ends <= begins:
        reader.say(said, "eindtijd", gettext("De vergadering eindigt voordat zij begint."))
    items = tuple(reader.items())
    reader.refuse()
    if day is None or begins is None:  # cannot be: both were noted
        raise Invalid(gettext("Deze agenda kan niet worden ingelezen. Er is niets bewaard."), "")
    return InboundMeeting(
        source=FORM,
        source_id="",
        title=said["vergadering"],
        body_id=said["orgaan"] or None,
        starts_at=local(dt.datetime.combine(day, begins)),
        ends_at=local(dt.datetime.combine(day, ends)) if ends else None,
        location=said["plaats"] or None,
        cancelled=False,
        documents=(),
        items=depth_first(items),
        dropped=(),
    )
