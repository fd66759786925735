# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`raadgever demo`: servers, the story over HTTP, and a site that stays."""

import argparse
import asyncio
import contextlib
import importlib
import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from backend import ground, mail
from backend.demo import keys as keyring
from backend.demo import processes
from backend.demo.keys import Keys
from backend.demo.processes import Stuck
from backend.errors import Refused
from backend.ground import Ground
from backend.ledger import signing
from backend.servers import default_home

TOWN = "Merenburg"


def _environ(standing: Ground, keys: Keys, base: str, home: Path) -> dict[str, str]:
    """Without a mail server: what is made up writes to nobody."""
    ours = {name: v for name, v in standing.environ.items() if name.startswith("RAADGEVER_")}
    return {
        **ours,
        **dict.fromkeys(mail.DOCUMENTED, ""),
        "RAADGEVER_SECRET": keys.secret,
        signing.SETTING: str(signing.own(home)),
        "RAADGEVER_HOME": str(home),
        "RAADGEVER_BASE_URL": base,
        "RAADGEVER_MUNICIPALITY": TOWN,
        "RAADGEVER_PHONE": "14 0999",
        "RAADGEVER_EMAIL": "griffie@merenburg.example",
        "RAADGEVER_ADDRESS": "Raadhuisplein 1, Merenburg",
        # The play is the proxy before it: its residents each come from somewhere else.
        "RAADGEVER_TRUSTED_PROXIES": "127.0.0.1/32",
        "RAADGEVER_BATCH_FOLDER": str(standing.batch_folder or "no"),
    }


def _where_to_look(base: str, keys: Keys, home: Path, *, first: bool) -> None:
    lines = [
        "",
        f"De site staat klaar op {base}",
        f"  voor inwoners      {base}/",
        f"  voor de griffie    {base}/inloggen",
        f"  de openbare agenda {base}/vergaderingen",
        "",
    ]
    if keys.letters:
        codes = ", ".join(keys.letters)
        lines += ["Codes uit een brief, om mee te doen waar u nog kunt reageren:", f"  {codes}", ""]
    if first:
        lines += ["Inloggen (naam en wachtwoord; dit staat maar een keer op het scherm):"]
        lines += [f"  {name:13} {password}" for name, password in keys.passwords.items()]
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
    elif keys.begun and not keys.played:
        raise Refused(
            f"The demo in {home} was cut off while it played. Remove that folder, or set"
            " RAADGEVER_HOME to a new one, and start again."
        )
    return keys


class Shown(Struct, frozen=True):
    """`result` is there when it was played just now."""

    base: str
    keys: Keys
    home: Path
    site: subprocess.Popen[bytes]
    result: dict[str, Any] | None


@contextlib.contextmanager
def shown(arguments: argparse.Namespace) -> Generator[Shown]:
    """The demo's site, played first where it was not played before."""
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
        try:
            port = processes.free_port(arguments.port)
            base = f"http://127.0.0.1:{port}"
            environ = _environ(standing, keys, base, home)
            with processes.running(environ, base, port, home / "logs") as (site, _):
                result = _perform(standing, keys, base, arguments, home)
                yield Shown(base, keys, home, site, result)
        except Stuck as stuck:
            raise Refused(f"The demo stopped: {stuck} Logs are in {home / 'logs'}.") from stuck


def run(arguments: argparse.Namespace) -> None:
    """Play once per home; a home where it was played before is served again at once."""
    with shown(arguments) as demo:
        if demo.result and (arguments.once or arguments.json):
            _print(demo.result)
        if not arguments.once:
            _where_to_look(demo.base, demo.keys, demo.home, first=demo.result is not None)
            demo.site.wait()


def _perform(
    standing: Ground, keys: Keys, base: str, arguments: argparse.Namespace, home: Path
) -> dict[str, Any] | None:
    if keys.played:
        return None
    # Not imported above: a demo that was played before is to be there at once.
    evening = importlib.import_module("backend.demo.first_night")
    keys.begun = True
    keyring.write(home, keys)
    result: dict[str, Any] = evening.perform(standing, keys, base, arguments, home)
    keys.played = True
    keyring.write(home, keys)
    return result


def _print(value: Mapping[str, Any]) -> None:
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()
