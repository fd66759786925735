# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A municipality's colours: only what we know, only what it means, everything wrong at once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import assets, stylesheet, theme
from backend.contrast import Colour
from backend.theme import COLOURS, FONTS, KNOWN, LENGTHS, Theme, ThemeError

BUTTON, LINK = "--basis-color-accent-1-inverse-bg-default", "--basis-color-action-2-color-default"
RADIUS, FONT = "--utrecht-button-border-radius", "--basis-text-font-family-default"
WHOLE = f"""/* Huisstijl van Merenburg,
   versie 3 */
.merenburg-theme {{
  {BUTTON}: #8A1538;
  {LINK}: rgb(138, 21, 56);
  {RADIUS}: 0.5rem;
  {FONT}: Arial, 'helvetica neue', sans-serif
}}
@media (prefers-color-scheme: dark) {{
  :root {{ {LINK}: #F5A3B8; }}
}}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(ThemeError) as error:
        theme.read(text)
    return error.value.problems


def one(name: str, value: str) -> str:
    return f":root {{\n{name}: {value};\n}}"


def test_a_theme_is_read_into_what_it_means() -> None:
    assert theme.read(WHOLE) == Theme(
        light={BUTTON: Colour(138, 21, 56), LINK: Colour(138, 21, 56)},
        dark={LINK: Colour(245, 163, 184)},
        shared={
            RADIUS: "0.5rem",
            FONT: 'Arial,"Helvetica Neue",sans-serif'.replace("Arial", '"Arial"'),
        },
    )
    assert theme.read("") == theme.read("/* nog niets */\n:root{}") == Theme()


def test_every_problem_is_named_at_once_with_its_line() -> None:
    found = problems(
        f""":root {{
  {BUTTON}: url(https://elders.example/x);
  --basis-color-accent-1-inverse-bg-defualt: #fff;
  {RADIUS}: 300px;
  {FONT}: Comic Sans MS;
  color: red;
}}
@media (prefers-color-scheme: dark) {{ :root {{
  {LINK}: #12;
  {RADIUS}: 4px;
}} }}
{LINK}: #fff;
body {{ }}
@import "x";
"""
    )
    starts = [line.split(":")[0] for line in found]
    assert starts == [f"line {number}" for number in (2, 3, 4, 5, 6, 9, 10, 12, 13, 14)]
    assert "the nearest is --basis-color-accent-1-inverse-bg-default" in found[1]
    assert "from 0px to 64px" in found[2]
    assert "sans-serif" in found[3]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "red",
        "transparent",
        "#fff!important",
        "#fff /* x",
        "#ffff",
        "rgb(0,0,0,.1)",
        "var(--x)",
        "url(#x)",
        "expression(1)",
        "calc(1px)",
        '"#fff"',
        "#fff\\",
        "inherit",
        "#fff #fff",
        "hsl(1e9, 1%, 1%)",
        "#fff\u0000",
        "\uff03ffffff",
    ],
)
def test_what_is_no_colour_is_refused(value: str) -> None:
    assert "is not a colour" in problems(one(BUTTON, value))[0]


@pytest.mark.parametrize(
    "value", ["4", "-1px", "1e3px", "4em", "4px 4px", "calc(4px)", "65px", "\u0661px"]
)
def test_what_is_no_length_is_refused(value: str) -> None:
    assert "Write a length" in problems(one(RADIUS, value))[0]


@pytest.mark.parametrize(
    "value",
    [
        "Arial",
        "Comic Sans MS, serif",
        "sans-serif,",
        ", sans-serif",
        '"Arial, sans-serif',
        "Arial, Arial, serif",
        "url(x), serif",
        "'Arial\", serif",
    ],
)
def test_what_is_no_safe_list_of_fonts_is_refused(value: str) -> None:
    assert "Write names from this list" in problems(one(FONT, value))[0]


@pytest.mark.parametrize(
    "text",
    [
        f":root {{ {BUTTON}: #fff; {BUTTON}: #000 }}",
        f":root {{ {BUTTON}: #fff",
        f":root {{ :root {{ {BUTTON}: #fff }} }}",
        f"@media print {{ :root {{ {BUTTON}: #fff }} }}",
        f"body {{ {BUTTON}: #fff }}",
        ":root { } }",
        "/* nooit dicht",
        "<style>",
        "@charset 'utf-8';",
    ],
)
def test_what_is_not_a_theme_is_refused(text: str) -> None:
    assert problems(text)


def test_a_file_that_cannot_be_read_is_named(tmp_path) -> None:
    for content in (None, b"\xff\xfe:root{}", b" " * (theme.LARGEST + 1), b"x"):
        path = tmp_path / "thema.css"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(ThemeError, match=re.escape(str(path))):
            theme.load(str(path))


def test_every_name_we_know_is_one_that_the_pages_use() -> None:
    ours = assets.our_tokens().light
    assert sorted(KNOWN - set(ours)) == []
    css = (assets.BUILD / assets.asset("raadgever.css").rpartition("/")[2]).read_text()
    assert [name for name in sorted(KNOWN) if f"var({name}" not in css] == []


def test_a_colour_for_light_screens_leaves_dark_ones_as_they_were() -> None:
    css = theme.sheet(theme.read(one(LINK, "#8a1538")), ".x-theme", {LINK: "#7cc6e2"})
    assert css.splitlines() == [
        f".x-theme{{{LINK}:#8a1538}}",
        f"@media screen and (prefers-color-scheme:dark){{.x-theme{{{LINK}:#7cc6e2}}}}",
    ]


NAMES = st.sampled_from(sorted(KNOWN))
GRAMMAR = re.compile(
    r'#[0-9a-f]{6}|\d[\d.]*(?:px|rem)|(?:"[A-Za-z0-9 ]+"|[a-z-]+)(?:,(?:"[A-Za-z0-9 ]+"|[a-z-]+))*'
)
NASTY = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="#0fA1,.%()'\"\\;{}/*@:urlpxrem -\n", max_size=30),
    st.sampled_from(["#fff", "rgb(1 2 3)", "4px", "1rem", "Arial, serif", '"Inter", system-ui']),
)


@given(st.lists(st.tuples(NAMES, NASTY), max_size=4), st.booleans())
def test_no_accepted_value_can_break_out_of_its_declaration(given_, dark) -> None:
    inside = ";\n".join(f"{name}: {value}" for name, value in given_)
    text = f":root {{ {inside} }}"
    if dark:
        text = f"@media (prefers-color-scheme: dark) {{ {text} }}"
    try:
        found = theme.read(text)
    except ThemeError:
        return
    css = theme.sheet(found, ".x-theme", {})
    for rule in stylesheet.parse(css, "thema"):
        assert isinstance(rule, stylesheet.Rule)
        inner = rule.items[0] if rule.prelude.startswith("@media") else rule
        assert isinstance(inner, stylesheet.Rule)
        assert inner.prelude == ".x-theme"
        for declaration in inner.items:
            assert isinstance(declaration, str)
            name, _, value = declaration.partition(":")
            assert name in KNOWN
            assert GRAMMAR.fullmatch(value), declaration


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        theme.read(text)
    except ThemeError as refusal:
        said = refusal.problems
    else:
        said = ["line 1: nothing"]
    assert [one for one in said if not re.match(r"line \d+: \S", one)] == []
    assert said


def test_every_kind_of_name_is_there() -> None:
    assert len(COLOURS) > 50
    assert not COLOURS & set(LENGTHS)
    assert not COLOURS & FONTS
