# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a summary is: one frozen thing, from which every form of it is rendered (DESIGN rule 7)."""

import datetime as dt
from uuid import UUID

import msgspec
from msgspec import Struct

from analysis.figures import Figures
from surveys.rules import Rules

FORMAT = "raadgever/samenvatting/1"


class Cited(Struct, frozen=True, rename="camel"):
    """`entries` is the SHA-256 of the sorted entry ids, one per line: what the number counts."""

    question: str
    count: int
    entries: str


class Said(Struct, frozen=True, rename="camel"):
    """`question` is the key of the figures that it is about, when it is about one question."""

    rule: str
    decision_point: int | None
    text: str
    citations: tuple[Cited, ...]
    question: str = ""


class Quoted(Struct, frozen=True, rename="camel"):
    """A released quotation; `rank` is its place in the draw for this question and side.

    `question` is empty for advice on a decision point, else the key of the figures it goes with.
    """

    decision_point: int | None
    side: str
    rank: int
    text: str
    question: str = ""


class Asked(Struct, frozen=True, rename="camel"):
    """A background question with its options, so that a figure can be read without the form."""

    key: str
    label: str
    options: dict[str, str]


class Logged(Struct, frozen=True, rename="camel"):
    """The public log as it was signed last, with the tally in it: printed, so that whoever has this
    summary can see later that the log only grew.

    root   in hex; key: the fingerprint of the vkey; note: what was signed, as it was published
    """

    name: str
    size: int
    root: str
    key: str
    note: str

    @property
    def root_to_read(self) -> str:
        """In groups of four, to be read aloud, and to be broken over lines."""
        return " ".join(self.root[at : at + 4] for at in range(0, len(self.root), 4))


class Content(Struct, frozen=True, rename="camel"):
    """Stored as canonical JSON when a summary is made final, and never again computed.

    reviewed   the advisory councils that were asked before it became final; what they said
               stands beside it in rows of its own (`surveys.reviewed`), and may follow later
    correction why this version follows an earlier one
    log        what was signed of the public log; None when nothing was yet
    address    where this very version can be read, for as long as the site stands
    """

    format: str
    municipality: str
    title: str
    slug: str
    consultation: UUID
    number: int
    document: UUID
    document_hash: str
    opened_at: dt.datetime
    closed_at: dt.datetime
    finalised_at: dt.datetime | None
    rules: Rules
    questionnaire_hash: str
    result_hash: str
    seed: str
    background: tuple[Asked, ...]
    figures: Figures
    sentences: tuple[Said, ...]
    quotations: tuple[Quoted, ...]
    accompanying_text: str
    ratings_only_reason: str = ""
    reviewed: tuple[str, ...] = ()
    correction: str = ""
    address: str = ""
    log: Logged | None = None


def encode(content: Content) -> bytes:
    """Canonical: the same summary is the same bytes on any machine."""
    return msgspec.json.encode(content, order="deterministic")


def decode(data: bytes) -> Content:
    return msgspec.json.decode(data, type=Content)
