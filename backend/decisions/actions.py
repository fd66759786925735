# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie writes down what the council decided, and what it answers; each change a version.

The database has the last word on when and in which order; here it is told what is missing.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.council import queries as council
from backend.council.planning import local_day
from backend.council.tables import AgendaItem, Meeting
from backend.database import Table
from backend.decisions import logged, queries, refusals
from backend.decisions.queries import Answered, Decided
from backend.decisions.tables import CouncilAnswer, Decision
from backend.errors import Conflict, Flaw, Invalid
from backend.web.languages import gettext
from surveys.answering import Answer, Ruling, answer_flaws, own, ruling_flaws

# The last that opened the gate for this item at this meeting, whatever text it was about: whether
# that is the text that lay there, the database says.
_FOLLOWS: Final = text(
    """
    SELECT a.id, a.document_version_id FROM attachment a
    LEFT JOIN gate_exception g ON g.id = a.exception_id
    JOIN agenda_item i ON i.id = a.agenda_item_id
    WHERE a.agenda_item_id = :item AND (g.id IS NULL OR g.meeting_id = i.meeting_id)
    ORDER BY a.made_at DESC, a.id LIMIT 1
    """
)


def _named(actor: Actor) -> UUID:
    if actor.id is None:
        raise Conflict(
            gettext("Dit kan alleen iemand die is ingelogd."),
            gettext("Log in en probeer het opnieuw."),
        )
    return actor.id


async def laid(db: AsyncSession, item_id: UUID) -> tuple[UUID, UUID] | None:
    """What a decision would follow: the attachment, and the version of the document."""
    found = (await db.execute(_FOLLOWS, {"item": item_id})).first()
    return (found.id, found.document_version_id) if found else None


async def _hold(db: AsyncSession, item_id: UUID) -> None:
    """Meeting before item, as everybody who moves one."""
    item = await council.item(db, item_id)
    meeting = select(Meeting.id).where(Meeting.id == item.meeting_id)
    await db.execute(meeting.with_for_update(read=True))
    await db.execute(select(AgendaItem.id).where(AgendaItem.id == item_id).with_for_update())


async def ruling_lacks(db: AsyncSession, item_id: UUID, ruling: Ruling, *, seen: int) -> list[Flaw]:
    """Everything that is wrong with it, by field."""
    meeting = await council.meeting(db, (await council.item(db, item_id)).meeting_id)
    return refusals.of_ruling(
        ruling_flaws(
            ruling,
            met_on=local_day(meeting.starts_at),
            today=local_day(await council.now(db)),
            corrects=seen > 0,
        )
    )


def _same(row: Decision, ruling: Ruling) -> bool:
    points = own(ruling.outcome, ruling.points)
    one = (row.outcome, queries.outcomes_of(row), row.decided_on, row.text, row.link)
    return one == (ruling.outcome, points, ruling.decided_on, ruling.text, ruling.link)


async def _store(db: AsyncSession, row: Table) -> None:
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise refusals.by_the_database(error) from error
    await db.refresh(row)


async def decide(
    db: AsyncSession, actor: Actor, item_id: UUID, ruling: Ruling, *, seen: int
) -> None:
    """`seen`: the number of the version that was read, nought before the first. Sending the same
    twice stores it once. `Invalid` has every flaw, `Conflict` what is not about one field."""
    await _hold(db, item_id)
    held = (await queries.current(db, [item_id])).get(item_id)
    if held and seen < held.number and _same(held, ruling):
        return
    if (held.number if held else 0) != seen:
        raise refusals.overtaken()
    follows = await laid(db, item_id)
    if follows is None:
        raise refusals.nothing_lay()
    if flaws := await ruling_lacks(db, item_id, ruling, seen=seen):
        raise Invalid(gettext("Dit besluit is nog niet compleet."), "", flaws)
    row = Decision(
        agenda_item_id=item_id,
        attachment_id=follows[0],
        number=seen + 1,
        outcome=ruling.outcome,
        points={str(key): each for key, each in own(ruling.outcome, ruling.points).items()},
        decided_on=ruling.decided_on,
        text=ruling.text,
        link=ruling.link,
        because=ruling.because if seen else "",
        made_by=_named(actor),
    )
    await _store(db, row)
    await logged.decided(db, row)
    note(
        db,
        actor,
        "besluit vastleggen" if row.number == 1 else "besluit wijzigen",
        "agendapunt",
        item_id,
        uitkomst=row.outcome,
        op=str(row.decided_on),
        versienummer=row.number,
        reden=row.because,
    )


def _unchanged(held: CouncilAnswer | None, said: Answer) -> bool:
    return held is not None and (
        (held.reply, held.text, held.in_name_of) == (said.reply, said.text, said.voice)
    )


def changed(answers: tuple[Answered, ...], said: Mapping[str, Answer]) -> dict[str, Answer]:
    """Only what is new or other than what stands there, in the order of the subjects."""
    return {
        each.subject: said[each.subject]
        for each in answers
        if each.subject in said and not _unchanged(each.row, said[each.subject])
    }


def answers_lack(answers: tuple[Answered, ...], said: Mapping[str, Answer]) -> list[Flaw]:
    """Everything that is wrong with what is new or changed; each flaw once."""
    rows = {each.subject: each.row for each in answers}
    found = [
        flaw
        for subject, one in changed(answers, said).items()
        for flaw in refusals.of_answer(
            answer_flaws(one, corrects=rows[subject] is not None), subject
        )
    ]
    return list(dict.fromkeys(found))


def _row(
    actor: Actor, decided: Decided, each: Answered, said: Answer, number: int
) -> CouncilAnswer:
    return CouncilAnswer(
        decision_id=decided.row.id,
        consultation_id=decided.row.consultation_id,
        subject=each.subject,
        verdict_id=UUID(each.subject) if each.body else None,
        number=number,
        reply=said.reply,
        text=said.text,
        in_name_of=said.voice,
        because=said.because if number > 1 else "",
        made_by=_named(actor),
    )


async def answer(
    db: AsyncSession,
    actor: Actor,
    item_id: UUID,
    said: Mapping[str, Answer],
    *,
    seen: Mapping[str, int],
) -> None:
    """All of it or nothing. `seen`: by subject the number of the version that was read."""
    await _hold(db, item_id)
    after = await queries.of_item(db, item_id)
    if after.decided is None or after.decided.row.consultation_id is None:
        raise refusals.undecided()
    new = changed(after.answers, said)
    subjects = {each.subject: each for each in after.answers}
    if any(subjects[key].version != seen.get(key, 0) for key in new):
        raise refusals.overtaken()
    if flaws := answers_lack(after.answers, said):
        raise Invalid(gettext("Nog niet alles is goed ingevuld."), "", flaws)
    for key, one in new.items():
        row = _row(actor, after.decided, subjects[key], one, seen.get(key, 0) + 1)
        await _store(db, row)
        await logged.answered(db, row)
        note(
            db,
            actor,
            "antwoord geven" if row.number == 1 else "antwoord wijzigen",
            "agendapunt",
            item_id,
            over=_about(subjects[key]),
            uitkomst=row.reply,
            versienummer=row.number,
            reden=row.because,
        )


def _about(each: Answered) -> str:
    if each.body:
        return each.body
    return f"beslispunt {each.number}" if each.number else "het hele voorstel"
