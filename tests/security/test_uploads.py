# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, checks 24 and 28 as far as there are uploads: pictures beside a question."""

import time

import pytest

from backend.accounts.roles import Role
from tests.backend.consultations.pictured import FAKES, bomb, picture
from tests.security.routes import UPLOADS

pytestmark = pytest.mark.anyio
PICTURE = "/griffie/raadplegingen/{consultation_id}/vragen/{key}/afbeelding"
HEAD = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
FILE = b'--x\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n%s\r\n'
END = b"--x--\r\n"


def field(name: str, value: str | bytes) -> bytes:
    return HEAD % (name.encode(), value.encode() if isinstance(value, str) else value)


def file(name: str, content: bytes, called: str = "a.png") -> bytes:
    return FILE % (name.encode(), called.encode(), content)


@pytest.fixture
async def send(street, filled):
    """Posts parts of a form as a griffier who is signed in, and says how it was taken."""
    token = await street.token(filled, Role.GRIFFIE)
    draft = str(filled.consultations["draft"])
    address = PICTURE.format(consultation_id=draft, key="1.advice")
    page = (await street.browser(token).get(address)).text
    revision = page.partition('name="revision" value="')[2].partition('"')[0]
    usual = field("csrf", street.csrf(token)) + field("revision", revision)

    async def post(*parts: bytes, end: bytes = END, boundary: str = "x"):
        return await street.browser(token).post(
            address,
            content=usual + b"".join(parts) + end,
            headers={"content-type": f"multipart/form-data; boundary={boundary}".encode("latin-1")},
        )

    return post


SAVE = field("doe", "bewaren") + field("alt", "Een plattegrond.")


def test_check_24_the_route_of_pictures_takes_files() -> None:
    assert PICTURE in UPLOADS


@pytest.mark.parametrize("name", FAKES)
async def test_checks_24_and_28_what_is_no_picture_is_refused_and_nothing_is_kept(
    street, send, name
) -> None:
    before = await street.rows()
    reply = await send(SAVE, file("picture", FAKES[name]))
    assert reply.status_code == 422, name
    assert await street.rows() == before


async def test_check_28_a_flood_of_pixels_costs_no_time(send) -> None:
    started = time.perf_counter()
    reply = await send(SAVE, file("picture", bomb(50_000, 50_000)))
    assert reply.status_code == 422
    assert time.perf_counter() - started < 5


BROKEN = (
    (b"", b""),
    (SAVE, b""),
    (SAVE + file("picture", picture()) * 2, END),
    (field("a", "b") * 20, END),
    (field("alt", "a" * 30_000), END),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n", END),
    (b"--x\r\n" + b"X: y\r\n" * 50 + b"\r\nx\r\n", END),
    (b'--x\r\nContent-Disposition: form-data; name="' + b"a" * 9000 + b'"\r\n\r\nx\r\n', END),
    (b"\xff\xfe\x00" * 100, END),
)  # fmt: skip


@pytest.mark.parametrize("parts", BROKEN, ids=map(str, range(len(BROKEN))))
async def test_check_24_a_form_that_no_browser_sends_is_refused(street, send, parts) -> None:
    before = await street.rows()
    reply = await send(parts[0], end=parts[1])
    assert reply.status_code in {400, 403, 422}
    assert await street.rows() == before


@pytest.mark.parametrize(
    "parts",
    [
        field("role", "beheerder"),
        file("other", picture()),
        file("picture\x1b", picture()),
        field("alt", b"\xff\xfe"),
        field("alt", "tweemaal"),
    ],
    ids=["a field", "a file", "an odd name", "no text", "twice"],
)
async def test_check_24_nothing_but_the_fields_of_the_form_is_taken(street, send, parts) -> None:
    before = await street.rows()
    reply = await send(SAVE, parts, file("picture", picture()))
    assert reply.status_code in {400, 422}
    assert await street.rows() == before


@pytest.mark.parametrize("boundary", ["", '""', "y", "a" * 5000, "\u00e9"])
async def test_check_24_a_form_without_its_boundary_is_no_form(street, send, boundary) -> None:
    before = await street.rows()
    reply = await send(SAVE, file("picture", picture()), boundary=boundary)
    assert reply.status_code in {400, 403}
    assert await street.rows() == before


async def test_check_24_a_picture_is_served_as_what_it_is_and_nothing_else(street, filled) -> None:
    reply = await street.browser().get(f"/afbeeldingen/{filled.picture}")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "image/webp"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.content[:4] + reply.content[8:12] == b"RIFFWEBP"
