# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two counters, written apart, that must agree."""

import msgspec
import pytest

from analysis.tally import total
from backend.results import batches, second_count
from surveys.questionnaire import Questionnaire
from surveys.questions import OpenQuestion, StanceQuestion
from surveys.template import stance_key
from tests.backend.results.made import conclude, result_of, say, withdraw

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
    assert second_count.differences(count, second) == ()
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
    assert second_count.differences(wrong, second) == ("1.stance web against",)
    less = {name: n for name, n in second.items() if name != ("1.advice", "paper", "written")}
    assert second_count.differences(count, less) == ("1.advice paper written",)


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
