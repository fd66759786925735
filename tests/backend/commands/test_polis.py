# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`import responses --format polis` as somebody types it, in a process of its own."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backend.consultations.tables import Consultation
from tests.backend.commands.test_external_servers import run
from tests.backend.participation.test_polis import VOTES, write

pytestmark = pytest.mark.anyio


def bring(town, folder: Path, *words: str):
    given = ["import", "responses", "--format", "polis", str(folder), *words]
    return run(town, *given, RAADGEVER_SECRET=town.secret.decode())


async def test_it_ends_with_what_came_in_and_again_says_the_same(
    town, sessions, tmp_path: Path
) -> None:
    folder = write(tmp_path / "park")
    done = bring(town, folder, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    async with sessions() as db:
        row = (await db.scalars(select(Consultation))).one()
    assert told == {
        "received": 3, "counted": 2, "replaced": 1, "answers": 3, "new": True,
        "consultation": str(row.id), "slug": row.slug, "statements": 2, "rejected": 1,
        "votes": 4, "doubled": 0, "backwards": 0,
    }  # fmt: skip
    assert json.loads(bring(town, folder, "--json").stdout) == {**told, "new": False}
    votes = [VOTES[0], *reversed(VOTES[1:]), VOTES[1]]
    said = bring(town, write(tmp_path / "om", votes=votes)).stdout
    assert said.startswith(
        "Alles stond er al. 3 binnengekomen: 2 geteld, 1 vervangen. 3 antwoorden."
    )
    assert "1 rijen van votes.csv staan er vaker, en tellen één keer." in said
    assert "De tijd telt, niet de plaats." in said
    assert f"Kijk op /raadplegingen/{row.slug}" in said


async def test_what_is_wrong_is_bad_input_and_nothing_is_stored(
    town, sessions, tmp_path: Path
) -> None:
    votes = [*VOTES, ["1500000009000", "-", "4", "7", "?"]]
    wrong = bring(town, write(tmp_path / "park", votes=votes, summary=None), "--json")
    assert wrong.returncode == 3
    title, *flaws = json.loads(wrong.stdout)["error"]
    assert title.startswith("Er is niets ingelezen. In een export van pol.is staan comments.csv, ")
    assert sorted(flaws) == [
        "summary.csv: Dit bestand ontbreekt. Zet het in de map.",
        (
            "votes.csv, rij 6: De stem “?” kennen we niet. Er hoort 1 (eens), -1 (oneens) of 0"
            " (overgeslagen) te staan."
        ),
    ]
    async with sessions() as db:
        assert (await db.scalars(select(func.count()).select_from(Consultation))).one() == 0


async def test_what_belongs_to_a_table_is_refused_and_a_table_needs_a_mapping(
    town, tmp_path: Path
) -> None:
    folder = write(tmp_path / "park")
    refused = bring(town, folder, "--dry-run", "--mapping", "koppeling.json")
    assert refused.returncode == 4
    assert "--mapping, --dry-run: not for --format polis." in refused.stderr
    table = run(town, "import", "responses", str(folder), "--format", "table")
    assert table.returncode == 2
    assert "one of the arguments --mapping --propose is required" in table.stderr
