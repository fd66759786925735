# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures beside a question: drawn anew from what came in, kept under the hash of their bytes.

One format goes out, so that an address follows from the hash alone.
"""

import asyncio
import hashlib
import io

from msgspec import Struct
from PIL import Image, ImageOps
from sqlalchemy import func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor
from backend.consultations.tables import Consultation, Picture, QuestionnaireRow
from backend.errors import Flaw, Forbidden, Invalid
from backend.web.languages import gettext
from backend.web.pages import tenths

FIELD = "picture"
LARGEST_IN = 5_000_000
LARGEST_OUT = 2_000_000  # the table's own check says the same
MOST_PIXELS = 40_000_000
WIDEST, HIGHEST = 1600, 3200
MEDIA_TYPE = "image/webp"
_FORMATS = ("PNG", "JPEG", "WEBP")
_MOVING = ("PNG", "WEBP")  # a telephone's JPEG may hold a second picture, which does not move
_QUALITIES = (85, 70, 50)


class Drawn(Struct, frozen=True):
    content: bytes
    width: int
    height: int

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.content).digest()


def _refusal(what: str) -> Invalid:
    return Invalid(gettext("Deze afbeelding kan niet worden opgeslagen."), "", [Flaw(FIELD, what)])


def _opened(content: bytes) -> Image.Image:
    """By its bytes, whatever its name says. Nothing is drawn before its size is known."""
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many() from None
    except (OSError, SyntaxError, ValueError):
        what = gettext("Dit is geen PNG-, JPEG- of WebP-afbeelding. Kies een ander bestand.")
        raise _refusal(what) from None
    if image.width * image.height > MOST_PIXELS:
        raise _too_many()
    if image.format in _MOVING and getattr(image, "n_frames", 1) > 1:
        raise _refusal(gettext("Deze afbeelding beweegt. Kies er een die stilstaat."))
    return image


def _too_many() -> Invalid:
    return _refusal(gettext("Deze afbeelding heeft te veel beeldpunten. Maak haar eerst kleiner."))


def _fitted(image: Image.Image) -> Image.Image:
    """Upright, in plain colours, no larger than a page can show. A JPEG is read at less than its
    full size where that is enough."""
    image.draft("RGB", (WIDEST, HIGHEST))
    upright = ImageOps.exif_transpose(image)
    bare = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    bare.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    return bare


def _encoded(image: Image.Image, *, lossless: bool, quality: int = 85) -> bytes:
    """Only the picture: Pillow writes Exif, colour profiles and texts only when asked to."""
    image.info.clear()
    out = io.BytesIO()
    image.save(out, "WEBP", lossless=lossless, quality=quality, method=4)
    return out.getvalue()


def _smallest(image: Image.Image, *, lossless: bool) -> bytes:
    """Sharp where that fits (a map, a drawing), else as good as fits."""
    if lossless and len(content := _encoded(image, lossless=True)) <= LARGEST_OUT:
        return content
    for quality in _QUALITIES:
        if len(content := _encoded(image, lossless=False, quality=quality)) <= LARGEST_OUT:
            return content
    half = image.resize((max(1, image.width // 2), max(1, image.height // 2)))
    return _smallest(half, lossless=False)


def too_many_bytes(size: int) -> str:
    said = gettext(
        "Dit bestand is {size} MB. Er past ten hoogste 5 MB. Sla de afbeelding kleiner op, of maak"
        " er een schermafdruk van, en kies dat bestand."
    )
    return said.format(size=tenths(size // 100_000))


def drawn(content: bytes) -> Drawn:
    """`Invalid` at the field for what is no picture, or too large."""
    if len(content) > LARGEST_IN:
        raise _refusal(too_many_bytes(len(content)))
    with _opened(content) as image:
        try:
            fitted = _fitted(image)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            raise _refusal(gettext("Dit bestand is beschadigd. Kies een ander bestand.")) from None
        out = _smallest(fitted, lossless=image.format == "PNG")
    with Image.open(io.BytesIO(out), formats=("WEBP",)) as shown:
        return Drawn(out, shown.width, shown.height)


async def keep(db: AsyncSession, actor: Actor, content: bytes) -> Drawn:
    """Draw and store; the same picture is stored once, whoever brings it again."""
    if actor.id is None:
        raise Forbidden(gettext("Alleen een medewerker kan een afbeelding toevoegen."))
    found = await asyncio.to_thread(drawn, content)
    await db.execute(
        insert(Picture)
        .values(
            hash=found.hash,
            media_type=MEDIA_TYPE,
            width=found.width,
            height=found.height,
            content=found.content,
            made_by=actor.id,
        )
        .on_conflict_do_nothing()
    )
    return found


async def find(db: AsyncSession, digest: bytes) -> bytes | None:
    return (await db.scalars(select(Picture.content).where(Picture.hash == digest))).first()


async def public(db: AsyncSession, digest: bytes) -> bool:
    """Whether a consultation that was ever opened shows it: its questions name the hash."""
    named = func.position(literal(digest.hex().encode()).op("IN")(QuestionnaireRow.definition))
    found = await db.scalars(
        select(Consultation.id)
        .join(QuestionnaireRow, QuestionnaireRow.id == Consultation.questionnaire_id)
        .where(Consultation.opened_at.is_not(None), named > 0)
        .limit(1)
    )
    return found.first() is not None
