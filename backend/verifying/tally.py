# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the published figures are those that follow from what was opened."""

import hashlib
from collections import Counter
from typing import Any, Final

from analysis.figures import Figures
from backend.verifying import files
from backend.verifying.chain import Content, Counted
from backend.verifying.findings import Findings
from backend.verifying.recounting import Json, Recount, differences, plain

_RULE: Final = {
    "totals": "T2",
    "by_channel": "T3",
    "by_day": "T4",
    "points": "T5",
    "questions": "T6",
    "who": "T7",
    "crossings": "T7",
    "k": "T7",
    "letters": "T8",
    "by_way": "T10",
    "spreads": "T5",
    "withheld": "T7",
    "participation": "T7",
    "sample": "T5",
    "with_aside": "T11",
}
_ELSEWHERE: Final = ("totals", "unjudged")
"""Held against the log by themselves, or in no log at all."""
_SEALED: Final = ("by_day", "who", "crossings", "letters", "withheld", "participation")
_FIVE: Final = ("received", "counted", "replaced", "withdrawn", "set_aside")
ONLY_SEALED: Final = "Dat bewijst alleen het verzegelde pakket, dat de rekenkamer krijgt."


def same(result: bytes, tally: Counted, findings: Findings) -> None:
    if hashlib.sha256(result).hexdigest() != tally.entry.uitslag:
        what = f"verwacht was SHA-256 {tally.entry.uitslag} (logboek, regel {tally.position})."
        findings.fault("T1", files.RESULT, what)


def sums(figures: Figures, rows: list[Content], tally: Counted, findings: Findings) -> None:
    """From the log alone: nobody has to open anything for it."""
    here = [row for row in rows if row.position < tally.position]
    found = Counter(row.went for row in here if row.went and row.went_at < tally.position)
    expected: dict[str, Json] = {name: found[name] for name in _FIVE}
    expected |= {"received": len(here), "counted": len(here) - found.total()}
    for where, what in differences(expected, plain(figures.totals)):
        findings.fault("T2", files.RESULT, f"totals.{where}: {what}.")
    if tally.entry.geteld != expected["counted"]:
        what = f"telling zegt {tally.entry.geteld}, er tellen er {expected['counted']} mee."
        findings.fault("T2", files.LOG, what, tally.position)


def check(found: Recount, result: Any, findings: Findings, *, sealed: bool) -> None:
    """`result`: the published figures as plain JSON."""
    ours: dict[str, Any] = plain(found.figures)
    names = [name for name in ours if sealed or name not in _SEALED]
    for name in (*names, *sorted(result.keys() - ours.keys())):
        if name in _ELSEWHERE:
            continue
        if name == "with_aside" and not (found.aside and name in result):
            continue
        rule = _RULE.get(name, "T1")
        for where, what in differences(ours.get(name), result.get(name), name):
            findings.fault(rule, files.RESULT, f"{where}: {what}.")


def by_their_sums(figures: Figures, findings: Findings) -> None:
    """What can be said of days without knowing anybody's."""
    days: Counter[tuple[str, str]] = Counter()
    for row in figures.by_day:
        for name in _FIVE:
            days[row.channel, name] += getattr(row, name)
    for row in figures.by_channel:
        for name in _FIVE:
            if days[row.channel, name] != getattr(row, name):
                what = f"by_day: de dagen van {row.channel} komen niet uit op {name}."
                findings.fault("T4", files.RESULT, what)


def no_small_cell(figures: Figures, findings: Findings) -> None:
    """Whatever the numbers are: those that are too small are not to be seen."""
    shown = [
        (f"crossings: punt {crossing.decision_point}, {crossing.background} {cells.group}", n)
        for crossing in figures.crossings
        for cells in crossing.shown
        for n in cells.answers
    ]
    shown += [
        (f"who: {marginal.background} {people.group}", people.n)
        for marginal in figures.who
        for people in marginal.shown
    ]
    if figures.participation is not None:
        shown += [
            (f"participation: {one.background} {', '.join(share.groups)}", share.n)
            for one in figures.participation.compared
            for share in one.shares
        ]
    for where, n in shown:
        if 0 < n < figures.k:
            findings.fault("T7", files.RESULT, f"{where} toont {n}, dat is onder {figures.k}.")


def judged(published: Figures, findings: Findings) -> None:
    if published.unjudged:
        what = (
            f"Hoeveel reacties meetellen zonder oordeel: volgens de uitslag {published.unjudged}."
        )
        findings.skip(what, "Waaraan iets opviel, staat niet in het logboek.")


def not_in_public(findings: Findings) -> None:
    findings.skip("De aantallen per dag; alleen hun sommen zijn nagerekend.", ONLY_SEALED)
    what = "De aantallen per groep; alleen is nagekeken of geen te klein aantal zichtbaar is."
    findings.skip(what, ONLY_SEALED)
    findings.skip("De brieven die veel mensen stuurden.", ONLY_SEALED, "T8")
    what = "Of er echt iets staat in een tekst die niet openbaar is; dat die leeg is, is bewezen."
    findings.skip(what, ONLY_SEALED)


def only_stated(figures: Figures, findings: Findings, *, sealed: bool) -> None:
    """What the figures were held against comes from outside this bundle."""
    if figures.participation is not None:
        of = figures.participation.population
        what = f"Hoeveel inwoners er zijn ({of.source}, {of.year})."
        findings.skip(what, "Die aantallen staan in de uitslag: leg ze naast hun bron.")
        if not sealed:
            findings.skip("Welke groepen meer of minder meededen, en wegen.", ONLY_SEALED)
    if figures.sample is not None:
        what = f"Of er is geloot, uit {figures.sample.invitation.drawn_from} inwoners."
        findings.skip(what, "Dat verklaart de griffie; het is niet na te rekenen.")
