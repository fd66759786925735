# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the same letter by many people comes to: counted with the others, and told apart.

Nothing is taken out of any figure. Whoever wants to know what is left without a letter finds both.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping

import msgspec
from msgspec import Struct

from analysis import members
from analysis.campaigns import CampaignRules, campaigns
from analysis.sets import Sets, any_of
from surveys.stances import IN_FAVOUR, OPPOSED
from surveys.template import advice_key, condition_key, stance_key, touched_key

RULES = CampaignRules()
ABOUT = (advice_key, condition_key, touched_key)
"""The texts of a decision point itself."""
_LETTER = "letter "
"""Before a number, among the values of a text's count key: no stored answer has a space there."""


class LetterFigures(Struct, frozen=True):
    """One letter in one text field; number 1 is the one that most people sent.

    question        count key of the text
    decision_point  of whose own texts it is one; None for another question
    senders         counted responses with nearly this text
    in_favour, opposed                of the decision point, among the senders
    others_in_favour, others_opposed  among everybody else
    """

    question: str
    decision_point: int | None
    number: int
    senders: int
    in_favour: int = 0
    opposed: int = 0
    others_in_favour: int = 0
    others_opposed: int = 0


def value(number: int) -> str:
    return f"{_LETTER}{number}"


def told_apart(found: Sets, texts: Mapping[str, Mapping[str, str]]) -> Sets:
    """The same sets and, per question, who sent which letter. `texts` holds, per question, what
    counted entries wrote; shorter texts than the rules ask for may be left out of it."""
    answers = dict(found.answers)
    for question, written in sorted(texts.items()):
        for number, campaign in enumerate(campaigns(written, RULES), start=1):
            places = [bisect_left(found.order, entry) for entry in campaign.members]
            answers[question, value(number)] = members.at(places)
    return msgspec.structs.replace(found, answers=answers)


def _sides(found: Sets, number: int, senders: int) -> tuple[int, int, int, int]:
    sides = [any_of(found, stance_key(number), side) for side in (IN_FAVOUR, OPPOSED)]
    inside = [(side & senders).bit_count() for side in sides]
    outside = [(side & ~senders).bit_count() for side in sides]
    return inside[0], inside[1], outside[0], outside[1]


def of_letters(found: Sets, points: Collection[int]) -> Iterator[LetterFigures]:
    """Largest first, per question."""
    asked = {of(number): number for number in points for of in ABOUT}
    letters = sorted(
        (question, int(name.removeprefix(_LETTER)), senders)
        for (question, name), senders in found.answers.items()
        if name.startswith(_LETTER)
    )
    for question, number, senders in letters:
        point = asked.get(question)
        sides = (0, 0, 0, 0) if point is None else _sides(found, point, senders)
        yield LetterFigures(question, point, number, senders.bit_count(), *sides)
