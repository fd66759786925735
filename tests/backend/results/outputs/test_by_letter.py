# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""With and without a letter code is told in every form that a summary has."""

import io

import pytest
from openpyxl import load_workbook

from analysis.dutch import ONE_EACH
from backend.results.content import decode
from backend.results.outputs.making import files
from backend.results.outputs.paper import blocks
from backend.results.rendering import as_csv
from surveys.reviewed import Section
from tests.backend.verifying.conftest import Bundles, bundles, signer

pytestmark = pytest.mark.anyio
__all__ = ["bundles", "signer"]


async def test_every_form_of_a_summary_tells_who_came_in_by_letter(bundles: Bundles) -> None:
    content = decode((bundles.public / "samenvatting-1.json").read_bytes())
    letter, without = content.figures.by_way
    assert (letter.way, without.way) == ("letter", "open")
    totals = content.figures.totals
    assert letter.received + without.received == totals.received
    assert letter.counted + without.counted == totals.counted
    assert 0 < letter.counted < letter.received, "some of them were replaced"

    section = Section(1)
    table = as_csv(content, section).decode("utf-8-sig")
    assert f"briefcode;;letter;counted;{letter.counted};" in table
    assert f"briefcode;;open;received;{without.received};" in table
    printed = str(list(blocks(content, section, {}, ())))
    assert "Met briefcode" in printed
    assert ONE_EACH in printed
    made = {file.name.rsplit(".", 1)[-1]: file.data for file in files(content, section)}
    sheet = load_workbook(io.BytesIO(made["xlsx"]))["Telling"]
    rows = [tuple(cell.value for cell in row[:2]) for row in sheet.iter_rows()]
    assert ("Met briefcode", letter.received) in rows
