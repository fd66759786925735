# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, checks 8, 38, 39 and 40: what stands in logs, audit lines and error pages.

With the log as it is configured for serving, written to a pipe instead of standard error.
"""

import io
import json
import sys
from urllib.parse import quote

import asyncpg
import pytest
import structlog
from sqlalchemy import select

from backend import logs, outbox, worker
from backend.accounts.roles import Role
from backend.accounts.sessions import COOKIE
from backend.audit.tables import AuditLine
from backend.outbox import Topic
from tests.security.forms import api_body, every_form
from tests.security.routes import every_path

pytestmark = pytest.mark.anyio
FORGED = (
    '\r\n{"event":"vals","level":"info"}',
    "\n2026-01-01 root ingelogd",
    "\x1b[2J\x1b[31mrood",
    "\u2028een regel\u2029",
    "\x85volgende",
    '"}\n{"event":"vals"',
    "\\n\\r %0d%0a",
    "\u202eomgekeerd",
)
CANARIES = {
    "name": "Quirinus Zwaluwstaart-Vandermolen",
    "text": "mijn buurvrouw Xanthippe heeft suikerziekte",
    "email": "q.zwaluwstaart@prive-adres.example",
    "phone": "06-98712345",
    "address": "203.0.113.177",
    "bsn": "123456782",
}


@pytest.fixture
def written(monkeypatch):
    """Standard error as a log collector sees it."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    before = structlog.get_config()
    logs.configure()
    yield stream
    structlog.configure(**before)


def parsed(stream: io.StringIO) -> list[dict[str, object]]:
    """Each line one object. Split on newlines only, as a collector does."""
    lines = stream.getvalue().split("\n")
    assert lines.pop() == ""
    found = [json.loads(line) for line in lines]
    assert all(
        isinstance(one, dict) and {"event", "level", "timestamp"} <= set(one) for one in found
    )
    return found


async def send_everywhere(house, filled, word: str) -> None:
    """A word in every path, query, header, cookie and field of every route."""
    token = await house.token(filled, Role.GRIFFIE)
    safe = (
        word.encode("utf-8", "replace")
        .replace(b"\r", b"")
        .replace(b"\n", b"")
        .replace(b"\x00", b"")
    )
    heads = {"user-agent": safe, "referer": safe, "x-forwarded-for": safe, "x-request-id": safe}
    for route, path in every_path(filled):
        browser = house.browser(token)
        await browser.request(route.method, path, params={"q": word, word: "q"}, headers=heads)
    await house.browser().get("/" + word.encode().hex() + "/" + "weg", params={"x": word})
    await house.browser().get("/griffie/" + quote(word, safe=""))
    await house.browser().get("/", headers={"host": safe})
    for forms in (await every_form(house, filled)).values():
        for form in forms[:1]:
            token = await house.token(filled, form.role)
            data = {name: [word] for name in form.fields} | {"csrf": [house.csrf(token)]}
            await house.browser(token).post(form.action, data=data)
    for path in ("wijzigen", "opvragen", "intrekken"):
        body = {**api_body(path, filled), word: word, "ontvangstcode": word}
        await house.browser().post(f"/api/v1/inzendingen/{path}", json=body)


async def test_check_38_no_word_makes_a_line_of_its_own(house, filled, written) -> None:
    await send_everywhere(house, filled, " ".join(FORGED))
    lines = parsed(written)
    assert len(lines) > 100
    assert not [line for line in lines if line["event"] == "vals"]
    for odd in ("\x1b", "\x85", "\u2028", "\u202e", "\r"):
        assert odd not in written.getvalue()


@pytest.mark.parametrize("word", FORGED)
def test_check_38_whatever_is_logged_is_one_line(written, word) -> None:
    log = structlog.get_logger()
    log.warning(word, **{"veld": word, "lijst": [word], "in": {word: word}})
    assert len(parsed(written)) == 1
    assert written.getvalue().isascii()


