# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie writes down what the council decided: fills in, looks, makes it public."""

import datetime as dt
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.agenda import queries
from backend.council import queries as council
from backend.council.planning import local_day
from backend.decisions import actions, refusals, showing
from backend.decisions import queries as decisions
from backend.decisions.tables import Decision
from backend.errors import Conflict, Invalid, Trouble
from backend.results.personal_words import seems
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused
from surveys.answering import LONGEST_DECISION, Outcome, Ruling, own
from surveys.personal import pieces

_PATH = "/griffie/agendapunten/{item_id:uuid}/besluit"
LOOK, PUBLISH, ADJUST = "kijken", "openbaar", "aanpassen"


class Typed(Struct, frozen=True):
    ruling: Ruling
    seen: int


def _given(ruling: Ruling, seen: int) -> dict[str, object]:
    """As the form carries it."""
    return {
        "outcome": ruling.outcome,
        "decided_on": "" if ruling.decided_on == dt.date.min else ruling.decided_on.isoformat(),
        "text": ruling.text,
        "link": ruling.link,
        "because": ruling.because,
        "seen": str(seen),
        "points": {number: each for number, each in ruling.points.items() if each},
    }


def _again(row: Decision) -> dict[str, object]:
    """The version that holds, to put right."""
    ruling = Ruling(row.outcome, row.decided_on, row.text, row.link, decisions.outcomes_of(row))
    return _given(ruling, row.number)


async def _frame(
    db: AsyncSession, staff: Staff, item_id: UUID, conflict: Trouble | None = None
) -> dict[str, Any]:
    line = await queries.line(db, item_id)
    meeting = await queries.meeting(db, line.item.meeting_id)
    now = await council.now(db)
    laid = await actions.laid(db, item_id)
    held = (await decisions.current(db, [item_id])).get(item_id)
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "section": "griffie",
        "line": line,
        "meeting": meeting,
        "began": meeting.starts_at <= now,
        "today": local_day(now).isoformat(),
        "met_on": local_day(meeting.starts_at).isoformat(),
        "laid": laid is not None,
        "points": (await council.version(db, laid[1])).points if laid else (),
        "held": held,
        "came": await showing.of_item(db, item_id),
        "outcomes": showing.outcomes(),
        "longest": LONGEST_DECISION,
        "conflict": conflict,
    }


def _first(context: dict[str, Any]) -> dict[str, object]:
    if context["held"]:
        return _again(context["held"])
    return {"decided_on": context["met_on"], "seen": "0", "points": {}}


@get(_PATH, include_in_schema=False)
async def decision_form(item_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    context = await _frame(db, staff, item_id)
    return page("decision_desk.html", problems={}, given=_first(context), **context)


def _typed(reader: Reader, points: tuple[tuple[int, str], ...]) -> Typed:
    """What is missing the rules say; here only what no rule can see."""
    outcome = reader.choice("outcome", tuple(Outcome))
    ends = {number: reader.choice(f"point-{number}", tuple(Outcome)) for number, _ in points}
    ruling = Ruling(
        outcome=outcome,
        decided_on=reader.day("decided_on", required=gettext("Kies op welke dag de raad besloot.")),
        text=reader.text("text", limit=LONGEST_DECISION),
        link=reader.text("link", limit=2000),
        points=ends,
        because=reader.text("because", limit=LONGEST_DECISION),
    )
    return Typed(ruling, reader.integer("seen", 0, 10_000))


async def _check(db: AsyncSession, item_id: UUID, reader: Reader, typed: Typed) -> None:
    """`Invalid` with every flaw."""
    known = {flaw.where for flaw in reader.flaws}
    lacking = await actions.ruling_lacks(db, item_id, typed.ruling, seen=typed.seen)
    reader.flaws += [flaw for flaw in lacking if flaw.where not in known]
    reader.done()


def _look(context: dict[str, Any], typed: Typed) -> Template:
    """As everybody will read it; nothing is stored."""
    if context["meeting"].cancelled:
        raise refusals.not_held()
    if not context["began"]:
        raise refusals.not_yet()
    if not context["laid"]:
        raise refusals.nothing_lay()
    held = context["held"]
    if (held.number if held else 0) != typed.seen:
        raise refusals.overtaken()
    ruling, said = typed.ruling, dict(context["points"])
    ends = own(ruling.outcome, ruling.points)
    return page(
        "decision_look.html",
        ruling=ruling,
        otherwise=[(number, said[number], each) for number, each in ends.items()],
        seems=seems,
        pieces=pieces,
        given=_given(ruling, typed.seen),
        **context,
    )


@post(_PATH, status_code=200, include_in_schema=False)
async def decide(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    """Only a look, until the button of that look is pressed."""
    reader = Reader(await posted(request))
    context = await _frame(db, staff, item_id)
    pressed = reader.choice("doe", (LOOK, PUBLISH, ADJUST)) or LOOK
    typed = _typed(reader, context["points"])
    given = _given(typed.ruling, typed.seen)
    if pressed == ADJUST:
        return page("decision_desk.html", problems={}, given=given, **context)
    try:
        await _check(db, item_id, reader, typed)
        if pressed == LOOK:
            return _look(context, typed)
        await actions.decide(db, staff.actor, item_id, typed.ruling, seen=typed.seen)
    except Invalid as refusal:
        return refused("decision_desk.html", refusal, given, **context)
    except Conflict as conflict:
        # With what stands there now beside what was typed: the next press is about that.
        context = await _frame(db, staff, item_id, conflict)
        now = context["held"].number if context["held"] else 0
        given["seen"] = str(now)
        return page("decision_desk.html", status=409, problems={}, given=given, **context)
    return Redirect(f"/griffie/agendapunten/{item_id}#besluit", status_code=303)


HANDLERS = (decision_form, decide)
