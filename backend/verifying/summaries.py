# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether every version of the summary is the one in the log, and says what follows."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Final

import msgspec
from msgspec import Struct

from analysis import letter_sentences, members, sentences
from analysis.figures import Figures
from backend.results.content import FORMAT, Content
from backend.verifying import entries, files
from backend.verifying.defining import Defined
from backend.verifying.files import Bundle
from backend.verifying.findings import Findings
from backend.verifying.recounting import Json, Recount, differences, plain
from backend.verifying.steps import Steps

_UNSIGNED: Final = "Er was nog niets ondertekend toen die definitief werd."
_LETTERS: Final = "Wie de zinnen over brieven bedoelen; hun aantallen zijn wel nagekeken."


class Version(Struct, frozen=True):
    name: str
    entry: entries.Summary
    content: Content


def read(bundle: Bundle, held: Iterable[entries.Summary], findings: Findings) -> list[Version]:
    """Of every version that is in the log, its file."""
    found: list[Version] = []
    for entry in held:
        name = files.summary(entry.nummer)
        content = bundle.whole(name)
        if hashlib.sha256(content).hexdigest() != entry.inhoud:
            findings.fault("S1", name, f"verwacht was SHA-256 {entry.inhoud} (logboek).")
        found.append(Version(name, entry, bundle.decoded(name, content, Content)))
    return found


def printed(bundle: Bundle) -> Iterator[int]:
    """The sizes of the log that some version prints."""
    for number in count(1):
        name = files.summary(number)
        if not (bundle.folder / name).exists():
            return
        log = bundle.decoded(name, bundle.whole(name), Content).log
        if log is not None:
            yield log.size


def points_at(version: Version, roots: Mapping[int, bytes], findings: Findings) -> None:
    """Whoever has the summary on paper holds this log, and no other."""
    log = version.content.log
    if log is None:
        findings.skip(f"Het controlepunt in versie {version.entry.nummer}.", _UNSIGNED)
    elif roots.get(log.size, b"").hex() != log.root:
        what = f"bij {log.size} regels was de wortel {log.root}."
        findings.fault("S5", version.name, what)


def fits(version: Version, defined: Defined, steps: Steps, findings: Findings) -> None:
    """Everything in it that was fixed elsewhere."""
    content, entry = version.content, version.entry
    expected: dict[str, Json] = {
        "format": FORMAT,
        "consultation": defined.consultation,
        "number": entry.nummer,
        "title": defined.title,
        "document_hash": hashlib.sha256(defined.document).hexdigest(),
        "questionnaire_hash": hashlib.sha256(defined.questions).hexdigest(),
        "result_hash": entry.uitslag,
        "rules": plain(defined.rules),
        "background": [
            {
                "key": one.key,
                "label": one.label,
                "options": {option.value: option.label for option in one.options},
            }
            for one in defined.asked.background()
        ],
    }
    said: Json = {name: plain(getattr(content, name)) for name in expected}
    for where, what in differences(expected, said):
        findings.fault("S2", version.name, f"{where}: {what}.")
    why = steps.reason(entry.nummer)
    if why is not None and hashlib.sha256(content.correction.encode()).hexdigest() != why:
        findings.fault("C9", version.name, f"verwacht was een reden met SHA-256 {why} (logboek).")
    shown = msgspec.json.encode(content.figures, order="deterministic")
    if hashlib.sha256(shown).hexdigest() != entry.uitslag:
        findings.fault("S2", version.name, "toont andere cijfers dan de uitslag in het logboek.")


def _expected(found: Recount, figures: Figures, *, sealed: bool) -> Iterator[Json]:
    digest = members.digests(found.sets.order)
    told = (
        found.figures if sealed else msgspec.structs.replace(found.figures, letters=figures.letters)
    )
    for one in sentences.unchecked(told, found.sets):
        known = sealed or one.rule != letter_sentences.RULE
        yield {
            "rule": str(one.rule),
            "point": one.decision_point,
            "text": one.text,
            "cites": [
                [cited.question, cited.count, digest(cited.entries).hex() if known else None]
                for cited in one.citations
            ],
        }


def _printed(content: Content, *, sealed: bool) -> Iterator[Json]:
    for one in content.sentences:
        known = sealed or one.rule != letter_sentences.RULE
        yield {
            "rule": str(one.rule),
            "point": one.decision_point,
            "text": one.text,
            "cites": [
                [cited.question, cited.count, cited.entries if known else None]
                for cited in one.citations
            ],
        }


def hold(
    version: Version, found: Recount, figures: Figures, findings: Findings, *, sealed: bool
) -> None:
    """The same sentences, with the same numbers, about the same entries."""
    ours = list(_expected(found, figures, sealed=sealed))
    theirs = list(_printed(version.content, sealed=sealed))
    if len(ours) != len(theirs):
        what = f"er staan {len(theirs)} zinnen, uit de reacties volgen er {len(ours)}."
        findings.fault("S3", version.name, what)
    for place, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        for where, what in differences(one, other):
            findings.fault("S3", version.name, f"zin {place + 1}, {where}: {what}.")
    if not sealed and figures.letters:
        findings.skip(_LETTERS, "Dat bewijst alleen het verzegelde pakket.")
