# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a bundle opens what it has to, and nothing that is not for everybody."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final
from uuid import UUID

from backend.ledger import fields
from backend.verifying import files
from backend.verifying.case import Case
from backend.verifying.chain import Content
from backend.verifying.openings import Openings

_ITSELF: Final = frozenset((fields.ID, fields.CHANNEL))


def _must(held: Openings, *, said: bool, sealed: bool) -> frozenset[str]:
    """`said`: what it says is in a figure, for it counts or was set aside."""
    if sealed:
        return fields.names(held.asked)
    if not said:
        return _ITSELF
    if held.long:
        return _ITSELF | {fields.TOGETHER}
    return _ITSELF | {fields.QUESTION + name for name in held.codes}


def _ids(held: Openings, rows: Sequence[Content]) -> Iterator[tuple[int, str]]:
    for row, name in zip(rows, held.ids, strict=True):
        try:
            if str(UUID(name)) != name:
                yield row.position, "het kenmerk is niet geschreven zoals het hoort."
        except ValueError:
            yield row.position, "het kenmerk is geen UUID."
    order = sorted(range(len(rows)), key=lambda place: held.ids[place])
    for one, other in pairwise(order):
        if held.ids[one] == held.ids[other]:
            first = rows[min(one, other)].position
            yield rows[max(one, other)].position, f"hetzelfde kenmerk als regel {first}."


def check(case: Case, at: int) -> None:
    """`at`: the place of the tally. A text is opened when the log says that it was released."""
    held, quoted = case.held, case.steps.released()
    for position, what in _ids(held, case.rows):
        case.findings.fault("O5", files.RESPONSES, what, position)
    must = {said: _must(held, said=said, sealed=case.sealed) for said in (True, False)}
    for place, row in enumerate(case.rows):
        opened = held.bare[place]
        if row.shut:
            if opened:
                what = "dit is ingetrokken, en er is toch iets van geopend."
                case.findings.fault("O4", files.RESPONSES, what, row.position)
            continue
        counts = row.stands_at(at)
        said = counts or row.aside_at(at)
        if missing := must[said] - opened:
            what = f"niet geopend: {', '.join(sorted(missing))}."
            case.findings.fault("O3", files.RESPONSES, what, row.position)
        too_much = opened - must[said]
        if said:
            public = quoted if counts else set[tuple[int, str]]()
            too_much = {field for field in too_much if not _may(case, place, field, public)}
        if too_much and not case.sealed:
            what = f"ten onrechte geopend: {', '.join(sorted(too_much))}."
            case.findings.fault("O4", files.RESPONSES, what, row.position)


def _may(case: Case, place: int, field: str, quoted: set[tuple[int, str]]) -> bool:
    """That nothing was written tells nothing; a text is for everybody when it was released."""
    held = case.held
    name = field.removeprefix(fields.QUESTION)
    if name == field or name not in held.texts:
        return False
    return held.said[name][place] is None or (case.rows[place].position, name) in quoted
