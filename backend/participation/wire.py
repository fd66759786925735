# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the API sends and takes. Its words are Dutch (NL API Design Rules), so these fields are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from backend.consultations.course_queries import Extended
from backend.consultations.queries import Shown
from backend.decisions import wire
from backend.decisions.queries import After
from backend.participation import asking, wording
from backend.participation.queries import Standing
from backend.participation.sending import Received
from backend.web.languages import gettext
from surveys.lifecycle import Stage
from surveys.questionnaire import Questionnaire
from surveys.questions import ChoicesQuestion, Picture, Question

Stadium = Literal["open", "gesloten", "samengevat", "bij de raad", "gestopt", "concept"]
Stand = Literal["telt mee", "ingetrokken", "apart gelegd", "gestopt"]
STADIA: dict[Stage, Stadium] = {
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


class Beslispunt(Struct, rename="camel"):
    nummer: int
    tekst: str


class Keuze(Struct, rename="camel"):
    waarde: str
    label: str


class Voorwaarde(Struct, rename="camel"):
    """De vraag geldt alleen als `vraag` is beantwoord met een van deze waarden."""

    vraag: str
    waarden: list[str]


class Afbeelding(Struct, rename="camel"):
    adres: str
    beschrijving: str
    breedte: int
    hoogte: int


class Vraag(Struct, rename="camel", omit_defaults=True):
    """`velden` zijn de namen die in `antwoorden` mogen staan: de sleutel zelf, `….other` voor wat
    iemand bij "Anders" schrijft, `….skip` met "ja" voor wie het niet weet. `maximum` is in tekens,
    `laagste` en `hoogste` horen bij een getal, `uiteinden` bij een schaal; `waarom` zegt waarom we
    vragen wie iemand is."""

    sleutel: str
    soort: asking.Kind
    vraag: str
    velden: list[str]
    verplicht: bool
    beslispunt: int | None = None
    uitleg: str = ""
    voorwaarde: Voorwaarde | None = None
    afbeelding: Afbeelding | None = None
    maximum: int = 0
    laagste: int | None = None
    hoogste: int | None = None
    eenheid: str = ""
    uiteinden: list[str] = []
    ten_hoogste: int = 0
    waarom: str = ""
    keuzes: list[Keuze] = []


class Verlenging(Struct, rename="camel"):
    """De laatste dag ging van `van` naar `tot`."""

    van: dt.datetime
    tot: dt.datetime
    reden: str
    op: dt.datetime


class Raadpleging(Struct, rename="camel"):
    """`antwoorden` is leeg tot de raad heeft besloten; daarna staat er ook wat nog wacht."""

    slug: str
    titel: str
    tekst: str
    stadium: Stadium
    geopend_op: dt.datetime | None
    sluit_op: dt.datetime | None
    reden_gestopt: str
    verlengingen: list[Verlenging]
    document_is_veranderd: bool
    beslispunten: list[Beslispunt]
    vragen: list[Vraag]
    besluit: wire.Besluit | None
    antwoorden: list[wire.Antwoord]


class Ontvangst(Struct, rename="camel"):
    """Bewaar de ontvangstcode: zij staat nergens anders."""

    ontvangstcode: str
    ontvangen_op: dt.datetime
    raadpleging: str


class Inzending(Struct, rename="camel"):
    """`belofte` is een ondertekende tekst: deze reactie komt in het logboek. Leeg na intrekken."""

    raadpleging: str
    ontvangen_op: dt.datetime
    gewijzigd_op: dt.datetime | None
    stand: Stand
    reden: str
    stadium: Stadium
    antwoorden: dict[str, str | list[str]]
    belofte: str = ""


def _utc(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.astimezone(dt.UTC) if moment else None


def _picture(found: Picture | None) -> Afbeelding | None:
    if found is None:
        return None
    return Afbeelding(asking.address(found), found.alt, found.width, found.height)


def _question(question: Question) -> Vraag:
    asked, hangs_on = asking.asked(question), question.show_if
    return Vraag(
        sleutel=asked.key,
        soort=asked.kind,
        vraag=asked.label,
        velden=list(asked.fields),
        verplicht=asked.required,
        beslispunt=asked.decision_point,
        uitleg=asked.description,
        voorwaarde=Voorwaarde(hangs_on.question, list(hangs_on.values)) if hangs_on else None,
        afbeelding=_picture(asked.picture),
        maximum=asked.limit,
        laagste=asked.low,
        hoogste=asked.high,
        eenheid=asked.unit,
        uiteinden=list(asked.ends) if any(asked.ends) else [],
        ten_hoogste=asked.most,
        waarom=asked.why,
        keuzes=[Keuze(choice.value, choice.label) for choice in asked.choices],
    )


def _extended(one: Extended) -> Verlenging:
    return Verlenging(
        one.was.astimezone(dt.UTC),
        one.closes_at.astimezone(dt.UTC),
        one.reason,
        one.at.astimezone(dt.UTC),
    )


def whole(shown: Shown, extended: Sequence[Extended], after: After) -> Raadpleging:
    return Raadpleging(
        slug=shown.slug,
        titel=shown.title,
        tekst=shown.plain_text,
        stadium=STADIA[shown.stage],
        geopend_op=_utc(shown.opened_at),
        sluit_op=_utc(shown.closes_at),
        reden_gestopt=shown.cancel_reason,
        verlengingen=[_extended(one) for one in extended],
        document_is_veranderd=shown.changed,
        beslispunten=[Beslispunt(*point) for point in shown.points],
        vragen=[_question(question) for question in shown.questionnaire.questions],
        besluit=wire.of(after.decided),
        antwoorden=wire.answers(after),
    )


def receipt(received: Received, slug: str) -> Ontvangst:
    return Ontvangst(received.code, received.received_at.astimezone(dt.UTC), slug)


def _answers(questionnaire: Questionnaire, said: Mapping[str, str]) -> dict[str, str | list[str]]:
    """As they can be sent again: a list where several can be chosen."""
    several = {q.key for q in questionnaire.questions if isinstance(q, ChoicesQuestion)}
    return {name: text.split() if name in several else text for name, text in said.items()}


def response(
    standing: Standing, shown: Shown, answers: Mapping[str, str], promise: str
) -> Inzending:
    """What stands in a consultation that was stopped counts no more than the rest of it."""
    stopped = standing.fate == "stands" and shown.stage is Stage.CANCELLED
    reason = gettext(wording.REASON_WORDS.get(standing.reason, ""))
    return Inzending(
        raadpleging=shown.slug,
        ontvangen_op=standing.received_at.astimezone(dt.UTC),
        gewijzigd_op=_utc(standing.changed_at),
        stand="gestopt" if stopped else _STANDS[standing.fate],
        reden=shown.cancel_reason if stopped else reason,
        stadium=STADIA[shown.stage],
        antwoorden=_answers(shown.questionnaire, answers),
        belofte=promise,
    )
