# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an import changed, thing by thing, from what it was to what it is."""

from collections.abc import Mapping
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from backend.database import Table
from backend.web.languages import marked


class Change(msgspec.Struct, frozen=True):
    """One thing that an import made or changed; `fields` from what it was to what it is."""

    what: Literal["meeting", "item", "document"]
    how: Literal["created", "changed", "lapsed", "returned"]
    title: str
    id: UUID
    fields: dict[str, tuple[str, str]] = {}


THINGS = {
    "meeting": marked("vergadering"),
    "item": marked("agendapunt"),
    "document": marked("stuk"),
}
TOLD: Final = frozenset(
    {
        *("title", "body_id", "starts_at", "ends_at", "location", "cancelled"),
        *("number", "explanation", "heading"),
        "parent_id",
    }
)
"""What a person would call a change; a place in the order alone is not told."""


def differences_of(row: Table, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    held = {name: getattr(row, name) for name in values}
    return {name: (held[name], value) for name, value in values.items() if held[name] != value}


def told(
    differences: dict[str, tuple[Any, Any]], titles: Mapping[UUID, str] | None = None
) -> dict[str, tuple[str, str]]:
    """`titles`: of what an item can stand under, where a person put it there."""

    def said(value: Any) -> str:
        if isinstance(value, UUID) and titles:
            return titles.get(value, str(value))
        return "" if value is None else str(value)

    names = TOLD - {"parent_id"} if titles is None else TOLD
    return {
        name: (said(was), said(now)) for name, (was, now) in differences.items() if name in names
    }
