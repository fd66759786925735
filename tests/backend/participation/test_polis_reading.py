# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An export of pol.is that is wrong: everything at once, with what, where and what to do."""

from pathlib import Path

import pytest

from backend.errors import Invalid
from backend.participation import polis_plan, polis_reading
from tests.backend.participation.test_polis import (
    COMMENTS,
    MATRIX,
    SUMMARY,
    VOTES,
    write,
)


def wrong(folder: Path) -> dict[str, list[str]]:
    """Place to what is wrong there."""
    with pytest.raises(Invalid) as refused:
        polis_reading.conversation(folder)
    found: dict[str, list[str]] = {}
    for flaw in refused.value.flaws:
        found.setdefault(flaw.where, []).append(flaw.what)
    return found


def test_an_export_that_is_right(tmp_path: Path) -> None:
    found = polis_reading.conversation(write(tmp_path / "park"))
    assert (found.id, found.topic, found.doubled, found.backwards) == ("park1", "Het park", 0, 0)
    assert [(each.id, each.rejected) for each in found.statements] == [(0, True), (4, False)]


def test_an_unknown_vote_and_all_else_that_is_no_vote_in_one_go(tmp_path: Path) -> None:
    votes = [
        *VOTES[:3],
        ["1500000002000", "-", "4", "0", "2"],
        ["gisteren", "-", "4", "x", "0"],
        ["1500000003000", "-", "4"],
    ]
    found = wrong(write(tmp_path / "park", votes=votes, summary=[["topic", "Het park"]]))
    assert found == {
        "votes.csv, rij 4": [
            (
                "De stem “2” kennen we niet. Er hoort 1 (eens), -1 (oneens) of 0 (overgeslagen) te"
                " staan."
            )
        ],
        "votes.csv, rij 5": [
            "In kolom “voter-id” hoort een getal te staan.",
            "“timestamp” is geen tijdstip in milliseconden sinds 1970.",
        ],
        "votes.csv, rij 6": [
            "Deze rij heeft 3 cellen en de kop 5. Misschien is het bestand afgebroken."
        ],
        "summary.csv": ["“url” ontbreekt of is leeg. Vul het in."],
    }


def test_a_column_that_is_there_twice_or_not_at_all_and_a_header_further_down(
    tmp_path: Path,
) -> None:
    votes = [["timestamp", "comment-id", "vote", "vote"], *(row[:4] for row in VOTES[1:])]
    comments = [*COMMENTS, COMMENTS[0]]
    found = wrong(write(tmp_path / "park", votes=votes, comments=comments))
    assert found == {
        "comments.csv, rij 4": ["De kop staat hier nog een keer. Haal deze rij weg."],
        "votes.csv, rij 1": [
            "De kolom “vote” staat er 2 keer. Haal weg wat te veel is.",
            "De kolom “voter-id” ontbreekt. Exporteer het gesprek opnieuw.",
        ],
    }


def test_files_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    missing = ["Dit bestand ontbreekt. Zet het in de map."]
    names = ("comments.csv", "votes.csv", "participants-votes.csv", "summary.csv")
    assert wrong(tmp_path / "leeg") == dict.fromkeys(names, missing)
    assert wrong(tmp_path / "nergens") == {
        str(tmp_path / "nergens"): ["Er is geen map met deze naam."]
    }
    assert wrong(write(tmp_path / "park", votes=None)) == {"votes.csv": missing}
    (tmp_path / "park" / "votes.csv").write_bytes(b"")
    assert wrong(tmp_path / "park") == {
        "votes.csv": ["Dit bestand is leeg. Exporteer het gesprek opnieuw."]
    }


def test_people_and_statements_that_no_other_file_knows(tmp_path: Path) -> None:
    votes = [*VOTES, ["1500000009000", "-", "9", "0", "1"], ["1500000009000", "-", "4", "8", "1"]]
    matrix = [[*MATRIX[0], "11"], *([*row, ""] for row in MATRIX[1:])]
    found = wrong(write(tmp_path / "park", votes=votes, participants_votes=matrix))
    assert found == {
        "votes.csv, rij 6": ["Stelling 9 staat niet in comments.csv."],
        "votes.csv, rij 7": ["Deelnemer 8 staat niet in participants-votes.csv."],
        "participants-votes.csv, rij 1": [
            "Stelling 11 staat niet in comments.csv.",
            "Op stelling 9 is gestemd, en de kolom ervan ontbreekt.",
        ],
    }


