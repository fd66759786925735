# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What proposals can be about, in a municipality's own words.

A theme is never deleted: consultations of years ago keep it. Its key stays when its name
changes, so that addresses and feeds that name it go on.
"""

import re
import unicodedata
from collections.abc import Mapping
from itertools import count

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.consultations.tables import ThemeRow
from backend.errors import Conflict, Flaw, Invalid, NotHere
from backend.web.languages import gettext
from surveys.alphabet import in_order

LONGEST = 60


class Themes(Struct, frozen=True):
    """Key to name in Dutch order: `current` can be chosen, `retired` stay where they were."""

    current: Mapping[str, str]
    retired: Mapping[str, str]

    @property
    def all(self) -> Mapping[str, str]:
        return {**self.current, **self.retired}


def _plain(text: str) -> str:
    """How two names are compared: capitals and accents make no other subject."""
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


async def all_of_them(db: AsyncSession) -> Themes:
    found = await db.execute(select(ThemeRow.key, ThemeRow.name, ThemeRow.retired_at))
    rows = sorted(found.all(), key=lambda row: (in_order(row.name), row.key))
    return Themes(
        {row.key: row.name for row in rows if row.retired_at is None},
        {row.key: row.name for row in rows if row.retired_at is not None},
    )


def _refuse(what: str) -> Invalid:
    return Invalid(
        gettext("Dit onderwerp kan zo niet worden opgeslagen."), "", [Flaw("name", what)]
    )


def _fresh(themes: Themes, name: str, *, own: str = "") -> str:
    """The name as it can be stored: something, and unlike every other, the retired ones too."""
    bare = " ".join(name.split())
    if not any(letter.isalpha() for letter in bare):
        raise _refuse(gettext("Schrijf op hoe het onderwerp heet."))
    for key, other in themes.all.items():
        if key == own or _plain(other) != _plain(bare):
            continue
        gone = key in themes.retired
        raise _refuse(
            gettext("Dit onderwerp was er al. Zet het hieronder terug.")
            if gone
            else gettext("Dit onderwerp staat er al.")
        )
    return bare


def _key(themes: Themes, name: str) -> str:
    ascii_only = _plain(name).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:40] or "onderwerp"
    tries = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(key for key in tries if key not in themes.all)


async def add(db: AsyncSession, actor: Actor, name: str) -> str:
    """Its key, which it keeps."""
    themes = await _held(db)
    bare = _fresh(themes, name)
    key = _key(themes, bare)
    db.add(ThemeRow(key=key, name=bare))
    note(db, actor, "toevoegen", "onderwerp", sleutel=key, naam=bare)
    return key


async def _held(db: AsyncSession) -> Themes:
    """One change at a time: two that add the same name must not both find it free."""
    await db.execute(select(func.pg_advisory_xact_lock(0x7448E3E5)))
    return await all_of_them(db)


async def _row(db: AsyncSession, key: str, was: str) -> ThemeRow:
    """`was`: the name that somebody saw when they pressed the button."""
    row = await db.get(ThemeRow, key, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotHere(gettext("Dit onderwerp bestaat niet."), gettext("Ververs de pagina."))
    if row.name != was:
        raise Conflict(
            gettext("Iemand anders heeft dit onderwerp intussen veranderd."),
            gettext("Het heet nu “{name}”. Kijk of uw wijziging nog nodig is.").format(
                name=row.name
            ),
        )
    return row


async def rename(db: AsyncSession, actor: Actor, key: str, was: str, name: str) -> None:
    """Where it stands already, too: it is the same subject in better words."""
    themes = await _held(db)
    row = await _row(db, key, was)
    bare = _fresh(themes, name, own=key)
    if bare != row.name:
        row.name = bare
        note(db, actor, "hernoemen", "onderwerp", sleutel=key, van=was, naar=bare)


async def retire(db: AsyncSession, actor: Actor, key: str, was: str) -> None:
    row = await _row(db, key, was)
    if row.retired_at is None:
        row.retired_at = (await db.scalars(select(func.now()))).one()
        note(db, actor, "weghalen", "onderwerp", sleutel=key, naam=row.name)


async def bring_back(db: AsyncSession, actor: Actor, key: str, was: str) -> None:
    row = await _row(db, key, was)
    if row.retired_at is not None:
        row.retired_at = None
        note(db, actor, "terugzetten", "onderwerp", sleutel=key, naam=row.name)
