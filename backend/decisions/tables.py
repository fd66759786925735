# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions of the council, and its answers. Rows are only added; the highest number holds.

The database stamps who and when, and holds both to the meeting, to what lay at the item, and to
the version before (revision 0028).
"""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table

_BECAUSE = "CASE number WHEN 1 THEN because = '' ELSE letters(because) >= 10 END"


class Decision(Table):
    """`attachment_id`: the summary or exception that it follows; `consultation_id` where that was a
    summary. `points`: outcome by decision point, only where it is another than the whole."""

    __tablename__ = "council_decision"
    __table_args__ = (
        UniqueConstraint("agenda_item_id", "number"),
        CheckConstraint(
            "outcome IN ('aangenomen', 'gewijzigd_aangenomen', 'verworpen', 'aangehouden',"
            " 'ingetrokken')",
            name="outcome",
        ),
        CheckConstraint("jsonb_typeof(points) = 'object'", name="points"),
        CheckConstraint("letters(text) >= 10 AND length(text) <= 1000", name="text"),
        CheckConstraint(r"link = '' OR link ~ '^https?://[^\s/]+\.\S+$'", name="link"),
        CheckConstraint(_BECAUSE, name="because"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"))
    meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey("meeting.id"), server_default=FetchedValue()
    )
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"))
    document_version_id: Mapped[UUID] = mapped_column(
        ForeignKey("document_version.id"), server_default=FetchedValue()
    )
    consultation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("consultation.id"), index=True, server_default=FetchedValue()
    )
    number: Mapped[int]
    outcome: Mapped[str]
    points: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    decided_on: Mapped[dt.date]
    text: Mapped[str]
    link: Mapped[str] = mapped_column(server_default="")
    because: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class CouncilAnswer(Table):
    """`subject`: `voorstel`, the number of a decision point, or the id of a verdict
    (`surveys.answering.subjects`). `decision_id`: the version of the decision that it followed."""

    __tablename__ = "council_answer"
    __table_args__ = (
        UniqueConstraint("consultation_id", "subject", "number"),
        CheckConstraint(
            "reply IN ('overgenomen', 'deels_overgenomen', 'niet_overgenomen', 'in_onderzoek')",
            name="reply",
        ),
        CheckConstraint("subject = coalesce(verdict_id::text, subject)", name="subject"),
        CheckConstraint(
            "(reply IN ('overgenomen', 'in_onderzoek') OR letters(text) >= 10)"
            " AND length(text) <= 2000",
            name="text",
        ),
        CheckConstraint("in_name_of IN ('raad', 'college')", name="in_name_of"),
        CheckConstraint(_BECAUSE, name="because"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("council_decision.id"))
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    subject: Mapped[str]
    verdict_id: Mapped[UUID | None] = mapped_column(ForeignKey("review_verdict.id"))
    number: Mapped[int]
    reply: Mapped[str]
    text: Mapped[str] = mapped_column(server_default="")
    in_name_of: Mapped[str]
    because: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
