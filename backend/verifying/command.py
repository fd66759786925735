# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`verify`: what a bundle proves, what it does not, and what is wrong with it."""

import argparse
import sys
from pathlib import Path
from typing import Any, Final

import msgspec

from backend.ledger import notes
from backend.ledger.notes import NoteError, Verifier
from backend.verifying.checking import Verdict, verify
from backend.verifying.findings import RULES, Unreadable

FAILED, UNREADABLE = 1, 2
_GOOD: Final = "Dit pakket klopt, voor zover het na te rekenen is."
_BAD: Final = "Dit pakket klopt niet."


def _key(given: str) -> Verifier:
    try:
        found = notes.verifier(given)
    except NoteError as error:
        raise Unreadable(f"--key: {error}") from None
    if found.kind != notes.LOG:
        raise Unreadable("--key: dit is de sleutel van een getuige, niet van een logboek.")
    return found


def _promise(given: str | None) -> bytes | None:
    if given is None:
        return None
    try:
        with Path(given).open("rb") as file:
            return file.read(notes.MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"--promise: {given} is niet te lezen ({error.strerror}).") from None


def as_json(verdict: Verdict) -> dict[str, Any]:
    findings = verdict.findings
    return {
        "good": findings.good,
        "consultation": verdict.consultation,
        "sealed": verdict.sealed,
        "entries": verdict.entries,
        "responses": verdict.responses,
        "counted": verdict.counted,
        "checked": findings.checked,
        "faults": [msgspec.to_builtins(one) for one in findings.faults],
        "faultsPerRule": dict(sorted(findings.often.items())),
        "notChecked": [msgspec.to_builtins(one) for one in findings.skipped],
    }


def lines(verdict: Verdict) -> list[str]:
    findings = verdict.findings
    kind = "verzegeld" if verdict.sealed else "openbaar"
    found = [
        f"Raadpleging {verdict.consultation}, {kind} pakket.",
        f"{verdict.entries} regels in het logboek.",
        f"{verdict.responses} reacties ontvangen, {verdict.counted} geteld.",
        "",
        "Nagerekend:",
        *(f"  {rule}  {RULES[rule]}" for rule in findings.checked),
    ]
    if findings.skipped:
        found += ["", "Niet nagerekend:"]
        for what, why in dict.fromkeys((one.what, one.why) for one in findings.skipped):
            found.append(f"  -   {what} {why}")
    if findings.broken:
        found += ["", "Fout:"]
        for rule in findings.broken:
            found.append(f"  {rule}  Dit klopt niet: {RULES[rule]}")
            told = [one for one in findings.faults if one.rule == rule]
            found += [f"        {one}" for one in told]
            if (more := findings.often[rule] - len(told)) > 0:
                found.append(f"        ... en nog {more} keer.")
    return [*found, "", _GOOD if findings.good else _BAD]


def run(arguments: argparse.Namespace) -> int:
    """0 when all holds, 1 when a rule is broken, 2 when there is nothing to check."""
    try:
        promise = _promise(arguments.promise)
        verdict = verify(Path(arguments.folder), _key(arguments.key), promise)
    except Unreadable as error:
        sys.stderr.write(f"{error}\n")
        if arguments.json:
            sys.stdout.write(msgspec.json.encode({"error": [str(error)]}).decode() + "\n")
        return UNREADABLE
    if arguments.json:
        sys.stdout.write(msgspec.json.encode(as_json(verdict)).decode() + "\n")
    else:
        sys.stdout.write("\n".join(lines(verdict)) + "\n")
    return 0 if verdict.findings.good else FAILED
