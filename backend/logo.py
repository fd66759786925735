# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A municipality's logo: an SVG that only draws, or a PNG of a size a page can carry.

A list of what may be in it, and not of what may not: whatever a later SVG invents is refused too.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from msgspec import Struct

LARGEST = 30_000  # bytes; with it a page of questions still stays under 100 kB
_WIDEST = 2_000
_SVG, _XLINK, _XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
_ELEMENTS = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
     "tspan", "defs", "title", "desc", "style", "linearGradient", "radialGradient", "stop",
     "clipPath", "mask"}
)  # fmt: skip
# Not <use>, <symbol> and <pattern>: ten that hold ten of the next stop a browser.
_TO_ITSELF = re.compile(r"#[A-Za-z_][\w.-]*")
_FETCHES = re.compile(
    r"url\(|image\(|image-set\(|@|\\|expression|javascript:|behavior", re.IGNORECASE
)
_OWN_URL = re.compile(r"url\(\s*(['\"]?)#[A-Za-z_][\w.-]*\1\s*\)")
_PLAIN = "Save it as plain SVG, with text as outlines and pictures left out."
_HEADER = 13  # bytes of a PNG's first part: width, height and five more
_PNG = b"\x89PNG\r\n\x1a\n"


class LogoError(Exception):
    """Everything that is wrong with the file."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Logo(Struct, frozen=True):
    """`width` and `height` give the shape, so that the page does not jump when it arrives."""

    content: bytes
    suffix: str
    width: int
    height: int

    @property
    def media_type(self) -> str:
        return {"svg": "image/svg+xml", "png": "image/png"}[self.suffix]


def load(path: str) -> Logo:
    """`LogoError` for a file that is not there as well."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise LogoError([f"{path}: cannot be read ({error.strerror})."]) from None
    try:
        return read(content)
    except LogoError as error:
        raise LogoError([f"{path}: {problem}" for problem in error.problems]) from None


def read(content: bytes) -> Logo:
    if len(content) > LARGEST:
        raise LogoError([f"it is {len(content)} bytes; a logo has {LARGEST} at most."])
    if content.startswith(_PNG):
        width, height = _png(content)
        return Logo(content, "png", width, height)
    width, height = _Drawing().read(content)
    return Logo(content, "svg", width, height)


class _Drawing:
    """Walks through an SVG and writes down what may not be in it."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.shape: tuple[int, int] | None = None
        self.depth = 0
        self.style: list[str] | None = None
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.XmlDeclHandler = self._declaration

    def read(self, content: bytes) -> tuple[int, int]:
        try:
            content.decode("utf-8")
            self.parser.Parse(content, True)  # noqa: FBT003 - expat's own
        except UnicodeDecodeError:
            self.problems.append("it is neither a PNG nor an SVG in UTF-8.")
        except expat.ExpatError as error:
            why = expat.errors.messages[error.code]
            self._say(f"it is not well-formed XML ({why}).", error.lineno)
        if not self.problems and self.shape is None:
            self.problems.append(
                'its first line must give its shape: <svg … viewBox="0 0 300 80">, or width and'
                " height in pixels."
            )
        if self.problems or self.shape is None:
            raise LogoError(list(dict.fromkeys(self.problems)))
        return self.shape

    def _say(self, what: str, line: int = 0) -> None:
        self.problems.append(f"line {line or self.parser.CurrentLineNumber}: {what}")

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self.depth += 1
        if space != _SVG or local not in _ELEMENTS:
            self._say(f"<{local}> may not be in a logo. {_PLAIN}")
        elif (self.depth == 1) != (local == "svg"):
            self._say("there must be one <svg>, round everything.")
        elif self.style is not None:  # and what comes after it would be read as style as well
            self._say(f"<{local}> may not stand inside <style>.")
        elif local == "style":
            self.style = []
        for key, value in attributes.items():
            self._attribute(local, key, value)
        if self.depth == 1:
            self.shape = _shape(attributes)

    def _close(self, name: str) -> None:
        self.depth -= 1
        if name.endswith(" style") and self.style is not None:
            self._css("<style>", "".join(self.style))
            self.style = None

    def _text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def _attribute(self, element: str, key: str, value: str) -> None:
        space, _, local = key.rpartition(" ")
        where = f"{local} of <{element}>"
        if local.lower() == "href" and space in ("", _XLINK):
            if element not in {"linearGradient", "radialGradient"}:
                self._say(f"{where} may not be in a logo: it leads somewhere. {_PLAIN}")
            elif not _TO_ITSELF.fullmatch(value):
                self._say(f"{where} points outside the file. {_PLAIN}")
        elif space and not (space == _XML and local in {"space", "lang"}):
            self._say(f"{where} is not of SVG itself. {_PLAIN}")
        elif local.lower().startswith("on"):
            self._say(f"{where} runs a program. {_PLAIN}")
        else:
            self._css(where, value)

    def _css(self, where: str, text: str) -> None:
        if _FETCHES.search(_OWN_URL.sub("", text)):
            self._say(f"{where} may point to a part of the drawing (#name) and nowhere else.")

    def _doctype(self, *_: object) -> None:
        raise LogoError(["it has a <!DOCTYPE> or entities. Take them out."])

    def _instruction(self, target: str, _: str) -> None:
        self._say(f"<?{target} …?> may not be in a logo. Take it out.")

    def _declaration(self, _: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() != "utf-8":
            self._say(f"it says that it is written in {encoding}. Save it as UTF-8.")


def _shape(attributes: dict[str, str]) -> tuple[int, int] | None:
    sides = attributes.get("viewBox", "").replace(",", " ").split()[2:]
    if len(sides) != len(("width", "height")):
        sides = [attributes.get(name, "").removesuffix("px") for name in ("width", "height")]
    if not all(re.fullmatch(r"[0-9]{1,5}([.][0-9]+)?", side) for side in sides):
        return None
    width, height = (float(side) for side in sides)
    if width <= 0 or height <= 0:
        return None
    scale = 100 / height  # only the shape matters, and a viewBox may be tiny
    return max(1, round(width * scale)), 100


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and data of each part; `ValueError` when the file is cut off or was tampered with."""
    at = len(_PNG)
    while at < len(content):
        if len(content) < at + 12:
            raise ValueError
        length, kind = struct.unpack_from(">I4s", content, at)
        data = content[at + 8 : at + 8 + length]
        checked = content[at + 8 + length : at + 12 + length]
        if checked != zlib.crc32(kind + data).to_bytes(4):
            raise ValueError
        yield kind, data
        at += 12 + length
        if kind == b"IEND" and at != len(content):
            raise ValueError


def _png(content: bytes) -> tuple[int, int]:
    try:
        chunks = list(_chunks(content))
    except ValueError:
        chunks = []
    kinds = [kind for kind, _ in chunks]
    begun = kinds[:1] == [b"IHDR"] and len(chunks[0][1]) == _HEADER
    if not begun or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise LogoError(["it is not a whole PNG. Export it again."])
    if b"acTL" in kinds:
        raise LogoError(["it moves, and a page may not. Export one picture."])
    width, height = struct.unpack_from(">II", chunks[0][1])
    if not (0 < width <= _WIDEST and 0 < height <= _WIDEST):
        raise LogoError([f"it is {width} by {height} pixels; {_WIDEST} by {_WIDEST} at most."])
    return width, height
