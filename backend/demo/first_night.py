# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one evening on which the demo plays its story; loaded only when it has to be played."""

import argparse
import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend import database
from backend.accounts import actions as accounts
from backend.accounts.roles import Role
from backend.accounts.tables import Account
from backend.audit.actions import SYSTEM
from backend.bundling import writing
from backend.council import importing, notubiz
from backend.council import queries as council
from backend.demo import advisers, deciding, player
from backend.demo.agenda import notubiz_meeting
from backend.demo.keys import COLLEAGUES, MEMBERS, NAMES, Keys
from backend.demo.player import HANDFUL, STAYS_OPEN, Played
from backend.demo.processes import Stuck
from backend.demo.telling import Teller
from backend.demo.town_hall import TownHall
from backend.errors import Refused
from backend.ground import Ground
from backend.ledger import signing
from backend.verifying import checking

THURSDAY = 3  # councils meet on Thursdays
SIGNED_WITHIN = 60  # seconds; a worker looks each second
AHEAD = dt.timedelta(days=49)  # the meeting; the papers were published a week ago


async def _accounts(db: AsyncSession, keys: Keys) -> None:
    for username, password in keys.passwords.items():
        there = await db.scalars(select(Account.id).where(Account.username == username))
        if there.first() is None:
            role = Role(username.partition("-")[0])
            name = {**COLLEAGUES, **MEMBERS}.get(username) or NAMES[role]
            await accounts.make(
                db, SYSTEM, username=username, name=name, role=role, password=password
            )


async def _bring_in(standing: Ground, keys: Keys) -> tuple[str, dt.date, dt.datetime]:
    """Accounts, and the agenda as it would come from the council's own system; the meeting, its
    day, and what the database says that it is now."""
    engine = database.connect(standing.database_url, pool=0)
    try:
        async with database.sessions_of(engine).begin() as db:
            await _accounts(db, keys)
            now = await council.now(db)
            day = now.date() + AHEAD
            day += dt.timedelta(days=(THURSDAY - day.weekday()) % 7)
            raw = msgspec.json.encode(notubiz_meeting(day))
            taken = await importing.take_in(db, SYSTEM, notubiz.read(raw))
            return str(taken.meeting), day, now
    finally:
        await engine.dispose()


async def _play(
    base: str,
    keys: Keys,
    brought: tuple[str, dt.date, dt.datetime],
    arguments: argparse.Namespace,
    home: Path,
) -> Played:
    teller = Teller()
    meeting, day, now = brought
    async with player.browser(base) as browser, player.browser(base) as other:
        hall, colleague = TownHall(browser), TownHall(other)
        await hall.sign_in(str(Role.GRIFFIE), keys.passwords[Role.GRIFFIE])
        [second] = COLLEAGUES
        await colleague.sign_in(second, keys.passwords[second])
        hearings = await player.prepare(hall, meeting, day, teller)
        await player.hear(
            base,
            (hall, colleague),
            hearings,
            number=arguments.responses,
            seed=arguments.seed,
            teller=teller,
        )
        keys.letters = next(h.letters for h in hearings if h.proposal.key == STAYS_OPEN)[:HANDFUL]
        closing = [h for h in hearings if arguments.once or h.proposal.key != STAYS_OPEN]
        council = await advisers.sit_down(base, hall, keys)
        done = [await player.conclude(hall, hearing, teller, council) for hearing in closing]
        html = home / "demo-samenvatting.html"
        page = await hall.look(f"/raadplegingen/{closing[0].slug}/samenvatting")
        html.write_bytes(page.content)
        ready = [await player.is_ready(hall, meeting, hearing.item) for hearing in closing]
        first = closing[0]
        await deciding.meet(hall, first.item, now)
        await deciding.decide(hall, first.item)
        teller.say(f"Besloten en beantwoord: {first.proposal.title}")
        outcome, answers = await player.decided(hall, first.slug)
    names = ("received", "counted", "replaced", "withdrawn", "set_aside")
    sums = {name: sum(one[name] for one in done) for name in names}
    return Played(
        **sums,
        agenda_item=closing[0].item,
        ready=all(ready),
        html=str(html),
        decision=outcome,
        answers=answers,
        consultations=done,
    )


async def _publish(standing: Ground, slug: str, folder: Path) -> None:
    """As soon as the workers have signed what was done last."""
    engine = database.connect(standing.database_url, pool=0)
    try:
        sessions = database.sessions_of(engine)
        for left in reversed(range(SIGNED_WITHIN)):
            try:
                await writing.write(sessions, slug, folder)
            except Refused as refused:
                if not left:
                    raise Stuck(str(refused)) from refused
                await asyncio.sleep(1)
            else:
                return
    finally:
        await engine.dispose()


def _result(played: Played) -> dict[str, Any]:
    found = msgspec.to_builtins(played)
    for one in (found, *found["consultations"]):
        one["setAside"] = one.pop("set_aside", one.get("setAside"))
    return found


def perform(
    standing: Ground, keys: Keys, base: str, arguments: argparse.Namespace, home: Path
) -> dict[str, Any]:
    """Bring in the agenda, play, recount it as a stranger would, and say what it came to."""
    brought = asyncio.run(_bring_in(standing, keys))
    played = asyncio.run(_play(base, keys, brought, arguments, home))
    key = signing.read(str(signing.own(home))).verifier
    bundle = home / "demo-bundel"
    asyncio.run(_publish(standing, played.consultations[0]["slug"], bundle))
    verdict = checking.verify(bundle, key)
    if not verdict.findings.good:
        raise Stuck("; ".join(map(str, verdict.findings.faults)))
    return {**_result(played), "bundle": str(bundle), "vkey": str(key)}
