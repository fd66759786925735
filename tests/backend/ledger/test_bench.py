# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import json


def test_the_bench_checks_every_proof_it_times_and_says_the_load(commands, capsys) -> None:
    assert commands(["bench", "log", "--leaves", "70000", "--json"]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["leaves"] == 70_000
    assert {"seconds", "ratioToSha256", "proofMsMedian", "proofMsP99", "loadBefore"} <= set(found)


def test_the_bench_refuses_an_empty_log(commands, capsys) -> None:
    assert commands(["bench", "log", "--leaves", "0"]) == 4
    assert "--leaves" in capsys.readouterr().err
