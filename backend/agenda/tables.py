# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What opens the gate for one agenda item: a summary that is final, or a public exception; or that
there is nothing to hear residents about."""

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
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table


class GateException(Table):
    """Motivated, by name, public and for one version of the document at one meeting only.

    The database writes down who it is, when, and on which agenda the item then stood.
    """

    __tablename__ = "gate_exception"
    __table_args__ = (
        UniqueConstraint("id", "agenda_item_id", "document_version_id"),
        CheckConstraint(
            "ground IN ('spoed', 'geheim', 'tijdens_vergadering', 'al_gehoord', 'redactioneel',"
            " 'wettelijke_termijn', 'geen_reacties')",
            name="ground",
        ),
        CheckConstraint("letters(reason) >= 10", name="reason"),
        CheckConstraint(r"ground <> 'al_gehoord' OR link ~ '^https?://[^\s/]+\.\S+$'", name="link"),
        CheckConstraint("ground <> 'redactioneel' OR letters(difference) >= 10", name="difference"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    document_version_id: Mapped[UUID] = mapped_column(ForeignKey("document_version.id"))
    meeting_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("meeting.id"), server_default=FetchedValue()
    )
    ground: Mapped[str]
    reason: Mapped[str]
    link: Mapped[str] = mapped_column(server_default="")
    difference: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_by_role: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class Attachment(Table):
    """`summary_final` is always true: it makes the foreign key refuse a draft."""

    __tablename__ = "attachment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agenda_item_id", "document_id"],
            ["agenda_item_document.agenda_item_id", "agenda_item_document.document_id"],
        ),
        ForeignKeyConstraint(
            ["document_version_id", "document_id"],
            ["document_version.id", "document_version.document_id"],
        ),
        ForeignKeyConstraint(
            ["summary_id", "document_version_id", "summary_final"],
            ["summary.id", "summary.document_version_id", "summary.final"],
        ),
        ForeignKeyConstraint(
            ["exception_id", "agenda_item_id", "document_version_id"],
            [
                "gate_exception.id",
                "gate_exception.agenda_item_id",
                "gate_exception.document_version_id",
            ],
        ),
        CheckConstraint("num_nonnulls(summary_id, exception_id) = 1", name="one"),
        CheckConstraint("summary_final", name="final"),
        UniqueConstraint("agenda_item_id", "document_version_id", "summary_id"),
        UniqueConstraint("exception_id"),
        Index("ix_attachment_item", "agenda_item_id", "document_version_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    agenda_item_id: Mapped[UUID]
    document_id: Mapped[UUID]
    document_version_id: Mapped[UUID]
    summary_id: Mapped[UUID | None]
    summary_final: Mapped[bool] = mapped_column(server_default="true")
    exception_id: Mapped[UUID | None]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class ClosingKept(Table):
    """Somebody saw that the meeting is another day now, and let a consultation close as it does.

    It holds for the meeting at this very moment: when that moves again, it is asked again.
    """

    __tablename__ = "closing_kept"
    __table_args__ = (UniqueConstraint("consultation_id", "meeting_id", "starts_at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    starts_at: Mapped[dt.datetime]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class PaperNeed(Table):
    """Whether an item that was made by hand needs a document; the last word on it counts.

    Without a word it does: who makes an item by hand may mean to let the council decide.
    """

    __tablename__ = "paper_need"
    __table_args__ = (CheckConstraint("needed OR letters(reason) >= 10", name="reason"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    needed: Mapped[bool]
    reason: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
