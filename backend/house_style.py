# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a municipality's own look comes to: a stylesheet after ours, a logo, and what is amiss."""

import hashlib
import sys
from collections.abc import Mapping

import structlog
from msgspec import Struct

from backend import legibility, theme
from backend.assets import SELECTOR, our_tokens
from backend.legibility import Finding
from backend.logo import Logo
from backend.theme import COLOURS, OWN_FONT, Theme

FOLDER = "/static/huisstijl"
_SHEET, _FONT = "text/css", "--basis-text-font-family-default"
log = structlog.get_logger()


class Served(Struct, frozen=True):
    """A file under a name that changes with its content."""

    name: str
    media_type: str
    content: bytes

    @property
    def address(self) -> str:
        return f"{FOLDER}/{self.name}"


class Picture(Struct, frozen=True):
    address: str
    width: int
    height: int


class HouseStyle(Struct, frozen=True):
    """`own_font`: whether the pages are set in the letter that comes with Raadgever."""

    sheet: str | None = None
    logo: Picture | None = None
    own_font: bool = True
    findings: tuple[Finding, ...] = ()
    files: dict[str, Served] = {}


def made_of(given: Theme | None, logo: Logo | None) -> HouseStyle:
    """Without either it is our own look; its contrast is computed all the same."""
    files: list[Served] = []
    ours = our_tokens()
    found = given or Theme()
    if given is not None:
        text = theme.sheet(given, SELECTOR, ours.dark)
        files.append(_served("thema", "css", _SHEET, text.encode()))
    picture = None
    if logo is not None:
        files.append(_served("logo", logo.suffix, logo.media_type, logo.content))
        picture = Picture(files[-1].address, logo.width, logo.height)
    return HouseStyle(
        sheet=files[0].address if given is not None else None,
        logo=picture,
        own_font=OWN_FONT in found.shared.get(_FONT, OWN_FONT),
        findings=_findings(found, ours.light, ours.dark),
        files={file.name: file for file in files},
    )


def _findings(
    given: Theme, light: Mapping[str, str], dark: Mapping[str, str]
) -> tuple[Finding, ...]:
    in_light = {**light, **_written(given.light)}
    in_dark = {**dark, **_written(given.dark)}
    return (
        *legibility.judge("licht", in_light, COLOURS),
        *legibility.judge("donker", in_dark, COLOURS),
    )


def _written(colours: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in colours.items()}


def _served(stem: str, suffix: str, media_type: str, content: bytes) -> Served:
    digest = hashlib.sha256(content).hexdigest()[:8]
    return Served(f"{stem}-{digest}.{suffix}", media_type, content)


def sentences(style: HouseStyle) -> list[str]:
    """The same for somebody at a screen; nothing when there is nothing to say."""
    pairs = [
        f"  {finding.scheme}, {finding.what}: {' and '.join(finding.front)} on {finding.back}"
        f" has {finding.ratio}, needs {finding.least}."
        for finding in style.findings
    ]
    if not pairs:
        return []
    first = (
        f"Your theme works, but not everybody can read it: {len(pairs)} pairs of colours have too"
        " little contrast (WCAG 2.2 AA). The griffie finds this list at /griffie/beloften."
    )
    return [first, *pairs]


def warn(style: HouseStyle) -> None:
    """What some people cannot read, in sentences on a terminal and as lines in a log. Nothing is
    refused: it is their look."""
    if sys.stderr.isatty():
        for sentence in sentences(style):
            print(sentence, file=sys.stderr)  # noqa: T201 - somebody started us and looks
        return
    for finding in style.findings:
        log.warning(
            "contrast-too-low",
            scheme=finding.scheme,
            what=finding.what,
            front=finding.front,
            back=finding.back,
            ratio=finding.ratio,
            needed=finding.least,
        )
