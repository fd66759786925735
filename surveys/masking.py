# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text without what says who somebody is, to count with and to derive from.

The text itself is kept as it was sent. What is masked is what anything else is made from: themes,
tone, search, drawn quotations. A mask says what stood there, so that a reader can follow.
"""

from collections.abc import Iterable
from typing import Final

from surveys.personal import Kind, Mark, apart, formed

MASKS: Final[dict[Kind, str]] = {
    "bsn": "[burgerservicenummer]",
    "iban": "[rekeningnummer]",
    "email": "[e-mailadres]",
    "link": "[weblink]",
    "phone": "[telefoonnummer]",
    "plate": "[kenteken]",
    "birth": "[geboortedatum]",
    "postcode": "[postcode]",
    "address": "[adres]",
    "name": "[naam]",
}
"""Part of the text, as the resident's own words are: Dutch, and never translated."""


def masked(text: str, names: Iterable[Mark] = ()) -> str:
    """What has a form is always masked; `names` are what a recogniser of names found in `text`.

    Masking twice is masking once.
    """
    parts: list[str] = []
    at = 0
    for mark in apart(text, (formed(text), names)):
        parts += text[at : mark.start], MASKS[mark.kind]
        at = mark.end
    return "".join((*parts, text[at:]))
