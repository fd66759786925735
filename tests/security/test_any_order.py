# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever presses whatever, in whatever order: the gate, the seal and the figures hold.

Somebody opens a page, fills in a form that stands there and presses a button that stands there;
workers work, days pass. What may never be is looked up in the rows themselves, as the owner.
"""

import random
from contextlib import AsyncExitStack

import asyncpg
import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from analysis.figures import Figures
from backend import app, worker
from backend import settings as app_settings
from backend.accounts.roles import Role
from backend.outbox import keep_promises
from backend.results.content import decode
from backend.servers import Servers
from tests.security.conftest import FULL, House, _house, create, drop, environ
from tests.security.forms import FILLING, Field, Form, every_form, forms_on, template_of
from tests.security.routes import READS
from tests.security.town import Filled

pytestmark = pytest.mark.anyio
MARK = "Wat ik hier zeg is nog verzegeld"
"""What residents write here; while a consultation is open nobody but they may read it."""
SEALED = (MARK, "met een mening.", "Wat mensen vinden van")
# Routes that end the session of who walks, or let somebody else in.
APART = ("/uitloggen", "/inloggen", "/mijn-account", "/beheer", "/uitnodiging")

# As the owner sees it, not through the view that decides.
UNHEARD = """
  SELECT i.id FROM agenda_item i JOIN readiness r ON r.agenda_item_id = i.id
  WHERE r.ready AND i.lapsed_at IS NULL AND EXISTS (
    SELECT FROM agenda_item_document d JOIN document doc ON doc.id = d.document_id
    WHERE d.agenda_item_id = i.id AND d.main AND d.gone_at IS NULL
      AND (doc.kind IS NULL OR doc.kind = ANY (r.hearing))
      AND NOT EXISTS (
        SELECT FROM attachment a
        LEFT JOIN summary s ON s.id = a.summary_id
        LEFT JOIN consultation c ON c.id = s.consultation_id
        LEFT JOIN gate_exception e ON e.id = a.exception_id
        WHERE a.agenda_item_id = i.id AND a.document_id = d.document_id
          AND a.document_version_id = (SELECT v.id FROM document_version v
            WHERE v.document_id = d.document_id ORDER BY v.number DESC LIMIT 1)
          AND (e.meeting_id = i.meeting_id OR s.final AND c.closed_at IS NOT NULL
               AND c.document_version_id = a.document_version_id)))
"""
# A result, or anything that rests on one, of what is not closed, or waits for paper.
UNSEALED = """
  SELECT c.id FROM consultation c WHERE (c.fixed_at <= now()) IS NOT TRUE AND (
    EXISTS (SELECT FROM result r WHERE r.consultation_id = c.id)
    OR EXISTS (SELECT FROM summary s WHERE s.consultation_id = c.id))
"""
OPEN = """
  SELECT id, slug FROM consultation
  WHERE stage IN ('open', 'cancelled') OR stage = 'closed' AND fixed_at > now()
"""
PUBLIC = """
  SELECT c.slug, p.number, p.content, r.figures FROM public_summary p
  JOIN summary s ON s.id = p.id JOIN result r ON r.id = s.result_id
  JOIN consultation c ON c.id = p.consultation_id
