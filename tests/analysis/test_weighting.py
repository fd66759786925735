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


@given(st.lists(st.tuples(groups, st.sampled_from(["a", "b", "c"])), min_size=30, max_size=80))
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
    cut = weighting.trimmed(weights, rules)
    assert cut.sum() == pytest.approx(weights.sum())
    assert (cut > 0).all()
    assert 1 <= weighting.effect(cut) <= len(people) / weighting.effective(cut) + 1e-9
    assert weighting.representativeness(weights) <= 1


def test_equal_weights_are_representative_and_cost_nothing() -> None:
    equal = np.full(50, 20.0)
    assert weighting.representativeness(equal) == pytest.approx(1)
    assert weighting.effect(equal) == pytest.approx(1)
    assert weighting.effective(equal) == pytest.approx(50)


def test_what_is_not_defensible_is_refused_with_every_reason() -> None:
    young = Margin("leeftijd", ["jong"] * 3 + ["oud"] * 50, {"jong": 500.0, "oud": 500.0})
    strange = Margin("wijk", ["Noord"] * 52 + ["Elders"], {"Noord": 900.0, "Zuid": 100.0})
    with pytest.raises(Refused) as refused:
        weighting.weighted([young, strange])
    assert refused.value.reasons == (
        "Er antwoordden 53 mensen; daar is 100 voor nodig.",
        "leeftijd: uit jong antwoordden 3 mensen; daar is 5 voor nodig.",
        "wijk: van Elders is niet bekend hoeveel er zijn.",
        "wijk: uit Zuid antwoordden 0 mensen; daar is 5 voor nodig.",
    )
    few = Margin("leeftijd", ["jong"] * 5 + ["oud"] * 195, {"jong": 900.0, "oud": 100.0})
    with pytest.raises(Refused, match="designeffect"):
        weighting.weighted([few], Rules(lowest=0.0, highest=100.0))


def test_who_does_not_say_weighs_one_and_the_others_are_shared_out_as_the_town_is() -> None:
    people = ["jong"] * 40 + ["oud"] * 60 + [None] * 20
    weights = weighting.weighted([Margin("leeftijd", people, {"jong": 6000.0, "oud": 4000.0})])
    assert weights[:40].sum() == pytest.approx(60)
    assert weights[40:100].sum() == pytest.approx(40)
    assert (weights[100:] == 1).all()
    assert weights.mean() == pytest.approx(1)
