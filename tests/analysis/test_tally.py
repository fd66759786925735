# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from collections import Counter
from datetime import date

import msgspec
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.frames import CANCELLED, ENTRIES, Batch, Misfit, batch, joined, without
from analysis.soundness import Unsound
from analysis.tally import EMPTY, Count, closes, count, decode, encode, total
from surveys.questionnaire import Questionnaire
from surveys.questions import BackgroundQuestion, Option
from tests.analysis.made import (
    QUESTIONNAIRE,
    Response,
    consultations,
    make_batch,
    make_batches,
    make_responses,
)


def shuffled(frame: pl.DataFrame, random) -> pl.DataFrame:
    return frame[random.sample(range(frame.height), frame.height)]


@given(consultations, st.data())
def test_a_batch_without_some_entries_counts_as_if_they_had_said_nothing(responses, data) -> None:
    gone = data.draw(st.sets(st.sampled_from([each.entry for each in responses] or ["x"])))
    left = without(make_batch(responses), gone)
    for each in responses:
        if each.entry in gone:
            each.answers, each.background = {}, {}
    assert count(left, QUESTIONNAIRE) == count(make_batch(responses), QUESTIONNAIRE)


@given(consultations, st.randoms(use_true_random=False))
def test_any_split_into_batches_in_any_order_counts_the_same(responses, random) -> None:
    batches = make_batches(responses)
    whole = count(joined(batches), QUESTIONNAIRE)
    random.shuffle(batches)
    parts = [count(part, QUESTIONNAIRE) for part in batches]
    assert encode(total(parts)) == encode(whole)
    assert total([total(parts[:2]), total(parts[2:])]) == whole


