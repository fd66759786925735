# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The measuring itself; what it measures differs with the machine and is never a test."""

import pytest

from backend.bench import pages
from tests.pages.conftest import Site

pytestmark = pytest.mark.pages


def test_each_kind_of_page_is_measured_beside_a_bare_hello(live: Site) -> None:
    with pages.hello() as bare:
        found = pages.measured(live.base, bare, 5)
    assert set(found) == {"hello", "overview", "consultation", "question", "results"}
    assert found["hello"]["ratioToHello"] == 1
    for each in found.values():
        assert 0 < each["median"] <= each["p99"]


def test_fifty_at_once_are_measured_beside_it(live: Site) -> None:
    with pages.hello() as bare:
        found = pages.crowded(live.base, bare, 50)
    assert set(found) == {"hello", "overview", "consultation", "question", "results"}
    for each in found.values():
        assert 0 < each["crowdMedian"] <= each["crowdP99"]
        assert each["crowdPerSecond"] > 0
