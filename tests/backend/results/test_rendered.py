# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was rendered is used again only for the very same."""

from collections.abc import Callable

from markupsafe import Markup

from backend.results import rendering
from backend.results.rendering import Rendered
from surveys.reviewed import Section


def drawn(text: str, made: list[str]) -> Callable[[], Markup]:
    def render() -> Markup:
        made.append(text)
        return Markup(text)  # noqa: S704 - a word of this test

    return render


def test_the_same_is_rendered_once_and_anything_else_anew() -> None:
    kept, made = Rendered(), []
    first = (b"inhoud", Section(1), "/a", {"b.svg": 1, "a.svg": 2})
    others = (
        (b"anders", Section(1), "/a", {"b.svg": 1, "a.svg": 2}),
        (b"inhoud", Section(2), "/a", {"b.svg": 1, "a.svg": 2}),
        (b"inhoud", Section(1), "/b", {"b.svg": 1, "a.svg": 2}),
        (b"inhoud", Section(1), "/a", {"a.svg": 2}),
    )
    assert kept.of(*first, drawn("een", made)) == "een"
    assert kept.of(*first, drawn("twee", made)) == "een"
    for number, other in enumerate(others):
        assert kept.of(*other, drawn(str(number), made)) == str(number)
    assert made == ["een", "0", "1", "2", "3"]


def test_no_more_is_kept_than_fits(monkeypatch) -> None:
    monkeypatch.setattr(rendering, "_MOST", 2)
    kept, made = Rendered(), []
    for name in (b"1", b"2", b"1", b"3", b"1", b"2"):
        kept.of(name, Section(1), "", (), drawn(name.decode(), made))
    assert made == ["1", "2", "3", "2"]
