# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The language of a text, by lingua (Apache-2.0): its models come in the package.

Frisian is not among the languages that it knows: such a text is mostly in no language, sometimes
in Dutch. A language model is read when a text first needs it: seconds, and some 300 MB in all.
"""

import functools
import importlib
from typing import Any, Final

from backend.words.folder import NotBuilt
from surveys.language import told

LANGUAGES: Final = ("nl", "en", "de", "fr", "es", "pl", "ro", "tr", "ar", "uk", "ru")
"""What is spoken here, and what those are taken for: the fewer, the surer."""


@functools.cache
def _detector() -> Any:
    try:
        lingua: Any = importlib.import_module("lingua")
    except ModuleNotFoundError:
        raise NotBuilt("lingua is not installed. Run `make models`.") from None
    codes = [getattr(lingua.IsoCode639_1, code.upper()) for code in LANGUAGES]
    return lingua.LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()


def language(text: str) -> str | None:
    """ISO 639-1, or None where it cannot be told. Raises `NotBuilt`."""
    likely = {
        one.language.iso_code_639_1.name.lower(): float(one.value)
        for one in _detector().compute_language_confidence_values(text[:2000])
    }
    return told(text, likely)
