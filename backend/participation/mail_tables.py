# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of e-mail codes: addresses for a moment, tags until the count, and nothing that
joins either to an answer (docs/decisions/0035)."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table


class MailKey(Table):
    """The key of the tags of one consultation: without it no tag is traced to an address. It goes
    when the count is made, and every backup keeps it for a short time only."""

    __tablename__ = "mail_key"
    __table_args__ = (CheckConstraint("length(key) = 32", name="key"),)

    consultation_id: Mapped[UUID] = mapped_column(
        ForeignKey("mail_door.consultation_id"), primary_key=True
    )
    key: Mapped[bytes] = mapped_column(LargeBinary)


class MailRequest(Table):
    """Somebody asked for a code at an address, of which this knows a tag. When is not kept, only
    until which day the code holds: it would tell who answered a moment later.

    digest   finds the request by its code
    state    `waiting`, `sent`, or `failed`: then no message came of it
    """

    __tablename__ = "mail_request"
    __table_args__ = (
        CheckConstraint("length(tag) = 32", name="tag"),
        CheckConstraint("length(digest) = 32", name="digest"),
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
        UniqueConstraint("digest"),
        Index(
            "uq_mail_request_holds",
            "consultation_id",
            "tag",
            unique=True,
            postgresql_where=text("NOT revoked"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("mail_door.consultation_id"))
    tag: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    holds_until: Mapped[dt.date]
    revoked: Mapped[bool] = mapped_column(server_default=text("false"))
    state: Mapped[str] = mapped_column(server_default="waiting")


class MailAddress(Table):
    """Where a code is still to be sent to, locked with the secret; gone once that is done, and
    after a day whatever happened. No backup has it."""

    __tablename__ = "mail_address"

    request_id: Mapped[UUID] = mapped_column(
        ForeignKey("mail_request.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    language: Mapped[str]
    tries: Mapped[int] = mapped_column(server_default="0")
    not_before: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class MailVoice(Table):
    """From this address somebody took part. That is what makes it once; with which response stands
    nowhere."""

    __tablename__ = "mail_voice"

    consultation_id: Mapped[UUID] = mapped_column(
        ForeignKey("mail_door.consultation_id"), primary_key=True
    )
    tag: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class MailUse(Table):
    """This response came in with an e-mail code. From which address stands nowhere."""

    __tablename__ = "mail_use"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True)
