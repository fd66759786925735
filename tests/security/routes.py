# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every route of the role table as requests that can be made, so that a new route is tested too.

A path parameter that is not known here stops the suite: say below which rows it can name.
"""

import re
from collections.abc import Iterator
from itertools import product
from uuid import UUID

from msgspec import Struct

from backend.accounts.roles import Role
from backend.accounts.routes import ROUTES
from backend.app import ROUTE_HANDLERS
from tests.security.town import Filled

_PARAMETER = re.compile(r"\{(\w+)\}")
ABSENT_ID = str(UUID(int=0x1234))
ABSENT = {
    "slug": "bestaat-niet",
    "account_id": ABSENT_ID,
    "consultation_id": ABSENT_ID,
    "document_id": ABSENT_ID,
    "item_id": ABSENT_ID,
    "meeting_id": ABSENT_ID,
    "body_id": ABSENT_ID,
    "request_id": ABSENT_ID,
    "source_id": ABSENT_ID,
    "key": "bestaat-niet",
    "name": f"{0:064}.webp",
    "token": "A" * 43,
    "version": "v9",
    "old": "999999999998",
    "new": "999999999999",
    "path": "0/x999/x999/999",
    "file": "bestaat-niet.pdf",
}


class Route(Struct, frozen=True):
    """One row of the table. No roles: it is for everybody."""

    method: str
    path: str
    roles: frozenset[Role]

    @property
    def safe(self) -> bool:
        return self.method == "GET"

    @property
    def api(self) -> bool:
        return self.path.startswith("/api/")

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def parameters(self) -> list[str]:
        return _PARAMETER.findall(self.path)


ALL = tuple(Route(method, path, roles) for (method, path), roles in sorted(ROUTES.items()))
READS = tuple(route for route in ALL if route.safe)
CHANGES = tuple(route for route in ALL if not route.safe)
STAFF_CHANGES = tuple(route for route in CHANGES if route.roles)
UPLOADS = frozenset(
    re.sub(r":\w+\}", "}", path)
    for handler in ROUTE_HANDLERS
    if (getattr(handler, "opt", None) or {}).get("files")
    for path in handler.paths
)
"""Paths of the routes that take a form with a file in it, by what the routes say themselves."""
FORMS = tuple(route for route in CHANGES if not route.api)


def somebody_for(route: Route) -> Role:
    """Who may call it; somebody of the griffie where it is theirs too."""
    return Role.GRIFFIE if Role.GRIFFIE in route.roles else min(route.roles)


def named(route: Route) -> str:
    """For pytest's ids."""
    return route.name


TELLING = (
    *("open", "unfinished", "excepted", "decided", "final", "draft", "waiting"),
    *("fresh", "paper", "unclassified", "moved", "under", "off"),
)
"""The order in which rows are filled in: the first four show most of what pages can hold."""


def _in_order(rows: dict[str, UUID]) -> list[str]:
    return [str(rows[fate]) for fate in TELLING if fate in rows]


def existing(filled: Filled) -> dict[str, list[str]]:
    return {
        "slug": [filled.slugs[fate] for fate in ("open", "final", "unfinished", "draft", "fresh")],
        "account_id": [
            str(filled.accounts[who])
            for who in ("guest", "departed", "careful", Role.BEHEERDER, Role.ADVIESRAAD)
        ],
        "consultation_id": _in_order(filled.consultations),
        "document_id": _in_order(filled.documents),
        "item_id": _in_order(filled.items),
        "meeting_id": [str(filled.meeting), *map(str, filled.meetings.values())],
        "body_id": [str(id_) for id_ in filled.bodies.values()],
        "source_id": [str(filled.source), str(filled.idle)],
        "request_id": [str(id_) for id_ in filled.requests.values()],
        "key": ["1.advice", "2.stance", "role"],
        "name": [filled.picture],
        "token": [filled.invitation],
        "version": ["v1"],
        "old": ["1"],
        "new": ["2"],
        "path": ["0/000.p/1", "entries/000.p/2"],
        "file": [f"samenvatting-{filled.slugs['final']}-v1.csv"],
    }


BY_HAND = ("/wijzigen", "/weghalen", "/terugzetten", "/titel", "/afgelasten", "/toch-door")
"""How the routes end that change what somebody made by hand: there such rows come first."""


DECIDED = ("/besluit", "/antwoord")
"""How the routes end of what the council decides and answers, which it did once."""


def _known(route: Route, filled: Filled) -> dict[str, list[str]]:
    known = existing(filled)
    if route.path.endswith(BY_HAND):
        hand = {
            "meeting_id": str(filled.meetings["hand"]),
            "item_id": str(filled.items["moved"]),
            "document_id": str(filled.documents["moved"]),
        }
        for name, first in hand.items():
            known[name].sort(key=lambda each: each != first)
    if route.path.endswith(DECIDED):
        known["item_id"].sort(key=lambda each: each != str(filled.items["decided"]))
    return known


def _fill_in(route: Route, values: dict[str, str]) -> str:
    return _PARAMETER.sub(lambda match: values[match[1]], route.path)


def paths(route: Route, filled: Filled) -> Iterator[str]:
    """The route with everything that exists filled in."""
    known = _known(route, filled)
    names = route.parameters()
    for chosen in product(*(known[name] for name in names)):
        yield _fill_in(route, dict(zip(names, chosen, strict=True)))


def one_path(route: Route, filled: Filled) -> str:
    return next(paths(route, filled))


def absent_path(route: Route) -> str | None:
    """The route with ids that do not exist; None when it has no parameters."""
    return _fill_in(route, ABSENT) if route.parameters() else None


def with_parameter(route: Route, filled: Filled, name: str, value: str) -> str:
    """The route with one parameter as given, percent-encoded by the caller."""
    known = {key: values[0] for key, values in existing(filled).items()}
    return _fill_in(route, {**known, name: value})


def every_path(
    filled: Filled, routes: tuple[Route, ...] = ALL, *, all_rows: bool = False
) -> Iterator[tuple[Route, str]]:
    """Each route with something that exists (or everything) and with what does not."""
    for route in routes:
        found = tuple(paths(route, filled))
        for path in found if all_rows else found[:1]:
            yield route, path
        if absent := absent_path(route):
            yield route, absent
