# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie reads in what residents answered in another tool: which column is which question,
then a try, then for real."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Conflict, Invalid, Trouble
from backend.participation import (
    importing,
    importing_choices,
    importing_form,
    importing_mapping,
    importing_refused,
)
from backend.participation.importing import Outcome
from backend.participation.importing_form import FIELDS, LIMITS, Brought
from backend.participation.importing_rows import Problem
from backend.settings import Settings
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import dutch, number, page
from backend.web.uploads import LARGEST_READ, uploaded

MOST_SHOWN = 100


def _carried(shown: Shown, brought: Brought | None) -> dict[str, object]:
    """What the page brings along to its next time, and the mapping to look at."""
    if brought is None:
        return {"carried": "", "was": "", "lines": (), "offered": ()}
    return {
        "carried": brought.carried,
        "was": msgspec.json.encode(brought.mapping).decode(),
        "lines": importing_choices.lines(brought.mapping, brought.table, shown.questionnaire),
        "offered": importing_choices.offered(shown.questionnaire),
    }


def _listed(problems: Sequence[Problem]) -> list[tuple[str, ...]]:
    return [
        (number(one.row), dutch(one.column), dutch(one.question), one.what)
        for one in problems[:MOST_SHOWN]
    ]


def _page(
    staff: Staff,
    shown: Shown,
    brought: Brought | None = None,
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
        labels={field: gettext(what) for field, what in FIELDS.items()},
        problems={flaw.where: flaw.what for flaw in flaws if flaw.where in FIELDS},
        remarks=[
            (gettext("Knop") if flaw.where == "naar" else dutch(flaw.where), flaw.what)
            for flaw in flaws
            if flaw.where not in FIELDS
        ],
        trouble=refusal,
        outcome=outcome,
        refused=_listed(outcome.problems if outcome else ()),
        seen=_listed(outcome.remarks if outcome else ()),
        mark=mark,
        section="griffie-raadplegingen",
        **_carried(shown, brought),
    )


async def _tried(db: AsyncSession, shown: Shown, brought: Brought, secret: bytes) -> Outcome:
    found = importing_form.sorted_out(shown, brought, secret)
    taken = [
        await importing.look(db, shown, batch, secret=secret)
        for batch in importing.batches(found.ready)
    ]
    return importing.outcome(found, taken, dry_run=True)


async def _taken(
    db: AsyncSession, staff: Staff, shown: Shown, brought: Brought, secret: bytes
) -> Outcome:
    """All of it or nothing: somebody waits for this page."""
    importing.refuse_unless_open(shown)
    if brought.tried != brought.mark:
        raise Conflict(
            gettext("Dit is niet wat u net hebt geprobeerd."),
            gettext("Het bestand of de koppeling is veranderd. Probeer het eerst opnieuw."),
        )
    found = importing_form.sorted_out(shown, brought, secret)
    mark = brought.mark[:16]
    taken = [
        await importing.take(db, staff.actor, shown.id, batch, secret=secret, file=mark)
        for batch in importing.batches(found.ready)
    ]
    return importing.outcome(found, taken, dry_run=False)


def _download(content: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


async def _pressed(
    db: AsyncSession, staff: Staff, shown: Shown, brought: Brought, secret: bytes
) -> Template | Response[bytes]:
    match brought.button:
        case "bewaren":
            content = importing_mapping.write(importing_choices.sure(brought.mapping))
            return _download(content, "application/json", f"koppeling-{shown.slug}.json")
        case "geweigerd":
            outcome = await _tried(db, shown, brought, secret)
            content = importing_refused.write(outcome, brought.table)
            return _download(content, "text/csv; charset=utf-8", f"geweigerd-{shown.slug}.csv")
        case "inlezen":
            async with db.begin_nested():
                outcome = await _taken(db, staff, shown, brought, secret)
            return _page(staff, shown, brought, outcome=outcome)
        case "proberen":
            outcome = await _tried(db, shown, brought, secret)
            return _page(staff, shown, brought, outcome=outcome, mark=brought.mark)
        case _:
            return _page(staff, shown, brought)


@get("/griffie/raadplegingen/{consultation_id:uuid}/inlezen", include_in_schema=False)
async def import_form(consultation_id: FromPath[UUID], staff: SignedIn, db: Db) -> Template:
    row = await consultations.get(db, consultation_id)
    return _page(staff, await consultations.shown(db, row))


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/inlezen",
    status_code=200,
    include_in_schema=False,
    opt={"files": LIMITS},
    request_max_body_size=LARGEST_READ,
)
async def bring_in(
    request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db
) -> Template | Response[bytes]:
    settings: Settings = request.app.state.settings
    sent = await uploaded(request, LIMITS)
    shown = await consultations.shown(db, await consultations.get(db, consultation_id))
    brought: Brought | None = None
    try:
        brought = await importing_form.read(shown, sent)
        return await _pressed(db, staff, shown, brought, settings.secret)
    except (Invalid, Conflict) as refusal:
        return _page(staff, shown, brought, refusal=refusal)


HANDLERS = (import_form, bring_in)
