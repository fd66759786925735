# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the open link is protected is a setting, refused when it is neither no nor a number."""

import pytest

from backend import protection
from backend.protection import Protection


def test_what_is_not_set_is_as_documented() -> None:
    assert protection.read({}, problems := []) == Protection(20, 1_000)
    assert problems == []


def test_what_is_set_counts_and_each_can_be_switched_off() -> None:
    environ = {"RAADGEVER_MOST_PER_NETWORK": " 200 ", "RAADGEVER_CHALLENGE": "no"}
    assert protection.read(environ, problems := []) == Protection(200, None)
    assert problems == []


@pytest.mark.parametrize("said", ["0", "-1", "veel", "yes", "1e3", "12.5", "100001", "٣٠"])
def test_whatever_is_neither_is_told(said: str) -> None:
    protection.read(dict.fromkeys(protection.DOCUMENTED, said), problems := [])
    assert [line.partition(":")[0] for line in problems] == list(protection.DOCUMENTED)
