# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms on which the griffie writes an agenda: what is filled in, and what that comes to."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from backend.accounts.guards import Staff
from backend.council.agenda_form import LONGEST_EXPLANATION
from backend.council.by_hand import ItemText
from backend.council.hand_meetings import MeetingText
from backend.council.inbound import YEARS, local
from backend.council.pages import LONGEST_TEXT
from backend.council.papers import Paper
from backend.council.planning import local_day
from backend.council.tables import AgendaItem, Meeting
from backend.errors import Flaw, Trouble
from backend.web.forms import Posted, Reader
from backend.web.languages import gettext
from backend.web.languages import stored as dutch
from backend.web.pages import ZONE, again, day
from surveys.merging import Merged, merged
from surveys.rules import KINDS
from surveys.text import LINK, clean


def frame(staff: Staff) -> dict[str, Any]:
    return {"account": staff.account, "csrf": staff.csrf, "section": "griffie"}


def given(fields: Posted) -> dict[str, str]:
    return {name: values[0] for name, values in fields.items() if values}


def filled(
    stored: Mapping[str, str], refusal: Trouble | None, fields: Posted | None
) -> dict[str, Any]:
    """For a form of something new: what was typed so far."""
    return {
        **again(refusal, None),
        "given": {**stored, **(given(fields) if fields else {})},
        "stored": stored,
        "merged": Merged({}),
    }


def merged_in(
    stored: Mapping[str, str],
    refusal: Trouble | None,
    fields: Posted | None,
    names: Collection[str],
    *,
    boxes: Collection[str] = (),
) -> dict[str, Any]:
    """For a form of what exists: what this person changed, in what is stored now.

    Always, also where something else was wrong: the form goes back with the revision of now, so
    what somebody else did meanwhile has to be in it. A box without its tick is not sent.
    """
    now = {name: stored[name] for name in names}
    found = Merged(now)
    if fields is not None:
        typed = {name: clean(value) for name, value in given(fields).items()}
        found = merged(Reader(fields).before(names), {**dict.fromkeys(boxes, ""), **typed}, now)
    return {
        **again(refusal, None),
        "given": {**stored, **found.values},
        "stored": stored,
        "merged": found,
    }


def in_words(of: Mapping[str, str]) -> dict[str, str]:
    """What is stored, as somebody says it to whoever was second."""
    return {name: dutch(text) for name, text in of.items()}


def key() -> str:
    """Of a new form: who sends it twice makes one thing of it."""
    return str(uuid4())


def the_key(reader: Reader) -> UUID:
    return reader.identity("key", required=gettext("Begin opnieuw met een leeg formulier."))


def revision(reader: Reader, names: Collection[str] = ()) -> int:
    """`names`: of the fields of which the form also says what they were."""
    reader.before(names)
    return reader.integer("revision", 1, 2**31)


# A meeting ---------------------------------------------------------------------------------------


def _clock(moment: dt.datetime | None) -> str:
    return f"{moment.astimezone(ZONE):%H:%M}" if moment else ""


def of_meeting(row: Meeting | None) -> dict[str, str]:
    """What stands in the form before anybody typed."""
    if row is None:
        names = ("title", "body", "day", "begins", "ends", "location")
        return {**dict.fromkeys(names, ""), "key": key()}
    return {
        "title": row.title,
        "body": row.body_id or "",
        "day": local_day(row.starts_at).isoformat(),
        "begins": _clock(row.starts_at),
        "ends": _clock(row.ends_at),
        "location": row.location or "",
        "key": "",
    }


def meeting_labels() -> dict[str, str]:
    return {
        "title": gettext("Titel"),
        "body": gettext("Orgaan"),
        "day": gettext("Dag"),
        "begins": gettext("Begint om"),
        "ends": gettext("Eindigt om"),
        "location": gettext("Plaats"),
    }


def meeting_in_words(of: Mapping[str, str]) -> dict[str, str]:
    on = day(dt.date.fromisoformat(of["day"])) if of["day"] else ""
    return {**in_words(of), "day": on}


