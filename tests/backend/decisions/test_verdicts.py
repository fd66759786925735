# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An advisory council that objected or remarked gets its answer from the council too."""

import json

import pytest
from sqlalchemy import select

from backend.advice import speaking
from backend.advice.speaking import Judged
from backend.agenda import actions as agenda
from backend.decisions import actions, queries
from backend.ledger.tables import LogDue
from surveys.answering import Answer
from surveys.review import Verdict
from tests.backend.advice.made import make_body, make_request
from tests.backend.agenda import made
from tests.backend.decisions.made import decide
from tests.browse import text

pytestmark = pytest.mark.anyio
STUDIED = Answer("in_onderzoek", "Wij praten eerst met de ouderen.", "college")


async def test_the_last_verdict_with_something_in_it_is_answered(sessions, resident) -> None:
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        await made.hear_at_once(db, griffier)
        spot = await made.make_spot(db, griffier)
        row = await made.make_open(db, griffier, spot.document_id)
        await made.answer(db, row.id)
        row.stage = "closed"
        await db.flush()
        summary = await made.draft_summary(db, row)
        said: dict[str, tuple[Verdict, str]] = {
            "Ouderenraad": (Verdict.OBJECTS, "Vergeet de ouderen niet."),
            "Wijkraad": (Verdict.AGREES, ""),
        }
        for name, (verdict, remark) in said.items():
            body_id, [member] = await make_body(db, griffier, name)
            request = await make_request(db, griffier, row.id, body_id)
            await speaking.judge(db, member, request, Judged(verdict, remark, 0))
        await made.finalise(db, griffier, summary)
        await agenda.attach(db, griffier, spot.item_id, summary.id)
        await made.meet(db, griffier, spot)
        await decide(db, griffier, spot)
    async with sessions.begin() as db:
        after = await queries.of_item(db, spot.item_id)
        assert [each.body for each in after.answers] == ["", "", "Ouderenraad"]
        [missing] = await queries.unanswered(db)
        assert missing.left == 3
        subject = after.answers[-1].subject
        await actions.answer(db, griffier, spot.item_id, {subject: STUDIED}, seen={})
        [missing] = await queries.unanswered(db)
        assert missing.left == 2
    async with sessions() as db:
        due = {row.kind: json.loads(row.body) for row in await db.scalars(select(LogDue))
               if row.kind == "antwoord" or b"Ouderenraad" in row.body}  # fmt: skip
    assert due["antwoord"]["over"] == due["oordeel"]["inhoud"]
    page = text(await resident.get(f"/agendapunten/{spot.item_id}"))
    assert "Ouderenraad (bezwaar) Nog in onderzoek" in page
    assert "Wij praten eerst met de ouderen." in page
