# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One function that writes the trail."""

from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.tables import AuditLine


class Actor(Struct, frozen=True):
    """Who did it: an account, or a part of the system by name. `origin` is a network address."""

    id: UUID | None
    name: str
    role: str
    origin: str


SYSTEM = Actor(None, "Raadgever", "systeem", "-")


def note(
    db: AsyncSession,
    actor: Actor,
    action: str,
    object: str,  # noqa: A002 - BIO2 8.15.01 calls it so
    object_id: UUID | None = None,
    *,
    result: str = "gelukt",
    **detail: Any,
) -> None:
    """Add a line in the caller's transaction; `detail` holds what changed, never an answer."""
    db.add(
        AuditLine(
            action=action,
            object=object,
            object_id=object_id,
            result=result,
            origin=actor.origin,
            actor_id=actor.id,
            actor=f"{actor.name} ({actor.role})",
            detail=detail,
        )
    )
