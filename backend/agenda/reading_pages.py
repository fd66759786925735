# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie of a town without a council system reads in an agenda: a look, then the deed.

The look asks what the file cannot say, and shows what each answer comes to. Only what was looked at
is written: where an answer or the agenda changed meanwhile, there is another look first.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from anyio import to_thread
from litestar import Response, get, post
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.agenda import reading_in
from backend.agenda.reading_in import Answers, Look
from backend.council import agenda_form, queries
from backend.council.differences import THINGS
from backend.council.inbound import InboundItem, InboundMeeting
from backend.council.planning import local_day
from backend.errors import Flaw, Invalid
from backend.sources import words
from backend.web import tables_in
from backend.web.cells import csv_table
from backend.web.forms import Posted, Reader
from backend.web.kinds import Db, Req
from backend.web.languages import gettext, marked
from backend.web.pages import page
from backend.web.uploads import LARGEST_READ, Limits, Sent, carried, uploaded

PATH: Final = "/griffie/vergaderingen/inlezen"
LARGEST_FILE: Final = 1_000_000
LIMITS: Final = Limits(parts=agenda_form.MOST_ITEMS + 10, field=2 * LARGEST_FILE)
BUTTONS: Final = ("kijken", "inlezen")
NEW: Final = "nieuw"
HOW: Final = {
    "created": marked("nieuw"),
    "changed": marked("verandert"),
    "lapsed": marked("gaat van de agenda af"),
    "returned": marked("komt terug op de agenda"),
}


class Brought(Struct, frozen=True):
    """`carried` is the file as text, so that nobody has to choose it twice; `said` what was
    answered about it, if anything was asked already. `seen` is the seal of the look."""

    button: str
    carried: str
    meeting: InboundMeeting
    said: Mapping[str, str] = {}
    seen: str = ""
    agreed: bool = False

    def answers(self) -> Answers:
        meant = self.said.get("vergadering", "")
        return Answers(
            meeting="new" if meant == NEW else _identity(meant),
            same={
                item.source_id: _identity(self.said[name])
                for name, item in self.items().items()
                if self.said.get(name)
            },
        )

    def items(self) -> dict[str, InboundItem]:
        """By the name of the field in which is asked which one each is."""
        return {f"punt_{place}": item for place, item in enumerate(self.meeting.items)}

    def twice(self) -> list[Flaw]:
        """Two items of the file cannot both be the same one."""
        chosen: dict[str, str] = {}
        what = gettext(
            "Dit punt koos u ook bij een ander punt. Kies bij een van beide iets anders."
        )
        return [
            Flaw(name, what)
            for name in self.items()
            if (value := self.said.get(name, "")) not in {"", NEW}
            and chosen.setdefault(value, name) != name
        ]


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class Shown(Struct, frozen=True):
    """A look with the fields in which somebody answers, filled in as they stand."""

    look: Look
    meant: str
    items: tuple[tuple[str, str, str], ...]

    @property
    def asks(self) -> bool:
        return bool(self.look.found.candidates or self.items)


def _shown(brought: Brought, look: Look) -> Shown:
    found = look.found
    new = {item.source_id for item in (found.new if found.gone else ())}
    return Shown(
        look=look,
        meant=str(found.meant.id) if found.meant else NEW,
        items=tuple(
            (name, item.title, str(look.same.get(item.source_id, NEW)))
            for name, item in brought.items().items()
            if item.source_id in new
        ),
    )


def _page(
    staff: Staff,
    refusal: Invalid | None = None,
    brought: Brought | None = None,
    shown: Shown | None = None,
    *,
    been: bool = False,
    anew: bool = False,
) -> Template:
    flaws = refusal.flaws if refusal else ()
    labels = {"bestand": gettext("Agenda"), "weg": gettext("Bevestigen")}
    if shown:
        labels |= {name: title for name, title, _ in shown.items}
    return page(
        "agenda_form.html",
        status=422 if refusal else 200,
        account=staff.account,
        csrf=staff.csrf,
        section="griffie",
        action=PATH,
        problems={flaw.where: flaw.what for flaw in flaws if flaw.where in labels},
        remarks=[(flaw.where, flaw.what) for flaw in flaws if flaw.where not in labels],
        labels=labels,
        refusal=refusal,
        brought=brought,
        shown=shown,
        been=been,
        anew=anew,
        new=NEW,
        how=HOW,
        what=THINGS,
        words=words,
    )


