# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be said of a page without a browser; axe and the Nu checker meet it elsewhere."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.assets import SOURCES
from backend.house_style import HouseStyle
from backend.web import pages

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "backend/templates"
STANCES = (
    ("strongly_for", "Helemaal voor"),
    ("for", "Voor"),
    ("for_if", "Voor, mits", "U vult hieronder in onder welke voorwaarde."),
    ("neutral", "Niet voor en niet tegen"),
    ("against", "Tegen"),
    ("strongly_against", "Helemaal tegen"),
    ("no_opinion", "Geen mening"),
)
PROBLEMS = {
    "1.stance": "Kies een antwoord dat in de lijst staat.",
    "1.advice": "Uw advies is te lang. Haal ten minste 40 tekens weg.",
    "postcode": "Vul vier cijfers in, bijvoorbeeld 1234.",
    "age": "Kies een leeftijd uit de lijst.",
    "channels": "Kies hooguit twee antwoorden.",
    "publish": "Zet een vinkje of laat het leeg.",
}
LABELS = {"1.stance": "Beslispunt 1", "postcode": "Postcode", "age": "Leeftijd"}
FIELDS = {"input", "select", "textarea"}


class Page(HTMLParser):
    """Every start tag with its attributes, and the text of the title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def of(self, *names):
        return [attributes for tag, attributes in self.tags if tag in names]


def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader([TEMPLATES, HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_null_translations(newstyle=True)
    made.globals["language"] = lambda: "nl"
    made.globals["language_of"] = pages.language_of
    made.filters.update(pages.FILTERS)
    made.globals["in_other_languages"] = lambda: [("en", "English", "?taal=en")]
    made.globals["asset"] = lambda name: f"/static/{name}"
    made.globals["municipality"] = SimpleNamespace(
        name="Merenburg", phone="0900 - 12 34 56", email="griffie@merenburg.example", address=""
    )
    made.globals["house_style"] = HouseStyle()
    made.globals["demo"] = True
    return made


def render(frame="layout.html", problems=PROBLEMS, made=None) -> str:
    template = (made or environment()).get_template("gallery.html")
    return template.render(
        frame=frame,
        problems=problems,
        labels=LABELS,
        stances=STANCES,
        csrf="c" * 32,
        section="raadplegingen" if frame == "layout.html" else "griffie",
        account=SimpleNamespace(name="Fatima de Boer", role="griffie"),
    )


FRAMES = pytest.mark.parametrize("frame", ["layout.html", "staff.html"])


@FRAMES
@pytest.mark.parametrize("problems", [{}, PROBLEMS])
def test_every_field_has_exactly_one_label_and_knows_its_own_problem(frame, problems):
    page = Page(render(frame, problems))
    labelled = Counter(label["for"] for label in page.of("label"))
    for field in page.of(*FIELDS):
        if field.get("type") != "hidden":
            assert labelled[field["id"]] == 1, field
    ids = {attributes.get("id") for _, attributes in page.tags}
    described = [a["aria-describedby"] for _, a in page.tags if "aria-describedby" in a]
    assert {one for given in described for one in given.split()} <= ids
    assert any("aria-invalid" in a for _, a in page.tags) == bool(problems)


@FRAMES
def test_ids_are_unique_and_valid(frame):
    ids = [a["id"] for _, a in Page(render(frame)).tags if "id" in a]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", one) for one in ids)


def test_the_error_summary_leads_to_every_field_that_is_wrong():
    page = Page(render())
    fields = {attributes["id"] for attributes in page.of(*FIELDS) if "id" in attributes}
    linked = {a["href"][1:] for a in page.of("a") if a["href"].startswith("#veld-")}
    assert {f"veld-{name.replace('.', '-')}" for name in PROBLEMS} <= linked <= fields


@FRAMES
def test_no_page_breaks_the_content_security_policy(frame):
    page = Page(render(frame))
    assert page.of("style") == []
    assert all(one["src"].startswith("/static/") for one in page.of("script"))
    for tag, attributes in page.tags:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
    addresses = [a.get("src") or a.get("href") or a.get("action") or "" for _, a in page.tags]
    assert [one for one in addresses if "//" in one or one.startswith("data:")] == []


def test_the_title_says_fout_only_when_something_is_wrong():
    assert "<title>Fout: Een wijkpark" in render()
    assert "<title>Een wijkpark" in render(problems={})


def test_a_public_page_does_not_depend_on_who_is_signed_in():
    assert re.search("Fatima|uitloggen", render()) is None
    assert "Fatima de Boer" in render("staff.html")


def test_what_a_resident_typed_is_text_and_not_markup():
    assert "Meer bomen &amp; een &lt;bankje&gt;</textarea>" in render()


def test_shares_in_the_stance_bar_are_of_those_with_an_opinion():
    page = re.sub(r"\s+", " ", render())
    assert "Helemaal voor: 25,7%, Voor: 33,0%, Voor, mits: 13,5%" in page
    assert "Geen mening (telt niet mee in het deel)" in page
    bar = re.search(r'<svg class="raadgever-stances__bar".*?</svg>', page)
    assert bar is not None
    widths = [int(width) for width in re.findall(r'<rect [^>]*width="(\d+)"', bar[0])]
    assert sum(widths) == 1000
    assert page.count("raadgever-stances__bar") == 1  # none where nobody answered yet


def test_every_class_of_ours_has_a_rule():
    css = (SOURCES / "raadgever.css").read_text()
    text = "".join(path.read_text() for path in TEMPLATES.glob("*.html"))
    # A name that ends in a hyphen is finished by the template: raadgever-badge--{{ kind }}.
    ours = set(re.findall(r"raadgever-[a-z_-]*[a-z]", text)) - {"raadgever-badge"}
    assert {name for name in ours if f".{name}" not in css} == set()
