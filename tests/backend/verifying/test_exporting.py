# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""When there is no bundle yet, and why."""

import datetime as dt

import pytest

from backend.audit.actions import SYSTEM
from backend.consultations import actions as consultations
from backend.errors import Refused
from backend.results import actions as results
from backend.results.actions import Reveal
from backend.verifying import files
from backend.verifying.checking import verify
from surveys.questionnaire import Answers
from tests.backend.agenda.made import hear_at_once, make_griffier, make_open, make_spot
from tests.backend.verifying.story import keep, send, write

pytestmark = pytest.mark.anyio


async def test_it_waits_for_the_summary_the_log_and_the_embargo(
    sessions, sealing, key, tmp_path
) -> None:
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        await hear_at_once(db, griffier)
        spot = await make_spot(db, griffier)
        row = await make_open(db, griffier, spot.document_id)
    await send(sessions, row, Answers({"1.stance": "for"}, {}, {}))
    async with sessions.begin() as db:
        await consultations.close(db, SYSTEM, row.id)
    with pytest.raises(Refused, match="nog niet definitief"):
        await write(sessions, row.slug, tmp_path / "te vroeg")
    await keep(sessions, sealing)
    until = dt.datetime(2090, 1, 1, tzinfo=dt.UTC)
    async with sessions.begin() as db:
        reveal = Reveal(at_once=False, until=until)
        await results.finalise(db, griffier, row.id, "Merenburg", reveal=reveal)
    with pytest.raises(Refused, match="nog niet openbaar"):
        await write(sessions, row.slug, tmp_path / "embargo")
    with pytest.raises(Refused, match="ondertekende logboek"):
        await write(sessions, row.slug, tmp_path / "verzegeld", sealed=True)
    await keep(sessions, sealing)
    sealed = await write(sessions, row.slug, tmp_path / "verzegeld", sealed=True)
    assert verify(sealed, key).findings.faults == []
    with pytest.raises(Refused, match="is er al"):
        await write(sessions, row.slug, sealed, sealed=True)
    with pytest.raises(Refused, match="geen raadpleging"):
        await write(sessions, "nergens", tmp_path / "nergens")
    async with sessions.begin() as db:
        await results.reveal_now(db, griffier, row.id)
    public = await write(sessions, str(row.id), tmp_path / "openbaar")
    assert verify(public, key).findings.faults == []
    for name in (files.DECISIONS, files.ANSWERS):
        assert (public / name).read_bytes() == b""
        (public / name).unlink()
    assert verify(public, key).findings.faults == [], "as a bundle of before there were any"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "openbaar", "verzegeld"]
