# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The files of a bundle, read within bounds: nobody's bundle fills the memory or hangs."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct

from backend.verifying.findings import Unreadable

ABOUT: Final = "bundel.json"
CHECKPOINT: Final = "checkpoint"
LOG: Final = "log.jsonl"
QUESTIONS: Final = "definitie.json"
RULES: Final = "regels.json"
DOCUMENT: Final = "stuk.json"
RESPONSES: Final = "reacties.jsonl"
RESULT: Final = "uitslag.json"
BATCHES: Final = "deeltellingen.jsonl"
REVIEWS: Final = "oordelen.jsonl"
DECISIONS: Final = "besluiten.jsonl"
ANSWERS: Final = "antwoorden.jsonl"
README: Final = "LEESMIJ.md"
FORMAT: Final = "raadgever/bundel/1"
LARGEST: Final = 64_000_000
"""Of a file that is read as a whole."""
LONGEST_ENTRY: Final = (1 << 16) - 1
LONGEST_RESPONSE: Final = 4_000_000
T = TypeVar("T")


def summary(number: int) -> str:
    return f"samenvatting-{number}.json"


def known(summaries: Iterable[int], *, sealed: bool) -> set[str]:
    """What a bundle with these versions of the summary may have in it."""
    usual = {ABOUT, CHECKPOINT, LOG, QUESTIONS, RULES, DOCUMENT, RESPONSES, RESULT, REVIEWS}
    usual |= {DECISIONS, ANSWERS, README, *map(summary, summaries)}
    return usual | ({BATCHES} if sealed else set())


class About(Struct, frozen=True):
    """What a bundle says of itself. `verzegeld`: it opens everything, for the audit office."""

    formaat: str
    raadpleging: str
    verzegeld: int


class Bundle:
    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise Unreadable(f"{folder} is geen map.")
        self.folder = folder

    def _open(self, name: str) -> int:
        path = self.folder / name
        try:
            number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        except FileNotFoundError:
            raise Unreadable(f"{name} ontbreekt in het pakket.") from None
        except OSError as error:
            raise Unreadable(f"{name} is niet te lezen ({error.strerror}).") from None
        if not stat.S_ISREG(os.fstat(number).st_mode):
            os.close(number)
            raise Unreadable(f"{name} is geen gewoon bestand.")
        return number

    def has(self, name: str) -> bool:
        return os.path.lexists(self.folder / name)

    def strangers(self, known: Iterable[str]) -> list[str]:
        """What stands there besides."""
        return sorted({path.name for path in self.folder.iterdir()} - set(known))

    def whole(self, name: str, most: int = LARGEST) -> bytes:
        with os.fdopen(self._open(name), "rb") as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise Unreadable(f"{name} is te groot: meer dan {most} bytes.")
        return content

    def decoded(self, name: str, content: bytes, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(content, type=kind)
        except (msgspec.DecodeError, RecursionError) as error:
            raise Unreadable(f"{name} is afgekapt of niet te lezen: {error}.") from None

    def read(self, name: str, kind: type[T]) -> T:
        return self.decoded(name, self.whole(name), kind)

    def plain(self, name: str, content: bytes) -> Any:
        """JSON as it stands there."""
        return self.decoded(name, content, object)

    def lines(self, name: str, longest: int) -> Iterator[bytes]:
        """Without their ends, and none longer than this."""
        with os.fdopen(self._open(name), "rb") as file:
            number = 0
            while line := file.readline(longest + 2):
                if not line.endswith(b"\n"):
                    where = f"{name}, regel {number}"
                    if len(line) > longest:
                        raise Unreadable(f"{where}: langer dan {longest} bytes.")
                    raise Unreadable(f"{where}: het bestand is hier afgekapt.")
                yield line[:-1]
                number += 1
