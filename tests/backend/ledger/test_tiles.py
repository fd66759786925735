# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.ledger import tiles, tree
from backend.ledger.tiles import Tile
from backend.ledger.tree import Frontier, Tree
from tests.backend.ledger.vectors import outside

SIZE = 66_000  # over 256 * 256, so that a third level begins
LEAVES = [hashlib.sha256(number.to_bytes(4, "big")).digest() for number in range(SIZE)]
WHOLE = Tree(LEAVES)


def _content(level: int, index: int) -> list[bytes]:
    """A tile as the standard defines it, out of the whole tree."""
    full = SIZE >> (8 * level)
    places = range(index * 256, min(index * 256 + 256, full))
    return [WHOLE.hash((8 * level, place)) for place in places]


def test_a_tree_has_the_tiles_that_the_standard_says() -> None:
    case = json.loads(outside("c2sp/vectors.json").read_text())["tiles_70000"]
    found = tiles.tiles(case["size"])

    def widths(level: int) -> list[int]:
        return [tile.width for tile in found if tile.level == level]

    assert widths(0) == [256] * case["level0_full"] + [case["level0_partial_width"]]
    assert widths(1) == [256] * case["level1_full"] + [case["level1_partial_width"]]
    assert widths(2) == [case["level2_partial_width"]]
    assert len(found) == case["level0_full"] + case["level1_full"] + 3
    assert [str(tile.path) for tile in tiles.tiles(256)] == ["tile/0/000", "tile/1/000.p/1"]


def test_a_tile_stands_where_the_standard_says() -> None:
    cases = json.loads(outside("c2sp/vectors.json").read_text())["tile_index_path"]
    for index, path in cases.items():
        assert Tile(3, int(index)).path == f"tile/3/{path}"
        assert Tile(0, int(index), 7).path == f"tile/0/{path}.p/7"
        assert Tile(0, int(index)).entries_path == f"tile/entries/{path}"


def test_an_empty_tree_has_no_tiles() -> None:
    assert tiles.tiles(0) == []


@given(st.integers(0, 70_000), st.integers(0, 70_000))
def test_what_is_new_and_what_was_there_make_the_whole(one: int, other: int) -> None:
    since, size = sorted((one, other))
    before, after = set(tiles.tiles(since)), set(tiles.tiles(size))
    assert set(tiles.tiles(size, since)) == after - before


@given(st.integers(1, SIZE), st.data())
def test_every_proof_is_reckoned_from_the_tiles_that_are_asked_for(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    for spans in (tree.inclusion_spans(index, size), tree.consistency_spans(index + 1, size)):
        parts = [one for span in spans for one in tree.perfect(span)]
        asked = tiles.needed(parts, size)
        assert set(asked) <= set(tiles.tiles(size))
        rows = {
            (tile.level, tile.index): _content(tile.level, tile.index)[: tile.width]
            for tile in asked
        }
        found = tree.proof(spans, tiles.Reading(rows).hash)
        assert found == tree.proof(spans, WHOLE.hash)


def test_filling_tiles_gives_the_names_they_have_in_the_level_above() -> None:
    for start in (0, 255, 256, 300):
        growing = Frontier()
        for leaf in LEAVES[:start]:
            growing.append(leaf)
        found = list(tiles.rising(growing, LEAVES[start:]))
        assert growing.root() == WHOLE.root()
        filled = [Tile(level, n) for level in (0, 1) for n in range(SIZE >> 8 * (level + 1))]
        assert sorted(tile for tile, _ in found) == [
            tile for tile in filled if (tile.level, tile.index) != (0, 0) or start < 256
        ]
        assert all(name == WHOLE.hash((8 * (tile.level + 1), tile.index)) for tile, name in found)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_entries_come_out_of_a_tile_as_they_went_in(bodies: list[bytes]) -> None:
    assert tiles.unpacked(tiles.packed(bodies)) == bodies


def test_entries_that_were_cut_off_or_are_too_large_are_refused() -> None:
    whole = tiles.packed([b"one", b"two"])
    for end in (1, 2, 4, 6, 9):
        with pytest.raises(ValueError, match="cut off"):
            tiles.unpacked(whole[:end])
    with pytest.raises(ValueError, match="does not fit"):
        tiles.packed([bytes(65_536)])


def test_a_tile_is_whole_hashes() -> None:
    assert tiles.split(b"".join(LEAVES[:3])) == LEAVES[:3]
    for content in (b"", b"x" * 31, b"x" * 32 * 257):
        with pytest.raises(ValueError, match="whole hashes"):
            tiles.split(content)


@pytest.mark.parametrize("whole", [True, False])
@given(
    level=st.integers(0, 63),
    index=st.integers(0, 10**17),
    width=st.integers(1, 256),
    more=st.text(max_size=9),
)
def test_a_path_means_one_tile_and_nothing_else_means_it(
    *, level: int, index: int, width: int, more: str, whole: bool
) -> None:
    tile = Tile(0 if whole else level, index, width)
    path = (tile.entries_path if whole else tile.path).removeprefix("tile/")
    assert tiles.asked(path) == (tile, whole)
    if more:
        assert tiles.asked(more + path) != (tile, whole)
        assert tiles.asked(path + more) != (tile, whole)


@given(st.integers(0, 70_000), st.integers(0, 3), st.integers(0, 300), st.integers(1, 256))
def test_a_tile_stands_when_a_tree_that_was_no_larger_had_it(
    size: int, level: int, index: int, width: int
) -> None:
    first = (index * 256 + width) << (8 * level)  # the smallest tree with so many of that level
    assert tiles.stands(Tile(level, index, width), size) == (first <= size)
