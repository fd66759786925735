# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Batches and their sealed counts, the result at closing, the summary and what it cites."""

import datetime as dt
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table


class Batch(Table):
    """An immutable set of entries, counted once.

    An erasure makes the next `generation` of the same `origin_id`, which stands for it from then
    on; the entries stay with the origin. The highest generation counts.
    """

    __tablename__ = "batch"
    __table_args__ = (
        UniqueConstraint("origin_id", "generation"),
        CheckConstraint("(generation = 0) = (origin_id = id)", name="origin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    origin_id: Mapped[UUID] = mapped_column(ForeignKey("batch.id"))
    generation: Mapped[int] = mapped_column(server_default="0")
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class BatchEntry(Table):
    """Each entry is in one batch of generation nought."""

    __tablename__ = "batch_entry"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch.id"), index=True)


class BatchCount(Table):
    """Sealed: a row policy shows it to nobody before the consultation is closed (rule 12)."""

    __tablename__ = "batch_count"

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    count: Mapped[bytes] = mapped_column(LargeBinary)


class Result(Table):
    """The figures at closing, recounted from the raw entries; `analysis.figures` as bytes."""

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    counted: Mapped[int]
    figures: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    seed: Mapped[str]
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class Summary(Table):
    """A version of the summary. Final is final: `content` holds all that is ever shown of it."""

    __tablename__ = "summary"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        UniqueConstraint("id", "document_version_id", "final"),
        CheckConstraint(
            "(finalised_at IS NULL) = (content IS NULL)"
            " AND (finalised_at IS NULL) = (finalised_by IS NULL)",
            name="final",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    document_version_id: Mapped[UUID] = mapped_column(ForeignKey("document_version.id"))
    result_id: Mapped[UUID] = mapped_column(ForeignKey("result.id"))
    number: Mapped[int]
    accompanying_text: Mapped[str] = mapped_column(server_default="")
    revision: Mapped[int] = mapped_column(server_default="1")
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    finalised_at: Mapped[dt.datetime | None]
    finalised_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    final: Mapped[bool] = mapped_column(
        Boolean, Computed("finalised_at IS NOT NULL", persisted=True)
    )


class SentenceRow(Table):
    """A sentence as printed; `rule` names the template that made it."""

    __tablename__ = "sentence"

    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rule: Mapped[str]
    decision_point: Mapped[int | None]
    text: Mapped[str]


class CitationRow(Table):
    """`members` has a bit per content entry, in the order of ids: bit 0 of byte 0 is the first.
    `digest` is the sha256 of the ids themselves, sorted, on a line each."""

    __tablename__ = "citation"
    __table_args__ = (CheckConstraint("count = bit_count(members)", name="count"),)

    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id"), primary_key=True)
    sentence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[str]
    count: Mapped[int]
    members: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary)


class Verbatim(Table):
    """One draw: rank 0 first. `side` is the stance of who said it."""

    __tablename__ = "verbatim"
    __table_args__ = (UniqueConstraint("result_id", "question", "side", "rank"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    result_id: Mapped[UUID] = mapped_column(ForeignKey("result.id"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"))
    question: Mapped[str]
    side: Mapped[str]
    rank: Mapped[int]


class Release(Table):
    """A person read a drawn verbatim and let it go public, or refused it with a reason."""

    __tablename__ = "release"
    __table_args__ = (
        CheckConstraint("released OR letters(reason) > 0", name="reason"),
        Index("ix_release_verbatim_id", "verbatim_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    verbatim_id: Mapped[UUID] = mapped_column(ForeignKey("verbatim.id"))
    released: Mapped[bool]
    reason: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class Embargo(Table):
    """Until when a final summary is for the griffie and the council alone; the last row holds.

    `until` empty: until somebody of the griffie says that it may be read. No row: public at once.
    """

    __tablename__ = "embargo"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id"), index=True)
    until: Mapped[dt.datetime | None]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class Correction(Table):
    """Why a version follows an earlier one. `number` is that of the new version; the last holds."""

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("letters(note) >= 10", name="note"),
        CheckConstraint("number > 1", name="number"),
        Index("ix_correction_consultation_id", "consultation_id", "number"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    note: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class Output(Table):
    """A file of a final summary, made once and never changed: what was copied stays what it was."""

    __tablename__ = "output"

    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