async def test_check_39_no_log_line_and_no_audit_line_knows_a_resident(
    house, filled, written
) -> None:
    """Sent as an answer, as a code, in a name, in a URL, from an address; also when all breaks."""
    house.site.client = (CANARIES["address"], 4711)
    slug = filled.slugs["open"]
    everything = " ".join(CANARIES.values())
    body = api_body("inzendingen", filled)
    body["antwoorden"] = {"1.stance": "for", "1.advice": everything}
    sent = await house.browser().post(f"/api/v1/raadplegingen/{slug}/inzendingen", json=body)
    assert sent.status_code == 201
    code = sent.json()["ontvangstcode"]
    await break_everything(house, body, slug, code)
    for value in (everything, code):
        await send_everywhere(house, filled, value)
    async with house.sessions() as db:
        lines = (await db.scalars(select(AuditLine).where(AuditLine.actor_id.is_(None)))).all()
        all_lines = (await db.scalars(select(AuditLine))).all()
    for value in (*CANARIES.values(), code, code.replace("-", ""), str(body["sleutel"])):
        assert value not in written.getvalue(), value
        # Sign-ins that failed say where from: that is what they are for, and it is about staff.
        assert not [one for one in lines if value in f"{one.detail} {one.actor} {one.object}"]
    said = [f"{one.detail}" for one in all_lines if one.object == "inzending"]
    assert said
    assert not [one for one in said if code in one]
    parsed(written)


async def break_everything(house, body, slug: str, code: str) -> None:
    """A real 500 with an answer in the statement, and a worker that fails on it."""
    owner = await asyncpg.connect(house.owner_dsn)
    try:
        await owner.execute(
            "ALTER TABLE answer_text ADD CONSTRAINT nooit CHECK (text = '') NOT VALID"
        )
        await owner.execute("ALTER TABLE batch RENAME TO batch_gone")
    finally:
        await owner.close()
    again = {**body, "sleutel": "8a7d9b53-9f0b-4a6a-9a50-5a0ff1c5b7f1"}
    reply = await house.browser().post(f"/api/v1/raadplegingen/{slug}/inzendingen", json=again)
    assert reply.status_code == 500
    for value in (*CANARIES.values(), "nooit", "answer_text"):
        assert value not in reply.text
    await house.browser().post("/api/v1/inzendingen/intrekken", json={"ontvangstcode": code})
    await outbox.keep_promises(
        house.sessions, {Topic.ENTRY_RECEIVED: worker.WORKS[Topic.ENTRY_RECEIVED]}
    )


async def test_check_8_no_url_and_no_log_line_holds_a_session_or_a_token(
    house, filled, written
) -> None:
    token = await house.token(filled, Role.GRIFFIE)
    for route, path in every_path(filled):
        if route.path == "/uitloggen":
            continue
        data = {"csrf": house.csrf(token)} if not route.safe and not route.api else None
        reply = await house.browser(token).request(route.method, path, data=data)
        place = reply.headers.get("location", "")
        assert token not in place + reply.text
        assert house.csrf(token) not in place
        if path != "/privacy":  # which names every cookie, and holds none
            assert COOKIE not in reply.text
    for secret in (token, house.csrf(token), COOKIE, house.town.secret.decode()):
        assert secret not in written.getvalue()


async def test_check_40_an_error_in_our_code_shows_nothing_of_it(house, filled, written) -> None:
    """The log says where it broke, by file and line, and with which class; the page only sorry."""
    owner = await asyncpg.connect(house.owner_dsn)
    await owner.execute("ALTER TABLE consultation RENAME TO consultation_gone")
    await owner.close()
    reply = await house.browser().get(f"/raadplegingen/{filled.slugs['open']}")
    assert reply.status_code == 500
    assert "Er ging iets mis bij ons" in reply.text
    broken = [line for line in parsed(written) if line["level"] == "error"]
    assert broken
    assert all("error" in line and "places" in line for line in broken)
    assert "SELECT" not in written.getvalue()


async def test_check_40_debug_is_off(street) -> None:
    assert street.site.app.app.app.debug is False