async def _read(sent: Sent) -> Brought:
    reader = Reader(sent.fields)
    button = reader.choice("naar", BUTTONS, required=gettext("Kies een knop."))
    data = carried(reader, sent, "bestand", "inhoud", LIMITS)
    said, seen = _said(reader, sent.fields), reader.text("gezien", limit=64)
    agreed = reader.choice("weg", ("ja",)) == "ja"
    if len(data) > LARGEST_FILE or "bestand" in sent.too_large:
        reader.flaws.append(Flaw("bestand", gettext("Dit bestand is te groot. Er past hier 1 MB.")))
    elif not data:
        reader.flaws.append(Flaw("bestand", gettext("Kies het bestand met de agenda.")))
    reader.flaws += [
        Flaw(name[:80], gettext("Dit veld hoort niet bij dit formulier."))
        for name in (*sent.files, *sent.too_large)
        if name != "bestand"
    ]
    reader.done()
    table = await to_thread.run_sync(tables_in.read, data)
    meeting = agenda_form.read(table)
    return Brought(
        button, base64.b64encode(data).decode(), meeting, said=said, seen=seen, agreed=agreed
    )


def _said(reader: Reader, fields: Posted) -> dict[str, str]:
    """What was answered; to which questions shows once the file is read."""
    names = [name for name in fields if name.startswith("punt_")][: agenda_form.MOST_ITEMS]
    return {name: reader.text(name, limit=40) for name in ("vergadering", *names)}


def _missing(brought: Brought, look: Look) -> Invalid | None:
    flaws = brought.twice()
    if brought.button == "inlezen" and (look.hanging or look.stale) and not brought.agreed:
        what = gettext("Zet hier een vinkje als u dat wilt, of verander dit in het bestand.")
        flaws.append(Flaw("weg", what))
    return Invalid(gettext("Nog niet alles is goed ingevuld."), "", flaws) if flaws else None


@get(PATH, include_in_schema=False)
async def form(staff: SignedIn) -> Template:
    return _page(staff)


async def _looked(db: AsyncSession, staff: Staff, brought: Brought) -> Template | Redirect:
    look = await reading_in.look(db, staff.actor, brought.meeting, brought.answers())
    refusal = _missing(brought, look)
    anew = brought.button == "inlezen" and brought.seen != look.seal
    if brought.button == "kijken" or anew or refusal:
        been = local_day(brought.meeting.starts_at) < local_day(await queries.now(db))
        shown = _shown(brought, look)
        return _page(staff, refusal, brought, shown, been=been, anew=anew and not refusal)
    taken = await reading_in.bring_in(db, staff.actor, brought.meeting, look)
    return Redirect(f"/griffie/vergaderingen/{taken.meeting}", status_code=303)


@post(
    PATH,
    status_code=200,
    include_in_schema=False,
    opt={"files": LIMITS},
    request_max_body_size=LARGEST_READ,
)
async def bring_in(request: Req, staff: SignedIn, db: Db) -> Template | Redirect:
    sent = await uploaded(request, LIMITS)
    try:
        brought = await _read(sent)
    except Invalid as refusal:
        return _page(staff, refusal)
    return await _looked(db, staff, brought)


def _file(name: str, rows: Sequence[Sequence[str]]) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = csv_table(agenda_form.COLUMNS, rows)
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@get("/griffie/vergaderingen/formulier.csv", include_in_schema=False)
async def empty() -> Response[bytes]:
    """Only the names of the columns: what stands in it would be read in."""
    return _file("agenda.csv", ())


@get("/griffie/vergaderingen/voorbeeld.csv", include_in_schema=False)
async def example() -> Response[bytes]:
    """The form filled in, to look at."""
    return _file("agenda-voorbeeld.csv", agenda_form.EXAMPLE)


HANDLERS = (form, bring_in, empty, example)
