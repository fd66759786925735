# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Litestar's generic types, filled in once."""

from typing import Annotated, Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.params import PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

Connection = ASGIConnection[Any, Any, Any, Any]
Req = Request[Any, Any, Any]
Db = NamedDependency[AsyncSession]
# Not FromPath[Annotated[str, Meta(pattern)]]: that drops the pattern in silence.
Slug = Annotated[str, PathParameter(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
