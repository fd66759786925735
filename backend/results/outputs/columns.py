# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The long table as Parquet, with what it is and what its words mean in the file itself."""

import io

import msgspec
import polars as pl

from backend.results.content import Content
from backend.results.dictionary import terms
from backend.results.rows import HEADER, rows
from surveys.reviewed import Section

_WHOLE = {"beslispunt": pl.Int32, "aantal": pl.Int64, "promille": pl.Int32}
SCHEMA = {name: _WHOLE.get(name, pl.String) for name in HEADER}


def _about(content: Content) -> dict[str, str]:
    meanings = [msgspec.structs.asdict(term) for term in terms()]
    return {
        "raadgever:format": content.format,
        "raadgever:voorstel": content.title,
        "raadgever:gemeente": content.municipality,
        "raadgever:versie": str(content.number),
        "raadgever:adres": content.address,
        "raadgever:verbetering": content.correction,
        "raadgever:cijfers": content.result_hash,
        "raadgever:uitleg": msgspec.json.encode(meanings).decode(),
    }


def parquet(content: Content, section: Section) -> bytes:
    """Texts are as they were written: nothing here can become a formula."""
    out = io.BytesIO()
    frame = pl.DataFrame(list(rows(content, section)), schema=SCHEMA, orient="row")
    frame.write_parquet(out, compression="zstd", metadata=_about(content))
    return out.getvalue()
