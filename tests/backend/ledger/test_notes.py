# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import base64
import hashlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.ledger import checkpoints, cosignatures, notes, proofs, tree
from backend.ledger.checkpoints import Checkpoint
from backend.ledger.notes import Note, NoteError, Signature
from backend.ledger.proofs import Proof
from tests.backend.ledger.vectors import outside

SEED = hashlib.sha256(b"a key for tests").digest()
LOG = notes.new_signer("raadgever.example/log", SEED)
OTHER = notes.new_signer("raadgever.example/log", hashlib.sha256(b"another").digest())
WITNESS = notes.new_signer(
    "rekenkamer.example/w", hashlib.sha256(b"witness").digest(), notes.WITNESS
)
LEAVES = [tree.leaf_hash(bytes([number])) for number in range(70)]
WHOLE = tree.Tree(LEAVES)
HEAD = Checkpoint(LOG.name, WHOLE.size, WHOLE.root())
SIGNED = checkpoints.signed(HEAD, LOG)
CONTENT = str(SIGNED).encode()


def test_the_example_of_the_standard_is_opened_with_its_key_only() -> None:
    case = json.loads(outside("c2sp/vectors.json").read_text())["signed_note_ok"]
    key = notes.verifier(case["vkey"])
    assert str(key) == case["vkey"]
    note = notes.opened(case["note"].encode(), [key])
    assert note.text == "This is an example message.\n"
    assert str(note) == case["note"]
    with pytest.raises(NoteError, match="None of the keys"):
        notes.opened(case["note"].encode(), [LOG.verifier])


def test_the_checkpoint_of_the_standard_is_read_as_it_says() -> None:
    case = json.loads(outside("c2sp/vectors.json").read_text())["checkpoint_parse"]
    found = checkpoints.parse(case["text"])
    assert (found.origin, found.size) == (case["origin"], case["size"])
    assert found.text == case["text"]


def test_every_note_in_the_text_of_the_standards_is_one_to_us_too() -> None:
    seen = 0
    for name in ("signed-note.md", "tlog-checkpoint.md", "tlog-cosignature.md"):
        text = outside(f"c2sp/{name}").read_text()
        for block in re.findall(r"```\n(.*?\n\n— .*?)```", text, re.DOTALL):
            note = notes.parse(block.encode())
            assert str(note) == block
            assert note.signatures
            seen += 1
    assert seen == 4


def test_the_shape_of_a_proof_is_that_of_the_standard() -> None:
    text = outside("c2sp/tlog-proof.md").read_text()
    (block,) = re.findall(r"```\n(c2sp.org/tlog-proof@v1\n.*?)```", text, re.DOTALL)
    whole = base64.b64encode(b"someid" * 10).decode()
    block = re.sub(r"(?m)^(— \S+) .*$", rf"\1 {whole}", block)  # theirs are shortened with dots
    # Not every line of theirs is base64 that is written in the one right way: the extra line.
    block = re.sub(r"(?m)^extra .*$", "extra YWdl", block)
    found = proofs.parse(block.encode())
    assert (found.index, len(found.path), found.extra) == (73894, 5, b"age")
    assert bytes(found) == block.encode()


def test_a_key_is_read_back_as_it_was_written() -> None:
    assert notes.signer(LOG.private_text()) == LOG
    assert notes.signer(f" {LOG.private_text()}\n") == LOG
    assert notes.verifier(str(LOG.verifier)) == LOG.verifier
    assert LOG.verifier.id != notes.new_signer(LOG.name, SEED, notes.WITNESS).verifier.id


def test_a_private_key_is_never_printed() -> None:
    assert repr(LOG) == "Signer('raadgever.example/log')"


def test_a_fingerprint_can_be_read_aloud() -> None:
    assert re.fullmatch("([0-9a-f]{4} ){15}[0-9a-f]{4}", LOG.verifier.fingerprint)
    assert LOG.verifier.fingerprint != OTHER.verifier.fingerprint


def _vkey(kind: int, public: bytes, name: str = "x") -> str:
    return str(notes.Verifier(name, kind, public))