def read_meeting(reader: Reader, today: dt.date, row: Meeting | None = None) -> MeetingText:
    """`Invalid` with every problem. What is stored (`row`) may stay on a day that has been."""
    title = reader.text("title", required=gettext("Geef de vergadering een titel."))
    body = reader.text("body", limit=200)
    day = reader.day("day", required=gettext("Kies de dag van de vergadering."))
    begins = reader.time("begins", required=gettext("Vul in hoe laat de vergadering begint."))
    ends = reader.time("ends")
    location = reader.text("location")
    if day != dt.date.min and day.year not in YEARS:
        reader.flaws.append(Flaw("day", gettext("Kies de dag van de vergadering.")))
    elif dt.date.min < day < today and not (row and day == local_day(row.starts_at)):
        what = gettext("Deze dag is al geweest. Kies vandaag of een dag die nog komt.")
        reader.flaws.append(Flaw("day", what))
    if begins and ends and ends <= begins:
        what = gettext("De vergadering eindigt voordat zij begint.")
        reader.flaws.append(Flaw("ends", what))
    reader.done()
    starts = dt.datetime.combine(day, begins or dt.time())
    return MeetingText(
        title=title,
        body_id=body or None,
        starts_at=local(starts),
        ends_at=local(dt.datetime.combine(day, ends)) if ends else None,
        location=location or None,
    )


# An item -----------------------------------------------------------------------------------------


def of_item(row: AgendaItem | None) -> dict[str, str]:
    if row is None:
        names = ("number", "title", "explanation", "heading", "parent")
        return {**dict.fromkeys(names, ""), "key": key()}
    return {
        "number": row.number or "",
        "title": row.title,
        "explanation": row.explanation,
        "heading": "ja" if row.heading else "",
        "parent": str(row.parent_id or ""),
        "key": "",
    }


def item_labels() -> dict[str, str]:
    return {
        "number": gettext("Nummer"),
        "title": gettext("Titel"),
        "explanation": gettext("Toelichting"),
        "heading": gettext("Kopje"),
        "parent": gettext("Onder welk kopje?"),
    }


def item_in_words(of: Mapping[str, str], headings: Sequence[AgendaItem]) -> dict[str, str]:
    under = {str(row.id): f"{row.number or ''} {row.title}".strip() for row in headings}
    return {
        **in_words(of),
        "heading": gettext("ja") if of["heading"] else gettext("nee"),
        "parent": dutch(under.get(of["parent"], "")) or gettext("Onder geen kopje"),
    }


def read_item(reader: Reader, headings: Sequence[AgendaItem]) -> ItemText:
    number = reader.text("number", limit=20)
    title = reader.text("title", required=gettext("Geef het punt een titel."))
    explanation = reader.text("explanation", limit=LONGEST_EXPLANATION)
    heading = reader.choice("heading", ("ja",)) == "ja"
    parent = reader.choice("parent", {str(row.id) for row in headings})
    reader.done()
    under = UUID(parent) if parent else None
    return ItemText(number or None, title, explanation, heading, under)


# A document --------------------------------------------------------------------------------------


def of_paper(title: str = "", url: str = "") -> dict[str, str]:
    return {"title": title, "url": url, "kind": "", "plain_text": "", "key": key()}


def paper_labels() -> Mapping[str, str]:
    return {
        "title": gettext("Titel"),
        "url": gettext("Link"),
        "kind": gettext("Soort stuk"),
        "plain_text": gettext("In gewone taal"),
    }


def title_labels() -> dict[str, str]:
    """Of a document that lies there: the rest is changed on its own page."""
    return {name: label for name, label in paper_labels().items() if name in {"title", "url"}}


def read_paper(reader: Reader, *, whole: bool) -> Paper:
    """`whole`: with its kind and text, which are changed elsewhere later."""
    title = reader.text("title", required=gettext("Geef het stuk een titel."))
    url = reader.text("url", limit=2000)
    if url and not LINK.fullmatch(url):
        reader.flaws.append(Flaw("url", gettext("Geef een link die begint met https://.")))
    kind = reader.choice("kind", KINDS) if whole else ""
    text = reader.text("plain_text", limit=LONGEST_TEXT) if whole else ""
    reader.done()
    return Paper(title, url or None, kind or None, text)
