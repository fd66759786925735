# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`import responses` as somebody types it, in a process of its own."""

import json
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backend.participation import importing_mapping
from backend.participation.tables import Entry
from tests.backend.commands.test_external_servers import run
from tests.backend.participation.exports import ASKED, SIMPLE, SIMPLE_HEADER, as_csv, simple
from tests.make import make_consultation

pytestmark = pytest.mark.anyio


@pytest.fixture
async def park(sessions):
    async with sessions.begin() as db:
        return await make_consultation(db, slug="park", questionnaire=ASKED)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a mapping, and an export of three good rows and a bad one."""
    (tmp_path / "koppeling.json").write_bytes(importing_mapping.write(SIMPLE))
    rows = [simple(1), simple(2, stance="Tja"), simple(3), simple(4)]
    (tmp_path / "export.csv").write_bytes(as_csv(SIMPLE_HEADER, rows))
    return tmp_path


def bring(town, files: Path, *words: str, **changed: str):
    given = ["--mapping", str(files / "koppeling.json"), *words]
    changed.setdefault("RAADGEVER_SECRET", town.secret.decode())
    return run(town, "import", "responses", str(files / "export.csv"), *given, **changed)


async def stored(sessions) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(Entry))).one()


async def test_first_a_dry_run_then_for_real_then_again(town, sessions, park, files) -> None:
    tried = bring(town, files, "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "4 rijen: 3 zouden erin komen, 1 geweigerd, 0 stonden er al." in tried.stdout
    where = "rij 3, kolom “Park?” (Beslispunt 1: Wat vindt u van dit punt?)"
    assert f"{where}: Het antwoord “Tja” staat niet in de koppeling." in tried.stdout
    assert await stored(sessions) == 0
    done = json.loads(bring(town, files, "--json", "--report", str(files / "uit.csv")).stdout)
    assert (done["accepted"], done["refused"], done["unchanged"], done["rows"]) == (3, 1, 0, 4)
    assert done["problems"][0]["row"] == 3
    report = (files / "uit.csv").read_text(encoding="utf-8-sig")
    assert report.startswith("rij;kolom;vraag;soort;waarom\n3;Park?;Beslispunt 1: ")
    refused = files / "geweigerd.csv"
    again = json.loads(bring(town, files, "--json", "--refused", str(refused)).stdout)
    assert (again["accepted"], again["refused"], again["unchanged"]) == (0, 1, 3)
    assert "3;Park?: Het antwoord “Tja” staat niet in de koppeling.;2;" in refused.read_text(
        "utf-8"
    )
    assert refused.stat().st_mode & 0o777 == 0o600
    assert await stored(sessions) == 3


async def test_what_is_wrong_with_a_file_or_mapping_is_bad_input(
    town, sessions, park, files
) -> None:
    wrong = bring(town, files, "--into", "bos", "--json")
    assert wrong.returncode == 3
    assert "een andere raadpleging" in json.loads(wrong.stdout)["error"][0]
    (files / "koppeling.json").write_text('{"consultation": "park", "columns": {}}')
    wrong = bring(town, files)
    assert wrong.returncode == 3
    for name in SIMPLE_HEADER:
        assert f"kolom {name}: Deze kolom staat niet in de koppeling." in wrong.stderr
    (files / "export.csv").unlink()
    assert bring(town, files).returncode == 3
    assert await stored(sessions) == 0


async def test_without_a_good_secret_nothing_comes_in(town, sessions, park, files) -> None:
    """Another secret would make other keys: the same file twice would count twice."""
    secret = "geheim"  # noqa: S105 - too weak to be one
    weak = bring(town, files, RAADGEVER_SECRET=secret)
    assert (weak.returncode, await stored(sessions)) == (4, 0)
    assert "RAADGEVER_SECRET" in weak.stderr


async def test_a_proposal_is_written_and_never_over_another(town, sessions, park, files) -> None:
    words = ["import", "responses", str(files / "export.csv"), "--into", "park", "--propose"]
    made = run(town, *words, str(files / "voorstel.json"))
    assert made.returncode == 0, made.stderr
    proposed = importing_mapping.read((files / "voorstel.json").read_bytes())
    assert (proposed.consultation, proposed.id) == ("park", "Response ID")
    twice = run(town, *words, str(files / "voorstel.json"))
    assert twice.returncode == 4
    assert "File exists" in twice.stderr


@pytest.mark.soak
async def test_ten_thousand_rows_with_five_hundred_bad_ones_take_less_than_a_minute(
    town, sessions, park, files
) -> None:
    rows = [simple(n, stance="Tja" if n % 20 == 7 else "Oneens") for n in range(10_000)]
    (files / "export.csv").write_bytes(as_csv(SIMPLE_HEADER, rows))
    began = time.monotonic()
    reply = bring(town, files, "--json")
    took = time.monotonic() - began
    assert reply.returncode == 0, reply.stderr
    done = json.loads(reply.stdout)
    assert (done["accepted"], done["refused"], await stored(sessions)) == (9_500, 500, 9_500)
    assert len({problem["row"] for problem in done["problems"]}) == 500
    assert took < 60, took
    again = json.loads(bring(town, files, "--json").stdout)
    assert (again["accepted"], again["unchanged"]) == (0, 9_500)
