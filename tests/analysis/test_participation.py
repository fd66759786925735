# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who took part, from answers of which everything is known."""

import random
from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from analysis.beside import Beside, completed
from analysis.differencing import held_back
from analysis.figures import Figures, figures
from analysis.frames import RECEIVED, batch
from analysis.participation import background
from analysis.profiles import profiles, together
from analysis.sets import gathered
from analysis.soundness import check
from analysis.tally import summed_up
from surveys.population import AGE, SEX, SEXES, Margin, Population, Target, fits
from surveys.questionnaire import Questionnaire
from surveys.questions import BackgroundQuestion, Option
from surveys.rules import Rules
from surveys.sentences import numbers
from surveys.template import AGE_BANDS, NEIGHBOURHOOD, draft

HOODS = (Option("WK01", "Noord"), Option("WK02", "Zuid"), Option("WK03", "Haven"))
ASKED = draft([1, 2], HOODS)
BANDS = tuple(option.value for option in AGE_BANDS)
SIZES = (1400, 3000, 3300, 2300)
AGES = Margin(
    AGE, "15+", tuple(Target(o.value, o.label, n) for o, n in zip(AGE_BANDS, SIZES, strict=True))
)
PLACES = Margin(
    NEIGHBOURHOOD,
    "15+",
    tuple(Target(o.value, o.label, n) for o, n in zip(HOODS, (5000, 3000, 2000), strict=True)),
)
TOWN = Population("Verzonnen", 2026, (AGES, PLACES))
POINTS = {1: "Bomen", 2: "Banken"}
RULES = Rules(k=10)
Person = tuple[str | None, str | None, str | None, str | None]
"""Age, neighbourhood, and stance on either point."""


def counted(
    people: list[Person], town: Population | None = TOWN, asked: Questionnaire = ASKED,
    before: tuple[Figures, ...] = (), rules: Rules = RULES,
) -> Figures:  # fmt: skip
    entries, said, about = [], [], []
    for number, (age, hood, one, two) in enumerate(people):
        entry = f"{number:08}"
        entries.append((entry, 1, RECEIVED, "web", date(2026, 11, 2)))
        said += [(entry, 1, f"{n}.stance", v) for n, v in ((1, one), (2, two)) if v]
        about += [(entry, 1, key, v) for key, v in ((AGE, age), (NEIGHBOURHOOD, hood)) if v]
    sound = check(batch(entries, said, about), asked)
    bare = figures(summed_up(sound, asked), asked, rules, POINTS)
    stances = [question.key for question in asked.stances()]
    kinds = together([profiles(sound, background(asked, town), stances)])
    beside = Beside(population=town, before=before)
    return completed(bare, asked, gathered(sound), kinds, beside)


def crowd(seed: int, often: dict[str, int], size: int = 400) -> list[Person]:
    chance = random.Random(seed)  # noqa: S311 - a crowd that must be the same
    people: list[Person] = []
    for _ in range(size):
        (age,) = chance.choices(list(often), list(often.values()))
        (hood,) = chance.choices([o.value for o in HOODS], (4, 4, 2))
        young = age == "15-24"
        one = chance.choice(["for"] * (8 if young else 3) + ["against"] * 5 + ["neutral"] * 2)
        people.append((age, hood, one, chance.choice(["for", "against", "neutral"])))
    return people


EVEN = {"15-24": 14, "25-44": 30, "45-64": 33, "65+": 23}
OLD = {"15-24": 5, "25-44": 20, "45-64": 35, "65+": 40}


def test_it_says_who_is_missing_in_one_plain_sentence() -> None:
    told = counted(crowd(1, OLD)).participation
    assert told is not None
    assert (
        "Jongeren (15-24) zijn 14% van de inwoners vanaf 15 jaar en 6% van de reacties."
        in told.said
    )
    ages = told.compared[1]
    assert (ages.background, ages.of, ages.told) == (AGE, 400, True)
    assert sum(share.n for share in ages.shares) == 400
    assert ages.shares[0].ratio < 500
    assert ages.shares[0].partial < 0


def test_who_is_as_many_as_expected_is_not_told_of() -> None:
    told = counted(crowd(2, EVEN, 900)).participation
    assert told is not None
    assert not [said for said in told.said if "Jongeren" in said]
    assert "Bij leeftijd verschilt geen groep veel van haar deel van de inwoners." in told.said


def test_the_weighted_share_stands_beside_the_counted_one_and_moves_towards_who_is_missing() -> (
    None
):
    whole = counted(crowd(3, OLD, 1500))
    told = whole.participation
    assert told is not None
    assert told.weighed is not None
    first = told.weighed.points[0]
    assert told.weighed.background[0] == AGE
    assert first.in_favour == round(1000 * whole.points[0].in_favour / first.of)
    assert first.weighted is not None
    assert first.weighted > first.in_favour  # the young are few, and more of them are for
    assert told.weighed.effect > 1000
    assert told.weighed.effective < whole.totals.counted
    assert 300 <= told.weighed.lowest <= 1000 <= told.weighed.highest <= 3000


def test_three_answers_make_no_figure_and_it_says_so() -> None:
    told = counted([("15-24", "WK01", "for", None)] * 3).participation
    assert told is not None
    assert told.said == ()
    assert told.weighed is None
    assert told.why
    for one in told.compared:
        assert one.shares == ()
        assert one.why == (
            "Er reageerden te weinig mensen om te laten zien uit welke groep ze komen."
        )


