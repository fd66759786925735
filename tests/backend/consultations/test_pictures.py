# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A picture is what it says it is, tells nothing about who made it, and is shown when it may be."""

import datetime as dt
import io
import re
import tracemalloc

import pytest
from litestar import Request
from PIL import Image

from backend.accounts.roles import Role
from backend.consultations import actions, detail_pages, pictures, queries
from backend.council import queries as council
from backend.errors import Invalid
from backend.web.uploads import uploaded
from tests.backend.agenda.made import make_griffier
from tests.backend.consultations.pictured import ALT, FAKES, noise, picture
from tests.browse import form, text
from tests.make import make_consultation

pytestmark = pytest.mark.anyio
GPS = 0x8825
FAR = dt.timedelta(days=30)


@pytest.mark.parametrize("name", FAKES)
def test_what_is_no_still_picture_of_these_kinds_is_refused_in_words(name) -> None:
    with pytest.raises(Invalid) as refusal:
        pictures.drawn(FAKES[name])
    (flaw,) = refusal.value.flaws
    assert flaw.where == pictures.FIELD
    assert flaw.what.endswith(".")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_every_kind_goes_out_as_one(kind) -> None:
    drawn = pictures.drawn(picture(kind))
    with Image.open(io.BytesIO(drawn.content)) as out:
        assert (out.format, out.size) == ("WEBP", (40, 30))
    assert (drawn.width, drawn.height) == (40, 30)


