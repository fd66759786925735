# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where agendas come from by themselves, and what each look brought."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table


class AgendaSource(Table):
    """`tries`: how often in a row it failed, with `fault`, `detail` and `problems` of the last.

    `next_at`: when a worker looks again; empty when the source is off. `good_at`: the last look
    that worked, and `meeting_id` what came of it: both stay when later looks fail.
    """

    __tablename__ = "agenda_source"
    __table_args__ = (
        CheckConstraint("letters(name) >= 2", name="name"),
        CheckConstraint("url ~ '^https?://' AND length(url) <= 2000", name="url"),
        CheckConstraint("hours IN (1, 2, 4, 8, 12, 24)", name="hours"),
        CheckConstraint("enabled = (next_at IS NOT NULL)", name="next"),
        CheckConstraint("tries >= 0 AND (tries > 0) = (fault IS NOT NULL)", name="tries"),
        Index("uq_agenda_source_name", text("lower(name)"), unique=True),
        Index("uq_agenda_source_url", "url", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    url: Mapped[str]
    hours: Mapped[int]
    enabled: Mapped[bool]
    revision: Mapped[int] = mapped_column(server_default="1")
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    tries: Mapped[int] = mapped_column(server_default="0")
    fault: Mapped[str | None]
    detail: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")
    problems: Mapped[list[dict[str, str]]] = mapped_column(JSONB, server_default="[]")
    next_at: Mapped[dt.datetime | None]
    good_at: Mapped[dt.datetime | None]
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), index=True)


class AgendaLook(Table):
    """One look that changed something, or a row of looks that did not, or that failed alike.

    `changes`: `backend.council.differences.Change`, at most `fetching.MOST_CHANGES` of them.
    """

    __tablename__ = "agenda_look"
    __table_args__ = (
        CheckConstraint("outcome IN ('changed', 'same', 'failed')", name="outcome"),
        CheckConstraint("(outcome = 'failed') = (fault IS NOT NULL)", name="fault"),
        CheckConstraint("(outcome = 'failed') = (meeting_id IS NULL)", name="meeting"),
        CheckConstraint("times >= 1 AND (times = 1 OR outcome <> 'changed')", name="times"),
        CheckConstraint("last_at >= first_at", name="order"),
        Index("ix_agenda_look_source_id", "source_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_source.id"))
    outcome: Mapped[str]
    url: Mapped[str]
    first_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    last_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    times: Mapped[int] = mapped_column(server_default="1")
    fault: Mapped[str | None]
    detail: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")
    problems: Mapped[list[dict[str, str]]] = mapped_column(JSONB, server_default="[]")
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    created: Mapped[int] = mapped_column(server_default="0")
    changed: Mapped[int] = mapped_column(server_default="0")
    lapsed: Mapped[int] = mapped_column(server_default="0")
    dropped: Mapped[int] = mapped_column(server_default="0")
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
