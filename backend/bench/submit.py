# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`raadgever bench submit`: answers that are stored per second, over HTTP, from 32 lines at once.

The limit is PostgreSQL itself: pgbench, on the same server in the same run, writing the same rows
in one transaction each, prepared, from 32 clients. Rounds take turns, so that a busy moment of the
machine hits all alike; a ratio is the median of the rounds'.
"""

import argparse
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from uuid import uuid4

import msgspec
from msgspec import Struct

from backend.bench import usage
from backend.bench.lab import SLUG, Lab, Site, lab, site
from backend.bench.load import Seen, fire
from backend.bench.pages import hello
from backend.commands.ending import tell
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.database import Sessions
from backend.errors import Refused
from backend.participation import seal, taking_part
from backend.participation.seal import Form
from surveys.template import draft

POINTS: Final = 4
CLIENTS: Final = 32
ANSWERS: Final[Mapping[str, str]] = {
    "1.stance": "for",
    "2.stance": "for_if",
    "3.stance": "against",
    "4.stance": "no_opinion",
    "1.advice": "Plant ook bomen langs de Meerkade, want daar is het in de zomer veel te warm. "
    * 3,
    "2.condition": "Als de bus blijft rijden en er genoeg plek is voor fietsen. " * 3,
    "age_band": "45-64",
    "role": "bewoner",
}
# The rows of one such answer. A number of 128 bits stands for each id; the guards of the tables are
# at work for pgbench as they are for us.
_PGBENCH: Final = """
\\set a random(0, 9223372036854775806)
\\set b random(0, 9223372036854775806)
BEGIN;
INSERT INTO entry (id, consultation_id, response_id, kind, channel, form_key, body_hash)
  VALUES (CAST(lpad(to_hex(:a::bigint), 16, '0') || lpad(to_hex(:b::bigint), 16, '0') AS uuid),
    '{consultation}',
    CAST(lpad(to_hex(:a::bigint), 16, '0') || lpad(to_hex(:b::bigint), 16, '0') AS uuid),
    'submission', 'web',
    CAST(lpad(to_hex(:b::bigint), 16, '0') || lpad(to_hex(:a::bigint), 16, '0') AS uuid),
    '\\x{digest}');
INSERT INTO coded_answers (entry_id, coded)
  VALUES (CAST(lpad(to_hex(:a::bigint), 16, '0') || lpad(to_hex(:b::bigint), 16, '0') AS uuid),
    '{coded}');
INSERT INTO answer_text (entry_id, question, text)
  VALUES (CAST(lpad(to_hex(:a::bigint), 16, '0') || lpad(to_hex(:b::bigint), 16, '0') AS uuid),
    '1.advice', '{advice}');
INSERT INTO answer_text (entry_id, question, text)
  VALUES (CAST(lpad(to_hex(:a::bigint), 16, '0') || lpad(to_hex(:b::bigint), 16, '0') AS uuid),
    '2.condition', '{condition}');
INSERT INTO background (entry_id, coded)
  VALUES (CAST(lpad(to_hex(:a::bigint), 16, '0') || lpad(to_hex(:b::bigint), 16, '0') AS uuid),
    '{about}');
INSERT INTO receipt (response_id, fingerprint)
  VALUES (CAST(lpad(to_hex(:a::bigint), 16, '0') || lpad(to_hex(:b::bigint), 16, '0') AS uuid),
    decode(lpad(to_hex(:a::bigint), 32, '0') || lpad(to_hex(:b::bigint), 32, '0'), 'hex'));
INSERT INTO entry_key (entry_id, key)
  VALUES (CAST(lpad(to_hex(:a::bigint), 16, '0') || lpad(to_hex(:b::bigint), 16, '0') AS uuid),
    decode(lpad(to_hex(:b::bigint), 32, '0') || lpad(to_hex(:a::bigint), 32, '0'), 'hex'));
INSERT INTO promise (topic, subject, item)
  VALUES ('entry_received', '{consultation}',
    CAST(lpad(to_hex(:a::bigint), 16, '0') || lpad(to_hex(:b::bigint), 16, '0') AS uuid));
