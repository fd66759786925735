# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What only a real browser shows: that forms post, on a telephone, with and without scripts."""

import pytest
from playwright.sync_api import Browser, expect

from tests.pages.conftest import NARROW, Site

pytestmark = pytest.mark.pages


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_resident_answers_on_a_telephone(chromium: Browser, live: Site, *, scripts: bool) -> None:
    context = chromium.new_context(
        viewport={"width": NARROW, "height": 700}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(f"{live.base}/raadplegingen/{live.filled.slugs['open']}")
    page.get_by_role("link", name="Doe mee").first.click()
    page.get_by_text("Voor", exact=True).first.click()
    page.locator("textarea").first.fill("Zorg dat er genoeg bankjes komen.")
    for _ in range(10):
        if page.get_by_role("button", name="Versturen").count():
            break
        page.locator("button[value=volgende]").click()
    expect(page.locator("main")).to_contain_text("Zorg dat er genoeg bankjes komen.")
    page.get_by_role("button", name="Versturen").click()
    expect(page.locator(".raadgever-code")).to_be_visible()
    code = page.locator(".raadgever-code").inner_text()
    assert code not in page.url

    page.goto(f"{live.base}/mijn-inzending")
    page.locator("main input[type=text]").first.fill(code.lower().replace("-", " "))
    page.locator("main button").first.click()
    expect(page.locator("main")).to_contain_text("Zorg dat er genoeg bankjes komen.")
    context.close()
