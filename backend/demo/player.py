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
LETTERS, HANDFUL = 60, 5
"""Letter codes of the first proposal and of the one that stays open; and those that nobody uses."""
TEXT = (
    "Deze samenvatting hoort bij de stukken voor de raad. De cijfers en de zinnen eronder zijn"
    " gemaakt door het programma, uit wat mensen zelf invulden.\n\nDe griffie las de citaten"
    " voordat zij openbaar werden."
)


class Hearing(Struct):
    """One proposal with its consultation while the demo plays it; `letters` are codes to come."""

    proposal: Proposal
    item: str
    id: str
    slug: str
    letters: list[str]

    def letter(self, place: int) -> str:
        """For somebody who got one, as a third of these people did; some are left to try."""
        got = place % 3 == 0 and len(self.letters) > HANDFUL
        return self.letters.pop() if got else ""


class Played(Struct, rename="camel"):
    """What the demo came to; the figures are those of the published summaries. `decision` is what
    the council decided on the first of them, `answers` how much of it was answered."""

    received: int
    counted: int
    replaced: int
    withdrawn: int
    set_aside: int
    agenda_item: str
    ready: bool
    html: str
    decision: str
    answers: int
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
        written_to = proposal is asked[0] or proposal.key == STAYS_OPEN
        letters = await hall.letters(consultation, LETTERS) if written_to else []
        slug = await hall.open(consultation, closes_on)
        hearings.append(Hearing(proposal, items[proposal.title], consultation, slug, letters))
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
            answers, letter = residents.answers_of(voice), hearing.letter(place)
            async with gate:
                if place % residents.BY_HAND == 0:
                    async with browser(base) as alone:
                        lured = place == 0
                        await residents.walk(
                            alone, hearing.slug, answers, luck, letter=letter, lured=lured
                        )
                else:
                    sent = residents.send(people, hearing.slug, answers, luck, letter)
                    codes.append(await sent)
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
    halls: tuple[TownHall, TownHall],
    hearings: Sequence[Hearing],
    *,
    number: int,
    seed: int,
    teller: Teller,
) -> None:
    """So many people answer, by web, on paper, by telephone and at the desk. Two of the griffie
    set some of it aside; of what stays open it is still to be judged."""
    hall, colleague = halls
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
            if web and key != STAYS_OPEN:
                await hall.propose_flagged(hearing.id)
                await hall.propose(hearing.id, round(len(web) * SET_ASIDE))
                await colleague.confirm(hearing.id)


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


async def decided(hall: TownHall, slug: str) -> tuple[str, int]:
    """As everybody can read it: the outcome, and how many parts were answered."""
    found = (await hall.look(f"/api/v1/raadplegingen/{slug}")).json()
    if not found["besluit"]:
        raise Stuck(f"nobody can read what the council decided about {slug}")
    answers = [each for each in found["antwoorden"] if each["uitkomst"]]
    return found["besluit"]["uitkomst"], len(answers)


async def is_ready(hall: TownHall, meeting: str, item: str) -> bool:
    """As everybody can see it on the public agenda."""
    reply = expect(await hall.browser.get(f"/api/v1/vergaderingen/{meeting}"), 200)
    found = [each for each in reply.json()["agendapunten"] if each["id"] == item]
    if not found:
        raise Stuck(f"agenda item {item} is not on the public agenda")
    return bool(found[0]["gereed"])
