# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a real consultation comes to, recounted from nothing but its bundle."""

import json

import pytest

from backend.verifying.checking import verify
from backend.verifying.findings import RULES
from tests.backend.verifying.story import play, write

pytestmark = pytest.mark.anyio


async def test_both_bundles_of_a_real_consultation_hold(sessions, sealing, key, tmp_path) -> None:
    slug = await play(sessions, sealing)
    public = await write(sessions, slug, tmp_path / "openbaar")
    again = await write(sessions, slug, tmp_path / "opnieuw")
    sealed = await write(sessions, slug, tmp_path / "verzegeld", sealed=True)

    verdict = verify(public, key)
    assert verdict.findings.faults == []
    assert set(RULES) - set(verdict.findings.checked) == {"T8", "T9", "P1"}, "under seal only"
    assert (verdict.responses, verdict.counted) == (42, 36)
    told = "Hoeveel reacties meetellen zonder oordeel: volgens de uitslag 1."
    assert told in [one.what for one in verdict.findings.skipped]
    verdict = verify(sealed, key)
    assert verdict.findings.faults == []
    assert set(RULES) - set(verdict.findings.checked) == {"P1"}, "nobody showed a promise"

    files = {path.name: path for path in public.iterdir()}
    assert {name: path.read_bytes() for name, path in files.items()} == {
        path.name: path.read_bytes() for path in again.iterdir()
    }, "the same database, the same bytes"
    assert {path.stat().st_mode & 0o777 for path in sealed.iterdir()} == {0o600}
    assert sealed.stat().st_mode & 0o777 == 0o700

    said = files["reacties.jsonl"].read_text(encoding="utf-8")
    opened = [json.loads(line)["open"] for line in said.splitlines()]
    names = {field for line in opened for field in line}
    assert not {field for field in names if field.startswith("achtergrond/") or field == "dag"}
    texts = {
        value
        for line in opened
        for field, (value, _) in line.items()
        if not field.endswith(".stance") and field not in {"kenmerk", "kanaal"}
    } - {None}
    quoted = json.loads(files["samenvatting-1.json"].read_bytes())["quotations"]
    assert texts == {one["text"] for one in quoted}
    assert texts, "something was quoted"
    assert sum(not line for line in opened) == 4, "what was withdrawn stays shut"
