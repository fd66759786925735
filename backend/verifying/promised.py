# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the log keeps a promise that was made to somebody when they answered."""

from backend.ledger import notes, promises
from backend.ledger.notes import NoteError
from backend.verifying import files
from backend.verifying.chain import Chain
from backend.verifying.findings import Findings, Unreadable
from backend.verifying.signatures import Signatures

_FILE = "belofte"


def skip(findings: Findings) -> None:
    findings.skip("De belofte die u kreeg.", "Geef haar bestand op met --promise.", "P1")


def check(content: bytes, chain: Chain, keys: Signatures, findings: Findings) -> None:
    """`content`: the promise as it was shown, or copied from there: then the line ends may be
    others. `Unreadable` when it is none."""
    content = content.replace(b"\r\n", b"\n").strip() + b"\n"
    try:
        made = promises.parse(notes.parse(content).text)
    except NoteError as error:
        raise Unreadable(f"{_FILE} is niet te lezen: {error}") from None
    try:
        notes.opened(content, keys.promising)
    except NoteError as error:
        what = f"niet getekend met een sleutel die het logboek noemt. {error}"
        findings.fault("P1", _FILE, what)
    found = chain.contents.get(made.leaf)
    if found is None:
        what = f"de reactie van {made.moment} staat niet in het logboek."
        findings.fault("P1", files.LOG, what)
    elif found.consultation != made.consultation:
        what = "de reactie staat bij een andere raadpleging."
        findings.fault("P1", files.LOG, what, found.position)
