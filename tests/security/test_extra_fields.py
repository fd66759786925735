# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, check 15: a field that a form does not have is refused, whatever it is called."""

import pytest

from tests.security.forms import api_body, every_form
from tests.security.routes import CHANGES, FORMS, one_path

pytestmark = pytest.mark.anyio
NAMES = (
    "role",
    "stage",
    "is_admin",
    "id",
    "account_id",
    "made_by",
    "opened_at",
    "closed_at",
    "finalised_at",
    "content",
    "figures",
    "received_at",
    "kind[]",
    "__proto__",
    "channel",
    "hidden'; --",
)
# Without fields of their own: what they do is in their address.
BARE = {"/uitloggen"}


async def test_check_15_a_form_leads_to_every_route_that_changes_something(street, filled) -> None:
    """Otherwise a new route would escape the tests that send every form."""
    found = await every_form(street, filled)
    assert {route.path for route in FORMS} <= set(found)


async def test_check_15_no_form_takes_a_field_that_it_does_not_have(street, filled) -> None:
    forms = await every_form(street, filled)
    before = await street.rows()
    for path in sorted({route.path for route in FORMS} - BARE):
        for form in forms[path]:
            token = await street.token(filled, form.role)
            for name in NAMES if form is forms[path][0] else NAMES[:2]:
                if name in form.fields:
                    continue
                data = {**form.filled(), name: ["griffie"]}
                if "csrf" in data:
                    data["csrf"] = [street.csrf(token)]
                reply = await street.browser(token).post(form.action, data=data)
                assert reply.status_code in {400, 409, 422}, (form.action, name, reply.status_code)
    assert await street.rows() == before


async def test_check_15_no_body_of_the_api_takes_a_field_that_it_does_not_have(
    street, filled
) -> None:
    before = await street.rows()
    routes = [route for route in CHANGES if route.api]
    assert routes
    for route in routes:
        good = api_body(route.path, filled)
        for name in NAMES:
            for value in ("griffie", 1, None, {"x": 1}, ["x"]):
                reply = await street.browser().post(
                    one_path(route, filled), json={**good, name: value}
                )
                assert reply.status_code == 400, (route.name, name)
                flaws = reply.json()["errors"]
                assert [flaw for flaw in flaws if name.split("/")[0] in flaw["pointer"]]
    assert await street.rows() == before


@pytest.mark.parametrize("value", [1, 1.5, True, None, [], {}, ["a"], {"a": "b"}, "1" * 100_000])
async def test_check_15_a_field_of_another_type_is_refused(street, filled, value) -> None:
    before = await street.rows()
    for route in [route for route in CHANGES if route.api]:
        for name in (good := api_body(route.path, filled)):
            reply = await street.browser().post(one_path(route, filled), json={**good, name: value})
            assert reply.status_code in {400, 429}, (route.name, name, value)
    assert await street.rows() == before


async def test_check_15_a_resident_cannot_choose_a_channel_or_a_moment(house, filled) -> None:
    """What the griffie's entry form has, the resident's has not."""
    slug = filled.slugs["open"]
    before = await house.rows()
    for name in ("kanaal", "channel", "received_at", "entered_by", "response_id"):
        body = {**api_body("inzendingen", filled), name: "paper"}
        reply = await house.browser().post(f"/api/v1/raadplegingen/{slug}/inzendingen", json=body)
        assert reply.status_code == 400
    assert await house.rows() == before