@pytest.mark.parametrize("at", range(1, 12))
def test_votes_that_break_off_anywhere_are_told_from_what_is_whole(tmp_path: Path, at: int) -> None:
    folder = write(tmp_path / "park")
    data = (folder / "votes.csv").read_bytes().rstrip()
    (folder / "votes.csv").write_bytes(data[: -at * 3])
    assert all("votes.csv" in where + what[0] for where, what in wrong(folder).items())


def test_a_file_that_ends_within_quotation_marks(tmp_path: Path) -> None:
    folder = write(tmp_path / "park")
    data = (folder / "comments.csv").read_bytes()
    (folder / "comments.csv").write_bytes(data[: data.index(b"meer ruimte")])
    found = wrong(folder)
    assert "houdt midden in een cel op" in found["comments.csv, rij 3"][0]


def test_a_vote_that_is_not_in_the_table_of_participants_is_named_with_both(
    tmp_path: Path,
) -> None:
    matrix = [MATRIX[0], ["0", "", "1", "1"], ["7", "", "0", "0"]]
    found = wrong(write(tmp_path / "park", participants_votes=matrix))
    assert found == {
        "participants-votes.csv, rij 2": [
            (
                "Deelnemer 0, stelling 0: hier staat “1”, en in votes.csv is de laatste stem -1."
                " Misschien is een bestand afgebroken."
            )
        ],
        "participants-votes.csv, rij 3": [
            (
                "Deelnemer 7, stelling 0: hier staat “0”, en in votes.csv staat geen stem."
                " Misschien is een bestand afgebroken."
            )
        ],
    }


def test_a_hundred_of_the_same_are_twenty_and_a_number(tmp_path: Path) -> None:
    votes = [*VOTES, *([f"15000000{n:05}", "-", "4", "0", "ja"] for n in range(100))]
    found = wrong(write(tmp_path / "park", votes=votes))
    assert len(found) == 21
    assert found["votes.csv"][0].startswith("En nog 80 keer: De stem “ja” kennen we niet.")


def test_the_time_decides_and_not_the_order_of_the_file(tmp_path: Path) -> None:
    backwards = [VOTES[0], *reversed(VOTES[1:])]
    right = polis_reading.conversation(write(tmp_path / "park"))
    found = polis_reading.conversation(write(tmp_path / "om", votes=backwards))
    assert found.backwards == 1
    assert polis_plan.steps(found) == polis_plan.steps(right)


def test_at_equal_times_the_last_row_counts(tmp_path: Path) -> None:
    again = [*VOTES[:3], ["1500000009000", "-", "0", "0", "0"], *VOTES[3:]]
    matrix = [MATRIX[0], ["0", "", "0", "1"], MATRIX[2]]
    found = polis_reading.conversation(
        write(tmp_path / "park", votes=again, participants_votes=matrix)
    )
    *_, last = polis_plan.steps(found)
    assert last.answers.coded == {"1.stance": "no_opinion", "2.stance": "for"}
    assert (len(polis_plan.steps(found)), found.doubled) == (4, 0)


def test_a_statement_or_person_that_is_there_twice_with_something_else(tmp_path: Path) -> None:
    comments = [*COMMENTS, ["4", "2", "0", "1", "Minder bomen."], ["5", "0", "0", "2", " "]]
    matrix = [*MATRIX, ["7", "", "", "1"]]
    summary = [*SUMMARY, ["url", "https://pol.is/"], ["los"]]
    found = wrong(
        write(tmp_path / "park", comments=comments, participants_votes=matrix, summary=summary)
    )
    assert found == {
        "comments.csv, rij 4": ["Stelling 4 stond er al, met iets anders erbij. Haal er een weg."],
        "comments.csv, rij 5": [
            "In kolom “moderated” hoort 1, 0 of -1 te staan.",
            "De tekst van deze stelling ontbreekt, of is niet te lezen.",
        ],
        "participants-votes.csv, rij 4": [
            "Deelnemer 7 stond er al, met andere stemmen. Haal er een weg."
        ],
        "summary.csv, rij 4": ["“url” staat er nog een keer. Haal er een weg."],
        "summary.csv, rij 5": ["Hier horen een naam en een waarde te staan, en er staan 1 cellen."],
    }
