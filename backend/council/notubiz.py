# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Notubiz meeting (`/events/meetings/{id}?format=json`) as an `InboundMeeting`.

Only what the source calls public comes out; the rest is in `dropped`, without a title.
`module_items` are not read. Nothing here looks at `last_modified`.
"""

import re
from datetime import UTC, datetime
from typing import Final

from backend.council.inbound import (
    YEARS,
    Dropped,
    InboundDocument,
    InboundItem,
    InboundMeeting,
    Unreadable,
    local,
)
from backend.council.json_bytes import decode
from backend.council.json_places import Place
from backend.council.notubiz_attributes import LONGEST_TITLE, NO_TITLE, attribute_text
from backend.council.notubiz_documents import ZERO_DAY, Attachments, Register, closed
from backend.council.notubiz_items import in_order, nodes, read_items
from backend.council.notubiz_shape import meeting_place
from backend.council.problems import CORRECT, Problems

SOURCE: Final = "notubiz"
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?"
)


def read(raw: bytes) -> InboundMeeting:
    """The public part of one meeting, or `Unreadable` with every problem that was found."""
    problems = Problems()
    place = meeting_place(decode(raw), problems)
    source_id = place.id()
    _refuse_closed(place, problems)
    starts_at, ends_at = _times(place)
    documents, items, dropped = _contents(place)
    title = attribute_text(place, LONGEST_TITLE, 1, "Titel") or NO_TITLE
    body_id = place.reference("gremium")
    location = attribute_text(place, LONGEST_TITLE, 50, "Locatie")
    cancelled = any([place.flag("canceled"), place.flag("inactive")])
    problems.refuse()
    if source_id is None or starts_at is None:  # cannot be: both were noted
        raise Unreadable(())
    return InboundMeeting(
        source=SOURCE,
        source_id=source_id,
        title=title,
        body_id=body_id,
        starts_at=starts_at,
        ends_at=ends_at,
        location=location,
        cancelled=cancelled,
        documents=documents,
        items=items,
        dropped=dropped,
    )


def _contents(
    place: Place,
) -> tuple[tuple[InboundDocument, ...], tuple[InboundItem, ...], tuple[Dropped, ...]]:
    """All flags are read before any title, so that one closed copy closes the others."""
    own, found, register = Attachments(place), nodes(place), Register()
    for attachments in (own, *(node.attachments for node in found)):
        attachments.tell(register)
    documents, held_back = own.sorted_out(register, None)
    items, dropped = read_items(in_order(found), register)
    return documents, items, (*held_back, *dropped)


def _refuse_closed(place: Place, problems: Problems) -> None:
    """A closed meeting is refused whole, and nothing more of it is looked at."""
    if reason := closed(place, grouped=True):
        place.note(
            f"Deze vergadering kan niet worden ingevoerd. {reason}",
            "Voer alleen openbare vergaderingen in. Is deze openbaar? Zet dat dan in de bron.",
        )
        problems.refuse()


def _times(place: Place) -> tuple[datetime | None, datetime | None]:
    """The first start and the last end: a meeting can be planned over several evenings."""
    plannings = place.children("plannings")
    if not plannings:
        place.note("Er staat geen dag en tijd bij: “plannings” is leeg.", CORRECT)
    spans: list[tuple[datetime, datetime | None]] = []
    for planning in plannings:
        start, end = _moment(planning, "start_date"), _moment(planning, "end_date")
        if start is None:
            if not planning.fields.get("start_date"):
                planning.note("“start_date” ontbreekt: wanneer begint de vergadering?", CORRECT)
            continue
        if end is not None and end < start:
            planning.note("De vergadering eindigt voordat zij begint.", CORRECT)
        spans.append((start, end))
    if not spans:
        return None, None
    spans.sort(key=lambda span: span[0])
    return spans[0][0], spans[-1][1]


def _moment(place: Place, field: str) -> datetime | None:
    """UTC; local time when no offset is written. See `inbound.local` for the clock changes."""
    text = place.text(field, 40)
    if text is None or (field == "end_date" and text.startswith(ZERO_DAY)):
        return None
    try:
        moment = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        place.note(f"“{field}” is geen dag en tijd zoals 2018-02-08 13:30:00.", CORRECT)
        return None
    return local(moment) if moment.tzinfo is None else moment.astimezone(UTC)
