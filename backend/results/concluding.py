# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a closed consultation comes to: recounted, in sentences, with quotations drawn; and kept."""

import hashlib
from collections.abc import Iterator
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from analysis import draw, sentences, sets
from analysis.figures import DoesNotClose, Figures, figures
from analysis.questions import texts
from analysis.tally import Count, count
from backend.consultations.queries import Shown
from backend.outbox import Hopeless
from backend.results.gathering import Rows
from backend.results.tables import CitationRow, Result, SentenceRow, Verbatim
from backend.web.languages import marked
from surveys.counting import WRITTEN
from surveys.sentences import Sentence
from surveys.stances import Stance
from surveys.template import advice_key, stance_key

DRAWN = 25  # per decision point and side: enough for many refusals, and read by nobody at once
NO_STANCE = "none"
EVERYBODY = "everybody"  # the one side of a text that belongs to no stance
WRONG_SUM = marked(
    "De hertelling van alle inzendingen komt niet uit op de som van de deeltellingen."
    " Er is niets gepubliceerd. Laat de beheerder hiernaar kijken."
)


class Conclusion(msgspec.Struct, frozen=True):
    """Everything that closing comes to, before it is written."""

    shown: Shown
    figures: Figures
    sentences: tuple[Sentence, ...]
    seed: str
    drawn: tuple[tuple[str, str, int, str], ...]  # question, side, rank, entry


def _sides(shown: Shown, found: sets.Sets) -> Iterator[tuple[str, dict[str, set[str]]]]:
    """Every text that may be quoted, with who wrote it: advice by stance, the rest together."""
    for number, _ in shown.points:
        question = advice_key(number)
        written = set(found.answers.get((question, WRITTEN), ()))
        sides = {
            str(stance): written & set(found.answers.get((stance_key(number), stance), ()))
            for stance in Stance
        }
        sides[NO_STANCE] = written - set().union(*sides.values())
        yield question, sides
    for key in texts(shown.questionnaire):
        yield key, {EVERYBODY: set(found.answers.get((key, WRITTEN), ()))}


def _draw(shown: Shown, found: sets.Sets, seed: str) -> tuple[tuple[str, str, int, str], ...]:
    drawn: list[tuple[str, str, int, str]] = []
    for question, sides in _sides(shown, found):
        for side, entries in sides.items():
            ranked = draw.rank(seed, question, entries)[:DRAWN]
            drawn += [(question, side, rank, entry) for rank, entry in enumerate(ranked)]
    return tuple(drawn)


def concluded(shown: Shown, definition: bytes, everything: Rows, standing: Count) -> Conclusion:
    """Pure: recount all raw entries, hold them against the batches, and write it down."""
    whole = everything.batch()
    recount = count(whole, shown.questionnaire)
    if recount != standing:
        raise Hopeless(WRONG_SUM)
    try:
        published = figures(recount, shown.questionnaire, shown.rules, dict(shown.points))
    except DoesNotClose as broken:
        raise Hopeless(f"De telling sluit niet: {broken}. Er is niets gepubliceerd.") from broken
    found = sets.gather(whole, shown.questionnaire)
    seed = draw.seed(definition, found.entries[sets.COUNTED])
    written = sentences.write(published, found)
    return Conclusion(shown, published, written, seed, _draw(shown, found, seed))


async def add_result(db: AsyncSession, consultation_id: UUID, conclusion: Conclusion) -> Result:
    """With the quotations that were drawn from it."""
    encoded = msgspec.json.encode(conclusion.figures, order="deterministic")
    last = await db.scalars(
        select(func.max(Result.number)).where(Result.consultation_id == consultation_id)
    )
    result = Result(
        id=uuid4(),
        consultation_id=consultation_id,
        number=(last.one() or 0) + 1,
        counted=conclusion.figures.totals.counted,
        figures=encoded,
        hash=hashlib.sha256(encoded).digest(),
        seed=conclusion.seed,
    )
    db.add(result)
    await db.flush()
    db.add_all(
        Verbatim(result_id=result.id, entry_id=UUID(entry), question=question, side=side, rank=rank)
        for question, side, rank, entry in conclusion.drawn
    )
    return result


def add_sentences(db: AsyncSession, summary_id: UUID, written: tuple[Sentence, ...]) -> None:
    for place, sentence in enumerate(written):
        db.add(
            SentenceRow(
                summary_id=summary_id,
                place=place,
                rule=sentence.rule,
                decision_point=sentence.decision_point,
                text=sentence.text,
            )
        )
        db.add_all(
            CitationRow(
                summary_id=summary_id,
                sentence=place,
                place=number,
                question=citation.question,
                count=citation.count,
                entries=[UUID(entry) for entry in citation.entries],
            )
            for number, citation in enumerate(sentence.citations)
        )
