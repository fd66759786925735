# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Is this a Notubiz meeting? If not, what is it, so that the right thing can be fetched."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from backend.council.inbound import Unreadable
from backend.council.json_places import Json, Place
from backend.council.problems import Problems

_MEETING_HAS: Final = {"plannings", "agenda_items"}
_ONE_MEETING: Final = "Haal één vergadering op met /events/meetings/ en het nummer daarvan."
_TELL_TALES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "error": "Dit is een foutmelding van de bron, geen vergadering.",
        "errors": "Dit is een foutmelding van de bron, geen vergadering.",
        "events": "Dit is een lijst van vergaderingen, zonder hun agenda's.",
        "pagination": "Dit is een lijst, geen vergadering.",
        "type_data": "Dit is één agendapunt, geen vergadering.",
        "versions": "Dit is één document, geen vergadering.",
    }
)


def meeting_place(value: Json, problems: Problems) -> Place:
    """The object that is the meeting, bare or wrapped; raises when this is something else."""
    if isinstance(value, dict):
        path = ""
        inside = value.get("meeting")
        if isinstance(inside, dict) and not value.keys() & {*_MEETING_HAS, "type_data"}:
            value, path = inside, "/meeting"
        place = Place(problems, path, value)
        if _is_meeting(value):
            if value.get("agenda_items") is None:
                place.note("“agenda_items” ontbreekt: er is geen agenda.", _ONE_MEETING)
            return place
    problems.note("/", _what_it_is(value), _ONE_MEETING)
    raise Unreadable(tuple(problems.found))


def _is_meeting(value: dict[str, Json]) -> bool:
    if "type_data" in value or value.get("type", "meeting") != "meeting":
        return False
    return "type" in value or bool(value.keys() & _MEETING_HAS)


def _what_it_is(value: Json) -> str:
    if isinstance(value, list):
        return "Dit is een lijst, geen vergadering."
    if not isinstance(value, dict):
        return "Dit is geen object, dus geen vergadering."
    for field, what in _TELL_TALES.items():
        if field in value:
            return what
    return "Dit lijkt niet op een vergadering van Notubiz."
