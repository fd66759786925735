# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading CSS, and leaving out only what no page can use."""

import pytest

from backend import stylesheet


def test_only_what_nothing_refers_to_is_left_out():
    css = """@charset "UTF-8";
    .x-theme { --a: var(--b); --b: 1px; --unused: url("data:}"); }
    .utrecht-x:hover, .utrecht-x--hover { color: var(--a, red) }
    .utrecht-x--focus { color: blue }
    .utrecht-x:focus:not(.utrecht-x--focus) { content: "a; /* no */ }" }
    @media print { .y { margin: calc(1px + 2px) } .z { --unused: 3 } }
    .x-theme { --b: 2px; }"""
    assert stylesheet.write(stylesheet.tidy(stylesheet.parse(css, "x.css"))).splitlines() == [
        ".x-theme{--a:var(--b);--b:2px}",
        ".utrecht-x:hover{color:var(--a,red)}",
        '.utrecht-x:focus:not(.utrecht-x--focus){content:"a; /* no */ }"}',
        "@media print{.y{margin:calc(1px + 2px)}}",
    ]


@pytest.mark.parametrize("css", [".a { color: red", ".a { } }", ".a { } b"])
def test_a_broken_stylesheet_is_refused_by_name(css):
    with pytest.raises(ValueError, match=r"own\.css: the braces do not match"):
        stylesheet.parse(css, "own.css")
