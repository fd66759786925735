# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a look brought, in words."""

import datetime as dt
from collections.abc import Mapping

from backend.council.differences import THINGS
from backend.web.languages import gettext, marked
from backend.web.pages import moment

_HOURS = {
    1: marked("elk uur"),
    2: marked("elke 2 uur"),
    4: marked("elke 4 uur"),
    8: marked("elke 8 uur"),
    12: marked("elke 12 uur"),
    24: marked("elke dag"),
}
_PLACES = {
    "meeting": "/griffie/vergaderingen",
    "item": "/griffie/agendapunten",
    "document": "/griffie/documenten",
}
_DEEDS = {
    "created": marked("Nieuw"),
    "changed": marked("Veranderd"),
    "lapsed": marked("Vervallen"),
    "returned": marked("Weer terug"),
}
_FIELDS = {
    "meeting": marked("Vergadering"),
    "title": marked("Titel"),
    "body_id": marked("Orgaan"),
    "heading": marked("Kopje"),
    "starts_at": marked("Begin"),
    "ends_at": marked("Einde"),
    "location": marked("Plaats"),
    "cancelled": marked("Gaat niet door"),
    "number": marked("Nummer"),
    "parent_id": marked("Staat onder"),
    "explanation": marked("Toelichting"),
    "documents": marked("Stukken"),
    "source_version": marked("Versie in de bron"),
    "url": marked("Adres"),
    "link": marked("Link naar het stuk"),
}
_YES_NO = {"True": marked("ja"), "False": marked("nee")}


def how_often() -> tuple[tuple[str, str], ...]:
    return tuple((str(hours), gettext(words)) for hours, words in _HOURS.items())


def often(hours: int) -> str:
    return gettext(_HOURS[hours])


def thing(change: Mapping[str, str]) -> str:
    what = change["what"]
    return gettext(THINGS[what])


def deed(change: Mapping[str, str]) -> str:
    how = change["how"]
    return gettext(_DEEDS[how])


def place(change: Mapping[str, str]) -> str:
    return f"{_PLACES[change['what']]}/{change['id']}"


def field_name(name: str) -> str:
    return gettext(_FIELDS[name])


def value(name: str, text: str) -> str:
    """As somebody reads it; nothing stays nothing."""
    if text and name in {"starts_at", "ends_at", "meeting"}:
        return moment(dt.datetime.fromisoformat(text))
    if name in {"cancelled", "heading"} and text in _YES_NO:
        return gettext(_YES_NO[text])
    return text
