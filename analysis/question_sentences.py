# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said about one question, still unchecked: `sentences.write` checks it.

Numbers in a label and the answers themselves ("4 op een schaal van 1 tot en met 5") are names. How
many gave them is a count, with its entries: for a middle answer those on both sides of it.
"""

from collections.abc import Iterator

from analysis.dutch import listed, measured, reactions
from analysis.members import Members
from analysis.questions import OptionFigures, QuestionFigures
from analysis.sets import Sets, any_of
from analysis.spread import Spread
from surveys.counting import CHOSEN, NOT_ASKED, option_key
from surveys.reading import NO_OPINION
from surveys.sentences import Citation, Sentence, numbers, spelled

_MOST_NAMED = 3
"""So many answers that share the first place are named; of more nobody reads the list."""
_CHOSEN = {"choices": "aangekruist", "choice": "gekozen", "stance": "gekozen"}


def keys(question: QuestionFigures) -> tuple[str, ...]:
    """Which count keys its sentences cite."""
    if question.kind != "choices":
        return (question.key,)
    return (question.key, *(option_key(question.key, one.value) for one in question.options))


def _entries(question: QuestionFigures, sets: Sets) -> Iterator[tuple[str, Members]]:
    """Every value that is an answer, with who gave it."""
    for (key, value), entries in sets.answers.items():
        if key == question.key and value not in (NO_OPINION, NOT_ASKED):
            yield value, entries


def _answered(question: QuestionFigures, sets: Sets) -> Citation:
    given = any_of(sets, question.key, (value for value, _ in _entries(question, sets)))
    return Citation(question.key, given, question.answered)


def _option(question: QuestionFigures, option: OptionFigures, sets: Sets) -> Citation:
    key, value = question.key, option.value
    if question.kind == "choices":
        key, value = option_key(key, value), CHOSEN
    return Citation(key, sets.answers.get((key, value), 0), option.n)


def _sentence(
    question: QuestionFigures,
    rule: str,
    text: str,
    citations: tuple[Citation, ...],
    *names: str,
) -> Sentence:
    """`names` are the pieces of the text that hold numbers which are no counts."""
    fixed = tuple(number for name in (question.label, *names) for number in numbers(name))
    return Sentence(rule, text, citations, fixed, question.decision_point)


def _most(question: QuestionFigures, sets: Sets) -> Sentence:
    """The answer given most, or those that share the first place."""
    most = max(option.n for option in question.options)
    first = [option for option in question.options if option.n == most]
    about = f'Op de vraag "{question.label}"'
    done = _CHOSEN[question.kind]
    everybody = _answered(question, sets)
    if len(first) > _MOST_NAMED:
        text = f"{about} kwam in {reactions(question.answered)} een antwoord. "
        text += "Meer dan drie antwoorden delen de eerste plaats."
        return _sentence(question, "most_shared", text, (everybody,))
    cited = (*(_option(question, option, sets) for option in first), everybody)
    whole = f"Er staat een antwoord in {reactions(question.answered)}."
    if len(first) == 1:
        label = first[0].label
        text = f'{about} is "{label}" het vaakst {done}: in {reactions(most)}. {whole}'
        return _sentence(question, "most", text, cited, label)
    labels = [option.label for option in first]
    named = listed([f'"{label}" (in {reactions(most)})' for label in labels])
    text = f"{about} zijn {named} het vaakst {done}, en even vaak. {whole}"
    return _sentence(question, "most_tied", text, cited, *labels)


def _middle(question: QuestionFigures, spread: Spread, sets: Sets) -> Sentence:
    lower, upper = spread.median.lower, spread.median.upper
    at_most = at_least = 0
    for value, entries in _entries(question, sets):
        if int(value) <= lower:
            at_most |= entries
        if int(value) >= upper:
            at_least |= entries
    scale = ""
    if question.kind == "scale":
        scale = f", op een schaal van 1 tot en met {spelled(len(question.options))}"
    below, above = (measured(value, question.unit) for value in (lower, upper))
    is_one = f"is het middelste antwoord {below}"
    are_two = f"zijn de middelste antwoorden {below} en {above}"
    said = f"{is_one if lower == upper else are_two}{scale}"
    text = (
        f'Op de vraag "{question.label}" {said}. In {reactions(spread.at_most)} staat {below} of'
        f" minder, in {reactions(spread.at_least)} {above} of meer."
    )
    cited = (
        Citation(question.key, at_most, spread.at_most),
        Citation(question.key, at_least, spread.at_least),
    )
    return _sentence(question, "middle", text, cited, said, below, above)


def _written(question: QuestionFigures, sets: Sets) -> Sentence:
    text = f'In {reactions(question.answered)} staat een antwoord op de vraag "{question.label}".'
    return _sentence(question, "written", text, (_answered(question, sets),))


def about(question: QuestionFigures, sets: Sets) -> Iterator[Sentence]:
    """Nothing when nobody answered: the table says so."""
    if not question.answered:
        return
    if question.spread is not None:
        yield _middle(question, question.spread, sets)
    elif question.kind == "open":
        yield _written(question, sets)
    else:
        yield _most(question, sets)
