# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every value that R's `survey` gives of its own example data, to a millionth."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from analysis import estimates
from analysis.estimates import Calibrated, Design, margins_as_columns
from analysis.intervals import wilson
from analysis.weighting import Margin, raked

TYPES = {"E": 4421.0, "H": 755.0, "M": 1018.0}
WIDE = {"No": 1072.0, "Yes": 5122.0}
ONE = 1e-6


class Held:
    """One of the tables, with its columns as numbers."""

    def __init__(self, file: Path) -> None:
        with file.open(newline="") as opened:
            self.rows = list(csv.DictReader(opened))

    def column(self, name: str) -> np.ndarray:
        return np.array([float(row[name]) for row in self.rows])

    def words(self, name: str) -> list[str]:
        return [row[name] for row in self.rows]

    def is_(self, name: str, value: str) -> np.ndarray:
        return np.array([float(row[name] == value) for row in self.rows])

    def margins(self) -> list[Margin]:
        return [
            Margin("type", self.words("stype"), TYPES),
            Margin("doel", self.words("sch.wide"), WIDE),
        ]


@pytest.fixture(scope="module")
def expected(reference_data: Path) -> Path:
    return reference_data / "survey" / "r-survey"


@pytest.fixture(scope="module")
def told(expected: Path) -> dict[tuple[str, str], tuple[float, str]]:
    with (expected / "expected.csv").open(newline="") as held:
        return {
            (row["case"], row["term"]): (float(row["estimate"]), row["se"])
            for row in csv.DictReader(held)
        }


def found_in(expected: Path) -> dict[tuple[str, str], estimates.Estimate]:
    strata, clusters, plain = (
        Held(expected / f"{name}.csv") for name in ("apistrat", "apiclus1", "apisrs")
    )
    single = [str(place) for place in range(200)]
    by_strata = Design(strata.column("pw"), strata.words("stype"), single, strata.column("fpc"))
    one = [""] * len(clusters.rows)
    drawn = Design(clusters.column("pw"), one, clusters.words("dnum"), clusters.column("fpc"))
    srs = Design(plain.column("pw"), [""] * 200, single, plain.column("fpc"))
    api, enrolled = clusters.column("api00"), clusters.column("enroll")
    both = clusters.margins()
    post, rake = (
        Calibrated(raked(margins, drawn.weights), margins_as_columns(margins))
        for margins in (both[:1], both)
    )
    design = np.column_stack(
        [np.ones(len(one)), clusters.is_("stype", "H"), clusters.is_("stype", "M")]
    )
    types = estimates.regression(drawn, design, [6194, 755, 1018])
    more = np.column_stack([design, clusters.column("api99")])
    scores = estimates.regression(drawn, more, [6194, 755, 1018, 3914069])
    ones = Design(np.ones(200), [""] * 200, single)
    from_ones = Calibrated(raked(plain.margins()), margins_as_columns(plain.margins()))
    found = {
        ("strat.mean.api00", "api00"): estimates.mean(by_strata, strata.column("api00")),
        ("strat.mean.api00.deff", "api00"): estimates.mean(by_strata, strata.column("api00")),
        ("strat.total.enroll", "enroll"): estimates.total(by_strata, strata.column("enroll")),
        ("clus1.mean.api00", "api00"): estimates.mean(drawn, api),
        ("clus1.total.enroll", "enroll"): estimates.total(drawn, enrolled),
        ("srs.mean.api00", "api00"): estimates.mean(srs, plain.column("api00")),
        ("rake.srs1.mean.api00", "api00"): estimates.mean(ones, plain.column("api00"), from_ones),
        ("greg3.clus1.total.api.stu", "api.stu"): estimates.total(
            drawn, clusters.column("api.stu"), scores
        ),
    }
    for name, held in (("poststrat", post), ("rake", rake), ("greg", types), ("greg3", scores)):
        found[f"{name}.clus1.mean.api00", "api00"] = estimates.mean(drawn, api, held)
        found[f"{name}.clus1.total.enroll", "enroll"] = estimates.total(drawn, enrolled, held)
    for kind in TYPES:
        chosen = strata.is_("stype", kind)
        of_kind = estimates.of_some(by_strata, chosen.astype(bool))
        found["by.stype.mean.api00", kind] = estimates.mean(of_kind, strata.column("api00"))
        found["strat.mean.stype", f"stype{kind}"] = estimates.mean(by_strata, chosen)
        is_kind = clusters.is_("stype", kind)
        for name, held in (("poststrat", post), ("rake", rake)):
            term = (f"{name}.clus1.total.stype", f"stype{kind}")
            found[term] = estimates.total(drawn, is_kind, held)
    for wide in WIDE:
        is_wide = clusters.is_("sch.wide", wide)
        found["rake.clus1.total.schwide", f"sch.wide{wide}"] = estimates.total(drawn, is_wide, rake)
    return found


