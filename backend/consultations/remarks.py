# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a questionnaire, or unwise in it, in words for whoever made it."""

from collections.abc import Sequence

from msgspec import Struct

from surveys.checks import (
    LONG_MINUTES,
    MANY_ON_PAGE,
    Advice,
    Fault,
    Remark,
    advice,
    faults,
    minutes,
)
from surveys.questionnaire import Questionnaire
from surveys.wording import MOST_IN_SENTENCE, MOST_WORDS

FAULTS: dict[Fault, str] = {
    "no_questions": "Deze raadpleging heeft geen vragen. Vul eerst beslispunten in.",
    "only_ratings": (
        "Er wordt alleen om een mening gevraagd, niet om advies. Schrijf op waarom dat hier genoeg"
        " is, of vraag ook om advies."
    ),
    "double_key": "Een vraag staat er twee keer in.",
    "bad_key": "Deze vraag kan zo niet worden geteld. Haal haar weg en maak haar opnieuw.",
    "no_label": "Deze vraag heeft geen tekst.",
    "few_options": "Geef ten minste twee antwoorden om uit te kiezen.",
    "empty_option": "Een van de antwoorden is leeg.",
    "double_option": "Twee antwoorden zijn gelijk.",
    "reserved_option": "Een van de antwoorden kan zo niet worden bewaard. Haal het weg.",
    "too_few_steps": "Een schaal heeft ten minste twee stappen.",
    "too_many_steps": "Een schaal heeft ten hoogste elf stappen.",
    "bounds": "Het kleinste getal is groter dan het grootste.",
    "far_bounds": "Kies getallen van ten hoogste 1.000.000.000.000.",
    "limit": "Kies hoeveel tekens een antwoord mag hebben: ten minste 1, ten hoogste 20.000.",
    "most": "Er mogen niet meer antwoorden gekozen worden dan er zijn.",
    "no_alt": "Schrijf op wat er op de afbeelding staat, voor wie haar niet kan zien.",
    "no_why": "Schrijf op waarom u dit aan inwoners vraagt.",
    "condition_unknown": "Deze vraag hangt aan een vraag die er niet meer is.",
    "condition_later": "Deze vraag hangt aan een vraag die pas later komt.",
    "condition_values": "Kies bij welke antwoorden deze vraag gesteld wordt.",
    "no_escape": (
        "Deze vraag is verplicht, maar wie het niet weet kan dat niet zeggen. Zet “Dat weet ik"
        " niet” erbij, of maak de vraag niet verplicht."
    ),
}
ADVICE: dict[Advice, str] = {
    "no_opinion_missing": (
        "Wie geen mening heeft, kan dat hier niet zeggen. Zet “Dat weet ik niet” erbij: anders"
        " kiezen mensen zomaar iets."
    ),
    "required": (
        "Niet elke vraag kan leeg blijven. Mensen haken daar eerder op af. Doe dit alleen als het"
        " echt moet."
    ),
    "long": (
        f"Invullen duurt langer dan {LONG_MINUTES} minuten. Veel mensen haken dan af. Welke vragen"
        " kunnen weg?"
    ),
    "many_questions_on_page": f"Hier staan meer dan {MANY_ON_PAGE} vragen bij elkaar.",
    "same_label": "Deze vraag staat hier al. Schrijf op wat er anders aan is, of haal er een weg.",
    "scale_ends": "Zet woorden bij beide kanten van de schaal. Anders is 1 voor de een slecht en"
    " voor de ander goed.",
    "overlap": "Twee antwoorden overlappen elkaar. Wie precies op de grens zit, past in allebei.",
    "long_answers": f"Een antwoord heeft meer dan {MOST_IN_SENTENCE} woorden. Maak het korter.",
    "long_question": f"De vraag heeft meer dan {MOST_WORDS} woorden. Maak haar korter, of zet een"
    " deel in de uitleg.",
    "long_sentence": f"In de uitleg staat een zin van meer dan {MOST_IN_SENTENCE} woorden. Knip hem"
    " in tweeën.",
    "two_questions": "Hier lijken twee vragen in een te staan. Wie het met één helft eens is, kan"
    " dan niet goed antwoorden. Maak er twee vragen van.",
    "double_negative": "Hier staan twee ontkenningen bij elkaar. Zegt “ja” dan ja of nee? Vraag het"
    " zonder “niet” of “geen”.",
    "leading": "Deze vraag lijkt te zeggen wat het goede antwoord is. Vraag het zo dat iemand die"
    " anders denkt, zich ook welkom voelt.",
    "personal": "Hier lijkt u te vragen wie iemand is. Reageren kan zonder naam, en een antwoord"
    " kan openbaar worden.",
    "unfinished": "Deze vraag lijkt nog niet af: er staat een invulwoord of “(kopie)” in.",
    "shouting": "Hoofdletters lezen moeilijk, en het lijkt of u roept.",
}

_WORDS: dict[str, str] = {**FAULTS, **ADVICE}


def bare(remark: Remark) -> str:
    return _WORDS[remark.what]


def sentence(remark: Remark, questionnaire: Questionnaire) -> str:
    """With the question it is about, when there is one."""
    said = bare(remark)
    labels = {question.key: question.label for question in questionnaire.questions}
    if remark.question is None:
        return said
    return f"“{labels.get(remark.question, '') or 'Vraag zonder tekst'}”: {said}"


class Noted(Struct, frozen=True):
    """A remark in words, with the question it is about, if any."""

    question: str | None
    text: str


class Checked(Struct, frozen=True):
    """What a griffier sees before opening: what must be mended, what could be, how long it takes.

    unfixed  the faults at one question, by its key, without its name
    """

    faults: tuple[Noted, ...]
    advice: tuple[Noted, ...]
    minutes: int
    unfixed: dict[str, tuple[str, ...]]


def checked(questionnaire: Questionnaire, *, ratings_only_reason: str) -> Checked:
    found = faults(questionnaire, ratings_only_reason=ratings_only_reason)
    unfixed: dict[str, tuple[str, ...]] = {}
    for remark in found:
        if remark.question is not None:
            said = bare(remark)
            unfixed[remark.question] = (*unfixed.get(remark.question, ()), said)
    return Checked(
        faults=_noted(found, questionnaire),
        advice=_noted(advice(questionnaire), questionnaire),
        minutes=minutes(questionnaire),
        unfixed=unfixed,
    )


def _noted(remarks: Sequence[Remark], questionnaire: Questionnaire) -> tuple[Noted, ...]:
    return tuple(Noted(remark.question, sentence(remark, questionnaire)) for remark in remarks)
