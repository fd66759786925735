# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An agenda as it is read: items under their headings, in order."""

from collections.abc import Sequence

from msgspec import Struct

from backend.agenda.queries import Line


class Section(Struct):
    """Items under one heading; `heading` is None for items that stand under none."""

    heading: Line | None
    lines: list[Line]


class Agenda(Struct, frozen=True):
    """`lapsed` is what was taken off the agenda; it stays to be found. `taken_off` is what of that
    everybody sees: not what the griffie added itself and took off before anything hung on it."""

    sections: tuple[Section, ...]
    lapsed: tuple[Line, ...]
    taken_off: tuple[Line, ...]
    red: int
    green: int


def agenda(lines: Sequence[Line]) -> Agenda:
    sections: list[Section] = []
    for line in lines:
        if line.facts.lapsed:
            continue
        last = sections[-1] if sections else None
        if line.facts.only_heading:
            sections.append(Section(line, []))
        elif last is None or (last.heading and line.depth <= last.heading.depth):
            sections.append(Section(None, [line]))  # no longer under that heading
        else:
            last.lines.append(line)
    lapsed = tuple(line for line in lines if line.facts.lapsed and not line.facts.only_heading)
    return Agenda(
        sections=tuple(sections),
        lapsed=lapsed,
        taken_off=tuple(line for line in lapsed if not line.item.ours or line.documents),
        red=sum(line.counts and not line.ready for line in lines),
        green=sum(line.counts and line.ready for line in lines),
    )
