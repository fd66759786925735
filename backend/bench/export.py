# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`raadgever bench export`: all responses of a closed consultation, as the griffie gets them.

Over HTTP, from the real website, signed in, read to the end and thrown away. The limit is
PostgreSQL handing over the same rows as it keeps them, by COPY to this process, with nothing done
to them. Both take turns; a figure is the middle of the rounds. Memory is of the website and
PostgreSQL together, and of the website alone, at both sizes.
"""

import argparse
import http.client
import statistics
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec import Struct
from sqlalchemy import text

from backend.accounts import actions as accounts
from backend.accounts import sessions as staff_sessions
from backend.accounts.roles import Role
from backend.audit.actions import SYSTEM
from backend.bench import usage
from backend.bench.lab import Lab, Site, lab, say, site
from backend.commands.ending import tell
from backend.database import Sessions
from backend.errors import Refused
from surveys.stances import Stance
from surveys.template import draft, stance_key

POINTS: Final = 4
PIECE: Final = 1 << 20
_STANCES: Final = ", ".join(f"'{stance}'" for stance in Stance)
_ONE: Final = f"(ARRAY[{_STANCES}])[1 + floor(random() * {len(Stance)})::int]"
_CODED: Final = ", ".join(f"'{stance_key(n)}', {_ONE}" for n in range(1, POINTS + 1))
_FILL: Final = f"""
    SET LOCAL session_replication_role = replica;
    SET LOCAL statement_timeout = 0;
    CREATE TEMPORARY TABLE new AS SELECT gen_random_uuid() AS id FROM generate_series(1, {{many}});
    INSERT INTO entry (id, consultation_id, response_id, kind, channel, form_key, body_hash)
      SELECT id, '{{consultation}}', id, 'submission', 'web', gen_random_uuid(), '' FROM new;
    INSERT INTO coded_answers (entry_id, coded) SELECT id, jsonb_build_object({_CODED}) FROM new;
    INSERT INTO answer_text (entry_id, question, text)
      SELECT id, '1.advice', repeat('Plant ook bomen; de kade is ''s zomers te warm. ', 4) FROM new;
    INSERT INTO answer_text (entry_id, question, text)
      SELECT id, '2.condition', repeat('Als "de bus" blijft rijden. ', 3) FROM new;
    INSERT INTO background (entry_id, coded)
      SELECT id, jsonb_build_object('age_band', '45-64', 'role', 'bewoner') FROM new;
    DROP TABLE new;
    UPDATE consultation SET stage = 'closed', closed_at = now(), fixed_at = now()
    WHERE id = '{{consultation}}';
"""  # noqa: S608 - a number and a UUID of our own
_SAME_ROWS: Final = """
    SELECT e.id, e.channel, a.coded, w.question, w.text
    FROM entry e JOIN coded_answers a ON a.entry_id = e.id
    LEFT JOIN answer_text w ON w.entry_id = e.id
    WHERE e.consultation_id = $1
