# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What others say our log must do: test vectors from outside, and a log in memory."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / os.environ.get("RAADGEVER_REFERENCE_DATA", "../shared/data") / "trust"


def outside(name: str) -> Path:
    """A file or folder of the reference data; the test says which it misses when it skips."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"no reference data at {path}; set RAADGEVER_REFERENCE_DATA")
    return path
