# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why a decision or an answer cannot be stored as it is, in words."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy.exc import IntegrityError

from backend.errors import Conflict, Flaw
from backend.web.languages import gettext, marked
from surveys.reasons import SHORTEST

_UNIQUE: Final = "23505"
_RULING: Final = {
    ("outcome", "missing"): marked("Kies wat de raad besloot."),
    ("decided_on", "missing"): marked("Kies op welke dag de raad besloot."),
    ("decided_on", "future"): marked("Deze dag komt nog. Kies vandaag of een eerdere dag."),
    ("decided_on", "before"): marked("Deze dag is voor de vergadering. Kies een latere dag."),
    ("text", "short"): marked("Schrijf in ten minste {number} letters op wat de raad besloot."),
    ("link", "link"): marked("Geef een link die begint met https://."),
    ("because", "short"): marked("Schrijf in ten minste {number} letters op waarom u dit wijzigt."),
}
_ANSWER: Final = {
    ("reply", "missing"): marked("Kies wat er met de reacties is gedaan."),
    ("text", "short"): marked("Leg in ten minste {number} letters uit waarom."),
    ("voice", "missing"): marked("Kies wie dit antwoord geeft."),
    ("because", "short"): marked("Schrijf in ten minste {number} letters op waarom u dit wijzigt."),
}
_SENTENCES: Final = {
    "meeting is not held": (
        marked("Deze vergadering is niet gehouden, of het punt is van de agenda."),
        marked("Een besluit hoort bij een vergadering die er was."),
    ),
    "has not met yet": (
        marked("De vergadering is nog niet begonnen."),
        marked("U kunt het besluit vastleggen zodra zij begonnen is."),
    ),
    "nothing lay at this item": (
        marked("Bij dit punt lag geen samenvatting en geen uitzondering over deze tekst."),
        marked("Maak eerst een uitzondering. Daarna kunt u het besluit vastleggen."),
    ),
    "only somebody of the griffie": (
        marked("Dit kan alleen iemand van de griffie."),
        marked("Log in met een account van de griffie en probeer het opnieuw."),
    ),
    "from its meeting until today": (
        marked("Deze dag kan niet."),
        marked("Kies een dag vanaf de vergadering, tot en met vandaag."),
    ),
}


def _flaws(
    found: Iterable[tuple[str, str]], words: dict[tuple[str, str], str], prefix: str
) -> list[Flaw]:
    return [
        Flaw(f"{prefix}{field}", gettext(words[field, kind]).format(number=SHORTEST))
        for field, kind in found
    ]


def of_ruling(found: Iterable[tuple[str, str]]) -> list[Flaw]:
    return _flaws(found, _RULING, "")


def of_answer(found: Iterable[tuple[str, str]], subject: str) -> list[Flaw]:
    """At the fields of this subject; who speaks and why it changed is asked once."""
    return [
        Flaw(
            each.where if each.where in {"voice", "because"} else f"{each.where}-{subject}",
            each.what,
        )
        for each in _flaws(found, _ANSWER, "")
    ]


def overtaken() -> Conflict:
    return Conflict(
        gettext("Iemand was u net voor."),
        gettext(
            "Wat u schreef, staat er nog. Kijk wat er nu openbaar is en of u dat wilt wijzigen."
        ),
    )


def _conflict(key: str) -> Conflict:
    title, advice = _SENTENCES[key]
    return Conflict(gettext(title), gettext(advice))


def nothing_lay() -> Conflict:
    return _conflict("nothing lay at this item")


def not_yet() -> Conflict:
    return _conflict("has not met yet")


def not_held() -> Conflict:
    return _conflict("meeting is not held")


def undecided() -> Conflict:
    return Conflict(
        gettext("Er is nog geen besluit."),
        gettext("Leg eerst vast wat de raad besloot. Daarna kunt u antwoord geven."),
    )


def by_the_database(error: IntegrityError) -> Conflict:
    if getattr(error.orig, "sqlstate", None) == _UNIQUE:
        return overtaken()
    said = str(error.orig)
    return next((_conflict(key) for key in _SENTENCES if key in said), overtaken())
