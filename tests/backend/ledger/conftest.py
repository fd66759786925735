# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from backend import cli, database
from backend.consultations.tables import Consultation
from backend.ledger import notes
from backend.ledger.sealing import Sealing
from tests.make import make_consultation

# A deadline per example says more about the neighbours on the machine than about our code.
settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")


@pytest.fixture
def commands() -> Callable[[Sequence[str]], int]:
    """`raadgever …` in this process."""
    return cli.main


@pytest.fixture
async def park(sessions: database.Sessions) -> Consultation:
    """An open consultation with two decision points."""
    async with sessions.begin() as db:
        return await make_consultation(db, slug="park")


@pytest.fixture
def sealing(tmp_path: Path) -> Sealing:
    seed = hashlib.sha256(b"a log for tests").digest()
    return Sealing(notes.new_signer("merenburg.example/log", seed), tmp_path / "log")
