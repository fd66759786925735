# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small pictures, and files that only look like one."""

import io
import struct
import zlib

from PIL import Image

ALT = "Een plattegrond van het park."


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    mode = "RGBA" if kind == "PNG" else "RGB"
    Image.new(mode, size, (20, 120, 60, 255)[: len(mode)]).save(out, kind, **options)
    return out.getvalue()


def noise(size: tuple[int, int], kind: str = "PNG", **options: object) -> bytes:
    """As hard to compress as a photograph can be."""
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""

    def chunk(name: bytes, body: bytes) -> bytes:
        checked = name + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"IDAT", zlib.compress(b"\0" * 1000)),
            chunk(b"IEND", b""),
        )
    )


FAKES = {
    "nothing": b"",
    "text": b"Dit is geen plaatje.",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "gif": moving("GIF"),
    "bmp": picture("BMP"),
    "tiff": picture("TIFF"),
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "a PNG that ends too soon": picture(size=(200, 200))[:60],
    "a JPEG that ends too soon": noise((200, 200), "JPEG")[:300],
    "only the first bytes of a PNG": b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
    "a moving PNG": moving("PNG"),
    "a moving WebP": moving("WEBP"),
    "a bomb": bomb(),
    "a smaller bomb": bomb(9000, 9000),
    "more than 5 MB": picture() + b"\0" * 5_000_000,
}