def test_where_and_by_whom_a_photograph_was_made_does_not_go_out() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Guusje de Fotograaf"
    exif.get_ifd(GPS)[1] = "N"
    drawn = pictures.drawn(noise((300, 200), "JPEG", exif=exif, comment=b"Meerkade 7"))
    assert b"Guusje" not in drawn.content
    assert b"Meerkade" not in drawn.content
    with Image.open(io.BytesIO(drawn.content)) as out:
        assert dict(out.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(out.info)


def test_a_photograph_that_was_held_upright_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = pictures.drawn(noise((300, 200), "JPEG", exif=exif))
    assert (drawn.width, drawn.height) == (200, 300)


@pytest.mark.parametrize(
    ("content", "widest"),
    [(noise((3000, 1000), "JPEG", quality=40), 1600), (noise((1500, 1400)), 1500)],
    ids=["a wide photograph", "noise that no format can make small"],
)
def test_what_goes_out_fits(content, widest) -> None:
    drawn = pictures.drawn(content)
    assert drawn.width <= widest
    assert len(drawn.content) <= pictures.LARGEST_OUT


def test_see_through_stays_see_through_and_lines_stay_sharp() -> None:
    image = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    image.putpixel((30, 30), (255, 0, 0, 255))
    out = io.BytesIO()
    image.save(out, "PNG")
    with Image.open(io.BytesIO(pictures.drawn(out.getvalue()).content)) as shown:
        assert shown.convert("RGBA").getpixel((0, 0))[3] == 0
        assert shown.convert("RGBA").getpixel((30, 30)) == (255, 0, 0, 255)


async def test_the_same_picture_is_stored_once(sessions) -> None:
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        one = await pictures.keep(db, griffier, picture())
        other = await pictures.keep(db, griffier, picture())
    assert one == other


@pytest.fixture
async def draft(sessions):
    async with sessions.begin() as db:
        return await make_consultation(db, stage="draft", slug="park")


async def fields_of(griffier, here: str) -> dict[str, str]:
    """Without the file: a browser sends that apart."""
    found = form(await griffier.get(here), here)
    return {name: value[0] for name, value in found.items() if name != "picture"}


async def add(griffier, draft, content: bytes, alt: str = ALT, name: str = "park.png"):
    here = f"/griffie/raadplegingen/{draft.id}/vragen/1.advice/afbeelding"
    fields = await fields_of(griffier, here)
    return await griffier.post(
        here,
        data={**fields, "alt": alt, "doe": "bewaren"},
        files={"picture": (name, content, "image/png")},
    )


async def test_a_griffier_adds_a_picture_and_sees_it_with_the_question(signed_in, draft) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    reply = await add(griffier, draft, picture())
    assert reply.status_code == 303, text(reply)
    page = await griffier.get(f"/griffie/raadplegingen/{draft.id}/vragen")
    assert f'alt="{ALT}"' in page.text
    assert (await griffier.get(source(page.text))).headers["content-type"] == "image/webp"


def source(html: str) -> str:
    found = re.search(r'src="(/afbeeldingen/[^"]+)"', html)
    assert found
    return found[1]


async def test_only_staff_sees_the_picture_of_a_draft_and_everybody_that_of_an_open_one(
    sessions, signed_in, resident, draft
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    await add(griffier, draft, picture())
    page = await griffier.get(f"/griffie/raadplegingen/{draft.id}/vragen")
    address = source(page.text)
    seen = await griffier.get(address)
    assert (seen.status_code, seen.headers["cache-control"]) == (200, "private, no-store")
    assert (await resident.get(address)).status_code == 404
    async with sessions.begin() as db:
        row = await queries.get(db, draft.id)
        closes = await council.now(db) + FAR
        await actions.open_(db, await make_griffier(db), row.id, row.revision, closes)
    shown = await resident.get(address)
    assert shown.status_code == 200
    assert "immutable" in shown.headers["cache-control"]
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-type"] == "image/webp"
    with Image.open(io.BytesIO(shown.content)) as image:
        assert image.size == (40, 30)


@pytest.mark.parametrize("name", ["text", "svg", "a bomb", "a moving PNG"])
async def test_a_file_that_is_not_what_it_says_comes_back_with_what_was_typed(
    signed_in, draft, name
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    reply = await add(griffier, draft, FAKES[name])
    assert reply.status_code == 422
    assert ALT in reply.text
    assert 'href="#veld-picture"' in reply.text


async def test_a_photograph_of_twelve_megabytes_is_told_so_and_keeps_the_words(
    signed_in, draft
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    reply = await add(griffier, draft, b"\x89PNG" + b"x" * 12_000_000)
    assert reply.status_code == 422
    assert "Dit bestand is 12,0 MB. Er past ten hoogste 5 MB." in text(reply)
    assert ALT in reply.text
    assert "Kies het bestand opnieuw" in text(reply)
    reply = await add(griffier, draft, b"\x89PNG" + b"x" * 50_000_000)
    assert reply.status_code == 422
    assert "Dit bestand is 50,0 MB. Er past ten hoogste 5 MB." in text(reply)
    assert ALT in reply.text
    address = f"/griffie/raadplegingen/{draft.id}/vragen/1.advice/afbeelding"
    head = {"content-type": "multipart/form-data; boundary=x", "content-length": "100000001"}
    reply = await griffier.post(address, content=b"x", headers=head)
    assert reply.status_code == 413
    assert "Een bestand mag hier ten hoogste 5 MB zijn" in text(reply)


async def test_of_a_file_that_is_too_large_nothing_is_kept() -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="picture"; filename="a"\r\n\r\n'
    pieces = [head, *[b"x" * 1_000_000] * 30, b"\r\n--x--\r\n"]

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    scope = {
        "type": "http",
        "headers": [(b"content-type", b"multipart/form-data; boundary=x")],
        "state": {},
        "route_handler": detail_pages.save_picture,
    }
    tracemalloc.start()
    sent = await uploaded(Request(scope, receive=receive), detail_pages.LIMITS)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (sent.files, sent.too_large) == ({}, {"picture": 30_000_000})
    assert most < 15_000_000


async def test_a_picture_needs_a_file_and_words_for_who_cannot_see_it(signed_in, draft) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    reply = await add(griffier, draft, b"", alt="")
    assert reply.status_code == 422
    said = text(reply)
    assert "Kies een bestand." in said
    assert "voor wie haar niet kan zien" in said


async def test_the_words_can_change_without_the_picture_and_the_picture_can_go(
    signed_in, draft
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    await add(griffier, draft, picture())
    here = f"/griffie/raadplegingen/{draft.id}/vragen/1.advice/afbeelding"
    fields = await fields_of(griffier, here)
    reply = await griffier.post(here, data={**fields, "alt": "Anders.", "doe": "bewaren"})
    assert reply.status_code == 303
    page = await griffier.get(f"/griffie/raadplegingen/{draft.id}/vragen")
    assert 'alt="Anders."' in page.text
    fields = await fields_of(griffier, here)
    assert (await griffier.post(here, data={**fields, "doe": "weghalen"})).status_code == 303
    page = await griffier.get(f"/griffie/raadplegingen/{draft.id}/vragen")
    assert "/afbeeldingen/" not in page.text


async def test_an_address_that_is_no_hash_is_no_picture(resident) -> None:
    for name in ("x.webp", f"{'a' * 64}.png", f"{'A' * 64}.webp", f"{'a' * 63}.webp"):
        assert (await resident.get(f"/afbeeldingen/{name}")).status_code in {400, 404}
    assert (await resident.get(f"/afbeeldingen/{'a' * 64}.webp")).status_code == 404
