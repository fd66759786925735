# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`bench verify`: how long a stranger waits for a recount, and with how much memory.

A public bundle of so many answers is made first, without a database; then `raadgever verify` runs
on it as a process of its own, start included. The limit is SHA-256 by itself over the same log and
as many openings.
"""

import argparse
import datetime as dt
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec

from analysis import members, sentences
from backend.bench import usage
from backend.commands.ending import tell
from backend.consultations.drafting import encode as encode_questions
from backend.consultations.logged import canonical_rules
from backend.council.versions import hashed
from backend.errors import Refused
from backend.ledger import bodies, checkpoints, commitments, fields, notes, tree
from backend.ledger.checkpoints import Checkpoint
from backend.ledger.fields import Said
from backend.results.content import FORMAT, Asked, Cited, Content
from backend.results.content import Said as Sentence
from backend.results.content import encode as encode_content
from backend.verifying import defining, files, quoting, recounting
from backend.verifying.case import Case
from backend.verifying.chain import Chain
from backend.verifying.checking import walk
from backend.verifying.deciding import Decisions
from backend.verifying.findings import Findings
from backend.verifying.openings import Openings
from backend.verifying.signatures import Signatures
from backend.verifying.steps import Steps
from surveys.rules import Rules
from surveys.stances import Stance
from surveys.template import AGE_BANDS, draft

OWN: Final = UUID(int=31)
MOMENT: Final = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
POINTS: Final = ((1, "De raad legt een park aan."), (2, "De raad betaalt het."))
QUESTIONS: Final = draft([number for number, _ in POINTS], [])


def _said(chance: random.Random) -> Said:
    coded = {f"{n}.stance": str(chance.choice(list(Stance))) for n, _ in POINTS}
    texts = {f"{n}.advice": "Plant meer bomen." for n, _ in POINTS if chance.random() < 1 / 3}
    return Said(coded, texts, {"age_band": chance.choice(AGE_BANDS).value})


def _responses(many: int) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """An entry of the log, and what is opened of it in public."""
    chance = random.Random(1)  # noqa: S311 - the same bundle each time
    for number in range(many):
        entry, key = UUID(int=chance.getrandbits(128), version=4), chance.randbytes(32)
        said = _said(chance)
        whole = fields.fields(QUESTIONS, said, entry=entry, channel="web", day=MOMENT.date())
        opened = {
            name: [value, commitments.salt(key, name).hex()]
            for name, value in whole.items()
            if name in {fields.ID, fields.CHANNEL}
            or (name.startswith(fields.QUESTION) and (value is None or name.endswith("stance")))
        }
        line = {"regel": number + 1, "kenmerk": str(entry), "open": opened}
        yield bodies.response(OWN, key, whole), line


class _Making:
    """The folder, while its log grows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.signer = notes.new_signer("bench.example/log", hashlib.sha256(b"bench").digest())
        self.growing = tree.Frontier()
        self.openings = 0

    def add(self, *entries: bytes) -> None:
        with (self.folder / files.LOG).open("ab") as out:
            for entry in entries:
                out.write(entry + b"\n")
                self.growing.append(tree.leaf_hash(entry))

    def put(self, name: str, content: bytes) -> bytes:
        (self.folder / name).write_bytes(content)
        return hashlib.sha256(content).digest()

    def respond(self, many: int) -> None:
        with (self.folder / files.RESPONSES).open("wb") as out:
            for entry, line in _responses(many):
                self.add(entry)
                out.write(commitments.canonical(line) + b"\n")
                self.openings += len(line["open"])

    def checkpoint(self) -> Checkpoint:
        found = Checkpoint(self.signer.name, self.growing.size, self.growing.root())
        self.put(files.CHECKPOINT, str(checkpoints.signed(found, self.signer)).encode())
        return found


