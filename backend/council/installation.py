# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this database is for, and which programs it serves."""

import datetime as dt

from sqlalchemy import CheckConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table


class Installation(Table):
    """One row, made once: whether this database is a demo's, so that neither is mistaken."""

    __tablename__ = "installation"
    __table_args__ = (
        CheckConstraint("id = 1", name="single"),
        CheckConstraint("kind IN ('demo', 'municipality')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class ServedVersion(Table):
    """A version of the program that can work on this database; `alembic/env.py` keeps the list."""

    __tablename__ = "served_version"

    version: Mapped[str] = mapped_column(primary_key=True)
