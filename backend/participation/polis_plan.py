# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From votes to entries: one submission for each person, and one replacement for each vote that
came after another on the same statement (docs/decisions/0024)."""

import hashlib
import hmac
from collections.abc import Mapping
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.participation.polis_reading import STANCE_OF, Conversation, Vote
from surveys.questionnaire import Answers, Questionnaire
from surveys.questions import StanceQuestion
from surveys.template import stance_key


class Step(Struct, frozen=True):
    """One entry to be. `mark` is what tells it from every other of this conversation.

    times   key of a question to the moment of the vote that is new here, in milliseconds
    """

    person: int
    mark: tuple[object, ...]
    answers: Answers
    times: Mapping[str, int]


def points(found: Conversation) -> tuple[tuple[int, str], ...]:
    """The statements as decision points: numbered from 1, in the order of their ids."""
    return tuple((place, each.text) for place, each in enumerate(found.statements, start=1))


def questionnaire(found: Conversation) -> Questionnaire:
    return Questionnaire(
        tuple(
            StanceQuestion(
                stance_key(place),
                "Wat vindt u van deze stelling?",
                place,
                description=f"Dit is stelling {each.id} in pol.is.",
                in_summary=not each.rejected,
            )
            for place, each in enumerate(found.statements, start=1)
        )
    )


def key(step: Step, consultation: UUID, secret: bytes) -> UUID:
    """Of its form: the same vote read in again is the same form."""
    said = b"polis/1" + msgspec.json.encode([str(consultation), *step.mark])
    return UUID(bytes=hmac.digest(secret, said, hashlib.sha256)[:16], version=5)


def steps(found: Conversation) -> list[Step]:
    """First all submissions, then the replacements in order of time: what is replaced stands
    before what replaces it."""
    asked = {each.id: stance_key(n) for n, each in enumerate(found.statements, start=1)}
    first: dict[int, dict[str, Vote]] = {}
    later: list[Vote] = []
    for vote in found.votes:
        own = first.setdefault(vote.person, {})
        if own.setdefault(asked[vote.statement], vote) is not vote:
            later.append(vote)
    state = {person: _coded(own) for person, own in sorted(first.items())}
    listed = [
        Step(
            person,
            (person,),
            Answers(coded, {}, {}),
            {question: first[person][question].at for question in coded},
        )
        for person, coded in state.items()
    ]
    for vote in later:
        question = asked[vote.statement]
        state[vote.person] = {**state[vote.person], question: str(STANCE_OF[vote.vote])}
        mark = (vote.person, vote.statement, vote.at, vote.vote)
        answers = Answers(state[vote.person], {}, {})
        listed.append(Step(vote.person, mark, answers, {question: vote.at}))
    return listed


def _coded(own: Mapping[str, Vote]) -> dict[str, str]:
    return {question: str(STANCE_OF[own[question].vote]) for question in sorted(own)}
