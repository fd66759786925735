# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What looks like a citizen service number (BSN): nobody needs to tell us that."""

import re

# As people write it: 123456782, 1234.56.782, 123 456 782. With points 3-3-3 is an amount of money.
_NINE = re.compile(
    r"(?<![\w+])(?<!\d[.,-])"
    r"(\d{9}|\d{4}[. -]\d{2}[. -]\d{3}|\d{3}[ -]\d{3}[ -]\d{3})"
    r"(?!\w|[.,-]\d)",
    re.ASCII,
)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def _passes(number: str) -> bool:
    """The "elfproef". One in eleven other numbers passes too: ground for a question, no more."""
    digits = [int(letter) for letter in number if letter.isdigit()]
    weighed = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return any(digits) and weighed % 11 == 0


def holds_bsn(text: str) -> bool:
    return any(_passes(found) for found in _NINE.findall(text))
