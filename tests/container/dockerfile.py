# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Our Dockerfile, read: instructions by stage, with what ARG says filled in."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Instruction:
    name: str
    rest: str

    def words(self) -> list[str]:
        """The exec form as it is; a shell form as a shell gets it."""
        if self.rest.startswith("["):
            return json.loads(self.rest)
        return ["/bin/sh", "-c", self.rest]


@dataclass
class Stage:
    base: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, name: str) -> list[Instruction]:
        return [one for one in self.instructions if one.name == name]

    def last(self, name: str) -> Instruction:
        return self.all(name)[-1]

    def environment(self) -> dict[str, str]:
        said = " ".join(one.rest for one in self.all("ENV"))
        return dict(re.findall(r"(\w+)=(\S+)", said))

    def labels(self) -> dict[str, str]:
        said = " ".join(one.rest for one in self.all("LABEL"))
        return dict(re.findall(r'([\w.]+)="([^"]*)"', said))


@dataclass(frozen=True)
class Copy:
    sources: list[str]
    target: str
    stage: str | None

    @classmethod
    def of(cls, instruction: Instruction) -> "Copy":
        words = instruction.rest.split()
        stage = None
        if words[0].startswith("--from="):
            stage = words.pop(0).removeprefix("--from=")
        assert not words[0].startswith("--"), f"not known here: COPY {words[0]}"
        return cls(words[:-1], words[-1], stage)


def _lines(text: str) -> Iterator[str]:
    """Without comments, and with lines that go on made whole."""
    kept = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    yield from filter(
        None, (line.strip() for line in "\n".join(kept).replace("\\\n", " ").split("\n"))
    )


def stages(path: Path = ROOT / "Dockerfile") -> list[Stage]:
    found: list[Stage] = []
    arguments: dict[str, str] = {}
    for line in _lines(path.read_text(encoding="utf-8")):
        name, rest = line.split(None, 1)
        rest = re.sub(r"\$\{(\w+)\}", lambda it: arguments.get(it[1], it[0]), rest)
        if name == "ARG":
            key, _, value = rest.partition("=")
            arguments[key] = value
        elif name == "FROM":
            base, *named = re.split(r"\s+AS\s+", rest)
            found.append(Stage(base, named[0] if named else ""))
        else:
            found[-1].instructions.append(Instruction(name, rest))
    return found
