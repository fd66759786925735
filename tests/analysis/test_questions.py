# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from collections import Counter
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given

from analysis.disclosure import Cells
from analysis.figures import Figures, figures
from analysis.frames import Batch, batch, joined
from analysis.questions import QuestionFigures, texts
from analysis.sentences import write
from analysis.sets import gather
from analysis.soundness import Unsound
from analysis.spread import Between
from analysis.tally import count
from surveys.questionnaire import Questionnaire
from surveys.questions import ChoicesQuestion, Condition, Option, StanceQuestion
from surveys.rules import Rules
from surveys.sentences import Unfounded
from surveys.template import draft
from tests.analysis.made import (
    FIRST_DAY,
    POINTS,
    QUESTIONNAIRE,
    Response,
    consultations,
    make_batch,
    make_batches,
)


def made(whole: Batch, asked: Questionnaire = QUESTIONNAIRE) -> Figures:
    return figures(count(whole, asked), asked, Rules(), POINTS)


def people(*answers: dict[str, str]) -> Batch:
    return make_batch([Response(f"{n:04}", answers=said) for n, said in enumerate(answers)])


def one(whole: Batch, key: str) -> QuestionFigures:
    return next(question for question in made(whole).questions if question.key == key)


def told(whole: Batch) -> dict[str, str]:
    """Rule to text, of sentences that are not about a decision point's own questions."""
    said = write(made(whole), gather(whole, QUESTIONNAIRE))
    return {s.rule: s.text for s in said if "Op de vraag" in s.text or "op de vraag" in s.text}


@given(consultations)
def test_every_question_accounts_for_everybody_in_every_channel(responses) -> None:
    found = made(joined(make_batches(responses)))
    for question in found.questions:
        for given_ in (question, *question.by_channel):
            chosen = sum(option.n for option in given_.options)
            if question.kind == "choices":
                assert max(option.n for option in given_.options) <= given_.answered <= chosen
            elif question.kind != "open":
                assert chosen == given_.answered
        for name in ("answered", "no_opinion", "left_empty", "not_asked", "others"):
            assert getattr(question, name) == sum(getattr(c, name) for c in question.by_channel)
        everybody = question.answered + question.no_opinion + question.left_empty
        assert everybody + question.not_asked == found.totals.counted
        assert (question.spread is not None) == (
            question.kind in {"scale", "number"} and question.answered > 0
        )


def test_questions_stand_in_the_order_of_the_form_without_those_of_a_point() -> None:
    found = made(people())
    assert [(q.key, q.kind, q.decision_point) for q in found.questions] == [
        ("way", "choice", 1),
        ("calm", "scale", 2),
        ("why", "open", 2),
        ("plan", "stance", 2),
        ("wishes", "choices", None),
        ("trees", "number", None),
    ]
    assert texts(QUESTIONNAIRE) == ("way.other", "why", "wishes.other")


def test_a_choice_has_its_options_and_no_opinion_apart() -> None:
    other = {"way": "other", "way.other": "written"}
    way = one(people({"way": "fiets"}, {"way": "fiets"}, other, {"way": "no_opinion"}, {}), "way")
    assert [(o.value, o.label, o.n, o.permille) for o in way.options] == [
        ("fiets", "Met de fiets", 2, 667),
        ("auto", "Met 1 auto", 0, 0),
        ("other", "Anders", 1, 333),
    ]
    assert (way.answered, way.no_opinion, way.left_empty, way.others) == (3, 1, 1, 1)


def test_of_several_choices_the_shares_are_of_people_and_not_of_crosses() -> None:
    wishes = one(
        people({"wishes": "bomen banken"}, {"wishes": "bomen"}, {"wishes": "no_opinion"}, {}),
        "wishes",
    )
    assert [(o.value, o.n, o.permille) for o in wishes.options] == [
        ("bomen", 2, 1000),
        ("banken", 1, 500),
        ("water", 0, 0),
        ("other", 0, 0),
    ]
    assert (wishes.answered, wishes.no_opinion, wishes.left_empty) == (2, 1, 1)


def test_not_asked_is_not_left_empty() -> None:
    said = ({"way": "fiets", "calm": "1"}, {"way": "fiets"}, {"way": "auto"}, {})
    calm, why = one(people(*said), "calm"), one(people(*said), "why")
    assert (calm.answered, calm.left_empty, calm.not_asked) == (1, 1, 2)
    assert (why.answered, why.left_empty, why.not_asked) == (0, 1, 3)


