# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A logo is a drawing and nothing else, whatever was hidden in the file."""

import re
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import logo
from backend.logo import LARGEST, LogoError

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
GOOD = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Merenburg -->
<svg {NS} viewBox="0 0 300 75">
  <title>Gemeente Merenburg</title>
  <defs>
    <style><![CDATA[.a{{fill:url(#water)}} .b{{fill:#8a1538}}]]></style>
    <linearGradient id="water"><stop offset="0" stop-color="#0b5872"/></linearGradient>
    <linearGradient id="rand" xlink:href="#water"/>
    <clipPath id="k"><rect width="75" height="75"/></clipPath>
  </defs>
  <g clip-path="url('#k')" style="opacity:.9"><path class="a" d="M0 0h75v75z"/></g>
  <text class="b" x="90" y="50" xml:space="preserve">Merenburg</text>
</svg>"""


def svg(inside: str, attributes: str = "") -> bytes:
    return f'<svg {NS} viewBox="0 0 10 10" {attributes}>{inside}</svg>'.encode()


def problems(content: bytes) -> str:
    with pytest.raises(LogoError) as error:
        logo.read(content)
    return "\n".join(error.value.problems)


def test_a_drawing_is_taken_as_it_is() -> None:
    read = logo.read(GOOD.encode())
    assert (read.suffix, read.media_type) == ("svg", "image/svg+xml")
    assert (read.width, read.height) == (400, 100)
    assert read.content == GOOD.encode()
    assert logo.read(f'<svg {NS} width="20px" height="10"/>'.encode()).width == 200


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (svg("<script>alert(1)</script>"), "<script>"),
        (svg("", 'onload="alert(1)"'), "onload of <svg>"),
        (svg("<g ONCLICK='x'/>"), "ONCLICK"),
        (svg("<foreignObject><p/></foreignObject>"), "<foreignObject>"),
        (svg('<image href="https://elders.example/x.png"/>'), "<image>"),
        (svg('<image href="data:image/png;base64,AA=="/>'), "<image>"),
        (svg('<use href="#a"/>'), "<use>"),
        (svg('<a href="javascript:alert(1)"><g/></a>'), "<a>"),
        (svg('<g xlink:href="#x"/>'), "leads somewhere"),
        (svg('<linearGradient href="https://elders.example/#a"/>'), "points outside"),
        (svg('<animate attributeName="href" to="javascript:x"/>'), "<animate>"),
        (svg('<set attributeName="onload" to="x"/>'), "<set>"),
        (svg('<feImage href="//elders.example/x"/>'), "<feImage>"),
        (svg('<iframe xmlns="http://www.w3.org/1999/xhtml" src="/"/>'), "<iframe>"),
        (svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>'), "<script>"),
        (svg('<path fill="url(https://elders.example/#a)"/>'), "fill of <path>"),
        (svg('<path fill="url(//elders.example)"/>'), "fill of <path>"),
        (svg("<path style=\"background:url('data:,x')\"/>"), "style of <path>"),
        (svg('<path style="fill:u\\72l(x)"/>'), "style of <path>"),
        (svg("<style>@import 'https://elders.example/x.css';</style>"), "<style>"),
        (svg("<style>a{fill:URL(http://x)}</style>"), "<style>"),
        (svg("<style>a{fill:url(#a)}b{fill:url(\n//x)}</style>"), "<style>"),
        (svg("<style>a{fill:ur&#108;(//x)}</style>"), "<style>"),
        (svg("<style>a{fill:ur<!-- -->l(//x)}</style>"), "<style>"),
        (svg("<style><style/>a{fill:url(//x)}</style>"), "inside <style>"),
        (svg("<g xml:base='https://elders.example/'/>"), "base of <g>"),
        (svg('<i:pgf xmlns:i="urn:adobe"/>'), "<pgf>"),
        (svg("<svg/>"), "one <svg>"),
        (b'<?xml-stylesheet href="https://elders.example/x.css"?>' + svg(""), "xml-stylesheet"),
        (b'<!DOCTYPE svg SYSTEM "https://elders.example/x.dtd">' + svg(""), "DOCTYPE"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "DOCTYPE"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("&x;"), "DOCTYPE"),
        (b'<?xml version="1.0" encoding="UTF-7"?>' + svg(""), "UTF-7"),
        (svg("").decode().encode("utf-16"), "neither a PNG nor an SVG"),
        (b"<html/>", "<html>"),
        (b"<svg viewBox='0 0 1 1'/>", "<svg>"),
        (f"<svg {NS}/>".encode(), "viewBox"),
        (f'<svg {NS} viewBox="0 0 0 9"/>'.encode(), "viewBox"),
        (f'<svg {NS} width="100%" height="1"/>'.encode(), "viewBox"),
        (svg("<g>"), "not well-formed"),
        (svg("") + b"<script xmlns=''/>", "not well-formed"),
        (b"GIF89a", "not well-formed"),
        (b"", "not well-formed"),
        (svg("x" * LARGEST), "at most"),
    ],
)
def test_an_attack_or_a_mistake_is_refused_by_name(content: bytes, named: str) -> None:
    assert named in problems(content)


def test_everything_that_is_wrong_is_said_at_once_with_its_line() -> None:
    found = problems(svg('\n<script/>\n<g onclick="x"/>\n<image/>')).splitlines()
    assert [line.split(":")[0] for line in found] == ["line 2", "line 3", "line 4"]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 4, height: int = 2, *more: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * (min(width, 99) + 1) * min(height, 99)))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + pixels + chunk(b"IEND", b"")


def test_a_png_is_taken_with_its_size() -> None:
    read = logo.read(png())
    assert (read.suffix, read.width, read.height) == ("png", 4, 2)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (png()[:-3], "not a whole PNG"),
        (png() + b"<script>", "not a whole PNG"),
        (png().replace(b"IDAT", b"IDAX"), "not a whole PNG"),
        (b"\x89PNG\r\n\x1a\n", "not a whole PNG"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"") + chunk(b"IEND", b""), "not a whole PNG"),
        (png(5000, 2), "5000 by 2"),
        (png(0, 2), "0 by 2"),
        (png(4, 2, chunk(b"acTL", b"\0" * 8)), "it moves"),
        (png(4, 2, chunk(b"tEXt", b"x" * LARGEST)), "at most"),
    ],
)
def test_a_png_that_is_broken_moves_or_is_too_large_is_refused(content: bytes, named: str) -> None:
    assert named in problems(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    for start in (b"", b"\x89PNG\r\n\x1a\n", b"<svg "):
        with pytest.raises(LogoError, match=r"\S"):
            logo.read(start + content)


def test_a_file_that_is_not_there_is_named(tmp_path) -> None:
    path = tmp_path / "logo.svg"
    with pytest.raises(LogoError, match=re.escape(str(path))):
        logo.load(str(path))
    path.write_bytes(b"<html/>")
    with pytest.raises(LogoError, match=re.escape(str(path))):
        logo.load(str(path))
