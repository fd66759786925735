# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The town's own figures: never changed, only followed by next ones."""

import datetime as dt
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table


class PopulationRow(Table):
    """`figures`: `surveys.population.Population` as canonical JSON. Each row takes the place of
    one other, and of every row that is done once: two who replace the same cannot both."""

    __tablename__ = "population"
    __table_args__ = (
        CheckConstraint("letters(source) >= 2", name="source"),
        CheckConstraint("year BETWEEN 1990 AND 2100", name="year"),
        UniqueConstraint("replaces_id"),
        Index(
            "uq_population_first",
            text("(replaces_id IS NULL)"),
            unique=True,
            postgresql_where=text("replaces_id IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    source: Mapped[str]
    year: Mapped[int]
    figures: Mapped[bytes]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("population.id"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
