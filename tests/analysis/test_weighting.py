# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Against what R's `survey` makes of its own example data."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import weighting
from analysis.intervals import wilson
from analysis.weighting import Margin, Refused, Rules

TYPES = {"E": 4421.0, "H": 755.0, "M": 1018.0}
WIDE = {"No": 1072.0, "Yes": 5122.0}


@pytest.fixture(scope="module")
def expected(reference_data: Path) -> Path:
    return reference_data / "survey" / "r-survey"


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as held:
        return list(csv.DictReader(held))


def margins(held: list[dict[str, str]]) -> list[Margin]:
    return [
        Margin("type", [row["stype"] for row in held], TYPES),
        Margin("doel", [row["sch.wide"] for row in held], WIDE),
    ]


def close(found, wanted) -> bool:
    return np.allclose(found, wanted, rtol=1e-6, atol=0)


def test_raked_weights_are_those_of_r_for_every_row(expected: Path) -> None:
    clusters, plain = (
        rows(expected / f"{name}_rake_weights.csv") for name in ("apiclus1", "apisrs")
    )
    base = np.array([float(row["w0"]) for row in clusters])
    weights = weighting.raked(margins(clusters), base)
    assert close(weights, [float(row["w_rake"]) for row in clusters])
    assert weighting.effect(weights) == pytest.approx(1.0516567, rel=1e-6)
    assert weighting.effective(weights) == pytest.approx(174.011, rel=1e-5)
    assert close(
        weighting.raked(margins(clusters)[:1], base), [float(row["w_post"]) for row in clusters]
    )
    from_ones = weighting.raked(margins(plain))
    assert close(from_ones, [float(row["w_rake"]) for row in plain])
    assert weighting.effect(from_ones) == pytest.approx(1.0009466, rel=1e-6)


def test_weighted_means_and_totals_are_those_of_r(expected: Path) -> None:
    told = {
        (row["case"], row["term"]): float(row["estimate"])
        for row in rows(expected / "expected.csv")
    }
    held = rows(expected / "apiclus1.csv")
    base = np.array([float(row["pw"]) for row in held])
    for case, used in (("rake", margins(held)), ("poststrat", margins(held)[:1])):
        weights = weighting.raked(used, base)
        api, enrolled = (
            np.array([float(row[name]) for row in held]) for name in ("api00", "enroll")
        )
        assert close(
            (weights * api).sum() / weights.sum(), told[f"{case}.clus1.mean.api00", "api00"]
        )
        assert close((weights * enrolled).sum(), told[f"{case}.clus1.total.enroll", "enroll"])
    plain = rows(expected / "apisrs.csv")
    weights = weighting.raked(margins(plain))
    api = np.array([float(row["api00"]) for row in plain])
    assert close((weights * api).sum() / weights.sum(), told["rake.srs1.mean.api00", "api00"])


def test_a_table_is_fitted_to_its_margins_as_r_does(expected: Path) -> None:
    seed = np.array([[40, 30, 20], [10, 35, 15], [25, 20, 5]])
    cells = [(row, column) for row in range(3) for column in range(3)]
    of_rows = dict(zip("012", (120.0, 80.0, 100.0), strict=True))
    of_columns = dict(zip("012", (90.0, 110.0, 100.0), strict=True))
    found = weighting.raked(
        [
            Margin("rij", [str(row) for row, _ in cells], of_rows),
            Margin("kolom", [str(column) for _, column in cells], of_columns),
        ],
        seed.ravel().astype(np.float64),
    )
    wanted = [
        [float(cell) for cell in row.values()] for row in rows(expected / "ipf3x3_expected.csv")
    ]
    assert close(found.reshape(3, 3), wanted)


def test_intervals_are_those_of_r(expected: Path) -> None:
    told = {row["case"]: float(row["estimate"]) for row in rows(expected / "expected.csv")}
    bounds = {name: bound for name, bound in told.items() if name.startswith("wilson95.")}
    assert len(bounds) == 20
    for name, bound in bounds.items():
        part, _, side = name.removeprefix("wilson95.").rpartition(".")
        chosen, of = map(int, part.split("/"))
        found = wilson(chosen, of)
        assert (found.lower if side == "lower" else found.upper) == pytest.approx(bound, abs=1e-7)


groups = st.sampled_from(["jong", "oud"])
crowds = st.lists(st.tuples(groups, st.sampled_from(["a", "b", "c"])), min_size=30, max_size=80)


