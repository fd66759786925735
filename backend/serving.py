# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The web process and the worker process, as commands run them."""

import asyncio
import importlib
import os
import signal
import threading
from collections.abc import Mapping

import uvicorn

from backend import capacity, logs, settings
from backend.settings import SettingsError


def until_parent_ends() -> None:
    """End with the process that started us: its end of our standard input closes with it."""

    def watch() -> None:
        while os.read(0, 1024):  # not sys.stdin: its lock would be ours when the process ends
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def end_well() -> None:
    """SIGTERM is no failure, also before there is a server or a loop that listens for it."""

    def end(*_: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)


def cap_polars() -> None:
    """Before anything loads Polars. `SettingsError` when the setting is no number."""
    if problems := capacity.cap_polars(os.environ):
        raise SettingsError(problems)


def serve(environ: Mapping[str, str], *, host: str, port: int, demo: bool = False) -> None:
    """Serve until SIGTERM; requests under way are finished first, and then it ends well.

    uvicorn is told nothing about proxies: whose word counts is `RAADGEVER_TRUSTED_PROXIES`, and it
    neither names itself nor logs addresses.
    """
    end_well()  # uvicorn raises the signal again once it is done
    cap_polars()
    # Each process loads what it runs: together they would take a second longer to start.
    site = importlib.import_module("backend.app").create(settings.read(environ), demo=demo)
    lines = importlib.import_module("backend.web.lines")
    room = lines.room_for(site.capacity)
    uvicorn.run(
        site,
        host=host,
        port=port,
        loop="uvloop",
        http=lines.lines(site, room.connections),
        timeout_keep_alive=lines.IDLE_SECONDS,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=20,
        h11_max_incomplete_event_size=32_768,
    )


def demo_site(port: int) -> None:
    """The demo's website, on this machine only, with its banner on every page."""
    serve(os.environ, host="127.0.0.1", port=port, demo=True)


def demo_worker() -> None:
    logs.configure()
    cap_polars()
    found = os.environ
    worker = importlib.import_module("backend.worker")
    urls = found["RAADGEVER_DATABASE_URL"], found["RAADGEVER_REDIS_URL"]
    signing = importlib.import_module("backend.ledger.signing")
    mailing = importlib.import_module("backend.participation.mailing")
    outward, folder = settings.outward(found), settings.batch_folder(found)
    mailed = settings.with_mail(found)
    postage = mailing.postage(mailed) if mailed else None
    sealing = signing.sealing(found)
    asyncio.run(worker.run(*urls, outward, folder, sealing, postage=postage))
