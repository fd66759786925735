# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie's evening, played through the same pages that a griffier uses."""

import asyncio
import csv
import io
import re
from collections.abc import Mapping, Sequence
from html import unescape
from http.cookiejar import CookieJar, DefaultCookiePolicy
from uuid import uuid4

import httpx

from backend.demo import population
from backend.demo.forms import form
from backend.demo.processes import Stuck
from backend.demo.proposals import MERENBURG, Proposal

PATIENCE = 120  # seconds that a worker may take before the demo gives up
_UUID = r"[0-9a-f-]{36}"


def browser(base: str) -> httpx.AsyncClient:
    """Like Chromium and Firefox, it keeps Secure cookies for http on this very machine.

    httpx copies its cookies into a jar with the usual policy for every request, which leaves them
    out; the hook puts them back.
    """
    jar = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
    client = httpx.AsyncClient(base_url=base, cookies=jar, timeout=60)

    async def add_cookies(request: httpx.Request) -> None:
        client.cookies.set_cookie_header(request)

    client.event_hooks["request"].append(add_cookies)
    return client


def expect(reply: httpx.Response, *statuses: int) -> httpx.Response:
    if reply.status_code not in statuses:
        raise Stuck(f"{reply.request.method} {reply.request.url.path}: {reply.status_code}")
    return reply


