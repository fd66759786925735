# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie reads in how many residents the town has: a file, a look at what is in it, and then
for real. What was before stays to be read."""

from typing import Final
from uuid import UUID

import msgspec
from anyio import to_thread
from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.accounts.roles import Role
from backend.council import queries as council
from backend.errors import Conflict, Flaw, Invalid, Trouble
from backend.population import actions, queries, reading, words
from backend.population.reading import Given, Read
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import again, page
from backend.web.uploads import LARGEST_READ, Limits, Sent, uploaded
from surveys.population import Base, Population, faults
from surveys.questions import Option

AT: Final = "/griffie/bevolking"
LIMITS: Final = Limits(parts=12, field=200_000, file=20_000_000)
MOST_SHOWN: Final = 100
FIRST, LAST = 1990, 2100
BASES: Final[dict[str, Base]] = {"15": "15+", "alle": "alle"}
EDITORS: Final = (Role.GRIFFIE, Role.BEHEERDER)


async def _hoods(db: AsyncSession) -> tuple[Option, ...]:
    rules = await council.rules_in_force(db)
    return tuple(Option(hood.code, hood.name) for hood in rules.in_alphabet)


async def _page(
    db: AsyncSession,
    staff: Staff,
    *,
    found: Read | None = None,
    refusal: Trouble | None = None,
    given: Posted | None = None,
) -> Template:
    """`found`: what was in a file that was just looked at."""
    history = await queries.history(db)
    looked = found.population if found else None
    context = again(refusal, given)
    if found and found.problems:
        context["status"] = 422
    return page(
        "population_desk.html",
        **context,
        account=staff.account,
        csrf=staff.csrf,
        editable=staff.account.role in EDITORS,
        found=found,
        wrong=found.problems[:MOST_SHOWN] if found else (),
        carried=msgspec.json.encode(looked, order="deterministic").decode() if looked else "",
        history=history,
        was=history[0].id if history else "",
        asks_hoods=bool(await _hoods(db)),
        traits=words.trait_names(),
        bases=words.base_names(),
        section="griffie-bevolking",
    )


@get(AT, include_in_schema=False)
async def population(staff: SignedIn, db: Db) -> Template:
    return await _page(db, staff)


def _given(reader: Reader, sent: Sent) -> tuple[bytes, Given]:
    source = reader.text(
        "bron", required=gettext("Schrijf op waar de cijfers vandaan komen."), shortest=2
    )
    year = reader.integer("jaar", FIRST, LAST)
    base = reader.choice("inwoners", tuple(BASES), required=gettext("Kies over wie dit gaat."))
    data = sent.files.get("bestand", b"")
    if "bestand" in sent.too_large:
        reader.flaws.append(Flaw("bestand", gettext("Dit bestand is te groot. Er past 20 MB.")))
    elif not data:
        reader.flaws.append(Flaw("bestand", gettext("Kies een bestand.")))
    reader.flaws += [
        Flaw(name[:80], gettext("Dit veld hoort niet bij dit formulier."))
        for name in (*sent.files, *sent.too_large)
        if name != "bestand"
    ]
    reader.done()
    return data, Given(source, year, BASES[base])


@post(
    AT,
    status_code=200,
    include_in_schema=False,
    opt={"files": LIMITS},
    request_max_body_size=LARGEST_READ,
)
async def look(request: Req, staff: SignedIn, db: Db) -> Template:
    """Nothing is kept yet."""
    sent = await uploaded(request, LIMITS)
    hoods = await _hoods(db)
    try:
        data, given = _given(Reader(sent.fields), sent)
        found = await to_thread.run_sync(reading.read, data, hoods, given)
    except Invalid as refusal:
        return await _page(db, staff, refusal=refusal, given=sent.fields)
    return await _page(db, staff, found=found, given=sent.fields)


def _looked_at(reader: Reader, hoods: tuple[Option, ...]) -> tuple[Population, UUID | None]:
    again_please = gettext("Dit formulier is niet goed aangekomen. Kies het bestand opnieuw.")
    text = reader.text("cijfers", required=again_please, limit=LIMITS.field)
    was = reader.text("was")
    replaces = reader.identity("was", required=again_please) if was else None
    reader.done()
    try:
        found = msgspec.json.decode(text, type=Population)
    except msgspec.DecodeError:
        raise Invalid(again_please, "", [Flaw("bestand", again_please)]) from None
    sound = FIRST <= found.year <= LAST and len(found.source.strip()) > 1
    if not sound or faults(found, hoods):
        raise Invalid(again_please, "", [Flaw("bestand", again_please)])
    return found, replaces


@post(f"{AT}/vastleggen", status_code=303, include_in_schema=False)
async def publish(request: Req, staff: SignedIn, db: Db) -> Redirect | Template:
    try:
        found, was = _looked_at(Reader(await posted(request)), await _hoods(db))
        async with db.begin_nested():
            await actions.publish(db, staff.actor, found, was)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, refusal=refusal)
    return Redirect(AT, status_code=303)


HANDLERS = (population, look, publish)
