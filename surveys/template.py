# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The questionnaire that a document drafts by itself: stance and advice per decision point."""

from collections.abc import Sequence

import msgspec

from surveys.questionnaire import Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    OpenQuestion,
    Option,
    Question,
    StanceQuestion,
)

# Statistics Netherlands' bands in "Kerncijfers wijken en buurten", so that answers can be held
# against the population. Under 15 is not asked.
AGE_BANDS = (
    Option("15-24", "15 tot en met 24 jaar"),
    Option("25-44", "25 tot en met 44 jaar"),
    Option("45-64", "45 tot en met 64 jaar"),
    Option("65+", "65 jaar of ouder"),
)
ROLES = (
    Option("bewoner", "Ik woon hier"),
    Option("ondernemer", "Ik heb hier een bedrijf of winkel"),
    Option("werkt_hier", "Ik werk hier"),
    Option("vrijwilliger", "Ik ben hier vrijwilliger"),
    Option("anders", "Anders"),
)


NEIGHBOURHOOD = "neighbourhood"


def stance_key(number: int) -> str:
    return f"{number}.stance"


def advice_key(number: int) -> str:
    return f"{number}.advice"


def condition_key(number: int) -> str:
    return f"{number}.condition"


def touched_key(number: int) -> str:
    return f"{number}.touched"


def _about(number: int, *, advice: bool) -> tuple[Question, ...]:
    stance = StanceQuestion(stance_key(number), "Wat vindt u van dit punt?", number)
    if not advice:
        return (stance,)
    return (
        stance,
        OpenQuestion(
            advice_key(number),
            "Wat raadt u de raad aan?",
            number,
            description="Schrijf op wat de raad volgens u moet doen, en waarom.",
        ),
        OpenQuestion(
            condition_key(number),
            "Onder welke voorwaarde?",
            number,
            description="Bijvoorbeeld: alleen als de raad na een jaar kijkt of het goed gaat.",
        ),
        OpenQuestion(
            touched_key(number),
            "Wie raakt dit?",
            number,
            description="Denk aan mensen die hier last van krijgen, of er juist mee geholpen zijn.",
        ),
    )


def neighbourhood(options: Sequence[Option]) -> BackgroundQuestion:
    return BackgroundQuestion(
        NEIGHBOURHOOD,
        "In welke wijk woont u?",
        "Zo ziet de raad of wijken er anders over denken.",
        tuple(options),
    )


def draft(
    decision_points: Sequence[int], neighbourhoods: Sequence[Option], *, advice: bool = True
) -> Questionnaire:
    """Questions for these decision points; no neighbourhood question when there is no choice."""
    questions = [q for number in decision_points for q in _about(number, advice=advice)]
    background: list[BackgroundQuestion] = []
    if len(neighbourhoods) > 1:
        background.append(neighbourhood(neighbourhoods))
    background += [
        BackgroundQuestion(
            "age_band",
            "Hoe oud bent u?",
            "Zo ziet de raad of jong en oud er anders over denken, en wie nog ontbreekt.",
            AGE_BANDS,
        ),
        BackgroundQuestion(
            "role",
            "Wie bent u?",
            "Zo ziet de raad of bewoners en ondernemers er anders over denken.",
            ROLES,
        ),
    ]
    return Questionnaire((*questions, *background))


def redraft(
    edited: Questionnaire,
    decision_points: Sequence[int],
    neighbourhoods: Sequence[Option],
    *,
    advice: bool = True,
) -> Questionnaire:
    """What a griffier made of it, for a document whose decision points have changed.

    Questions about points that are still there stay as they are, those about points that went go
    (and conditions that hung on them), and new points get the usual questions.
    """
    held = {q.decision_point for q in edited.questions if not q.background}
    new = [number for number in decision_points if number not in held]
    stay = [
        q
        for q in edited.questions
        if q.decision_point is None or q.decision_point in decision_points
    ]
    keys = {question.key for question in stay}
    kept = [
        msgspec.structs.replace(q, show_if=None)
        if q.show_if is not None and q.show_if.question not in keys
        else q
        for q in stay
    ]
    usual = draft(new, neighbourhoods, advice=advice).questions if new else ()
    added = [question for question in usual if not question.background]
    return Questionnaire((*kept, *added))
