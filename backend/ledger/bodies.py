# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The entries of the log, as canonical bytes. docs/ledger.md says what each part means.

What is public elsewhere stands here as a digest, what is secret as a commitment. No names of
residents, no moments at which somebody answered.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from uuid import UUID

from backend.ledger.commitments import Value, canonical, committed
from backend.ledger.notes import Signer
from surveys.ways import LOGGED, Way


class Kind(StrEnum):
    """By the word that stands in the entry itself."""

    EARLIER = "eerder"
    DEFINITION = "definitie"
    CODES = "codes"
    EXTENSION = "verlenging"
    CANCELLATION = "afgelasting"
    RESPONSE = "reactie"
    REPLACEMENT = "vervanging"
    WITHDRAWAL = "intrekking"
    SET_ASIDE = "uitsluiting"
    TALLY = "telling"
    MODERATION = "moderatie"
    CORRECTION = "verbetering"
    REVIEW = "oordeel"
    SUMMARY = "samenvatting"
    ATTACHMENT = "agendering"
    EXCEPTION = "uitzondering"
    DECISION = "besluit"
    ANSWER = "antwoord"
    KEY = "sleutel"
    PROMISES = "belofte"


FIRST: Final = frozenset({Kind.EARLIER, Kind.DEFINITION, Kind.CODES, Kind.KEY, Kind.PROMISES})
"""What the others rest on: first in a batch, in the order in which it was done."""

BY_RESIDENTS: Final = frozenset({Kind.RESPONSE, Kind.REPLACEMENT, Kind.WITHDRAWAL, Kind.SET_ASIDE})
"""Sorted within a batch, so that the order of the log does not tell who answered when."""

CONTENT: Final = frozenset({Kind.RESPONSE, Kind.REPLACEMENT})
ENDS: Final = frozenset({Kind.WITHDRAWAL, Kind.SET_ASIDE})


