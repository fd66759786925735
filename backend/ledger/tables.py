# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log, the hashes that prove it, what was signed, and the keys of what residents said."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table

KINDS = (
    "kind IN ('eerder', 'definitie', 'codes', 'verlenging', 'afgelasting', 'reactie',"
    " 'vervanging', 'intrekking', 'uitsluiting', 'telling', 'moderatie', 'verbetering', 'oordeel',"
    " 'samenvatting', 'agendering', 'uitzondering', 'besluit', 'antwoord', 'sleutel', 'belofte')"
)


class LogEntry(Table):
    """One entry, in bytes as they are hashed and published. Only ever added, without gaps: the
    database holds each to the place that is next."""

    __tablename__ = "log_entry"
    __table_args__ = (
        CheckConstraint(KINDS, name="kind"),
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("leaf = sha256('\\x00'::bytea || body)", name="leaf"),
    )

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    leaf: Mapped[bytes] = mapped_column(LargeBinary)


class LogNode(Table):
    """The root of 256^level leaves: what a full tile is called in the level above it."""

    __tablename__ = "log_node"
    __table_args__ = (CheckConstraint("level > 0 AND place >= 0", name="level"),)

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class CheckpointRow(Table):
    """What was signed, as it was published, and by which key. Never for more than what is
    committed. `vkey` is empty of what was signed before it was kept."""

    __tablename__ = "checkpoint"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary)
    note: Mapped[str]
    vkey: Mapped[str | None]
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class Logged(Table):
    """Where something stands in the log. Each thing stands there once."""

    __tablename__ = "logged"
    __table_args__ = (UniqueConstraint("position"),)

    subject: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, ForeignKey("log_entry.position"))


class LogDue(Table):
    """An entry that waits for its place, written in the transaction of what it is about."""

    __tablename__ = "log_due"
    __table_args__ = (
        CheckConstraint(KINDS, name="kind"),
        UniqueConstraint("subject", "kind"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    kind: Mapped[str]
    subject: Mapped[UUID]
    consultation_id: Mapped[UUID | None]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    cancels: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class EntryKey(Table):
    """What the salts of one entry derive from: without it its commitments open nothing.

    `waiting` until the entry is in the log; the row is at once the promise that it will be.
    """

    __tablename__ = "entry_key"
    __table_args__ = (
        CheckConstraint("length(key) = 32", name="key"),
        Index("ix_entry_key_waiting", "entry_id", postgresql_where=text("waiting")),
    )

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    waiting: Mapped[bool] = mapped_column(server_default=text("true"))
