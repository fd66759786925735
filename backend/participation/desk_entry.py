# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie types in what a resident said on paper, by telephone or at the desk."""

import contextlib
import datetime as dt
from uuid import UUID, uuid4

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.audit.actions import note
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Conflict, Flaw, Invalid, Trouble
from backend.participation import (
    actions,
    asking,
    complaints,
    letter_codes,
    letting_in,
    saying,
    taking_part,
    wording,
)
from backend.participation.letting_in import Wrong
from backend.participation.sending import Received, Sending
from backend.settings import Settings
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import ZONE, page
from backend.web.pages import day as say_day
from surveys.questionnaire import Answers, Refused
from surveys.reading import Given
from surveys.schedule import in_time

CHANNELS = ("paper", "phone", "desk")
_EMPTY = Answers({}, {}, {})


def _settings(request: Req) -> Settings:
    return request.app.state.settings


def _form(
    staff: Staff,
    shown: Shown,
    key: UUID,
    given: Given,
    refusal: Trouble | None = None,
    *,
    by_letter: bool,
) -> Template:
    invalid = isinstance(refusal, Invalid)
    return page(
        "desk_enter.html",
        status=200 if refusal is None else 422 if invalid else refusal.status,
        account=staff.account,
        csrf=staff.csrf,
        consultation=shown,
        sections=asking.sections(shown.questionnaire, shown.points),
        channels=[(channel, gettext(wording.CHANNEL_WORDS[channel])) for channel in CHANNELS],
        key=key,
        by_letter=by_letter,
        given=saying.shown_back(given),
        labels=complaints.labels(shown.questionnaire),
        problems={flaw.where: flaw.what for flaw in refusal.flaws} if refusal else {},
        trouble=None if invalid else refusal,
        section="griffie-raadplegingen",
    )


def _received_on(shown: Shown, reader: Reader) -> dt.date | None:
    """After closing: the day on which it came in, which must be one on which it was open.

    When no more paper is taken, whatever stands there: the answer is then refused as too late.
    """
    if shown.opened_at is None or shown.closed_at is None:
        return None
    if not shown.takes_paper:
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(reader.text("ontvangen", limit=10))
        return None
    day = reader.day("ontvangen", required=gettext("Vul in op welke dag dit binnenkwam."))
    if day != dt.date.min and not in_time(day, shown.opened_at, shown.closed_at, ZONE):
        said = gettext("Dit kan alleen voor wat binnenkwam van {first} tot en met {last}.").format(
            first=say_day(shown.opened_at), last=say_day(shown.closed_at)
        )
        reader.flaws.append(Flaw("ontvangen", said))
    return day


async def _letter_code(db: AsyncSession, shown: Shown, reader: Reader, secret: bytes) -> str:
    """As it was printed, from what stands on the paper. Whether it was used is for sending to say:
    this very form may have used it."""
    typed = reader.text("briefcode", limit=200)
    code = letting_in.spelled(typed) if typed else ""
    if code and not isinstance(code, Wrong):
        found = await letting_in.look(db, secret, shown.id, code)
        if not isinstance(found, Wrong) or found is Wrong.USED:
            return code
        code = found
    if isinstance(code, Wrong):
        reader.flaws.append(Flaw("briefcode", letting_in.words(code)))
    return ""


async def _read(
    db: AsyncSession, shown: Shown, fields: Posted, staff: Staff, secret: bytes
) -> Sending:
    """`Invalid` with every problem: of the questions, and of what the griffie fills in."""
    ours = shown.questionnaire.fields()
    answered = {name: values for name, values in fields.items() if name in ours}
    reader = Reader({name: values for name, values in fields.items() if name not in ours})
    channel = reader.choice("kanaal", CHANNELS, required=gettext("Kies hoe dit binnenkwam."))
    key = reader.identity("sleutel", required=gettext("Dit formulier is niet goed aangekomen."))
    received_on = _received_on(shown, reader)
    code = await _letter_code(db, shown, reader, secret)
    answers = _EMPTY
    try:
        answers = shown.questionnaire.read(answered)
    except Refused as refusal:
        said = complaints.sentences(shown.questionnaire, refusal.problems, answered)
        reader.flaws += [Flaw(name, sentence) for name, sentence in said.items()]
    reader.done()
    return Sending(
        answers,
        key,
        channel,
        entered_by=staff.account.id,
        received_on=received_on,
        letter_code=code,
    )


async def _receive(
    request: Req, db: AsyncSession, staff: Staff, shown: Shown, sending: Sending
) -> Received:
    received = await actions.send(db, shown.id, sending, secret=_settings(request).secret)
    if received.fresh:
        note(
            db,
            staff.actor,
            "invoeren",
            "inzending",
            received.entry_id,
            kanaal=sending.channel,
            raadpleging=str(shown.id),
        )
    return received


@get("/griffie/raadplegingen/{consultation_id:uuid}/invoer", include_in_schema=False)
async def entry_form(consultation_id: FromPath[UUID], staff: SignedIn, db: Db) -> Template:
    row = await consultations.get(db, consultation_id)
    shown = await consultations.shown(db, row)
    by_letter = await letter_codes.issued(db, shown.id)
    return _form(staff, shown, uuid4(), {}, by_letter=by_letter)


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/invoer",
    status_code=200,
    include_in_schema=False,
)
async def enter(request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db) -> Template:
    """Answers with the receipt at once: sent again, the same form shows the same receipt."""
    fields = await posted(request)
    row = await consultations.get(db, consultation_id)
    shown = await consultations.shown(db, row)
    try:
        sending = await _read(db, shown, fields, staff, _settings(request).secret)
        received = await _receive(request, db, staff, shown, sending)
    except (Invalid, Conflict) as refusal:
        await db.refresh(row)
        now = await consultations.shown(db, row)
        overtaken = shown.is_open and now.takes_paper
        trouble = _closed_meanwhile() if overtaken else refusal
        by_letter = await letter_codes.issued(db, shown.id)
        return _form(staff, now, _key(fields), fields, trouble, by_letter=by_letter)
    return page(
        "desk_entered.html",
        account=staff.account,
        csrf=staff.csrf,
        consultation=shown,
        code=received.code,
        blocks=taking_part.said_only(shown, sending.answers.flat()),
        base_url=_settings(request).base_url,
        section="griffie-raadplegingen",
    )


def _closed_meanwhile() -> Conflict:
    return Conflict(
        gettext("De raadpleging is net gesloten."),
        gettext("Kwam dit op tijd binnen? Vul dan in op welke dag, en sla het opnieuw op."),
    )


def _key(fields: Posted) -> UUID:
    """The same form keeps its key, so that sending it again after a mistake is one entry."""
    try:
        return UUID(next(iter(fields.get("sleutel", ())), ""))
    except ValueError:
        return uuid4()


HANDLERS = (entry_form, enter)
