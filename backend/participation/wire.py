# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the API sends and takes. Its words are Dutch (NL API Design Rules), so these fields are."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from backend.consultations.queries import Card, Shown
from backend.participation import asking, wording
from backend.participation.queries import Standing
from backend.participation.sending import Received
from surveys.lifecycle import Stage

Stadium = Literal["open", "gesloten", "samengevat", "bij de raad", "gestopt", "concept"]
Stand = Literal["telt mee", "ingetrokken", "apart gelegd"]
_STADIA: dict[Stage, Stadium] = {
    Stage.DRAFT: "concept",
    Stage.OPEN: "open",
    Stage.CLOSED: "gesloten",
    Stage.SUMMARISED: "samengevat",
    Stage.ATTACHED: "bij de raad",
    Stage.CANCELLED: "gestopt",
}
_STANDS: dict[str, Stand] = {
    "stands": "telt mee",
    "withdrawn": "ingetrokken",
    "set_aside": "apart gelegd",
}


class RaadplegingKort(Struct, rename="camel"):
    slug: str
    titel: str
    stadium: Stadium
    geopend_op: dt.datetime | None
    sluit_op: dt.datetime
    aantal_beslispunten: int


class Raadplegingen(Struct, rename="camel"):
    raadplegingen: list[RaadplegingKort]


class Beslispunt(Struct, rename="camel"):
    nummer: int
    tekst: str


class Keuze(Struct, rename="camel"):
    waarde: str
    label: str


class Vraag(Struct, rename="camel", omit_defaults=True):
    """`maximum` is in characters; `waarom` says why we ask who somebody is."""

    sleutel: str
    soort: asking.Kind
    vraag: str
    beslispunt: int | None = None
    uitleg: str = ""
    maximum: int = 0
    waarom: str = ""
    keuzes: list[Keuze] = []


class Raadpleging(Struct, rename="camel"):
    slug: str
    titel: str
    tekst: str
    stadium: Stadium
    geopend_op: dt.datetime | None
    sluit_op: dt.datetime | None
    reden_gestopt: str
    document_is_veranderd: bool
    beslispunten: list[Beslispunt]
    vragen: list[Vraag]


class Ontvangst(Struct, rename="camel"):
    """Bewaar de ontvangstcode: zij staat nergens anders."""

    ontvangstcode: str
    ontvangen_op: dt.datetime
    raadpleging: str


class Inzending(Struct, rename="camel"):
    raadpleging: str
    ontvangen_op: dt.datetime
    gewijzigd_op: dt.datetime | None
    stand: Stand
    reden: str
    stadium: Stadium
    antwoorden: dict[str, str]


def _utc(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.astimezone(dt.UTC) if moment else None


def card(found: Card) -> RaadplegingKort:
    return RaadplegingKort(
        found.slug,
        found.title,
        _STADIA[found.stage],
        _utc(found.opened_at),
        found.closes_at.astimezone(dt.UTC),
        found.points,
    )


def whole(shown: Shown) -> Raadpleging:
    asked = [asking.asked(question) for question in shown.questionnaire.questions]
    return Raadpleging(
        slug=shown.slug,
        titel=shown.title,
        tekst=shown.plain_text,
        stadium=_STADIA[shown.stage],
        geopend_op=_utc(shown.opened_at),
        sluit_op=_utc(shown.closes_at),
        reden_gestopt=shown.cancel_reason,
        document_is_veranderd=shown.changed,
        beslispunten=[Beslispunt(*point) for point in shown.points],
        vragen=[
            Vraag(
                question.key,
                question.kind,
                question.label,
                question.decision_point,
                question.description,
                question.limit,
                question.why,
                [Keuze(choice.value, choice.label) for choice in question.choices],
            )
            for question in asked
        ],
    )


def receipt(received: Received, slug: str) -> Ontvangst:
    return Ontvangst(received.code, received.received_at.astimezone(dt.UTC), slug)


def response(standing: Standing, shown: Shown, answers: Mapping[str, str]) -> Inzending:
    return Inzending(
        raadpleging=shown.slug,
        ontvangen_op=standing.received_at.astimezone(dt.UTC),
        gewijzigd_op=_utc(standing.changed_at),
        stand=_STANDS[standing.fate],
        reden=wording.REASON_WORDS.get(standing.reason, ""),
        stadium=_STADIA[shown.stage],
        antwoorden=dict(answers),
    )
