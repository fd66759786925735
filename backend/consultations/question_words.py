# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A question in words, for the griffier who makes it."""

from collections.abc import Mapping
from functools import reduce
from typing import Literal

from markupsafe import Markup, escape

from backend.web.languages import Stored, gettext, marked
from backend.web.pages import dutch, number, own
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
    "open": (marked("Open vraag"), marked("Mensen schrijven zelf hun antwoord op.")),
    "choice": (marked("Eén antwoord kiezen"), marked("Mensen kiezen één antwoord uit uw lijst.")),
    "choices": (
        marked("Meer antwoorden kiezen"),
        marked("Mensen mogen meer dan één antwoord kiezen."),
    ),
    "scale": (marked("Schaal"), marked("Bijvoorbeeld van 1 (onveilig) tot en met 5 (veilig).")),
    "number": (marked("Getal"), marked("Bijvoorbeeld: hoeveel keer per week komt u hier?")),
    "stance": (
        marked("Mening over het beslispunt"),
        marked("Van helemaal voor tot helemaal tegen."),
    ),
    "background": (
        marked("Over de inwoner"),
        marked("Bijvoorbeeld de leeftijd. Staat los van de antwoorden."),
    ),
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
    Stance.STRONGLY_FOR: marked("Helemaal voor"),
    Stance.FOR: marked("Voor"),
    Stance.FOR_IF: marked("Voor, mits"),
    Stance.NEUTRAL: marked("Neutraal"),
    Stance.AGAINST: marked("Tegen"),
    Stance.STRONGLY_AGAINST: marked("Helemaal tegen"),
    Stance.NO_OPINION: marked("Geen mening"),
}


def kind_of(question: Question) -> Kind:
    return TYPES[type(question)]


def kind_words(kind: Kind) -> tuple[str, str]:
    """What a kind of question is called, and what it is."""
    name, meaning = KINDS[kind]
    return gettext(name), gettext(meaning)


def answers_of(question: Question) -> Mapping[str, str]:
    """Each answer that can be chosen, with the words for it; none for a text or a number."""
    match question:
        case StanceQuestion():
            return {str(stance): gettext(label) for stance, label in _STANCES.items()}
        case OpenQuestion() | NumberQuestion():
            return {}
        case ScaleQuestion():
            labels: dict[str, str] = {}
        case _:
            labels = {option.value: Stored(option.label) for option in question.options}
    usual = {OTHER: gettext("Anders, namelijk"), NO_OPINION: gettext("Dat weet ik niet")}
    return {value: labels.get(value) or usual.get(value, value) for value in question.values}


def _listed(question: Question) -> str:
    return Markup("; ").join(own(words) for words in answers_of(question).values())


def _range(question: ScaleQuestion | NumberQuestion) -> str:
    said = escape(gettext("Van {low} tot en met {high}"))
    match question:
        case ScaleQuestion(steps=steps, low_label=low, high_label=high):
            ends = [_with(f"{step}", word) for step, word in ((1, low), (steps, high))]
            return said.format(low=ends[0], high=ends[1])
        case NumberQuestion(low=low, high=high, unit=unit):
            bounds = said.format(low=number(low), high=number(high))
            return Markup(" ").join((bounds, dutch(unit))) if unit else bounds


def _with(step: str, word: str) -> str:
    return Markup("{} ({})").format(step, dutch(word)) if word else step


def details(question: Question) -> tuple[str, ...]:
    """What is asked beside the label, in a few words, for the list of questions."""
    said: list[str] = []
    match question:
        case ScaleQuestion() | NumberQuestion():
            said.append(_range(question))
        case ChoiceQuestion() | ChoicesQuestion():
            said.append(_listed(question))
        case BackgroundQuestion():
            said += [dutch(question.why), _listed(question)]
        case StanceQuestion() | OpenQuestion():
            pass
    return (*said, *([gettext("Een antwoord is verplicht.")] if question.required else []))


def condition_of(question: Question, questionnaire: Questionnaire) -> str:
    """When the question is asked; empty for always."""
    asked = question.show_if
    if asked is None:
        return ""
    other = next((q for q in questionnaire.questions if q.key == asked.question), None)
    if other is None:
        return gettext("Alleen na een antwoord op een vraag die er niet meer is.")
    words = answers_of(other)
    values = [Markup("“{}”").format(own(words.get(value, value))) for value in asked.values]
    either = escape(gettext("{one} of {other}"))
    answers = reduce(lambda one, next_: either.format(one=one, other=next_), values)
    point = other.decision_point
    if point is None:
        said = escape(gettext("Alleen na {answers} op “{question}”."))
    else:
        said = escape(gettext("Alleen na {answers} op “{question}” (beslispunt {point})."))
    return said.format(answers=answers, question=dutch(other.label), point=point)
