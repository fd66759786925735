# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading summaries, and putting together what one says."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from analysis import question_sentences
from analysis.figures import Figures
from analysis.questions import QuestionFigures, of_a_point
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.council import queries as council
from backend.outbox import TaskRow
from backend.participation.tables import AnswerText
from backend.results import publication
from backend.results.content import FORMAT, Asked, Cited, Content, Quoted, Said
from backend.results.tables import CitationRow, Release, Result, SentenceRow, Summary, Verbatim
from backend.web.broken import in_words
from surveys.counting import other_key
from surveys.questionnaire import Questionnaire

# Attachments belong to `agenda`, which stands above us; here it only matters where a summary lies.
_ATTACHMENT = table("attachment", column("agenda_item_id"), column("summary_id"))


class Drawn(Struct, frozen=True):
    """A drawn quotation as the griffie reads it; `released` None waits for somebody to read.

    field   where it was written: `1.advice`, the key of an open question, `<key>.other`
    """

    id: UUID
    field: str
    side: str
    rank: int
    text: str
    released: bool | None
    reason: str


async def newest(db: AsyncSession, consultation_id: UUID, *, hold: bool = False) -> Summary | None:
    """`hold` it until the transaction ends."""
    asked = (
        select(Summary)
        .where(Summary.consultation_id == consultation_id)
        .order_by(Summary.number.desc())
        .limit(1)
    )
    return (await db.scalars(asked.with_for_update() if hold else asked)).first()


async def trouble(db: AsyncSession, consultation_id: UUID) -> str | None:
    """Why counting was given up, in words for the griffie; None when it was not."""
    found = await db.scalars(
        select(TaskRow.last_error).where(
            TaskRow.subject == consultation_id, TaskRow.dead_at.is_not(None)
        )
    )
    return in_words(found.first()) or None


_SAID = (AnswerText.entry_id == Verbatim.entry_id) & (AnswerText.question == Verbatim.question)


async def can_be_read(db: AsyncSession, result_id: UUID, verbatim_id: UUID) -> bool:
    """It was drawn for this result, and whoever said it did not withdraw it since."""
    found = await db.scalars(
        select(Verbatim.id)
        .join(AnswerText, _SAID)
        .where(Verbatim.id == verbatim_id, Verbatim.result_id == result_id)
    )
    return found.first() is not None


async def drawn(db: AsyncSession, result_id: UUID, per_side: int) -> tuple[Drawn, ...]:
    """Per side the first quotations that were not refused, and those that were refused.

    A withdrawn answer has no text any more: the next one drawn takes its place.
    """
    rows = await db.execute(
        select(Verbatim, AnswerText.text)
        .join(AnswerText, _SAID)
        .where(Verbatim.result_id == result_id)
        .order_by(Verbatim.question, Verbatim.side, Verbatim.rank)
    )
    found = rows.all()
    decisions = await _decisions(db, [row.id for row, _ in found])
    places: dict[tuple[str, str], int] = {}
    chosen: list[Drawn] = []
    for row, text in found:
        released, reason = decisions.get(row.id, (None, ""))
        taken = places.get((row.question, row.side), 0)
        if released is not False:
            if taken >= per_side:
                continue
            places[row.question, row.side] = taken + 1
        chosen.append(Drawn(row.id, row.question, row.side, row.rank, text, released, reason))
    return tuple(chosen)


async def _decisions(db: AsyncSession, verbatims: Sequence[UUID]) -> dict[UUID, tuple[bool, str]]:
    rows = await db.execute(
        select(Release.verbatim_id, Release.released, Release.reason)
        .where(Release.verbatim_id.in_(verbatims))
        .order_by(Release.id)
    )
    return {verbatim: (released, reason) for verbatim, released, reason in rows.all()}


async def _sentences(
    db: AsyncSession, summary_id: UUID, asked: Sequence[QuestionFigures]
) -> tuple[Said, ...]:
    about = {
        key: question.key
        for question in asked
        for key in (*question_sentences.keys(question), other_key(question.key))
    }
    rows = await db.scalars(
        select(SentenceRow).where(SentenceRow.summary_id == summary_id).order_by(SentenceRow.place)
    )
    cited = await db.scalars(
        select(CitationRow)
        .where(CitationRow.summary_id == summary_id)
        .order_by(CitationRow.sentence, CitationRow.place)
    )
    by_sentence: dict[int, list[Cited]] = {}
    for row in cited:
        one = Cited(row.question, row.count, row.digest.hex())
        by_sentence.setdefault(row.sentence, []).append(one)
    return tuple(
        Said(
            row.rule,
            row.decision_point,
            row.text,
            cited := tuple(by_sentence.get(row.place, ())),
            next((about[one.question] for one in cited if one.question in about), ""),
        )
        for row in rows.all()
    )


def quoted(one: Drawn, questionnaire: Questionnaire) -> Quoted:
    question = questionnaire.fields()[one.field]
    key = "" if of_a_point(question) else question.key
    return Quoted(question.decision_point, one.side, one.rank, one.text, key)


def _asked(shown: Shown) -> tuple[Asked, ...]:
    return tuple(
        Asked(question.key, question.label, {o.value: o.label for o in question.options})
        for question in shown.questionnaire.background()
    )


async def content(db: AsyncSession, summary: Summary, municipality: str) -> Content:
    """Put together what this draft would say if it were made final now."""
    row = await consultations.get(db, summary.consultation_id)
    shown = await consultations.shown(db, row)
    result = await db.get_one(Result, summary.result_id)
    version = await council.version(db, summary.document_version_id)
    found = await drawn(db, result.id, shown.rules.verbatims)
    figures = msgspec.json.decode(result.figures, type=Figures)
    assert shown.opened_at is not None  # noqa: S101 - a constraint holds it for what was opened
    assert shown.closed_at is not None  # noqa: S101 - no result before closing: a trigger holds it
    return Content(
        format=FORMAT,
        municipality=municipality,
        title=version.title,
        slug=shown.slug,
        consultation=shown.id,
        number=summary.number,
        document=shown.document_id,
        document_hash=version.hash.hex(),
        opened_at=shown.opened_at,
        closed_at=shown.closed_at,
        finalised_at=None,
        rules=shown.rules,
        questionnaire_hash=shown.questionnaire_hash.hex(),
        result_hash=result.hash.hex(),
        seed=result.seed,
        background=_asked(shown),
        figures=figures,
        sentences=await _sentences(db, summary.id, figures.questions),
        quotations=tuple(quoted(one, shown.questionnaire) for one in found if one.released),
        accompanying_text=summary.accompanying_text,
        ratings_only_reason=row.ratings_only_reason,
        correction=await publication.note_of(db, summary.consultation_id, summary.number),
    )


async def lies_at(db: AsyncSession, consultation_id: UUID) -> frozenset[UUID]:
    """The agenda items where a summary of this consultation was put, whichever version."""
    found = await db.scalars(
        select(_ATTACHMENT.c.agenda_item_id)
        .join(Summary, Summary.id == _ATTACHMENT.c.summary_id)
        .where(Summary.consultation_id == consultation_id)
    )
    return frozenset(found)
