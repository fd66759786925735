# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bodies and their members, what they are asked, and what they say.

Names and moments are stamped by the database (triggers `guard`), which also holds who may speak
and until when. What was said is never changed: a later row replaces it and both stay.
"""

import datetime as dt
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table


class AdvisoryBody(Table):
    """`themes` say about which consultations it is asked; a retired body stays in history."""

    __tablename__ = "advisory_body"
    __table_args__ = (
        CheckConstraint("letters(name) >= 2", name="name"),
        CheckConstraint(
            "kind IN ('adviesraad', 'clientenraad', 'jongerenraad', 'ouderenraad', 'wijkraad',"
            " 'anders')",
            name="kind",
        ),
        Index(
            "uq_advisory_body_name_alive",
            text("lower(name)"),
            unique=True,
            postgresql_where=text("retired_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    kind: Mapped[str]
    themes: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")
    revision: Mapped[int] = mapped_column(server_default="1")
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    retired_at: Mapped[dt.datetime | None]


class BodyMember(Table):
    """A term of office, both days included. `ended_at` when a beheerder ended it before that."""

    __tablename__ = "body_member"
    __table_args__ = (
        CheckConstraint("last_day IS NULL OR last_day >= first_day", name="days"),
        Index("ix_body_member_account_id", "account_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("advisory_body.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date | None]
    ended_at: Mapped[dt.datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class ReviewRequest(Table):
    """One body, asked about one version of a summary.

    notice   what the griffie was given to send: the message as it was, with its link
    """

    __tablename__ = "review_request"
    __table_args__ = (
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)"
            " AND (withdrawn_at IS NULL OR letters(withdrawn_reason) >= 10)",
            name="withdrawn",
        ),
        Index(
            "uq_review_request_alive",
            "summary_id",
            "body_id",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id"))
    body_id: Mapped[UUID] = mapped_column(ForeignKey("advisory_body.id"), index=True)
    body_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    body_kind: Mapped[str] = mapped_column(server_default=FetchedValue())
    due_at: Mapped[dt.datetime]
    notice: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_reason: Mapped[str] = mapped_column(server_default="")


class ReviewUnawaited(Table):
    """Why the griffie made a summary final while a body could still speak."""

    __tablename__ = "review_unawaited"
    __table_args__ = (CheckConstraint("letters(reason) >= 10", name="reason"),)

    request_id: Mapped[UUID] = mapped_column(ForeignKey("review_request.id"), primary_key=True)
    reason: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class ReviewRemark(Table):
    """What members say to each other; for members only."""

    __tablename__ = "review_remark"
    __table_args__ = (CheckConstraint("letters(text) > 0", name="text"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("review_request.id"), index=True)
    text: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class ReviewRemarkWithdrawal(Table):
    """Its author took a remark back: it is not shown any more, and that it was there is."""

    __tablename__ = "review_remark_withdrawal"

    remark_id: Mapped[UUID] = mapped_column(ForeignKey("review_remark.id"), primary_key=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class ReviewDissent(Table):
    """A member thinks otherwise than the body. The highest number of a member counts.

    Without text the member took it back. `made_by_name` is empty when it is not to be printed.
    """

    __tablename__ = "review_dissent"
    __table_args__ = (UniqueConstraint("request_id", "made_by", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("review_request.id"))
    number: Mapped[int]
    named: Mapped[bool]
    text: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class ReviewVerdict(Table):
    """What the body thinks; any member passes it on. The highest number counts.

    summary_revision   of the summary's text beside the figures, when this was given
    """

    __tablename__ = "review_verdict"
    __table_args__ = (
        UniqueConstraint("request_id", "number"),
        CheckConstraint(
            "verdict IN ('akkoord', 'akkoord_met_opmerking', 'bezwaar')", name="verdict"
        ),
        CheckConstraint("verdict = 'akkoord' OR letters(remark) >= 10", name="remark"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("review_request.id"))
    number: Mapped[int]
    verdict: Mapped[str]
    remark: Mapped[str] = mapped_column(server_default="")
    summary_revision: Mapped[int] = mapped_column(server_default=FetchedValue())
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class ReviewAnswer(Table):
    """What the griffie says to an objection or a remark; once."""

    __tablename__ = "review_answer"
    __table_args__ = (CheckConstraint("letters(text) >= 10", name="text"),)

    verdict_id: Mapped[UUID] = mapped_column(ForeignKey("review_verdict.id"), primary_key=True)
    text: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_by_name: Mapped[str] = mapped_column(server_default=FetchedValue())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
