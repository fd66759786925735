# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands beside the bare figures and rests on more than the answers: who took part of the
town, people drawn by lot, and earlier versions. One function for who counts and who recounts."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct
from msgspec.structs import replace

from analysis import members, samples
from analysis.differencing import held_back
from analysis.figures import Figures, held_against
from analysis.profiles import Profiles
from analysis.samples import Invitation
from analysis.sets import Sets
from surveys.population import Population
from surveys.questionnaire import Questionnaire


class Beside(Struct, frozen=True):
    """
    population   the town's own figures, when there were any
    invitation   that letters went to people drawn by lot, and `by_letter` what came in with a code
    before       the figures of every version that was made final earlier
    """

    population: Population | None = None
    invitation: Invitation | None = None
    by_letter: AbstractSet[str] = frozenset()
    before: tuple[Figures, ...] = ()


def _sample(made: Figures, sets: Sets, beside: Beside) -> Figures:
    if beside.invitation is None:
        return made
    places = [at for at, entry in enumerate(sets.order) if entry in beside.by_letter]
    points: Sequence[int] = [point.number for point in made.points if point.asks_stance]
    found = samples.sample(sets, members.at(places), points, beside.invitation)
    return replace(made, sample=found)


def completed(
    made: Figures, questionnaire: Questionnaire, sets: Sets, held: Profiles, beside: Beside
) -> Figures:
    """`held`: over `participation.background` and the stance questions."""
    made = held_back(made, beside.before)
    made = held_against(made, beside.population, questionnaire, held)
    return _sample(made, sets, beside)
