# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signed notes as c2sp.org/signed-note says: a text, a blank line, and who signed it.

Only Ed25519. The kind byte in a key's id keeps a log's signature (1) apart from a witness's (4).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

LOG: Final = 1
WITNESS: Final = 4
MOST_SIGNATURES: Final = 100
MOST_BYTES: Final = 1_000_000
_DASH: Final = "\u2014 "
_PRIVATE: Final = "PRIVATE+KEY"
_KEY_BYTES: Final = 32
_SIGNATURE_BYTES: Final = {LOG: 64, WITNESS: 72}
# Points of small order, in every way they can be written: with such a "key" anybody can sign.
_FIELD: Final = 2**255 - 19
_LOW_ORDER_Y: Final = (
    0,
    1,
    _FIELD - 1,
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7,
)


class NoteError(Exception):
    """What is wrong, in words for whoever runs the command."""


class Verifier(Struct, frozen=True):
    """A public key with its name, as a vkey says it."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(named).digest()[:4]

    def __str__(self) -> str:
        material = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{material}"

    @property
    def fingerprint(self) -> str:
        """Of the whole vkey, to be read aloud: sixteen groups of four."""
        digest = hashlib.sha256(str(self).encode()).hexdigest()
        return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))

    def accepts(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class Signer(Struct, frozen=True):
    """A private key. Its representation says nothing of it, wherever it may be printed."""

    name: str
    kind: int
    seed: bytes

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @property
    def verifier(self) -> Verifier:
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return Verifier(self.name, self.kind, private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def private_text(self) -> str:
        """What stands in the key's file; it can be read back by `signer`."""
        material = base64.b64encode(bytes([self.kind]) + self.seed).decode()
        return f"{_PRIVATE}+{self.name}+{self.verifier.id.hex()}+{material}"


class Signature(Struct, frozen=True):
    name: str
    id: bytes
    bytes: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.id + self.bytes).decode()}"


class Note(Struct, frozen=True):
    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{one}\n" for one in self.signatures)


def decoded(text: str) -> bytes:
    """Base64 that is written in the one right way; `NoteError` for any other."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("This is not base64.") from None
    if base64.b64encode(found).decode() != text:
        raise NoteError("This base64 has stray bits at its end.")
    return found


def _name(name: str) -> str:
    if not name or "+" in name or any(letter.isspace() for letter in name):
        raise NoteError("The name of a key has no spaces and no plus, and is not empty.")
    if any(ord(letter) < ord(" ") for letter in name):
        raise NoteError("The name of a key has no control characters.")
    return name


def _material(name: str, key_id: str, material: str, what: str) -> tuple[int, bytes]:
    _name(name)
    if not re.fullmatch("[0-9a-f]{8}", key_id):
        raise NoteError(f"The id in this {what} is not eight hexadecimal digits.")
    raw = decoded(material)
    if len(raw) != 1 + _KEY_BYTES or raw[0] not in _SIGNATURE_BYTES:
        raise NoteError(f"This {what} is not an Ed25519 key.")
    return raw[0], raw[1:]


def _weak(public: bytes) -> bool:
    y = int.from_bytes(public, "little") & (2**255 - 1)
    return y >= _FIELD or y in _LOW_ORDER_Y


def verifier(text: str) -> Verifier:
    """A vkey, such as `raadgever.example/log+530d903a+Aekye…`; `NoteError` says what is wrong."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:  # noqa: PLR2004 - name, id, key
        raise NoteError("A vkey is a name, an id and a key, with a plus between them.")
    name, key_id, material = parts
    kind, public = _material(name, key_id, material, "vkey")
    found = Verifier(name, kind, public)
    if found.id.hex() != key_id:
        raise NoteError("The id in this vkey does not belong to its name and key.")
    if _weak(public):
        raise NoteError("This vkey is weak: anybody could sign for it.")
    return found


def signer(text: str) -> Signer:
    """The private key from its file; `NoteError` says what is wrong, and nothing of the key."""
    parts = text.strip().split("+", 4)
    if len(parts) != 5 or "+".join(parts[:2]) != _PRIVATE:  # noqa: PLR2004 - two words, three parts
        raise NoteError("This is not a private key of a log: it begins with PRIVATE+KEY+.")
    _, _, name, key_id, material = parts
    kind, seed = _material(name, key_id, material, "private key")
    if len(set(seed)) < 8:  # noqa: PLR2004 - 32 bytes of chance have more
        raise NoteError("This private key is too weak: it was not made by chance.")
    found = Signer(name, kind, seed)
    if found.verifier.id.hex() != key_id:
        raise NoteError("The id in this private key does not belong to its name and key.")
    return found


def new_signer(name: str, seed: bytes, kind: int = LOG) -> Signer:
    """`seed`: 32 bytes of chance. `NoteError` for a name that no note can carry."""
    return Signer(_name(name), kind, seed)


def _text(text: str) -> str:
    if not text.endswith("\n"):
        raise NoteError("The text of a note ends with a new line.")
    if any(ord(letter) < ord(" ") and letter != "\n" for letter in text):
        raise NoteError("A note has no control characters.")
    return text


def signed(text: str, signers: Iterable[Signer]) -> Note:
    message = _text(text).encode()
    found = [Signature(one.name, one.verifier.id, one.sign(message)) for one in signers]
    return Note(text, tuple(found))


def _signature(line: str) -> Signature:
    name, space, material = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise NoteError("A line under this note is not a signature.")
    raw = decoded(material)
    if len(raw) <= 4:  # noqa: PLR2004 - the id alone
        raise NoteError("A signature under this note is too short.")
    return Signature(_name(name), raw[:4], raw[4:])


def parse(content: bytes) -> Note:
    """A note as it came in, nobody's word taken for it yet; `NoteError` when it is no note."""
    if len(content) > MOST_BYTES:
        raise NoteError("This note is too large.")
    try:
        whole = content.decode()
    except UnicodeDecodeError:
        raise NoteError("This note is not UTF-8.") from None
    text, blank, below = whole.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise NoteError("This note has no signatures, or it was cut off.")
    _text(text + "\n")
    _text(below)
    lines = below[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError("This note has too many signatures.")
    return Note(text + "\n", tuple(map(_signature, lines)))


def opened(content: bytes, keys: Sequence[Verifier]) -> Note:
    """A note that one of these keys signed, and whose every signature by them is right.

    Signatures of others are left out: nobody vouched for them. Only kind 1; a witness's signature
    is read by `cosignatures`.
    """
    note = parse(content)
    message = note.text.encode()
    known = {(key.name, key.id): key for key in keys if key.kind == LOG}
    kept: list[Signature] = []
    for one in note.signatures:
        key = known.get((one.name, one.id))
        if key is None:
            continue
        if not key.accepts(message, one.bytes):
            raise NoteError(f"The signature of {one.name} is wrong: this was changed.")
        kept.append(one)
    if not kept:
        raise NoteError("None of the keys that are trusted signed this.")
    return Note(note.text, tuple(kept))
