# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie's editor: the form of one question."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.consultations import editing, question_forms
from backend.consultations.editor import (
    Key,
    address,
    back_to,
    draft_frame,
    question_in,
    too_late,
)
from backend.consultations.queries import Shown
from backend.consultations.question_list import ABOUT, WHOLE, heading_of, kinds_at, place_of
from backend.consultations.question_words import KINDS, Kind, details, kind_of, kind_words
from backend.errors import Conflict, Invalid
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused
from surveys import editing as edits
from surveys.questions import Question


def _gone() -> Conflict:
    return Conflict(
        gettext("Iemand anders heeft deze vraag intussen weggehaald."),
        gettext("Wat u typte staat er nog. Sla het op om er een nieuwe vraag van te maken."),
    )


def _point(number: int, text: str) -> str:
    said = gettext("{place}: {question}")
    return said.format(place=heading_of(str(number)), question=text)


def _form(context: dict[str, Any], question: Question, *, new: bool) -> dict[str, Any]:
    """What the form needs beside what is filled in."""
    kind = kind_of(question)
    shown = context["consultation"]
    place = place_of(question)
    return {
        **context,
        "question": question,
        "kind": kind,
        "kind_words": kind_words(kind),
        "new": new,
        "place": place,
        "heading": heading_of(place),
        "movable": edits.movable(question),
        "places": [
            *((str(number), _point(number, text)) for number, text in shown.points),
            (WHOLE, heading_of(WHOLE)),
        ],
        "labels": question_forms.labels(),
        "details": details(question),
        "action": address(shown.id, "nieuw" if new else question.key),
    }


def _place_asked(context: dict[str, Any], text: str) -> str:
    """A place of this form by its name in an address; the first there is for anything else."""
    points = [str(number) for number, _ in context["consultation"].points]
    places = (*points, WHOLE, ABOUT)
    return text if text in places else places[0]


def _blank(context: dict[str, Any], kind: str, place: str) -> Question | None:
    """A new question, when this kind can be asked at this place."""
    shown: Shown = context["consultation"]
    questionnaire = shown.questionnaire
    points = [number for number, _ in shown.points]
    point = int(place) if place.isdecimal() else None
    kinds: dict[str, Kind] = {one[0]: one[0] for one in kinds_at(questionnaire, place, points)}
    if kind not in kinds:
        return None
    return question_forms.blank(questionnaire, kinds[kind], point)


@get("/griffie/raadplegingen/{consultation_id:uuid}/vragen/nieuw")
async def new(consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn) -> Template:
    """First the kind, then the form for it."""
    context = await draft_frame(db, staff, consultation_id)
    place = _place_asked(context, request.query_params.get("punt", ""))
    kind = "background" if place == ABOUT else request.query_params.get("soort", "")
    question = _blank(context, kind, place)
    if question is not None:
        given = question_forms.given_of(question)
        form = _form(context, question, new=True)
        return page("question_form.html", problems={}, given=given, conflict="", **form)
    shown = context["consultation"]
    points = [number for number, _ in shown.points]
    kinds = kinds_at(shown.questionnaire, place, points)
    return page(
        "question_kinds.html", place=place, heading=heading_of(place), kinds=kinds, **context
    )


async def _again(
    db: AsyncSession,
    staff: Staff,
    question: Question,
    *,
    typed: dict[str, object],
    conflict: Conflict,
    form: dict[str, Any],
) -> Template:
    """The same form after somebody else was first: what was typed, beside what is stored now.

    A question that is gone meanwhile can be added anew with what was typed.
    """
    try:
        context = await draft_frame(db, staff, form["consultation"].id)
    except Conflict as late:
        spelled = question_forms.spelled(typed)
        return await too_late(db, staff, form["consultation"].id, late, spelled)
    questionnaire = context["consultation"].questionnaire
    stored = None if form["new"] else edits.find(questionnaire, question.key)
    gone = stored is None and not form["new"]
    shown = _form(context, stored or question, new=form["new"] or gone)
    return page(
        "question_form.html",
        status=409,
        problems={},
        given=typed,
        conflict=conflict,
        gone=gone,
        stored=stored,
        **shown,
    )


class _Filled(Struct, frozen=True):
    """What came in with a form, before it is looked at."""

    reader: Reader
    revision: int
    kind: str
    place: str
    typed: dict[str, object]


def _filled(fields: Posted) -> _Filled:
    reader = Reader(fields)
    return _Filled(
        reader,
        reader.integer("revision", 1, 2**31),
        reader.choice("soort", KINDS, required=gettext("Kies wat voor vraag het is.")),
        reader.text("punt", limit=20),
        question_forms.typed_of(fields),
    )


async def _store(
    db: AsyncSession, staff: Staff, consultation_id: UUID, key: str, filled: _Filled
) -> Redirect | Template:
    """Write a new question (no key), or the one that is there; or the form once more."""
    try:
        context = await draft_frame(db, staff, consultation_id)
    except Conflict as conflict:
        typed = question_forms.spelled(filled.typed)
        return await too_late(db, staff, consultation_id, conflict, typed)
    shown: Shown = context["consultation"]
    found = edits.find(shown.questionnaire, key)
    question = found or _blank(context, filled.kind, _place_asked(context, filled.place))
    if question is None:
        raise Invalid(
            gettext("Deze vraag kan hier niet staan."), gettext("Kies een ander soort vraag.")
        )
    form = _form(context, question, new=not key)
    if key and found is None:
        return await _again(db, staff, question, typed=filled.typed, conflict=_gone(), form=form)
    named = edits.named_values(shown.questionnaire, key)
    points = [number for number, _ in shown.points]
    made = question_forms.read(filled.reader, question, points, named)
    try:
        filled.reader.done()
        async with db.begin_nested():
            await editing.change(
                db,
                staff.actor,
                consultation_id,
                filled.revision,
                lambda before: edits.put(before, made),
                what=f"“{made.label}” {'gewijzigd' if key else 'toegevoegd'}.",
            )
    except Invalid as refusal:
        return refused("question_form.html", refusal, filled.typed, conflict="", **form)
    except Conflict as conflict:
        return await _again(db, staff, question, typed=filled.typed, conflict=conflict, form=form)
    return back_to(consultation_id, made.key)


@post("/griffie/raadplegingen/{consultation_id:uuid}/vragen/nieuw", status_code=303)
async def add(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    return await _store(db, staff, consultation_id, "", _filled(await posted(request)))


@get("/griffie/raadplegingen/{consultation_id:uuid}/vragen/{key:str}")
async def edit(consultation_id: FromPath[UUID], key: Key, db: Db, staff: SignedIn) -> Template:
    context = await draft_frame(db, staff, consultation_id)
    question = question_in(context, key)
    form = _form(context, question, new=False)
    given = question_forms.given_of(question)
    return page("question_form.html", problems={}, given=given, conflict="", **form)


@post("/griffie/raadplegingen/{consultation_id:uuid}/vragen/{key:str}", status_code=303)
async def save(
    consultation_id: FromPath[UUID], key: Key, request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    return await _store(db, staff, consultation_id, key, _filled(await posted(request)))


HANDLERS = (new, add, edit, save)
