# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie reads in what residents answered in another tool: first a try, then for real."""

import hashlib
from uuid import UUID

from anyio import to_thread
from litestar import get, post
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Conflict, Flaw, Invalid, Trouble
from backend.participation import importing, importing_mapping, tables_in
from backend.participation.importing import Outcome, Sorted
from backend.settings import Settings
from backend.web.forms import Reader
from backend.web.kinds import Db, Req
from backend.web.pages import page
from backend.web.uploads import LARGEST_UPLOAD, Sent, uploaded

MOST_ROWS = 2_000  # in the one transaction of a request; the command takes them in batches
MOST_SHOWN = 500
FIELDS = {"bestand": "Antwoorden", "koppeling": "Koppeling"}


class _Brought(Struct, frozen=True):
    """What was sent, after reading. `mark` stands for the two files together."""

    found: Sorted
    mark: str
    tried: str
    for_real: bool


def _page(
    staff: Staff,
    shown: Shown,
    *,
    refusal: Trouble | None = None,
    outcome: Outcome | None = None,
    mark: str = "",
) -> Template:
    invalid = isinstance(refusal, Invalid)
    flaws = refusal.flaws if refusal else ()
    return page(
        "desk_import.html",
        status=200 if refusal is None else 422 if invalid else refusal.status,
        account=staff.account,
        csrf=staff.csrf,
        consultation=shown,
        labels=FIELDS,
        problems={flaw.where: flaw.what for flaw in flaws if flaw.where in FIELDS},
        remarks=[(flaw.where, flaw.what) for flaw in flaws if flaw.where not in FIELDS],
        trouble=refusal,
        outcome=outcome,
        refused=[(p.row, p.column, p.what) for p in outcome.problems[:MOST_SHOWN]]
        if outcome
        else [],
        mark=mark,
        section="griffie-raadplegingen",
    )


async def _read(shown: Shown, sent: Sent, secret: bytes) -> _Brought:
    """`Invalid` for a form, file or mapping that does not fit."""
    reader = Reader(sent.fields)
    tried = reader.text("merk", limit=64)
    for_real = reader.choice("naar", ("proberen", "inlezen"), required="Kies een knop.")
    for field, what in FIELDS.items():
        if field not in sent.files:
            reader.flaws.append(Flaw(field, f"Kies het bestand: {what.lower()}."))
    reader.done()
    mapping = importing_mapping.read(sent.files["koppeling"])
    if mapping.consultation != shown.slug:
        what = f"Hier hoort {shown.slug} te staan."
        raise Invalid(
            "Deze koppeling is van een andere raadpleging.", "", [Flaw("consultation", what)]
        )
    table = await to_thread.run_sync(tables_in.read, sent.files["bestand"])
    if len(table.rows) > MOST_ROWS:
        raise Invalid(
            f"Hier passen {MOST_ROWS} rijen tegelijk.",
            "Vraag de beheerder het bestand in te lezen, of knip het in delen.",
        )
    found = importing.sort(shown, table, mapping, secret=secret)
    mark = hashlib.sha256(b"\0".join(sent.files[field] for field in FIELDS)).hexdigest()
    return _Brought(found, mark, tried, for_real == "inlezen")


async def _take(
    db: AsyncSession, staff: Staff, shown: Shown, brought: _Brought, secret: bytes
) -> Outcome:
    """All of it or nothing: somebody waits for this page."""
    importing.refuse_unless_open(shown)
    if brought.tried != brought.mark:
        raise Conflict(
            "Dit zijn andere bestanden dan u net hebt geprobeerd.", "Probeer ze eerst hieronder."
        )
    taken = [
        await importing.take(
            db, staff.actor, shown.id, batch, secret=secret, file=brought.mark[:16]
        )
        for batch in importing.batches(brought.found.ready)
    ]
    return importing.outcome(brought.found, taken, dry_run=False)


@get("/griffie/raadplegingen/{consultation_id:uuid}/inlezen", include_in_schema=False)
async def import_form(consultation_id: FromPath[UUID], staff: SignedIn, db: Db) -> Template:
    row = await consultations.get(db, consultation_id)
    return _page(staff, await consultations.shown(db, row))


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/inlezen",
    status_code=200,
    include_in_schema=False,
    opt={"files": True},
    request_max_body_size=LARGEST_UPLOAD,
)
async def bring_in(
    request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db
) -> Template:
    """A browser sends files once: for real, they are chosen again and must be the same."""
    settings: Settings = request.app.state.settings
    sent = await uploaded(request)
    shown = await consultations.shown(db, await consultations.get(db, consultation_id))
    try:
        brought = await _read(shown, sent, settings.secret)
        if brought.for_real:
            async with db.begin_nested():
                outcome = await _take(db, staff, shown, brought, settings.secret)
            return _page(staff, shown, outcome=outcome)
        taken = [
            await importing.look(db, shown, batch, secret=settings.secret)
            for batch in importing.batches(brought.found.ready)
        ]
    except (Invalid, Conflict) as refusal:
        return _page(staff, shown, refusal=refusal)
    outcome = importing.outcome(brought.found, taken, dry_run=True)
    return _page(staff, shown, outcome=outcome, mark=brought.mark)


HANDLERS = (import_form, bring_in)
