# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, check 37: bodies, headers, depth, lengths and slowness have an end."""

import json
import socket
import time

import httpx
import pytest

from backend.app import LARGEST_BODY
from backend.web.uploads import LARGEST_UPLOAD
from tests.security.conftest import FULL, create, drop, environ
from tests.security.forms import api_body, every_form
from tests.security.live import free_port, serving
from tests.security.routes import CHANGES, UPLOADS, one_path, somebody_for

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
async def live(servers, filled, tmp_path_factory):
    name = await create(servers, FULL)
    address = f"http://127.0.0.1:{free_port()}"
    log = tmp_path_factory.mktemp("live") / "log"
    with serving(environ(servers, name, address), log) as site:
        yield site
    await drop(servers, name)


@pytest.mark.anyio
async def test_check_37_a_body_over_the_limit_is_413_on_every_route(street, filled) -> None:
    before = await street.rows()
    for route in CHANGES:
        token = await street.token(filled, somebody_for(route)) if route.roles else ""
        kind = "application/json" if route.api else FORM
        largest = LARGEST_UPLOAD if route.path in UPLOADS else LARGEST_BODY
        reply = await street.browser(token).post(
            one_path(route, filled),
            content=b"a" * (largest + 1),
            headers={"content-type": kind},
        )
        assert reply.status_code == 413, route.name
        assert "te groot" in reply.text
    assert await street.rows() == before


DEEP = (
    "[" * 400_000,
    '{"a":' * 150_000,
    '{"antwoorden":' + "[" * 100_000 + "]" * 100_000 + "}",
    "{" * 10,
    "9" * 900_000,
    '{"sleutel":' + "1" * 5000 + "}",
    '{"sleutel":1e999999}',
    '{"sleutel":NaN}',
    '"\\ud800"',
    '{"antwoorden":{"1.advice":"\\ud800"},"ontvangstcode":"\\udfff","sleutel":"\\u0000"}',
    '{"antwoorden":{"1.advice":"a\\u0000b"},"sleutel":"8a7d9b53-9f0b-4a6a-9a50-5a0ff1c5b7f1"}',
    '{"antwoorden":{' + ",".join(f'"{n}.x":"y"' for n in range(50_000)) + "}}",
    "[" + ",".join(["{}"] * 200_000) + "]",
    "",
    "null",
    "\ufeff{}",
)


@pytest.mark.anyio
@pytest.mark.parametrize("text", DEEP, ids=map(str, range(len(DEEP))))
async def test_check_37_json_that_is_deep_long_or_odd_is_refused(street, filled, text) -> None:
    before = await street.rows()
    for route in [route for route in CHANGES if route.api]:
        started = time.perf_counter()
        reply = await street.browser().post(
            one_path(route, filled),
            content=text.encode("utf-8", "surrogatepass"),
            headers={"content-type": "application/json"},
        )
        assert reply.status_code == 400, route.name
        assert time.perf_counter() - started < 5
        assert len(reply.content) < 100_000, "an error is not longer than a page"
        assert json.loads(reply.text)["status"] == 400
    assert await street.rows() == before


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", FORM, ""])
async def test_check_37_the_api_reads_json_only(street, filled, kind) -> None:
    for route in [route for route in CHANGES if route.api]:
        body = json.dumps(api_body(route.path, filled)).encode()
        headers = {"content-type": kind}
        reply = await street.browser().post(one_path(route, filled), content=body, headers=headers)
        assert reply.status_code == 415, route.name


LONG = ("x" * 90_000, "\U0001f333" * 70_000)


@pytest.mark.anyio
async def test_check_37_every_field_of_every_form_has_a_longest_text(street, filled) -> None:
    """Refused with the form, or forgotten; never kept and never a 500."""
    before = await street.rows()
    found = await every_form(street, filled)
    for form in [forms[0] for forms in found.values() if forms[0].free()]:
        token = await street.token(filled, form.role)
        for text, hidden in ((LONG[0], False), (LONG[1], True)):
            data = form.hostile(text, hidden=hidden)
            if data == form.filled():
                continue
            if "csrf" in form.fields:
                data["csrf"] = [street.csrf(token)]
            reply = await street.browser(token).post(form.action, data=data)
            assert reply.status_code in {400, 409, 413, 422}, (form.action, text[:5])
    assert await street.rows() == before


ODD = ("\x00", "a\x00b", "\x1b[31m", "\ufffe", "%ud800", "\u2028", "\r\n\r\nSet-Cookie: x=1")