def _content(case: Case, found: recounting.Recount, result: bytes) -> Content:
    digest = members.digests(found.sets.order)
    said = tuple(
        Sentence(
            one.rule,
            one.decision_point,
            one.text,
            tuple(Cited(c.question, c.count, digest(c.entries).hex()) for c in one.citations),
        )
        for one in sentences.write(found.figures, found.sets)
    )
    defined = case.defined
    questions = hashlib.sha256(defined.questions).digest()
    return Content(
        FORMAT, "Merenburg", defined.title, "bench", OWN, 1, OWN,
        hashlib.sha256(defined.document).hexdigest(), MOMENT, MOMENT, MOMENT, defined.rules,
        questions.hex(), result.hex(), quoting.seed_of(questions, found),
        tuple(
            Asked(one.key, one.label, {o.value: o.label for o in one.options})
            for one in defined.asked.background()
        ),
        found.figures, said, (), "",
    )  # fmt: skip


def _make(folder: Path, many: int) -> _Making:
    """Counted with the same functions that check it: what is measured is the time."""
    making = _Making(folder)
    about = {"formaat": files.FORMAT, "raadpleging": str(OWN), "verzegeld": 0}
    making.put(files.ABOUT, msgspec.json.encode(about))
    version = making.put(files.DOCUMENT, hashed("Een park", "Een park.", POINTS, "1"))
    asked = making.put(files.QUESTIONS, encode_questions(QUESTIONS))
    rules = making.put(files.RULES, canonical_rules(Rules()))
    making.add(
        bodies.definition(
            OWN, version=version, questions=asked, rules=rules, opens=MOMENT, closes=MOMENT
        )
    )
    making.put(files.REVIEWS, b"")
    making.respond(many)
    bundle, findings = files.Bundle(folder), Findings()
    defined, chain = defining.read(bundle, str(OWN)), Chain(str(OWN), findings)
    held, steps = Openings(bundle, QUESTIONS, findings), Steps(chain, findings)
    decisions = Decisions(chain, defined.points, findings)
    case = Case(bundle, defined, chain, held, steps, decisions, findings, sealed=False, roots={})
    walk(case, making.checkpoint(), Signatures(making.signer.verifier, findings))
    found = recounting.recount(case, making.growing.size)
    if found is None or findings.faults:
        raise Refused(f"The bundle that was made is wrong: {findings.faults[:3]}")
    figures = msgspec.structs.replace(found.figures, who=(), crossings=())
    found = recounting.Recount(figures, found.sets, found.aside)
    result = making.put(files.RESULT, msgspec.json.encode(figures, order="deterministic"))
    content = making.put(files.summary(1), encode_content(_content(case, found, result)))
    making.add(bodies.tally(OWN, number=1, counted=many, result=result))
    making.add(bodies.summary(OWN, number=1, content=content, result=result))
    making.checkpoint()
    return making


def _bare(making: _Making) -> float:
    lines = (making.folder / files.LOG).read_bytes().splitlines()
    one, pair = bytes(120), bytes(65)
    started = time.perf_counter()
    for line in lines:
        hashlib.sha256(line).digest()
        hashlib.sha256(pair).digest()
    for _ in range(making.openings):
        hashlib.sha256(one).digest()
    return time.perf_counter() - started


def run(arguments: argparse.Namespace) -> None:
    if arguments.responses < 1:
        raise Refused("--responses must be 1 or more.")
    with tempfile.TemporaryDirectory() as place:
        sys.stderr.write("making a bundle\n")
        making = _make(Path(place), arguments.responses)
        key = str(making.signer.verifier)
        words = [sys.executable, "-m", "backend.cli", "verify", place, "--key", key, "--json"]
        load, started = os.getloadavg()[0], time.perf_counter()
        with subprocess.Popen(words, stdout=subprocess.PIPE) as process:  # noqa: S603 - ourselves
            with usage.Peak([process.pid]) as peak:
                said, _ = process.communicate()
            seconds = time.perf_counter() - started
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        if process.returncode:
            raise Refused(f"The bundle does not hold: {said.decode()[:2000]}")
        told = json.loads(said)
        result = {
            "responses": told["counted"],
            "openings": making.openings,
            "megabytes": sum(path.stat().st_size for path in Path(place).iterdir()) // 1_000_000,
            "seconds": round(seconds, 2),
            "cpuSeconds": round(used.ru_utime + used.ru_stime, 2),
            "ratioToSha256": round(seconds / _bare(making), 1),
            "peakMiB": round(peak.mebibytes),
            "loadBefore": round(load, 2),
        }
    tell(arguments, result, "\n".join(f"{name:16} {{{name}}}" for name in result))
