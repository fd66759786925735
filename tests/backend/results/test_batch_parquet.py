# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file of a batch: what was counted comes out of it, or nothing does."""

from io import BytesIO
from uuid import uuid4

import msgspec
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tally import count
from backend.results.batch_parquet import Kept, Unusable, decode, encode
from tests.analysis.made import QUESTIONNAIRE, consultations, make_batch, make_responses

BATCH = Kept(uuid4(), uuid4(), uuid4(), 1, b"\x01" * 32)
WHOLE = encode(BATCH, make_batch(make_responses(40, "for", background={"age_band": "65+"})))


@given(consultations)
def test_what_is_read_back_counts_as_what_was_kept(responses) -> None:
    batch = make_batch(responses)
    found = decode(BATCH, encode(BATCH, batch))
    assert found.rows.equals(batch.rows, null_equal=True)
    assert found.rows.schema == batch.rows.schema
    assert count(found, QUESTIONNAIRE) == count(batch, QUESTIONNAIRE)


@given(st.integers(0, len(WHOLE) * 8 - 1))
def test_a_single_bit_that_flipped_is_noticed(bit: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unusable, match="damaged"):
        decode(BATCH, bytes(damaged))


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_that_ends_too_soon_is_noticed(length: int) -> None:
    with pytest.raises(Unusable, match="damaged"):
        decode(BATCH, WHOLE[:length])


@pytest.mark.parametrize(
    "other",
    [
        {"consultation": uuid4()},
        {"id": uuid4()},
        {"origin": uuid4()},
        {"generation": 2},
        {"hash": b"\x02" * 32},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_file_of_another_batch_is_noticed_whatever_it_is_called(other) -> None:
    with pytest.raises(Unusable, match="another batch"):
        decode(msgspec.structs.replace(BATCH, **other), WHOLE)


def test_a_file_of_an_older_format_is_noticed(monkeypatch) -> None:
    monkeypatch.setattr("backend.results.batch_parquet.FORMAT", "raadgever/batch/0")
    older = encode(BATCH, make_batch([]))
    monkeypatch.undo()
    with pytest.raises(Unusable, match="another format"):
        decode(BATCH, older)


def test_the_same_batch_is_the_same_bytes_and_any_reader_knows_whose_it_is() -> None:
    batch = make_batch(make_responses(40, "for", background={"age_band": "65+"}))
    assert encode(BATCH, batch) == WHOLE
    told = pl.read_parquet_metadata(BytesIO(WHOLE))
    assert told["raadgever.batch"] == str(BATCH.id)
    assert told["raadgever.origin"] == str(BATCH.origin)
    assert pl.read_parquet(BytesIO(WHOLE)).height == 40
