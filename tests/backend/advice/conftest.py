# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from tests.backend.results.conftest import application, owner, park

__all__ = ["application", "owner", "park"]
