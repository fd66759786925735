# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""arq as a clock, and a loop round it: promises are kept whether or not Redis is there.

Redis holds nothing that matters. Its one job is to let several workers share one tick per second;
when it is away the sweeper, which needs only PostgreSQL, keeps going at a slower pace.
"""

import asyncio
import contextlib
import datetime as dt
import hashlib
import signal
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import polars as pl
import structlog
from arq import cron
from arq.connections import RedisSettings
from arq.cron import CronJob
from arq.worker import Worker
from redis.exceptions import RedisError
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from backend import database, metrics, outbox, vitals
from backend.accounts import throttle
from backend.advice.beside import Reviews
from backend.consultations import jobs as consultations
from backend.database import Sessions
from backend.ledger.sealing import Sealing
from backend.ledger.sequencing import sequence
from backend.outbox import Claim, Topic, Work
from backend.participation import challenges, logged, mail_codes, mailing
from backend.participation.mailing import Postage
from backend.results import correcting
from backend.results import jobs as results
from backend.results.batch_files import Files
from backend.results.batch_keeping import Sweeper
from backend.settings import Outward
from backend.sources import fetching


def _measured(work: Work) -> Work:
    """Tell Prometheus how many entries a batch took in; a write that does not commit took none."""

    async def measured(sessions: Sessions, claim: Claim) -> outbox.Write:
        write = await work(sessions, claim)

        async def told(db: AsyncSession) -> outbox.After | None:
            def committed(_: Session) -> None:
                metrics.batched(len(claim.items))

            after = await write(db)
            event.listen(db.sync_session, "after_commit", committed, once=True)
            return after

        return told

    return measured


def works(
    files: Files | None = None, sealing: Sealing | None = None, postage: Postage | None = None
) -> dict[Topic, Work]:
    """`files`: where what was counted is kept as well; `sealing`: what signs the log; `postage`:
    how messages go out."""
    return {
        Topic.DOCUMENT_CHANGED: consultations.draft,
        Topic.CONSULTATION_DUE: consultations.close_when_due,
        Topic.ENTRY_RECEIVED: _measured(results.count_entries(files)),
        Topic.CONSULTATION_CLOSED: results.conclude(files),
        Topic.SUMMARY_FINAL: results.make_files(Reviews()),
        Topic.SUMMARY_CORRECTED: correcting.recount,
        Topic.SOURCE_DUE: fetching.look(Outward()),
        Topic.LOG_DUE: sequence(logged.gather, sealing),
        Topic.MAIL_DUE: mailing.send(postage),
    }


WORKS = works()


class AtHome:
    """Keeps what waits for nobody else's server, and looks after the log, which nobody promises
    anything about."""

    def __init__(self, files: Files | None = None, sealing: Sealing | None = None) -> None:
        self._sealed = sealing is not None
        self._works = works(files, sealing)
        for topic in (Topic.SOURCE_DUE, Topic.MAIL_DUE):
            del self._works[topic]

    async def keep(self, sessions: Sessions) -> None:
        async with sessions.begin() as db:
            await logged.announce(db, sealed=self._sealed)
        await outbox.keep_promises(sessions, self._works)


SWEEP_SECONDS = 5.0
MAIL_SECONDS = 2.0
LEAVE_SECONDS = 2.0
LONGEST_PAUSE = 30.0
log = structlog.get_logger()


async def tick(ctx: dict[Any, Any], *_args: Any, **_kwargs: Any) -> None:
    """The job that arq runs each second; it carries no payload, and never fails in arq's eyes."""
    home: AtHome = ctx["home"]
    try:
        await home.keep(ctx["sessions"])
    except Exception:
        log.exception("tick-failed")


def _cron(prefix: str) -> CronJob:
    # Not remembered and quickly given up: a promise that is missed now is kept a second later.
    # The name is arq's key for "one worker a second", so that towns on one Redis do not share it.
    return cron(tick, name=f"{prefix}:tick", second=None, keep_result=0, timeout=300, max_tries=1)


def redis_settings(url: str) -> RedisSettings:
    settings = RedisSettings.from_dsn(url) if "://" in url else RedisSettings(host=url)
    if url.startswith("unix://"):
        settings = RedisSettings(unix_socket_path=url.removeprefix("unix://"))
    settings.conn_retries = 0  # our own loop waits, and says so
    return settings


async def _ticking(redis_url: str, ctx: Mapping[str, Any], prefix: str) -> None:
    """One life of arq's worker. It ends when Redis goes; msgpack, because pickle runs code."""
    worker = Worker(
        cron_jobs=[_cron(prefix)],
        redis_settings=redis_settings(redis_url),
        queue_name=f"{prefix}:queue",
        health_check_key=f"{prefix}:health",
        handle_signals=False,
        poll_delay=0.5,
        max_jobs=2,
        job_serializer=msgspec.msgpack.encode,
        job_deserializer=msgspec.msgpack.decode,
        ctx=dict(ctx),
    )
    try:
        await worker.async_run()
    finally:
        with contextlib.suppress(RedisError, OSError):
            await worker.close()


