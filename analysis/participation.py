# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who took part, held against the town: frozen with the figures, and read by every page and file.

Whole numbers only, and nothing that the tables by group hide: groups that are too small to be shown
are one group together here, and whoever can take the shown ones from the totals knows that one
already (docs/decisions/0037).
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from analysis import participation_sentences, weighting
from analysis.disclosure import Crossing, Marginal
from analysis.participation_weighted import Known, Weighed, weigh
from analysis.points import permille
from analysis.profiles import Profiles
from analysis.representation import Group, indicator
from analysis.weighting import Refused
from surveys.population import Base, Fit, Population, fits
from surveys.questionnaire import Questionnaire


class Tables(Struct, frozen=True):
    """What is shown of who answered, by question, and of what they said, in the order of the
    figures; `withheld` are questions of which an earlier version has the tables."""

    who: Mapping[str, Marginal]
    crossings: Sequence[Crossing]
    withheld: tuple[str, ...]
    k: int


class Share(Struct, frozen=True):
    """One group, or all that are hidden together; per mille.

    ratio     its part of the reactions for each part of the residents: 1000 is as many as there are
    partial   how much it adds to the difference, below nought for who is missing
              (`representation`); 0 when it is not known how many kept it to themselves
    """

    groups: tuple[str, ...]
    residents: int
    residents_permille: int
    n: int
    permille: int
    ratio: int
    partial: int = 0


class Compared(Struct, frozen=True):
    """One trait.

    of          reactions that the shares are of: who told their group. Of all of them when it is
                hidden how many did not (`told` is no)
    r           the R-indicator, per mille
    variation   S / rho, per mille: how unevenly the groups answered, however many did
    why         in words, why nothing can be compared
    """

    background: str
    trait: str
    base: Base
    of: int = 0
    told: bool = False
    shares: tuple[Share, ...] = ()
    r: int | None = None
    variation: int | None = None
    why: str = ""


class Participation(Struct, frozen=True):
    """`population`: what the reactions were held against, so that anybody can do it again.

    said      in words: the largest differences, most important first
    weighed   None when it was not done, and `why` has every reason
    rules     under which it is weighted or refused
    """

    population: Population
    compared: tuple[Compared, ...]
    said: tuple[str, ...]
    weighed: Weighed | None
    why: tuple[str, ...]
    rules: weighting.Rules = weighting.RULES


def _share(groups: tuple[str, ...], residents: int, whole: int, n: int, of: int) -> Share:
    ratio = permille(n * whole, of * residents) if residents else 0
    return Share(groups, residents, permille(residents, whole), n, permille(n, of), ratio)


def _residents(fit: Fit, values: Sequence[str]) -> int:
    groups = {fit.groups[value] for value in values}
    return sum(target.residents for target in fit.margin.targets if target.group in groups)


class _Known(Struct, frozen=True):
    """What may be known of one trait: reactions per group or of several together, and of how many
    reactions those are parts."""

    parts: tuple[tuple[tuple[str, ...], int], ...]
    of: int
    told: bool


def _known(fit: Fit, who: Marginal, counted: int) -> _Known:
    shown = {people.group: people.n for people in who.shown}
    named = {group: n for group, n in shown.items() if group is not None and group in fit.groups}
    together = tuple(g for g in who.hidden if g is not None and g in fit.groups)
    parts = tuple(((group,), n) for group, n in named.items())
    if len(together) < len(who.hidden):
        return _Known(parts, counted, told=False)
    of = counted - sum(shown.values()) + sum(named.values())
    rest = ((together, of - sum(named.values())),) if together else ()
    return _Known((*parts, *rest), of, told=True)


def _compared(fit: Fit, tables: Tables, counted: int) -> Compared:
    found = Compared(fit.question.key, fit.margin.trait, fit.margin.base)
    if not fit.whole:
        return replace(found, why=participation_sentences.mismatch(fit))
    if fit.question.key in tables.withheld:
        return replace(found, why=participation_sentences.EARLIER)
    known = _known(fit, tables.who[fit.question.key], counted)
    if not known.of or not any(len(groups) == 1 for groups, _ in known.parts):
        return replace(found, why=participation_sentences.TOO_FEW)
    whole = fit.margin.residents
    shares = tuple(
        _share(groups, _residents(fit, groups), whole, n, known.of) for groups, n in known.parts
    )
    found = replace(found, of=known.of, told=known.told, shares=shares)
    return _measured(found) if known.told else found


def _measured(found: Compared) -> Compared:
    measured = indicator([Group(share.residents, share.n) for share in found.shares])
    shares = tuple(
        replace(share, partial=round(1000 * partial))
        for share, partial in zip(found.shares, measured.partial, strict=True)
    )
    r, variation = round(1000 * measured.r), round(1000 * measured.variation)
    return replace(found, shares=shares, r=r, variation=variation)


def background(questionnaire: Questionnaire, population: Population | None) -> tuple[str, ...]:
    """The questions whose answers can be held against the town: what `profiles` is asked for."""
    if population is None:
        return ()
    return tuple(fit.question.key for fit in fits(questionnaire, population))


def participation(
    population: Population,
    questionnaire: Questionnaire,
    counted: int,
    tables: Tables,
    held: Profiles,
) -> Participation:
    """`held` is over `background` and the stance questions, in their order."""
    found = fits(questionnaire, population)
    compared = tuple(_compared(fit, tables, counted) for fit in found)
    said = participation_sentences.about(found, compared)
    try:
        known = Known(questionnaire, tables.who, tables.crossings, held, tables.k)
        weighed, why = weigh(found, known), ()
    except Refused as refused:
        weighed, why = None, refused.reasons
    return Participation(population, compared, said, weighed, why)