LOW = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "plus between"),
        ("x+00000000", "plus between"),
        ("+00000000+AQ==", "not empty"),
        ("a b+00000000+AQ==", "no spaces"),
        ("a\u00a0b+00000000+AQ==", "no spaces"),
        ("x+0000000+AQ==", "eight hexadecimal"),
        ("x+0000000G+AQ==", "eight hexadecimal"),
        ("x+00000000+AQ=", "not base64"),
        ("x+00000000+AR==", "stray bits"),
        ("x+00000000+AQ==", "not an Ed25519"),
        (_vkey(2, LOG.verifier.public), "not an Ed25519"),
        (_vkey(1, LOG.verifier.public[:31]), "not an Ed25519"),
        (str(LOG.verifier).replace("example/log", "example/lag"), "does not belong"),
        (_vkey(1, bytes(32)), "weak"),
        (_vkey(1, b"\x01" + bytes(31)), "weak"),
        (_vkey(1, bytes(31) + b"\x80"), "weak"),
        (_vkey(1, b"\xff" * 32), "weak"),
        (_vkey(1, bytes.fromhex(LOW)), "weak"),
    ],
)
def test_a_vkey_that_is_no_good_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(NoteError, match=why):
        notes.verifier(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "begins with PRIVATE"),
        (str(LOG.verifier), "begins with PRIVATE"),
        (LOG.private_text()[:-4], "not base64|not an Ed25519"),
        (LOG.private_text().replace("example/log", "example/lag"), "does not belong"),
        (notes.new_signer("x", bytes(32)).private_text(), "too weak"),
        (notes.new_signer("x", b"geheim!!" * 4).private_text(), "too weak"),
    ],
)
def test_a_private_key_that_is_no_good_is_refused_and_not_shown(text: str, why: str) -> None:
    with pytest.raises(NoteError, match=why) as refused:
        notes.signer(text)
    assert base64.b64encode(SEED).decode()[2:20] not in str(refused.value)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\x00b"])
def test_a_key_has_a_name_that_a_note_can_carry(name: str) -> None:
    with pytest.raises(NoteError):
        notes.new_signer(name, SEED)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no signatures"),
        (b"\xff\n\n", "UTF-8"),
        (b"text\n", "no signatures"),
        (b"text\n\n", "no signatures"),
        (CONTENT[:-1], "cut off"),
        (CONTENT.replace(b"\n", b"\r\n"), "no signatures|control"),
        (CONTENT.replace(b"log\n", b"log\x00\n", 1), "control"),
        (CONTENT.replace("\u2014 ".encode(), b"- "), "not a signature"),
        (
            CONTENT.replace("\u2014 raadgever".encode(), "\u2014  raadgever".encode()),
            "empty|base64",
        ),
        (b"text\n\n" + "\u2014 x AAAA\n".encode(), "too short"),
        (b"text\n\n" + "\u2014 x\n".encode(), "not a signature"),
        (b"text\n\n" + "\u2014 x AAAAAAA=\n".encode() * 101, "too many"),
        (b"t" * notes.MOST_BYTES + CONTENT, "too large"),
    ],
)
def test_what_is_no_note_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(NoteError, match=why):
        notes.parse(content)


def test_sixteen_signatures_and_empty_lines_in_the_text_are_fine() -> None:
    many = notes.signed("a\n\nb\n", [LOG] * 16)
    found = notes.opened(str(many).encode(), [LOG.verifier])
    assert (found.text, len(found.signatures)) == ("a\n\nb\n", 16)


@pytest.mark.parametrize("text", ["", "no end", "tab\there\n", "nul\x00\n"])
def test_a_text_that_no_note_can_carry_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError):
        notes.signed(text, [LOG])


def test_a_signature_of_somebody_unknown_is_left_out_and_a_wrong_one_refuses_all() -> None:
    unknown = Signature(LOG.name, OTHER.verifier.id, OTHER.sign(b"anything"))
    found = notes.opened(
        str(Note(SIGNED.text, (unknown, *SIGNED.signatures))).encode(), [LOG.verifier]
    )
    assert found == SIGNED
    wrong = Signature(LOG.name, LOG.verifier.id, LOG.sign(b"something else"))
    with pytest.raises(NoteError, match="was changed"):
        notes.opened(str(Note(SIGNED.text, (*SIGNED.signatures, wrong))).encode(), [LOG.verifier])


