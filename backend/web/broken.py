# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why a worker gave up, in words for the griffie."""

STOPPED = "De werker stopte telkens terwijl hij hiermee bezig was."
# What `outbox` writes down for an error that has no words of its own: the name of its type.
REASONS = {
    "the worker stopped while it was at work on this": STOPPED,
    "OperationalError": "De database was niet bereikbaar.",
    "InterfaceError": "De verbinding met de database viel weg.",
    "TimeoutError": "Het duurde te lang.",
    "MemoryError": "Er was te weinig geheugen.",
}


def in_words(error: str | None) -> str:
    if not error:
        return ""
    if error.isidentifier():
        unknown = f"Er ging iets mis ({error}). Lukt het weer niet? Vraag de beheerder."
        return REASONS.get(error, unknown)
    return REASONS.get(error, error)
