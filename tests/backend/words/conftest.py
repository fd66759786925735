# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import importlib.util

import pytest

from backend.words import encoder, folder, name_lists


@pytest.fixture(scope="session")
def models() -> None:
    """Whoever asks for this is skipped where `make models` was not run, or not to its end."""
    try:
        for name in (name_lists.FILE, *encoder.FILES):
            folder.sound(name)
        if importlib.util.find_spec("onnxruntime") is None:
            raise folder.NotBuilt("onnxruntime is not installed. Run `make models`.")  # noqa: TRY301
    except folder.NotBuilt as error:
        pytest.skip(str(error))
