# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Another process makes the same summary again: `python -m tests.backend.results.again SLUG`.

One line of JSON: the SHA-256 of each form as served, and of the figures recounted from the raw
entries.
"""

import asyncio
import hashlib
import json
import os
import sys

import httpx
import msgspec

from analysis.aside import with_aside
from analysis.figures import figures
from analysis.pages import asked_in
from backend import app, settings
from backend.consultations import queries
from backend.results import concluding, gathering

FORMS = ("", ".json", ".csv")


async def recounted(db, slug: str) -> bytes:
    shown = await queries.find(db, slug)
    source = await gathering.source(db, shown.id, asked_in(shown.questionnaire))
    asked, points = shown.questionnaire, dict(shown.points)
    whole = concluding.recounted(gathering.everything(source), asked)
    found = figures(whole.count, asked, shown.rules, points)
    both = with_aside(whole.count, whole.aside, asked, points)
    found = msgspec.structs.replace(found, with_aside=both)
    return msgspec.json.encode(found, order="deterministic")


async def made(town: settings.Settings, slug: str) -> dict[str, str]:
    inner = app.litestar(town)
    transport = httpx.ASGITransport(app=app.Shield(app.Languages(inner), town))
    found: dict[str, bytes] = {}
    async with (
        inner.lifespan(),
        httpx.AsyncClient(transport=transport, base_url=town.base_url) as browser,
        inner.state.sessions() as db,
    ):
        for form in FORMS:
            reply = await browser.get(f"/raadplegingen/{slug}/samenvatting{form}")
            found[form] = reply.raise_for_status().content
        found["figures"] = await recounted(db, slug)
    return {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(made(settings.read(os.environ), sys.argv[1]))))  # noqa: T201 - its result
