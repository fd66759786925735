# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import base64
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.ledger import tree
from backend.ledger.tree import Frontier, Tree
from tests.backend.ledger.vectors import outside

MERKLE = "transparency-dev-merkle"
LARGE = 130
LEAVES = [tree.leaf_hash(number.to_bytes(2, "big")) for number in range(LARGE)]
WHOLE = Tree(LEAVES)


def _cases(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    folder = outside(f"{MERKLE}/testdata/{kind}")
    for path in sorted(folder.rglob("*.json")):
        yield str(path.relative_to(folder)), json.loads(path.read_text())


def _bytes(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def _path(case: dict[str, Any]) -> list[bytes]:
    return [_bytes(step) for step in case["proof"] or []]


def test_every_proof_of_inclusion_from_outside_is_judged_as_they_do() -> None:
    wrong, seen = [], 0
    for name, case in _cases("inclusion"):
        leaf, expected = _bytes(case["leafHash"]), _bytes(case["root"])
        good = tree.verify_inclusion(leaf, case["leafIdx"], case["treeSize"], _path(case), expected)
        seen += 1
        if good is case["wantErr"]:
            wrong.append(name)
    assert (seen, wrong) == (98, [])


def test_every_proof_of_consistency_from_outside_is_judged_as_they_do() -> None:
    wrong, seen = [], 0
    for name, case in _cases("consistency"):
        roots = _bytes(case["root1"]), _bytes(case["root2"])
        good = tree.verify_consistency(case["size1"], case["size2"], _path(case), *roots)
        seen += 1
        if good is case["wantErr"]:
            wrong.append(name)
    assert (seen, wrong) == (98, [])


def _listed(source: str, name: str) -> list[str]:
    body = source[source.index(f"func {name}()") :]
    return re.findall(r'hd\("([0-9a-f]*)"\)', body[: body.index("\n}\n")])


def test_the_reference_tree_has_the_roots_and_nodes_that_others_found() -> None:
    source = outside(f"{MERKLE}/testonly/constants.go").read_text()
    leaves = [tree.leaf_hash(bytes.fromhex(text)) for text in _listed(source, "LeafInputs")]
    roots = [bytes.fromhex(text) for text in _listed(source, "RootHashes")]
    nodes = [bytes.fromhex(text) for text in _listed(source, "NodeHashes")]
    whole = Tree(leaves)
    assert len(leaves) == len(roots) == 8
    assert [tree.root(leaves[:size]) for size in range(1, 9)] == roots
    assert [whole.root(size) for size in range(1, 9)] == roots
    spread = [(level, index) for level in range(4) for index in range(8 >> level)]
    assert [whole.hash(one) for one in spread] == nodes


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert tree.root([]) == Tree().root() == hashlib.sha256(b"").digest()


def _rfc_root(leaves: Sequence[bytes]) -> bytes:
    """As RFC 6962 writes it down, however slow."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + _rfc_root(leaves[:split]) + _rfc_root(leaves[split:])).digest()


def test_each_size_has_the_root_that_the_definition_gives() -> None:
    growing = Frontier()
    for size in range(1, LARGE + 1):
        growing.append(LEAVES[size - 1])
        expected = _rfc_root(LEAVES[:size])
        assert growing.root() == WHOLE.root(size) == expected
        assert len(growing.hashes) == size.bit_count()


def test_a_tree_grows_on_from_what_was_kept_of_it() -> None:
    for kept in range(LARGE):
        before = Frontier()
        for leaf in LEAVES[:kept]:
            before.append(leaf)
        after = Frontier(kept, before.hashes)
        for leaf in LEAVES[kept:]:
            after.append(leaf)
        assert after.root() == WHOLE.root()


def test_what_was_kept_must_fit_the_size() -> None:
    with pytest.raises(ValueError, match="another number of subtrees"):
        Frontier(3, [LEAVES[0]])


def test_every_leaf_of_every_tree_is_proven_to_be_in_it() -> None:
    for size in range(1, LARGE + 1):
        root = WHOLE.root(size)
        for index in range(size):
            path = WHOLE.inclusion(index, size)
            assert tree.verify_inclusion(LEAVES[index], index, size, path, root)
            other = LEAVES[(index + 1) % LARGE]
            assert not tree.verify_inclusion(other, index, size, path, root)


def test_every_tree_is_proven_to_begin_with_every_smaller_one() -> None:
    for size in range(1, LARGE + 1):
        for old in range(1, size + 1):
            path = WHOLE.consistency(old, size)
            roots = WHOLE.root(old), WHOLE.root(size)
            assert tree.verify_consistency(old, size, path, *roots)
            assert not tree.verify_consistency(old, size, [*path, LEAVES[0]], *roots)
            assert not tree.verify_consistency(old, size, path, LEAVES[-1], roots[1])


def test_nothing_outside_the_tree_can_be_proven() -> None:
    for index, size in ((5, 5), (0, 0), (-1, 5)):
        with pytest.raises(ValueError, match="no position"):
            tree.inclusion_spans(index, size)
    for old, size in ((0, 5), (6, 5), (-1, 5)):
        with pytest.raises(ValueError, match="cannot be held against"):
            tree.consistency_spans(old, size)


@st.composite
def _flipped(draw: st.DrawFn, path: list[bytes]) -> list[bytes]:
    step = draw(st.integers(0, len(path) - 1))
    bit = draw(st.integers(0, 255))
    changed = bytearray(path[step])
    changed[bit // 8] ^= 1 << bit % 8
    return [*path[:step], bytes(changed), *path[step + 1 :]]


@given(st.data())
def test_a_proof_of_inclusion_with_any_bit_flipped_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, LARGE))
    index = data.draw(st.integers(0, size - 1))
    bad = data.draw(_flipped([LEAVES[index], WHOLE.root(size), *WHOLE.inclusion(index, size)]))
    assert not tree.verify_inclusion(bad[0], index, size, bad[2:], bad[1])


@given(st.data())
def test_a_proof_of_consistency_with_any_bit_flipped_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, LARGE))
    old = data.draw(st.integers(1, size - 1))
    whole = [WHOLE.root(old), WHOLE.root(size), *WHOLE.consistency(old, size)]
    bad = data.draw(_flipped(whole))
    assert not tree.verify_consistency(old, size, bad[2:], bad[0], bad[1])


@given(st.integers(2, LARGE), st.data())
def test_a_proof_is_refused_at_any_other_position(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda value: value != index))
    path, root = WHOLE.inclusion(index, size), WHOLE.root(size)
    assert not tree.verify_inclusion(LEAVES[index], other, size, path, root)
