# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""All rules over one bundle, in one walk over its log."""

import hashlib
from pathlib import Path

from msgspec import Struct

from analysis.figures import Figures
from backend.ledger import checkpoints, notes, tree
from backend.ledger.checkpoints import Checkpoint
from backend.ledger.notes import NoteError, Verifier
from backend.verifying import (
    batching,
    defining,
    entries,
    files,
    openings,
    promised,
    quoting,
    recounting,
    rightly,
    summaries,
    tally,
)
from backend.verifying.case import Case
from backend.verifying.chain import Chain, Counted
from backend.verifying.deciding import Decisions
from backend.verifying.files import About, Bundle
from backend.verifying.findings import Findings, Unreadable
from backend.verifying.recounting import Recount
from backend.verifying.signatures import Signatures
from backend.verifying.steps import Steps
from backend.verifying.summaries import Version

_LATER = "Na de telling is er nog iets ingetrokken. Wat toen meetelde, kan niemand meer openen."
_FROM_FIGURES = ("T3", "T4", "T5", "T6", "T7", "T8", "T10", "T11", "S3", "D1", "D2", "D3")
_ASIDE = "Na de telling is iets ingetrokken dat apart lag. Wat het zei, kan niemand meer openen."
_BEFORE_ASIDE = "De uitslag is gemaakt voordat Raadgever die aantallen telde."
_NOT_BEFORE = ("C2", "T2", *_FROM_FIGURES)
_BEFORE = (
    "De raadpleging begon voordat er een logboek was. Wat toen al gebeurd was, staat er niet in."
)


class Verdict(Struct, frozen=True):
    """`entries` is the size of the log."""

    consultation: str
    sealed: bool
    entries: int
    responses: int
    counted: int
    findings: Findings


def _checkpoint(content: bytes, key: Verifier, findings: Findings) -> Checkpoint:
    """As it stands there; by whom it may be signed, only the log can say."""
    try:
        found = checkpoints.parse(notes.parse(content).text)
    except NoteError as error:
        raise Unreadable(f"{files.CHECKPOINT} is niet te lezen: {error}") from None
    if found.origin != key.name:
        findings.fault("L1", files.CHECKPOINT, f"dit is het logboek {found.origin}.")
    return found


def walk(case: Case, seen: Checkpoint, keys: Signatures) -> None:
    """Both long files, once, side by side."""
    bundle, chain, held, findings = case.bundle, case.chain, case.held, case.findings
    growing = tree.Frontier()
    for position, line in enumerate(bundle.lines(files.LOG, files.LONGEST_ENTRY)):
        if position >= seen.size:
            findings.fault("L2", files.LOG, f"meer dan {seen.size} regels.")
            break
        leaf = tree.leaf_hash(line)
        growing.append(leaf)
        if growing.size in case.roots:
            case.roots[growing.size] = growing.root()
        entry = entries.read(line)
        if entry is None:
            findings.fault("L4", files.LOG, "geen bekende regel, of anders geschreven.", position)
            continue
        content = chain.take(position, leaf, entry)
        case.steps.take(position, entry)
        case.decisions.take(position, entry)
        keys.take(position, entry)
        if content is not None and isinstance(entry, entries.Response | entries.Replacement):
            held.take(content, entry.d)
    held.finish()
    if growing.size < seen.size:
        findings.fault("L2", files.LOG, f"{growing.size} regels, verwacht waren er {seen.size}.")
    elif growing.root() != seen.root:
        findings.fault("L3", files.LOG, f"verwacht was wortel {seen.root.hex()}.")


def _tally(chain: Chain, findings: Findings) -> Counted | None:
    """On which the newest summary rests; without a summary there is nothing to hold it against."""
    versions = chain.summaries.get(chain.own)
    if not versions:
        findings.fault("S1", files.LOG, "het logboek heeft geen samenvatting van deze raadpleging.")
        return None
    held = [one for one in chain.mine if one.entry.uitslag == versions[-1].uitslag]
    if not held:
        findings.fault("T1", files.LOG, "het logboek heeft geen telling bij deze samenvatting.")
        return None
    return held[-1]


