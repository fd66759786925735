# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What counts as text that people wrote: one rule for forms, API and imports."""

import re
import unicodedata

# Control characters (NUL among them) and lone surrogates. PostgreSQL cannot hold the first of
# these and UTF-8 not the last; tab and newline are ordinary in an answer.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# Something on the web that a person can open.
LINK = re.compile(r"https?://[^\s/]+\.\S+")


def clean(text: str) -> str:
    """NFC, Unix newlines, no white space around it."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unix).strip()