class TownHall:
    """A signed-in griffier."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        self.browser = browser
        self._entry_forms: dict[str, dict[str, list[str]]] = {}

    async def sign_in(self, username: str, password: str) -> None:
        data = {"username": username, "password": password}
        expect(await self.browser.post("/inloggen", data=data), 303)

    async def look(self, path: str) -> httpx.Response:
        return expect(await self.browser.get(path), 200)

    async def fill_in(
        self, page: str, action: str, fields: Mapping[str, str | list[str]]
    ) -> httpx.Response:
        """Open a page, fill in one of its forms and send it."""
        given = form(await self.look(page), action)
        for name, value in fields.items():
            given[name] = [value] if isinstance(value, str) else value
        return expect(await self.browser.post(action, data=given), 303)

    async def publish_rules(self) -> None:
        hoods = "\n".join(f"{hood.code}; {hood.name}" for hood in MERENBURG.neighbourhoods)
        fields: dict[str, str | list[str]] = {
            "minimum_days": "0",
            "neighbourhoods": hoods,
            "reason": "Voorbeeld: zo kunt u alles op een dag zien. Gewoon is 14 dagen.",
        }
        await self.fill_in("/griffie/spelregels", "/griffie/spelregels", fields)

    async def publish_population(self) -> None:
        """As a griffier does: choose a file, look, and let it count."""
        path = "/griffie/bevolking"
        given = form(await self.look(path), path)
        fields = given | {
            "bron": [population.SOURCE],
            "jaar": [str(population.YEAR)],
            "inwoners": ["15"],
        }
        fields.pop("bestand", None)  # the file itself, which is no text
        files = {"bestand": ("inwoners.csv", population.table(), "text/csv")}
        seen = expect(await self.browser.post(path, data=fields, files=files), 200)
        shown = form(seen, f"{path}/vastleggen")
        expect(await self.browser.post(f"{path}/vastleggen", data=shown), 303)

    async def items(self, meeting: str) -> dict[str, str]:
        """Title to id of every agenda item that has a page."""
        html = (await self.look(f"/griffie/vergaderingen/{meeting}")).text
        found: dict[str, str] = {}
        for item in dict.fromkeys(re.findall(rf"/griffie/agendapunten/({_UUID})", html)):
            page = (await self.look(f"/griffie/agendapunten/{item}")).text
            heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
            if heading:
                found[unescape(" ".join(heading.group(1).split()))] = item
        return found

    async def describe(self, item: str, proposal: Proposal) -> None:
        """Classify the main document and write it in plain language."""
        page = (await self.look(f"/griffie/agendapunten/{item}")).text
        document = re.search(rf"/griffie/documenten/({_UUID})", page)
        if not document:
            raise Stuck(f"agenda item {item} has no document")
        path = f"/griffie/documenten/{document.group(1)}"
        fields: dict[str, str | list[str]] = {
            "kind": proposal.kind,
            "plain_text": proposal.plain_text,
            "points": "\n".join(point.text for point in proposal.decision_points),
        }
        await self.fill_in(path, path, fields)

    async def wait_for(self, path: str, pattern: str, number: int = 1) -> list[str]:
        """Look again until a worker has done its part."""
        for _ in range(PATIENCE * 4):
            found = list(dict.fromkeys(re.findall(pattern, (await self.look(path)).text)))
            if len(found) >= number:
                return found
            await asyncio.sleep(0.25)
        raise Stuck(f"{path} did not show {pattern} within {PATIENCE} seconds")

    async def drafts(self, number: int) -> list[str]:
        return await self.wait_for(
            "/griffie/raadplegingen", rf"/griffie/raadplegingen/({_UUID})", number
        )

    async def file(self, consultation: str, proposal: Proposal) -> None:
        """Say what it is about and where, so that residents find it."""
        path = f"/griffie/raadplegingen/{consultation}"
        fields = {"themes": list(proposal.themes), "neighbourhoods": list(proposal.hoods)}
        await self.fill_in(path, f"{path}/indeling", fields)

    async def letters(self, consultation: str, number: int) -> list[str]:
        """So many letter codes, out of the file for whoever prints the letters."""
        path = f"/griffie/raadplegingen/{consultation}/briefcodes"
        given = form(await self.look(path), path)
        given |= {"aantal": [str(number)], "vorm": ["bestand"]}
        reply = expect(await self.browser.post(path, data=given), 200)
        lines = io.StringIO(reply.content.decode("utf-8-sig"))
        return [row["code"] for row in csv.DictReader(lines, delimiter=";")]

    async def open(self, consultation: str, closes_on: str) -> str:
        """Open it; the slug of its public page."""
        path = f"/griffie/raadplegingen/{consultation}"
        await self.fill_in(f"{path}/openen", f"{path}/openen", {"closes_on": closes_on})
        return (await self.wait_for(path, r'href="/raadplegingen/([a-z0-9-]+)"'))[0]

    async def enter(self, consultation: str, channel: str, answers: Mapping[str, str]) -> None:
        """An answer on paper, by telephone or at the desk, on behalf of a resident."""
        path = f"/griffie/raadplegingen/{consultation}/invoer"
        if path not in self._entry_forms:
            self._entry_forms[path] = form(await self.look(path), path)
        given = self._entry_forms[path] | {key: [value] for key, value in answers.items()}
        # A pile of paper: the page stays open, and each sheet gets a key of its own.
        given |= {"kanaal": [channel], "sleutel": [str(uuid4())]}
        expect(await self.browser.post(path, data=given), 200, 303)

    async def propose(self, consultation: str, number: int) -> None:
        """To set aside the first so many on the list that count now."""
        path = f"/griffie/raadplegingen/{consultation}/inzendingen"
        html = (await self.look(path)).text
        marks = re.findall(r">([0-9a-f]{10})<(?:(?!</tr>).)*?telt mee", html, re.DOTALL)
        for mark in marks[:number]:
            fields: dict[str, str | list[str]] = {
                "kenmerk": mark,
                "reden": "proef",
                "toelichting": "Proefinzending van de griffie.",
            }
            await self.fill_in(path, f"{path}/apart", fields)

    async def propose_flagged(self, consultation: str) -> None:
        """Whatever a program filled in that saw a field which no person sees."""
        path = f"/griffie/raadplegingen/{consultation}/te-beoordelen"
        found = re.findall(rf'name="inzending" value="({_UUID})"', (await self.look(path)).text)
        if found:
            fields: dict[str, str | list[str]] = {
                "inzending": found,
                "naar": "voorstellen",
                "reden": "geen_inwoner",
                "toelichting": "Ingevuld door een programma.",
            }
            await self.fill_in(path, path, fields)

    async def confirm(self, consultation: str) -> None:
        """Whatever a colleague proposed."""
        path = f"/griffie/raadplegingen/{consultation}/te-beoordelen"
        found = re.findall(rf'name="voorstel" value="({_UUID})"', (await self.look(path)).text)
        if found:
            fields: dict[str, str | list[str]] = {"voorstel": found, "naar": "bevestigen"}
            await self.fill_in(path, f"{path}/voorstellen", fields)

    async def close(self, consultation: str) -> None:
        path = f"/griffie/raadplegingen/{consultation}/sluiten"
        await self.fill_in(path, path, {})

    async def summarise(self, consultation: str, text: str) -> None:
        await self.write(consultation, text)
        await self.finalise(consultation)

    async def write(self, consultation: str, text: str) -> None:
        """Wait for the count, let the drawn quotations go public, and write a text."""
        path = f"/griffie/raadplegingen/{consultation}"
        await self.wait_for(f"{path}/samenvatting", "Begeleidende tekst")
        page = await self.look(f"{path}/samenvatting")
        for verbatim in dict.fromkeys(re.findall(rf'name="verbatim" value="({_UUID})"', page.text)):
            given = form(page, f"{path}/citaten")
            given |= {"verbatim": [verbatim], "choice": ["release"]}
            expect(await self.browser.post(f"{path}/citaten", data=given), 303)
        await self.fill_in(
            f"{path}/samenvatting", f"{path}/begeleidende-tekst", {"accompanying_text": text}
        )

    async def finalise(self, consultation: str) -> None:
        path = f"/griffie/raadplegingen/{consultation}/definitief"
        await self.fill_in(path, path, {})

    async def _publish(self, path: str, fields: Mapping[str, str]) -> None:
        """Fill in, look at what everybody will read, and make it public."""
        given = form(await self.look(path), path) | {key: [each] for key, each in fields.items()}
        shown = form(expect(await self.browser.post(path, data=given), 200), path)
        expect(await self.browser.post(path, data=shown | {"doe": ["openbaar"]}), 303)

    async def decide(self, item: str, fields: Mapping[str, str]) -> None:
        """What the council decided, on the day of its meeting."""
        await self._publish(f"/griffie/agendapunten/{item}/besluit", fields)

    async def answer(self, item: str, answers: Sequence[tuple[str, str]]) -> None:
        """Reply and text for each subject, in the order of the page."""
        path = f"/griffie/agendapunten/{item}/antwoord"
        asked = [name for name in form(await self.look(path), path) if name.startswith("text-")]
        fields: dict[str, str] = {"voice": "raad"}
        for name, (reply, text) in zip(asked, answers, strict=True):
            fields |= {name: text, name.replace("text-", "reply-"): reply}
        await self._publish(path, fields)

    async def attach(self, item: str) -> None:
        path = f"/griffie/agendapunten/{item}"
        await self.fill_in(path, f"{path}/toevoegen", {})
