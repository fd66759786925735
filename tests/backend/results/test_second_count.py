# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two counters, written apart, that must agree."""

from uuid import uuid4

import msgspec
import pytest

from analysis.tally import EMPTY, total
from backend.consultations import queries
from backend.participation import actions
from backend.participation.sending import Sending
from backend.results import batches, second_count
from surveys.questionnaire import Answers, Questionnaire
from surveys.questions import OpenQuestion, StanceQuestion
from surveys.template import stance_key
from tests.backend.participation.aside import set_aside
from tests.backend.results.made import SECRET, conclude, result_of, say, withdraw

pytestmark = pytest.mark.anyio


@pytest.fixture
async def both(sessions, park):
    """What each of the two comes to, of answers that were changed, withdrawn and left empty."""
    first = await say(sessions, park, "for", "Meer bomen.", "65+")
    await say(sessions, park, "against", age="15-24", replaces=first.response_id)
    await withdraw(sessions, park, await say(sessions, park, "neutral", "Weg ermee."))
    await say(sessions, park, "for_if", "Mits er licht komt.", channel="paper")
    await conclude(sessions, park)
    async with sessions() as db:
        questions = await batches.questionnaire_of(db, park.id)
        second = await second_count.take(db, park.id, questions)
        return total((await batches.counts(db, park.id)).values()), second


async def test_they_agree_and_the_result_is_published(sessions, park, both) -> None:
    count, second = both
    assert second_count.differences(count, EMPTY, second) == ()
    assert second["1.stance", "web", "against"] == 1
    assert second["1.advice", "paper", "written"] == 1
    assert second["age_band", None, "15-24"] == 1
    assert (await result_of(sessions, park)).totals.received == 4


async def test_one_answer_more_or_less_is_named_and_not_told(both) -> None:
    count, second = both
    [found] = [row for row in count.answers if row.value == "against"]
    more = msgspec.structs.replace(found, n=found.n + 1)
    answers = tuple(more if row is found else row for row in count.answers)
    wrong = msgspec.structs.replace(count, answers=answers)
    assert second_count.differences(wrong, EMPTY, second) == ("1.stance web against",)
    less = {name: n for name, n in second.items() if name != ("1.advice", "paper", "written")}
    assert second_count.differences(count, EMPTY, less) == ("1.advice paper written",)


async def test_what_was_set_aside_is_counted_apart_by_both(sessions, park) -> None:
    await say(sessions, park, "for", "Meer bomen.", "65+")
    twice = await say(sessions, park, "for", "Meer bomen.", "65+", channel="paper")
    gone = await say(sessions, park, "against", "Toch niet.")
    async with sessions.begin() as db:
        held = await queries.hold(db, park.id)
        for one in (twice, gone):
            await set_aside(db, held, one.response_id, reason="dubbel")
    await withdraw(sessions, park, gone)
    await conclude(sessions, park)
    figures = await result_of(sessions, park)
    [both] = figures.with_aside.points[:1]
    assert (figures.totals.counted, figures.totals.set_aside) == (1, 2)
    assert figures.with_aside.counted == 3
    assert {share.stance: share.n for share in both.stances if share.n} == {"for": 2}
    assert (both.answered, both.left_empty, both.advices) == (2, 1, 2), "what was erased is gone"
    async with sessions() as db:
        questions = await batches.questionnaire_of(db, park.id)
        second = await second_count.take(db, park.id, questions)
        count = total((await batches.counts(db, park.id)).values())
    assert second["apart", "1.stance", "paper", "for"] == 1
    assert second["apart", "1.advice", "paper", "written"] == 1
    assert second_count.differences(count, EMPTY, second) == (
        "apart 1.advice paper written",
        "apart 1.stance paper for",
        "apart age_band 65+",
    ), "one counter that forgets what was set aside is found out"


async def test_where_nothing_is_set_aside_there_are_no_figures_of_it(sessions, park, both) -> None:
    figures = await result_of(sessions, park)
    assert (figures.with_aside, figures.unjudged) == (None, 0)


async def test_what_nobody_judged_counts_and_it_says_how_many(sessions, park) -> None:
    await say(sessions, park, "for")
    async with sessions.begin() as db:
        said = Answers({"1.stance": "for"}, {}, {})
        sending = Sending(said, uuid4(), signs=("lokveld", "netwerk"))
        await actions.send(db, park.id, sending, secret=SECRET)
    await conclude(sessions, park)
    figures = await result_of(sessions, park)
    assert (figures.totals.counted, figures.unjudged) == (2, 1)


async def test_where_nothing_is_chosen_the_texts_are_counted(sessions, park) -> None:
    await say(sessions, park, "for", "Meer bomen.")
    only_texts = Questionnaire((OpenQuestion(key="1.advice", label="Wat raadt u aan?"),))
    async with sessions() as db:
        second = await second_count.take(db, park.id, only_texts)
    assert second["1.advice", "web", "written"] == 1


async def test_more_is_asked_than_postgresql_has_columns_for(sessions, park) -> None:
    """As in a conversation of pol.is with thousands of statements; nothing counts twice."""
    await say(sessions, park, "for", "Meer bomen.", "65+")
    stances = [StanceQuestion(stance_key(n), "Wat vindt u?", n) for n in range(1, 2002)]
    advice = OpenQuestion(key="1.advice", label="Wat raadt u aan?")
    async with sessions() as db:
        asked = await batches.questionnaire_of(db, park.id)
        age = next(each for each in asked.questions if each.key == "age_band")
        second = await second_count.take(db, park.id, Questionnaire((*stances, advice, age)))
    assert {name: n for name, n in second.items() if len(name) == 3} == {
        ("1.stance", "web", "for"): 1,
        ("1.advice", "web", "written"): 1,
        ("age_band", None, "65+"): 1,
    }
