# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a posted form: every problem at once, nothing unknown accepted."""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import parse_qsl
from uuid import UUID

from backend.errors import Flaw, Invalid
from backend.web.kinds import Req
from backend.web.languages import gettext
from backend.web.pages import number
from surveys.text import UNPRINTABLE, clean

Posted = Mapping[str, Sequence[str]]
MOST_FIELDS = 2000
_SURROGATE = re.compile("[\ud800-\udfff]")
OURS = frozenset({"csrf"})
"""Fields that every staff form has."""
BEFORE = "was_"
"""Before the name of a field: hidden, with what that field was filled in with."""


async def posted(request: Req) -> Posted:
    """Field to everything that was sent for it. `Invalid` for anything but a web form."""
    if request.content_type[0] != "application/x-www-form-urlencoded":
        raise Invalid(
            gettext("Dit formulier kwam niet goed aan."),
            gettext("Ga terug en verstuur het opnieuw."),
        )
    return parsed(await request.body())


def parsed(body: bytes) -> Posted:
    """Not Litestar's own `form()`: it keeps raw bodies, answers and passwords, in a cache.

    Bytes that are no UTF-8 become the control character SUBSTITUTE: every field refuses it, and
    a page can show that something stood there.
    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="surrogateescape",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise Invalid(
            gettext("Dit formulier kwam niet goed aan."),
            gettext("Ga terug en verstuur het opnieuw."),
        ) from None
    fields: dict[str, list[str]] = {}
    for key, value in pairs:
        fields.setdefault(_SURROGATE.sub("\x1a", key), []).append(_SURROGATE.sub("\x1a", value))
    return fields


def clock(text: str) -> dt.time | None:
    """A time of the day on a wall clock, as people and spreadsheets write it."""
    for form in ("%H:%M", "%H.%M", "%H:%M:%S"):
        try:
            return dt.datetime.strptime(text, form).time()  # noqa: DTZ007 - a wall clock
        except ValueError:
            continue
    return None


class Reader:
    """Takes fields out of a form, collects what is wrong, and raises it all in `done`."""

    def __init__(self, fields: Posted) -> None:
        self._fields = fields
        self._read: set[str] = set(OURS)
        self.flaws: list[Flaw] = []

    def _one(self, name: str) -> str:
        self._read.add(name)
        given = self._fields.get(name, ())
        if len(given) > 1:
            self.flaws.append(Flaw(name, gettext("Dit veld is twee keer ingevuld.")))
        return clean(given[0]) if given else ""

    def text(self, name: str, *, required: str = "", limit: int = 300, shortest: int = 0) -> str:
        """`required` is the sentence to show when it is empty; empty itself means optional."""
        value = self._one(name)
        if required and not value:
            self.flaws.append(Flaw(name, required))
        elif UNPRINTABLE.search(value):
            self.flaws.append(Flaw(name, gettext("Hier staan tekens in die niet te lezen zijn.")))
            value = UNPRINTABLE.sub("\ufffd", value)  # nobody can store or look up what it was
        elif len(value) > limit:
            what = gettext("Dit is te lang: {number} tekens. Er passen er {limit}.")
            said = what.format(number=number(len(value)), limit=number(limit))
            self.flaws.append(Flaw(name, said))
        elif value and len(value) < shortest:
            what = gettext("Schrijf ten minste {number} tekens.")
            self.flaws.append(Flaw(name, what.format(number=shortest)))
        return value

    def secret(self, name: str, *, required: str, limit: int = 200) -> str:
        """A password as it was typed: white space at its ends belongs to it."""
        self._read.add(name)
        given = self._fields.get(name, ())
        value = unicodedata.normalize("NFC", given[0]) if given else ""
        if len(given) > 1:
            self.flaws.append(Flaw(name, gettext("Dit veld is twee keer ingevuld.")))
        elif not value:
            self.flaws.append(Flaw(name, required))
        elif len(value) > limit:
            what = gettext("Dit is te lang: {number} tekens. Er passen er {limit}.")
            self.flaws.append(Flaw(name, what.format(number=len(value), limit=limit)))
        elif UNPRINTABLE.search(value):
            self.flaws.append(Flaw(name, gettext("Hier staan tekens in die niet te lezen zijn.")))
        return value

    def choice(self, name: str, options: Collection[str], *, required: str = "") -> str:
        value = self._one(name)
        if not value and not required:
            return ""
        if value not in options:
            self.flaws.append(Flaw(name, required or gettext("Kies een van de mogelijkheden.")))
        return value

    def many(self, name: str, options: Collection[str]) -> tuple[str, ...]:
        self._read.add(name)
        given = tuple(self._fields.get(name, ()))
        if set(given) - set(options):
            self.flaws.append(Flaw(name, gettext("Kies alleen uit de mogelijkheden.")))
        return given

    def integer(self, name: str, low: int, high: int) -> int:
        value = self._one(name)
        if value.isascii() and value.isdecimal() and low <= int(value[:12]) <= high:
            return int(value)
        what = gettext("Vul een getal in van {low} tot en met {high}.")
        self.flaws.append(Flaw(name, what.format(low=number(low), high=number(high))))
        return low

    def day(self, name: str, *, required: str) -> dt.date:
        """A day as a browser sends it, 2026-12-31."""
        value = self._one(name)
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.flaws.append(Flaw(name, required))
            return dt.date.min

    def time(self, name: str, *, required: str = "") -> dt.time | None:
        """A time of the day as people write it, 19:30 or 19.30; None when it is empty or wrong."""
        value = self._one(name)
        found = clock(value)
        if value and found is None:
            what = gettext("Dit is geen tijd. Schrijf bijvoorbeeld 19:30.")
            self.flaws.append(Flaw(name, what))
        elif required and found is None:
            self.flaws.append(Flaw(name, required))
        return found

    def identity(self, name: str, *, required: str) -> UUID:
        value = self._one(name)
        try:
            return UUID(value)
        except ValueError:
            self.flaws.append(Flaw(name, required))
            return UUID(int=0)

    def before(self, names: Collection[str]) -> dict[str, str]:
        """What these fields held before anybody typed, as far as the form says so.

        Nothing of it is stored, so nothing can be wrong with it.
        """
        fields = {name: f"{BEFORE}{name}" for name in names}
        self._read.update(fields.values())
        return {
            name: clean(self._fields[field][0])
            for name, field in fields.items()
            if self._fields.get(field)
        }

    def done(self) -> None:
        """Raise `Invalid` with every flaw, unknown fields among them."""
        unknown = [name for name in self._fields if name not in self._read]
        self.flaws += [
            Flaw(name[:80], gettext("Dit veld hoort niet bij dit formulier.")) for name in unknown
        ]
        if self.flaws:
            title = gettext("Nog niet alles is goed ingevuld.")
            raise Invalid(title, gettext("Verbeter wat hieronder staat."), self.flaws)
