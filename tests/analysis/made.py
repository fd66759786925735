# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Made-up consultations: what came in, and how it is spread over batches."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st

from analysis.frames import CANCELLED, RECEIVED, AnswerTuple, Batch, EntryTuple, batch
from surveys.counting import WRITTEN
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    Condition,
    NumberQuestion,
    OpenQuestion,
    Option,
    ScaleQuestion,
    StanceQuestion,
)
from surveys.stances import Stance
from surveys.template import draft

EVERY_TYPE = (
    ChoiceQuestion(
        "way",
        "Hoe komt u langs het park?",
        (Option("fiets", "Met de fiets"), Option("auto", "Met 1 auto")),
        1,
        other=True,
    ),
    ScaleQuestion(
        "calm",
        "Hoe rustig vindt u het na 22 uur?",
        2,
        low_label="heel druk",
        show_if=Condition("way", ("fiets", "other")),
    ),
    OpenQuestion("why", "Waarom?", 2, required=True, show_if=Condition("calm", ("1", "2"))),
    StanceQuestion("plan", "En met bomen?", 2),
    ChoicesQuestion(
        "wishes",
        "Wat wilt u in het park?",
        (Option("bomen", "Bomen"), Option("banken", "Banken"), Option("water", "Water")),
        other=True,
        most=3,
    ),
    NumberQuestion(
        "trees",
        "Hoeveel bomen?",
        low=-3,
        high=30,
        unit="bomen",
        required=True,
        show_if=Condition("wishes", ("bomen", "no_opinion")),
    ),
)
QUESTIONNAIRE = Questionnaire(
    (*draft([1, 2], [Option("noord", "Noord"), Option("zuid", "Zuid")]).questions, *EVERY_TYPE)
)
POINTS = {1: "Het park gaat dicht.", 2: "De school blijft open."}
CHANNELS = ("web", "paper", "phone", "desk", "import", "pigeon")
FIRST_DAY = date(2026, 10, 1)


@dataclass
class Response:
    """One content entry; `fate` is how it was cancelled, `parts` the batches of + and of -."""

    entry: str
    channel: str = "web"
    day: date = FIRST_DAY
    answers: dict[str, str] = field(default_factory=dict)
    background: dict[str, str] = field(default_factory=dict)
    fate: str | None = None
    parts: tuple[int, int] = (0, 0)

    def rows(self, part: int) -> tuple[list[EntryTuple], list[AnswerTuple], list[AnswerTuple]]:
        signs = [(1, RECEIVED)] if self.parts[0] == part else []
        signs += [(-1, self.fate)] if self.fate and self.parts[1] == part else []
        return (
            [(self.entry, sign, cause, self.channel, self.day) for sign, cause in signs],
            [(self.entry, sign, *pair) for sign, _ in signs for pair in self.answers.items()],
            [(self.entry, sign, *pair) for sign, _ in signs for pair in self.background.items()],
        )


def make_batch(responses: list[Response], part: int = 0) -> Batch:
    rows = [response.rows(part) for response in responses]
    return batch(*([row for three in rows for row in three[place]] for place in range(3)))


def make_batches(responses: list[Response]) -> list[Batch]:
    parts = {part for response in responses for part in response.parts}
    return [make_batch(responses, part) for part in sorted(parts)]


def make_responses(number: int, stance: str, first: int = 0, **more: object) -> list[Response]:
    return [
        Response(f"{first + place:04}", answers={"1.stance": stance}, **more)
        for place in range(number)
    ]


_WRITTEN_KEYS = ("1.advice", "1.condition", "1.touched", "2.advice", "2.condition", "2.touched")
_STANCE_KEYS = ("1.stance", "2.stance", "plan")
_WISHES = ("bomen", "banken", "water", "other")


def _stored(answers: dict[str, str]) -> dict[str, str]:
    """As a form would let it through: a text beside "anders" only, and nothing that is hidden."""
    hidden = QUESTIONNAIRE.hidden({key: [value] for key, value in answers.items()})
    kept = {key: value for key, value in answers.items() if key not in hidden}
    for key in ("way", "wishes"):
        if "other" in kept.get(key, "").split():
            kept[f"{key}.other"] = WRITTEN
    for key in ("why", "trees"):
        if kept.get(key) == "skip":
            del kept[key]
            kept[f"{key}.skip"] = "ja"
    return kept


_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(_STANCE_KEYS, st.sampled_from([str(s) for s in Stance])),
        **dict.fromkeys(_WRITTEN_KEYS, st.just(WRITTEN)),
        "way": st.sampled_from(["fiets", "auto", "other", "no_opinion"]),
        "calm": st.sampled_from(["1", "2", "3", "4", "5", "no_opinion"]),
        "why": st.sampled_from([WRITTEN, "skip"]),
        "wishes": st.one_of(
            st.just("no_opinion"),
            st.sets(st.sampled_from(_WISHES), min_size=1, max_size=3).map(
                lambda chosen: " ".join(sorted(chosen, key=_WISHES.index))
            ),
        ),
        "trees": st.one_of(st.just("skip"), st.integers(-3, 30).map(str)),
    },
).map(_stored)
_BACKGROUND = st.fixed_dictionaries(
    {},
    optional={
        question.key: st.sampled_from([option.value for option in question.options])
        for question in QUESTIONNAIRE.background()
    },
)
_RESPONSE = st.builds(
    Response,
    entry=st.just(""),
    channel=st.sampled_from(CHANNELS),
    day=st.integers(0, 3).map(lambda days: FIRST_DAY + timedelta(days=days)),
    answers=_ANSWERS,
    background=_BACKGROUND,
    fate=st.sampled_from([None, None, *CANCELLED]),
    parts=st.tuples(st.integers(0, 3), st.integers(0, 3)),
)


def _numbered(responses: list[Response]) -> list[Response]:
    for place, response in enumerate(responses):
        response.entry = f"{place:04}"
    return responses


consultations = st.lists(_RESPONSE, max_size=12).map(_numbered)