async def _supervise(redis_url: str, ctx: Mapping[str, Any], prefix: str) -> None:
    """Start arq's worker anew, with pauses that grow, for as long as we live."""
    pause = 0.5
    while True:
        started = asyncio.get_running_loop().time()
        try:
            await _ticking(redis_url, ctx, prefix)
        except asyncio.CancelledError:
            if asyncio.current_task() is not None and asyncio.current_task().cancelling():  # type: ignore[union-attr]
                raise
            log.warning("arq-cancelled")
        except (RedisError, OSError, EOFError) as error:
            log.warning("redis-away", error=type(error).__name__, pause=pause)
        except Exception:
            log.exception("arq-stopped")
        lived = asyncio.get_running_loop().time() - started
        pause = 0.5 if lived > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
        await asyncio.sleep(pause)


async def _sweep(sessions: Sessions, home: AtHome) -> None:
    """Without Redis, and without arq: claim what is due every few seconds."""
    while True:
        try:
            await home.keep(sessions)
            async with sessions.begin() as db:
                await throttle.sweep(db)
                await challenges.forget(db)
                await mail_codes.sweep(db)
                await mail_codes.mix(db)
        except Exception:
            # PostgreSQL may be away as well; everything that was promised is still there after.
            log.exception("sweep-failed")
        await asyncio.sleep(SWEEP_SECONDS)


async def _look_abroad(sessions: Sessions, outward: Outward) -> None:
    """Sources of agendas, in a loop of their own: a slow one must not hold up the counting."""
    works = {Topic.SOURCE_DUE: fetching.look(outward)}
    while True:
        try:
            await outbox.keep_promises(sessions, works)
        except Exception:
            log.exception("look-abroad-failed")
        await asyncio.sleep(SWEEP_SECONDS)


async def _send_mail(sessions: Sessions, postage: Postage | None) -> None:
    """In a loop of its own, as a mail server may be slow; often, as somebody waits for a code."""
    works = {Topic.MAIL_DUE: mailing.send(postage)}
    while True:
        try:
            await outbox.keep_promises(sessions, works)
        except Exception:
            log.exception("send-mail-failed")
        await asyncio.sleep(MAIL_SECONDS)


async def _sweep_files(sessions: Sessions, files: Files) -> None:
    """In a loop of its own: while a million answers are counted, what was withdrawn goes."""
    sweeper = Sweeper(files)
    while True:
        try:
            await sweeper.sweep(sessions)
        except Exception:
            log.exception("sweep-files-failed")
        await asyncio.sleep(SWEEP_SECONDS)


async def _be_seen(sessions: Sessions, me: UUID) -> None:
    """Say so every few seconds, in a loop of its own: long work must not look like death."""
    host = socket.gethostname()
    while True:
        try:
            async with asyncio.timeout(LONGEST_PAUSE), sessions.begin() as db:
                await vitals.beat(db, me, host)
                found = await vitals.taken(db)
        except Exception:
            log.exception("not-seen")
        else:
            tell(found)
        await asyncio.sleep(vitals.BEAT_SECONDS)


def tell(found: vitals.Vitals) -> None:
    for topic in Topic:
        number, age = found.due.get(topic, (0, dt.timedelta()))
        metrics.waiting.labels(topic.value).set(number)
        metrics.oldest.labels(topic.value).set(age.total_seconds())
    metrics.dead.set(found.dead)
    metrics.workers.set(found.workers)


async def _leave(sessions: Sessions, me: UUID) -> None:
    """Told to stop: nobody need wait to find out."""
    with contextlib.suppress(Exception):
        async with asyncio.timeout(LEAVE_SECONDS), sessions.begin() as db:
            await vitals.leave(db, me)


def prefix_of(database_url: str) -> str:
    """Of our keys in Redis: one per database, because a Redis may be shared."""
    return f"raadgever:{hashlib.sha256(database_url.encode()).hexdigest()[:12]}"


async def run(
    database_url: str,
    redis_url: str,
    outward: Outward,
    batch_folder: Path | None = None,
    sealing: Sealing | None = None,
    *,
    postage: Postage | None = None,
) -> None:
    """Work until SIGTERM or SIGINT; a claim that is cut off is another worker's after its lease."""
    engine = database.connect(database_url, pool=6)
    metrics.watch_pool(engine)
    sessions = database.sessions_of(engine)
    me = uuid4()
    if sealing is None:
        log.warning("log-not-signed", do="Set RAADGEVER_LOG_KEY; see docs/ledger.md.")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    files = Files(batch_folder) if batch_folder else None
    home = AtHome(files, sealing)
    ctx = {"sessions": sessions, "home": home}
    loops = [
        _supervise(redis_url, ctx, prefix_of(database_url)),
        _sweep(sessions, home),
        _look_abroad(sessions, outward),
        _send_mail(sessions, postage),
        _be_seen(sessions, me),
        *([_sweep_files(sessions, files)] if files else ()),
    ]
    tasks = [asyncio.create_task(each) for each in loops]
    log.info("worker-ready", threads=pl.thread_pool_size())
    await stop.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await _leave(sessions, me)
    await engine.dispose()
