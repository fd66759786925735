# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The key of the log is followed by another one, and everybody can see that it was."""

import hashlib

import pytest

from backend.ledger import checkpoints, notes, signing
from backend.ledger.sealing import Sealing, seal
from backend.ledger.tables import LogEntry
from backend.outbox import Hopeless
from backend.settings import SettingsError
from tests.backend.ledger.test_sequencing import count, many, read, work

pytestmark = pytest.mark.anyio


async def test_another_key_takes_over_with_a_line_in_the_log_that_both_signed(
    sessions, park, sealing: Sealing
) -> None:
    old = sealing.signer
    new = notes.new_signer(old.name, hashlib.sha256(b"the next key").digest())
    await many(sessions, park)
    await work(sessions, sealing)
    await many(sessions, park)
    await work(sessions)
    with pytest.raises(Hopeless, match="RAADGEVER_LOG_KEY_BEFORE"):
        await seal(sessions, Sealing(new, sealing.folder))
    both = Sealing(new, sealing.folder, before=old)
    for _ in range(2):  # twice, as when a worker is killed in between
        await seal(sessions, both)
    await work(sessions, both)
    said = [entry for entry in await read(sessions) if entry["t"] == "sleutel"]
    assert [(one["oud"], one["nieuw"]) for one in said] == [(str(old.verifier), str(new.verifier))]
    await work(sessions, both)
    head = checkpoints.opened(sealing.file.read_bytes(), [new.verifier])
    assert head.size == await count(sessions, LogEntry)
    await many(sessions, park)
    await work(sessions, Sealing(new, sealing.folder))
    assert checkpoints.opened(sealing.file.read_bytes(), [new.verifier]).size > head.size
    await many(sessions, park)
    await work(sessions)
    with pytest.raises(Hopeless, match="andere sleutel"):
        await seal(sessions, sealing)


def test_the_key_before_is_of_the_same_log(tmp_path) -> None:
    keys = {}
    for setting, name in (
        (signing.SETTING, "a.example/log"),
        (signing.BEFORE, "a.example/log"),
        ("other", "b.example/log"),
    ):
        keys[setting] = str(tmp_path / setting)
        signing.write(tmp_path / setting, signing.new(name))
    found = signing.sealing({**keys, "RAADGEVER_HOME": str(tmp_path)})
    assert found is not None
    assert found.before is not None
    with pytest.raises(SettingsError, match=r"b\.example"):
        signing.sealing({**keys, signing.BEFORE: keys["other"], "RAADGEVER_HOME": str(tmp_path)})
