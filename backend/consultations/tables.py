# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A consultation on one version of a document, and the questionnaire it opens with."""

import datetime as dt
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
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table


class Consultation(Table):
    """The database sets `rules_id` and all moments but `closes_at` itself, at the step.

    fixed_at   from then on nothing more enters and the count is fixed; later than `closed_at` when
               the rules leave days for entering paper that came in time
    asked_anew_at   nobody answered it, and another asks about the same text in its place
    """

    __tablename__ = "consultation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_version_id", "document_id"],
            ["document_version.id", "document_version.document_id"],
        ),
        CheckConstraint(
            "stage IN ('draft', 'open', 'closed', 'summarised', 'attached', 'cancelled')",
            name="stage",
        ),
        CheckConstraint(
            "stage IN ('draft', 'cancelled')"
            " OR (opened_at IS NOT NULL AND closes_at IS NOT NULL AND rules_id IS NOT NULL"
            " AND questionnaire_id IS NOT NULL)",
            name="opened",
        ),
        CheckConstraint("stage <> 'cancelled' OR letters(cancel_reason) > 0", name="cancel_reason"),
        # Its own questions, not those of another consultation.
        ForeignKeyConstraint(
            ["questionnaire_id", "id"],
            ["questionnaire.id", "questionnaire.consultation_id"],
            use_alter=True,
        ),
        Index(
            "uq_consultation_version_asked",
            "document_version_id",
            unique=True,
            postgresql_where=text("stage <> 'cancelled' AND asked_anew_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[UUID] = mapped_column(index=True)
    document_version_id: Mapped[UUID]
    stage: Mapped[str] = mapped_column(server_default="draft")
    questionnaire_id: Mapped[UUID | None]
    rules_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("rules.id"))
    ratings_only_reason: Mapped[str] = mapped_column(server_default="")
    cancel_reason: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    opened_at: Mapped[dt.datetime | None]
    closes_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    fixed_at: Mapped[dt.datetime | None]
    cancelled_at: Mapped[dt.datetime | None]
    asked_anew_at: Mapped[dt.datetime | None]
    revision: Mapped[int] = mapped_column(server_default="1")
    themes: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")
    neighbourhoods: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")


class Extension(Table):
    """A closing moment that was moved on. Writing the row is what moves it; the database fills in
    from when, by whose name and when it was done."""

    __tablename__ = "extension"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    was: Mapped[dt.datetime] = mapped_column(server_default=FetchedValue())
    closes_at: Mapped[dt.datetime]
    reason: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class AskedAnew(Table):
    """Nobody answered a consultation, so that the griffie puts its text to residents once more.
    Writing the row is what makes room for another; the database fills in who and when."""

    __tablename__ = "asked_anew"
    __table_args__ = (CheckConstraint("letters(reason) >= 10", name="reason"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    reason: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class LeftRunning(Table):
    """Somebody saw that an item is off the agenda, and let its consultation go on.

    It holds for this time off the agenda: `agenda_item.lapsed_at` before `made_at`.
    """

    __tablename__ = "left_running"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class MailDoor(Table):
    """Somebody may take part with a code by e-mail. The griffie says so before opening."""

    __tablename__ = "mail_door"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class QuestionnaireRow(Table):
    """One version of the questions, as canonical bytes (`surveys.questionnaire`), hashed."""

    __tablename__ = "questionnaire"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        UniqueConstraint("id", "consultation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    definition: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class ThemeRow(Table):
    """What a proposal can be about; out of the list since `retired_at`, and never deleted."""

    __tablename__ = "theme"
    __table_args__ = (
        CheckConstraint("key ~ '^[a-z0-9][a-z0-9-]*$'", name="key"),
        CheckConstraint("letters(name) > 0", name="name"),
        UniqueConstraint("name"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    retired_at: Mapped[dt.datetime | None]


class Picture(Table):
    """A picture beside a question, by the SHA-256 of its bytes; never changed."""

    __tablename__ = "picture"
    __table_args__ = (
        CheckConstraint(
            "media_type IN ('image/png', 'image/jpeg', 'image/webp')", name="media_type"
        ),
        CheckConstraint("length(content) <= 2000000", name="size"),
    )

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
