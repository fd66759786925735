# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The place and its council documents, read once from the package's own data."""

from importlib.resources import files

import msgspec


class Neighbourhood(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    said: str
    """As it runs in a sentence after "in"."""
    inhabitants: int
    streets: tuple[str, ...]


class Municipality(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    code: str
    neighbourhoods: tuple[Neighbourhood, ...]

    @property
    def inhabitants(self) -> int:
        return sum(each.inhabitants for each in self.neighbourhoods)


class DecisionPoint(msgspec.Struct, frozen=True):
    number: int
    text: str


class Proposal(msgspec.Struct, frozen=True):
    key: str
    title: str
    kind: str
    plain_text: str
    """Paragraphs with a blank line between them, no markup."""
    decision_points: tuple[DecisionPoint, ...]
    subject: str
    themes: tuple[str, ...]
    """Keys of the themes with which every municipality begins; residents find it by them."""
    hoods: tuple[str, ...]
    """Codes of neighbourhoods; none: all of the town."""


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    kind: str
    title: str
    subject: str
    plain_text: str
    points: tuple[str, ...]
    themes: tuple[str, ...] = ()
    hoods: tuple[str, ...] = ()


class _Pile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    proposals: tuple[_Written, ...]
    amendment: _Written


def data(name: str) -> str:
    """Text of one of the package's own data files."""
    return (files("backend.demo.data") / name).read_text(encoding="utf-8")


def _proposal(written: _Written) -> Proposal:
    return Proposal(
        key=written.key,
        title=written.title,
        kind=written.kind,
        plain_text=written.plain_text.strip(),
        decision_points=tuple(
            DecisionPoint(number, text) for number, text in enumerate(written.points, start=1)
        ),
        subject=written.subject,
        themes=written.themes,
        hoods=written.hoods,
    )


_pile = msgspec.toml.decode(data("proposals.toml"), type=_Pile)

MERENBURG: Municipality = msgspec.toml.decode(data("place.toml"), type=Municipality)
PROPOSALS: tuple[Proposal, ...] = tuple(_proposal(written) for written in _pile.proposals)
AMENDMENT: Proposal = _proposal(_pile.amendment)
"""Comes with the changed agenda. Nobody was heard on it, so its item stays red."""