def intervals_in(expected: Path) -> dict[str, estimates.Interval]:
    held = Held(expected / "apiclus1.csv")
    people = len(held.rows)
    drawn = Design(held.column("pw"), [""] * people, held.words("dnum"), held.column("fpc"))
    share = estimates.mean(drawn, held.is_("sch.wide", "Yes"))
    t = float(stats.t.ppf(0.975, drawn.freedom))
    effective = share.value * (1 - share.value) / share.se**2
    scaled = effective * (float(stats.t.ppf(0.975, people - 1)) / t) ** 2
    return {
        "mean": estimates.symmetric(share, t),
        "logit": estimates.logit(share, t),
        "xlogit": estimates.logit(share, t),
        "asin": estimates.arcsine(share, t),
        "likelihood": estimates.likelihood(share, t, people),
        "beta": estimates.exact(share, scaled),
    }


def test_every_value_of_r_is_reproduced_with_its_standard_error(expected: Path, told) -> None:
    found = found_in(expected)
    known = {key for key in told if not key[0].startswith(("wilson95", "svyciprop"))}
    assert known == set(found)
    for key in known:
        value, se = told[key]
        assert found[key].value == pytest.approx(value, rel=ONE), key
        assert found[key].se == pytest.approx(float(se), rel=ONE, abs=1e-6), key


def test_every_interval_of_r_is_reproduced(expected: Path, told) -> None:
    found = intervals_in(expected)
    bounds = {key: value for (key, _), (value, _) in told.items() if key.startswith("svyciprop")}
    assert len(bounds) == 2 * len(found)
    for key, value in bounds.items():
        _, method, side = key.split(".")
        # R interpolates this one: its own bounds are not where its own likelihood says.
        close = 5 * ONE if method == "likelihood" else ONE
        assert getattr(found[method], side) == pytest.approx(value, rel=close), key


def test_of_every_row_that_r_gave_one_is_held_against_ours(expected: Path, told) -> None:
    """Nothing of the file is passed over: 20 bounds of Wilson are in `test_weighting`."""
    rest = [key for key, _ in told if key.startswith("wilson95")]
    assert len(rest) == 20
    assert len(told) == len(found_in(expected)) + 2 * len(intervals_in(expected)) + len(rest)


@pytest.mark.parametrize(("yes", "of"), [(0, 10), (10, 10), (1, 3), (512, 1000)])
def test_the_exact_interval_is_wider_than_that_of_wilson_and_has_its_ends(yes, of) -> None:
    found = estimates.exact(estimates.Estimate(yes / of, 0.0), of)
    assert found.lower == pytest.approx(0 if not yes else stats.beta.ppf(0.025, yes, of - yes + 1))
    assert found.upper == pytest.approx(
        1 if yes == of else stats.beta.ppf(0.975, yes + 1, of - yes)
    )
    assert found.upper - found.lower > wilson(yes, of).upper - wilson(yes, of).lower - 0.02
