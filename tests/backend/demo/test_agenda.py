# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import json
import os
from datetime import date
from pathlib import Path

import pytest

from backend.demo.agenda import (
    AGENDA_ITEMS,
    CHANGED,
    MAIN_DOCUMENTS,
    notubiz_meeting,
    notubiz_update,
)
from backend.demo.proposals import AMENDMENT, PROPOSALS

DAY = date(2027, 3, 18)
ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / os.environ.get("RAADGEVER_REFERENCE_DATA", "../shared/data")
REAL = REFERENCE / "ori/notubiz/notubiz_meeting_amsterdam_update1.json"


def items(meeting):
    """Every agenda item, however deep."""
    for each in meeting["agenda_items"]:
        yield each
        yield from items(each)


def documents(meeting):
    yield from meeting["documents"]
    for each in items(meeting):
        yield from each["documents"]


def shapes(value, path=""):
    """Each place in the JSON with what may stand there; items inside items share one place."""
    path = path.replace(".agenda_items[].agenda_items[]", ".agenda_items[]")
    if isinstance(value, dict):
        yield path, frozenset(value)
        for key, inner in value.items():
            yield from shapes(inner, f"{path}.{key}")
    elif isinstance(value, list):
        yield path, "list"
        for inner in value:
            yield from shapes(inner, f"{path}[]")
    else:
        yield path, type(value).__name__


def real():
    if not REAL.is_file():
        pytest.skip(f"no reference data at {REAL}; set RAADGEVER_REFERENCE_DATA")
    return json.loads(REAL.read_text())


@pytest.mark.parametrize("make", [notubiz_meeting, notubiz_update])
def test_the_meeting_has_the_keys_and_types_of_a_real_one(make):
    assert set(shapes(make(DAY))) == set(shapes(real()))


def test_nothing_of_the_real_meeting_is_in_ours():
    ours = json.dumps(notubiz_update(DAY), ensure_ascii=False)
    generic = {"Vaststellen agenda"}  # every council in the country has this item
    for each in items(real()):
        title = each["type_data"]["attributes"][0]["value"]
        assert title in generic or len(title) < 12 or title not in ours
    for each in documents(real()):
        assert each["title"] not in ours
    assert "notubiz.nl" not in ours


def test_the_meeting_begins_at_half_past_seven_on_the_day_asked_for():
    assert notubiz_meeting(DAY)["plannings"] == [
        {"start_date": "2027-03-18 19:30:00", "end_date": None}
    ]


def test_it_is_json_and_the_same_every_time():
    first = json.dumps(notubiz_meeting(DAY))
    assert first == json.dumps(notubiz_meeting(DAY))
    assert json.loads(first)["id"] == notubiz_update(date(2028, 1, 6))["id"]


def test_every_proposal_is_on_the_agenda_with_its_main_document_first():
    by_id = {each["id"]: each for each in items(notubiz_meeting(DAY))}
    for proposal in PROPOSALS:
        item = by_id[AGENDA_ITEMS[proposal.key]]
        assert item["documents"][0]["id"] == MAIN_DOCUMENTS[proposal.key]
        assert item["documents"][0]["title"] == proposal.title
    assert AGENDA_ITEMS[AMENDMENT.key] not in by_id


def test_ids_are_unique():
    meeting = notubiz_update(DAY)
    for found in (list(items(meeting)), list(documents(meeting))):
        assert len({each["id"] for each in found}) == len(found)


def test_the_agenda_holds_the_traps_an_importer_must_survive():
    meeting = notubiz_meeting(DAY)
    found = list(items(meeting))
    assert any(each["order"] is None for each in found)
    assert any(each["type_data"]["heading"] for each in found)
    assert any(each["type_data"]["title_prefix"] is None for each in found)
    assert [len(each["agenda_items"]) for each in found if each["agenda_items"]] == [1]
    assert [each["confidential"] for each in found].count(1) == 1
    open_items = [each for each in found if not each["confidential"]]
    hidden = [paper for each in open_items for paper in each["documents"] if paper["confidential"]]
    assert len(hidden) == 1
    types = {kind["value"] for paper in documents(meeting) for kind in paper["types"]}
    assert {"Tekststuk", "Raadsvoorstel", "Bijlage", "Motie", "Informatiebrief"} <= types


def test_the_update_changes_one_title_and_adds_one_item():
    before, after = notubiz_meeting(DAY), notubiz_update(DAY)
    old = {each["id"]: each for each in documents(before)}
    new = {each["id"]: each for each in documents(after)}
    changed = [number for number, paper in old.items() if new[number] != paper]
    assert changed == [MAIN_DOCUMENTS[CHANGED]]
    assert new[changed[0]] == old[changed[0]] | {"title": new[changed[0]]["title"]}
    added = {each["id"] for each in items(after)} - {each["id"] for each in items(before)}
    assert added == {AGENDA_ITEMS[AMENDMENT.key]}


def test_no_address_leads_outside_the_example_domain():
    for paper in documents(notubiz_update(DAY)):
        assert paper["url"].startswith("https://merenburg.example/")
