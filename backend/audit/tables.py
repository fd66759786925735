# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One line per thing that staff did (BIO2 8.15.01). Never changed, never deleted."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table


class AuditLine(Table):
    """No foreign keys: a line outlives what it is about."""

    __tablename__ = "audit_line"
    __table_args__ = (Index("ix_audit_line_object", "object", "object_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    action: Mapped[str]
    object: Mapped[str]
    object_id: Mapped[UUID | None]
    result: Mapped[str]
    origin: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
