# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An agenda as it is read: items under their headings, in order."""

from collections.abc import Sequence

from msgspec import Struct

from backend.agenda.queries import Line


class Section(Struct):
    """Items under one heading; `heading` is None for items that stand under none.

    apart   put on this agenda by hand, behind headings that are not about them: as a list it would
            be read as part of the last one, so it has a plain heading of its own
    """

    heading: Line | None
    lines: list[Line]
    apart: bool = False


class Agenda(Struct, frozen=True):
    """`lapsed` is what was taken off the agenda; it stays to be found. `taken_off` is what of that
    everybody sees: not what the griffie added itself and took off before anything hung on it."""

    sections: tuple[Section, ...]
    lapsed: tuple[Line, ...]
    taken_off: tuple[Line, ...]
    red: int
    green: int


def _apart(line: Line, sections: Sequence[Section]) -> bool:
    last = next((each.heading for each in reversed(sections) if each.heading), None)
    placed = line.moved_here or (line.item.by_hand and last and not last.item.by_hand)
    return bool(last and not line.depth and placed)


def _ends(last: Section, line: Line, sections: Sequence[Section]) -> bool:
    """Only what is apart stands under the heading of what is apart, with what is part of it."""
    if last.apart:
        return not line.depth and not _apart(line, sections)
    return bool(last.heading and line.depth <= last.heading.depth)


def agenda(lines: Sequence[Line]) -> Agenda:
    sections: list[Section] = []
    for line in lines:
        if line.facts.lapsed:
            continue
        last = sections[-1] if sections else None
        if line.facts.only_heading:
            sections.append(Section(line, []))
        elif _apart(line, sections) and not (last and last.apart):
            sections.append(Section(None, [line], apart=True))
        elif last is None or _ends(last, line, sections):
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
