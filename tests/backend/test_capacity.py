# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much a process takes on at once is a setting, and is refused when it is no number."""

import os
import subprocess
import sys

import pytest

from backend import capacity
from backend.capacity import Capacity


def test_what_is_not_set_is_as_documented() -> None:
    assert capacity.read({}, problems := []) == Capacity(10_000, 1_000)
    assert problems == []


def test_what_is_set_counts() -> None:
    environ = {"RAADGEVER_MOST_CONNECTIONS": " 200 ", "RAADGEVER_MOST_REQUESTS": "50"}
    assert capacity.read(environ, problems := []) == Capacity(200, 50)
    assert problems == []


@pytest.mark.parametrize("said", ["0", "-1", "veel", "1e3", "12.5", "99999999", "٣٠"])
def test_every_number_that_is_none_is_told_at_once(said: str) -> None:
    environ = dict.fromkeys(capacity.DOCUMENTED, said)
    capacity.read(environ, problems := [])
    told = problems + capacity.cap_polars(environ)
    assert [line.partition(":")[0] for line in told] == list(capacity.DOCUMENTED)
    assert "POLARS_MAX_THREADS" not in environ


def test_without_the_setting_what_polars_is_told_itself_stays() -> None:
    environ = {"POLARS_MAX_THREADS": "3"}
    assert capacity.cap_polars(environ) == []
    assert environ == {"POLARS_MAX_THREADS": "3"}


def test_a_command_refuses_a_number_of_threads_that_is_none() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "backend.cli", "secret"],
        env={**os.environ, "RAADGEVER_POLARS_THREADS": "alle"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 4
    assert "RAADGEVER_POLARS_THREADS: 'alle' is not a number" in ran.stderr


def test_a_command_loads_no_polars_before_it_knows_how_many_threads() -> None:
    words = "import sys, backend.cli; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0
