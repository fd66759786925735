# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Residents of Merenburg, each answering through the website or its API."""

from collections.abc import Mapping
from random import Random
from uuid import UUID

import httpx

from backend.demo.forms import form
from backend.demo.processes import Stuck
from backend.demo.town_hall import expect
from backend.demo.voices import Voice

BY_HAND = 40
"""Every so many web answers go through the pages of the form, as a browser would."""


def answers_of(voice: Voice) -> dict[str, str]:
    """What somebody fills in, by question key; what was skipped is absent."""
    given = {"neighbourhood": voice.neighbourhood, "age_band": voice.age_band, "role": voice.role}
    for point in voice.points:
        given[f"{point.number}.stance"] = point.stance
        given[f"{point.number}.advice"] = point.advice
        given[f"{point.number}.condition"] = point.condition
        given[f"{point.number}.touched"] = point.touched
    return {key: value for key, value in given.items() if value}


def _from(chance: Random) -> dict[str, str]:
    """What the proxy before a website says: everybody here sits at home."""
    return {"X-Forwarded-For": f"198.18.{chance.randrange(256)}.{chance.randrange(1, 255)}"}


def says_something(answers: Mapping[str, str]) -> bool:
    return any("." in key for key in answers)


async def send(
    browser: httpx.AsyncClient,
    slug: str,
    answers: Mapping[str, str],
    chance: Random,
    letter: str = "",
) -> str:
    """Through the API; the receipt code. `letter`: the code that somebody got by letter."""
    key = str(UUID(int=chance.getrandbits(128), version=4))
    body = {"sleutel": key, "antwoorden": answers, **({"briefcode": letter} if letter else {})}
    path = f"/api/v1/raadplegingen/{slug}/inzendingen"
    reply = await browser.post(path, json=body, headers=_from(chance))
    return expect(reply, 201).json()["ontvangstcode"]


async def walk(
    browser: httpx.AsyncClient,
    slug: str,
    answers: Mapping[str, str],
    chance: Random,
    *,
    letter: str,
    lured: bool,
) -> None:
    """Page by page, without JavaScript, to the confirmation. `lured`: by the field that nobody
    sees."""
    path, door = f"/raadplegingen/{slug}/meedoen", f"/raadplegingen/{slug}/briefcode"
    reply = expect(await browser.get(path), 200)
    if f'action="{door}"' in reply.text:
        said = {"briefcode": [letter], "naar": ["met" if letter else "zonder"]}
        reply = expect(await browser.post(door, data=form(reply, door) | said), 200)
    for _ in range(30):
        given = form(reply, path)
        shown = {name for name in answers if f'name="{name}"' in reply.text}
        given |= {name: [answers[name]] for name in shown}
        last = 'value="versturen"' in reply.text
        given["naar"] = ["versturen" if last else "volgende"]
        if last and lured:
            given["website"] = ["https://goedkoop.example"]
        sent = await browser.post(path, data=given, headers=_from(chance))
        reply = expect(sent, 200, 303)
        if reply.is_redirect:
            expect(await browser.get(reply.headers["location"]), 200)
            return
    raise Stuck(f"{path} did not come to an end")


async def change(
    browser: httpx.AsyncClient, code: str, answers: Mapping[str, str], chance: Random
) -> None:
    key = str(UUID(int=chance.getrandbits(128), version=4))
    body = {"ontvangstcode": code, "sleutel": key, "antwoorden": answers}
    expect(await browser.post("/api/v1/inzendingen/wijzigen", json=body), 200, 201)


async def withdraw(browser: httpx.AsyncClient, code: str) -> None:
    body = {"ontvangstcode": code}
    expect(await browser.post("/api/v1/inzendingen/intrekken", json=body), 200, 201, 204)
