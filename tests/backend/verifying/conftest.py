# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import hashlib
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from msgspec import Struct

from backend import database
from backend.ledger import notes
from backend.ledger.notes import Signer, Verifier
from backend.ledger.sealing import Sealing
from backend.servers import Servers
from tests.backend.verifying.story import play, write
from tests.conftest import dsn


@pytest.fixture(scope="session")
def signer() -> Signer:
    return notes.new_signer("merenburg.example/log", hashlib.sha256(b"a log for tests").digest())


@pytest.fixture
def key(signer: Signer) -> Verifier:
    return signer.verifier


@pytest.fixture
def sealing(signer: Signer, tmp_path: Path) -> Sealing:
    return Sealing(signer, tmp_path / "log")


class Bundles(Struct, frozen=True):
    public: Path
    sealed: Path


@pytest.fixture(scope="session")
async def bundles(
    servers: Servers, template: str, signer: Signer, tmp_path_factory: pytest.TempPathFactory
) -> Bundles:
    """Of one consultation, in a database of its own: made once, and copied by who spoils it."""
    folder = tmp_path_factory.mktemp("bundles")
    name = f"t_{uuid4().hex}"
    line = await asyncpg.connect(dsn(servers, "postgres", "postgres"))
    await line.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER raadgever_owner")
    engine = database.connect(servers.database_url("raadgever_app", name), pool=10)
    try:
        sessions = database.sessions_of(engine)
        slug = await play(sessions, Sealing(signer, folder / "log"))
        public = await write(sessions, slug, folder / "openbaar")
        sealed = await write(sessions, slug, folder / "verzegeld", sealed=True)
    finally:
        await engine.dispose()
        await line.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await line.close()
    return Bundles(public, sealed)
