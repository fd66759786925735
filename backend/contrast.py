# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How well two colours can be told apart, as WCAG 2.2 defines it. No I/O, no rounding up."""

import colorsys
import re
from typing import NamedTuple

TEXT, GRAPHIC = 4.5, 3.0
"""What level AA asks: 1.4.3 for text, 1.4.11 for the edge of a field, an icon, a focus ring."""

_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_RGB = re.compile(
    r"rgb\(\s*([0-9]{1,3})(?:\s*,\s*|\s+)([0-9]{1,3})(?:\s*,\s*|\s+)([0-9]{1,3})\s*\)"
)
_HSL = re.compile(
    r"hsl\(\s*([0-9]{1,3}(?:\.[0-9]{1,4})?)(?:deg)?(?:\s*,\s*|\s+)([0-9]{1,3}(?:\.[0-9]{1,4})?)%"
    r"(?:\s*,\s*|\s+)([0-9]{1,3}(?:\.[0-9]{1,4})?)%\s*\)"
)
_BYTE, _PERCENT, _TURN = 255, 100, 360
_LINEAR_BELOW = 0.04045


class Colour(NamedTuple):
    """sRGB, eight bits a channel. Nothing transparent: what lies under it decides the contrast."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


def colour(text: str) -> Colour | None:
    """`#rgb`, `#rrggbb`, `rgb(…)` or `hsl(…)`; None for anything else."""
    if found := _HEX.fullmatch(text):
        digits = found[1]
        if len(digits) == len("rgb"):
            digits = "".join(digit * 2 for digit in digits)
        return Colour(*bytes.fromhex(digits))
    if found := _RGB.fullmatch(text):
        channels = [int(part) for part in found.groups()]
        return Colour(*channels) if max(channels) <= _BYTE else None
    if found := _HSL.fullmatch(text):
        return _from_hsl(*(float(part) for part in found.groups()))
    return None


def _from_hsl(hue: float, saturation: float, lightness: float) -> Colour | None:
    if hue > _TURN or saturation > _PERCENT or lightness > _PERCENT:
        return None
    channels = colorsys.hls_to_rgb(hue / _TURN, lightness / _PERCENT, saturation / _PERCENT)
    return Colour(*(round(channel * _BYTE) for channel in channels))


def luminance(seen: Colour) -> float:
    """Relative luminance: 0 for black, 1 for white."""
    red, green, blue = (_linear(channel / _BYTE) for channel in seen)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= _LINEAR_BELOW:
        return channel / 12.92
    return ((channel + 0.055) / 1.055) ** 2.4


def ratio(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black on white); which of the two is in front makes no matter."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def shown(value: float) -> float:
    """Two decimals, cut off: 4.499 is not 4.5, and must not look like it."""
    return int(value * 100) / 100
