# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole chain, from an imported agenda to a summary that is attached."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

import httpx
from msgspec import Struct

from backend.demo import residents
from backend.demo.advisers import Council
from backend.demo.processes import Stuck
from backend.demo.proposals import PROPOSALS, Proposal
from backend.demo.telling import Teller
from backend.demo.town_hall import TownHall, browser, expect
from backend.demo.voices import Voice, speak

AT_ONCE = 12
CHANGES, WITHDRAWALS, SET_ASIDE = 0.03, 0.02, 0.005  # shares of what came in by web
STAYS_OPEN = "windmolens"
TEXT = (
    "Deze samenvatting hoort bij de stukken voor de raad. De cijfers en de zinnen eronder zijn"
    " gemaakt door het programma, uit wat mensen zelf invulden.\n\nDe griffie las de citaten"
    " voordat zij openbaar werden."
)


class Hearing(Struct):
    """One proposal with its consultation while the demo plays it."""

    proposal: Proposal
    item: str
    id: str
    slug: str


class Played(Struct, rename="camel"):
    """What the demo came to; the figures are those of the published summaries."""

    received: int
    counted: int
    replaced: int
    withdrawn: int
    set_aside: int
    agenda_item: str
    ready: bool
    html: str
    consultations: list[dict[str, Any]]


async def prepare(hall: TownHall, meeting: str, day: dt.date, teller: Teller) -> list[Hearing]:
    """Rules, documents in plain language, drafts by the worker, and all of them opened."""
    await hall.publish_rules()
    await hall.publish_population()
    found = await hall.items(meeting)
    items = {
        each.title: item
        for each in PROPOSALS
        for heading, item in found.items()
        if heading.endswith(each.title)
    }
    asked = [proposal for proposal in PROPOSALS if proposal.decision_points]
    if missing := [each.title for each in PROPOSALS if each.title not in items]:
        raise Stuck(f"not on the agenda: {', '.join(missing)}; it has {', '.join(found)}")
    for proposal in PROPOSALS:
        await hall.describe(items[proposal.title], proposal)
        teller.say(f"Beschreven: {proposal.title}")
    closes_on = (day - dt.timedelta(days=21)).isoformat()
    hearings: list[Hearing] = []
    for consultation in await hall.drafts(len(asked)):
        page = (await hall.look(f"/griffie/raadplegingen/{consultation}")).text
        proposal = next(each for each in asked if each.title in page)
        await hall.file(consultation, proposal)
        slug = await hall.open(consultation, closes_on)
        hearings.append(Hearing(proposal, items[proposal.title], consultation, slug))
        teller.say(f"Geopend: {proposal.title}")
    return sorted(hearings, key=lambda each: PROPOSALS.index(each.proposal))


async def _web(
    base: str, hearing: Hearing, voices: Sequence[Voice], chance: Random, step: Any
) -> list[str]:
    """Everybody who answers by web; the receipt codes of those who used the API."""
    gate = asyncio.Semaphore(AT_ONCE)
    codes: list[str] = []
    async with browser(base) as people:

        async def one(place: int, voice: Voice, luck: Random) -> None:
            answers = residents.answers_of(voice)
            async with gate:
                if place % residents.BY_HAND == 0:
                    async with browser(base) as alone:
                        await residents.walk(alone, hearing.slug, answers)
                else:
                    codes.append(await residents.send(people, hearing.slug, answers, luck))
            step()

        lucks = [Random(chance.random()) for _ in voices]  # noqa: S311 - a play, not a secret
        told = zip(voices, lucks, strict=True)
        await asyncio.gather(*(one(place, *each) for place, each in enumerate(told)))
        await _second_thoughts(people, codes, voices, chance)
    return codes


async def _second_thoughts(
    people: httpx.AsyncClient, codes: Sequence[str], voices: Sequence[Voice], chance: Random
) -> None:
    """Some change their answer, some withdraw it."""
    if not codes:
        return
    shuffled = sorted(codes)
    chance.shuffle(shuffled)
    changes = max(1, round(len(codes) * CHANGES))
    withdrawals = max(1, round(len(codes) * WITHDRAWALS))
    for code in shuffled[:changes]:
        answers = residents.answers_of(chance.choice(voices))
        await residents.change(people, code, answers, chance)
    for code in shuffled[changes : changes + withdrawals]:
        await residents.withdraw(people, code)


async def hear(
    base: str,
    hall: TownHall,
    hearings: Sequence[Hearing],
    *,
    number: int,
    seed: int,
    teller: Teller,
) -> None:
    """So many people answer, by web, on paper, by telephone and at the desk."""
    by_key = {each.proposal.key: each for each in hearings}
    said: dict[str, list[Voice]] = {key: [] for key in by_key}
    for voice in speak(seed, number):
        said[voice.proposal].append(voice)
    with teller.counting("Reacties", number) as step:
        for key, hearing in by_key.items():
            chance = Random(f"{seed} {key}")  # noqa: S311 - a play that must repeat itself
            spoken = [v for v in said[key] if residents.says_something(residents.answers_of(v))]
            web = [voice for voice in spoken if voice.channel == "web"]
            await _web(base, hearing, web, chance, step)
            for voice in spoken:
                if voice.channel != "web":
                    await hall.enter(hearing.id, voice.channel, residents.answers_of(voice))
                    step()
            await hall.set_aside(hearing.id, max(1, round(len(web) * SET_ASIDE)) if web else 0)


async def conclude(
    hall: TownHall, hearing: Hearing, teller: Teller, council: Council
) -> dict[str, Any]:
    """Close, wait for the count, have it reviewed, make it final, attach it; its totals."""
    await hall.close(hearing.id)
    await hall.write(hearing.id, TEXT)
    if council.is_about(hearing.proposal):
        await council.review(hall, hearing.id)
        teller.say(f"Gelezen door de adviesraad: {hearing.proposal.title}")
    await hall.finalise(hearing.id)
    await hall.attach(hearing.item)
    reply = await hall.look(f"/raadplegingen/{hearing.slug}/samenvatting.json")
    totals = reply.json()["figures"]["totals"]
    teller.say(f"Toegevoegd aan de agenda: {hearing.proposal.title} ({totals['counted']} geteld)")
    return {"slug": hearing.slug, "agendaItem": hearing.item, **totals}


async def is_ready(hall: TownHall, meeting: str, item: str) -> bool:
    """As everybody can see it on the public agenda."""
    reply = expect(await hall.browser.get(f"/api/v1/vergaderingen/{meeting}"), 200)
    found = [each for each in reply.json()["agendapunten"] if each["id"] == item]
    if not found:
        raise Stuck(f"agenda item {item} is not on the public agenda")
    return bool(found[0]["gereed"])
