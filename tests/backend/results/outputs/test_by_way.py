# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each way of coming in, with a code or without, is told in every form that a summary has."""

import io

import pytest
from openpyxl import load_workbook

from analysis.dutch import WAYS, one_each
from backend.results.content import decode
from backend.results.outputs.making import files
from backend.results.outputs.paper import blocks
from backend.results.rendering import as_csv
from surveys.reviewed import Section
from tests.backend.verifying.conftest import Bundles, bundles, signer

pytestmark = pytest.mark.anyio
__all__ = ["bundles", "signer"]


async def test_every_form_of_a_summary_tells_who_came_in_with_a_code(bundles: Bundles) -> None:
    content = decode((bundles.public / "samenvatting-1.json").read_bytes())
    ways = content.figures.by_way
    assert [each.way for each in ways] == ["letter", "mail", "open"]
    letter, mail, without = ways
    totals = content.figures.totals
    assert sum(each.received for each in ways) == totals.received
    assert sum(each.counted for each in ways) == totals.counted
    assert 0 < letter.counted < letter.received, "some of them were replaced"
    assert (mail.received, mail.set_aside, mail.counted) == (4, 1, 3)

    section = Section(1)
    table = as_csv(content, section).decode("utf-8-sig")
    assert f"code;;letter;counted;{letter.counted};" in table
    assert f"code;;mail;set_aside;{mail.set_aside};" in table
    assert f"code;;open;received;{without.received};" in table
    printed = str(list(blocks(content, section, {}, ())))
    assert all(word in printed for word in WAYS.values())
    said = one_each(each.way for each in ways)
    assert said in printed
    assert "aantallen reacties, geen aantallen inwoners" in said
    made = {file.name.rsplit(".", 1)[-1]: file.data for file in files(content, section)}
    sheet = load_workbook(io.BytesIO(made["xlsx"]))["Telling"]
    rows = [tuple(cell.value for cell in row[:2]) for row in sheet.iter_rows()]
    assert ("Met briefcode", letter.received) in rows
    assert ("Met e-mailcode", mail.received) in rows
