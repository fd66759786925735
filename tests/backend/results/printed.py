# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A final summary made without a database, of as many decision points as asked."""

import datetime as dt
import random
from uuid import UUID

from analysis import sentences, sets
from analysis.figures import figures
from analysis.tally import count
from backend.results.content import FORMAT, Asked, Cited, Content, Logged, Quoted, Said
from surveys.questionnaire import Questionnaire
from surveys.questions import ChoiceQuestion, Option
from surveys.review import State, Verdict
from surveys.reviewed import Given as ReviewGiven
from surveys.reviewed import Review, Section
from surveys.rules import Rules
from surveys.stances import Stance
from surveys.template import draft
from tests.analysis.made import Response, make_batch

FINAL = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
LONG = "Arbeidsongeschiktheidsverzekeringsmaatschappijen"
GENERAL = ChoiceQuestion(
    "way",
    "Hoe komt u langs het park?",
    (Option("fiets", "Met de fiets"), Option("auto", "=1+1 auto")),
    other=True,
)
OBJECTION = "=De raad las dit niet: *sterren* en #hekjes."
REVIEWED = Section(
    1,
    (
        Review(
            "Cliëntenraad",
            "cliëntenraad",
            1,
            dt.date(2026, 10, 1),
            dt.date(2026, 10, 15),
            State.GIVEN,
            ReviewGiven(Verdict.OBJECTS, OBJECTION, dt.date(2026, 10, 10)),
        ),
    ),
)
HOSTILE = (
    "#set page(fill: red) *niet vet* _niet schuin_ $x^2$ `code` @bron <label> \\ [haken]",
    "=HYPERLINK(\"https://kwaad.example\"; 'klik')",
    "\u0627\u0644\u062d\u062f\u064a\u0642\u0629 \u062c\u0645\u064a\u0644\u0629 (2026).",
    "\u05d4\u05e4\u05d0\u05e8\u05e7 \u05d9\u05e4\u05d4, en dan weer Nederlands.",
    "\u516c\u56ed \U0001f600\U0001f333 e\u0301\u0302 \u202eomgekeerd\u202c\ufeff\x07 a\u0327\u20dd",
    f"{LONG}{'heeljes' * 30} https://voorbeeld.example/{'pad/' * 40}",
)


def _responses(points: int, seed: int) -> list[Response]:
    chance = random.Random(seed)  # noqa: S311 - made-up people
    made: list[Response] = []
    for place in range(90):
        answers = {
            f"{number}.stance": chance.choice(list(Stance))
            for number in range(1, points + 1)
            if chance.random() < 0.9
        }
        answers["way"] = chance.choice(["fiets", "auto", "no_opinion"])
        channel = chance.choice(["web", "web", "paper", "phone"])
        age = {"age_band": chance.choice(["15-24", "45-64", "65+"])}
        fate = "set_aside" if place == 7 else None
        made.append(Response(f"{place:04}", channel, answers=answers, background=age, fate=fate))
    return made


def make_content(points: int, *, title: str = "Een park aan de Meerkade", seed: int = 1) -> Content:
    """With quotations that no template, spreadsheet or font is glad to see."""
    asked = Questionnaire((*draft(range(1, points + 1), []).questions, GENERAL))
    responses = _responses(points, seed)
    batch = make_batch(responses)
    texts = {
        n: f"De raad besluit punt {n}: {LONG} en *sterretjes* #1." for n in range(1, points + 1)
    }
    found = figures(count(batch, asked), asked, Rules(), texts)
    said = sentences.write(found, sets.gather(batch, asked))
    sides = [*Stance, "none"]
    return Content(
        format=FORMAT,
        municipality="Merenburg",
        title=title,
        slug="park",
        consultation=UUID(int=1),
        number=1,
        document=UUID(int=2),
        document_hash="ab" * 32,
        opened_at=FINAL - dt.timedelta(days=30),
        closed_at=FINAL - dt.timedelta(days=10),
        finalised_at=FINAL,
        rules=Rules(),
        questionnaire_hash="cd" * 32,
        result_hash="ef" * 32,
        seed="12" * 32,
        background=tuple(
            Asked(q.key, q.label, {o.value: o.label for o in q.options}) for q in asked.background()
        ),
        figures=found,
        sentences=tuple(
            Said(
                one.rule,
                one.decision_point,
                one.text,
                tuple(Cited(c.question, c.count, "00" * 32) for c in one.citations),
            )
            for one in said
        ),
        quotations=tuple(
            Quoted(
                1 if points else None,
                sides[place % len(sides)],
                place,
                text,
                "" if points else "way",
            )
            for place, text in enumerate(HOSTILE)
        ),
        accompanying_text="De griffie las alles.\n\nTwee alinea's, met #hekjes en *sterren*.",
        address="https://raadgever.test/raadplegingen/park/samenvatting/v1",
        log=Logged("merenburg.example/log", 4711, "a1" * 32, " ".join(["b2c3"] * 16), "note"),
    )