@given(crowds)
def test_whatever_the_town_trimmed_weights_keep_their_sum_and_their_bounds(people) -> None:
    held = [
        Margin("leeftijd", [one for one, _ in people], {"jong": 400.0, "oud": 600.0}),
        Margin("wijk", [two for _, two in people], {"a": 200.0, "b": 300.0, "c": 500.0}),
    ]
    rules = Rules(least=1, least_per_group=0, close=1e-9)
    try:
        weights = weighting.raked(held, rules=rules)
    except Refused:
        return  # groups that nobody belongs to: both margins cannot hold
    cut = weighting.trimmed(weights, rules=rules)
    mean = weights.mean()
    assert cut.sum() == pytest.approx(weights.sum())
    assert (cut >= rules.lowest * mean * (1 - 1e-6)).all()
    assert (cut <= rules.highest * mean * (1 + 1e-6)).all()
    assert weighting.effect(cut) >= 1 - 1e-9
    assert weighting.effect(cut) == pytest.approx(len(people) / weighting.effective(cut))


@given(crowds, st.randoms(use_true_random=False))
def test_people_together_weigh_as_they_do_one_by_one_in_any_order(people, random) -> None:
    kinds = sorted(set(people))
    often = [people.count(kind) for kind in kinds]
    mixed = random.sample(list(zip(kinds, often, strict=True)), len(kinds))
    rules = Rules(least=1, least_per_group=0, most_effect=99, most_weight=99, close=1e-9)

    def of(rows, many):
        held = [
            Margin("leeftijd", [one for one, _ in rows], {"jong": 400.0, "oud": 600.0}),
            Margin("wijk", [two for _, two in rows], {"a": 200.0, "b": 300.0, "c": 500.0}),
        ]
        return weighting.weighed(held, many, rules)

    try:
        together, apart = of(kinds, often), of(people, None)
    except Refused:
        return
    other = of([kind for kind, _ in mixed], [n for _, n in mixed])
    for kind, weight in zip(kinds, together.weights, strict=True):
        assert weight == pytest.approx(apart.weights[people.index(kind)], rel=1e-6)
        assert weight == pytest.approx(other.weights[[k for k, _ in mixed].index(kind)], rel=1e-12)
    assert together.effect == pytest.approx(apart.effect, rel=1e-6)
    assert together.cut == apart.cut


def test_equal_weights_cost_nothing() -> None:
    equal = np.full(50, 20.0)
    assert weighting.effect(equal) == pytest.approx(1)
    assert weighting.effective(equal) == pytest.approx(50)


def test_what_is_not_defensible_is_refused_with_every_reason() -> None:
    young = Margin("leeftijd", ["jong"] * 3 + ["oud"] * 30 + [None] * 20, {"jong": 5.0, "oud": 5.0})
    strange = Margin("wijk", ["Noord"] * 52 + ["Elders"], {"Noord": 900.0, "Zuid": 100.0})
    with pytest.raises(Refused) as refused:
        weighting.weighed([young, strange])
    assert refused.value.reasons == (
        "In 33 reacties is alles ingevuld waarop we wegen. Er zijn er 100 nodig.",
        "In 20 van de 53 reacties is niet alles ingevuld. Dat mag hoogstens 25% zijn.",
        "leeftijd: uit de groep jong kwamen minder dan 10 reacties.",
        "wijk: van Elders is niet bekend hoeveel er zijn.",
        "wijk: uit de groep Zuid kwamen minder dan 10 reacties.",
    )
    few = Margin("leeftijd", ["jong"] * 10 + ["oud"] * 190, {"jong": 900.0, "oud": 100.0})
    with pytest.raises(Refused) as refused:
        weighting.weighed([few])
    far = "het designeffect is 16,2, en bij meer dan 2,5 wegen wij niet."
    assert refused.value.reasons == (
        f"De groepen verschillen te veel: {far}",
        "Eén reactie zou 18,0 keer meetellen. Bij 5,0 keer of meer wegen wij niet.",
    )


def test_who_does_not_say_weighs_one_and_the_others_are_shared_out_as_the_town_is() -> None:
    people = ["jong"] * 40 + ["oud"] * 60 + [None] * 20
    margin = Margin("leeftijd", people, {"jong": 6000.0, "oud": 4000.0})
    found = weighting.weighed([margin])
    assert found.weights[:40].sum() == pytest.approx(60)
    assert found.weights[40:100].sum() == pytest.approx(40)
    assert (found.weights[100:] == 1).all()
    assert found.people == 100
    assert found.cut == 0


def test_what_is_cut_off_is_shared_out_and_told() -> None:
    people = ["jong"] * 11 + ["oud"] * 189
    margin = Margin("leeftijd", people, {"jong": 220.0, "oud": 780.0})
    found = weighting.weighed([margin])
    assert found.weights.max() == pytest.approx(3)
    assert found.cut == 11
    assert found.weights.sum() == pytest.approx(200)
