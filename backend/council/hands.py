# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose word an agenda is: a council system's, or the griffie's own (decision 20)."""

from typing import Final

from sqlalchemy.orm import Mapped

HAND: Final = "hand"
FORM: Final = "griffie"
"""Read from a file that the griffie filled in itself."""
OURS: Final = frozenset({HAND, FORM})


class Sourced:
    """A row that a source has too, by its own name for it."""

    source: Mapped[str]
    source_id: Mapped[str]

    @property
    def ours(self) -> bool:
        """Whether the griffie keeps it here: then it may write in all of it."""
        return self.source in OURS