def test_the_odd_one_out_does_not_show_in_the_classes() -> None:
    trees = ({"wishes": "bomen", "trees": str(n)} for n in (-3, 2, 2, 3, 30))
    skipped = {"wishes": "bomen", "trees.skip": "ja"}
    found = one(people(*trees, skipped), "trees")
    assert [(o.value, o.label, o.n) for o in found.options if o.n] == [
        ("-3..1", "-3 tot en met 1 bomen", 1),
        ("2..6", "2 tot en met 6 bomen", 3),
        ("27..30", "27 tot en met 30 bomen", 1),
    ]
    assert found.spread is not None
    assert (found.spread.median, found.spread.at_most) == (Between(2, 2), 3)
    assert (found.no_opinion, found.left_empty) == (1, 0)


def test_a_stance_that_hangs_on_an_answer_is_not_left_empty_when_it_was_not_asked() -> None:
    asked = Questionnaire(
        (
            StanceQuestion("1.stance", "?", 1),
            StanceQuestion("2.stance", "?", 2, show_if=Condition("1.stance", ("for",))),
            *draft([], []).background(),
        )
    )
    young = {"age_band": "15-24"}
    rows = [
        *(Response(f"a{n:03}", answers={"1.stance": "for"}, background=young) for n in range(12)),
        *(Response(f"b{n:03}", answers={"1.stance": "against"}) for n in range(10)),
        *(Response(f"c{n:03}", answers={"1.stance": "for", "2.stance": "for"}) for n in range(20)),
    ]
    whole = make_batch(rows)
    found = made(whole, asked)
    point = found.points[1]
    assert (point.answered, point.left_empty, point.not_asked) == (20, 12, 10)
    assert [(c.left_empty, c.not_asked) for c in point.by_channel] == [(12, 10)]
    ages = next(c for c in found.crossings if (c.decision_point, c.background) == (2, "age_band"))
    assert all(isinstance(row, Cells) and not row.neither for row in ages.shown)
    said = [s.text for s in write(found, gather(whole, asked)) if s.rule == "left_empty"]
    assert said[1] == "In 12 reacties is de keuze bij beslispunt 2 leeg gelaten."


def test_each_type_says_what_stands_out() -> None:
    said = [
        *({"way": "fiets", "calm": "2", "wishes": "bomen", "trees": "12"} for _ in range(3)),
        *({"way": "fiets", "calm": "4", "wishes": "bomen water"} for _ in range(4)),
        {"way": "auto", "wishes": "banken", "plan": "for"},
        {"way": "fiets", "calm": "1", "why": "written", "plan": "against"},
        {"wishes": "bomen", "trees": "30"},
    ]
    whole = people(*said)
    sentences = write(made(whole), gather(whole, QUESTIONNAIRE))
    assert [s.text for s in sentences if "vraag" in s.text] == [
        (
            'Op de vraag "Hoe komt u langs het park?" is "Met de fiets" het vaakst gekozen: in 8 '
            "reacties. Er staat een antwoord in 9 reacties."
        ),
        (
            'Op de vraag "Hoe rustig vindt u het na 22 uur?" zijn de middelste antwoorden 2 en 4, '
            "op een schaal van 1 tot en met 5. In 4 reacties staat 2 of minder, in 4 reacties 4 of "
            "meer."
        ),
        'In 1 reactie staat een antwoord op de vraag "Waarom?".',
        (
            'Op de vraag "En met bomen?" zijn "Voor" (in 1 reactie) en "Tegen" (in 1 reactie) het '
            "vaakst gekozen, en even vaak. Er staat een antwoord in 2 reacties."
        ),
        (
            'Op de vraag "Wat wilt u in het park?" is "Bomen" het vaakst aangekruist: in 8 '
            "reacties. Er staat een antwoord in 9 reacties."
        ),
        (
            'Op de vraag "Hoeveel bomen?" is het middelste antwoord 12 bomen. In 3 reacties staat '
            "12 bomen of minder, in 4 reacties 12 bomen of meer."
        ),
    ]
    cited = {s.rule: [(c.question, c.count) for c in s.citations] for s in sentences}
    assert cited["written"] == [("why", 1)]
    assert cited["middle"] == [("trees", 3), ("trees", 4)]


