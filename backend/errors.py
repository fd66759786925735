# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a request, once: each has a status and says what, where and what to do."""

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct


class Flaw(Struct, frozen=True):
    """One problem: the field or place it is about, and a sentence for the person who sees it."""

    where: str
    what: str


class Trouble(Exception):
    """A refusal in words. `title` says what, `advice` what to do about it."""

    usual: ClassVar[int] = 400

    def __init__(
        self,
        title: str,
        advice: str = "",
        flaws: Sequence[Flaw] = (),
        *,
        status: int | None = None,
    ) -> None:
        super().__init__(title)
        self.status = status or self.usual
        self.title = title
        self.advice = advice
        self.flaws = tuple(flaws)


class Invalid(Trouble):
    """Input that cannot be accepted; nothing was stored."""


class SignInFirst(Trouble):
    usual = 401


class SecondFactorFirst(Trouble):
    """Signed in, with less than the municipality asks of this role."""

    usual = 403


class Forbidden(Trouble):
    usual = 403


class NotHere(Trouble):
    usual = 404


class Conflict(Trouble):
    """Somebody or something else was first, or the moment has passed."""

    usual = 409


class TooMany(Trouble):
    usual = 429

    def __init__(self, title: str, advice: str, retry_after: int) -> None:
        super().__init__(title, advice)
        self.retry_after = retry_after


class Unavailable(Trouble):
    usual = 503
    retry_after: ClassVar[int] = 10
    """Seconds."""


class Refused(Exception):
    """A command that may not be carried out on this machine or database; says what to do."""