def test_nobody_at_all_is_no_crash() -> None:
    told = counted([]).participation
    assert told is not None
    assert told.why == ("Er valt niets te wegen.",)


def test_without_figures_of_the_town_nothing_is_held_against_it() -> None:
    assert counted(crowd(1, OLD), None).participation is None


def test_too_many_who_keep_a_trait_to_themselves_leave_everything_as_it_was_counted() -> None:
    shy: list[Person] = [(None, None, "for", "for")] * 200
    told = counted([*crowd(4, EVEN, 400), *shy]).participation
    assert told is not None
    assert told.weighed is None
    assert "Dat mag hoogstens 25% zijn." in told.why[0]


def test_when_it_is_hidden_how_many_did_not_say_shares_are_of_everybody() -> None:
    """Three kept their age to themselves: whoever knew of how many the shares are, knew that."""
    shy: list[Person] = [(None, "WK01", "for", "for")] * 3
    told = counted([*crowd(5, EVEN, 400), *shy]).participation
    assert told is not None
    ages = told.compared[1]
    assert not ages.told
    assert ages.of == 403
    assert ages.r is None
    assert not [said for said in told.said if "Jongeren" in said or "Mensen" in said]


def test_other_neighbourhoods_than_those_of_the_form_are_not_held_against_it() -> None:
    town = Population("Verzonnen", 2026, (AGES, Margin(NEIGHBOURHOOD, "15+", PLACES.targets[:2])))
    told = counted(crowd(6, EVEN), town).participation
    assert told is not None
    assert told.compared[0].why.endswith("Dit past niet: Haven.")
    assert told.compared[1].shares


def test_a_question_in_the_words_of_the_griffie_is_found_by_its_answers() -> None:
    options = (Option("a", "Man"), Option("b", "Vrouw"), Option("c", "Anders"))
    own = BackgroundQuestion("about-1", "Bent u man of vrouw?", "", options)
    asked = Questionnaire((*ASKED.questions, own))
    sexes = Margin(SEX, "alle", tuple(Target(o.value, o.label, 5000) for o in SEXES))
    (found,) = fits(asked, Population("Verzonnen", 2026, (sexes,)))
    assert found.question.key == "about-1"
    assert found.groups == {"a": "man", "b": "vrouw"}
    assert found.whole


ages = st.sampled_from((*BANDS, None))
people = st.lists(
    st.tuples(
        ages, st.sampled_from(("WK01", "WK02", "WK03", None)),
        st.sampled_from(("for", "against", None)), st.sampled_from(("for", "neutral", "against")),
    ),
    max_size=150,
)  # fmt: skip


@given(people, st.integers(5, 20))
def test_no_group_under_k_has_a_number_whatever_came_in(held, k) -> None:
    whole = counted(held, rules=Rules(k=k))
    told = whole.participation
    assert told is not None
    for one in told.compared:
        assert all(share.n == 0 or share.n >= k for share in one.shares)
        hidden = next(w for w in whole.who if w.background == one.background).hidden
        single = {share.groups[0] for share in one.shares if len(share.groups) == 1}
        assert len(single & set(hidden)) == (1 if len(hidden) == 1 else 0)
    assert msgspec.json.decode(msgspec.json.encode(whole), type=Figures) == whole


@given(people)
def test_every_sentence_says_what_stands_in_the_table(held) -> None:
    told = counted(held).participation
    assert told is not None
    for said in told.said:
        percents = {
            str((value + 5) // 10)
            for one in told.compared
            for share in one.shares
            for value in (share.permille, share.residents_permille)
        }
        assert set(numbers(said)) <= percents | {"15", "24", "25", "44", "45", "64", "65"}


@given(people, st.randoms(use_true_random=False))
def test_the_order_in_which_people_came_changes_nothing(held, chance) -> None:
    mixed = chance.sample(held, len(held))
    assert counted(held).participation == counted(mixed).participation


def test_a_next_version_with_one_less_has_no_tables_by_group() -> None:
    """Who withdrew is in the group that lost one: both versions together would say so."""
    everybody = crowd(7, EVEN, 600)
    first = counted(everybody)
    second = counted(everybody[1:], before=(first,))
    assert set(second.withheld) >= {AGE, NEIGHBOURHOOD}
    assert all(not crossing.shown for crossing in second.crossings)
    assert all(not who.shown for who in second.who if who.background in second.withheld)
    told = second.participation
    assert told is not None
    assert all(one.why.startswith("Dit staat in een eerdere versie") for one in told.compared)
    assert told.weighed is None
    assert held_back(first, (first,)) == first


@given(people, people)
def test_two_versions_together_tell_of_nobody_or_of_k(held, more) -> None:
    first = counted(held)
    second = counted([*held, *more], before=(first,))
    shown = {
        (c.decision_point, c.background, row.group): row for c in first.crossings for row in c.shown
    }
    for crossing in second.crossings:
        for row in crossing.shown:
            before = shown.get((crossing.decision_point, crossing.background, row.group))
            if before is not None:
                apart = [abs(a - b) for a, b in zip(row.answers, before.answers, strict=True)]
                assert all(n == 0 or n >= RULES.k for n in apart)
