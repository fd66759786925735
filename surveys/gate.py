# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate before the council's agenda (lesson 4): what an item needs, and why it is red.

The database holds the gate itself (view `readiness`, constraints on `attachment`); this says in
words what it decided, and `tests/backend/agenda` proves that both agree.
"""

from enum import StrEnum

from msgspec import Struct


class Ground(StrEnum):
    """On which an item may be put on the agenda without a heard summary."""

    SPOED = "spoed"
    GEHEIM = "geheim"
    TIJDENS_VERGADERING = "tijdens_vergadering"
    AL_GEHOORD = "al_gehoord"
    REDACTIONEEL = "redactioneel"
    WETTELIJKE_TERMIJN = "wettelijke_termijn"
    GEEN_REACTIES = "geen_reacties"


NEEDS_EVIDENCE = {
    Ground.AL_GEHOORD: "link",
    Ground.REDACTIONEEL: "difference",
}
"""Grounds that are worth nothing without a link or the difference shown."""


class Facts(Struct, frozen=True):
    """One agenda item as the database knows it.

    heading        it is called one; with papers it is an item like any other
    document       its main document lies there
    kind           of its main document; None when nobody classified it
    hearing        the kinds that need hearing under the rules in force
    consultation   stage of the consultation on the current version, None without one
    heard          that consultation met the published minimum (None before it closed)
    finalised      its summary is final
    attached       a summary or exception is attached for the current version
    outdated       one is attached, but for an earlier version
    undecided      documents lie there, and nobody said which one is to be decided on
    awaits_paper   the griffie's own, no heading from the start, and nobody said that it needs no
                   document
    """

    heading: bool
    lapsed: bool
    document: bool
    kind: str | None
    hearing: tuple[str, ...]
    consultation: str | None = None
    heard: bool | None = None
    finalised: bool = False
    attached: bool = False
    outdated: bool = False
    undecided: bool = False
    awaits_paper: bool = False

    @property
    def only_heading(self) -> bool:
        return self.heading and not (self.document or self.undecided or self.awaits_paper)


class Reason(StrEnum):
    """Why an item is ready or not; one word per outcome, in the order in which they are tried."""

    LAPSED = "lapsed"
    NO_MAIN_DOCUMENT = "no_main_document"
    PAPER_AWAITED = "paper_awaited"
    HEADING = "heading"
    NO_DOCUMENT = "no_document"
    ATTACHED = "attached"
    UNKNOWN_KIND = "unknown_kind"
    NOT_NEEDED = "not_needed"
    DOCUMENT_CHANGED = "document_changed"
    NO_CONSULTATION = "no_consultation"
    DRAFT = "draft"
    OPEN = "open"
    COUNTING = "counting"
    NOT_HEARD = "not_heard"
    NOT_FINAL = "not_final"
    NOT_ATTACHED = "not_attached"


READY = frozenset({Reason.HEADING, Reason.NO_DOCUMENT, Reason.NOT_NEEDED, Reason.ATTACHED})


class Verdict(Struct, frozen=True):
    ready: bool
    reason: Reason


def _without_hearing(facts: Facts) -> Reason | None:
    tried = {
        Reason.LAPSED: facts.lapsed,
        Reason.NO_MAIN_DOCUMENT: facts.undecided,
        Reason.PAPER_AWAITED: not facts.document and facts.awaits_paper,
        Reason.HEADING: facts.only_heading,
        Reason.NO_DOCUMENT: not facts.document,
        Reason.ATTACHED: facts.attached,
        Reason.UNKNOWN_KIND: facts.kind is None,
        Reason.NOT_NEEDED: facts.kind not in facts.hearing,
    }
    return next((reason for reason, holds in tried.items() if holds), None)


def _while_hearing(facts: Facts) -> Reason:
    match facts.consultation:
        case "draft":
            return Reason.DRAFT
        case "open":
            return Reason.OPEN
        case "closed":
            return Reason.COUNTING
        case "summarised" | "attached":
            if not facts.heard:
                return Reason.NOT_HEARD
            return Reason.NOT_ATTACHED if facts.finalised else Reason.NOT_FINAL
        case _:
            return Reason.DOCUMENT_CHANGED if facts.outdated else Reason.NO_CONSULTATION


def judge(facts: Facts) -> Verdict:
    reason = _without_hearing(facts) or _while_hearing(facts)
    return Verdict(reason in READY, reason)
