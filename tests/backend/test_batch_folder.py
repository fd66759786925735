# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where workers keep what they counted."""

from pathlib import Path

import pytest

from backend.settings import SettingsError, batch_folder

HOME = Path("/var/lib/raadgever")


@pytest.mark.parametrize(
    ("said", "home", "found"),
    [
        ("", HOME, HOME / "batches"),
        ("", None, None),
        ("no", HOME, None),
        ("/srv/batches", HOME, Path("/srv/batches")),
        ("/srv/batches", None, Path("/srv/batches")),
    ],
)
def test_it_is_in_the_home_of_embedded_servers_unless_one_says_otherwise(
    said: str, home: Path | None, found: Path | None
) -> None:
    assert batch_folder({"RAADGEVER_BATCH_FOLDER": said}, home) == found


def test_a_path_that_could_mean_several_places_is_refused() -> None:
    with pytest.raises(SettingsError, match="begins with a /"):
        batch_folder({"RAADGEVER_BATCH_FOLDER": "batches"}, HOME)
