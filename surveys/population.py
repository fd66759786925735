# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many residents of which age, sex and neighbourhood a town has, to hold answers against.

Which question asks after which trait: by its key, as the usual questionnaire has it, or by the
words of its answers, as a griffier wrote them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from surveys.questionnaire import Questionnaire
from surveys.questions import BackgroundQuestion, Option
from surveys.template import AGE_BANDS, NEIGHBOURHOOD

AGE: Final = "age_band"
SEX: Final = "sex"
SEXES: Final = (Option("man", "Man"), Option("vrouw", "Vrouw"))
TRAITS: Final = (AGE, SEX, NEIGHBOURHOOD)
MOST_PEOPLE: Final = 20_000_000
LEAST_GROUPS: Final = 2
Base = Literal["15+", "alle"]
"""Of which residents: of 15 and older, as our question after age begins there, or of all."""


class Target(Struct, frozen=True):
    """`name` as people call the group."""

    group: str
    name: str
    residents: int


class Margin(Struct, frozen=True):
    """All groups of one trait."""

    trait: str
    base: Base
    targets: tuple[Target, ...]

    @property
    def residents(self) -> int:
        return sum(target.residents for target in self.targets)


class Population(Struct, frozen=True):
    """Of one year, from one source: figures of different years are never mixed."""

    source: str
    year: int
    margins: tuple[Margin, ...]

    def margin(self, trait: str) -> Margin | None:
        return next((one for one in self.margins if one.trait == trait), None)


class Fit(Struct, frozen=True):
    """A background question, with the group that each of its answers is; an answer without one,
    such as "anders" for sex, is of people of whom the town has no number.

    left_out   groups of the town that nobody can choose
    unknown    answers that ought to have a number and have none
    """

    question: BackgroundQuestion
    margin: Margin
    groups: Mapping[str, str]
    left_out: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether shares can be held against each other at all."""
        return not self.left_out and not self.unknown


Kind = Literal["empty", "few", "missing", "unknown", "twice", "zero", "large", "totals"]


class Fault(Struct, frozen=True):
    """What is wrong with figures that can be read: in which trait, and with which groups."""

    kind: Kind
    trait: str = ""
    what: tuple[str, ...] = ()


TOLERANCE: Final = 100
"""One in so many may two totals of the same people differ: Statistics Netherlands rounds."""


def apart(one: int, other: int) -> bool:
    """Whether these cannot be totals of the same people, however they were rounded."""
    return abs(one - other) * TOLERANCE > max(one, other, 15 * TOLERANCE)


def _margin_faults(margin: Margin, hoods: Sequence[Option]) -> Iterator[Fault]:
    asked = usual(margin.trait, hoods)
    values = {option.value for option in asked}
    held = [target.group for target in margin.targets]
    groups: dict[Kind, tuple[str, ...]] = {
        "missing": tuple(o.label for o in asked if o.value not in held),
        "unknown": tuple(t.name for t in margin.targets if t.group not in values),
        "twice": tuple(sorted({group for group in held if held.count(group) > 1})),
        "zero": tuple(t.name for t in margin.targets if t.residents < 1),
        "large": tuple(t.name for t in margin.targets if t.residents > MOST_PEOPLE),
    }
    yield from (Fault(kind, margin.trait, what) for kind, what in groups.items() if what)
    if len(set(held)) < LEAST_GROUPS:
        yield Fault("few", margin.trait)


def faults(population: Population, hoods: Sequence[Option]) -> tuple[Fault, ...]:
    """Everything for which no answers can be held against these; `hoods` is what residents can
    choose from."""
    if not population.margins:
        return (Fault("empty"),)
    found = [fault for margin in population.margins for fault in _margin_faults(margin, hoods)]
    for base in ("15+", "alle"):
        same = [margin for margin in population.margins if margin.base == base]
        for margin in same[1:]:
            if apart(margin.residents, same[0].residents):
                totals = (same[0].trait, str(same[0].residents), str(margin.residents))
                found.append(Fault("totals", margin.trait, totals))
    return tuple(found)


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _fit(question: BackgroundQuestion, margin: Margin) -> Fit:
    named = {_words(target.name): target.group for target in margin.targets}
    known = {target.group for target in margin.targets}
    groups: dict[str, str] = {}
    for option in question.options:
        found = option.value if option.value in known else named.get(_words(option.label))
        if found is not None:
            groups[option.value] = found
    left_out = tuple(t.name for t in margin.targets if t.group not in groups.values())
    unknown = tuple(o.label for o in question.options if o.value not in groups)
    return Fit(question, margin, groups, left_out, () if margin.trait == SEX else unknown)


def fits(questionnaire: Questionnaire, population: Population) -> tuple[Fit, ...]:
    """What can be held against the town, in the order of the form; each trait once."""
    found: list[Fit] = []
    for question in questionnaire.background():
        taken = {fit.margin.trait for fit in found}
        for margin in population.margins:
            fit = _fit(question, margin)
            same = question.key == margin.trait or (fit.whole and fit.groups)
            if same and margin.trait not in taken:
                found.append(fit)
                break
    return tuple(found)


def usual(trait: str, hoods: Sequence[Option]) -> tuple[Option, ...]:
    """The groups that a margin of this trait is made of."""
    return {AGE: AGE_BANDS, SEX: SEXES, NEIGHBOURHOOD: tuple(hoods)}[trait]
