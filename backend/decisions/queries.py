# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading what came of a consultation: the decision, the answers, and what is still awaited."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.council import queries as council
from backend.council.tables import AgendaItem
from backend.decisions.tables import CouncilAnswer, Decision
from surveys.answering import WHOLE, of_point, own, subjects

# Something lay there, the council met, and nobody wrote down what came of it. A committee prepares:
# while the same document is on a later agenda, the decision is awaited there.
_UNDECIDED: Final = text(
    """
    SELECT i.id, m.starts_at FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id
    WHERE i.lapsed_at IS NULL AND NOT m.cancelled AND m.starts_at <= clock_timestamp()
      AND EXISTS (
        SELECT FROM attachment a
        LEFT JOIN gate_exception g ON g.id = a.exception_id
        LEFT JOIN summary s ON s.id = a.summary_id
        WHERE a.agenda_item_id = i.id AND (g.id IS NULL OR g.meeting_id = m.id)
          AND (CAST(:consultation AS uuid) IS NULL OR s.consultation_id = :consultation))
      AND (CAST(:item AS uuid) IS NULL OR i.id = :item)
      AND NOT EXISTS (SELECT FROM council_decision d WHERE d.agenda_item_id = i.id)
      AND NOT EXISTS (
        SELECT FROM agenda_item_document mine
        JOIN agenda_item_document theirs ON theirs.document_id = mine.document_id AND theirs.main
        JOIN agenda_item o ON o.id = theirs.agenda_item_id
        JOIN meeting n ON n.id = o.meeting_id
        WHERE mine.agenda_item_id = i.id AND mine.main AND theirs.gone_at IS NULL
          AND o.lapsed_at IS NULL AND NOT n.cancelled AND n.starts_at > m.starts_at)
    ORDER BY m.starts_at DESC, i.place, i.id
    """
)
# Of each body the last that everybody can read, where there is something in it to answer.
_VERDICTS: Final = text(
    """
    SELECT found.* FROM (
      SELECT DISTINCT ON (r.body_id) v.id, r.body_name, v.verdict
      FROM review_verdict v
      JOIN review_request r ON r.id = v.request_id
      JOIN summary s ON s.id = r.summary_id
      JOIN public_summary p ON p.id = s.id
      WHERE s.consultation_id = :consultation
      ORDER BY r.body_id, s.number DESC, v.number DESC
    ) found WHERE found.verdict <> 'akkoord' ORDER BY found.body_name, found.id
    """
)


class Decided(Struct, frozen=True):
    """What the council decided on one item. `points`: number and text, of the version of the
    document that was decided on; `earlier`: versions that no longer hold, the latest first."""

    row: Decision
    earlier: tuple[Decision, ...]
    item: AgendaItem
    points: tuple[tuple[int, str], ...]

    @property
    def otherwise(self) -> tuple[tuple[int, str, str], ...]:
        """Number, text and outcome of the points that ended otherwise than the whole."""
        ended = outcomes_of(self.row)
        return tuple(
            (number, said, ended[number]) for number, said in self.points if number in ended
        )

    def of_point(self, number: int) -> str:
        return of_point(self.row.outcome, outcomes_of(self.row), number)


class Answered(Struct, frozen=True):
    """One subject (`surveys.answering.subjects`) with the answer that holds, if any.

    number, said    of a decision point, else 0 and empty
    body, verdict   of an advisory council, else empty
    """

    subject: str
    row: CouncilAnswer | None
    earlier: tuple[CouncilAnswer, ...] = ()
    number: int = 0
    said: str = ""
    body: str = ""
    verdict: str = ""

    @property
    def whole(self) -> bool:
        return self.subject == WHOLE

    @property
    def version(self) -> int:
        """Of the answer that holds; nought while there is none."""
        return self.row.number if self.row else 0


class After(Struct, frozen=True):
    """What came of it. `met`: the council met, and nobody wrote down what it decided."""

    decided: Decided | None = None
    answers: tuple[Answered, ...] = ()
    met: dt.datetime | None = None

    def __bool__(self) -> bool:
        return self.decided is not None or self.met is not None

    @property
    def given(self) -> tuple[Answered, ...]:
        return tuple(each for each in self.answers if each.row)

    def about(self, number: int) -> Answered | None:
        return next((each for each in self.answers if each.number == number and number), None)


def outcomes_of(row: Decision) -> dict[int, str]:
    return own(row.outcome, {int(key): str(value) for key, value in row.points.items()})


async def undecided(
    db: AsyncSession, *, item_id: UUID | None = None, consultation_id: UUID | None = None
) -> list[tuple[UUID, dt.datetime]]:
    """Items, with when the council met about them; the latest first."""
    given = {"item": item_id, "consultation": consultation_id}
    return [(row.id, row.starts_at) for row in await db.execute(_UNDECIDED, given)]


async def versions(db: AsyncSession, item_id: UUID) -> Sequence[Decision]:
    """Of the decision on this item, the one that holds first."""
    rows = await db.scalars(
        select(Decision).where(Decision.agenda_item_id == item_id).order_by(Decision.number.desc())
    )
    return rows.all()


