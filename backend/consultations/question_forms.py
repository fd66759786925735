# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One question as a form, and a form as a question: the one place that knows its fields."""

from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec import structs

from backend.consultations.question_list import WHOLE
from backend.consultations.question_words import Kind
from backend.consultations.remarks import FAULTS
from backend.errors import Flaw
from backend.web.forms import Posted, Reader
from backend.web.languages import gettext, marked
from backend.web.pages import number
from surveys.checks import FARTHEST, LONGEST_ANSWER, STEPS, Fault, faults
from surveys.editing import fresh_key, movable
from surveys.options import relabelled
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    NumberQuestion,
    OpenQuestion,
    Option,
    Question,
    ScaleQuestion,
    StanceQuestion,
    whole,
)
from surveys.template import stance_key

_LABELS = {
    "label": marked("De vraag"),
    "description": marked("Uitleg"),
    "point": marked("Waar"),
    "options": marked("Antwoorden"),
    "why": marked("Waarom vraagt u dit"),
    "limit": marked("Lengte van het antwoord"),
    "low": marked("Kleinste getal"),
    "high": marked("Grootste getal"),
    "unit": marked("Eenheid"),
    "steps": marked("Aantal stappen"),
    "low_label": marked("Woorden bij 1"),
    "high_label": marked("Woorden bij de hoogste stap"),
    "most": marked("Hoeveel antwoorden"),
    "required": marked("Verplicht"),
    "revision": marked("Versie"),
}
_PLACE_OF: dict[Fault, str] = {
    "no_label": "label",
    "few_options": "options",
    "empty_option": "options",
    "double_option": "options",
    "reserved_option": "options",
    "too_few_steps": "steps",
    "too_many_steps": "steps",
    "bounds": "high",
    "limit": "limit",
    "most": "most",
    "no_why": "why",
    "no_escape": "required",
}
_TICKS = ("required", "other", "no_opinion")
MOST_OPTIONS = 100
LONGEST_OPTION = 200


_BLANK: dict[Kind, Callable[[str, int | None], Question]] = {
    "open": lambda key, point: OpenQuestion(key, "", point),
    "choice": lambda key, point: ChoiceQuestion(key, "", (), point),
    "choices": lambda key, point: ChoicesQuestion(key, "", (), point),
    "scale": lambda key, point: ScaleQuestion(key, "", point),
    "number": lambda key, point: NumberQuestion(key, "", point),
    "background": lambda key, _: BackgroundQuestion(key, "", "", ()),
}


def blank(questionnaire: Questionnaire, kind: Kind, point: int | None) -> Question:
    """A new question of this kind, as the form first shows it. A stance is about a point."""
    if kind == "stance":
        number = point or 1
        return StanceQuestion(stance_key(number), "Wat vindt u van dit punt?", number)
    return _BLANK[kind](fresh_key(questionnaire, background=kind == "background"), point)


def labels() -> dict[str, str]:
    """What a field is called in the list of what is not right yet."""
    return {field: gettext(words) for field, words in _LABELS.items()}


def given_of(question: Question) -> dict[str, object]:
    """The question as its form is filled in."""
    fields = structs.asdict(question)
    fields["point"] = WHOLE if question.decision_point is None else str(question.decision_point)
    fields["options"] = "\n".join(option.label for option in fields.get("options", ()))
    return fields


def typed_of(fields: Posted) -> dict[str, object]:
    """What came in, to be shown again as it was typed."""
    typed: dict[str, object] = {name: values[0] for name, values in fields.items() if values}
    return {**typed, **{tick: tick in fields for tick in _TICKS}}


def spelled(typed: Mapping[str, object]) -> list[tuple[str, str]]:
    """What somebody wrote, by what the fields are called; boxes and numbers are soon set again."""
    return [
        (label, str(typed[name]))
        for name, label in labels().items()
        if name in {"label", "description", "options", "why", "low_label", "high_label", "unit"}
        and name in typed
    ]


