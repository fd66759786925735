# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m tests.catalogue`: every sentence on every page has its translation, and no other.

Part of `make check`. With `--update` the catalogues take up new sentences (empty: to be
translated) and drop those that are gone.
"""

import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from backend.web.languages import DUTCH, FOLDER, LANGUAGES

ROOT = Path(__file__).parent.parent
HEADER = (
    "# SPDX-FileCopyrightText: 2026 Raadgever contributors\n# SPDX-License-Identifier: EUPL-1.2"
)
# One date for ever: a catalogue differs when a sentence does.
SINCE = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "gettext": None, "marked": None, "ngettext": (1, 2)}
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
HOLES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
MARKUP = re.compile(r"</?[a-z][^>]*>")


def extracted() -> Catalog:
    found = Catalog(header_comment=HEADER, project="Raadgever", charset="utf-8")
    lines = extract_from_dir(ROOT / "backend", METHODS, OPTIONS, KEYWORDS)
    for file, _, message, _, context in sorted(lines, key=lambda line: (line[0], line[1])):
        # Without line numbers: they would change with every edit elsewhere in the file.
        found.add(message, locations=[(f"backend/{file}", 0)], context=context)
    return found


def path_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def _pairs(message: Message) -> Iterator[tuple[str, str]]:
    ids = _key(message)
    said = message.string
    strings = tuple(said) if isinstance(said, list | tuple) else (said,)
    for place, translated in enumerate(strings):
        yield ids[min(place, len(ids) - 1)], translated or ""


def _holes(text: str) -> list[str]:
    return sorted(set(HOLES.findall(text))) + sorted(MARKUP.findall(text))


def _key(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def problems(language: str, found: Catalog) -> Iterator[str]:
    theirs = {_key(message): message for message in read(language) if message.id}
    ours = {_key(message) for message in found if message.id}
    for gone in theirs.keys() - ours:
        yield f"no page says this any more: {gone[0]}"
    for each in ours - theirs.keys():
        yield f"not in the catalogue: {each[0]}"
    for key, message in theirs.items():
        if message.fuzzy:
            yield f"fuzzy: {key[0]}"
        for original, translated in _pairs(message):
            if not translated:
                yield f"not translated: {original}"
            elif len(key) == 1 and _holes(original) != _holes(translated):
                yield f"other places or markup: {original} → {translated}"


def update(language: str, found: Catalog) -> None:
    path = path_of(language)
    held = read(language) if path.exists() else Catalog(locale=language, header_comment=HEADER)
    held.update(found, no_fuzzy_matching=True)
    held.obsolete.clear()
    held.header_comment, held.fuzzy, held.project = HEADER, False, "Raadgever"
    held.version, held.msgid_bugs_address, held.last_translator = "", "", ""
    held.creation_date = held.revision_date = SINCE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, held, width=100, include_lineno=False, sort_by_file=True)


def main(words: list[str]) -> int:
    found, wrong = extracted(), 0
    for language in LANGUAGES:
        if language == DUTCH:
            continue
        if "--update" in words:
            update(language, found)
        for problem in problems(language, found):
            sys.stdout.write(f"{language}: {problem}\n")
            wrong += 1
    sys.stdout.write(f"{len(found)} sentences, {wrong} problems\n")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
