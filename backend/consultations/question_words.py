# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A question in words, for the griffier who makes it."""

from collections.abc import Mapping
from typing import Literal

from surveys.questionnaire import Questionnaire
from surveys.questions import (
    NO_OPINION,
    OTHER,
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    NumberQuestion,
    OpenQuestion,
    Question,
    ScaleQuestion,
    StanceQuestion,
)
from surveys.stances import Stance

Kind = Literal["stance", "open", "choice", "choices", "scale", "number", "background"]
KINDS: dict[Kind, tuple[str, str]] = {
    "open": ("Open vraag", "Mensen schrijven zelf hun antwoord op."),
    "choice": ("Eén antwoord kiezen", "Mensen kiezen één antwoord uit uw lijst."),
    "choices": ("Meer antwoorden kiezen", "Mensen mogen meer dan één antwoord kiezen."),
    "scale": ("Schaal", "Bijvoorbeeld van 1 (onveilig) tot en met 5 (veilig)."),
    "number": ("Getal", "Bijvoorbeeld: hoeveel keer per week komt u hier?"),
    "stance": ("Mening over het beslispunt", "Van helemaal voor tot helemaal tegen."),
    "background": ("Over de inwoner", "Bijvoorbeeld de leeftijd. Staat los van de antwoorden."),
}
TYPES: dict[type[Question], Kind] = {
    StanceQuestion: "stance",
    OpenQuestion: "open",
    ChoiceQuestion: "choice",
    ChoicesQuestion: "choices",
    ScaleQuestion: "scale",
    NumberQuestion: "number",
    BackgroundQuestion: "background",
}
_STANCES = {
    Stance.STRONGLY_FOR: "Helemaal voor",
    Stance.FOR: "Voor",
    Stance.FOR_IF: "Voor, mits",
    Stance.NEUTRAL: "Neutraal",
    Stance.AGAINST: "Tegen",
    Stance.STRONGLY_AGAINST: "Helemaal tegen",
    Stance.NO_OPINION: "Geen mening",
}


def kind_of(question: Question) -> Kind:
    return TYPES[type(question)]


def answers_of(question: Question) -> Mapping[str, str]:
    """Each answer that can be chosen, with the words for it; none for a text or a number."""
    match question:
        case StanceQuestion():
            return {str(stance): label for stance, label in _STANCES.items()}
        case OpenQuestion() | NumberQuestion():
            return {}
        case ScaleQuestion():
            labels: dict[str, str] = {}
        case _:
            labels = {option.value: option.label for option in question.options}
    usual = {OTHER: "Anders, namelijk", NO_OPINION: "Dat weet ik niet"}
    return {value: labels.get(value) or usual.get(value, value) for value in question.values}


def _dutch(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _range(question: ScaleQuestion | NumberQuestion) -> str:
    match question:
        case ScaleQuestion(steps=steps, low_label=low, high_label=high):
            ends = [f" ({word})" if word else "" for word in (low, high)]
            return f"Van 1{ends[0]} tot en met {steps}{ends[1]}"
        case NumberQuestion(low=low, high=high, unit=unit):
            return f"Van {_dutch(low)} tot en met {_dutch(high)} {unit}".strip()


def details(question: Question) -> tuple[str, ...]:
    """What is asked beside the label, in a few words, for the list of questions."""
    said: list[str] = []
    match question:
        case ScaleQuestion() | NumberQuestion():
            said.append(_range(question))
        case ChoiceQuestion() | ChoicesQuestion():
            said.append("; ".join(answers_of(question).values()))
        case BackgroundQuestion():
            said += [question.why, "; ".join(answers_of(question).values())]
        case StanceQuestion() | OpenQuestion():
            pass
    return (*said, *(["Een antwoord is verplicht."] if question.required else []))


def condition_of(question: Question, questionnaire: Questionnaire) -> str:
    """When the question is asked; empty for always."""
    asked = question.show_if
    if asked is None:
        return ""
    other = next((q for q in questionnaire.questions if q.key == asked.question), None)
    if other is None:
        return "Alleen na een antwoord op een vraag die er niet meer is."
    words = answers_of(other)
    answers = " of ".join(f"“{words.get(value, value)}”" for value in asked.values)
    place = f" (beslispunt {other.decision_point})" if other.decision_point else ""
    return f"Alleen na {answers} op “{other.label}”{place}."
