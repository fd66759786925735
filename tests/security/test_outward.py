# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Check 30: an address that somebody typed opens no door of our own network."""

import asyncio
import ipaddress
import socket
from pathlib import Path

import pytest

from backend import cli, settings
from backend.settings import Outward, SettingsError
from backend.sources import getting
from backend.sources.addresses import is_allowed, read
from backend.sources.faults import Failed, Fault
from tests.backend.council.test_importing import command
from tests.backend.sources.elsewhere import elsewhere, reply

OPEN = Outward()
NEAR = Outward((ipaddress.ip_network("127.0.0.0/8"),), plain_http=True)
OURS = (
    *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),  # noqa: S104 - refused
    *("169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "240.0.0.1"),
    *("::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1"),
)
THEIRS = ("185.41.126.1", "2a02:898::1", "::ffff:185.41.126.1", "64:ff9b::b929:7e01")


def test_every_address_of_our_own_is_refused_however_it_is_written() -> None:
    allowed = [text for text in OURS if is_allowed(ipaddress.ip_address(text), OPEN)]
    refused = [text for text in THEIRS if not is_allowed(ipaddress.ip_address(text), OPEN)]
    assert (allowed, refused) == ([], [])
    named = [text for text in OURS if is_allowed(ipaddress.ip_address(text), NEAR)]
    assert named == [
        "127.0.0.1", "127.9.9.9", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("ftp://raad.example/a", Fault.ADDRESS),
        ("file:///etc/passwd", Fault.ADDRESS),
        ("gopher://raad.example/", Fault.ADDRESS),
        ("raad.example/a", Fault.ADDRESS),
        ("https://", Fault.ADDRESS),
        ("https://clerk:secret@raad.example/", Fault.ADDRESS),
        ("https://raad.example:99999/", Fault.ADDRESS),
        ("https://raad.example/" + "a" * 2000, Fault.ADDRESS),
        ("https://[::1/", Fault.ADDRESS),
        ("http://raad.example/a", Fault.PLAIN_HTTP),
    ],
)
def test_what_is_no_address_to_fetch_from_is_refused(url: str, fault: Fault) -> None:
    with pytest.raises(Failed) as refusal:
        read(url, OPEN)
    assert refusal.value.fault is fault


@pytest.mark.anyio
@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"],
)
async def test_nothing_is_sent_to_an_address_of_our_own(host: str) -> None:
    async with elsewhere() as there:
        port = there.url.split(":")[2].split("/")[0]
        with pytest.raises(Failed) as refusal:
            await getting.get(f"http://{host}:{port}/", Outward(plain_http=True))
        assert refusal.value.fault in {Fault.PRIVATE, Fault.NAME}
        assert there.asked == []


@pytest.mark.anyio
async def test_the_name_is_looked_up_once_and_that_address_is_asked(monkeypatch) -> None:
    """A name that says something else the second time (DNS rebinding) is not asked twice."""
    async with elsewhere() as there:
        there.gives(reply(b"{}"))
        port = int(there.url.split(":")[2].split("/")[0])
        asked: list[str] = []

        async def getaddrinfo(host: str, *_: object, **__: object):
            asked.append(host)
            address = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
        assert await getting.get(f"http://raad.example:{port}/a", NEAR) == b"{}"
        assert asked == ["raad.example"]
        assert f"host: raad.example:{port}" in there.asked[0].lower()


@pytest.mark.anyio
async def test_every_hop_is_checked_and_carries_nothing_along(monkeypatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    moved = "Location: /verder", "Set-Cookie: wie=wij; Path=/"
    async with elsewhere() as there:
        there.says = lambda path: (
            reply(b"{}") if path == "/verder" else reply(b"", "302 Found", *moved)
        )
        assert await getting.get(there.url, NEAR) == b"{}"
        assert len(there.asked) == 2
        assert "cookie" not in there.asked[1].lower()
        there.gives(reply(b"", "302 Found", "Location: https://localhost/"))
        with pytest.raises(Failed) as refusal:
            await getting.get(there.url, NEAR)
        assert refusal.value.fault is Fault.ELSEWHERE


def test_the_command_line_says_it_in_words_and_starts_no_server(tmp_path: Path) -> None:
    url = "https://169.254.169.254/latest/meta-data"
    run = command(tmp_path / "home", url)
    assert run.returncode == cli.BAD_INPUT
    assert not (tmp_path / "home").exists()
    said = run.stderr
    assert said.startswith(f"{url}: 169.254.169.254 staat op een intern netwerk")


def test_a_network_of_everything_is_no_network() -> None:
    given = {"RAADGEVER_IMPORT_NETWORKS": "0.0.0.0/0, hier", "RAADGEVER_IMPORT_HTTP": "ja"}
    with pytest.raises(SettingsError) as refusal:
        settings.outward(given)
    assert len(refusal.value.problems) == 3
