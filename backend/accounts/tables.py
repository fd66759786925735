# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff, how they prove who they are, their sessions, and what throttles guessing."""

import datetime as dt
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    Identity,
    LargeBinary,
    exists,
    func,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column

from backend.database import Table


class SecondFactor(Table):
    """`secret` is locked under a key of ours; `last_step` keeps a code from being used twice."""

    __tablename__ = "second_factor"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret: Mapped[str]
    last_step: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class RecoveryCode(Table):
    """A keyed hash of a code that works once: using it deletes the row."""

    __tablename__ = "recovery_code"

    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("second_factor.account_id", ondelete="CASCADE"), primary_key=True
    )
    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class Account(Table):
    """`password` is empty until the person has chosen one; such an account opens nothing."""

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
    second_factor: Mapped[bool] = column_property(
        exists().where(SecondFactor.account_id == id)  # noqa: A003 - the column right above
    )


class RoleChange(Table):
    """Writing one is what changes `account.role`: the application cannot do so otherwise, because
    a role says who may sign for the gate. Never changed, never deleted."""

    __tablename__ = "role_change"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    was: Mapped[str | None] = mapped_column(server_default=FetchedValue())
    role: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class OneTimeLink(Table):
    """The one link with which somebody can choose a password now; using it deletes the row.

    `digest` is the SHA-256 of what stands in the link: a stolen table opens no account.
    """

    __tablename__ = "one_time_link"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), unique=True)
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[dt.datetime]


class StaffSession(Table):
    """`token` is the SHA-256 of what the cookie holds: a stolen table opens no session.

    `origin` and `browser` let somebody recognise a session that is not theirs; they go with it.
    """

    __tablename__ = "staff_session"

    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    seen_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    origin: Mapped[str] = mapped_column(server_default="")
    browser: Mapped[str] = mapped_column(server_default="")


class Throttle(Table):
    """Tries in the present window, per keyed hash of what is throttled; nothing readable."""

    __tablename__ = "throttle"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    window_start: Mapped[dt.datetime]
    tries: Mapped[int]