COMMIT;
"""


class Round(Struct, frozen=True):
    """Per second, and in `app` and `database` microseconds of CPU per submission."""

    rate: float
    acknowledged: int
    stored: int
    app: float
    database: float
    seen: Seen


def _json_bodies(path: Path, amount: int) -> None:
    with path.open("wb") as out:
        for _ in range(amount):
            body = {"sleutel": str(uuid4()), "antwoorden": ANSWERS}
            out.write(msgspec.json.encode(body) + b"\n")


def _form_bodies(path: Path, amount: int, shown: Shown, secret: bytes) -> None:
    """What a browser sends from the check page, as our own pages would have signed it."""
    blank = taking_part.begin(shown)
    typed = {name: [said] for name, said in ANSWERS.items()}
    with path.open("w") as out:
        for _ in range(amount):
            form = Form(blank.consultation, blank.questionnaire, uuid4(), typed, checked=True)
            stand = seal.write_form(secret, form)
            out.write(urlencode({"stand": stand, "pagina": "5", "naar": "versturen"}) + "\n")


class _Way(Struct, frozen=True):
    """One way to send an answer, and what is said when it is stored."""

    url: str
    kind: str
    good: int


def _sent(here: Lab, at: Site, way: _Way, bodies: Path, amount: int) -> Round:
    before = here.number("SELECT count(*) FROM entry")
    postmaster = here.postmaster
    app, base = usage.seconds([at.pid]), usage.seconds([postmaster])
    seen = fire(way.url, amount=amount, connections=CLIENTS, bodies=bodies, kind=way.kind)
    app, base = usage.seconds([at.pid]) - app, usage.seconds([postmaster]) - base
    stored = here.number("SELECT count(*) FROM entry") - before
    acknowledged = seen.of(way.good)
    if acknowledged != amount:
        raise Refused(f"Of {amount} answers {acknowledged} were acknowledged: {seen.statuses}.")
    if stored != acknowledged:
        raise Refused(f"{acknowledged} answers were acknowledged, and {stored} are stored.")
    micro = 1e6 / amount
    return Round(amount / seen.seconds, acknowledged, stored, app * micro, base * micro, seen)


def _pgbench(here: Lab, script: Path, amount: int) -> float:
    """Transactions per second."""
    ran = subprocess.run(  # noqa: S603 - a program we found
        [
            *(str(here.servers.bin / "pgbench"), "-n", "-M", "prepared", "-c", str(CLIENTS)),
            *("-j", "2", "-t", str(max(amount // CLIENTS, 1)), "-f", str(script)),
            *("-h", str(here.servers.run), "-p", "5432", "-U", "raadgever_app", "raadgever"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line for line in ran.stdout.splitlines() if line.startswith("tps")]
    if ran.returncode or not found:
        raise Refused(f"pgbench stopped: {ran.stderr.strip()[-500:]}")
    return float(found[0].split()[2])


def _script(here: Lab, path: Path) -> None:
    coded = {name: said for name, said in ANSWERS.items() if name.endswith("stance")}
    about = {name: said for name, said in ANSWERS.items() if name in {"age_band", "role"}}
    words = _PGBENCH.format(
        consultation=here.consultation,
        digest="00" * 32,
        coded=msgspec.json.encode(coded).decode(),
        about=msgspec.json.encode(about).decode(),
        advice=ANSWERS["1.advice"].strip(),
        condition=ANSWERS["2.condition"].strip(),
    )
    path.write_text(words)


def _shown(here: Lab) -> Shown:
    async def look(sessions: Sessions) -> Shown:
        async with sessions() as db:
            return await consultations.find(db, SLUG)

    return here.work(look)


class _Round(Struct):
    json: Round
    form: Round
    pgbench: float
    hello: float


def _rounds(here: Lab, at: Site, amount: int, rounds: int) -> Iterator[_Round]:
    place, shown = here.home.parent, _shown(here)
    script, bodies = place / "rows.sql", place / "bodies"
    _script(here, script)
    api = _Way(f"{at.base}/api/v1/raadplegingen/{SLUG}/inzendingen", "application/json", 201)
    page = f"{at.base}/raadplegingen/{SLUG}/meedoen"
    form = _Way(page, "application/x-www-form-urlencoded", 303)
    with hello() as bare:
        for number in range(rounds + 1):
            many = amount if number else max(amount // 10, CLIENTS)  # the first one warms up
            limit = _pgbench(here, script, many)
            _json_bodies(bodies, many)
            as_json = _sent(here, at, api, bodies, many)
            _form_bodies(bodies, many, shown, here.secret.encode())
            as_form = _sent(here, at, form, bodies, many)
            greeted = fire(f"http://{bare}/", amount=many, connections=CLIENTS)
            if number:
                sys.stderr.write(f"round {number} of {rounds}\n")
                yield _Round(as_json, as_form, limit, many / greeted.seconds)


def _told(name: str, rounds: Sequence[Round], limits: Sequence[_Round]) -> dict[str, object]:
    pairs = list(zip(rounds, limits, strict=True))
    return {
        f"{name}PerSecond": round(statistics.median(one.rate for one in rounds)),
        f"{name}AppMicroseconds": round(statistics.median(one.app for one in rounds)),
        f"{name}DatabaseMicroseconds": round(statistics.median(one.database for one in rounds)),
        f"{name}MedianMs": statistics.median(one.seen.median_ms for one in rounds),
        f"{name}P99Ms": max(one.seen.p99_ms for one in rounds),
        f"{name}ShareOfHello": round(
            statistics.median(one.rate / limit.hello for one, limit in pairs), 3
        ),
        f"ratioToPgbench{'' if name == 'json' else 'Form'}": round(
            statistics.median(one.rate / limit.pgbench for one, limit in pairs), 3
        ),
    }


def run(arguments: argparse.Namespace) -> None:
    if arguments.amount < CLIENTS or arguments.rounds < 1:
        raise Refused(f"--amount must be {CLIENTS} or more, --rounds 1 or more.")
    with lab(draft(range(1, POINTS + 1), []), points=POINTS) as here, site(here) as at:
        found = list(_rounds(here, at, arguments.amount, arguments.rounds))
    all_rounds = [one for each in found for one in (each.json, each.form)]
    result = {
        **_told("json", [each.json for each in found], found),
        **_told("form", [each.form for each in found], found),
        "pgbenchPerSecond": round(statistics.median(each.pgbench for each in found)),
        "helloPerSecond": round(statistics.median(each.hello for each in found)),
        "acknowledged": sum(one.acknowledged for one in all_rounds),
        "stored": sum(one.stored for one in all_rounds),
    }
    words = "\n".join(f"{name:24} {{{name}}}" for name in result)
    tell(arguments, result, words)
