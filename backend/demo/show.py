# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`raadgever demo`: servers, accounts, the story over HTTP, and a site that stays."""

import argparse
import asyncio
import datetime as dt
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend import database, ground
from backend.accounts import actions as accounts
from backend.accounts.roles import Role
from backend.accounts.tables import Account
from backend.audit.actions import SYSTEM
from backend.council import importing, notubiz
from backend.council import queries as council
from backend.demo import keys as keyring
from backend.demo import player, processes
from backend.demo.agenda import notubiz_meeting
from backend.demo.keys import NAMES, Keys
from backend.demo.player import STAYS_OPEN, Played
from backend.demo.proposals import MERENBURG
from backend.demo.telling import Teller
from backend.demo.town_hall import Stuck, TownHall
from backend.errors import Refused
from backend.ground import Ground
from backend.servers import default_home

THURSDAY = 3  # councils meet on Thursdays
AHEAD = dt.timedelta(days=49)  # the meeting; the papers were published a week ago


async def _accounts(db: AsyncSession, keys: Keys) -> None:
    for role, password in keys.passwords.items():
        there = await db.scalars(select(Account.id).where(Account.username == role))
        if there.first() is None:
            known = Role(role)
            await accounts.make(
                db, SYSTEM, username=role, name=NAMES[known], role=known, password=password
            )


async def _bring_in(standing: Ground, keys: Keys) -> tuple[str, dt.date]:
    """Accounts, and the agenda as it would come from the council's own system."""
    engine = database.connect(standing.database_url, pool=0)
    try:
        async with database.sessions_of(engine).begin() as db:
            await _accounts(db, keys)
            day = (await council.now(db)).date() + AHEAD
            day += dt.timedelta(days=(THURSDAY - day.weekday()) % 7)
            raw = msgspec.json.encode(notubiz_meeting(day))
            taken = await importing.take_in(db, SYSTEM, notubiz.read(raw))
            return str(taken.meeting), day
    finally:
        await engine.dispose()


def _environ(standing: Ground, keys: Keys, base: str) -> dict[str, str]:
    ours = {name: v for name, v in standing.environ.items() if name.startswith("RAADGEVER_")}
    return {
        **ours,
        "RAADGEVER_SECRET": keys.secret,
        "RAADGEVER_BASE_URL": base,
        "RAADGEVER_MUNICIPALITY": MERENBURG.name,
        "RAADGEVER_PHONE": "14 0999",
        "RAADGEVER_EMAIL": "griffie@merenburg.example",
        "RAADGEVER_ADDRESS": "Raadhuisplein 1, Merenburg",
    }


async def _play(
    base: str, keys: Keys, brought: tuple[str, dt.date], arguments: argparse.Namespace, home: Path
) -> Played:
    teller = Teller()
    meeting, day = brought
    async with player.browser(base) as browser:
        hall = TownHall(browser)
        await hall.sign_in(str(Role.GRIFFIE), keys.passwords[Role.GRIFFIE])
        hearings = await player.prepare(hall, meeting, day, teller)
        await player.hear(
            base,
            hall,
            hearings,
            number=arguments.responses,
            seed=arguments.seed,
            teller=teller,
        )
        closing = [h for h in hearings if arguments.once or h.proposal.key != STAYS_OPEN]
        done = [await player.conclude(hall, hearing, teller) for hearing in closing]
        html = home / "demo-samenvatting.html"
        page = await hall.look(f"/raadplegingen/{closing[0].slug}/samenvatting")
        html.write_bytes(page.content)
        ready = [await player.is_ready(hall, meeting, hearing.item) for hearing in closing]
    names = ("received", "counted", "replaced", "withdrawn", "set_aside")
    sums = {name: sum(one[name] for one in done) for name in names}
    return Played(
        **sums,
        agenda_item=closing[0].item,
        ready=all(ready),
        html=str(html),
        consultations=done,
    )


def _result(played: Played) -> dict[str, Any]:
    found = msgspec.to_builtins(played)
    for one in (found, *found["consultations"]):
        one["setAside"] = one.pop("set_aside", one.get("setAside"))
    return found


def _where_to_look(base: str, keys: Keys, home: Path, *, first: bool) -> None:
    lines = [
        "",
        f"De site staat klaar op {base}",
        f"  voor inwoners      {base}/",
        f"  voor de griffie    {base}/inloggen",
        f"  de openbare agenda {base}/vergaderingen",
        "",
    ]
    if first:
        lines += ["Inloggen (naam en wachtwoord; dit staat maar een keer op het scherm):"]
        lines += [f"  {role:12} {password}" for role, password in keys.passwords.items()]
    lines += [f"De wachtwoorden staan in {keyring.path(home)}", "Stop met Ctrl-C.", ""]
    sys.stderr.write("\n".join(lines) + "\n")


def _own(standing: Ground, home: Path) -> Keys:
    """The keys of this demo. `Refused` for a database that it did not make."""
    ground.bring_up_to_date(standing)
    asyncio.run(ground.check(standing, demo=True))
    keys = keyring.read(home)
    if keys is None:
        keys = keyring.fresh()
        keyring.write(home, keys)
    return keys


def run(arguments: argparse.Namespace) -> None:
    """Play once per home; a home where it was played before is served again at once."""
    if arguments.responses < 0:
        raise Refused("--responses must be nought or more.")
    home = default_home(os.environ)
    with ground.stand(os.environ) as standing:
        keys = _own(standing, home)
        if keys.played and arguments.once:
            raise Refused(
                f"The demo in {home} was played before. Set RAADGEVER_HOME to a new folder to play"
                " it again, or leave out --once to look at it."
            )
        port = processes.free_port(arguments.port)
        base = f"http://127.0.0.1:{port}"
        environ = _environ(standing, keys, base)
        try:
            with processes.running(environ, base, port, home / "logs") as (site, _):
                _perform(standing, keys, base, arguments, home)
                if not arguments.once:
                    site.wait()
        except Stuck as stuck:
            raise Refused(f"The demo stopped half way: {stuck} See {home / 'logs'}.") from stuck


def _perform(
    standing: Ground, keys: Keys, base: str, arguments: argparse.Namespace, home: Path
) -> None:
    first = not keys.played
    if first:
        brought = asyncio.run(_bring_in(standing, keys))
        played = asyncio.run(_play(base, keys, brought, arguments, home))
        keys.played = True
        keyring.write(home, keys)
        if arguments.once or arguments.json:
            _print(_result(played))
    if not arguments.once:
        _where_to_look(base, keys, home, first=first)


def _print(value: Mapping[str, Any]) -> None:
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()