def moment(at: dt.datetime) -> str:
    """In UTC to the second, such as 2026-12-17T22:59:59Z."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest(text: str) -> str:
    """Of something that is public elsewhere."""
    return hashlib.sha256(text.encode()).hexdigest()


def _way(way: Way) -> dict[str, Value]:
    """How somebody was let in who had a code. With which code stands nowhere."""
    return {"m": LOGGED[way]} if way in LOGGED else {}


def response(
    consultation: UUID, key: bytes, fields: Mapping[str, Value], *, way: Way = Way.OPEN
) -> bytes:
    said: dict[str, Value] = {
        "t": Kind.RESPONSE,
        "c": str(consultation),
        "d": committed(key, fields),
    }
    return canonical(said | _way(way))


def replacement(
    consultation: UUID,
    key: bytes,
    fields: Mapping[str, Value],
    replaced: bytes,
    *,
    way: Way = Way.OPEN,
) -> bytes:
    """`replaced`: the leaf hash of the entry that no longer counts."""
    said: dict[str, Value] = {
        "t": Kind.REPLACEMENT,
        "c": str(consultation),
        "v": replaced.hex(),
        "d": committed(key, fields),
    }
    return canonical(said | _way(way))


def codes(consultation: UUID, *, number: int, root: bytes) -> bytes:
    """The list of letter codes as it stands: how many are valid, and the root over their
    digests."""
    return canonical(
        {"t": Kind.CODES, "c": str(consultation), "aantal": number, "wortel": root.hex()}
    )


def withdrawal(consultation: UUID, withdrawn: bytes) -> bytes:
    return canonical({"t": Kind.WITHDRAWAL, "c": str(consultation), "v": withdrawn.hex()})


def set_aside(consultation: UUID, cancelled: bytes, reason: str) -> bytes:
    return canonical(
        {"t": Kind.SET_ASIDE, "c": str(consultation), "v": cancelled.hex(), "reden": reason}
    )


def definition(
    consultation: UUID,
    *,
    version: bytes,
    questions: bytes,
    rules: bytes,
    opens: dt.datetime,
    closes: dt.datetime,
    by_mail: bool = False,
) -> bytes:
    """`version`: the hash of the document's text; `questions` and `rules`: of their own bytes;
    `by_mail`: whether somebody may come in with a code by e-mail."""
    said: dict[str, Value] = {
        "t": Kind.DEFINITION,
        "c": str(consultation),
        "stuk": version.hex(),
        "vragen": questions.hex(),
        "regels": rules.hex(),
        "opent": moment(opens),
        "sluit": moment(closes),
    }
    return canonical(said | _way(Way.MAIL if by_mail else Way.OPEN))


def extension(consultation: UUID, *, closes: dt.datetime, reason: str) -> bytes:
    """`reason` as residents read it; it may be empty."""
    return canonical(
        {
            "t": Kind.EXTENSION,
            "c": str(consultation),
            "sluit": moment(closes),
            "reden": digest(reason),
        }
    )


def cancellation(consultation: UUID, reason: str) -> bytes:
    return canonical({"t": Kind.CANCELLATION, "c": str(consultation), "reden": digest(reason)})


def moderation(
    consultation: UUID, about: bytes, field: str, *, released: bool, reason: bytes
) -> bytes:
    """`about`: the leaf hash of the entry whose text in `field` somebody read. `reason` is a
    commitment to why (`commitments.REASON`): it may name somebody."""
    return canonical(
        {
            "t": Kind.MODERATION,
            "c": str(consultation),
            "v": about.hex(),
            "veld": field,
            "besluit": "vrijgegeven" if released else "geweigerd",
            "reden": reason.hex(),
        }
    )


def correction(consultation: UUID, *, number: int, reason: str) -> bytes:
    """Version `number` is begun, and this is printed in it as the reason."""
    return canonical(
        {
            "t": Kind.CORRECTION,
            "c": str(consultation),
            "nummer": number,
            "reden": digest(reason),
        }
    )


def said_by_body(verdict: UUID, *, number: int, body: str, said: str, remark: str) -> bytes:
    """What an advisory council passed on about version `number`, as the bundle publishes it. The
    id is of chance: without it nobody works out a verdict that is not public yet."""
    return canonical(
        {
            "kenmerk": str(verdict),
            "nummer": number,
            "orgaan": body,
            "oordeel": said,
            "opmerking": remark,
        }
    )


def review(consultation: UUID, *, number: int, body: str, content: bytes) -> bytes:
    """`content`: the hash of `said_by_body`."""
    return canonical(
        {
            "t": Kind.REVIEW,
            "c": str(consultation),
            "nummer": number,
            "orgaan": body,
            "inhoud": content.hex(),
        }
    )


def tally(consultation: UUID, *, number: int, counted: int, result: bytes) -> bytes:
    """`result`: the hash of the figures. What was counted is what stands before it in the log."""
    return canonical(
        {
            "t": Kind.TALLY,
            "c": str(consultation),
            "nummer": number,
            "geteld": counted,
            "uitslag": result.hex(),
        }
    )


def summary(consultation: UUID, *, number: int, content: bytes, result: bytes) -> bytes:
    """`content`: the hash of all that is ever shown of this version."""
    return canonical(
        {
            "t": Kind.SUMMARY,
            "c": str(consultation),
            "nummer": number,
            "inhoud": content.hex(),
            "uitslag": result.hex(),
        }
    )


def attachment(item: UUID, *, version: bytes, summary_content: bytes) -> bytes:
    """A final summary was laid at an agenda item, for this version of its main document."""
    return canonical(
        {
            "t": Kind.ATTACHMENT,
            "punt": str(item),
            "stuk": version.hex(),
            "samenvatting": summary_content.hex(),
        }
    )


def exception(item: UUID, *, version: bytes, ground: str, reason: bytes) -> bytes:
    """`reason`: the hash of the reason as everybody can read it."""
    return canonical(
        {
            "t": Kind.EXCEPTION,
            "punt": str(item),
            "stuk": version.hex(),
            "grond": ground,
            "reden": reason.hex(),
        }
    )


def handing_over(old: str, new: str) -> bytes:
    """What both keys sign when the one follows the other."""
    return f"raadgever/sleutel/1\n{old}\n{new}\n".encode()


def rotation(old: Signer, new: Signer) -> bytes:
    """After this entry another key signs. Both have put their hand to it, so that whoever trusts
    the one may trust the other."""
    vkeys = str(old.verifier), str(new.verifier)
    message = handing_over(*vkeys)
    return canonical(
        {
            "t": Kind.KEY,
            "oud": vkeys[0],
            "nieuw": vkeys[1],
            "hand_oud": base64.b64encode(old.sign(message)).decode(),
            "hand_nieuw": base64.b64encode(new.sign(message)).decode(),
        }
    )


def promises(vkey: str) -> bytes:
    """With this key residents are promised a place in the log."""
    return canonical({"t": Kind.PROMISES, "sleutel": vkey})
