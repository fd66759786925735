# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in a message with a code, in plain text and plain words. No pictures, and no link
that tells who opened it."""

import datetime as dt
import textwrap
from typing import Final

from backend.consultations.queries import Shown
from backend.settings import Municipality
from backend.web.languages import gettext, spoken
from backend.web.pages import day

WIDTH: Final = 72


def sender(municipality: Municipality, language: str) -> str:
    with spoken(language):
        return _plain(gettext("Gemeente %(name)s") % {"name": municipality.name})


def _plain(text: str) -> str:
    """On one line, without what no eye sees."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _paragraph(text: str) -> str:
    return textwrap.fill(_plain(text), WIDTH, break_long_words=False, break_on_hyphens=False)


def _with_code(shown: Shown, page: str, code: str, until: dt.date) -> tuple[str, ...]:
    return (
        gettext("U vroeg een code om mee te doen aan deze raadpleging:"),
        shown.title,
        gettext("Uw code is:"),
        f"    {code}",
        gettext("Vul de code in op deze pagina:"),
        page,
        gettext(
            "De code werkt één keer, tot en met {day}. Vraagt u een nieuwe code? Dan werkt deze"
            " niet meer."
        ).format(day=day(until)),
        gettext("Hebt u niets gevraagd? Dan hoeft u niets te doen. Gooi deze e-mail weg."),
    )


def _used(shown: Shown, base_url: str) -> tuple[str, ...]:
    return (
        gettext("Iemand vroeg met uw e-mailadres een code voor deze raadpleging:"),
        shown.title,
        gettext(
            "Met dit e-mailadres is al meegedaan. Dat kan één keer. Daarom krijgt u geen nieuwe"
            " code."
        ),
        gettext(
            "Wilt u uw reactie wijzigen? Dat kan op deze pagina, met de code die u na het versturen"
            " kreeg:"
        ),
        f"{base_url}/mijn-inzending",
        gettext("Hebt u niets gevraagd? Dan hoeft u niets te doen. Gooi deze e-mail weg."),
    )


def _ending(municipality: Municipality) -> tuple[str, ...]:
    return (
        gettext(
            "Wij bewaarden uw e-mailadres alleen om u deze e-mail te sturen. Nu is het gewist. Bij"
            " uw antwoorden staat niet van welk adres ze komen."
        ),
        gettext("Vragen? Bel {phone}.").format(phone=municipality.phone),
    )


def written(
    shown: Shown,
    code: str,
    until: dt.date,
    *,
    municipality: Municipality,
    base_url: str,
    language: str,
) -> tuple[str, str]:
    """Subject and text. Without a code somebody took part from this address already."""
    with spoken(language):
        page = f"{base_url}/raadplegingen/{shown.slug}/mailcode/invullen"
        said = _with_code(shown, page, code, until) if code else _used(shown, base_url)
        subject = gettext("Uw code om mee te doen") if code else gettext("U deed al mee")
        name = sender(municipality, language)
        parts = (gettext("Beste inwoner,"), *said, *_ending(municipality), name)
        text = "\n\n".join(
            part if part.startswith((" ", base_url)) else _paragraph(part) for part in parts
        )
        return subject, text + "\n"