"""


class Walk(Struct):
    """A town in which people walk about; `done` counts what went through, by route."""

    house: House
    filled: Filled
    forms: dict[str, list[Form]]
    owner: asyncpg.Connection
    browsers: dict[Role | None, httpx.AsyncClient]
    done: dict[str, int] = {}
    log: list[str] = []

    async def step(self, dice: random.Random) -> None:
        if dice.random() < 0.2:
            await keep_promises(self.house.sessions, worker.WORKS)
            self.log.append("workers")
            return
        place = dice.choice([route for route in self.forms if not route.startswith(APART)])
        form = dice.choice(self.forms[place])
        role = form.role if form.action.startswith(("/griffie", "/adviesraad")) else None
        page = await self.browsers[role].get(form.page)
        for _ in range(8):  # the pages of one form
            there = [one for one in forms_on(page) if not one.action.startswith(APART)]
            if not there:
                break
            same = [one for one in there if one.action == form.action]
            page = await self.press(role, dice.choice(same or there), dice)
            if page.status_code == 303:
                break

    async def press(self, role: Role | None, form: Form, dice: random.Random) -> httpx.Response:
        residents = role is None or form.action.endswith("/invoer")
        text = MARK if residents else FILLING["text"]
        data = {name: _chosen(field, text, dice) for name, field in form.fields.items()}
        reply = await self.browsers[role].post(form.action, data=data)
        name = template_of(form.action)
        self.log.append(f"{role}: {name} {reply.status_code}")
        assert reply.status_code < 500, self.log
        if reply.status_code == 303:
            self.done[name] = self.done.get(name, 0) + 1
        return reply


def _chosen(field: Field, text: str, dice: random.Random) -> list[str]:
    """Mostly what would do, now and then nothing or something odd."""
    values = [value for value in field.values if value] or [""]
    if field.kind in {"hidden", "number"}:
        return values[:1]
    if field.kind == "checkbox":
        return dice.sample(values, dice.randint(0, len(values)))
    if field.kind in {"radio", "select", "submit", "button"}:
        return [dice.choice(values)]
    if field.kind == "date":
        return [dice.choice(["2020-01-01", FILLING["date"], FILLING["date"]])]
    return [dice.choice([text] * 6 + ["", "x"])]


async def holds(walk: Walk) -> None:
    assert not await walk.owner.fetch(UNHEARD), walk.log
    assert not await walk.owner.fetch(UNSEALED), walk.log


async def reads_so(walk: Walk, dice: random.Random) -> None:
    """What the pages say to whoever reads them now."""
    await stays_sealed(walk, dice)
    nobody = walk.browsers[None]
    for slug, number, content, figures in await walk.owner.fetch(PUBLIC):
        assert decode(content).figures == msgspec.json.decode(figures, type=Figures), walk.log
        reply = await nobody.get(f"/raadplegingen/{slug}/samenvatting/v{number}")
        assert reply.status_code == 200, walk.log
        newest = await nobody.get(f"/raadplegingen/{slug}/samenvatting.json")
        assert decode(newest.content).number >= number, walk.log
        if decode(newest.content).number == number:
            assert newest.content == content, walk.log


async def stays_sealed(walk: Walk, dice: random.Random) -> None:
    # Somebody else than who answered: that one has a receipt with all of it on it.
    readers = {**walk.browsers, None: walk.house.browser()}
    for id_, slug in await walk.owner.fetch(OPEN):
        about = [
            (role, route.path.replace("{slug}", slug).replace("{consultation_id}", str(id_)))
            for route in READS
            if "{slug}" in route.path or "{consultation_id}" in route.path
            for role in (None, *Role)
            if not route.roles or role in route.roles
        ]
        for role, path in dice.sample(about, 12):
            if "{" not in path:
                reply = await readers[role].get(path)
                assert not [word for word in SEALED if word in reply.text], (path, walk.log)


async def walked(
    servers: Servers, filled: Filled, seed: int, steps: int, *, read_every: int = 6
) -> Walk:
    """The rows are looked at after each step, the pages after every so many."""
    name = await create(servers, FULL)
    dice = random.Random(seed)  # noqa: S311 - to be played again
    try:
        async with AsyncExitStack() as stack:
            town = app_settings.read(environ(servers, name))
            house = await _house(servers, town, app.litestar(town), stack)
            owner = await asyncpg.connect(house.owner_dsn)
            stack.push_async_callback(owner.close)
            browsers = {
                role: house.browser(await house.token(filled, role) if role else "")
                for role in (None, *Role)
            }
            walk = Walk(house, filled, await every_form(house, filled), owner, browsers)
            for number in range(1, steps + 1):
                await walk.step(dice)
                await holds(walk)
                if number % read_every == 0:
                    await reads_so(walk, dice)
            return walk
    finally:
        await drop(servers, name)


@settings(
    max_examples=3,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),  # a smaller seed is not a shorter walk
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
async def test_no_walk_through_the_house_breaks_gate_seal_or_figures(servers, filled, seed) -> None:
    await walked(servers, filled, seed, steps=12)


async def test_a_walk_gets_somewhere(servers, filled) -> None:
    """So that the one above is not green because every door is shut."""
    walk = await walked(servers, filled, seed=1, steps=30)
    assert len(walk.done) >= 5, walk.log


@pytest.mark.soak
async def test_long_walks_break_nothing_and_get_nearly_everywhere(servers, filled) -> None:
    done: dict[str, int] = {}
    for seed in range(40):
        walk = await walked(servers, filled, seed, steps=100, read_every=10)
        done |= walk.done
    ends = ("openen", "meedoen", "sluiten", "definitief", "toevoegen", "uitzondering", "verbeteren")
    assert {end for end in ends if not any(route.endswith(end) for route in done)} == set()
    walked_by = {route for route in walk.forms if not route.startswith(APART)}
    assert len(walked_by & done.keys()) >= len(walked_by) * 2 // 3, sorted(walked_by - done.keys())
