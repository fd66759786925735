# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from backend.words.intake import ready

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("models")]


def test_a_text_is_made_ready_without_who_said_it() -> None:
    text = "Ik ben Fatima Benali, bel 06-12345678.\nGroeten, jan de vries"
    assert ready(text) == "Ik ben [naam], bel [telefoonnummer].\nGroeten, [naam]"


def test_letters_are_written_in_one_way() -> None:
    assert ready("cafe\u0301") == "caf\u00e9"
