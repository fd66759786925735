# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each type of question as somebody sees it: the one place that tells them apart for the eye."""

from collections.abc import Collection, Sequence
from functools import reduce
from typing import Literal, assert_never

from msgspec import Struct, structs

from backend.participation import wording
from backend.web.languages import Stored, gettext, stored, told
from surveys.questionnaire import PageKind, Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    Condition,
    NumberQuestion,
    OpenQuestion,
    Option,
    Picture,
    Question,
    ScaleQuestion,
    StanceQuestion,
)
from surveys.reading import NO_OPINION, OTHER, Given

Kind = Literal["stance", "open", "number", "scale", "choice", "choices", "background"]


_KINDS: dict[type[Question], Kind] = {
    StanceQuestion: "stance",
    OpenQuestion: "open",
    NumberQuestion: "number",
    ScaleQuestion: "scale",
    ChoiceQuestion: "choice",
    ChoicesQuestion: "choices",
    BackgroundQuestion: "background",
}


class Choice(Struct, frozen=True):
    value: str
    label: str
    hint: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        return self.value, self.label


class Asked(Struct, frozen=True):
    """`limit` nought is no text field; `choices` empty is no choice.

    fields     every field of the form that it reads, its key first
    condition  in words when it is asked, for where the question that it hangs on is in sight
    hangs_on   the same for a script
    ends       what the lowest and the highest step of a scale mean
    most       nought is as many as one likes
    """

    kind: Kind
    key: str
    label: str
    decision_point: int | None
    fields: tuple[str, ...] = ()
    description: str = ""
    condition: str = ""
    hangs_on: Condition | None = None
    picture: Picture | None = None
    why: str = ""
    required: bool = False
    limit: int = 0
    low: int | None = None
    high: int | None = None
    unit: str = ""
    ends: tuple[str, str] = ("", "")
    most: int = 0
    choices: tuple[Choice, ...] = ()

    @property
    def other(self) -> str:
        """The field for "anders, namelijk"; empty when there is none."""
        return next((name for name in self.fields if name.endswith(".other")), "")

    @property
    def skip(self) -> str:
        """The field for "dat weet ik niet" beside a text or a number; empty when there is none."""
        return next((name for name in self.fields if name.endswith(".skip")), "")

    @property
    def hints(self) -> tuple[str, ...]:
        """What stands between question and field, line by line."""
        several = gettext("U mag meer dan één antwoord kiezen.") if self.kind == "choices" else ""
        if self.most:
            several = wording.at_most(self.most)
        bounds = wording.bounds(self.low, self.high)
        lines = (self.condition, self.description, self.why, bounds, several)
        return tuple(line for line in lines if line)

    def options(self, given: Given) -> tuple[tuple[str, str, str], ...]:
        """As a form shows them. A choice can be taken back; who somebody is need not be said."""
        shown = tuple((choice.value, choice.label, choice.hint) for choice in self.choices)
        if self.kind == "background":
            return (*shown, ("", gettext("Dat zeg ik liever niet"), ""))
        answered = self.key in given and not self.required
        none = ("", gettext("Toch geen antwoord geven"), "")
        return (*shown, none) if answered else shown

    def chosen(self, given: Given) -> tuple[str, ...]:
        """Values; several may stand in one text, as they are stored."""
        if self.kind == "choices":
            return tuple(value for text in given.get(self.key, ()) for value in text.split())
        return tuple(given.get(self.key, ()))


class Section(Struct, frozen=True):
    """A page of the form: its number, and the decision point with its text."""

    number: int
    kind: PageKind
    decision_point: int | None
    point: str
    asked: tuple[Asked, ...]

    @property
    def name(self) -> str:
        if self.kind == "point":
            return gettext("Punt {number}").format(number=self.decision_point)
        return gettext("Over uzelf") if self.kind == "about" else gettext("Over het hele voorstel")


def _stances() -> tuple[Choice, ...]:
    return tuple(
        Choice(stance, gettext(label), gettext(wording.STANCE_HINTS.get(stance, "")))
        for stance, label in wording.STANCES.items()
    )


def _no_opinion(*, offered: bool) -> list[Choice]:
    return [Choice(NO_OPINION, gettext(wording.DONT_KNOW))] if offered else []


