# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What takes long: ten thousand at once, and half an hour of everything. `make soak`.

`SOAK_MINUTES` makes it shorter or longer; under ten minutes memory is not judged, because workers
still load what they need in the first of three parts.
"""

import os
import resource
import subprocess
import sys
from typing import Any

import msgspec
import pytest

pytestmark = pytest.mark.soak
MINUTES = float(os.environ.get("SOAK_MINUTES", "30"))
JUDGED = 10.0
TEN_THOUSAND = 10_000


def bench(*words: str) -> dict[str, Any]:
    """The command as anybody gives it: its result, or what it said instead."""
    ran = subprocess.run(
        [sys.executable, "-m", "backend.cli", "bench", *words, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return msgspec.json.decode(ran.stdout.splitlines()[-1])


def test_half_an_hour_of_everything_loses_nothing_and_does_not_grow() -> None:
    found = bench("soak", "--minutes", str(MINUTES))
    assert found["acknowledged"] == found["stored"] == found["counted"] > MINUTES * 60
    assert found["lost"] == 0
    assert found["pagesFailed"] == 0
    assert found["killed"] >= 1
    assert found["alive"], "nobody stopped but who was killed"
    if MINUTES >= JUDGED:
        assert found["growthPercent"] <= 10, found


def test_ten_thousand_connections_are_each_stored_or_told_to_come_back() -> None:
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if files < TEN_THOUSAND + 1000:
        pytest.skip(f"a process may open {files} files here; raise it with `ulimit -Hn`")
    found = bench("connections", "--connections", str(TEN_THOUSAND))
    assert found["opened"] == TEN_THOUSAND
    assert found["acknowledged"] == found["stored"] >= 500
    assert found["acknowledged"] + found["turnedAway"] == TEN_THOUSAND
    assert found["otherPageMs"] > 0, "somebody else was let in while all stood there"
    assert found["turnedAwayMedianMs"] < found["answeredMedianMs"]
    assert found["websitePeakMiB"] < 500


def test_what_is_measured_is_told_by_the_names_that_are_promised() -> None:
    """At a small size: the figures say nothing here, but for what must be equal."""
    sent = bench("submit", "--amount", "64", "--rounds", "1")
    assert sent["acknowledged"] == sent["stored"] == 128
    for name in ("ratioToPgbench", "ratioToPgbenchForm", "jsonShareOfHello", "formShareOfHello"):
        assert sent[name] > 0, name
    counted = bench("tally", "--responses", "20000")
    assert counted["responses"] == 20_000
    for name in ("seconds", "peakMiB", "batchSeconds", "tickRatio"):
        assert counted[name] > 0, name
    taken = bench("export", "--responses", "1000", "--rounds", "1")
    assert taken["bytesAll"] > 9 * taken["bytesTenth"] > 0
