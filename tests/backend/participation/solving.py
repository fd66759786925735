# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Solving a challenge as a browser does, by the library of those who thought of it."""

from typing import Any

import altcha


def solve(challenge: dict[str, Any]) -> str:
    held = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(held)
    assert solution is not None
    return altcha.Payload(held, solution).to_base64()