def verify(folder: Path, key: Verifier, promise: bytes | None = None) -> Verdict:
    """With the `promise` that somebody was given, if any. `Unreadable` when there is nothing to
    check; otherwise every fault that there is."""
    bundle, findings = Bundle(folder), Findings()
    about = bundle.read(files.ABOUT, About)
    if about.formaat != files.FORMAT:
        raise Unreadable(f"{files.ABOUT}: dit is geen pakket van de vorm {files.FORMAT}.")
    note = bundle.whole(files.CHECKPOINT, notes.MOST_BYTES)
    seen = _checkpoint(note, key, findings)
    defined = defining.read(bundle, about.raadpleging)
    chain = Chain(about.raadpleging, findings)
    held = openings.Openings(bundle, defined.asked, findings)
    steps = Steps(chain, findings)
    roots = dict.fromkeys(summaries.printed(bundle), b"")
    decisions = Decisions(chain, defined.points, findings)
    sealed = bool(about.verzegeld)
    case = Case(bundle, defined, chain, held, steps, decisions, findings, sealed, roots)
    keys = Signatures(key, findings)
    walk(case, seen, keys)
    keys.check(note)
    if promise is None:
        promised.skip(findings)
    else:
        promised.check(promise, chain, keys, findings)
    definition = chain.definitions.get(chain.own)
    if definition is None:
        findings.fault("C1", files.LOG, "het logboek kent deze raadpleging niet.")
    else:
        defining.check(bundle, defined, definition, findings)
    decisions.check(bundle)
    versions = [one.nummer for one in chain.summaries.get(chain.own, ())]
    for name in bundle.strangers(files.known(versions, sealed=case.sealed)):
        findings.fault("F1", name, "dit bestand hoort niet in dit pakket en is niet nagekeken.")
    counted = _tally(chain, findings)
    if counted is not None:
        _figures(case, counted)
    stood = counted.stood if counted else 0
    return Verdict(chain.own, case.sealed, seen.size, len(chain.rows), stood, findings)


def _figures(case: Case, counted: Counted) -> None:
    chain, findings, at = case.chain, case.findings, counted.position
    result = case.bundle.whole(files.RESULT)
    published = case.bundle.decoded(files.RESULT, result, Figures)
    versions = summaries.read(case.bundle, chain.summaries[chain.own], findings)
    tally.same(result, counted, findings)
    began_before = chain.own in chain.earlier
    if began_before:
        findings.skip("De spelregels, de cijfers, de zinnen en de citaten.", _BEFORE, *_NOT_BEFORE)
    else:
        tally.sums(published, chain.rows, counted, findings)
    tally.by_their_sums(published, findings)
    tally.no_small_cell(published, findings)
    tally.judged(published, findings)
    for version in versions:
        summaries.fits(version, case.defined, case.steps, findings)
        summaries.points_at(version, case.roots, findings)
    case.steps.check_reviews(case.bundle)
    case.steps.check_reasons(case.held, sealed=case.sealed)
    if published.k != case.defined.rules.k:
        what = f"k is {published.k}, in de regels {case.defined.rules.k}."
        findings.fault("T7", files.RESULT, what)
    found = None
    if began_before:
        pass
    elif any(row.shut and row.stands_at(at) for row in chain.rows):
        findings.skip("De cijfers, de zinnen en de citaten.", _LATER, *_FROM_FIGURES)
    else:
        found = recounting.recount(case, at, published, _before(versions, counted))
    if found is not None:
        plain = case.bundle.plain(files.RESULT, result)
        tally.check(found, plain, findings, sealed=case.sealed)
        if not found.aside or "with_aside" not in plain:
            why = _BEFORE_ASIDE if found.aside else _ASIDE
            findings.skip("De aantallen met wat apart is gelegd erbij.", why, "T11")
        resting = _resting(versions, counted, findings)
        _said(case, resting, found, published)
    rightly.check(case, at)
    if not case.sealed:
        findings.skip("De deeltellingen.", tally.ONLY_SEALED, "T9")
    elif began_before:
        findings.skip("De deeltellingen.", _BEFORE, "T9")
    else:
        batching.check(case, at)
    _not_checked(case, published)


def _before(versions: list[Version], counted: Counted) -> list[Figures]:
    """What was public when this was tallied."""
    return [one.content.figures for one in versions if one.entry.uitslag != counted.entry.uitslag]


def _not_checked(case: Case, published: Figures) -> None:
    tally.only_stated(published, case.findings, sealed=case.sealed)
    if not case.sealed:
        tally.not_in_public(case.findings)
    if gone := sum(row.shut for row in case.rows):
        what = f"Kenmerk, kanaal en dag van {gone} ingetrokken reacties."
        why = "De sleutel is vernietigd: dat is opgegeven, niet bewezen."
        case.findings.skip(what, why)


def _resting(versions: list[Version], counted: Counted, findings: Findings) -> list[Version]:
    """Those that rest on this tally."""
    for version in versions:
        if version.entry.uitslag != counted.entry.uitslag:
            what = f"De cijfers, zinnen en citaten van versie {version.entry.nummer}."
            findings.skip(what, "Die rust op een eerdere telling.")
    return [one for one in versions if one.entry.uitslag == counted.entry.uitslag]


def _said(case: Case, versions: list[Version], found: Recount, published: Figures) -> None:
    """Sentences and quotations of every version."""
    defined, findings = case.defined, case.findings
    seed = quoting.seed_of(hashlib.sha256(defined.questions).digest(), found)
    drawn = quoting.ranked(defined, found, seed)
    for version in versions:
        summaries.hold(version, found, published, findings, sealed=case.sealed)
        if version.content.seed != seed:
            findings.fault("D1", version.name, f"verwacht was {seed}.")
        quoting.check(version, case, drawn)
