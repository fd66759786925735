# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Made-up consultations: what came in, and how it is spread over batches."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st

from analysis.frames import CANCELLED, RECEIVED, WRITTEN, AnswerTuple, Batch, EntryTuple, batch
from surveys.questions import Option
from surveys.stances import Stance
from surveys.template import draft

QUESTIONNAIRE = draft([1, 2], [Option("noord", "Noord"), Option("zuid", "Zuid")])
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
_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("1.stance", "2.stance"), st.sampled_from([str(s) for s in Stance])),
        **dict.fromkeys(_WRITTEN_KEYS, st.just(WRITTEN)),
    },
)
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
