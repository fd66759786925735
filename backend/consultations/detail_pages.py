# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What hangs on a question: when it is asked, and its picture."""

import re
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, PathParameter
from litestar.response import Redirect, Template
from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import sessions
from backend.accounts.guards import SignedIn, Staff
from backend.consultations import editing, pictures
from backend.consultations.editor import (
    Key,
    address,
    back_to,
    draft_frame,
    list_again,
    question_in,
    too_late,
)
from backend.consultations.question_list import heading_of, place_of
from backend.consultations.question_words import answers_of
from backend.errors import Conflict, Flaw, Invalid, NotHere
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import FOREVER, page, refused
from backend.web.uploads import LARGEST_READ, Limits, Sent, uploaded
from surveys import editing as edits
from surveys.questions import Condition, Picture, Question

LIMITS = Limits(file=pictures.LARGEST_IN)
PictureName = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}\.webp$")]


def _full_name(question: Question) -> str:
    said = gettext("{place}: {question}")
    return said.format(place=heading_of(place_of(question)), question=question.label)


def _condition(context: dict[str, Any], question: Question, chosen: str) -> dict[str, Any]:
    """The page about `show_if`, for the earlier question that is chosen or was chosen before."""
    earlier = edits.conditions(context["consultation"].questionnaire, question.key)
    now = question.show_if
    found = next((q for q in earlier if q.key == (chosen or (now.question if now else ""))), None)
    kept = now.values if now and found and now.question == found.key else ()
    return {
        **context,
        "question": question,
        "earlier": [(q.key, _full_name(q)) for q in earlier],
        "other": found,
        "answers": tuple(answers_of(found).items()) if found else (),
        "kept": kept,
        "action": address(context["consultation"].id, question.key, "voorwaarde"),
    }


@get("/griffie/raadplegingen/{consultation_id:uuid}/vragen/{key:str}/voorwaarde")
async def condition(
    consultation_id: FromPath[UUID], key: Key, request: Req, db: Db, staff: SignedIn
) -> Template:
    context = await draft_frame(db, staff, consultation_id)
    found = _condition(context, question_in(context, key), request.query_params.get("bij", ""))
    given = {"answers": found["kept"]}
    return page("question_condition.html", problems={}, given=given, **found)


