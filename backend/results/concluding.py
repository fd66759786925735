# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a closed consultation comes to: recounted, in sentences, with quotations drawn; and kept."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Final
from uuid import UUID, uuid4

import msgspec
import polars as pl
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from analysis import draw, letters, members, quotations, sentences, sets
from analysis.beside import Beside, completed
from analysis.figures import DoesNotClose, Figures, WayTotals, figures, ways_add_up
from analysis.members import Members
from analysis.pages import batch_of
from analysis.participation import background
from analysis.profiles import Profiles, profiles, together
from analysis.sets import Sets
from analysis.soundness import check
from analysis.tally import Count, summed_up, total
from backend.consultations.queries import Shown
from backend.outbox import Hopeless
from backend.results import logged
from backend.results.gathering import Texts
from backend.results.tables import CitationRow, Result, SentenceRow, Verbatim
from backend.web.languages import marked
from surveys.questionnaire import Questionnaire
from surveys.sentences import Sentence

WRONG_SUM = marked(
    "De hertelling van alle inzendingen komt niet uit op de som van de deeltellingen."
    " Er is niets gepubliceerd. Laat de beheerder hiernaar kijken."
)
NOTHING_BESIDE: Final = Beside()


class Cited(msgspec.Struct, frozen=True):
    """What a sentence rests on, as it is kept.

    members   one bit per content entry of the consultation, in the order of ids; bit 0 of the
              first byte is the first
    digest    sha256 of the ids of those that are cited, sorted, on a line each
    """

    question: str
    count: int
    members: bytes
    digest: bytes


class Conclusion(msgspec.Struct, frozen=True):
    """Everything that closing comes to, before it is written."""

    shown: Shown
    figures: Figures
    sentences: tuple[Sentence, ...]
    cited: tuple[tuple[Cited, ...], ...]
    seed: str
    drawn: tuple[tuple[str, str, int, str], ...]  # question, side, rank, entry


def recounted(
    pages: Iterable[pl.DataFrame], questionnaire: Questionnaire, about: tuple[str, ...] = ()
) -> tuple[Count, Sets, Profiles]:
    """All raw entries in one go: their count, which entries stand behind it, and who they are by
    these background questions together."""
    stances = [question.key for question in questionnaire.stances()]
    counts: list[Count] = []
    parts: list[Sets] = []
    kinds: list[Profiles] = []
    for page in pages:
        sound = check(batch_of(page, questionnaire), questionnaire)
        counts.append(summed_up(sound, questionnaire))
        parts.append(sets.as_they_stand(sound))
        kinds.append(profiles(sound, about, stances))
    return total(counts), sets.joined(parts), together(kinds)


def concluded(
    shown: Shown,
    pages: Iterable[pl.DataFrame],
    standing: Count,
    texts: Texts,
    *,
    by_way: tuple[WayTotals, ...] = (),
    beside: Beside = NOTHING_BESIDE,
) -> Conclusion:
    """Recount all raw entries, hold them against the batches, and write it down."""
    about = background(shown.questionnaire, beside.population)
    recount, found, kinds = recounted(pages, shown.questionnaire, about)
    if recount != standing:
        raise Hopeless(WRONG_SUM)
    try:
        published = figures(recount, shown.questionnaire, shown.rules, dict(shown.points))
    except DoesNotClose as broken:
        raise Hopeless(f"De telling sluit niet: {broken}. Er is niets gepubliceerd.") from broken
    found = letters.told_apart(found, texts)
    told = tuple(letters.of_letters(found, dict(shown.points)))
    if not ways_add_up(published.totals, by_way):
        raise Hopeless(WRONG_SUM)
    published = msgspec.structs.replace(published, letters=told, by_way=by_way)
    published = completed(published, shown.questionnaire, found, kinds, beside)
    digest = members.digests(found.order)
    seed = draw.seed_of(shown.questionnaire_hash, digest(found.entries[sets.COUNTED]))
    written = sentences.write(published, found)
    drawn = tuple(quotations.drawn(shown.questionnaire, shown.points, found, seed))
    cited = _cited(found, written, digest)
    return Conclusion(shown, published, written, cited, seed, drawn)


def _cited(
    found: Sets, written: Iterable[Sentence], digest: Callable[[Members], bytes]
) -> tuple[tuple[Cited, ...], ...]:
    size = (len(found.order) + 7) // 8
    return tuple(
        tuple(
            Cited(
                question=one.question,
                count=one.count,
                members=one.entries.to_bytes(size, "little"),
                digest=digest(one.entries),
            )
            for one in sentence.citations
        )
        for sentence in written
    )


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
    logged.tallied(db, result)
    db.add_all(
        Verbatim(result_id=result.id, entry_id=UUID(entry), question=question, side=side, rank=rank)
        for question, side, rank, entry in conclusion.drawn
    )
    return result


def add_sentences(db: AsyncSession, summary_id: UUID, conclusion: Conclusion) -> None:
    for place, sentence in enumerate(conclusion.sentences):
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
                question=cited.question,
                count=cited.count,
                members=cited.members,
                digest=cited.digest,
            )
            for number, cited in enumerate(conclusion.cited[place])
        )
