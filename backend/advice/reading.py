# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that residents wrote, for members to read: not only what was drawn by lot.

The text and the question it answers, and nothing else: no background, no code, no channel, no
moment. In an order that differs per question, so that nobody can lay the answers of one person side
by side. What was withdrawn, replaced or set aside is not there.
"""

from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.consultations.queries import Shown
from backend.participation.queries import CONTENT
from backend.participation.tables import AnswerText, Entry
from surveys.questions import Question

PER_PAGE = 50


class Pile(Struct, frozen=True):
    """All texts in one field of the form. `other`: what was written beside "anders, namelijk"."""

    field: str
    label: str
    decision_point: int | None
    other: bool
    number: int


class Page(Struct, frozen=True):
    """`found` of the chosen pile, after searching; `texts` is one page of them."""

    texts: tuple[str, ...]
    found: int
    number: int
    pages: int


def _standing(consultation_id: UUID) -> ColumnElement[bool]:
    later = aliased(Entry)
    counts = select(Entry.id).where(
        Entry.consultation_id == consultation_id,
        Entry.kind.in_(CONTENT),
        ~select(later.id).where(later.cancels_id == Entry.id).exists(),
    )
    return AnswerText.entry_id.in_(counts)


def _pile(field: str, question: Question, number: int) -> Pile:
    return Pile(field, question.label, question.decision_point, field != question.key, number)


async def piles(db: AsyncSession, shown: Shown) -> tuple[Pile, ...]:
    """Every field in which somebody wrote something, in the order of the questions."""
    rows = await db.execute(
        select(AnswerText.question, func.count().label("number"))
        .where(_standing(shown.id))
        .group_by(AnswerText.question)
    )
    counts = {row.question: row.number for row in rows}
    return tuple(
        _pile(field, question, counts[field])
        for field, question in shown.questionnaire.fields().items()
        if field in counts
    )


async def texts(
    db: AsyncSession, consultation_id: UUID, field: str, words: str, number: int
) -> Page:
    """One page of a pile; `words` stand somewhere in the text, small or capital letters."""
    where = _standing(consultation_id) & (AnswerText.question == field)
    if words:
        where &= AnswerText.text.icontains(words, autoescape=True)
    found = (await db.scalars(select(func.count()).select_from(AnswerText).where(where))).one()
    pages = max(1, -(-found // PER_PAGE))
    number = min(number, pages)
    mixed = func.md5(cast(AnswerText.entry_id, Text) + AnswerText.question)
    rows = await db.scalars(
        select(AnswerText.text)
        .where(where)
        .order_by(mixed)
        .offset((number - 1) * PER_PAGE)
        .limit(PER_PAGE)
    )
    return Page(tuple(rows.all()), found, number, pages)
