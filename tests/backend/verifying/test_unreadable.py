# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What cannot be checked is refused in one sentence, whatever its size; what the command says."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from backend import cli
from backend.ledger import commitments
from backend.ledger.notes import Signer, Verifier
from backend.verifying import files
from backend.verifying.checking import verify
from backend.verifying.findings import MOST, Unreadable
from tests.backend.verifying.conftest import Bundles
from tests.backend.verifying.forging import Forger
from tests.backend.verifying.tampering import SIGNED

pytestmark = pytest.mark.anyio
WHOLE = (
    files.ABOUT,
    files.CHECKPOINT,
    files.LOG,
    files.QUESTIONS,
    files.RULES,
    files.DOCUMENT,
    files.RESPONSES,
    files.RESULT,
    files.REVIEWS,
    files.DECISIONS,
    files.ANSWERS,
    "samenvatting-1.json",
)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _grow(path: Path) -> None:
    """A hole: it takes no room on the disk, and would fill any memory."""
    os.truncate(path, 20_000_000_000)


def _reordered(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], lines[4], lines[3], *lines[5:]]))


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def _text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\n")


def _deep(path: Path) -> None:
    path.write_bytes(b"[" * 100_000 + b"\n")


DEEDS: dict[str, tuple[str, Callable[[Path], None], str]] = {
    **{f"{name} is missing": (name, Path.unlink, "ontbreekt") for name in WHOLE},
    **{
        f"{name} is cut off": (name, _cut, "afgekapt|niet te lezen")
        for name in WHOLE
        if name not in {files.CHECKPOINT, files.ABOUT}
    },
    "the checkpoint is cut off": (files.CHECKPOINT, _cut, "niet te lezen"),
    **{f"{name} is gigantic": (name, _grow, "te groot|langer dan") for name in WHOLE},
    "reactions are reordered": (files.RESPONSES, _reordered, "niet op volgorde"),
    "the log is a pipe": (files.LOG, _pipe, "geen gewoon bestand"),
    "the log leads elsewhere": (files.LOG, _link, "niet te lezen"),
    "the figures are no text": (files.RESULT, _text, "niet te lezen"),
    "the questions are a well": (files.QUESTIONS, _deep, "niet te lezen"),
    "the reactions are a well": (files.RESPONSES, _deep, "niet te lezen"),
}


@pytest.mark.parametrize("name", DEEDS)
async def test_it_is_refused_in_a_sentence(
    bundles: Bundles, tmp_path: Path, key: Verifier, name: str
) -> None:
    file, deed, words = DEEDS[name]
    shutil.copytree(bundles.public, tmp_path / "bad")
    deed(tmp_path / "bad" / file)
    with pytest.raises(Unreadable, match=words) as refused:
        verify(tmp_path / "bad", key)
    assert file in str(refused.value)


async def test_the_command_says_what_it_did_and_ends_accordingly(
    bundles: Bundles, tmp_path: Path, signer: Signer, key: Verifier, capsys
) -> None:
    assert cli.main(["verify", str(bundles.public), "--key", str(key)]) == 0
    said = capsys.readouterr().out
    assert "Dit pakket klopt, voor zover het na te rekenen is." in said
    assert "Niet nagerekend:" in said
    assert "verzegelde pakket" in said

    shutil.copytree(bundles.public, tmp_path / "bad")
    forger = Forger(tmp_path / "bad", signer)
    SIGNED["a sentence says more"][1](forger)
    forger.settle()
    assert cli.main(["verify", str(tmp_path / "bad"), "--key", str(key)]) == 1
    said = capsys.readouterr().out
    assert "S3 samenvatting-1.json: zin 1, text: er staat '63 reacties tellen mee.'" in said
    assert cli.main(["verify", str(tmp_path / "bad"), "--key", str(key), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["good"], told["faultsPerRule"]) == (False, {"S3": 1})

    assert cli.main(["verify", str(tmp_path / "none"), "--key", str(key)]) == 2
    assert "is geen map" in capsys.readouterr().err
    assert cli.main(["verify", str(bundles.public), "--key", "elders+1+2"]) == 2
    assert "--key" in capsys.readouterr().err


async def test_a_thousand_faults_are_counted_and_some_of_them_told(
    bundles: Bundles, tmp_path: Path, key: Verifier
) -> None:
    shutil.copytree(bundles.sealed, tmp_path / "bad")
    path = tmp_path / "bad" / files.RESPONSES
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    for line in lines:
        for opened in line["open"].values():
            opened[1] = "00" * 32
    path.write_bytes(b"".join(commitments.canonical(line) + b"\n" for line in lines))
    findings = verify(tmp_path / "bad", key).findings
    assert findings.often["O1"] > 3 * MOST
    assert sum(one.rule == "O1" for one in findings.faults) == MOST
