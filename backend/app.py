# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Composition: routes, the one transaction, errors, templates."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Contact
from litestar.static_files import (
    create_static_files_router,  # pyright: ignore[reportUnknownVariableType] - its own stubs
)
from litestar.template.config import TemplateConfig
from litestar.types import ControllerRouterHandler

from backend import database, health, house_style, logs, metrics
from backend.accounts import (
    invitation_pages,
    own_factor_pages,
    own_pages,
    people_deeds,
    people_pages,
)
from backend.accounts import pages as accounts
from backend.accounts.guards import allowed, staff
from backend.accounts.refusals import Refusals
from backend.accounts.routes import ROUTES
from backend.advice import pages as advice
from backend.advice.beside import reviews
from backend.agenda import meeting_feeds
from backend.agenda import pages as agenda
from backend.consultations import pages as consultations
from backend.council import pages as council
from backend.inspection import chain_pages, trail_pages
from backend.overview import feeds as overview_feeds
from backend.overview import pages as overview
from backend.participation import doorstep, group_commit, preview
from backend.participation import feeds as participation_feeds
from backend.participation import pages as participation
from backend.population import pages as population
from backend.results import feeds as results_feeds
from backend.results import pages as results
from backend.results import responses
from backend.results.rendering import Rendered
from backend.settings import Settings
from backend.sources import pages as sources
from backend.web import pages, public, styling
from backend.web.doorman import Doorman
from backend.web.languages import Languages
from backend.web.openapi import schema
from backend.web.shield import Shield
from backend.web.troubles import HANDLERS

LARGEST_BODY = 1_000_000  # bytes; an answer of 4,000 characters per question stays far below it

ROUTE_HANDLERS: tuple[ControllerRouterHandler, ...] = (
    *accounts.HANDLERS,
    *invitation_pages.HANDLERS,
    *own_pages.HANDLERS,
    *own_factor_pages.HANDLERS,
    *people_pages.HANDLERS,
    *people_deeds.HANDLERS,
    *public.HANDLERS,
    *styling.HANDLERS,
    *council.HANDLERS,
    *population.HANDLERS,
    *sources.HANDLERS,
    *consultations.HANDLERS,
    *overview.HANDLERS,
    *overview_feeds.HANDLERS,
    *participation.HANDLERS,
    *preview.HANDLERS,
    *participation_feeds.HANDLERS,
    *results.HANDLERS,
    *results_feeds.HANDLERS,
    *advice.HANDLERS,
    *agenda.HANDLERS,
    *meeting_feeds.HANDLERS,
    *chain_pages.HANDLERS,
    *trail_pages.HANDLERS,
    health.alive,
    health.health,
    schema,
)


class Unlisted(Exception):
    """A route without a row in the role table, or a row without a route."""


def _hold_to_the_role_table(app: Litestar) -> None:
    routes = {
        (method, route.path_format)
        for route in app.routes
        for method in getattr(route, "methods", ())
        if method not in {"HEAD", "OPTIONS"} and not route.path.startswith(("/static", "/intern"))
    }
    if strangers := routes ^ set(ROUTES):
        raise Unlisted(", ".join(sorted(f"{method} {path}" for method, path in strangers)))


def litestar(settings: Settings, *, demo: bool = False) -> Litestar:
    """The bare application; `create` puts the shield around it, and the doorman before that."""

    @asynccontextmanager
    async def connected(app: Litestar) -> AsyncGenerator[None]:
        now: Settings = app.state.settings
        engine = database.connect(now.database_url)
        metrics.watch_pool(engine)
        app.state.sessions = database.sessions_of(engine)
        app.state.rendered = Rendered()
        app.state.downloads = responses.Downloads()
        app.state.networks = doorstep.Networks()
        async with group_commit.open_while(now, app.state.sessions) as receiving:
            app.state.receiving = receiving
            yield
        await engine.dispose()

    style = house_style.made_of(settings.theme, settings.logo)
    app = Litestar(
        route_handlers=[
            *ROUTE_HANDLERS,
            create_static_files_router(
                path="/static",
                directories=[pages.ROOT / "static" / "build"],
                opt={"static": True},
                cache_control=pages.FOREVER,
            ),
        ],
        dependencies={
            "db": Provide(database.transaction),
            "staff": Provide(staff),
            "reviews": Provide(reviews),
        },
        guards=[allowed],
        middleware=[Refusals],
        exception_handlers=HANDLERS,
        template_config=TemplateConfig(
            instance=pages.engine(settings.municipality, style, demo=demo)
        ),
        compression_config=CompressionConfig(
            backend="gzip", minimum_size=1000, exclude_opt_key="uncompressed"
        ),
        openapi_config=OpenAPIConfig(
            title="Raadgever",
            version="1.0.0",
            description="Raadplegingen lezen en eraan meedoen.",
            contact=Contact(
                name=settings.municipality.name,
                email=settings.municipality.email,
                url=settings.base_url,
            ),
            path="/intern/openapi",
        ),
        request_max_body_size=LARGEST_BODY,
        state=State({"settings": settings, "house_style": style, "demo": demo}),
        lifespan=[connected],
        debug=False,
        logging_config=None,
    )
    _hold_to_the_role_table(app)
    return app


def create(settings: Settings, *, demo: bool = False) -> Doorman:
    logs.configure()  # left to itself structlog prints what stands in local variables
    site = litestar(settings, demo=demo)
    house_style.warn(site.state.house_style)
    return Doorman(Shield(Languages(site), settings), settings.capacity)
