# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sentence in a summary carries the answers it rests on; one that does not add up is refused."""

import re
from collections.abc import Mapping

from msgspec import Struct

_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")


class Citation(Struct, frozen=True):
    """The entries behind one number: of which question, which ones, and how many that is.

    `entries` is a set: bit n stands for the nth entry of the consultation in the order of ids.
    """

    question: str
    entries: int
    count: int


class Sentence(Struct, frozen=True):
    """Text as printed, the rule that made it, and the citations in the order of the text.

    fixed            numbers in the text that are names and not counts, such as a decision point's
    decision_point   which point it is about; None for the whole proposal
    """

    rule: str
    text: str
    citations: tuple[Citation, ...]
    fixed: tuple[str, ...] = ()
    decision_point: int | None = None


class Unfounded(Exception):
    """A sentence that says what its answers do not; carries every reason."""

    def __init__(self, sentence: Sentence, reasons: tuple[str, ...]) -> None:
        super().__init__(f"{sentence.rule}: {'; '.join(reasons)}")
        self.reasons = reasons


def spelled(number: int) -> str:
    """A count as a Dutch sentence writes it: 1.204."""
    return f"{number:,}".replace(",", ".")


def numbers(text: str) -> tuple[str, ...]:
    """Every number in digits, as `check` sees them."""
    return tuple(_NUMBER.findall(text))


def _unsupported(sentence: Sentence) -> list[str]:
    """Walk the numbers of the text: each is a name, or the next citation's count, in order.

    It sees digits only. "Niemand" and numbers written out are the template's to get right.
    """
    reasons: list[str] = []
    names = list(sentence.fixed)
    left = [spelled(citation.count) for citation in sentence.citations]
    for number in numbers(sentence.text):
        if left and number == left[0]:
            left.pop(0)
        elif number in names:
            names.remove(number)
        else:
            reasons.append(f"the text says {number}, which nothing supports")
    if left:
        reasons.append(f"cited but not said: {', '.join(left)}")
    return reasons


def check(sentence: Sentence, known: Mapping[str, int]) -> None:
    """Raise `Unfounded` unless every number is the size of a set of answers that exist.

    `known` holds, per question, the set of entries that count for it.
    """
    reasons: list[str] = []
    for citation in sentence.citations:
        cited = citation.entries.bit_count()
        if cited != citation.count:
            reasons.append(f"{citation.question}: says {citation.count}, cites {cited}")
        if strangers := citation.entries & ~known.get(citation.question, 0):
            many = strangers.bit_count()
            reasons.append(f"{citation.question}: {many} cited entries do not count here")
    reasons += _unsupported(sentence)
    if reasons:
        raise Unfounded(sentence, tuple(reasons))