"""


class Taken(Struct, frozen=True):
    seconds: float
    first: float
    bytes: int
    lines: int
    peak: float
    web: float


def _fill(here: Lab, many: int) -> None:
    """As the superuser, with the guards off: putting them in is not what is measured."""

    async def fill(sessions: Sessions) -> None:
        words = _FILL.format(many=many, consultation=here.consultation)
        async with sessions.begin() as db:
            for each in words.strip().split(";\n"):
                await db.execute(text(each.replace(":", "\\:").removesuffix(";")))
        async with sessions() as db:
            line = await db.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
            await line.execute(text("VACUUM ANALYZE"))
            await line.execute(text("CHECKPOINT"))

    here.work(fill, role="postgres")


def _cookie(here: Lab) -> str:
    async def sign_in(sessions: Sessions) -> str:
        async with sessions.begin() as db:
            account, _ = await accounts.invite(
                db, SYSTEM, username="griffie", name="Griffie", role=Role.GRIFFIE
            )
            return staff_sessions.begin(db, account)

    return f"{staff_sessions.COOKIE}={here.work(sign_in)}"


def _taken(here: Lab, at: Site, cookie: str) -> Taken:
    """The whole file, as a browser takes it."""
    line = http.client.HTTPConnection(urlsplit(at.base).netloc, timeout=600)
    everything = usage.Peak([at.pid, here.postmaster])
    website = usage.Peak([at.pid])
    with everything, website:
        started = time.perf_counter()
        path = f"/griffie/raadplegingen/{here.consultation}/reacties.csv"
        line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        reply = line.getresponse()
        if reply.status != http.client.OK:
            raise Refused(f"The website answered {reply.status}; nothing was measured.")
        first, size, lines = 0.0, 0, 0
        while piece := reply.read(PIECE):
            first = first or time.perf_counter() - started
            size += len(piece)
            lines += piece.count(b"\n")
        seconds = time.perf_counter() - started
    line.close()
    return Taken(seconds, first, size, lines - 1, everything.mebibytes, website.mebibytes)


def _limit(here: Lab) -> float:
    async def copy(sessions: Sessions) -> float:
        async def drop(_: bytes) -> None:
            return None

        async with sessions() as db:
            raw = await (await db.connection()).get_raw_connection()
            driver: Any = raw.driver_connection  # asyncpg's own, which SQLAlchemy has no COPY for
            await driver.execute("SET statement_timeout = 0")
            started = time.perf_counter()
            await driver.copy_from_query(_SAME_ROWS, here.consultation, output=drop)
            return time.perf_counter() - started

    return here.work(copy)


def _measured(
    here: Lab, many: int, rounds: int, take: Callable[[], Taken]
) -> tuple[list[Taken], list[float]]:
    ours: list[Taken] = []
    limits: list[float] = []
    for number in range(rounds):
        limits.append(_limit(here))
        ours.append(take())
        say(f"{many}: {ours[-1].seconds:.2f} s, limit {limits[-1]:.2f} s, {number + 1} of {rounds}")
        if ours[-1].lines != many:
            raise Refused(f"{ours[-1].lines} lines came, of {many} responses.")
    return ours, limits


def _told(name: str, ours: list[Taken], limits: list[float]) -> dict[str, object]:
    seconds = statistics.median(one.seconds for one in ours)
    return {
        f"seconds{name}": round(seconds, 2),
        f"firstByteSeconds{name}": round(statistics.median(one.first for one in ours), 3),
        f"limitSeconds{name}": round(statistics.median(limits), 2),
        f"ratioToCopy{name}": round(
            statistics.median(one.seconds / each for one, each in zip(ours, limits, strict=True)), 2
        ),
        f"bytes{name}": ours[0].bytes,
        f"peakMiB{name}": round(max(one.peak for one in ours)),
        f"websiteMiB{name}": round(max(one.web for one in ours)),
    }


def run(arguments: argparse.Namespace) -> None:
    small, large = arguments.responses // 10, arguments.responses
    if small < 1 or arguments.rounds < 1:
        raise Refused("--responses must be 10 or more, --rounds 1 or more.")
    with lab(draft(range(1, POINTS + 1), []), points=POINTS) as here, site(here) as at:
        cookie = _cookie(here)
        _fill(here, small)
        _taken(here, at, cookie)  # the first time a website does anything it loads what it needs
        few = _measured(here, small, arguments.rounds, lambda: _taken(here, at, cookie))
        say(f"putting {large - small} more in")
        _fill(here, large - small)
        many = _measured(here, large, arguments.rounds, lambda: _taken(here, at, cookie))
    result = {
        "responses": large,
        **_told("Tenth", *few),
        **_told("All", *many),
    }
    ratio = statistics.median(one.seconds for one in many[0]) / statistics.median(
        one.seconds for one in few[0]
    )
    result["tenTimesTakes"] = round(ratio, 1)
    tell(arguments, result, "\n".join(f"{name:21} {{{name}}}" for name in result))
