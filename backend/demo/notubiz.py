# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers in the form of Notubiz' API; keys and types are those of a real one."""

from datetime import date, timedelta

Json = dict[str, object]

HOST = "merenburg.example"
MEETING_ID = 9900001
ORGANISATION_ID = 9999
GREMIUM_ID = 99990
PUBLISHED = 42
"""Days before the meeting: long enough for a consultation of a fortnight to be heard in time."""

_TYPES = {
    "raadsvoorstel": (31, "Raadsvoorstel"),
    "initiatiefvoorstel": (32, "Initiatiefvoorstel"),
    "beleidsnota": (15, "Tekststuk"),  # as griffies do: the griffier has to classify it
    "motie": (33, "Motie"),
    "amendement": (34, "Amendement"),
    "informatiebrief": (35, "Informatiebrief"),
    "bijlage": (2, "Bijlage"),
    "agenda": (3, "Agenda"),
    "besluitenlijst": (19, "Besluitenlijst"),
}


def meeting(day: date, agenda_items: list[Json], documents: list[Json]) -> Json:
    """A public evening meeting of the council."""
    place = f"{HOST}/events/meetings/{MEETING_ID}"
    return {
        "creation_date": moment(day, 60, "09:12:31"),
        "canceled": False,
        "inactive": False,
        "salutation": None,
        "id": MEETING_ID,
        "announcement": True,
        "documents": documents,
        "parent": None,
        "self": place,
        "live": False,
        "template": False,
        "type": "meeting",
        "body": "council",
        "organisation": {
            "self": f"{HOST}/organisations/{ORGANISATION_ID}",
            "id": ORGANISATION_ID,
        },
        "confidential": 0,
        "permission_group": "public",
        "last_modified": moment(day, 10, "16:40:05"),
        "module_items": [],
        "agenda_items": agenda_items,
        "gremium": {
            "self": f"{HOST}/organisations/{ORGANISATION_ID}/gremia/{GREMIUM_ID}",
            "id": GREMIUM_ID,
        },
        "plannings": [{"start_date": moment(day, 0, "19:30:00"), "end_date": None}],
        "attributes": {
            "Locatie": "Raadzaal, stadhuis Merenburg",
            "Titel": "Raadsvergadering",
            "Omschrijving": "",
        },
        "order": None,
    }


def item(
    number: int,
    day: date,
    title: str,
    order: int | None,
    prefix: str | None,
    *,
    heading: bool = False,
    documents: list[Json] | None = None,
    inside: list[Json] | None = None,
    note: str = "",
) -> Json:
    attributes = [_attribute(1, title)] + ([_attribute(3, note)] if note else [])
    return {
        "agenda_items": inside or [],
        "documents": documents or [],
        "confidential": 0,
        "parent": None,
        "type": "agenda_point",
        "order": order,
        "last_modified": moment(day, 10, "16:38:51"),
        "permission_group": "public",
        "module_items": [],
        "meeting": {"self": f"{HOST}/events/meetings/{MEETING_ID}", "id": MEETING_ID},
        "id": number,
        "type_data": {
            "title_prefix": prefix,
            "self": f"{HOST}/agenda_items/agenda_points/{number}",
            "heading": heading,
            "attributes": attributes,
        },
    }


def _attribute(number: int, value: str) -> Json:
    return {"value": value, "id": number, "reference_model": None}


def document(number: int, title: str, kind: str, day: date, *, confidential: int = 0) -> Json:
    type_id, type_name = _TYPES[kind]
    name = "_".join("".join(c if c.isalnum() else " " for c in title).split())
    return {
        "category": "",
        "description": "",
        "confidential": confidential,
        "title": title,
        "url": f"https://{HOST}/document/{number}/1",
        "self": f"{HOST}/document/{number}",
        "versions": [
            {
                "file_name": f"{name}.pdf",
                "type": "file",
                "id": 1,
                "mime_type": "application/pdf",
                "file_size": 20_000 + 137 * (number % 1000),
            }
        ],
        "publication_date": (day - timedelta(days=PUBLISHED)).isoformat(),
        "last_modified": moment(day, PUBLISHED, "16:35:20"),
        "version": 1,
        "policy_field": "",
        "date": "",
        "case_code": "",
        "id": number,
        "types": [{"id": type_id, "value": type_name}],
    }


def moment(day: date, before: int, time: str) -> str:
    """Local time without an offset, as the source has it."""
    return f"{(day - timedelta(days=before)).isoformat()} {time}"
