# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a form with a file in it. Only routes with `opt={"files": …}` take one."""

import base64
import binascii
from collections.abc import Mapping

from msgspec import Struct
from multipart import MultipartError, MultipartSegment, PushMultipartParser

from backend.errors import Invalid
from backend.web.forms import Posted, Reader, parsed
from backend.web.kinds import Req
from backend.web.languages import gettext

LARGEST_UPLOAD = 6_000_000  # bytes of a whole body: a picture that is a bit too large is told so


class Limits(Struct, frozen=True):
    """What a form with files may hold: parts, and bytes in one field that is no file. A route says
    it in `opt["files"]`, so that the guard reads no more of it than the handler."""

    parts: int = 10
    field: int = 20_000


USUAL = Limits()


class Sent(Struct, frozen=True):
    """Fields as `forms.posted` gives them, and files by field; an empty file is no file."""

    fields: Posted
    files: Mapping[str, bytes]


def _broken() -> Invalid:
    return Invalid(
        gettext("Dit formulier kwam niet goed aan."), gettext("Ga terug en verstuur het opnieuw.")
    )


def _parts(boundary: str, body: bytes, most: int) -> list[tuple[MultipartSegment, bytes]]:
    """Each part whole. The body is in memory already and has a limit; nothing goes to disk."""
    found: list[tuple[MultipartSegment, bytearray]] = []
    with PushMultipartParser(
        boundary, content_length=len(body), max_segment_count=most, strict=True
    ) as parser:
        for event in parser.parse(body):
            if isinstance(event, MultipartSegment):
                found.append((event, bytearray()))
            elif event is not None:
                found[-1][1].extend(event)
    return [(part, bytes(content)) for part, content in found]


def split(boundary: str, body: bytes, limits: Limits = USUAL) -> Sent:
    """`Invalid` for anything but what a browser makes of a form: two files of one name too."""
    try:
        parts = _parts(boundary, body, limits.parts)
    except MultipartError:
        raise _broken() from None
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    for part, content in parts:
        name = part.name or ""
        if part.filename is None:
            if len(content) > limits.field:
                raise _broken()
            # No UTF-8: the control character that every field refuses, as in `forms.parsed`.
            text = content.decode("utf-8", "replace").replace("\ufffd", "\x1a")
            fields.setdefault(name, []).append(text)
        elif name in files:
            raise _broken()
        else:
            files[name] = content
    return Sent(fields, {name: content for name, content in files.items() if content})


def form_of(
    content_type: tuple[str, Mapping[str, str]], body: bytes, limits: Limits = USUAL
) -> Sent:
    """A form with or without files in it."""
    kind, options = content_type
    if kind == "application/x-www-form-urlencoded":
        return Sent(parsed(body), {})
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise _broken()
    return split(options["boundary"], body, limits)


async def uploaded(request: Req, limits: Limits = USUAL) -> Sent:
    return form_of(request.content_type, await request.body(), limits)


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
