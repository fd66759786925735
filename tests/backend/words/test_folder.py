# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from backend.words import folder
from backend.words.folder import NotBuilt


def test_what_was_built_is_found_with_the_versions_it_came_from(tmp_path) -> None:
    folder.keep("one", b"first", ("babel",), tmp_path)
    folder.keep("two", b"second", (), tmp_path)
    assert folder.sound("one", tmp_path).read_bytes() == b"first"
    assert folder.sound("two", tmp_path).read_bytes() == b"second"
    assert '"babel"' in (tmp_path / "manifest.json").read_text()


@pytest.mark.parametrize("name", ["manifest.json", "one"])
def test_a_file_that_was_touched_is_refused(tmp_path, name) -> None:
    folder.keep("one", b"first", (), tmp_path)
    (tmp_path / name).write_bytes(b"other")
    with pytest.raises(NotBuilt, match="make models"):
        folder.sound("one", tmp_path)


def test_without_models_it_says_what_to_do(tmp_path) -> None:
    with pytest.raises(NotBuilt, match="Run `make models`"):
        folder.sound("one", tmp_path)
    folder.keep("two", b"second", (), tmp_path)
    with pytest.raises(NotBuilt, match="one is not built"):
        folder.sound("one", tmp_path)


def test_the_folder_is_where_the_environment_says(tmp_path) -> None:
    assert folder.home({"RAADGEVER_MODELS": str(tmp_path)}) == tmp_path
    assert folder.home({}) == folder.HOME
