# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a consultation opened with: its questions, its rules and the document it was about."""

import hashlib

from msgspec import Struct

from backend.ledger.commitments import Uncanonical, canonical
from backend.verifying import entries, files
from backend.verifying.files import Bundle
from backend.verifying.findings import Findings, Unreadable
from surveys.questionnaire import Questionnaire
from surveys.rules import Rules


class Defined(Struct, frozen=True):
    """Each as the bytes that are hashed, and as what they say."""

    consultation: str
    questions: bytes
    asked: Questionnaire
    rule_bytes: bytes
    rules: Rules
    document: bytes
    title: str
    points: dict[int, str]


Document = tuple[str, str, list[tuple[int, str]], str]


def read(bundle: Bundle, consultation: str) -> Defined:
    questions = bundle.whole(files.QUESTIONS)
    rules = bundle.whole(files.RULES)
    document = bundle.whole(files.DOCUMENT)
    title, _, points, _ = bundle.decoded(files.DOCUMENT, document, Document)
    asked = bundle.decoded(files.QUESTIONS, questions, Questionnaire)
    about = {question.decision_point or 0 for question in asked.questions} - {0}
    if missing := about - {number for number, _ in points}:
        raise Unreadable(f"{files.DOCUMENT}: zonder beslispunt {min(missing)}.")
    return Defined(
        consultation,
        questions,
        asked,
        rules,
        bundle.decoded(files.RULES, rules, Rules),
        document,
        title,
        dict(points),
    )


Opened = entries.Definition | entries.Earlier


def check(bundle: Bundle, held: Defined, entry: Opened, findings: Findings) -> None:
    """Of what was opened before there was a log, the rules are not in it."""
    rules = None if isinstance(entry, entries.Earlier) else entry.regels
    for rule, name, content, expected in (
        ("C1", files.QUESTIONS, held.questions, entry.vragen),
        ("C2", files.RULES, held.rule_bytes, rules),
        ("C3", files.DOCUMENT, held.document, entry.stuk),
    ):
        if expected is not None and hashlib.sha256(content).hexdigest() != expected:
            findings.fault(rule, name, f"verwacht was SHA-256 {expected} (logboek).")
    try:
        written = canonical(bundle.plain(files.RULES, held.rule_bytes))
    except Uncanonical:
        written = b""
    if written != held.rule_bytes:
        findings.fault("C2", files.RULES, "is niet geschreven zoals het hoort.")
