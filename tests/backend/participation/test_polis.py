# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Conversations of pol.is: what was voted there is what is counted here, cell for cell."""

import asyncio
import csv
import random
import shutil
from collections import Counter
from pathlib import Path

import asyncpg
import msgspec
import pytest
from sqlalchemy import func, select

from analysis.figures import Figures
from backend.accounts.roles import Role
from backend.audit.actions import SYSTEM
from backend.audit.tables import AuditLine
from backend.consultations import queries as consultations
from backend.consultations.tables import Consultation
from backend.errors import Conflict, NotHere
from backend.outbox import PromiseRow, keep_promises
from backend.participation import polis, polis_reading
from backend.participation.endings import withdraw
from backend.participation.polis import Bringing, Brought
from backend.participation.tables import CodedAnswers, Entry, SourceTimes
from backend.results.tables import Result, SentenceRow
from backend.worker import WORKS
from surveys.lifecycle import Stage
from surveys.stances import Stance
from tests.faults.processes import town_halls, until
from tests.make import POINTS, make_consultation

pytestmark = pytest.mark.anyio

VOTE_OF = {"for": "1", "against": "-1", "no_opinion": "0"}
LARGEST = "vtaiwan.uberx"
REAL = ("bg2050-volunteers", "brexit-consensus", "scoop-hivemind.ubi")
AND_THE_LARGEST = (*REAL, pytest.param(LARGEST, marks=pytest.mark.soak))

COMMENTS = [
    ["comment-id", "agrees", "disagrees", "moderated", "comment-body"],
    ["4", "2", "0", "1", "Meer bomen."],
    ["0", "1", "1", "-1", "Minder regels, en\nmeer ruimte."],
]
VOTES = [
    ["timestamp", "datetime", "comment-id", "voter-id", "vote"],
    ["1500000001000", "-", "0", "0", "1"],
    ["1500000009000", "-", "0", "0", "-1"],
    ["1500000002000", "-", "4", "0", "1"],
    ["1500000003000", "-", "4", "7", "0"],
]
MATRIX = [["participant", "group-id", "0", "4"], ["0", "", "-1", "1"], ["7", "", "", "0"]]
SUMMARY = [["topic", "Het park"], ["url", "https://pol.is/park1"], ["voters", "2"]]


def write(folder: Path, **changed: list[list[str]] | None) -> Path:
    """A small export; with other rows for some of its files, or without them."""
    folder.mkdir(exist_ok=True)
    given = {"comments": COMMENTS, "votes": VOTES, "participants-votes": MATRIX, "summary": SUMMARY}
    for name, rows in {**given, **{key.replace("_", "-"): v for key, v in changed.items()}}.items():
        if rows is None:
            continue
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return folder


async def bring(sessions, folder: Path, **more: object) -> Brought:
    asked = Bringing(
        polis_reading.conversation(folder), b"s" * 32, "kenmerk", lambda _: None, **more
    )
    async with sessions.begin() as db:
        return await polis.bring(db, SYSTEM, asked)


async def figures(sessions, brought: Brought) -> Figures:
    while await keep_promises(sessions, WORKS):
        pass
    async with sessions() as db:
        row = select(Result.figures).where(Result.consultation_id == brought.consultation)
        return msgspec.json.decode((await db.scalars(row)).one(), type=Figures)


async def cells(sessions, brought: Brought) -> Counter[tuple[tuple[str, str], ...]]:
    """What every counted response says, as often as it is said."""
    later = select(Entry.cancels_id).where(Entry.cancels_id.is_not(None))
    async with sessions() as db:
        rows = await db.scalars(
            select(CodedAnswers.coded)
            .join(Entry, Entry.id == CodedAnswers.entry_id)
            .where(Entry.consultation_id == brought.consultation, Entry.id.not_in(later))
        )
        return Counter(tuple(sorted(coded.items())) for coded in rows)


