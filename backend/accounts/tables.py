# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff, their sessions, and what throttles guessing."""

import datetime as dt
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table


class Account(Table):
    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "role IN ('griffie', 'adviesraad', 'raadslid', 'beheerder', 'rekenkamer')", name="role"
        ),
        CheckConstraint("username = lower(username)", name="username_lower"),
        CheckConstraint("length(btrim(name)) > 0", name="name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    password: Mapped[str]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    disabled_at: Mapped[dt.datetime | None]


class StaffSession(Table):
    """`token` is the SHA-256 of what the cookie holds: a stolen table opens no session."""

    __tablename__ = "staff_session"

    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    seen_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class Throttle(Table):
    """Tries in the present window, per keyed hash of what is throttled; nothing readable."""

    __tablename__ = "throttle"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    window_start: Mapped[dt.datetime]
    tries: Mapped[int]
