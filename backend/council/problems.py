# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Problems are collected and told together, so that a griffier needs one round, not ten."""

from typing import Final

from backend.council.inbound import Problem, Unreadable

AGAIN: Final = "Haal de vergadering opnieuw op bij de bron. Helpt dat niet? Meld het de beheerder."
CORRECT: Final = "Verbeter dit in het raadsinformatiesysteem en haal de vergadering opnieuw op."
MOST_PROBLEMS: Final = 100


class Problems:
    """Collects; the first hundred in full, so that a hostile file cannot fill the memory."""

    def __init__(self) -> None:
        self.found: Final[list[Problem]] = []
        self.more = False

    def note(self, where: str, what: str, do: str) -> None:
        problem = Problem(where, what, do)
        if problem in self.found:  # a list that is looked at twice is wrong once
            return
        if len(self.found) < MOST_PROBLEMS:
            self.found.append(problem)
        else:
            self.more = True

    def refuse(self) -> None:
        """Raise `Unreadable` when there is anything to report."""
        if self.more:
            first = "Los eerst de problemen hierboven op."
            self.found.append(Problem("/", "Er zijn nog meer problemen.", first))
        if self.found:
            raise Unreadable(tuple(self.found))
