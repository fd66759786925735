# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The published rules of one municipality: never changed, only followed by next ones."""

from msgspec import Struct

from surveys.alphabet import in_order
from surveys.options import countable
from surveys.reading import NO_OPINION, OTHER

KINDS = (
    "raadsvoorstel",
    "initiatiefvoorstel",
    "beleidsnota",
    "motie",
    "amendement",
    "informatiebrief",
)


class Neighbourhood(Struct, frozen=True):
    """`code` is the municipality's or Statistics Netherlands' (WK… or BU…)."""

    code: str
    name: str


class Rules(Struct, frozen=True):
    """Frozen with the questionnaire at opening and printed with the results.

    hearing_kinds       kinds of council document that need hearing (DESIGN.md 8)
    minimum_days        days a consultation must have been open to count as hearing
    minimum_responses   counted responses it takes to count as hearing
    k                   smallest group of people shown in a crossing with background
    papers_days         working days before the meeting on which the papers are sent
    verbatims           quotations shown per decision point and side
    neighbourhoods      what residents can choose from; none: the question is not asked
    late_paper_days     days after closing on which paper that came in time may still be entered
    """

    hearing_kinds: tuple[str, ...] = (
        "raadsvoorstel",
        "initiatiefvoorstel",
        "beleidsnota",
        "motie",
        "amendement",
    )
    minimum_days: int = 14
    minimum_responses: int = 1
    k: int = 10
    papers_days: int = 10
    verbatims: int = 2
    neighbourhoods: tuple[Neighbourhood, ...] = ()
    late_paper_days: int = 0

    @property
    def in_alphabet(self) -> tuple[Neighbourhood, ...]:
        """The neighbourhoods as a resident looks for them."""
        return tuple(sorted(self.neighbourhoods, key=lambda hood: in_order(hood.name)))


def faults(rules: Rules) -> dict[str, str]:
    """Field to problem key for rules that cannot be published; empty when they can."""
    found: dict[str, str] = {}
    if unknown := set(rules.hearing_kinds) - set(KINDS):
        found["hearing_kinds"] = f"unknown kinds: {', '.join(sorted(unknown))}"
    limits = {
        "minimum_days": (rules.minimum_days, 0, 365),
        "minimum_responses": (rules.minimum_responses, 1, 1_000_000),
        "k": (rules.k, 5, 1000),
        "papers_days": (rules.papers_days, 0, 60),
        "verbatims": (rules.verbatims, 0, 20),
        "late_paper_days": (rules.late_paper_days, 0, 14),
    }
    for name, (value, low, high) in limits.items():
        if not low <= value <= high:
            found[name] = f"must be from {low} to {high}"
    codes = [hood.code for hood in rules.neighbourhoods]
    names = [hood.name.strip() for hood in rules.neighbourhoods]
    if len(set(codes)) != len(codes) or len(set(names)) != len(names):
        found["neighbourhoods"] = "a code or a name occurs twice"
    elif not all(map(countable, codes)) or {NO_OPINION, OTHER} & set(codes):
        found["neighbourhoods"] = "a code holds a space or a slash, or is too long"
    return found
