# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which fields an entry commits to: pure, for who writes the log and for who checks it."""

import datetime as dt
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct

from backend.ledger.commitments import Value
from surveys.counting import WRITTEN
from surveys.questionnaire import Questionnaire

ID, CHANNEL, DAY = "kenmerk", "kanaal", "dag"
QUESTION, ABOUT_WHOM = "vraag/", "achtergrond/"
"""Before the name of a field of the form."""

MOST_FIELDS: Final = 64
TOGETHER, TEXTS, ABOUT = "antwoorden", "teksten", "achtergrond"
"""Of a longer form: what was coded (with `WRITTEN` for a text), what was written, and who says it,
each as one field that is an object of field to value."""


class Said(Struct, frozen=True):
    """By field of the form: what was coded, what was written, and who says it."""

    coded: Mapping[str, str]
    texts: Mapping[str, str]
    about: Mapping[str, str]


def field_of_form(name: str) -> str:
    """As it stands in the log, of something that was asked about the matter itself."""
    return QUESTION + name


def is_long(asked: Questionnaire) -> bool:
    return len(asked.fields()) > MOST_FIELDS


def names(asked: Questionnaire) -> frozenset[str]:
    """Every field that an entry of this questionnaire commits to, no more and no fewer."""
    if is_long(asked):
        return frozenset((ID, CHANNEL, DAY, TOGETHER, TEXTS, ABOUT))
    form = (
        f"{ABOUT_WHOM if question.background else QUESTION}{field}"
        for field, question in asked.fields().items()
    )
    return frozenset((ID, CHANNEL, DAY, *form))


def fields(
    asked: Questionnaire, said: Said, *, entry: UUID, channel: str, day: dt.date
) -> dict[str, Value]:
    """Everything that is committed to, also what was left empty: which fields there are tells
    nothing. The entry's own id too: quotations are drawn, and sentences cite, by id."""
    found: dict[str, Value] = {ID: str(entry), CHANNEL: channel, DAY: day.isoformat()}
    if is_long(asked):
        coded: dict[str, Value] = {**said.coded, **dict.fromkeys(said.texts, WRITTEN)}
        texts: dict[str, Value] = {**said.texts}
        about: dict[str, Value] = {**said.about}
        return {**found, TOGETHER: coded, TEXTS: texts, ABOUT: about}
    words = {**said.coded, **said.texts}
    for field, question in asked.fields().items():
        if question.background:
            found[f"{ABOUT_WHOM}{field}"] = said.about.get(field)
        else:
            found[f"{QUESTION}{field}"] = words.get(field)
    return found