def test_a_log_signs_under_its_own_name_only() -> None:
    with pytest.raises(NoteError, match="does not sign for"):
        checkpoints.signed(Checkpoint("elsewhere.example/log", 0, tree.EMPTY_ROOT), LOG)
    with pytest.raises(NoteError, match="does not sign for"):
        checkpoints.signed(Checkpoint(WITNESS.name, 0, tree.EMPTY_ROOT), WITNESS)
    forged = notes.signed(Checkpoint("elsewhere.example/log", 1, LEAVES[0]).text, [LOG])
    with pytest.raises(NoteError, match="not by the log"):
        checkpoints.opened(str(forged).encode(), [LOG.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "x\n1\n",
        "x\n1\n\n",
        "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "x\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "x\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "x\n\u0661\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "x\n9999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "x\n1\nAAAA\n",
        "x\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        "x\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        checkpoints.parse(text)


@given(st.integers(0, len(CONTENT) * 8 - 1))
def test_a_checkpoint_with_any_bit_flipped_is_refused(bit: int) -> None:
    changed = bytearray(CONTENT)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NoteError):
        checkpoints.opened(bytes(changed), [LOG.verifier])


def test_a_witness_adds_its_moment_and_any_change_is_seen() -> None:
    note = cosignatures.cosigned(SIGNED, WITNESS, 1_700_000_000)
    keys = [WITNESS.verifier]
    assert cosignatures.witnessed(note, keys) == {WITNESS.name: 1_700_000_000}
    assert cosignatures.witnessed(note, [LOG.verifier]) == {}
    assert checkpoints.opened(str(note).encode(), [LOG.verifier]) == HEAD
    last = note.signatures[-1]
    for bit in range(len(last.bytes) * 8):
        changed = bytearray(last.bytes)
        changed[bit // 8] ^= 1 << bit % 8
        forged = Note(note.text, (Signature(last.name, last.id, bytes(changed)),))
        with pytest.raises(NoteError, match="was changed"):
            cosignatures.witnessed(forged, keys)


def test_a_witness_signs_as_the_standard_says() -> None:
    text = outside("c2sp/tlog-cosignature.md").read_text()
    (message,) = re.findall(r"(?m)^    cosignature/v1\n(?:    .*\n)+", text)
    body = "".join(line.removeprefix("    ") for line in message.splitlines(keepends=True))
    head = body.split("\n", 2)[2]
    note = cosignatures.cosigned(Note(head, ()), WITNESS, 1679315147)
    stamped = note.signatures[-1].bytes
    assert stamped[:8] == (1679315147).to_bytes(8, "big")
    assert WITNESS.verifier.accepts(body.encode(), stamped[8:])


def test_only_a_witness_cosigns_and_only_checkpoints_at_a_moment_that_can_be() -> None:
    with pytest.raises(NoteError, match="kind"):
        cosignatures.cosigned(SIGNED, LOG, 1)
    with pytest.raises(NoteError, match="three lines"):
        cosignatures.cosigned(Note("hello\n", ()), WITNESS, 1)
    for moment in (-1, 2**63):
        with pytest.raises(NoteError, match="moment"):
            cosignatures.cosigned(SIGNED, WITNESS, moment)


def _proof(index: int, extra: bytes | None = None) -> Proof:
    return Proof(index, tuple(WHOLE.inclusion(index)), CONTENT, extra)


@pytest.mark.parametrize("extra", [None, b"", b"salts"])
def test_a_proof_in_a_file_proves_its_leaf_and_no_other(extra: bytes | None) -> None:
    found = proofs.parse(bytes(_proof(33, extra)))
    assert found == _proof(33, extra)
    assert proofs.verified(found, LEAVES[33], [LOG.verifier]) == HEAD
    with pytest.raises(NoteError, match="does not lead"):
        proofs.verified(found, LEAVES[34], [LOG.verifier])
    with pytest.raises(NoteError, match="None of the keys"):
        proofs.verified(found, LEAVES[33], [OTHER.verifier])


def test_a_log_of_one_entry_proves_it_without_a_step() -> None:
    head = checkpoints.signed(Checkpoint(LOG.name, 1, LEAVES[0]), LOG)
    found = proofs.parse(bytes(Proof(0, (), str(head).encode())))
    assert proofs.verified(found, LEAVES[0], [LOG.verifier]).size == 1


FILE = bytes(_proof(33))


@given(st.integers(0, len(FILE) * 8 - 1))
def test_a_proof_in_a_file_with_any_bit_flipped_is_refused(bit: int) -> None:
    changed = bytearray(FILE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NoteError):
        proofs.verified(proofs.parse(bytes(changed)), LEAVES[33], [LOG.verifier])


@given(st.integers(0, len(FILE) - 1))
def test_a_proof_that_was_cut_off_is_refused(end: int) -> None:
    with pytest.raises(NoteError):
        proofs.verified(proofs.parse(FILE[:end]), LEAVES[33], [LOG.verifier])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"c2sp.org/tlog-proof@v1\n\n" + CONTENT,
        b"c2sp.org/tlog-proof@v2\nindex 0\n\n" + CONTENT,
        b"c2sp.org/tlog-proof@v1\nindex 00\n\n" + CONTENT,
        b"c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n" + CONTENT,
        b"c2sp.org/tlog-proof@v1\nindex 0\n" + (b"A" * 43 + b"=\n") * 64 + b"\n" + CONTENT,
        b"c2sp.org/tlog-proof@v1\nindex \xd9\xa1\n\n" + CONTENT,
        b"c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n" + CONTENT,
        b"x" * (notes.MOST_BYTES + 1),
    ],
)
def test_what_is_no_proof_is_refused(content: bytes) -> None:
    with pytest.raises(NoteError):
        proofs.parse(content)
