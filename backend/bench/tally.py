# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`raadgever bench tally`: from a million answers in the database to a stored result.

The answers are put straight into the tables; batches, ticks and the recount of closing are the
worker's own, in this process. What is told apart: counting batches while answers come in, one tick
with a hundred new answers at ten thousand and at all that there are, and closing, which recounts
everything from the raw entries. Memory is of this process and of PostgreSQL together.
"""

import argparse
import os
import statistics
import sys
import time
from typing import Final

from sqlalchemy import func, select, text

from backend import outbox, worker
from backend.bench import usage
from backend.bench.lab import Lab, lab
from backend.commands.ending import tell
from backend.consultations.tables import Consultation
from backend.database import Sessions
from backend.errors import Refused
from backend.outbox import Topic, promise
from backend.results.batch_files import Files
from backend.results.tables import Result
from surveys.lifecycle import Stage
from surveys.questionnaire import Questionnaire
from surveys.questions import StanceQuestion
from surveys.stances import Stance
from surveys.template import draft, stance_key

POINTS: Final = 10
SMALL: Final = 10_000
NEW: Final = 100
TICKS: Final = 9
_STANCES: Final = ", ".join(f"'{stance}'" for stance in Stance)
_ONE: Final = f"(ARRAY[{_STANCES}])[1 + floor(random() * {len(Stance)})::int]"
_CODED: Final = ", ".join(f"'{stance_key(n)}', {_ONE}" for n in range(1, POINTS + 1))
_FILL: Final = f"""
    CREATE TEMPORARY TABLE new AS SELECT gen_random_uuid() AS id FROM generate_series(1, {{many}});
    INSERT INTO entry (id, consultation_id, response_id, kind, channel, form_key, body_hash)
      SELECT id, '{{consultation}}', id, 'submission', 'web', gen_random_uuid(), '' FROM new;
    INSERT INTO coded_answers (entry_id, coded) SELECT id, jsonb_build_object({_CODED}) FROM new;
    INSERT INTO background (entry_id, coded)
      SELECT id, jsonb_build_object('age_band', (ARRAY['15-24', '25-44', '45-64', '65+'])
        [1 + floor(random() * 4)::int]) FROM new;
    INSERT INTO promise (topic, subject, item)
      SELECT 'entry_received', '{{consultation}}', id FROM new;
    DROP TABLE new;
"""  # noqa: S608 - a number and a UUID of our own


def _asked() -> Questionnaire:
    whole = draft(range(1, POINTS + 1), []).questions
    return Questionnaire(
        tuple(each for each in whole if isinstance(each, StanceQuestion) or each.key == "age_band")
    )


def _fill(here: Lab, many: int) -> None:
    """As the superuser, with the guards off: putting a million rows in is not what is measured."""
    words = _FILL.format(many=many, consultation=here.consultation)

    async def fill(sessions: Sessions) -> None:
        async with sessions.begin() as db:
            for each in (
                "SET LOCAL session_replication_role = replica",
                "SET LOCAL statement_timeout = 0",
                *words.split(";")[:-1],
            ):
                await db.execute(text(each))
        async with sessions() as db:
            line = await db.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
            await line.execute(text("VACUUM ANALYZE"))

    here.work(fill, role="postgres")


def _keep(here: Lab) -> float:
    """Work off what is promised, as a worker does; how many seconds it took."""

    async def keep(sessions: Sessions) -> float:
        started = time.perf_counter()
        await outbox.keep_promises(sessions, worker.works(Files(here.home / "batches")))
        took = time.perf_counter() - started
        async with sessions() as db:
            if left := (await db.scalars(select(func.count(outbox.PromiseRow.id)))).one():
                raise Refused(f"{left} promises were not kept; nothing was measured.")
        return took

    return here.work(keep)


def _tick(here: Lab) -> float:
    """Milliseconds for a hundred new answers, the middle of several."""
    took: list[float] = []
    for _ in range(TICKS):
        _fill(here, NEW)
        took.append(_keep(here) * 1000)
    return statistics.median(took)


def close(here: Lab) -> None:
    async def close(sessions: Sessions) -> None:
        async with sessions.begin() as db:
            row = await db.get_one(Consultation, here.consultation)
            row.stage = Stage.CLOSED
            promise(db, Topic.CONSULTATION_CLOSED, row.id)

    here.work(close)


def _counted(here: Lab) -> int:
    async def look(sessions: Sessions) -> int:
        async with sessions() as db:
            return (await db.scalars(select(Result.counted))).one()

    return here.work(look)


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def run(arguments: argparse.Namespace) -> None:
    if arguments.responses < 2 * SMALL:
        raise Refused(f"--responses must be {2 * SMALL} or more.")
    with lab(_asked(), points=POINTS) as here:
        _fill(here, SMALL)
        _keep(here)
        at_first = _tick(here)
        left = arguments.responses - SMALL - 2 * TICKS * NEW
        _say(f"putting {left} answers in")
        _fill(here, left)
        _say("counting batches")
        with usage.Peak([os.getpid(), here.postmaster]) as building:
            built = _keep(here)
        at_last = _tick(here)
        close(here)
        _say("closing")
        with usage.Peak([os.getpid(), here.postmaster]) as closing:
            seconds = _keep(here)
        counted = _counted(here)
    if counted != arguments.responses:
        raise Refused(f"{counted} answers were counted, of {arguments.responses}.")
    result = {
        "responses": counted,
        "seconds": round(seconds, 1),
        "peakMiB": round(closing.mebibytes),
        "batchSeconds": round(built, 1),
        "batchPeakMiB": round(building.mebibytes),
        "tickMsAt10000": round(at_first, 1),
        "tickMsAtAll": round(at_last, 1),
        "tickRatio": round(at_last / at_first, 2),
    }
    tell(arguments, result, "\n".join(f"{name:16} {{{name}}}" for name in result))
