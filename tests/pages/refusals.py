# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What each form of the site answers to mistakes, as served: one state per form and mistake."""

from collections.abc import Collection, Iterator
from uuid import UUID

import httpx
from msgspec import Struct
from playwright.sync_api import BrowserContext

from backend.app import LARGEST_BODY
from surveys import receipt
from tests.pages.conftest import Site
from tests.security.forms import CHOSEN, Form, forms_on, template_of
from tests.security.routes import READS, every_path

# What has nothing to fill in does what it says; leaving ends the session of the others.
SKIPPED = {"/uitloggen"}


class Refusal(Struct, frozen=True):
    name: str
    status: int
    html: str


def client(site: Site, context: BrowserContext) -> httpx.Client:
    """With the session of this browser."""
    held = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())
    return httpx.Client(base_url=site.base, headers={"cookie": held}, timeout=60)


def forms(site: Site, browser: httpx.Client) -> list[Form]:
    """Every form with something to fill in, once for each set of fields."""
    draft = f"/griffie/raadplegingen/{site.filled.consultations['draft']}"
    found: dict[tuple[str, ...], Form] = {}
    paths = [path for _, path in every_path(site.filled, READS, all_rows=True)]
    for path in (*paths, *(draft + rest for rest in CHOSEN)):
        reply = browser.get(path)
        if reply.status_code == 200 and "text/html" in reply.headers["content-type"]:
            for form in forms_on(reply):
                found[template_of(form.action), *sorted(form.fields)] = form
    return [one for key, one in found.items() if key[0] not in SKIPPED and _typed(one)]


def _typed(form: Form) -> list[str]:
    return [name for name in form.free() if form.fields[name].kind != "hidden"]


def _mistakes(form: Form) -> Iterator[tuple[str, dict[str, list[str]]]]:
    given = {n: v for n, v in form.filled().items() if form.fields[n].kind != "checkbox"}
    typed = _typed(form)
    yield "empty", {**given, **{name: [""] for name in typed}}
    words = [name for name in typed if form.fields[name].kind in {"text", "textarea", "password"}]
    yield "long", {**given, **{name: ["Dit is veel te lang. " * 1500] for name in words}}
    if "revision" in form.fields:
        yield "stale", {**given, "revision": ["999999"]}


def refusals(
    site: Site, browser: httpx.Client, mistakes: Collection[str] = ("empty", "long", "stale")
) -> Iterator[Refusal]:
    """Every page with a form again, with what is wrong; and the pages that only say no."""
    seen: set[tuple[str, str, int]] = set()
    for form in forms(site, browser):
        for mistake, data in _mistakes(form):
            if mistake not in mistakes:
                continue
            reply = browser.post(form.action, data=data)
            key = (template_of(form.action), mistake, reply.status_code)
            if reply.is_error and key not in seen:
                seen.add(key)
                yield Refusal(f"{key[0]} {mistake}", reply.status_code, reply.text)
    document = site.filled.documents["open"]
    for name, reply in (
        ("without proof", browser.post(f"/griffie/documenten/{document}", data={"csrf": "x"})),
        ("too large", browser.post("/mijn-inzending", data={"code": "a" * LARGEST_BODY})),
        ("no form", browser.post("/mijn-inzending", content=b"a")),
        ("no such way", browser.post("/privacy")),
        ("too often", _too_often(site)),
    ):
        yield Refusal(name, reply.status_code, reply.text)


def _too_often(site: Site) -> httpx.Response:
    """From a network of its own: tries are counted per network."""
    with httpx.Client(base_url=site.base, headers={"x-forwarded-for": "198.51.100.9"}) as browser:
        code = receipt.derive(b"another town", UUID(int=1), UUID(int=2))
        replies = (browser.post("/mijn-inzending", data={"code": code}) for _ in range(99))
        return next(reply for reply in replies if reply.status_code == 429)
