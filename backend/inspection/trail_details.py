# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands beside a line of the trail, as somebody reads it: words, local time, names."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from markupsafe import escape
from msgspec import Struct, convert
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.tables import Account
from backend.audit.tables import AuditLine
from backend.consultations import themes
from backend.council import queries as council
from backend.council.differences import TOLD
from backend.council.tables import Meeting
from backend.inspection.trail_fields import FIELDS, REASONS, UNTIL_LIFTED, VALUES
from backend.inspection.trail_words import ACTIONS, OBJECTS, RESULTS
from backend.web.languages import gettext
from backend.web.pages import clocked, day, dutch

_HOLE = re.compile(r"\{[^}]*\}")
"""Where a number stands in the template of an address."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*[+-]\d{2}:\d{2}")
_PAIRS = TOLD | {"url", "source_version", "link"}
"""Of which a line holds what it was and what it is."""
_SHORTEST = 2
"""Of what is looked up in our words: a single letter stands in all of them."""


class Names(Struct, frozen=True):
    """What the town itself calls things: of a code or a number, the name that people know."""

    known: Mapping[str, Mapping[str, str]]

    def of(self, field: str, value: str) -> str:
        return self.known.get(field, {}).get(value, "")


def _ids(lines: Sequence[AuditLine], *fields: str) -> set[UUID]:
    found: set[UUID] = set()
    for line in lines:
        for field in fields:
            try:
                found.add(UUID(str(line.detail.get(field))))
            except ValueError:
                continue
    return found


async def names(db: AsyncSession, lines: Sequence[AuditLine]) -> Names:
    """In as many questions for one line as for a page of them."""
    topics = (await themes.all_of_them(db)).all
    rules = await council.rules_in_force(db)
    hoods = {hood.code: hood.name for hood in rules.neighbourhoods}
    people = await db.execute(
        select(Account.id, Account.name).where(Account.id.in_(_ids(lines, "account")))
    )
    meetings = await db.execute(
        select(Meeting.id, Meeting.title, Meeting.starts_at).where(
            Meeting.id.in_(_ids(lines, "vergadering", "van", "naar"))
        )
    )
    held = {str(id_): f"{title}, {day(at)}" for id_, title, at in meetings.all()}
    return Names(
        {
            "account": {str(id_): name for id_, name in people.all()},
            "onderwerpen": topics,
            "themas": topics,
            "wijken": hoods,
            "vergadering": held,
            "van": held,
            "naar": held,
        }
    )


def _text(field: str, value: str, about: str, named: Names) -> str:
    if name := named.of(field, value):
        return dutch(name)
    ours = REASONS.get(about, {}) if field == "reden" else VALUES.get(field, {})
    if value in ours:
        return gettext(ours[value])
    if value == UNTIL_LIFTED:
        return gettext(value)
    try:
        if _MOMENT.fullmatch(value):
            return clocked(dt.datetime.fromisoformat(value))
        if _DAY.fullmatch(value):
            return day(dt.date.fromisoformat(value))
    except ValueError:
        pass
    truths = {"True": gettext("ja"), "False": gettext("nee")}
    return truths.get(value) or dutch(_HOLE.sub("…", value) if field == "route" else value)


def _changed(was: str, now: str) -> str:
    if not was:
        return escape(gettext("nieuw: {now}")).format(now=now)
    if not now:
        return escape(gettext("weg: {was}")).format(was=was)
    return escape(gettext("van “{was}” naar “{now}”")).format(was=was, now=now)


def _pairs(given: Mapping[str, Any], about: str, named: Names) -> Iterator[tuple[str, str]]:
    for field, value in given.items():
        if value in ("", None) or value == []:
            continue
        name = gettext(FIELDS[field]) if field in FIELDS else field.replace("_", " ")
        if isinstance(value, Mapping):
            yield name, _joined(_pairs(convert(value, dict[str, Any]), about, named))
        elif isinstance(value, list):
            yield name, _listed(field, convert(value, list[Any]), about, named)
        else:
            yield name, _text(field, str(value), about, named)


def _named(one: object) -> object:
    return convert(one, dict[str, Any]).get("name", one) if isinstance(one, dict) else one


def _listed(field: str, value: list[Any], about: str, named: Names) -> str:
    """Of what changed, from what to what; else one by one. Of a thing with a name, its name."""
    names = [str(_named(one)) for one in value]
    said = [_text(field, name, about, named) for name in names]
    if field in _PAIRS and len(said) == 2:  # noqa: PLR2004 - from, to
        return _changed(*said)
    return escape(", ").join(said)


def _joined(pairs: Iterator[tuple[str, str]]) -> str:
    return escape(", ").join(escape("{}: {}").format(name, value) for name, value in pairs)


def details(line: AuditLine, named: Names) -> list[tuple[str, str]]:
    """Name and value, in words; empty values say nothing."""
    return list(_pairs(line.detail, line.object, named))


def meant(words: str) -> set[str]:
    """The names in stored lines of which we show words that hold these, Dutch or as the page is."""
    if len(words) < _SHORTEST:
        return set()
    maps = (FIELDS, *VALUES.values(), *REASONS.values())
    shown = [pair for each in maps for pair in each.items()]
    shown += [(word, word) for word in (*ACTIONS, *OBJECTS, *RESULTS)]
    sought = words.casefold()
    return {
        str(name)
        for name, said in shown
        if sought in said.casefold() or sought in gettext(said).casefold()
    }