@pytest.mark.anyio
async def test_check_37_odd_characters_are_refused_or_kept_but_break_nothing(house, filled) -> None:
    found = await every_form(house, filled)
    for place, form in enumerate(forms[0] for forms in found.values()):
        for odd in ODD[place % 2 :: 2]:  # half of them at each form, the other half at the next
            for hidden in (False, True) if odd in ODD[1:3] else (False,):
                token = await house.token(filled, form.role)
                data = form.hostile(odd, hidden=hidden)
                if "csrf" in form.fields:
                    data["csrf"] = [house.csrf(token)]
                reply = await house.browser(token).post(form.action, data=data)
                assert reply.status_code < 500, (form.action, odd)
                assert "x=1" not in reply.headers.get("set-cookie", "")


@pytest.mark.anyio
async def test_check_37_bytes_that_are_no_text_are_no_form(street, filled) -> None:
    for body in (b"username=%ff%fe&password=%c0%80", b"username=%ed%a0%80", b"=&=&=&", b"&" * 9000,
                 b"a=1&" * 100_000, b"%" * 1000, b"\xff\xfe\x00"):  # fmt: skip
        reply = await street.browser().post(
            "/inloggen", content=body, headers={"content-type": FORM}
        )
        assert reply.status_code in {400, 422}, body[:20]
        assert len(reply.content) < 5_000_000


@pytest.mark.usefixtures("anyio_backend")
class TestServed:
    """By uvicorn, with a socket: what the application itself never sees."""

    def head(self, live, path: str, *lines: str) -> bytes:
        host = f"127.0.0.1:{live.port}"
        return "\r\n".join([f"POST {path} HTTP/1.1", f"Host: {host}", *lines, "", ""]).encode()

    @pytest.mark.parametrize("announced", [True, False])
    def test_check_37_a_body_of_100_mb_is_cut_early_and_takes_no_memory(
        self, live, announced
    ) -> None:
        before = live.memory()
        length = f"Content-Length: {100_000_000}" if announced else "Transfer-Encoding: chunked"
        piece = b"a" * 1_000_000
        body = piece if announced else f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
        kind = f"Content-Type: {FORM}"
        reply, sent = live.raw(self.head(live, "/inloggen", kind, length), *([body] * 100))
        assert reply.startswith(b"HTTP/1.1 413"), reply[:80]
        assert sent < 60, "pieces that went before the refusal came; kernels buffer some"
        assert live.memory() - before < 30_000_000

    def test_check_37_headers_have_an_end(self, live) -> None:
        huge = f"X-Lang: {'a' * 5_000_000}"
        reply, _ = live.raw(self.head(live, "/inloggen", huge))
        assert not reply.startswith(b"HTTP/1.1 2"), reply[:80]
        many = [f"X-{n}: {'b' * 100}" for n in range(50_000)]
        reply, _ = live.raw(self.head(live, "/inloggen", *many))
        assert not reply.startswith(b"HTTP/1.1 2"), reply[:80]

    def test_check_37_slow_senders_do_not_keep_others_waiting(self, live) -> None:
        head = self.head(live, "/inloggen", f"Content-Type: {FORM}", "Content-Length: 1000")
        slow = [socket.create_connection(("127.0.0.1", live.port)) for _ in range(200)]
        for line in slow:
            line.sendall(head + b"username=")
        started = time.perf_counter()
        for path in ("/", "/vergaderingen", "/inloggen"):
            assert httpx.get(f"{live.base}{path}", timeout=10).status_code == 200
        assert time.perf_counter() - started < 5
        for line in slow:
            line.close()

    @pytest.mark.parametrize(
        "request_",
        [b"GET / HTTP/1.1\r\n\r\n", b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
         b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
         b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"],
    )  # fmt: skip
    def test_checks_37_and_40_what_is_no_http_is_refused_without_a_name(
        self, live, request_
    ) -> None:
        reply, _ = live.raw(request_ + b"\r\n", seconds=5)
        assert not reply or reply.startswith(b"HTTP/1.1 4"), reply[:80]
        for name in (b"uvicorn", b"litestar", b"python", b"traceback"):
            assert name not in reply.lower()

    def test_check_40_the_server_does_not_name_itself(self, live) -> None:
        reply = httpx.get(f"{live.base}/")
        assert not {"server", "x-powered-by", "via"} & set(reply.headers)

    def test_check_38_every_line_of_the_real_log_is_one_json_object(self, live) -> None:
        """After all of the above, if it ran: what uvicorn says as well."""
        httpx.get(f"{live.base}/")
        live.raw(b"\x00\x01\r\n\r\n", seconds=5)
        lines = live.lines()
        assert lines
        assert all(isinstance(json.loads(line), dict) for line in lines)
