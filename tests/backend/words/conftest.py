# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from backend.words import encoder, folder, name_lists


@pytest.fixture(scope="session")
def models() -> None:
    """Whoever asks for this is skipped where `make models` was not run, or not to its end."""
    try:
        for name in (name_lists.FILE, *encoder.FILES):
            folder.sound(name)
    except folder.NotBuilt as error:
        pytest.skip(str(error))
