# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the council decided and answered, as the API says it; `uitkomst` is ORI-A's
`besluitresultaat`, `tekst` its `besluittoelichting`."""

import datetime as dt
from typing import Literal
from uuid import UUID

from msgspec import Struct

from backend.decisions.queries import After, Answered, Decided
from backend.decisions.tables import Decision
from surveys.answering import WHOLE

Uitkomst = Literal["aangenomen", "gewijzigd_aangenomen", "verworpen", "aangehouden", "ingetrokken"]
_OUTCOMES: dict[str, Uitkomst] = {
    "aangenomen": "aangenomen",
    "gewijzigd_aangenomen": "gewijzigd_aangenomen",
    "verworpen": "verworpen",
    "aangehouden": "aangehouden",
    "ingetrokken": "ingetrokken",
}


class Besluit(Struct, frozen=True, rename="camel"):
    """`per_beslispunt` heeft alleen de beslispunten die anders afliepen. `gewijzigd_omdat` is leeg
    in de eerste versie; een latere vervangt die ervoor."""

    agendapunt: UUID
    uitkomst: Uitkomst
    per_beslispunt: dict[str, str]
    besloten_op: dt.date
    tekst: str
    besluitenlijst: str
    versie: int
    vastgelegd_op: dt.datetime
    gewijzigd_omdat: str


class Antwoord(Struct, frozen=True, rename="camel"):
    """`over` is het voorstel, een beslispunt of een adviesraad. `uitkomst` is leeg zolang er nog
    geen antwoord is."""

    over: Literal["voorstel", "beslispunt", "adviesraad"]
    beslispunt: int | None
    adviesraad: str
    uitkomst: str | None
    tekst: str
    namens: str
    versie: int
    gegeven_op: dt.datetime | None
    gewijzigd_omdat: str


def decision(row: Decision) -> Besluit:
    return Besluit(
        agendapunt=row.agenda_item_id,
        uitkomst=_OUTCOMES[row.outcome],
        per_beslispunt={key: str(each) for key, each in sorted(row.points.items())},
        besloten_op=row.decided_on,
        tekst=row.text,
        besluitenlijst=row.link,
        versie=row.number,
        vastgelegd_op=row.made_at.astimezone(dt.UTC),
        gewijzigd_omdat=row.because,
    )


def _answer(each: Answered) -> Antwoord:
    row = each.row
    return Antwoord(
        over="voorstel" if each.subject == WHOLE else "beslispunt" if each.number else "adviesraad",
        beslispunt=each.number or None,
        adviesraad=each.body,
        uitkomst=row.reply if row else None,
        tekst=row.text if row else "",
        namens=row.in_name_of if row else "",
        versie=each.version,
        gegeven_op=row.made_at.astimezone(dt.UTC) if row else None,
        gewijzigd_omdat=row.because if row else "",
    )


def of(decided: Decided | None) -> Besluit | None:
    return decision(decided.row) if decided else None


def answers(after: After) -> list[Antwoord]:
    return [_answer(each) for each in after.answers]