async def current(db: AsyncSession, item_ids: Iterable[UUID]) -> dict[UUID, Decision]:
    """The decision that holds, by item."""
    rows = await db.scalars(
        select(Decision)
        .where(Decision.agenda_item_id == func.any(list(item_ids)))
        .order_by(Decision.number)
    )
    return {row.agenda_item_id: row for row in rows}


async def _decided(db: AsyncSession, held: Sequence[Decision]) -> Decided:
    row, *earlier = held
    return Decided(
        row=row,
        earlier=tuple(earlier),
        item=await db.get_one(AgendaItem, row.agenda_item_id),
        points=(await council.version(db, row.document_version_id)).points,
    )


async def _answers(db: AsyncSession, decided: Decided) -> tuple[Answered, ...]:
    """Of everything that there is to answer; nothing where residents were not asked."""
    consultation_id = decided.row.consultation_id
    if consultation_id is None:
        return ()
    rows = await db.scalars(
        select(CouncilAnswer)
        .where(CouncilAnswer.consultation_id == consultation_id)
        .order_by(CouncilAnswer.number.desc())
    )
    held: dict[str, list[CouncilAnswer]] = {}
    for row in rows:
        held.setdefault(row.subject, []).append(row)
    found = await db.execute(_VERDICTS, {"consultation": consultation_id})
    verdicts: dict[str, Any] = {str(row.id): row for row in found}
    said = dict(decided.points)
    return tuple(
        Answered(
            subject=subject,
            row=next(iter(held.get(subject, ())), None),
            earlier=tuple(held.get(subject, ())[1:]),
            number=int(subject) if subject.isdecimal() else 0,
            said=said.get(int(subject), "") if subject.isdecimal() else "",
            body=verdicts[subject].body_name if subject in verdicts else "",
            verdict=verdicts[subject].verdict if subject in verdicts else "",
        )
        for subject in subjects(list(said), list(verdicts))
    )


async def _after(db: AsyncSession, held: Sequence[Decision], waiting: Mapping[str, UUID]) -> After:
    if not held:
        found = await undecided(db, **waiting)
        return After(met=found[0][1] if found else None)
    decided = await _decided(db, held)
    return After(decided=decided, answers=await _answers(db, decided))


async def of_item(db: AsyncSession, item_id: UUID) -> After:
    return await _after(db, await versions(db, item_id), {"item_id": item_id})


async def of_consultation(db: AsyncSession, consultation_id: UUID) -> After:
    """Of the item where it was decided last: a summary may lie at several."""
    rows = await db.scalars(
        select(Decision)
        .where(Decision.consultation_id == consultation_id)
        .order_by(Decision.decided_on.desc(), Decision.made_at.desc())
        .limit(1)
    )
    last = rows.first()
    held = await versions(db, last.agenda_item_id) if last else ()
    return await _after(db, held, {"consultation_id": consultation_id})


class Missing(Struct, frozen=True):
    """`left` subjects are not answered yet since `since`, the day of the decision."""

    item: AgendaItem
    since: dt.date
    left: int


_UNANSWERED: Final = text(
    """
    SELECT d.agenda_item_id, d.decided_on,
      1 + (SELECT count(*) FROM decision_point p
           WHERE p.document_version_id = d.document_version_id)
        - (SELECT count(DISTINCT a.subject) FROM council_answer a
           WHERE a.consultation_id = d.consultation_id AND a.verdict_id IS NULL)
        + (SELECT count(*) FROM (
             SELECT DISTINCT ON (r.body_id) v.id, v.verdict
             FROM review_verdict v
             JOIN review_request r ON r.id = v.request_id
             JOIN public_summary s ON s.id = r.summary_id
             WHERE s.consultation_id = d.consultation_id
             ORDER BY r.body_id, s.number DESC, v.number DESC) said
           WHERE said.verdict <> 'akkoord' AND NOT EXISTS (
             SELECT FROM council_answer a WHERE a.verdict_id = said.id)) AS left
    FROM (
      SELECT DISTINCT ON (held.consultation_id) held.* FROM council_decision held
      WHERE held.consultation_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM council_decision later
        WHERE later.agenda_item_id = held.agenda_item_id AND later.number > held.number)
      ORDER BY held.consultation_id, held.decided_on DESC, held.made_at DESC) d
    WHERE d.outcome <> 'aangehouden'
    """
)


async def unanswered(db: AsyncSession) -> list[Missing]:
    """Decisions with something that residents or advisory councils said and nobody answered."""
    found = [row for row in await db.execute(_UNANSWERED) if row.left > 0]
    rows = await db.scalars(
        select(AgendaItem).where(AgendaItem.id == func.any([row.agenda_item_id for row in found]))
    )
    items = {row.id: row for row in rows}
    return [Missing(items[row.agenda_item_id], row.decided_on, row.left) for row in found]
