# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a form with a file in it. Only routes with `opt={"files": …}` take one."""

import base64
import binascii
from collections.abc import Mapping

from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from msgspec import Struct
from multipart import MultipartError, MultipartSegment, PushMultipartParser

from backend.errors import Invalid
from backend.web.forms import Posted, Reader, parsed
from backend.web.kinds import Req
from backend.web.languages import gettext

LARGEST_UPLOAD = 6_000_000  # bytes of a whole body that is kept
LARGEST_READ = 100_000_000
"""Bytes of a body of which a file that is too large is thrown away while it comes in: enough for
what a camera or a scanner makes, so that whoever sends one reads what is wrong, with what they
typed."""


class Limits(Struct, frozen=True):
    """What a form with files may hold: parts, bytes in one field that is no file, and bytes in one
    file. A route says it in `opt["files"]`, so that the guard reads no more of it than the handler.
    """

    parts: int = 10
    field: int = 20_000
    file: int = LARGEST_UPLOAD


USUAL = Limits()


class Sent(Struct, frozen=True):
    """Fields as `forms.posted` gives them, and files by field; an empty file is no file.

    too_large    files that were not kept, with how many bytes they had
    """

    fields: Posted
    files: Mapping[str, bytes]
    too_large: Mapping[str, int] = {}


def _broken() -> Invalid:
    return Invalid(
        gettext("Dit formulier kwam niet goed aan."), gettext("Ga terug en verstuur het opnieuw.")
    )


class _Part:
    """One part as it comes in. Of a file that gets too large only its size is kept."""

    def __init__(self, segment: MultipartSegment, limits: Limits) -> None:
        self.name = segment.name or ""
        self.is_file = segment.filename is not None
        self.content = bytearray()
        self.size = 0
        self._limits = limits

    @property
    def too_large(self) -> bool:
        return self.size > self._limits.file

    def add(self, piece: bytes | bytearray) -> None:
        self.size += len(piece)
        if not self.is_file and self.size > self._limits.field:
            raise _broken()
        if self.is_file and self.too_large:
            self.content.clear()
        else:
            self.content += piece


def _sorted(parts: list[_Part]) -> Sent:
    """`Invalid` for anything but what a browser makes of a form: two files of one name too."""
    files = [part for part in parts if part.is_file]
    if len({part.name for part in files}) < len(files):
        raise _broken()
    fields: dict[str, list[str]] = {}
    for part in parts:
        if not part.is_file:
            # No UTF-8: the control character that every field refuses, as in `forms.parsed`.
            text = part.content.decode("utf-8", "replace").replace("\ufffd", "\x1a")
            fields.setdefault(part.name, []).append(text)
    return Sent(
        fields,
        {part.name: bytes(part.content) for part in files if part.content},
        {part.name: part.size for part in files if part.too_large},
    )


async def _streamed(request: Req, boundary: str, limits: Limits) -> Sent:
    """Never more in memory than the limits allow, and nothing on a disk."""
    parts: list[_Part] = []
    try:
        with PushMultipartParser(boundary, max_segment_count=limits.parts, strict=True) as parser:
            async for piece in request.stream():
                for event in parser.parse(piece) if piece else ():
                    if isinstance(event, MultipartSegment):
                        parts.append(_Part(event, limits))
                    elif event is not None:
                        parts[-1].add(event)
    except MultipartError:
        raise _broken() from None
    return _sorted(parts)


async def _plain(request: Req) -> Sent:
    whole = bytearray()
    async for piece in request.stream():
        whole += piece
        if len(whole) > LARGEST_UPLOAD:
            raise RequestEntityTooLarge
    return Sent(parsed(bytes(whole)), {})


async def _read(request: Req, limits: Limits) -> Sent:
    kind, options = request.content_type
    if kind == "application/x-www-form-urlencoded":
        return await _plain(request)
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise _broken()
    return await _streamed(request, options["boundary"], limits)


async def uploaded(request: Req, limits: Limits = USUAL) -> Sent:
    """A form with or without files in it. Read once: by the guard, then by the handler."""
    held: Sent | None = request.state.get("sent")
    if held is None:
        held = request.state.sent = await _read(request, limits)
    return held


def carried(reader: Reader, sent: Sent, file: str, field: str, limits: Limits) -> bytes:
    """The file as it was chosen just now, or else as the page carried it along in a field, so that
    nobody has to choose it twice; empty for neither."""
    kept = reader.text(field, limit=limits.field)
    if file in sent.files:
        return sent.files[file]
    try:
        return base64.b64decode(kept, validate=True)
    except (binascii.Error, ValueError):
        return b""
