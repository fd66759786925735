# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import json
from pathlib import Path

import pytest

from backend.ledger import notes, signing
from backend.settings import SettingsError

NAME = "merenburg.example/log"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "log.key"
    signing.write(path, signing.new(NAME))
    return path


def test_a_key_is_for_its_owner_alone_and_read_back(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert signing.read(str(file)).name == NAME
    assert signing.read(file.read_text().strip()) == signing.read(str(file))
    assert [path.name for path in file.parent.iterdir()] == ["log.key"]


def test_a_key_is_never_written_over(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        signing.write(file, signing.new(NAME))
    assert file.read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o610])
def test_a_file_that_others_can_reach_is_refused_with_what_to_do(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(SettingsError, match="chmod 600"):
        signing.read(str(file))


def test_a_key_that_will_not_do_is_refused_and_not_shown(file: Path) -> None:
    secret = file.read_text().strip()
    # A signer ends in five parts between pluses, and base64 has pluses of its own.
    hidden = secret.split("+", 4)[-1][5:20]
    for content in ("", "geheim", secret[:-5], secret.replace("merenburg", "meerburg"), "\xff"):
        file.write_text(content)
        with pytest.raises(SettingsError, match="RAADGEVER_LOG_KEY") as refused:
            signing.read(str(file))
        assert hidden not in str(refused.value)
    with pytest.raises(SettingsError, match="cannot be read"):
        signing.read(str(file.with_name("nothing")))
    with pytest.raises(SettingsError, match=r"cannot be read|others can"):
        signing.read(str(file.parent))
    witness = notes.new_signer("x", bytes(range(32)), notes.WITNESS).private_text()
    with pytest.raises(SettingsError, match="of a witness"):
        signing.read(witness)


def test_without_a_key_nothing_is_signed_but_embedded_servers_have_their_own(
    tmp_path: Path,
) -> None:
    environ = {"RAADGEVER_HOME": str(tmp_path)}
    assert signing.sealing(environ) is None
    one = signing.sealing(environ, embedded=True)
    assert one is not None
    assert one == signing.sealing(environ, embedded=True), "the same log the next time"
    assert one.file == tmp_path / "log" / "checkpoint"
    elsewhere = signing.sealing({"RAADGEVER_HOME": str(tmp_path / "other")}, embedded=True)
    assert elsewhere is not None
    assert elsewhere.signer.name != one.signer.name


def test_the_command_makes_a_key_and_prints_what_is_published(
    tmp_path: Path, commands, capsys
) -> None:
    file = str(tmp_path / "new.key")
    assert commands(["log", "key", NAME, "--file", file, "--json"]) == 0
    made = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert notes.verifier(made["vkey"]) == signing.read(file).verifier
    assert "PRIVATE" not in json.dumps(made)
    assert commands(["log", "vkey", "--file", file]) == 0
    assert capsys.readouterr().out.startswith(made["vkey"])


def test_the_command_refuses_in_words(tmp_path: Path, file: Path, commands, capsys) -> None:
    for words, why in (
        (["key", NAME, "--file", str(file)], "never written over"),
        (["key", "two words", "--file", str(tmp_path / "a")], "no spaces"),
        (["key", NAME, "--file", str(tmp_path / "no" / "a")], "cannot be written"),
        (["vkey", "--file", str(tmp_path / "a")], "cannot be read"),
    ):
        assert commands(["log", *words]) == 4
        assert why in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.key"]
