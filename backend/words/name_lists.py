# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lists by which names are known: read out of two packages, and kept as one file of ours.

From `deduce` (LGPL-3.0) only its lists of first names, surnames and places: its program takes
1.9 GB and minutes to start, and knows no name in lower case (decision 0040). From `simplemma` (MIT)
which words are Dutch. Countries in Dutch are those of CLDR. None of it is in this repository.
"""

import functools
import gzip
import importlib
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

import msgspec
from babel import Locale

from backend.words import folder as models
from surveys.names import Lists

FILE: Final = "names.json.gz"
PACKAGES: Final = ("deduce", "simplemma", "babel")


def _lines(name: str) -> set[str]:
    path = Path(str(distribution("deduce").locate_file(f"deduce/data/lookup/src/{name}.txt")))
    return {line for line in path.read_text(encoding="utf-8").splitlines() if line}


def _listed(name: str) -> set[str]:
    return _lines(f"{name}/items") - _lines(f"{name}/exceptions")


def _dutch() -> set[str]:
    module: Any = importlib.import_module("simplemma.strategies.dictionaries.dictionary_factory")
    forms: dict[str, str] = module.DefaultDictionaryFactory().get_dictionary("nl")
    return set(forms) | set(forms.values())


def _low(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def read() -> Lists:
    """From the packages as they are installed."""
    first, last = _listed("names/lst_first_name"), _listed("names/lst_surname")
    kinds = ("municipality", "residence", "region", "province")
    places = {one for kind in kinds for one in _lines(f"locations/lst_placename/lst_{kind}/items")}
    lists = ("whitelist/lst_common_word", "whitelist/lst_stop_word")
    words = _dutch() | {word for name in lists for word in _lines(f"{name}/items")}
    dutch: Any = Locale("nl")
    return Lists(
        first=_low(first),
        last=_low(last)
        | _low(one.split()[-1] for one in _lines("names/lst_interfix_surname/items")),
        # With a capital the dictionary has some names too: those are no reason to pass a name over.
        words=_low(word for word in words if word == word.lower() or word not in first | last),
        places=_low(places | set(dutch.territories.values())),
    )


def build(folder: Path) -> None:
    lists = {name: sorted(words) for name, words in msgspec.structs.asdict(read()).items()}
    data = gzip.compress(msgspec.json.encode(lists), mtime=0)
    models.keep(FILE, data, PACKAGES, folder)


@functools.cache
def lists() -> Lists:
    """Some tenths of a second, once per process; raises `NotBuilt`."""
    return msgspec.json.decode(gzip.decompress(models.sound(FILE).read_bytes()), type=Lists)
