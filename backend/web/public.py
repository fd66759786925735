# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages that explain, the same for everybody, and what crawlers and finders of leaks read."""

import datetime as dt

from litestar import Response, get
from litestar.response import Template
from sqlalchemy import func, select

from backend.settings import Settings
from backend.web.kinds import Db, Req
from backend.web.pages import page

EXPIRES_AFTER = dt.timedelta(days=180)  # RFC 9116 2.5.5: less than a year
ROBOTS = """\
User-agent: *
Disallow: /beheer
Disallow: /griffie
Disallow: /inloggen
Disallow: /mijn-account
Disallow: /mijn-inzending
Disallow: /uitnodiging
"""


@get("/hoe-werkt-dit", include_in_schema=False)
async def how_it_works() -> Template:
    return page("how_it_works.html", section="hoe-werkt-dit")


@get("/toegankelijkheid", include_in_schema=False)
async def accessibility() -> Template:
    return page("accessibility.html")


@get("/privacy", include_in_schema=False)
async def privacy() -> Template:
    return page("privacy.html")


def _plain(text: str) -> Response[str]:
    return Response(text, media_type="text/plain")


@get("/.well-known/security.txt", include_in_schema=False)
async def security(request: Req, db: Db) -> Response[str]:
    """RFC 9116. `Expires` moves along: whoever runs this site answers as long as it runs."""
    settings: Settings = request.app.state.settings
    now: dt.datetime = (await db.scalars(select(func.clock_timestamp()))).one()
    expires = (now + EXPIRES_AFTER).astimezone(dt.UTC).replace(microsecond=0)
    return _plain(
        f"Contact: mailto:{settings.municipality.email}\n"
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: nl, en\n"
        f"Canonical: {settings.base_url}/.well-known/security.txt\n"
    )


@get("/robots.txt", include_in_schema=False)
async def robots() -> Response[str]:
    return _plain(ROBOTS)


HANDLERS = (how_it_works, accessibility, privacy, security, robots)
