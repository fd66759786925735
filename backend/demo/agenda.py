# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One evening of Merenburg's council, as Notubiz answers `/events/meetings/{id}`.

The ids never change, so that the changed agenda is the same meeting. As in the real file, no
`last_modified` gives the change away: an importer has to compare content.
"""

from datetime import date
from types import MappingProxyType

from backend.demo.notubiz import Json, document, item, meeting
from backend.demo.proposals import AMENDMENT, PROPOSALS, Proposal

AGENDA_ITEMS = MappingProxyType(
    {proposal.key: 9901100 + place for place, proposal in enumerate((*PROPOSALS, AMENDMENT))}
)
"""The id of the agenda item of each proposal, by key."""
MAIN_DOCUMENTS = MappingProxyType(
    {proposal.key: 9902100 + 10 * place for place, proposal in enumerate((*PROPOSALS, AMENDMENT))}
)
"""The id of the main document of each proposal, by key; it is the first on its item."""

CHANGED = "windmolens"
"""The proposal whose main document has another title in the changed agenda."""

_BY_KEY = {proposal.key: proposal for proposal in PROPOSALS}
_ATTACHMENTS = {
    "parkeren": (
        "Ontwerp-parkeerverordening Oude Stad",
        "Parkeertelling najaar",
        "Kaart met zones",
    ),
    "sportpark": ("Stedenbouwkundig plan sportpark", "Verkeersonderzoek Sportlaan"),
    "fietsroute": ("Tekeningen Langestraat en Singel",),
    "jongerencentrum": ("Schetsontwerp kazerne", "Begroting verbouwing en beheer"),
    "windmolens": (),
    "containers": ("Cijfers proef Elzenkamp",),
}
_CONFIDENTIAL = "Taxatie oude kazerne (vertrouwelijk)"


def notubiz_meeting(day: date) -> Json:
    """The meeting as it is first put on the agenda."""
    return _meeting(day, changed=False)


def notubiz_update(day: date) -> Json:
    """The same some days later: one document has another title, and an amendement has come in."""
    return _meeting(day, changed=True)


def _meeting(day: date, *, changed: bool) -> Json:
    documents = [
        document(9902001, "Agenda raadsvergadering", "agenda", day),
        document(9902002, "Besluitenlijst vorige raadsvergadering", "besluitenlijst", day),
    ]
    return meeting(day, _items(day, changed=changed), documents)


def _items(day: date, *, changed: bool) -> list[Json]:
    letter = _proposal_item(day, "containers", 1, "3.1")
    late = [_late_item(day)] if changed else []
    return [
        item(9901001, day, "Moties vreemd aan de orde van de dag (nog te plaatsen)", None, None),
        item(9901002, day, "Aanvang 19.30 uur", 1, None, heading=True),
        item(9901003, day, "Opening en mededelingen", 2, "1."),
        item(9901004, day, "Vaststellen agenda", 3, "2."),
        item(9901005, day, "Ingekomen stukken", 4, "3.", inside=[letter]),
        item(9901006, day, "Vaststellen besluitenlijst vorige vergadering", 5, "4."),
        item(9901007, day, "Voorstellen van het college", 6, None, heading=True),
        _proposal_item(day, "parkeren", 7, "5."),
        *late,
        _proposal_item(day, "sportpark", 9, "6."),
        _proposal_item(day, "fietsroute", 10, "7."),
        item(9901008, day, "Voorstellen van raadsleden", 11, None, heading=True),
        _proposal_item(day, "jongerencentrum", 12, "8.", secret=True),
        _proposal_item(day, "windmolens", 13, "9.", changed=changed),
        item(9901009, day, "Besloten deel", 14, None, heading=True),
        _closed_item(day),
        item(9901011, day, "Rondvraag en sluiting", 16, "11."),
    ]


def _proposal_item(
    day: date,
    key: str,
    order: int,
    prefix: str,
    *,
    secret: bool = False,
    changed: bool = False,
) -> Json:
    proposal, first = _BY_KEY[key], MAIN_DOCUMENTS[key]
    documents = [document(first, proposal.title, proposal.kind, day)]
    if changed:
        documents[0]["title"] = f"{proposal.title} (gewijzigd)"
    documents += [
        document(first + place, attachment, "bijlage", day)
        for place, attachment in enumerate(_ATTACHMENTS[key], start=1)
    ]
    if secret:
        documents.append(document(first + 9, _CONFIDENTIAL, "bijlage", day, confidential=1))
    return item(
        AGENDA_ITEMS[key],
        day,
        proposal.title,
        order,
        prefix,
        documents=documents,
        note=_note(proposal),
    )


def _late_item(day: date) -> Json:
    paper = document(MAIN_DOCUMENTS[AMENDMENT.key], AMENDMENT.title, AMENDMENT.kind, day)
    number = AGENDA_ITEMS[AMENDMENT.key]
    return item(number, day, AMENDMENT.title, 8, "5a.", documents=[paper])


def _closed_item(day: date) -> Json:
    """What an importer must never store."""
    paper = document(9902003, "Raadsvoorstel aankoop grond Ringweg", "raadsvoorstel", day)
    title = "Aankoop grond Ringweg (besloten)"
    return item(9901010, day, title, 15, "10.", documents=[paper | {"confidential": 1}]) | {
        "confidential": 1,
        "permission_group": "council",
    }


def _note(proposal: Proposal) -> str:
    """The explanation as Notubiz has it: a little HTML."""
    return f"<p>{proposal.plain_text.partition(chr(10))[0]}</p>"
