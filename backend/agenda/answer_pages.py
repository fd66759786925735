# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie answers in the name of the council: point by point, looks, makes it public."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.agenda import queries
from backend.decisions import actions, refusals, showing
from backend.decisions.queries import Answered
from backend.errors import Conflict, Flaw, Invalid, Trouble
from backend.results.personal_words import seems
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused
from surveys.answering import LONGEST_ANSWER, LONGEST_DECISION, Answer, Reply, Voice
from surveys.personal import pieces

_PATH = "/griffie/agendapunten/{item_id:uuid}/antwoord"
LOOK, PUBLISH, ADJUST = "kijken", "openbaar", "aanpassen"


class Typed(Struct, frozen=True):
    """`answers`: by subject, of those that were filled in. `seen`: the version that was read."""

    answers: Mapping[str, Answer]
    seen: Mapping[str, int]
    voice: str
    because: str

    def given(self) -> dict[str, object]:
        return {
            "voice": self.voice,
            "because": self.because,
            "seen": self.seen,
            "reply": {key: each.reply for key, each in self.answers.items()},
            "text": {key: each.text for key, each in self.answers.items()},
        }


async def _frame(
    db: AsyncSession, staff: Staff, item_id: UUID, conflict: Trouble | None = None
) -> dict[str, Any]:
    line = await queries.line(db, item_id)
    came = await showing.of_item(db, item_id)
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "section": "griffie",
        "line": line,
        "meeting": await queries.meeting(db, line.item.meeting_id),
        "came": came,
        "subjects": came.after.answers,
        "again": any(each.row for each in came.after.answers),
        "replies": showing.replies(),
        "voices": showing.voices(),
        "longest": LONGEST_ANSWER,
        "conflict": conflict,
    }


def _stands(subjects: tuple[Answered, ...]) -> dict[str, object]:
    """What holds now, to put right or to add to."""
    held = {each.subject: each.row for each in subjects if each.row}
    voices = [row.in_name_of for row in held.values()]
    return {
        "voice": voices[0] if voices else Voice.COUNCIL,
        "because": "",
        "seen": {each.subject: each.version for each in subjects},
        "reply": {key: row.reply for key, row in held.items()},
        "text": {key: row.text for key, row in held.items()},
    }


@get(_PATH, include_in_schema=False)
async def answer_form(item_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    context = await _frame(db, staff, item_id)
    given = _stands(context["subjects"])
    return page("answer_desk.html", problems={}, given=given, **context)


def _typed(reader: Reader, subjects: tuple[Answered, ...]) -> Typed:
    """What was filled in for a subject counts when something was; what holds keeps its voice."""
    voice = reader.choice("voice", tuple(Voice))
    because = reader.text("because", limit=LONGEST_DECISION)
    answers: dict[str, Answer] = {}
    seen: dict[str, int] = {}
    for each in subjects:
        reply = reader.choice(f"reply-{each.subject}", tuple(Reply))
        text = reader.text(f"text-{each.subject}", limit=LONGEST_ANSWER)
        seen[each.subject] = reader.integer(f"seen-{each.subject}", 0, 10_000)
        if reply or text or each.row:
            same = each.row and (each.row.reply, each.row.text) == (reply, text)
            said_by = each.row.in_name_of if same and each.row else voice
            answers[each.subject] = Answer(reply, text, said_by, because)
    return Typed(answers, seen, voice, because)


def _check(reader: Reader, subjects: tuple[Answered, ...], typed: Typed) -> None:
    """`Conflict` when somebody else was first, `Invalid` with every flaw."""
    new = actions.changed(subjects, typed.answers)
    if any(each.version != typed.seen[each.subject] for each in subjects if each.subject in new):
        raise refusals.overtaken()
    known = {flaw.where for flaw in reader.flaws}
    lacking = actions.answers_lack(subjects, typed.answers)
    reader.flaws += [flaw for flaw in lacking if flaw.where not in known]
    if not typed.answers:
        what = gettext("Geef op ten minste één onderdeel antwoord.")
        reader.flaws.append(Flaw(f"reply-{subjects[0].subject}", what))
    reader.done()


def _look(context: dict[str, Any], typed: Typed) -> Template:
    """What is new or other, as everybody will read it; nothing is stored."""
    subjects: tuple[Answered, ...] = context["subjects"]
    new = actions.changed(subjects, typed.answers)
    return page(
        "answer_look.html",
        new=[(each, new[each.subject]) for each in subjects if each.subject in new],
        seems=seems,
        pieces=pieces,
        given=typed.given(),
        **context,
    )


@post(_PATH, status_code=200, include_in_schema=False)
async def answer(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    """Only a look, until the button of that look is pressed."""
    reader = Reader(await posted(request))
    context = await _frame(db, staff, item_id)
    subjects: tuple[Answered, ...] = context["subjects"]
    if not subjects:
        return page("answer_desk.html", status=409, problems={}, given=_stands(subjects), **context)
    pressed = reader.choice("doe", (LOOK, PUBLISH, ADJUST)) or LOOK
    typed = _typed(reader, subjects)
    if pressed == ADJUST:
        return page("answer_desk.html", problems={}, given=typed.given(), **context)
    try:
        _check(reader, subjects, typed)
        if pressed == LOOK:
            return _look(context, typed)
        await actions.answer(db, staff.actor, item_id, typed.answers, seen=typed.seen)
    except Invalid as refusal:
        return refused("answer_desk.html", refusal, typed.given(), **context)
    except Conflict as conflict:
        # With what stands there now beside what was typed: the next press is about that.
        context = await _frame(db, staff, item_id, conflict)
        now = {each.subject: each.version for each in context["subjects"]}
        given = typed.given() | {"seen": now}
        return page("answer_desk.html", status=409, problems={}, given=given, **context)
    return Redirect(f"/griffie/agendapunten/{item_id}#antwoord", status_code=303)


HANDLERS = (answer_form, answer)