def matrix(folder: Path) -> tuple[Counter[tuple[tuple[str, str], ...]], dict[int, Counter[str]]]:
    """The same from `participants-votes.csv`: per participant, and per statement."""
    answers = {vote: stance for stance, vote in VOTE_OF.items()}
    with (folder / "participants-votes.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (folder / "comments.csv").open(newline="", encoding="utf-8") as file:
        ids = sorted({int(row["comment-id"]) for row in csv.DictReader(file)})
    people = Counter(
        tuple(
            sorted(
                (f"{place}.stance", answers[row[str(number)]])
                for place, number in enumerate(ids, start=1)
                if row.get(str(number))
            )
        )
        for row in rows
    )
    statements = {
        number: Counter(row[str(number)] for row in rows if row.get(str(number))) for number in ids
    }
    return people, statements


def told(folder: Path) -> dict[int, tuple[int, int]]:
    """Agrees and disagrees as `comments.csv` has them, which counts every vote again."""
    with (folder / "comments.csv").open(newline="", encoding="utf-8") as file:
        return {
            int(row["comment-id"]): (int(row["agrees"]), int(row["disagrees"]))
            for row in csv.DictReader(file)
        }


def repeated(folder: Path) -> dict[int, Counter[str]]:
    """The votes of each statement that another came after."""
    with (folder / "votes.csv").open(newline="", encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"]))
    last = {(row["voter-id"], row["comment-id"]): row for row in rows}
    found: dict[int, Counter[str]] = {}
    for row in rows:
        if row is not last[row["voter-id"], row["comment-id"]]:
            found.setdefault(int(row["comment-id"]), Counter())[row["vote"]] += 1
    return found


def shares(found: Figures) -> list[tuple[int, dict[str, int], int]]:
    return [
        (point.number, {share.stance: share.n for share in point.stances if share.n},
         point.left_empty)
        for point in found.points
    ]  # fmt: skip


@pytest.mark.parametrize("name", AND_THE_LARGEST)
async def test_the_tally_is_that_of_participants_votes_and_comments_is_off_by_the_re_votes(
    sessions, reference_data: Path, name: str
) -> None:
    folder = reference_data / "polis" / name
    brought = await bring(sessions, folder)
    people, statements = matrix(folder)
    assert await cells(sessions, brought) == people
    found = await figures(sessions, brought)
    again, theirs = repeated(folder), told(folder)
    assert len(found.points) == len(statements)
    for point, number in zip(found.points, sorted(statements), strict=True):
        given = {VOTE_OF[share.stance]: share.n for share in point.stances if share.n}
        assert given == statements[number]
        assert point.left_empty == people.total() - point.answered
        more = again.get(number, Counter())
        assert theirs[number] == tuple(given.get(v, 0) + more[v] for v in ("1", "-1"))
    sums = brought.sums
    assert sums.answers == sum(counted.total() for counted in statements.values())
    assert sums.received == sums.counted + sums.replaced == found.totals.received
    assert (sums.counted, sums.replaced) == (people.total(), found.totals.replaced)
    doubled = polis_reading.conversation(folder).doubled
    assert sums.replaced + doubled == sum(more.total() for more in again.values())


def disorder(folder: Path, to: Path) -> Path:
    """The rows of every table in another order, and twice."""
    shutil.copytree(folder, to)
    for name in ("votes.csv", "comments.csv", "participants-votes.csv"):
        with (to / name).open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        random.Random(7).shuffle(rows)  # noqa: S311 - a test
        with (to / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows, *rows])
    return to


async def test_shuffled_and_doubled_and_by_three_workers_it_stays_the_same(
    town, sessions, reference_data: Path, tmp_path: Path
) -> None:
    folder = reference_data / "polis" / "bg2050-volunteers"
    people, statements = matrix(folder)
    with town_halls(town, tmp_path, sites=0, workers=3):
        brought = await bring(sessions, disorder(folder, tmp_path / "door-elkaar"))
        assert await cells(sessions, brought) == people

        async def summarised() -> bool:
            async with sessions() as db:
                return (await consultations.get(db, brought.consultation)).stage == Stage.SUMMARISED

        await until(summarised, "three workers have counted and concluded it")
    found = await figures(sessions, brought)
    assert [
        {VOTE_OF[share.stance]: share.n for share in point.stances if share.n}
        for point in found.points
    ] == [statements[number] for number in sorted(statements)]
    assert (brought.sums.received, brought.sums.replaced) == (126 + 58, 58)
    again = await bring(sessions, folder)
    assert (again.fresh, again.consultation, again.sums) == (
        False, brought.consultation, brought.sums
    )  # fmt: skip


async def test_two_at_once_is_once(sessions, tmp_path: Path) -> None:
    folder = write(tmp_path / "park")
    both = await asyncio.gather(bring(sessions, folder), bring(sessions, folder))
    assert sorted(one.fresh for one in both) == [False, True]
    assert both[0].sums == both[1].sums
    assert both[0].consultation == both[1].consultation


async def test_a_re_vote_replaces_and_the_times_stay_as_data(sessions, tmp_path: Path) -> None:
    brought = await bring(sessions, write(tmp_path / "park"))
    assert msgspec.structs.astuple(brought.sums) == (3, 2, 1, 3)
    assert await cells(sessions, brought) == {
        (("1.stance", "against"), ("2.stance", "for")): 1,
        (("2.stance", "no_opinion"),): 1,
    }
    async with sessions() as db:
        kept = await db.execute(
            select(Entry.kind, SourceTimes.times).join(Entry, Entry.id == SourceTimes.entry_id)
        )
        assert sorted(map(tuple, kept), key=str) == [
            ("replacement", {"1.stance": 1500000009000}),
            ("submission", {"1.stance": 1500000001000, "2.stance": 1500000002000}),
            ("submission", {"2.stance": 1500000003000}),
        ]


async def test_it_was_opened_and_closed_for_good_and_the_trail_says_so(
    sessions, tmp_path: Path
) -> None:
    brought = await bring(sessions, write(tmp_path / "park"))
    async with sessions() as db:
        row = await db.get_one(Consultation, brought.consultation)
        assert (row.stage, row.slug) == ("closed", brought.slug)
        shown = await consultations.shown(db, row)
        assert shown.is_fixed
        assert shown.title == "Het park"
        assert "in pol.is" in shown.plain_text
        assert "van 14 juli 2017 tot en met 14 juli 2017" in shown.plain_text
        assert shown.points == ((1, "Minder regels, en\nmeer ruimte."), (2, "Meer bomen."))
        deeds = (await db.scalars(select(AuditLine.action).order_by(AuditLine.id))).all()
    assert deeds == ["klaarzetten", "openen", "inlezen", "sluiten"]


async def test_paper_days_end_at_once_for_what_has_been(sessions, owner_dsn, tmp_path) -> None:
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("ALTER TABLE rules DISABLE TRIGGER USER")
    await owner.execute("UPDATE rules SET rules = rules || '{\"late_paper_days\": 3}'")
    await owner.close()
    brought = await bring(sessions, write(tmp_path / "park"))
    assert (await figures(sessions, brought)).totals.counted == 2


async def test_a_rejected_statement_is_counted_and_not_told_about(
    sessions, signed_in, resident, tmp_path: Path
) -> None:
    brought = await bring(sessions, write(tmp_path / "park"))
    found = await figures(sessions, brought)
    assert [(point.number, point.in_summary) for point in found.points] == [(1, False), (2, True)]
    assert shares(found)[0] == (1, {Stance.AGAINST: 1}, 1)
    async with sessions() as db:
        about = set(await db.scalars(select(SentenceRow.decision_point)))
    assert about == {None, 2}
    griffie = await signed_in(Role.GRIFFIE)
    page = await griffie.get(f"/griffie/raadplegingen/{brought.consultation}/samenvatting")
    assert page.status_code == 200
    assert "1 beslispunt staat niet in deze samenvatting" in page.text
    assert "Meer bomen." in page.text
    assert "Minder regels" not in page.text
    public = await resident.get(f"/raadplegingen/{brought.slug}")
    assert "Meer bomen." in public.text
    assert "Minder regels" not in public.text
    assert "1 punt staat hier niet bij" in public.text


async def test_another_export_of_the_same_conversation_changes_nothing(
    sessions, tmp_path: Path
) -> None:
    brought = await bring(sessions, write(tmp_path / "park"))
    later = [*VOTES, ["1500000009999", "-", "4", "0", "-1"]]
    changed = [MATRIX[0], ["0", "", "-1", "-1"], MATRIX[2]]
    with pytest.raises(Conflict, match="al ingelezen"):
        await bring(sessions, write(tmp_path / "later", votes=later, participants_votes=changed))
    fewer = {"votes": [VOTES[0], *VOTES[2:]]}
    with pytest.raises(Conflict, match="al ingelezen"):
        await bring(sessions, write(tmp_path / "minder", **fewer))
    other = [COMMENTS[0], ["4", "2", "0", "1", "Meer struiken."], COMMENTS[2]]
    with pytest.raises(Conflict, match="al ingelezen"):
        await bring(sessions, write(tmp_path / "anders", comments=other))
    assert (await bring(sessions, tmp_path / "park")).sums == brought.sums


async def test_into_an_open_consultation_about_the_same_statements(
    sessions, tmp_path: Path
) -> None:
    folder = write(tmp_path / "park")
    async with sessions.begin() as db:
        await make_consultation(db, slug="bos", points=2)
    with pytest.raises(Conflict, match="zijn niet de stellingen"):
        await bring(sessions, folder, into="bos")
    with pytest.raises(NotHere, match="geen raadpleging elders"):
        await bring(sessions, folder, into="elders")
    points = enumerate(POINTS[:2], start=1)
    comments = [COMMENTS[0], *([str(n), "0", "0", "1", words] for n, words in points)]
    votes = [
        VOTES[0],
        *([row[0], "-", {"0": "1", "4": "2"}[row[2]], *row[3:]] for row in VOTES[1:]),
    ]
    people = [["participant", "group-id", "1", "2"], *MATRIX[1:]]
    same = write(tmp_path / "bos", comments=comments, votes=votes, participants_votes=people)
    first = await bring(sessions, same, into="bos")
    again = await bring(sessions, same, into="bos")
    assert (first.fresh, again.fresh, first.sums) == (True, False, again.sums)
    async with sessions() as db:
        assert (await db.get_one(Consultation, first.consultation)).stage == "open"
        assert (await db.scalars(select(func.count()).select_from(Entry))).one() == 3
        assert (await db.scalars(select(func.count()).select_from(PromiseRow))).one() == 3
    assert await keep_promises(sessions, WORKS) == 1


async def test_what_is_withdrawn_loses_its_times_too(sessions, tmp_path: Path) -> None:
    brought = await bring(sessions, write(tmp_path / "park"))
    async with sessions.begin() as db:
        replaced = (await db.scalars(select(Entry).where(Entry.kind == "replacement"))).one()
        held = await consultations.shown(db, await db.get_one(Consultation, brought.consultation))
        await withdraw(db, held, replaced.response_id)
    async with sessions() as db:
        left = await db.scalars(select(SourceTimes.times))
        assert left.all() == [{"2.stance": 1500000003000}]