def _number(reader: Reader, name: str, low: int, high: int, *, default: int) -> int:
    """A whole number as people write it, below nought as well."""
    text = reader.text(name, limit=20)
    value = whole(text) if text else default
    if value is None or not low <= value <= high:
        said = gettext("Vul een heel getal in van {low} tot en met {high}.")
        reader.flaws.append(Flaw(name, said.format(low=number(low), high=number(high))))
        return default
    return value


def _ticked(reader: Reader, name: str) -> bool:
    return bool(reader.choice(name, ("ja",)))


def _options(
    reader: Reader, before: Sequence[Option], named: Collection[str]
) -> tuple[Option, ...]:
    lines = reader.text("options", limit=20_000).split("\n")
    labels = [bare for line in lines if (bare := " ".join(line.split()))]
    if len(labels) > MOST_OPTIONS:
        said = gettext("Er passen ten hoogste {number} antwoorden.")
        reader.flaws.append(Flaw("options", said.format(number=MOST_OPTIONS)))
    if any(len(label) > LONGEST_OPTION for label in labels):
        said = gettext("Een antwoord is langer dan {number} tekens.")
        reader.flaws.append(Flaw("options", said.format(number=LONGEST_OPTION)))
    return relabelled(before, labels[:MOST_OPTIONS], named)


def _choices(
    reader: Reader, question: ChoiceQuestion | ChoicesQuestion, named: Collection[str]
) -> dict[str, object]:
    return {
        "options": _options(reader, question.options, named),
        "other": _ticked(reader, "other"),
        "no_opinion": _ticked(reader, "no_opinion"),
    }


def _numbers(reader: Reader, question: ScaleQuestion | NumberQuestion) -> dict[str, object]:
    match question:
        case NumberQuestion():
            return {
                "low": _number(reader, "low", -FARTHEST, FARTHEST, default=0),
                "high": _number(reader, "high", -FARTHEST, FARTHEST, default=1_000_000),
                "unit": reader.text("unit", limit=40),
            }
        case ScaleQuestion():
            return {
                "steps": _number(reader, "steps", STEPS.start, STEPS.stop - 1, default=5),
                "low_label": reader.text("low_label", limit=80),
                "high_label": reader.text("high_label", limit=80),
                "no_opinion": _ticked(reader, "no_opinion"),
            }


def _own_fields(reader: Reader, question: Question, named: Collection[str]) -> dict[str, object]:
    """What only this type has."""
    match question:
        case StanceQuestion():
            return {}
        case OpenQuestion():
            return {"limit": _number(reader, "limit", 1, LONGEST_ANSWER, default=4000)}
        case NumberQuestion() | ScaleQuestion():
            return _numbers(reader, question)
        case ChoiceQuestion():
            return _choices(reader, question, named)
        case ChoicesQuestion():
            most = _number(reader, "most", 0, MOST_OPTIONS, default=0)
            return {**_choices(reader, question, named), "most": most}
        case BackgroundQuestion():
            why = reader.text("why", limit=300)
            return {"why": why, "options": _options(reader, question.options, named)}


def _place(reader: Reader, question: Question, points: Sequence[int]) -> dict[str, object]:
    """The page that a question stands on, for questions that can go to another."""
    if not movable(question):
        return {}
    places = (*map(str, points), WHOLE)
    chosen = reader.choice("point", places, required=gettext("Kies waar de vraag staat."))
    return {"decision_point": int(chosen) if chosen.isdecimal() else None}


def read(
    reader: Reader, question: Question, points: Sequence[int], named: Collection[str] = ()
) -> Question:
    """The question as filled in; what is wrong with it stands in the reader, by field.

    `named` are its answers on which other questions hang.
    """
    changes: dict[str, object] = {
        "label": reader.text("label", required=gettext("Schrijf de vraag op."), limit=300),
        "description": reader.text("description", limit=1000),
        "required": _ticked(reader, "required"),
        **_place(reader, question, points),
        **_own_fields(reader, question, named),
    }
    made = structs.replace(question, **changes)
    told = {flaw.where for flaw in reader.flaws}
    found = {r.what for r in faults(Questionnaire((made,)), ratings_only_reason="-")}
    reader.flaws += [
        Flaw(place, gettext(FAULTS[fault]))
        for fault, place in _PLACE_OF.items()
        if fault in found and place not in told
    ]
    return made