def test_an_answer_that_was_not_given_by_so_many_is_never_said() -> None:
    whole = people(*({"way": "fiets", "wishes": "bomen", "trees": "3"} for _ in range(3)))
    fewer = gather(people(*({"way": "fiets", "wishes": "bomen"} for _ in range(3))), QUESTIONNAIRE)
    with pytest.raises(Unfounded, match="says 3, cites 0"):
        write(made(whole), fewer)


def _moved(middle: int) -> Callable[[QuestionFigures], QuestionFigures]:
    def move(question: QuestionFigures) -> QuestionFigures:
        if question.spread is None:
            return question
        spread = msgspec.structs.replace(question.spread, median=Between(middle, middle))
        return msgspec.structs.replace(question, spread=spread)

    return move


@pytest.mark.parametrize("middle", [1, 2, 4, 5, 6])
def test_a_middle_that_is_not_the_middle_is_refused(middle: int) -> None:
    whole = people(*({"wishes": "bomen", "trees": n} for n in ("2", "3", "3", "3", "5")))
    found = made(whole)
    wrong = msgspec.structs.replace(
        found, questions=tuple(_moved(middle)(question) for question in found.questions)
    )
    with pytest.raises(Unfounded):
        write(wrong, gather(whole, QUESTIONNAIRE))


def test_four_that_share_the_first_place_are_not_listed() -> None:
    said = [{"wishes": wish} for wish in ("bomen", "banken", "water")]
    other = {"wishes": "other", "wishes.other": "written"}
    assert told(people(*said, other)) == {
        "most_shared": 'Op de vraag "Wat wilt u in het park?" kwam in 4 reacties een antwoord. '
        "Meer dan drie antwoorden delen de eerste plaats."
    }
    assert list(told(people(*said))) == ["most_tied"]


def test_who_has_no_opinion_is_not_the_answer_given_most() -> None:
    assert told(people(*({"way": "no_opinion"} for _ in range(5)))) == {}
    said = ({"way": "no_opinion"}, {"way": "no_opinion"}, {"way": "auto"})
    assert told(people(*said))["most"].startswith(
        'Op de vraag "Hoe komt u langs het park?" is "Met 1 auto" het vaakst gekozen: in 1 reactie.'
    )


def test_what_no_form_would_let_through_is_refused_with_every_reason() -> None:
    day = FIRST_DAY
    entries = [(entry, 1, "received", "web", day) for entry in "abc"]
    answers = [
        ("a", 1, "trees", "31"),
        ("a", 1, "wishes", "banken bomen"),
        ("a", 1, "wishes/bomen", "chosen"),
        ("b", 1, "way.skip", "ja"),
        ("b", 1, "calm", "6"),
    ]
    with pytest.raises(Unsound) as refusal:
        count(batch(entries, answers), QUESTIONNAIRE)
    assert refusal.value.reasons == (
        "answers: '6' is no answer to 'calm'",
        "answers: '31' is no answer to 'trees'",
        "answers: 'ja' is no answer to 'way.skip'",
        "answers: 'banken bomen' is no answer to 'wishes'",
        "answers: 'chosen' is no answer to 'wishes/bomen'",
    )


def test_an_answer_to_what_was_not_asked_or_was_skipped_is_refused() -> None:
    entries = [(entry, 1, "received", "web", FIRST_DAY) for entry in "ab"]
    answers = [
        ("a", 1, "calm", "3"),
        ("b", 1, "wishes", "bomen"),
        ("b", 1, "trees", "3"),
        ("b", 1, "trees.skip", "ja"),
    ]
    with pytest.raises(Unsound, match="answers: 2 to a question that was not asked, or was skip"):
        count(batch(entries, answers), QUESTIONNAIRE)


def test_two_questions_under_one_count_key_are_refused() -> None:
    options = (Option("b", "B"), Option("c", "C"))
    odd = Questionnaire((ChoicesQuestion("a", "?", options), StanceQuestion("a/b", "?", 1)))
    with pytest.raises(Unsound, match="'a/b' is counted for more than one question"):
        count(batch(()), odd)


@given(consultations)
def test_the_sets_are_as_large_as_what_they_are_cited_for(responses) -> None:
    whole = joined(make_batches(responses))
    sets = gather(whole, QUESTIONNAIRE)
    sums = Counter[tuple[str, str]]()
    for row in count(whole, QUESTIONNAIRE).answers:
        if row.value is not None:
            sums[row.question, row.value] += row.n
    assert {place: chosen.bit_count() for place, chosen in sets.answers.items()} == sums
