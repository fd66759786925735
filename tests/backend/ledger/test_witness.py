# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A witness remembers the log, signs that it grew, and names two logs under one name."""

import base64
import hashlib
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.ledger import checkpoints, cosignatures, notes, tree
from backend.ledger.checkpoints import Checkpoint
from backend.ledger.notes import Signer

LOG = notes.new_signer("merenburg.example/log", hashlib.sha256(b"a log for tests").digest())
ENTRIES = [f'{{"n":{number}}}'.encode() for number in range(700)]


def bundle(folder: Path, entries: list[bytes], signer: Signer = LOG) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "log.jsonl").write_bytes(b"".join(line + b"\n" for line in entries))
    root = tree.root(map(tree.leaf_hash, entries))
    note = checkpoints.signed(Checkpoint(signer.name, len(entries), root), signer)
    (folder / "checkpoint").write_text(str(note), encoding="utf-8")
    return folder


class Watch:
    def __init__(self, commands, capsys, folder: Path) -> None:
        self.commands, self.capsys = commands, capsys
        self.state, self.key_file = folder / "state", folder / "witness.key"
        made = ["log", "key", "rekenkamer.example/w", "--file", str(self.key_file)]
        assert commands([*made, "--witness", "--json"]) == 0
        said = json.loads(capsys.readouterr().out.splitlines()[-1])
        self.witness = notes.verifier(said["vkey"])
        assert self.witness.kind == notes.WITNESS

    def look(self, source: object, key: object = LOG.verifier) -> tuple[int, str]:
        words = ["witness", str(source), "--key", str(key), "--key-file", str(self.key_file)]
        code = self.commands([*words, "--state", str(self.state)])
        said = self.capsys.readouterr()
        return code, said.out + said.err

    def signed(self) -> Checkpoint:
        note = notes.parse(self.state.read_bytes())
        assert cosignatures.witnessed(note, [self.witness]).keys() == {self.witness.name}
        return checkpoints.opened(self.state.read_bytes(), [LOG.verifier])


@pytest.fixture
def watch(commands, capsys, tmp_path: Path) -> Watch:
    return Watch(commands, capsys, tmp_path)


def test_it_signs_a_log_that_grew_and_nothing_that_was_changed(
    watch: Watch, tmp_path: Path
) -> None:
    assert watch.look(bundle(tmp_path / "a", ENTRIES[:300]))[0] == 0
    assert watch.look(bundle(tmp_path / "a", ENTRIES[:300]))[0] == 0, "twice is no trouble"
    code, said = watch.look(bundle(tmp_path / "a", ENTRIES[:650]))
    assert (code, watch.signed().size) == (0, 650)
    assert "alleen gegroeid" in said
    kept = watch.state.read_bytes()
    for entries, why in (
        ([*ENTRIES[:17], b'{"n":"anders"}', *ENTRIES[18:]], "begint niet met de 650 regels"),
        ([*ENTRIES[:649], b'{"n":"anders"}'], "twee logboeken van 650 regels"),
    ):
        forked = bundle(tmp_path / "b", entries)
        code, said = watch.look(forked)
        assert code == 1
        assert why in said
        assert watch.state.read_bytes() == kept, "it is not signed"
        proof = watch.state.with_name("state.fork").read_bytes()
        assert proof == (forked / "checkpoint").read_bytes(), "the other one is kept as evidence"
        watch.state.with_name("state.fork").unlink()
    # A bundle is of the day on which it was made: an older one is no proof of anything
    code, said = watch.look(bundle(tmp_path / "c", ENTRIES[:649]))
    assert code == 2
    assert "Dit pakket is ouder (649 regels)" in said
    assert watch.state.read_bytes() == kept
    assert not watch.state.with_name("state.fork").exists()


def test_what_is_no_log_of_ours_is_refused_in_words(watch: Watch, tmp_path: Path) -> None:
    good = bundle(tmp_path / "a", ENTRIES[:20])
    stranger = notes.new_signer(LOG.name, hashlib.sha256(b"somebody else").digest())
    assert watch.look(bundle(tmp_path / "b", ENTRIES[:20], stranger))[0] == 2
    assert not watch.state.exists()
    assert watch.look(tmp_path / "nowhere")[0] == 2
    assert watch.look("http://127.0.0.1:9/")[0] == 2
    assert watch.look(good, "geen sleutel")[0] == 2
    assert watch.look(good)[0] == 0
    other = notes.new_signer("elders.example/log", hashlib.sha256(b"another log").digest())
    code, said = watch.look(bundle(tmp_path / "c", ENTRIES[:30], other), other.verifier)
    assert code == 2
    assert "we watch merenburg.example/log" in said
    shutil.copy(good / "checkpoint", watch.state)
    code, said = watch.look(good)
    assert code == 2
    assert "did not sign" in said, "its memory was made by somebody else"


@pytest.fixture
def website(tmp_path: Path) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Answers what it is told to answer."""
    pages: dict[str, bytes] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path)
            self.send_response(200 if found is not None else 404)
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", pages
    server.shutdown()
    thread.join()
    server.server_close()


def test_of_a_website_it_asks_the_proof(watch: Watch, website, tmp_path: Path) -> None:
    base, pages = website
    whole = tree.Tree(map(tree.leaf_hash, ENTRIES))
    for size in (300, 650):
        made = bundle(tmp_path / str(size), ENTRIES[:size])
        pages["/logboek/checkpoint.txt"] = (made / "checkpoint").read_bytes()
        if size == 650:
            assert watch.look(base)[0] == 2, "no proof, no signature"
            pages["/logboek/groei/300/650"] = b""
            assert watch.look(base)[0] == 1
            steps = whole.consistency(300, 650)
            encoded = [base64.b64encode(step) + b"\n" for step in steps]
            pages["/logboek/groei/300/650"] = b"".join(encoded)
        assert watch.look(f"{base}/logboek")[0] == 0
    assert watch.signed().size == 650
    pages["/logboek/checkpoint.txt"] = (tmp_path / "300" / "checkpoint").read_bytes()
    code, said = watch.look(base)
    assert code == 1, "a website that shows less than it did"
    assert "korter geworden" in said
