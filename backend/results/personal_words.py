# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a mark in a quotation seems to be, for the person who decides whether it is published."""

from backend.web.languages import gettext, marked
from surveys.personal import Kind, marks

_NAMES: dict[Kind, str] = {
    "bsn": marked("een burgerservicenummer"),
    "iban": marked("een rekeningnummer"),
    "email": marked("een e-mailadres"),
    "link": marked("een weblink"),
    "phone": marked("een telefoonnummer"),
    "plate": marked("een kenteken"),
    "birth": marked("een geboortedatum"),
    "postcode": marked("een postcode"),
    "address": marked("een adres"),
    "name": marked("een naam"),
}


def seems(text: str) -> list[str]:
    """Each kind once, in the order of the text; empty when nothing has a form that we know."""
    kinds: list[Kind] = [mark.kind for mark in marks(text)]
    return [gettext(_NAMES[kind]) for kind in dict.fromkeys(kinds)]