@post("/griffie/raadplegingen/{consultation_id:uuid}/vragen/{key:str}/voorwaarde", status_code=303)
async def save_condition(
    consultation_id: FromPath[UUID], key: Key, request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    """Asked after these answers; with the other button, always."""
    fields = await posted(request)
    reader = Reader(fields)
    revision = reader.integer("revision", 1, 2**31)
    always = (
        reader.choice("doe", ("bewaren", "altijd"), required=gettext("Druk op een knop."))
        == "altijd"
    )
    other = reader.text("bij", limit=80)
    context = await draft_frame(db, staff, consultation_id)
    question = question_in(context, key)
    found = _condition(context, question, other)
    values = reader.many("answers", [value for value, _ in found["answers"]])
    if not always and not values:
        reader.flaws.append(Flaw("answers", gettext("Kies ten minste één antwoord.")))
    hangs = None if always else Condition(other, values)
    try:
        reader.done()
        async with db.begin_nested():
            await editing.change(
                db,
                staff.actor,
                consultation_id,
                revision,
                lambda before: edits.put(before, structs.replace(question, show_if=hangs)),
                what=f"“{question.label}” {'altijd' if always else 'onder voorwaarde'} gesteld.",
            )
    except Invalid as refusal:
        given = {"answers": values}
        return refused("question_condition.html", refusal, given, **found)
    except Conflict as conflict:
        return await list_again(db, staff, consultation_id, conflict)
    return back_to(consultation_id, key)


def _picture(context: dict[str, Any], question: Question) -> dict[str, Any]:
    action = address(context["consultation"].id, question.key, "afbeelding")
    return {**context, "question": question, "action": action}


@get("/griffie/raadplegingen/{consultation_id:uuid}/vragen/{key:str}/afbeelding")
async def picture(consultation_id: FromPath[UUID], key: Key, db: Db, staff: SignedIn) -> Template:
    context = await draft_frame(db, staff, consultation_id)
    question = question_in(context, key)
    given = {"alt": question.picture.alt if question.picture else ""}
    return page(
        "question_picture.html",
        problems={},
        given=given,
        conflict="",
        again=False,
        **_picture(context, question),
    )


async def _picture_again(
    db: AsyncSession,
    staff: Staff,
    consultation_id: UUID,
    conflict: Conflict,
    *,
    key: str,
    given: dict[str, str],
) -> Template:
    """After somebody else was first: the words are still there, a browser sends a file once."""
    typed = [(gettext("Wat staat er op de afbeelding?"), given["alt"])]
    try:
        context = await draft_frame(db, staff, consultation_id)
        question = question_in(context, key)
    except (Conflict, NotHere) as late:
        now = late if isinstance(late, Conflict) else Conflict(late.title, conflict.advice)
        return await too_late(db, staff, consultation_id, now, typed)
    return page(
        "question_picture.html",
        status=409,
        problems={},
        given=given,
        conflict=conflict,
        again=True,
        **_picture(context, question),
    )


def _picture_wanted(reader: Reader, sent: Sent, before: Picture | None) -> tuple[bytes, str]:
    """The file, if there is one, and what it shows; no text for a picture that is taken away."""
    away = (
        reader.choice("doe", ("bewaren", "weghalen"), required=gettext("Druk op een knop."))
        == "weghalen"
    )
    alt = reader.text("alt", limit=300)
    content = sent.files.get(pictures.FIELD, b"")
    reader.flaws += [
        Flaw(name[:80], gettext("Dit veld hoort niet bij dit formulier."))
        for name in (*sent.files, *sent.too_large)
        if name != pictures.FIELD
    ]
    if away:
        return b"", ""
    if not alt:
        what = gettext("Schrijf op wat er op de afbeelding staat, voor wie haar niet kan zien.")
        reader.flaws.append(Flaw("alt", what))
    if size := sent.too_large.get(pictures.FIELD):
        reader.flaws.append(Flaw(pictures.FIELD, pictures.too_many_bytes(size)))
    elif not content and before is None:
        reader.flaws.append(Flaw(pictures.FIELD, gettext("Kies een bestand.")))
    return content, alt


async def _drawn(
    db: AsyncSession, staff: Staff, before: Picture | None, content: bytes, alt: str
) -> Picture | None:
    """A new picture, the one before with another text, or none."""
    if content:
        drawn = await pictures.keep(db, staff.actor, content)
        return Picture(drawn.hash.hex(), alt, drawn.width, drawn.height)
    return structs.replace(before, alt=alt) if before and alt else None


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/vragen/{key:str}/afbeelding",
    status_code=303,
    opt={"files": LIMITS},
    request_max_body_size=LARGEST_READ,
)
async def save_picture(
    consultation_id: FromPath[UUID], key: Key, request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    sent = await uploaded(request, LIMITS)
    reader = Reader(sent.fields)
    revision = reader.integer("revision", 1, 2**31)
    try:
        context = await draft_frame(db, staff, consultation_id)
    except Conflict as conflict:
        typed = [(gettext("Wat staat er op de afbeelding?"), reader.text("alt", limit=300))]
        return await too_late(db, staff, consultation_id, conflict, typed)
    question = question_in(context, key)
    content, alt = _picture_wanted(reader, sent, question.picture)
    try:
        reader.done()
        async with db.begin_nested():
            shown = await _drawn(db, staff, question.picture, content, alt)
            await editing.change(
                db,
                staff.actor,
                consultation_id,
                revision,
                lambda before: edits.put(before, structs.replace(question, picture=shown)),
                what=f"Afbeelding {'opgeslagen' if shown else 'weggehaald'}: “{question.label}”.",
            )
    except Invalid as refusal:
        given = {"alt": reader.text("alt", limit=300)}
        return refused(
            "question_picture.html",
            refusal,
            given,
            conflict="",
            again=bool(content or sent.too_large),
            **_picture(context, question),
        )
    except Conflict as conflict:
        given = {"alt": reader.text("alt", limit=300)}
        return await _picture_again(db, staff, consultation_id, conflict, key=key, given=given)
    return back_to(consultation_id, key)


@get("/afbeeldingen/{name:str}", include_in_schema=False)
async def shown_picture(name: PictureName, request: Req, db: Db) -> Response[bytes]:
    """For everybody once a consultation opened with it; before that for whoever is signed in."""
    digest = bytes.fromhex(re.sub(r"\.webp$", "", name))
    public = await pictures.public(db, digest)
    token = request.cookies.get(sessions.COOKIE, "")
    if not public and not (token and await sessions.account_of(db, token)):
        raise NotHere(
            gettext("Deze afbeelding bestaat niet."), gettext("Ga terug naar de raadpleging.")
        )
    content = await pictures.find(db, digest)
    if content is None:
        raise NotHere(
            gettext("Deze afbeelding bestaat niet."), gettext("Ga terug naar de raadpleging.")
        )
    headers = {"Cache-Control": FOREVER.to_header() if public else "private, no-store"}
    return Response(content, media_type=pictures.MEDIA_TYPE, headers=headers)


HANDLERS = (condition, save_condition, picture, save_picture, shown_picture)