def _choices(
    options: Sequence[Option], *, other: bool = False, no_opinion: bool = False
) -> tuple[Choice, ...]:
    listed = [Choice(option.value, told(option.label)) for option in options]
    if other:
        listed.append(Choice(OTHER, gettext(wording.OTHERWISE)))
    return (*listed, *_no_opinion(offered=no_opinion))


def _steps(question: ScaleQuestion) -> tuple[Choice, ...]:
    ends = {1: question.low_label, question.steps: question.high_label}
    steps = [
        Choice(str(n), Stored(f"{n}: {ends[n]}") if ends.get(n) else str(n))
        for n in range(1, question.steps + 1)
    ]
    return (*steps, *_no_opinion(offered=question.no_opinion))


def asked(question: Question, condition: str = "") -> Asked:
    """`condition` in words, for where the question that it hangs on is in sight.

    The standard questions are in the catalogue; what a griffier wrote is shown as it was written.
    """
    common = Asked(
        question_kind(question),
        question.key,
        told(question.label),
        question.decision_point,
        question.fields,
        description=told(question.description),
        condition=condition,
        hangs_on=question.show_if if condition else None,
        picture=question.picture,
        required=question.required,
    )
    match question:
        case StanceQuestion():
            return structs.replace(common, choices=_stances())
        case OpenQuestion(limit=limit):
            return structs.replace(common, limit=limit)
        case NumberQuestion(low=low, high=high, unit=unit):
            return structs.replace(common, low=low, high=high, unit=stored(unit))
        case ScaleQuestion(low_label=low, high_label=high):
            return structs.replace(
                common, ends=(stored(low), stored(high)), choices=_steps(question)
            )
        case (
            ChoiceQuestion(options=options, other=other, no_opinion=no_opinion)
            | ChoicesQuestion(options=options, other=other, no_opinion=no_opinion)
        ):
            choices = _choices(options, other=other, no_opinion=no_opinion)
            most = question.most if isinstance(question, ChoicesQuestion) else 0
            return structs.replace(common, choices=choices, most=most)
        case BackgroundQuestion(why=why, options=options):
            return structs.replace(common, why=told(why), choices=_choices(options))
        case _:
            assert_never(question)


def address(picture: Picture) -> str:
    """Every picture is kept as WebP, so its address follows from its hash."""
    return f"/afbeeldingen/{picture.hash}.webp"


def question_kind(question: Question) -> Kind:
    return _KINDS[type(question)]


def sections(
    questionnaire: Questionnaire, points: tuple[tuple[int, str], ...], given: Given | None = None
) -> tuple[Section, ...]:
    """The pages of the form after these answers, without what is not asked any more.

    Without answers everything, as on one sheet: every condition then has its words.
    """
    gone = frozenset[str]() if given is None else questionnaire.gone(given)
    texts = dict(points)
    found: list[Section] = []
    for number, page in enumerate(questionnaire.pages(), start=1):
        in_sight = questionnaire.keys() if given is None else [q.key for q in page.questions]
        shown = tuple(
            asked(question, _when(question, questionnaire, in_sight))
            for question in page.questions
            if question.key not in gone
        )
        if shown:
            point = page.decision_point
            text = texts.get(point, "") if point is not None else ""
            found.append(Section(number, page.kind, point, text, shown))
    return tuple(found)


def _when(question: Question, questionnaire: Questionnaire, in_sight: Collection[str]) -> str:
    if question.show_if is None or question.show_if.question not in in_sight:
        return ""
    return gettext("Alleen invullen {when}.").format(when=when(question, questionnaire))


def when(question: Question, questionnaire: Questionnaire) -> str:
    """`als u bij “…” koos voor “…” of “…”`: the condition of this question in words."""
    hangs_on = question.show_if
    if hangs_on is None:
        return ""
    other = next((q for q in questionnaire.questions if q.key == hangs_on.question), None)
    if other is None:
        return ""
    shown = asked(other)
    labels = {choice.value: choice.label for choice in shown.choices}
    values = _either([f"“{labels.get(value, value)}”" for value in hangs_on.values])
    point = other.decision_point
    if point is None or point == question.decision_point:
        said = gettext("als u bij “{question}” koos voor {values}")
    else:
        said = gettext("als u bij punt {point}, “{question}” koos voor {values}")
    return said.format(point=point, question=shown.label, values=values)


def _either(words: Sequence[str]) -> str:
    return reduce(
        lambda one, next_: gettext("{one} of {other}").format(one=one, other=next_), words
    )
