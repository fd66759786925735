# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A municipality's look over HTTP, and where it is told what some people cannot read."""

import re
import sys

import msgspec
import pytest
import structlog

from backend import house_style, settings, theme
from backend.accounts.roles import Role
from backend.logo import Logo
from backend.settings import SettingsError
from tests.backend.test_logo import GOOD
from tests.browse import text
from tests.security.test_start import GOOD as ENVIRON

pytestmark = pytest.mark.anyio
WEAK = """:root {
  --basis-color-action-2-color-default: #8fb3c0;
  --basis-text-font-family-default: Arial, sans-serif;
}"""


@pytest.fixture
def files(tmp_path) -> dict[str, str]:
    (tmp_path / "thema.css").write_text(WEAK)
    (tmp_path / "logo.svg").write_text(GOOD)
    return {
        "RAADGEVER_THEME": str(tmp_path / "thema.css"),
        "RAADGEVER_LOGO": str(tmp_path / "logo.svg"),
    }


@pytest.fixture
def town(town, files) -> settings.Settings:
    """The town of these tests has a look of its own."""
    read = settings.read({**ENVIRON, **files})
    return msgspec.structs.replace(town, theme=read.theme, logo=read.logo)


async def test_the_sheet_comes_after_ours_and_the_logo_has_the_name_of_the_town(resident) -> None:
    page = (await resident.get("/hoe-werkt-dit")).text
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
    assert [bool(re.search(r"/huisstijl/thema-[0-9a-f]{8}\.css", one)) for one in sheets] == [0, 1]
    assert re.search(r'<img [^>]*width="400" height="100" alt="Gemeente Merenburg">', page)
    assert "raadgever-brand__mark" not in page
    assert 'rel="preload"' not in page  # of a letter that this town does not use
    sheet = await resident.get(sheets[1])
    assert sheet.headers["content-type"] == "text/css; charset=utf-8"
    assert sheet.text.startswith(".voorbeeld-theme{")
    assert "immutable" in sheet.headers["cache-control"]


async def test_the_logo_is_a_picture_and_never_more(resident) -> None:
    page = (await resident.get("/")).text
    address = re.search(r'<img [^>]*src="([^"]+)"', page)
    assert address
    reply = await resident.get(address[1])
    assert reply.text == GOOD
    assert reply.headers["content-type"].startswith("image/svg+xml")
    assert reply.headers["x-content-type-options"] == "nosniff"
    policy = reply.headers["content-security-policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'; sandbox"


@pytest.mark.parametrize(
    "name", ["thema-00000000.css", "logo-00000000.png", "..%2f..%2fsettings.py", "x", "%00"]
)
async def test_another_name_leads_nowhere(resident, name: str) -> None:
    assert (await resident.get(f"/static/huisstijl/{name}")).status_code in {400, 404}


@pytest.mark.parametrize("role", [Role.GRIFFIE, Role.BEHEERDER])
async def test_who_can_do_something_about_it_reads_which_colours_are_too_weak(
    signed_in, role
) -> None:
    page = await (await signed_in(role)).get("/griffie/beloften")
    said = text(page)
    assert "Niet iedereen kan alles lezen" in said
    link, back = "--basis-color-action-2-color-default", "--basis-color-default-bg-document"
    assert f"links licht 2,23 4,5 {link} op {back}" in said


async def test_residents_read_that_it_falls_short_as_well(resident) -> None:
    assert "De kleuren van de gemeente verschillen op" in text(
        await resident.get("/toegankelijkheid")
    )


async def test_the_log_names_every_weak_pair_at_the_start() -> None:
    weak = house_style.made_of(theme.read(WEAK), None)
    with structlog.testing.capture_logs() as lines:
        house_style.warn(weak)
    assert len(lines) == len(weak.findings) > 3
    assert lines[0] == {
        "event": "contrast-too-low",
        "log_level": "warning",
        "scheme": "licht",
        "what": "links",
        "front": ("--basis-color-action-2-color-default",),
        "back": "--basis-color-default-bg-document",
        "ratio": 2.23,
        "needed": 4.5,
    }


async def test_on_a_terminal_it_is_sentences(monkeypatch, capsys) -> None:
    weak = house_style.made_of(theme.read(WEAK), None)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    house_style.warn(weak)
    first, *pairs = capsys.readouterr().err.splitlines()
    assert first.startswith("Your theme works, but not everybody can read it: ")
    link, back = "--basis-color-action-2-color-default", "--basis-color-default-bg-document"
    assert pairs[0] == f"  licht, links: {link} on {back} has 2.23, needs 4.5."
    assert len(pairs) == len(weak.findings)


async def test_without_a_theme_there_is_nothing_to_say_and_nothing_to_fetch() -> None:
    ours = house_style.made_of(None, None)
    assert (ours.findings, ours.files, ours.sheet, ours.own_font) == ((), {}, None, True)
    only = house_style.made_of(None, Logo(b"x", "png", 3, 2))
    assert only.sheet is None
    assert only.logo
    assert only.logo.address.endswith(".png")


async def test_dark_values_are_judged_on_a_dark_screen() -> None:
    dark = "@media (prefers-color-scheme: dark) { :root { --basis-heading-color: #333 } }"
    style = house_style.made_of(theme.read(dark), None)
    assert {(one.scheme, one.what) for one in style.findings} == {("donker", "koppen")}


async def test_a_start_with_a_wrong_theme_and_a_wrong_logo_names_everything(tmp_path) -> None:
    (tmp_path / "t.css").write_text(":root {\n--a: 1;\ncolor: red }")
    (tmp_path / "l.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    wrong = {
        **ENVIRON,
        "RAADGEVER_THEME": str(tmp_path / "t.css"),
        "RAADGEVER_LOGO": str(tmp_path / "l.svg"),
        "RAADGEVER_PHONE": "",
    }
    with pytest.raises(SettingsError) as error:
        settings.read(wrong)
    told = [line.partition(" ")[0].rstrip(":") for line in error.value.problems]
    assert told == ["RAADGEVER_PHONE", "RAADGEVER_THEME", "RAADGEVER_THEME", "RAADGEVER_LOGO"]
    assert "t.css, line 2: --a is not a name we know" in error.value.problems[1]
