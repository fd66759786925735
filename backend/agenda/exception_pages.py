# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie makes an exception: fills in, looks how everybody reads it, makes it public."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.agenda import actions, changed, history, queries, refusals
from backend.agenda.actions import Plea, Seen
from backend.agenda.words import GROUNDS, grounds
from backend.council.planning import local_day
from backend.errors import Conflict, Flaw, Invalid, Trouble
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused
from surveys.gate import Ground

_PATH = "/griffie/agendapunten/{item_id:uuid}/uitzondering"
LOOK, PUBLISH, ADJUST = "kijken", "openbaar", "aanpassen"


class Typed(Struct, frozen=True):
    """What was typed: the plea, and the reason that was written for each other ground.

    seen       what lay there when it was typed
    switched   another ground was chosen, and the reason is still that of the one before
    """

    plea: Plea
    reasons: Mapping[str, str]
    seen: Seen
    switched: bool = False

    def given(self) -> dict[str, object]:
        others = {key: text for key, text in self.reasons.items() if text}
        others.pop(self.plea.ground, None)
        return {**structs.asdict(self.plea), "others": others, "seen": self.seen}


async def _frame(
    db: AsyncSession, staff: Staff, item_id: UUID, conflict: Trouble | None = None
) -> dict[str, Any]:
    line = await queries.line(db, item_id)
    offered = dict(grounds())
    if not await refusals.too_few(db, line.document_version_id):
        del offered[Ground.GEEN_REACTIES]
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "section": "griffie",
        "line": line,
        "now": Seen.of(line),
        "meeting": await queries.meeting(db, line.item.meeting_id),
        "grounds": grounds(),
        "choices": [(key, words.name, words.meaning) for key, words in offered.items()],
        "conflict": conflict,
    }


@get(_PATH, include_in_schema=False)
async def exception_form(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Template:
    """`?grond=` fills in a ground; with `redactioneel` what changed, as far as we know it.
    `?eerder=` fills in what was said for another meeting."""
    context = await _frame(db, staff, item_id)
    ground = request.query_params.get("grond", "")
    given = {"ground": ground if ground in GROUNDS else ""}
    if ground == Ground.REDACTIONEEL:
        given["difference"] = await changed.to_store(db, context["line"])
    if "eerder" in request.query_params:
        given |= await history.said_elsewhere(db, context["line"])
    return page("exception_desk.html", problems={}, given=given, **context)


def _typed(reader: Reader) -> Typed:
    """With nothing lost when somebody changes their mind about the ground."""
    plea = Plea(
        ground=reader.choice("ground", GROUNDS),
        reason=reader.text("reason", limit=2000),
        link=reader.text("link", limit=2000),
        difference=reader.text("difference", limit=changed.LONGEST_DIFFERENCE),
    )
    seen = Seen(reader.text("version"), reader.text("meeting"))
    before = reader.before(("ground", "reason", *GROUNDS))
    reasons = {ground: before.get(ground, "") for ground in GROUNDS}
    was, written = before.get("ground", ""), before.get("reason", "")
    if was not in GROUNDS or plea.ground in {was, ""}:
        return Typed(plea, reasons | {plea.ground: plea.reason}, seen)
    reasons[was] = written
    if not written or plea.reason != written:
        return Typed(plea, reasons | {plea.ground: plea.reason}, seen)
    return Typed(structs.replace(plea, reason=reasons[plea.ground]), reasons, seen, switched=True)


def _other_reason(typed: Typed) -> Flaw:
    if typed.plea.reason:
        what = gettext("Dit schreef u eerder bij deze keuze. Kijk of het nog klopt.")
    else:
        what = gettext(
            "U koos iets anders. Schrijf op waarom dit niet anders kan."
            " Wat u eerder schreef, staat hieronder."
        )
    return Flaw("reason", what)


async def _check(db: AsyncSession, item_id: UUID, reader: Reader, typed: Typed) -> None:
    """`Invalid` with every flaw."""
    known = {flaw.where for flaw in reader.flaws}
    missing = await actions.missing(db, await queries.line(db, item_id), typed.plea)
    if typed.switched:
        missing = [_other_reason(typed), *(flaw for flaw in missing if flaw.where != "reason")]
    reader.flaws += [flaw for flaw in missing if flaw.where not in known]
    reader.done()


async def _look(db: AsyncSession, staff: Staff, item_id: UUID, typed: Typed) -> Template:
    """The exception as everybody will read it; nothing is stored."""
    shown = await actions.proposed(db, staff.actor, item_id, typed.plea, typed.seen)
    context = await _frame(db, staff, item_id)
    late = local_day(shown.at) > local_day(context["meeting"].starts_at)
    return page("exception_look.html", shown=shown, late=late, given=typed.given(), **context)


@post(_PATH, status_code=200, include_in_schema=False)
async def make_exception(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    """Only a look, until the button of that look is pressed."""
    reader = Reader(await posted(request))
    pressed = reader.choice("doe", (LOOK, PUBLISH, ADJUST)) or LOOK
    typed = _typed(reader)
    if pressed == ADJUST:
        context = await _frame(db, staff, item_id)
        return page("exception_desk.html", problems={}, given=typed.given(), **context)
    try:
        await _check(db, item_id, reader, typed)
        if pressed == LOOK:
            return await _look(db, staff, item_id, typed)
        await actions.except_(db, staff.actor, item_id, typed.plea, typed.seen)
    except Invalid as refusal:
        context = await _frame(db, staff, item_id, None if refusal.flaws else refusal)
        return refused("exception_desk.html", refusal, typed.given(), **context)
    except Conflict as conflict:
        context = await _frame(db, staff, item_id, conflict)
        given = typed.given() | {"seen": context["now"]}
        return page("exception_desk.html", status=409, problems={}, given=given, **context)
    return Redirect(f"/griffie/agendapunten/{item_id}", status_code=303)


HANDLERS = (exception_form, make_exception)
