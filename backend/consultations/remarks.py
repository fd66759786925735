# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a questionnaire, or unwise in it, in words for whoever made it."""

from collections.abc import Sequence

from msgspec import Struct

from backend.web.languages import gettext, marked
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
    "no_questions": marked("Deze raadpleging heeft geen vragen. Vul eerst beslispunten in."),
    "only_ratings": marked(
        "Er wordt alleen om een mening gevraagd, niet om advies. Schrijf op waarom dat hier genoeg"
        " is, of vraag ook om advies."
    ),
    "double_key": marked("Een vraag staat er twee keer in."),
    "bad_key": marked("Deze vraag kan zo niet worden geteld. Haal haar weg en maak haar opnieuw."),
    "no_label": marked("Deze vraag heeft geen tekst."),
    "few_options": marked("Geef ten minste twee antwoorden om uit te kiezen."),
    "empty_option": marked("Een van de antwoorden is leeg."),
    "double_option": marked("Twee antwoorden zijn gelijk."),
    "reserved_option": marked("Een van de antwoorden kan zo niet worden bewaard. Haal het weg."),
    "too_few_steps": marked("Een schaal heeft ten minste twee stappen."),
    "too_many_steps": marked("Een schaal heeft ten hoogste elf stappen."),
    "bounds": marked("Het kleinste getal is groter dan het grootste."),
    "far_bounds": marked("Kies getallen van ten hoogste 1.000.000.000.000."),
    "limit": marked(
        "Kies hoeveel tekens een antwoord mag hebben: ten minste 1, ten hoogste 20.000."
    ),
    "most": marked("Er mogen niet meer antwoorden gekozen worden dan er zijn."),
    "no_alt": marked("Schrijf op wat er op de afbeelding staat, voor wie haar niet kan zien."),
    "no_why": marked("Schrijf op waarom u dit aan inwoners vraagt."),
    "condition_unknown": marked("Deze vraag hangt aan een vraag die er niet meer is."),
    "condition_later": marked("Deze vraag hangt aan een vraag die pas later komt."),
    "condition_values": marked("Kies bij welke antwoorden deze vraag gesteld wordt."),
    "no_escape": marked(
        "Deze vraag is verplicht, maar wie het niet weet kan dat niet zeggen. Zet “Dat weet ik"
        " niet” erbij, of maak de vraag niet verplicht."
    ),
}
ADVICE: dict[Advice, str] = {
    "no_opinion_missing": marked(
        "Wie geen mening heeft, kan dat hier niet zeggen. Zet “Dat weet ik niet” erbij: anders"
        " kiezen mensen zomaar iets."
    ),
    "required": marked(
        "Niet elke vraag kan leeg blijven. Mensen haken daar eerder op af. Doe dit alleen als het"
        " echt moet."
    ),
    "long": marked(
        "Invullen duurt langer dan {minutes} minuten. Veel mensen haken dan af. Welke vragen"
        " kunnen weg?"
    ),
    "many_questions_on_page": marked("Hier staan meer dan {number} vragen bij elkaar."),
    "same_label": marked(
        "Deze vraag staat hier al. Schrijf op wat er anders aan is, of haal er een weg."
    ),
    "scale_ends": marked(
        "Zet woorden bij beide kanten van de schaal. Anders is 1 voor de een slecht en"
        " voor de ander goed."
    ),
    "overlap": marked(
        "Twee antwoorden overlappen elkaar. Wie precies op de grens zit, past in allebei."
    ),
    "long_answers": marked("Een antwoord heeft meer dan {in_sentence} woorden. Maak het korter."),
    "long_question": marked(
        "De vraag heeft meer dan {words} woorden. Maak haar korter, of zet een deel in de uitleg."
    ),
    "long_sentence": marked(
        "In de uitleg staat een zin van meer dan {in_sentence} woorden. Knip hem in tweeën."
    ),
    "two_questions": marked(
        "Hier lijken twee vragen in een te staan. Wie het met één helft eens is, kan"
        " dan niet goed antwoorden. Maak er twee vragen van."
    ),
    "double_negative": marked(
        "Hier staan twee ontkenningen bij elkaar. Zegt “ja” dan ja of nee? Vraag het"
        " zonder “niet” of “geen”."
    ),
    "leading": marked(
        "Deze vraag lijkt te zeggen wat het goede antwoord is. Vraag het zo dat iemand die"
        " anders denkt, zich ook welkom voelt."
    ),
    "personal": marked(
        "Hier lijkt u te vragen wie iemand is. Reageren kan zonder naam, en een antwoord"
        " kan openbaar worden."
    ),
    "unfinished": marked("Deze vraag lijkt nog niet af: er staat een invulwoord of “(kopie)” in."),
    "shouting": marked("Hoofdletters lezen moeilijk, en het lijkt of u roept."),
}

_WORDS: dict[str, str] = {**FAULTS, **ADVICE}


def bare(remark: Remark) -> str:
    return gettext(_WORDS[remark.what]).format(
        minutes=LONG_MINUTES, number=MANY_ON_PAGE, in_sentence=MOST_IN_SENTENCE, words=MOST_WORDS
    )


def sentence(remark: Remark, questionnaire: Questionnaire) -> str:
    """With the question it is about, when there is one."""
    said = bare(remark)
    labels = {question.key: question.label for question in questionnaire.questions}
    if remark.question is None:
        return said
    label = labels.get(remark.question, "")
    about = label or gettext("Vraag zonder tekst")
    return gettext("“{question}”: {remark}").format(question=about, remark=said)


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
