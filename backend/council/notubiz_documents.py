# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The documents of a Notubiz meeting or agenda item, and what may be shown of them."""

import re
from datetime import date
from typing import Final

from msgspec.structs import replace

from backend.council.inbound import YEARS, Dropped, InboundDocument
from backend.council.json_places import Place
from backend.council.notubiz_attributes import LONGEST_TITLE, NO_TITLE
from backend.council.notubiz_words import rank
from backend.council.problems import CORRECT

CONFIDENTIAL: Final = "Vertrouwelijk."
NOT_PUBLIC: Final = "Alleen voor een besloten groep."
NOT_SAID: Final = "De bron zegt niet dat dit openbaar is."
UNDER_CLOSED: Final = "Hoort bij een agendapunt dat niet openbaar is."
CLOSED_ELSEWHERE: Final = "Staat elders in deze vergadering als niet openbaar."

_URL: Final = re.compile(r"https?://[^\s/?#]\S*", re.IGNORECASE)
_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T][0-9:]{5,8})?")
ZERO_DAY: Final = "0000-00-00"  # how some databases write: no date


def closed(place: Place, *, grouped: bool) -> str | None:
    """Why this may not leave the parser, or nothing when the source says that it is public.

    Silence is not consent: it must say not confidential and, where it has a permission group
    (meetings and items always, documents sometimes), that the group is the public.
    """
    confidential = place.flag("confidential")
    if confidential is None:
        return NOT_SAID
    if confidential:
        return CONFIDENTIAL
    if not grouped and "permission_group" not in place.fields:
        return None
    group = place.text("permission_group", 200)
    if group is None:
        return NOT_SAID
    return None if group == "public" else NOT_PUBLIC


class Register:
    """All documents of one meeting: closed once is closed everywhere, and one id is one thing."""

    def __init__(self) -> None:
        self.closed: Final[set[str]] = set()
        self._seen: Final[dict[str, tuple[str, str, str]]] = {}

    def enter(self, place: Place, document: InboundDocument) -> None:
        """Note it when the same id already stood for another title or version: which of the
        two we kept would depend on chance, and change at every import."""
        now = (document.title, document.source_version, place.path)
        first = self._seen.setdefault(document.source_id, now)
        if first[:2] != now[:2]:
            what = f"Dit document staat er twee keer in, met een verschil: ook op {first[2]}."
            place.note(what, CORRECT)


class Attachments:
    """The documents under one meeting or item, before anything but ids and flags is read."""

    def __init__(self, owner: Place) -> None:
        self.places: Final = owner.children("documents")
        self.ids: Final = [place.id() for place in self.places]
        self.reasons: Final = [closed(place, grouped=False) for place in self.places]
        first: dict[str, Place] = {}
        for known, place in zip(self.ids, self.places, strict=True):
            if known is not None and first.setdefault(known, place) is not place:
                place.note(f"Dit document staat hier dubbel: ook op {first[known].path}.", CORRECT)

    def tell(self, register: Register) -> None:
        pairs = zip(self.ids, self.reasons, strict=True)
        register.closed.update(known for known, reason in pairs if known and reason)

    def sorted_out(
        self, register: Register, above: str | None
    ) -> tuple[tuple[InboundDocument, ...], list[Dropped]]:
        """What may be shown and what is held back; `above` says why its owner is closed."""
        kept: list[InboundDocument] = []
        dropped: list[Dropped] = []
        for known, place, reason in zip(self.ids, self.places, self.reasons, strict=True):
            if known is None:
                continue  # noted already; nothing will be kept
            why = reason or above or (CLOSED_ELSEWHERE if known in register.closed else None)
            if why is None:
                kept.append(document := _document(place, known))
                register.enter(place, document)
            else:
                dropped.append(Dropped("document", known, why))
        return tuple(kept), dropped


def with_main(documents: tuple[InboundDocument, ...]) -> tuple[InboundDocument, ...]:
    """The first that is a proposal by its type, else the first text, else the first."""
    if not documents:
        return documents
    main = min(range(len(documents)), key=lambda place: rank(documents[place].type))
    return tuple(replace(each, main=place == main) for place, each in enumerate(documents))


def _document(place: Place, known: str) -> InboundDocument:
    url = place.text("url", 2000)
    return InboundDocument(
        source_id=known,
        title=place.text("title", LONGEST_TITLE) or NO_TITLE,
        url=url if url and _URL.fullmatch(url) else None,
        source_version=_version(place),
        type=_type(place),
        publication_date=_day(place),
        main=False,
    )


def _version(place: Place) -> str:
    """Such as "2:1,2": the current version and all there are. `last_modified` lies: the real
    Amsterdam file changed without it."""
    current = place.whole("version")
    known = sorted({int(it) for version in place.children("versions") if (it := version.id())})
    return f"{'' if current is None else current}:{','.join(map(str, known))}"


def _type(place: Place) -> str | None:
    words = [word for it in place.children("types") if (word := it.text("value", 200))]
    return min(words, key=rank, default=None)


def _day(place: Place) -> date | None:
    text = place.text("publication_date", 40)
    if text is None or text.startswith(ZERO_DAY):
        return None
    try:
        day = date.fromisoformat(found[1]) if (found := _DAY.fullmatch(text)) else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        place.note("“publication_date” is geen datum zoals 2018-05-10.", CORRECT)
        return None
    return day
