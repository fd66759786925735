# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What workers do for results: count what came in, and conclude what was closed."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from analysis import draw, sentences, sets
from analysis.figures import DoesNotClose, Figures, figures
from analysis.questions import texts
from analysis.tally import Count, count, total
from backend.audit.actions import SYSTEM, note
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.database import Sessions
from backend.outbox import Claim, Hopeless
from backend.results import batches
from backend.results.gathering import Rows, rows
from backend.results.tables import CitationRow, Result, SentenceRow, Summary, Verbatim
from backend.web.languages import marked
from surveys.counting import WRITTEN
from surveys.lifecycle import Stage
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
Write = Callable[[AsyncSession], Awaitable[None]]


async def count_entries(sessions: Sessions, claim: Claim) -> Write:
    """Count the entries that were promised, each once."""
    work = await batches.snapshot(sessions, claim.subject, claim.items)
    counted = await batches.count_work(work)

    async def write(db: AsyncSession) -> None:
        await batches.write(db, claim.subject, counted)

    return write


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


def _conclude(shown: Shown, definition: bytes, everything: Rows, standing: Count) -> Conclusion:
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


async def conclude(sessions: Sessions, claim: Claim) -> Write:
    """After closing: recount, freeze the figures, write sentences, draw quotations."""
    async with sessions() as db:
        await db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        row = await consultations.get(db, claim.subject)
        if row.stage != Stage.CLOSED:
            return _nothing
        shown = await consultations.shown(db, row)
        work = await batches.find_work(db, claim.subject, None)
        held = await batches.counts(db, claim.subject)
        everything = await rows(db, claim.subject)
    counted = await batches.count_work(work)
    held |= {done.origin_id: done.count for done in counted}
    definition = shown.questionnaire_hash
    conclusion = await asyncio.to_thread(
        _conclude, shown, definition, everything, total(held.values())
    )

    async def write(db: AsyncSession) -> None:
        await batches.write(db, claim.subject, counted)
        await _store(db, claim.subject, conclusion)

    return write


async def _nothing(_: AsyncSession) -> None:
    """It was concluded before; keeping a promise twice is harmless."""


async def _store(db: AsyncSession, consultation_id: UUID, conclusion: Conclusion) -> None:
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
    summary = Summary(
        id=uuid4(),
        consultation_id=consultation_id,
        document_version_id=conclusion.shown.document_version_id,
        result_id=result.id,
        number=result.number,
    )
    db.add(summary)
    await db.flush()
    _add_sentences(db, summary.id, conclusion.sentences)
    db.add_all(
        Verbatim(result_id=result.id, entry_id=UUID(entry), question=question, side=side, rank=rank)
        for question, side, rank, entry in conclusion.drawn
    )
    row = await consultations.get(db, consultation_id)
    row.stage = Stage.SUMMARISED
    note(
        db,
        SYSTEM,
        "samenvatten",
        "raadpleging",
        consultation_id,
        geteld=result.counted,
        kenmerk=result.hash.hex(),
    )


def _add_sentences(db: AsyncSession, summary_id: UUID, written: tuple[Sentence, ...]) -> None:
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
