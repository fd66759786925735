# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How far a share in a random sample may be from that in the town. Of an open consultation there is
no such interval: nobody drew who answers.

Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference.
"""

import math
from typing import Final

from msgspec import Struct

NORMAL_95: Final = 1.959963984540054
"""Of the normal distribution, 95 in 100 lie within so many standard deviations of the middle."""


class Interval(Struct, frozen=True):
    lower: float
    upper: float


def wilson(chosen: float, of: float) -> Interval:
    """95 %. `of` is the effective number of people where they have weights, and `chosen` the part
    of it that chose this; `of` must be above nought."""
    share, z = chosen / of, NORMAL_95
    middle = share + z**2 / (2 * of)
    reach = z * math.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    whole = 1 + z**2 / of
    return Interval(max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole))
