# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Meetings, agenda items, documents with their versions, and the rules in force."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.council.hands import Sourced
from backend.database import Table


class RulesRow(Table):
    """Published rules (`surveys.rules.Rules`); the highest id is in force."""

    __tablename__ = "rules"
    __table_args__ = (
        CheckConstraint(
            "(jsonb_typeof(rules -> 'hearing_kinds') = 'array'"
            """ AND rules -> 'hearing_kinds' <@ '["raadsvoorstel", "initiatiefvoorstel","""
            """ "beleidsnota", "motie", "amendement", "informatiebrief"]'::jsonb"""
            " AND whole(rules -> 'minimum_days', 0, 365)"
            " AND whole(rules -> 'minimum_responses', 1, 1000000)"
            " AND whole(rules -> 'k', 5, 1000) AND whole(rules -> 'papers_days', 0, 60)"
            " AND whole(rules -> 'verbatims', 0, 20)"
            " AND jsonb_typeof(rules -> 'neighbourhoods') = 'array') IS TRUE",
            name="bounds",
        ),
        CheckConstraint(
            "whole(coalesce(rules -> 'late_paper_days', '0'), 0, 14)", name="late_paper_days"
        ),
        CheckConstraint("letters(reason) > 0", name="reason"),
        CheckConstraint("id = 1 OR made_by IS NOT NULL", name="by_name"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    rules: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class Meeting(Sourced, Table):
    """`cancel_reason`: where a person called it off. A source does not say why."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint("cancel_reason = '' OR letters(cancel_reason) >= 10", name="reason"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str]
    body_id: Mapped[str | None]
    starts_at: Mapped[dt.datetime] = mapped_column(index=True)
    ends_at: Mapped[dt.datetime | None]
    location: Mapped[str | None]
    cancelled: Mapped[bool] = mapped_column(server_default="false")
    cancel_reason: Mapped[str] = mapped_column(server_default="")
    revision: Mapped[int] = mapped_column(server_default="1")


class MeetingMove(Table):
    """The database writes one whenever `meeting.starts_at` changes, whoever does that."""

    __tablename__ = "meeting_move"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    was: Mapped[dt.datetime]
    starts_at: Mapped[dt.datetime]
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class AgendaItem(Sourced, Table):
    """`lapsed_at`: off the agenda. Rows are never deleted: something may rest on them.

    source_meeting_id   where the source has it; elsewhere than `meeting_id`, a person placed it
    """

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    place: Mapped[int] = mapped_column(comment="order on the agenda, depth first")
    position: Mapped[int | None]
    number: Mapped[str | None]
    title: Mapped[str]
    explanation: Mapped[str]
    heading: Mapped[bool]
    made_heading: Mapped[bool] = mapped_column(
        server_default=false(), comment="an item first; the database says so"
    )
    lapsed_at: Mapped[dt.datetime | None]
    source_meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"))
    revision: Mapped[int] = mapped_column(server_default="1")

    @property
    def by_hand(self) -> bool:
        """Whether a person, and not a source, put it on this agenda."""
        return self.source_meeting_id != self.meeting_id

    @property
    def in_hand(self) -> bool:
        """Whether people here take it off this agenda, put it back and give it its place."""
        return self.by_hand or self.ours


class ItemMove(Table):
    """An item went to another meeting. Writing one is what moves it; a trigger fills in where it
    stood and who says so. Without `made_by` the source moved it."""

    __tablename__ = "item_move"
    __table_args__ = (CheckConstraint("made_by IS NULL OR letters(reason) >= 10", name="reason"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    was_meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey("meeting.id"), index=True, server_default=FetchedValue()
    )
    was_parent_id: Mapped[UUID | None] = mapped_column(server_default=FetchedValue())
    was_place: Mapped[int] = mapped_column(server_default=FetchedValue())
    was_lapsed_at: Mapped[dt.datetime | None] = mapped_column(server_default=FetchedValue())
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    reason: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class Document(Sourced, Table):
    """A council document; `kind` is empty until somebody knows (`surveys.rules.KINDS`)."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint(
            "kind IN ('raadsvoorstel', 'initiatiefvoorstel', 'beleidsnota', 'motie',"
            " 'amendement', 'informatiebrief')",
            name="kind",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    url: Mapped[str | None]
    kind: Mapped[str | None]
    revision: Mapped[int] = mapped_column(server_default="1")


class Classification(Table):
    """Somebody said what a document is. Writing one is what changes `document.kind`; a trigger
    fills in what it was and who says so, and asks a reason of whoever takes a hearing away."""

    __tablename__ = "classification"
    __table_args__ = (Index("ix_classification_document_id", "document_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    was: Mapped[str | None] = mapped_column(server_default=FetchedValue())
    kind: Mapped[str | None]
    reason: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class AgendaItemDocument(Table):
    """Which documents lie at an item; one of them, the main document, gates.

    `gone_at`: the source took it away. The row stays, and an item whose main document went is
    red until the griffie writes a `MainChoice`.
    """

    __tablename__ = "agenda_item_document"
    __table_args__ = (
        Index(
            "uq_agenda_item_document_main",
            "agenda_item_id",
            unique=True,
            postgresql_where=text("main"),
        ),
    )

    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(
        ForeignKey("document.id"), primary_key=True, index=True
    )
    place: Mapped[int]
    main: Mapped[bool]
    gone_at: Mapped[dt.datetime | None]


class MainChoice(Table):
    """Somebody said which document of an item the council decides on (`was_id`: before that)."""

    __tablename__ = "main_choice"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agenda_item_id", "document_id"],
            ["agenda_item_document.agenda_item_id", "agenda_item_document.document_id"],
        ),
        Index("ix_main_choice_agenda_item_id", "agenda_item_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    agenda_item_id: Mapped[UUID]
    document_id: Mapped[UUID]
    was_id: Mapped[UUID | None] = mapped_column(server_default=FetchedValue())
    reason: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class MeetingDocument(Table):
    """Documents of the meeting itself, such as a list of outcomes; they never gate."""

    __tablename__ = "meeting_document"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(
        ForeignKey("document.id"), primary_key=True, index=True
    )
    place: Mapped[int]


class DocumentVersion(Table):
    """What a document says at one time. `hash` is SHA-256 over all of it (DESIGN.md 8)."""

    __tablename__ = "document_version"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        UniqueConstraint("id", "document_id"),
        Index(
            "ix_document_version_words",
            text("to_tsvector('dutch'::regconfig, (title::text || ' '::text) || plain_text::text)"),
            postgresql_using="gin",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    title: Mapped[str]
    plain_text: Mapped[str]
    source_version: Mapped[str]
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))


class DecisionPoint(Table):
    __tablename__ = "decision_point"
    __table_args__ = (
        Index(
            "ix_decision_point_words",
            text("to_tsvector('dutch'::regconfig, text::text)"),
            postgresql_using="gin",
        ),
    )

    document_version_id: Mapped[UUID] = mapped_column(
        ForeignKey("document_version.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
