# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a closed consultation comes to: recounted, in sentences, with quotations drawn; and kept."""

import hashlib
from collections.abc import Callable, Iterable
from uuid import UUID, uuid4

import msgspec
import polars as pl
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from analysis import aside, draw, letters, members, quotations, sentences, sets
from analysis.beside import Beside as Against
from analysis.beside import completed
from analysis.figures import DoesNotClose, Figures, WayTotals, figures, ways_add_up
from analysis.members import Members
from analysis.pages import batch_of
from analysis.participation import background
from analysis.profiles import Profiles, profiles, together
from analysis.sets import Sets
from analysis.soundness import check
from analysis.tally import Count, closes, count, summed_up, total
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


class Beside(msgspec.Struct, frozen=True):
    """What the database says of responses besides what they say.

    unjudged   how many have a flag that nobody judged: they count
    against    what the figures are held against
    """

    by_way: tuple[WayTotals, ...] = ()
    unjudged: int = 0
    against: Against = Against()


NOTHING_BESIDE = Beside()


class Conclusion(msgspec.Struct, frozen=True):
    """Everything that closing comes to, before it is written. `aside` is the count of what was set
    aside, which is in none of it but `with_aside`."""

    shown: Shown
    figures: Figures
    sentences: tuple[Sentence, ...]
    cited: tuple[tuple[Cited, ...], ...]
    seed: str
    drawn: tuple[tuple[str, str, int, str], ...]  # question, side, rank, entry
    aside: Count


class Recounted(msgspec.Struct, frozen=True):
    """All raw entries in one go: their count, which entries stand behind it, and apart from it the
    count of what was set aside; and who they are, by background questions together."""

    count: Count
    sets: Sets
    aside: Count
    kinds: Profiles


def recounted(
    pages: Iterable[pl.DataFrame], questionnaire: Questionnaire, about: tuple[str, ...] = ()
) -> Recounted:
    stances = [question.key for question in questionnaire.stances()]
    kinds: list[Profiles] = []
    counts: list[Count] = []
    parts: list[Sets] = []
    asides: list[Count] = []
    for page in pages:
        batch = batch_of(page, questionnaire)
        sound = check(batch, questionnaire)
        counts.append(summed_up(sound, questionnaire))
        parts.append(sets.as_they_stand(sound))
        kinds.append(profiles(sound, about, stances))
        if (apart := aside.only_aside(batch)).rows.height:
            asides.append(count(apart, questionnaire))
    return Recounted(total(counts), sets.joined(parts), total(asides), together(kinds))


def concluded(
    shown: Shown,
    pages: Iterable[pl.DataFrame],
    standing: Count,
    texts: Texts,
    beside: Beside = NOTHING_BESIDE,
) -> Conclusion:
    """Recount all raw entries, hold them against the batches, and write it down."""
    about = background(shown.questionnaire, beside.against.population)
    everything = recounted(pages, shown.questionnaire, about)
    recount, found = everything.count, everything.sets
    if recount != standing:
        raise Hopeless(WRONG_SUM)
    found = letters.told_apart(found, texts)
    told = tuple(letters.of_letters(found, dict(shown.points)))
    published = _published(shown, everything, beside)
    published = msgspec.structs.replace(published, letters=told)
    published = completed(published, shown.questionnaire, found, everything.kinds, beside.against)
    digest = members.digests(found.order)
    seed = draw.seed_of(shown.questionnaire_hash, digest(found.entries[sets.COUNTED]))
    written = sentences.write(published, found)
    drawn = tuple(quotations.drawn(shown.questionnaire, shown.points, found, seed))
    cited = _cited(found, written, digest)
    return Conclusion(shown, published, written, cited, seed, drawn, everything.aside)


def _open_sum(broken: object) -> Hopeless:
    return Hopeless(f"De telling sluit niet: {broken}. Er is niets gepubliceerd.")


def _published(shown: Shown, everything: Recounted, beside: Beside) -> Figures:
    """`Hopeless` when a sum is broken, with or without what was set aside."""
    count, apart, asked = everything.count, everything.aside, shown.questionnaire
    points = dict(shown.points)
    try:
        found = figures(count, asked, shown.rules, points)
    except DoesNotClose as broken:
        raise _open_sum(broken) from broken
    if broken := closes(total([count, apart]), asked):
        raise _open_sum("; ".join(broken))
    if not ways_add_up(found.totals, beside.by_way):
        raise Hopeless(WRONG_SUM)
    return msgspec.structs.replace(
        found,
        by_way=beside.by_way,
        with_aside=aside.with_aside(count, apart, asked, points),
        unjudged=beside.unjudged,
    )


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
