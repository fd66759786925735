# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands beside a summary and is not of us: what advisory councils think of it.

`advice` stands above `results` and reads summaries; so it hands us this when the application is
put together, and we print it (docs/decisions/0010).
"""

import datetime as dt
from abc import ABC, abstractmethod
from uuid import UUID

from litestar.di import NamedDependency
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor
from surveys.reviewed import Section


class Ahead(Struct, frozen=True):
    """What a griffier should know before a summary becomes final.

    waiting   bodies that may still speak, and until when
    unasked   bodies that are about this subject and were never asked
    objecting bodies whose objection the griffie did not answer yet
    """

    waiting: tuple[tuple[str, dt.datetime], ...]
    unasked: tuple[str, ...]
    objecting: tuple[str, ...] = ()


class Beside(ABC):
    """A class and not a protocol: Litestar looks whether a dependency is what a handler asks."""

    @abstractmethod
    async def section(self, db: AsyncSession, consultation_id: UUID, number: int) -> Section:
        """Everything said about version `number` and those before it."""

    @abstractmethod
    async def ahead(self, db: AsyncSession, consultation_id: UUID, number: int) -> Ahead:
        """Who may still speak, and who was not asked."""

    @abstractmethod
    async def go_on(
        self, db: AsyncSession, actor: Actor, consultation_id: UUID, number: int, reason: str
    ) -> tuple[str, ...]:
        """Who was asked. `Invalid` when one is not awaited and nobody says why."""


Reviews = NamedDependency[Beside]
