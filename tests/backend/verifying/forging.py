# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody could do to a bundle who runs the system and holds its key."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backend.ledger import checkpoints, commitments, tree
from backend.ledger.checkpoints import Checkpoint
from backend.ledger.notes import Signer

Both = tuple[dict[str, Any], dict[str, Any]]
SALT = b"\x07" * 32


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def plain(value: object) -> bytes:
    """As the figures are stored: in the order that is there."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Forger:
    """Changes whatever it likes and then makes everything fit again that its key can make fit.

    entries  of the log; lines: (entry, line) of each reaction; both as plain objects
    """

    def __init__(self, folder: Path, signer: Signer) -> None:
        self.folder, self.signer = folder, signer
        log = (folder / "log.jsonl").read_bytes().splitlines()
        self.entries: list[dict[str, Any]] = [json.loads(line) for line in log]
        self._before = [
            (entry, tree.leaf_hash(line)) for entry, line in zip(self.entries, log, strict=True)
        ]
        said = (folder / "reacties.jsonl").read_bytes().splitlines()
        self.lines = [(self.entries[one["regel"]], one) for one in map(json.loads, said)]
        self.result: dict[str, Any] = json.loads((folder / "uitslag.json").read_bytes())
        self.content: dict[str, Any] = json.loads((folder / "samenvatting-1.json").read_bytes())
        self._hashed = self.of("samenvatting")["inhoud"], self.of("telling")["uitslag"]
        self.shown: dict[str, Any] | None = None
        self.respell: Callable[[bytes], bytes] = lambda line: line

    def of(self, kind: str, number: int = 0) -> dict[str, Any]:
        return [entry for entry in self.entries if entry["t"] == kind][number]

    def line(
        self, number: int = 0, stance: str | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The nth reaction that counts, or the nth with this stance."""
        found = [
            both
            for both in self.lines
            if "vraag/1.stance" in both[1]["open"]
            and both[0] in self.standing()
            and stance in {None, both[1]["open"]["vraag/1.stance"][0]}
        ]
        return found[number]

    def aside(self) -> Both:
        """A reaction that was set aside, and still says something."""
        leaves = {leaf.hex(): entry for entry, leaf in self._before}
        gone = [leaves[entry["v"]] for entry in self.entries if entry["t"] == "uitsluiting"]
        return next(both for both in self.lines if both[0] in gone and both[1]["open"])

    def standing(self) -> list[dict[str, Any]]:
        leaves = {leaf.hex(): entry for entry, leaf in self._before}
        ends = ("vervanging", "intrekking", "uitsluiting")
        gone = [leaves.get(entry["v"]) for entry in self.entries if entry["t"] in ends]
        return [entry for entry, _ in self.lines if entry not in gone]

    def recommit(self, both: Both, field: str, value: Any) -> None:
        """Another answer, as if it had been given."""
        entry, line = both
        line["open"][field] = [value, SALT.hex()]
        entry["d"][field] = commitments.commitment(field, SALT, value).hex()

    def point(self) -> dict[str, Any]:
        return self.result["points"][0]

    def leaf_now(self, entry: dict[str, Any]) -> bytes:
        return tree.leaf_hash(commitments.canonical(entry))

    def settle(self, signer: Signer | None = None) -> None:
        """Hash, link and sign everything anew."""
        result = plain(self.result)
        self.content["figures"] = self.shown or self.result
        self.content["resultHash"] = digest(result)
        content = plain(self.content)
        (self.folder / "uitslag.json").write_bytes(result)
        (self.folder / "samenvatting-1.json").write_bytes(content)
        was = {leaf.hex(): entry for entry, leaf in self._before}
        old_content, old_result = self._hashed
        leaves: list[bytes] = []
        now: dict[int, str] = {}
        log = b""
        for entry in self.entries:
            if entry.get("v") in was and id(was[entry["v"]]) in now:
                entry["v"] = now[id(was[entry["v"]])]
            if entry.get("uitslag") == old_result:
                entry["uitslag"] = digest(result)
            for name in ("inhoud", "samenvatting", "volgt"):
                if entry.get(name) == old_content:
                    entry[name] = digest(content)
            line = self.respell(commitments.canonical(entry))
            leaves.append(tree.leaf_hash(line))
            now.setdefault(id(entry), leaves[-1].hex())
            log += line + b"\n"
        (self.folder / "log.jsonl").write_bytes(log)
        said: list[dict[str, Any]] = []
        for entry, line in self.lines:
            place = [number for number, one in enumerate(self.entries) if one is entry]
            said += [{**line, "regel": number} for number in place[:1]]
        said.sort(key=lambda line: line["regel"])
        self.say(said)
        self.sign(len(leaves), tree.root(leaves), signer)

    def say(self, lines: list[dict[str, Any]]) -> None:
        content = b"".join(commitments.canonical(line) + b"\n" for line in lines)
        (self.folder / "reacties.jsonl").write_bytes(content)

    def sign(self, size: int, root: bytes, signer: Signer | None = None) -> None:
        by = signer or self.signer
        note = checkpoints.signed(Checkpoint(by.name, size, root), by)
        (self.folder / "checkpoint").write_text(str(note), encoding="utf-8")
