# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The agenda tree of a Notubiz meeting, flattened, with everything closed left out."""

from typing import Final

from backend.council.inbound import Dropped, InboundDocument, InboundItem
from backend.council.json_places import Place
from backend.council.notubiz_attributes import (
    LONGEST_TITLE,
    NO_TITLE,
    attribute_text,
    explanation_of,
)
from backend.council.notubiz_documents import UNDER_CLOSED, Attachments, Register, closed, with_main
from backend.council.problems import CORRECT

DEEPEST: Final = 50
MOST_SHOWN: Final = 10


class Node:
    """One agenda item: what decides its place and whether it is public, and no more."""

    def __init__(self, place: Place, under: str | None) -> None:
        self.place: Final = place
        self.id: Final = place.id()
        self.reason: Final = closed(place, grouped=True)
        self.order: Final = place.whole("order")
        self.attachments: Final = Attachments(place)
        stated = place.reference("parent")
        if under and stated and stated != under:
            place.note("“parent” noemt een ander agendapunt dan dat waar dit onder staat.", CORRECT)
        self.parent: Final = under or stated

    @property
    def rank(self) -> tuple[bool, int, int]:
        return (self.order is None, self.order or 0, int(self.id or 0))


def nodes(meeting: Place) -> list[Node]:
    """Every item as it lies in the file. An own stack: the file decides how deep it goes."""
    found: list[Node] = []
    todo: list[tuple[Place, str | None, int]] = [
        (place, None, 1) for place in reversed(meeting.children("agenda_items"))
    ]
    while todo:
        place, under, depth = todo.pop()
        if depth > DEEPEST:
            _note_depth(place)
            continue
        node = Node(place, under)
        found.append(node)
        children = place.children("agenda_items")
        todo.extend((child, node.id, depth + 1) for child in reversed(children))
    return found


def in_order(found: list[Node]) -> list[Node]:
    """Depth first, parents first; by order within a parent, unplaced items last.

    Double ids, missing parents and circles are noted, and then stand at the end: their text is
    still looked at, so that its problems are told in the same breath.
    """
    known = _by_id(found)
    below: dict[str | None, list[Node]] = {}
    for node in known.values():
        below.setdefault(node.parent, []).append(node)
        if node.parent is not None and node.parent not in known:
            node.place.note(
                f"Het agendapunt hierboven (id {node.parent}) staat er niet in.", CORRECT
            )
    _note_circles(known)
    ordered: list[Node] = []
    todo = [(node, 1) for node in _last_first(below.get(None, []))]
    while todo:
        node, depth = todo.pop()
        ordered.append(node)
        if depth <= DEEPEST:
            todo.extend((child, depth + 1) for child in _last_first(below.get(node.id, [])))
        else:
            _note_depth(node.place)
    reached = set(map(id, ordered))
    return ordered + [node for node in found if id(node) not in reached]


def read_items(
    ordered: list[Node], register: Register
) -> tuple[tuple[InboundItem, ...], list[Dropped]]:
    """What may be shown, and what is held back with all that lies under it."""
    items: list[InboundItem] = []
    dropped: list[Dropped] = []
    reasons: dict[str | None, str | None] = {}
    for node in ordered:
        why = node.reason or (UNDER_CLOSED if reasons.get(node.parent) else None)
        reasons[node.id] = why
        documents, held_back = node.attachments.sorted_out(register, UNDER_CLOSED if why else None)
        if why is None:
            items.append(_item(node, with_main(documents)))
        else:
            dropped.append(Dropped("agenda_item", node.id or "", why))
        dropped += held_back
    return tuple(items), dropped


def _item(node: Node, documents: tuple[InboundDocument, ...]) -> InboundItem:
    data = node.place.child("type_data")
    if data is None:
        if node.place.fields.get("type_data") is None:
            node.place.note("“type_data” ontbreekt: daarin staan de titel en het nummer.")
        data = Place(node.place.problems, node.place.path, {})
    return InboundItem(
        source_id=node.id or "",
        parent_id=node.parent,
        position=node.order,
        number=data.text("title_prefix", 100),
        title=attribute_text(data, LONGEST_TITLE, 1, "Titel") or NO_TITLE,
        explanation=explanation_of(data),
        heading=bool(data.flag("heading")) or node.place.text("type", 200) == "label",
        documents=documents,
    )


def _by_id(found: list[Node]) -> dict[str, Node]:
    known: dict[str, Node] = {}
    for node in found:
        if node.id is not None and (first := known.setdefault(node.id, node)) is not node:
            node.place.note(f"Dit id staat er dubbel in: ook op {first.place.path}.", CORRECT)
    return known


def _last_first(siblings: list[Node]) -> list[Node]:
    return sorted(siblings, key=lambda node: node.rank, reverse=True)


def _note_depth(place: Place) -> None:
    place.note(f"De agenda is meer dan {DEEPEST} lagen diep.", CORRECT)


def _note_circles(known: dict[str, Node]) -> None:
    """One problem per circle of items that each lie under the next."""
    done: set[str] = set()
    for start in known:
        walk: list[str] = []
        here: str | None = start
        while here is not None and here in known and here not in done:
            done.add(here)
            walk.append(here)
            here = known[here].parent
        if here is not None and here in walk:
            circle = walk[walk.index(here) :]
            more = " …" if len(circle) > MOST_SHOWN else ""
            ids = ", ".join(circle[:MOST_SHOWN]) + more
            what = f"Deze agendapunten staan in een kring onder elkaar: {ids}."
            known[here].place.note(what, CORRECT)
