# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A griffier reads what came in, classifies it and writes it in plain language."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.council import actions, queries
from backend.errors import Conflict, Flaw, Invalid
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext, marked
from backend.web.pages import page, refused
from surveys.rules import KINDS, Neighbourhood, Rules

KIND_NAMES = {
    "raadsvoorstel": marked("Raadsvoorstel"),
    "initiatiefvoorstel": marked("Initiatiefvoorstel"),
    "beleidsnota": marked("Beleidsnota"),
    "motie": marked("Motie"),
    "amendement": marked("Amendement"),
    "informatiebrief": marked("Informatiebrief"),
}
LONGEST_TEXT = 60_000


def kind_names() -> dict[str, str]:
    """In the language of this request."""
    return {kind: gettext(name) for kind, name in KIND_NAMES.items()}


async def _context(db: AsyncSession, staff: Staff, document_id: UUID) -> dict[str, Any]:
    document = await queries.document(db, document_id)
    rules = await queries.rules_in_force(db)
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "document": document,
        "version": await queries.newest(db, document_id),
        "places": await queries.places(db, document_id),
        "kinds": tuple(kind_names().items()),
        "hearing": rules.hearing_kinds,
        "asks_reason": await queries.to_be_heard(db, document_id),
        "section": "griffie",
    }


@get("/griffie/documenten/{document_id:uuid}")
async def document_form(document_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    context = await _context(db, staff, document_id)
    version: queries.Version = context["version"]
    given = {
        "kind": context["document"].kind or "",
        "plain_text": version.plain_text,
        "points": "\n".join(text for _, text in version.points),
    }
    return page("document.html", problems={}, given=given, conflict="", **context)


def _edited(reader: Reader) -> actions.Edited:
    kind = reader.choice("kind", KINDS)
    text = reader.text("plain_text", limit=LONGEST_TEXT)
    lines = reader.text("points", limit=20_000).split("\n")
    points = tuple(bare for line in lines if (bare := line.strip()))
    if any(len(point) > 1000 for point in points):  # noqa: PLR2004 - characters in one point
        what = gettext(
            "Een beslispunt is langer dan 1000 tekens. Zet elk beslispunt op een eigen regel."
        )
        reader.flaws.append(Flaw("points", what))
    if len(set(points)) != len(points):
        reader.flaws.append(Flaw("points", gettext("Een beslispunt staat er twee keer.")))
    return actions.Edited(kind or None, text, points, reader.text("reason", limit=2000))


@post("/griffie/documenten/{document_id:uuid}", status_code=303)
async def save_document(
    document_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    revision = reader.integer("revision", 1, 2**31)
    edited = _edited(reader)
    given = {name: values[0] for name, values in fields.items()}
    try:
        reader.done()
        async with db.begin_nested():
            await actions.edit(db, staff.actor, document_id, revision, edited)
    except Invalid as refusal:
        context = await _context(db, staff, document_id)
        return refused("document.html", refusal, given, conflict="", **context)
    except Conflict as conflict:
        context = await _context(db, staff, document_id)
        return page(
            "document.html", status=409, problems={}, given=given, conflict=conflict, **context
        )
    return Redirect(f"/griffie/documenten/{document_id}/opgeslagen", status_code=303)


@get("/griffie/documenten/{document_id:uuid}/opgeslagen")
async def document_saved(document_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return page("document_saved.html", **await _context(db, staff, document_id))


def _rules_given(rules: Rules) -> dict[str, Any]:
    return {
        **{name: str(value) for name, value in msgspec.to_builtins(rules).items()},
        "hearing_kinds": rules.hearing_kinds,
        "neighbourhoods": "\n".join(f"{hood.code}; {hood.name}" for hood in rules.neighbourhoods),
        "reason": "",
    }


@get("/griffie/spelregels")
async def rules_form(db: Db, staff: SignedIn) -> Template:
    rules = await queries.rules_in_force(db)
    return page("rules.html", problems={}, given=_rules_given(rules), **_frame(staff))


def _frame(staff: Staff) -> dict[str, Any]:
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "kinds": tuple(kind_names().items()),
        "section": "griffie-spelregels",
    }


def _neighbourhoods(reader: Reader) -> tuple[Neighbourhood, ...]:
    found: list[Neighbourhood] = []
    for number, line in enumerate(reader.text("neighbourhoods", limit=50_000).split("\n"), start=1):
        code, _, name = line.partition(";")
        if code.strip() and name.strip():
            found.append(Neighbourhood(code.strip(), name.strip()))
        elif line.strip():
            what = gettext(
                "Regel {number} is niet goed. Schrijf eerst de code, dan ; en dan de naam."
            )
            reader.flaws.append(Flaw("neighbourhoods", what.format(number=number)))
    return tuple(found)


def _rules(fields: Posted) -> tuple[Rules, str]:
    reader = Reader(fields)
    rules = Rules(
        hearing_kinds=reader.many("hearing_kinds", KINDS),
        minimum_days=reader.integer("minimum_days", 0, 365),
        minimum_responses=reader.integer("minimum_responses", 1, 1_000_000),
        k=reader.integer("k", 5, 1000),
        papers_days=reader.integer("papers_days", 0, 60),
        verbatims=reader.integer("verbatims", 0, 20),
        late_paper_days=reader.integer("late_paper_days", 0, 14),
        neighbourhoods=_neighbourhoods(reader),
    )
    reason = reader.text("reason", required=gettext("Schrijf op waarom u de spelregels wijzigt."))
    reader.done()
    return rules, reason


@post("/griffie/spelregels", status_code=303)
async def publish_rules(request: Req, db: Db, staff: SignedIn) -> Redirect | Template:
    fields = await posted(request)
    given: dict[str, Any] = {name: values[0] for name, values in fields.items()}
    given["hearing_kinds"] = tuple(fields.get("hearing_kinds", ()))
    try:
        rules, reason = _rules(fields)
        await actions.publish_rules(db, staff.actor, rules, reason)
    except Invalid as refusal:
        empty = _rules_given(Rules())
        return refused("rules.html", refusal, {**empty, **given}, **_frame(staff))
    return Redirect("/griffie/spelregels", status_code=303)


@get("/spelregels", include_in_schema=False)
async def open_rules(db: Db) -> Template:
    """The rules in force, for everybody, and why each was made."""
    return page(
        "rules_in_force.html",
        rules=await queries.rules_in_force(db),
        published=await queries.rules_published(db),
        kinds=kind_names(),
    )


HANDLERS = (
    open_rules,
    document_form,
    save_document,
    document_saved,
    rules_form,
    publish_rules,
)
