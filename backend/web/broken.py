# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why a worker gave up, in words for the griffie."""

from backend.web.languages import gettext, marked, told

STOPPED = marked("De werker stopte telkens terwijl hij hiermee bezig was.")
# What `outbox` writes down for an error that has no words of its own: the name of its type.
REASONS = {
    "the worker stopped while it was at work on this": STOPPED,
    "OperationalError": marked("De database was niet bereikbaar."),
    "InterfaceError": marked("De verbinding met de database viel weg."),
    "TimeoutError": marked("Het duurde te lang."),
    "MemoryError": marked("Er was te weinig geheugen."),
    "MailAway": marked("De mailserver gaf geen antwoord."),
    "MailRefused": marked(
        "De mailserver liet ons niet toe. Misschien klopt het wachtwoord, de afzender of het"
        " certificaat niet. Vraag de beheerder."
    ),
}


def in_words(error: str | None) -> str:
    if not error:
        return ""
    if error in REASONS:
        return gettext(REASONS[error])
    if error.isidentifier():
        unknown = gettext("Er ging iets mis ({error}). Lukt het weer niet? Vraag de beheerder.")
        return unknown.format(error=error)
    return told(error)
