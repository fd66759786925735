# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What comes in with the form for reading in, and what it is held for.

A browser sends a chosen file once. So the page carries the file itself, as it came, to and fro:
nothing of what residents said elsewhere is stored before somebody presses the button for it.
"""

import base64
import hashlib
from typing import Final

from anyio import to_thread
from msgspec import Struct

from backend.consultations.queries import Shown
from backend.errors import Flaw, Invalid
from backend.participation import (
    importing,
    importing_choices,
    importing_mapping,
    importing_proposal,
    importing_refused,
)
from backend.participation.importing import Sorted
from backend.participation.importing_mapping import Mapping
from backend.web.forms import Reader
from backend.web.languages import gettext, marked
from backend.web.pages import number
from backend.web.tables_in import Table
from backend.web.uploads import LARGEST_UPLOAD, Limits, Sent, carried

MOST_ROWS: Final = 2_000  # in the one transaction of a request; the command takes them in batches
LARGEST_FILE: Final = 4_000_000  # a third more as text, and that has to fit a body
FIELDS: Final = {"bestand": marked("Antwoorden"), "koppeling": marked("Koppeling")}
LIMITS: Final = Limits(parts=importing_choices.MOST_FIELDS, field=LARGEST_UPLOAD)
BUTTONS: Final = ("koppelen", "proberen", "inlezen", "geweigerd", "bewaren")


class Brought(Struct, frozen=True):
    """`carried` is the file as text; `mark` stands for file and mapping together."""

    button: str
    carried: str
    table: Table
    mapping: Mapping
    tried: str

    @property
    def mark(self) -> str:
        body = self.carried.encode() + importing_mapping.write(self.mapping)
        return hashlib.sha256(body).hexdigest()


def _file(reader: Reader, sent: Sent) -> bytes:
    """As chosen just now, or else as the page had it."""
    data = carried(reader, sent, "bestand", "inhoud", LIMITS)
    if len(data) > LARGEST_FILE or "bestand" in sent.too_large:
        said = gettext("Dit bestand is te groot. Er past hier {size} MB.")
        what = said.format(size=LARGEST_FILE // 1_000_000)
        reader.flaws.append(Flaw("bestand", what))
    elif not data:
        reader.flaws.append(Flaw("bestand", gettext("Kies het bestand met de antwoorden.")))
    return data


def _mapping(reader: Reader, sent: Sent, shown: Shown, table: Table) -> Mapping:
    """From a file chosen just now, from the page, or else as we would propose it."""
    was = reader.text("was", limit=LARGEST_UPLOAD)
    if "koppeling" in sent.files:
        found = importing_mapping.read(sent.files["koppeling"])
    elif was and "bestand" not in sent.files:
        before = importing_mapping.read(was.encode())
        found = importing_choices.chosen(reader, before, table, shown.questionnaire)
    else:
        return importing_proposal.propose(shown.slug, table, shown.questionnaire)
    if found.consultation != shown.slug:
        what = gettext("Hier hoort {name} te staan.").format(name=shown.slug)
        title = gettext("Deze koppeling is van een andere raadpleging.")
        raise Invalid(title, "", [Flaw("consultation", what)])
    return found


async def read(shown: Shown, sent: Sent) -> Brought:
    """`Invalid` for a form, file or mapping that cannot be read."""
    reader = Reader(sent.fields)
    button = reader.choice("naar", BUTTONS, required=gettext("Kies een knop."))
    tried = reader.text("merk", limit=64)
    data = _file(reader, sent)
    if "koppeling" in sent.too_large:
        what = gettext("De koppeling is te groot. Kies het JSON-bestand met de koppeling.")
        reader.flaws.append(Flaw("koppeling", what))
    reader.flaws += [
        Flaw(name[:80], gettext("Dit veld hoort niet bij dit formulier."))
        for name in (*sent.files, *sent.too_large)
        if name not in FIELDS
    ]
    if reader.flaws:
        raise Invalid(gettext("Nog niet alles is goed ingevuld."), "", reader.flaws)
    table = await to_thread.run_sync(importing_refused.read, data)
    if len(table.rows) > MOST_ROWS:
        raise Invalid(
            gettext("Hier passen {number} rijen tegelijk.").format(number=number(MOST_ROWS)),
            gettext("Vraag de beheerder het bestand in te lezen, of knip het in delen."),
        )
    mapping = _mapping(reader, sent, shown, table)
    reader.done()
    importing_choices.lines(mapping, table, shown.questionnaire)  # or too much for one page
    return Brought(button, base64.b64encode(data).decode(), table, mapping, tried)


def sorted_out(shown: Shown, brought: Brought, secret: bytes) -> Sorted:
    """`Invalid` when the mapping does not fit the table or the questions."""
    sure = importing_choices.sure(brought.mapping)
    return importing.sort(shown, brought.table, sure, secret=secret)
