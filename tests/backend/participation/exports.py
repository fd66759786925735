# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A questionnaire with every type, and answers to it as other tools export them."""

import csv
import io
from collections.abc import Iterable, Sequence

import msgspec

from backend.participation.importing_mapping import Column, Mapping
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    Condition,
    NumberQuestion,
    OpenQuestion,
    Option,
    ScaleQuestion,
    StanceQuestion,
)

TREES = (
    Option("bomen", "Bomen"),
    Option("banken", "Banken, ook om op te liggen"),
    Option("vijver", "Een vijver"),
)
ASKED = Questionnaire(
    (
        StanceQuestion("1.stance", "Wat vindt u van dit punt?", 1),
        OpenQuestion("1.advice", "Wat raadt u de raad aan?", 1),
        ChoicesQuestion("waarmee", "Wat moet er komen?", TREES, 1, other=True, most=3),
        ChoiceQuestion("eerst", "Wat komt eerst?", TREES, 1, other=True),
        ScaleQuestion("rust", "Hoe rustig moet het zijn?", 1, steps=5),
        NumberQuestion("keer", "Hoe vaak komt u er per jaar?", 1, high=400),
        OpenQuestion(
            "waarom", "Waarom geen park?", 1, show_if=Condition("1.stance", ("against",)), limit=50
        ),
        BackgroundQuestion(
            "wijk", "In welke wijk woont u?", "Zo zien wij wie er ontbreekt.", TREES[:2]
        ),
    )
)


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]], encoding: str = "cp1252") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def mapping(columns: dict[str, Column], *, number: str | None = None, **more: object) -> Mapping:
    return msgspec.convert(
        {"consultation": "park", "columns": msgspec.to_builtins(columns), "id": number, **more},
        Mapping,
    )


STANCE = Column("1.stance", values={"Mee eens": "for", "Oneens": "against", "n.v.t.": ""})
SIMPLE_HEADER = ("Response ID", "Datum", "Park?", "Toelichting", "Keren", "Wijk")
SIMPLE = mapping(
    {
        "Park?": STANCE,
        "Toelichting": Column("1.advice"),
        "Keren": Column("keer"),
        "Wijk": Column("wijk"),
    },
    number="Response ID",
    ignore=("Datum",),
)
"""As SIMPLE_HEADER has it."""


def simple(number: int, *, stance: str = "Mee eens", times: str = "12") -> tuple[str, ...]:
    text = f'Nummer {number} zegt: "plant bomen";\r\nen banken, één per straat.'
    return (str(number), "2026-03-01 12:00", stance, text, times, "Bomen")
