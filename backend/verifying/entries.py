# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The entries of the log as they may be, each key and each kind of value (docs/ledger.md)."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, Meta(ge=0)]
Coded = Literal["briefcode", "mailcode"] | UnsetType
ByMail = Literal["mailcode"] | UnsetType
Outcome = Literal["aangenomen", "gewijzigd_aangenomen", "verworpen", "aangehouden", "ingetrokken"]
Reply = Literal["overgenomen", "deels_overgenomen", "niet_overgenomen", "in_onderzoek"]


class Entry(Struct, frozen=True, forbid_unknown_fields=True, tag_field="t"):
    pass


class Earlier(Entry, frozen=True, tag="eerder"):
    """Of what was opened before there was a log: what was counted and made final by then."""

    c: str
    stuk: Hash
    vragen: Hash
    uitslagen: list[Hash]
    samenvattingen: list[Hash]


class Definition(Entry, frozen=True, tag="definitie"):
    """`m`: that somebody may come in with a code by e-mail."""

    c: str
    stuk: Hash
    vragen: Hash
    regels: Hash
    opent: str
    sluit: str
    m: ByMail = UNSET


class Codes(Entry, frozen=True, tag="codes"):
    c: str
    aantal: Count
    wortel: Hash


class Extension(Entry, frozen=True, tag="verlenging"):
    c: str
    sluit: str
    reden: Hash


class Cancellation(Entry, frozen=True, tag="afgelasting"):
    c: str
    reden: Hash


class Response(Entry, frozen=True, tag="reactie"):
    """`m`: how somebody was let in, where that was with a code."""

    c: str
    d: dict[str, Hash]
    m: Coded = UNSET


class Replacement(Entry, frozen=True, tag="vervanging"):
    c: str
    v: Hash
    d: dict[str, Hash]
    m: Coded = UNSET


class Withdrawal(Entry, frozen=True, tag="intrekking"):
    c: str
    v: Hash


class SetAside(Entry, frozen=True, tag="uitsluiting"):
    c: str
    v: Hash
    reden: str


class Moderation(Entry, frozen=True, tag="moderatie"):
    c: str
    v: Hash
    veld: str
    besluit: Literal["vrijgegeven", "geweigerd"]
    reden: Hash


class Correction(Entry, frozen=True, tag="verbetering"):
    c: str
    nummer: Count
    reden: Hash


class Tally(Entry, frozen=True, tag="telling"):
    c: str
    nummer: Count
    geteld: Count
    uitslag: Hash


class Summary(Entry, frozen=True, tag="samenvatting"):
    c: str
    nummer: Count
    inhoud: Hash
    uitslag: Hash


class Review(Entry, frozen=True, tag="oordeel"):
    c: str
    nummer: Count
    orgaan: str
    inhoud: Hash


class Attachment(Entry, frozen=True, tag="agendering"):
    punt: str
    stuk: Hash
    samenvatting: Hash


class Exemption(Entry, frozen=True, tag="uitzondering"):
    punt: str
    stuk: Hash
    grond: str
    reden: Hash


class Decision(Entry, frozen=True, tag="besluit"):
    """`volgt`: the summary or the reason that opened the gate for it; `c` where that was a
    summary."""

    punt: str
    stuk: Hash
    nummer: Count
    uitkomst: Outcome
    volgt: Hash
    inhoud: Hash
    c: str | UnsetType = UNSET


class Answer(Entry, frozen=True, tag="antwoord"):
    """`besluit`: the `inhoud` of the decision that it goes with. `over`: `voorstel`, the number of
    a decision point, or the `inhoud` of an `oordeel`."""

    c: str
    punt: str
    besluit: Hash
    over: str
    nummer: Count
    uitkomst: Reply
    inhoud: Hash


class Rotation(Entry, frozen=True, tag="sleutel"):
    oud: str
    nieuw: str
    hand_oud: str
    hand_nieuw: str


class Promises(Entry, frozen=True, tag="belofte"):
    """The vkey with which residents are promised a place in the log."""

    sleutel: str


Known = (
    Earlier
    | Definition
    | Codes
    | Extension
    | Cancellation
    | Response
    | Replacement
    | Withdrawal
    | SetAside
    | Tally
    | Moderation
    | Correction
    | Summary
    | Review
    | Attachment
    | Exemption
    | Decision
    | Answer
    | Rotation
    | Promises
)
_DECODER: Final = msgspec.json.Decoder(Known)
_ENCODER: Final = msgspec.json.Encoder(order="sorted")


def read(line: bytes) -> Known | None:
    """None for anything that is not an entry, or is written down in another way."""
    try:
        found = _DECODER.decode(line)
    except (msgspec.DecodeError, RecursionError):
        return None
    return found if _ENCODER.encode(found) == line else None