@given(consultations, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_changes_a_byte(responses, random) -> None:
    whole = joined(make_batches(responses))
    mixed = Batch(shuffled(whole.rows, random))
    assert encode(count(mixed, QUESTIONNAIRE)) == encode(count(whole, QUESTIONNAIRE))


def by_hand(answers: dict[str, str]) -> dict[str, str | None]:
    """Every count key with what this entry counts as."""
    said: dict[str, str | None] = {
        question.key: answers.get(question.key)
        for question in QUESTIONNAIRE.questions
        if not question.background
    }
    said |= {key: answers.get(key) for key in ("way.other", "wishes.other")}
    wishes = answers.get("wishes", "").split()
    for wish in ("bomen", "banken", "water", "other"):
        said[f"wishes/{wish}"] = "chosen" if wish in wishes else None
    if wishes and wishes != ["no_opinion"]:
        said["wishes"] = "answered"
    for key in ("why", "trees"):
        if f"{key}.skip" in answers:
            said[key] = "no_opinion"
    hidden = QUESTIONNAIRE.hidden({key: [value] for key, value in answers.items()})
    return said | dict.fromkeys(hidden, "not asked")


@given(consultations)
def test_the_count_is_what_counting_by_hand_gives(responses) -> None:
    counted = count(joined(make_batches(responses)), QUESTIONNAIRE)
    stands = [response for response in responses if response.fate is None]
    stances = [question.key for question in QUESTIONNAIRE.stances()]
    about = [question.key for question in QUESTIONNAIRE.background()]
    assert {(r.question, r.channel, r.value): r.n for r in counted.answers} == Counter(
        (key, r.channel, value) for r in stands for key, value in by_hand(r.answers).items()
    )
    assert {(r.background, r.group): r.n for r in counted.groups} == Counter(
        (key, r.background.get(key)) for r in stands for key in about
    )
    assert {(r.background, r.group, r.question, r.value): r.n for r in counted.crossed} == Counter(
        (key, r.background.get(key), stance, r.answers.get(stance))
        for r in stands
        for key in about
        for stance in stances
    )
    days = {(r.channel, r.day): [r.received, r.counted] for r in counted.entries}
    assert days == {
        place: [
            sum((r.channel, r.day) == place for r in responses),
            sum((r.channel, r.day) == place for r in stands),
        ]
        for place in {(r.channel, r.day) for r in responses}
    }
    for fate in CANCELLED:
        assert sum(getattr(r, fate) for r in counted.entries) == sum(
            r.fate == fate for r in responses
        )


@given(consultations)
def test_a_whole_consultation_closes(responses) -> None:
    assert closes(count(joined(make_batches(responses)), QUESTIONNAIRE), QUESTIONNAIRE) == ()


@given(consultations)
def test_a_count_survives_its_storage(responses) -> None:
    counts = [count(part, QUESTIONNAIRE) for part in make_batches(responses)]
    assert [decode(encode(one)) for one in counts] == counts


def test_a_cancellation_alone_counts_below_nought_and_does_not_close() -> None:
    gone = Response("a", answers={"1.stance": "for"}, fate="withdrawn", parts=(0, 1))
    later = count(make_batch([gone], 1), QUESTIONNAIRE)
    assert [(row.received, row.counted, row.withdrawn) for row in later.entries] == [(0, -1, 1)]
    assert any("less than nought" in reason for reason in closes(later))
    assert closes(total([count(make_batch([gone]), QUESTIONNAIRE), later])) == ()


def test_an_erased_entry_leaves_only_that_it_came_and_went() -> None:
    gone = Response("a", fate="withdrawn", parts=(0, 1))
    counted = total(count(part, QUESTIONNAIRE) for part in make_batches([gone]))
    assert (counted.answers, counted.groups, counted.crossed) == ((), (), ())
    assert [(row.received, row.counted, row.withdrawn) for row in counted.entries] == [(1, 0, 1)]
    assert closes(counted) == ()


def test_nothing_at_all_is_the_empty_count() -> None:
    assert count(batch(()), QUESTIONNAIRE) == total([]) == total([EMPTY, EMPTY]) == EMPTY == Count()


def test_every_broken_sum_is_named() -> None:
    whole = count(make_batch(make_responses(3, "for")), QUESTIONNAIRE)
    (row,) = whole.entries
    wrong = Count(
        entries=(msgspec.structs.replace(row, received=4, withdrawn=2),),
        answers=tuple(row for row in whole.answers if row.question != "1.stance"),
        groups=tuple(row for row in whole.groups if row.background != "role"),
        crossed=whole.crossed[1:],
    )
    lost = whole.crossed[0]
    assert closes(wrong, QUESTIONNAIRE) == (
        "web 2026-10-01: received 4, accounted 5",
        "1.stance web: counted 3, accounted 0",
        f"{lost.background} by {lost.question}: counted 3, accounted 0",
        "role: counted 3, accounted 0",
    )
    assert len(closes(Count(answers=whole.answers))) == len({r.question for r in whole.answers})


def test_a_question_called_channel_does_no_harm() -> None:
    odd = Questionnaire((BackgroundQuestion("channel", "?", "", (Option("x", "X"),)),))
    one = batch([("a", 1, "received", "web", date(2026, 1, 1))], (), [("a", 1, "channel", "x")])
    assert [(row.background, row.group) for row in count(one, odd).groups] == [("channel", "x")]


def test_a_batch_that_does_not_fit_is_refused_with_every_reason() -> None:
    day = date(2026, 1, 1)
    entries = [
        ("a", 1, "received", "web", day),
        ("b", -1, "received", "web", day),
        ("c", 1, "lost", "web", day),
    ]
    bad = batch(entries, [("a", 1, "1.stance", "perhaps")], [("a", 1, "shoe_size", "43")])
    twice = Batch(pl.concat([bad.rows, bad.rows[:1]]))
    with pytest.raises(Unsound) as refusal:
        count(twice, QUESTIONNAIRE)
    assert refusal.value.reasons == (
        "entries: 1 come twice with the same sign",
        "entries: 2 with a cause that does not go with their sign",
        "answers: 'perhaps' is no answer to '1.stance'",
        "background: '43' is no answer to 'shoe_size'",
    )


def test_rows_that_do_not_belong_together_make_no_batch() -> None:
    entries = [("a", 1, "received", "web", date(2026, 1, 1))] * 2
    answers = [
        ("a", 1, "1.stance", "for"),
        ("a", 1, "1.stance", "against"),
        ("a", -1, "1.stance", "for"),
        ("z", 1, "1.stance", "for"),
    ]
    with pytest.raises(Misfit) as refusal:
        batch(entries, answers, [("z", 1, "age_band", "65+")])
    assert refusal.value.reasons == (
        "entries: 1 come twice with the same sign",
        "answers: 1 second answers by one entry to one question",
        "answers: 2 of entries that are not in the batch",
        "background: 1 of entries that are not in the batch",
    )


def test_frames_of_another_shape_are_refused() -> None:
    with pytest.raises(Unsound, match="entries: columns are"):
        count(Batch(pl.DataFrame({"entry": ["a"]})), QUESTIONNAIRE)
    number = batch(()).rows.with_columns(pl.lit(1).alias("said 1.stance"))
    with pytest.raises(Unsound, match="entries: columns are"):
        count(Batch(number), QUESTIONNAIRE)
    row = ("a", 1, "received", None, date(2026, 1, 1))
    gap = pl.DataFrame([row], schema=ENTRIES, orient="row")
    with pytest.raises(Unsound, match="entries: 1 rows with an empty column"):
        count(Batch(gap), QUESTIONNAIRE)
