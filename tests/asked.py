# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Questionnaires that are more than a draft: with every type of question, and with turnings."""

from surveys.questionnaire import Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    Condition,
    NumberQuestion,
    OpenQuestion,
    Option,
    Picture,
    ScaleQuestion,
    StanceQuestion,
)

AGES = (Option("jong", "Jonger dan 65"), Option("oud", "65 jaar of ouder"))
TOYS = (
    Option("schommel", "Een schommel"),
    Option("glijbaan", "Een glijbaan"),
    Option("wip", "Een wip"),
)
MOMENTS = (Option("nu", "Dit jaar"), Option("later", "Volgend jaar"))
YES_NO = (Option("ja", "Ja"), Option("nee", "Nee"))

# 1: a point; 2: a point where everything is asked for; 3: the whole proposal; 4: about oneself.
EVERYTHING = Questionnaire(
    (
        StanceQuestion("1.stance", "Wat vindt u van dit punt?", 1),
        OpenQuestion(
            "1.condition",
            "Onder welke voorwaarde?",
            1,
            description="Bijvoorbeeld: alleen als de raad na een jaar kijkt of het goed gaat.",
            show_if=Condition("1.stance", ("for_if", "for")),
        ),
        ScaleQuestion(
            "1.safe",
            "Hoe veilig is de Meerkade nu?",
            1,
            low_label="Heel onveilig",
            high_label="Heel veilig",
        ),
        ChoicesQuestion("1.toys", "Wat mag er op de speelplek komen?", TOYS, 1, other=True, most=2),
        StanceQuestion("2.stance", "Wat vindt u van dit punt?", 2, required=True),
        NumberQuestion(
            "2.cost",
            "Hoeveel mag dit u per jaar kosten?",
            2,
            low=-10,
            high=5000,
            unit="euro",
            required=True,
        ),
        OpenQuestion("2.why", "Waarom dat bedrag?", 2, limit=300, required=True),
        ChoiceQuestion(
            "2.when", "Wanneer moet het af zijn?", MOMENTS, 2, other=True, required=True
        ),
        ChoiceQuestion("auto", "Hebt u een auto?", YES_NO, no_opinion=False),
        ChoicesQuestion("komt", "Hoe komt u op de Meerkade?", (*TOYS, *MOMENTS), no_opinion=False),
        ScaleQuestion(
            "cijfer",
            "Welk cijfer geeft u het plan?",
            steps=10,
            low_label="Slecht",
            high_label="Goed",
        ),
        OpenQuestion("rest", "Wat wilt u nog meer zeggen?"),
        BackgroundQuestion("age", "Hoe oud bent u?", "Zo ziet de raad wie nog ontbreekt.", AGES),
        BackgroundQuestion(
            "parking",
            "Staat uw auto op de Meerkade?",
            "Zo ziet de raad wie een plek zoekt.",
            YES_NO,
            show_if=Condition("auto", ("ja",)),
        ),
    )
)
REQUIRED = {
    "2.stance": ["for"],
    "2.cost": ["120"],
    "2.why": ["Meer heb ik niet."],
    "2.when": ["nu"],
}
"""Enough for page 2."""
NEEDED = {f"q{name.replace('.', '__')}": texts for name, texts in REQUIRED.items()}
"""The same as `pressing` takes it."""

# Who is against point 1 is asked page 2, and page 3 only after a certain answer there.
TURNINGS = Questionnaire(
    (
        StanceQuestion("1.stance", "Wat vindt u van dit punt?", 1),
        ChoiceQuestion(
            "2.why",
            "Waarom bent u tegen?",
            (Option("geld", "Te duur"), Option("plek", "Verkeerde plek")),
            2,
            other=True,
            show_if=Condition("1.stance", ("against", "strongly_against")),
        ),
        OpenQuestion(
            "2.more", "Vertel er meer over", 2, show_if=Condition("2.why", ("geld", "plek"))
        ),
        OpenQuestion("place", "Welke plek dan wel?", show_if=Condition("2.why", ("plek",))),
        BackgroundQuestion("age", "Hoe oud bent u?", "Zo ziet de raad wie nog ontbreekt.", AGES),
    )
)

PICTURED = Questionnaire(
    (
        OpenQuestion(
            "1.advice",
            "Wat raadt u aan?",
            1,
            picture=Picture("ab" * 32, "Een kaart met het park erop", 640, 480),
        ),
    )
)
