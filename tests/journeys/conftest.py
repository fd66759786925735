# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest


@pytest.fixture(params=["yes", "no"], ids=["together", "by itself"])
def group_commit(request: pytest.FixtureRequest) -> str:
    """Every journey goes both ways an answer can come in: by the same rules."""
    return request.param
