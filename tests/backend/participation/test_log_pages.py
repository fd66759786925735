# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who keeps the whole log, with nothing of ours but the standard (c2sp.org/tlog-tiles)."""

import hashlib
from pathlib import Path
from uuid import uuid4

import pytest

from backend.ledger import checkpoints, notes, tiles, tree
from backend.ledger.bodies import Kind
from backend.ledger.order import Waiting
from backend.ledger.sealing import Sealing, seal
from backend.ledger.sequencing import append

pytestmark = pytest.mark.anyio
SIZE = 600
BODIES = [b'{"n":%d}' % number for number in range(SIZE)]


async def grow(sessions, bodies: list[bytes]) -> None:
    entries = [(Waiting(uuid4(), Kind.RESPONSE, body), tree.leaf_hash(body)) for body in bodies]
    async with sessions.begin() as db:
        await append(db, entries)


@pytest.fixture
async def sealing(sessions, tmp_path: Path) -> Sealing:
    """Of a log with six hundred entries, of which the last twenty are not signed yet."""
    found = Sealing(notes.new_signer("merenburg.example/log", bytes(range(32))), tmp_path / "log")
    await grow(sessions, BODIES[:-20])
    await seal(sessions, found)
    await grow(sessions, BODIES[-20:])
    return found


async def test_a_stranger_keeps_all_of_it_and_comes_to_the_root_that_was_signed(
    resident, sealing: Sealing
) -> None:
    checkpoint = await resident.get("/logboek/checkpoint")
    assert checkpoint.headers["content-type"] == "text/plain; charset=utf-8"
    signed = checkpoints.opened(checkpoint.content, [sealing.signer.verifier])
    assert signed.size == SIZE - 20
    held: list[bytes] = []
    for one in tiles.tiles(signed.size):
        content = await resident.get(f"/logboek/{one.path}")
        assert content.headers["content-type"] == "application/octet-stream"
        assert "immutable" in content.headers["cache-control"]
        hashes = tiles.split(content.content)
        assert len(hashes) == one.width
        if one.level == 0:
            entries = await resident.get(f"/logboek/{one.entries_path}")
            mine = tiles.unpacked(entries.content)
            assert [tree.leaf_hash(body) for body in mine] == hashes
            held += mine
        else:
            for index, higher in enumerate(hashes):
                below = await resident.get(f"/logboek/tile/0/{index:03}")
                assert tree.Tree(tiles.split(below.content)).root() == higher
    assert held == BODIES[:-20]
    growing = tree.Frontier()
    for body in held:
        growing.append(hashlib.sha256(b"\0" + body).digest())
    assert growing.root() == signed.root


@pytest.mark.usefixtures("sealing")
async def test_what_is_not_signed_or_not_there_or_spelled_otherwise_is_not_given(resident) -> None:
    there = ("0/002.p/68", "0/002.p/1", "1/000.p/2", "entries/000", "entries/001.p/9")
    for path in there:
        assert (await resident.get(f"/logboek/tile/{path}")).status_code == 200, path
    for path in (
        "0/002.p/69", "0/002", "0/003.p/1", "1/000", "1/000.p/3", "2/000.p/1", "00/000", "0/0",
        "0/000.p/0", "0/000.p/256", "0/x000/000", "x/000", "64/000", "entries/x999/x999/x999/999",
        "0/000.p/", "0/\u0660\u0660\u0660", "-1/000", "data/000",
    ):  # fmt: skip
        gone = await resident.get(f"/logboek/tile/{path}")
        assert gone.status_code == 404, path
