# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The API is tried as its own description says, by a tool that knows nothing else of us."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security.conftest import FULL, create, environ
from tests.security.live import free_port, serving

TOOL = Path(sys.executable).parent / "schemathesis"
pytestmark = pytest.mark.anyio


def tried(base: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TOOL, "run", f"{base}/api/v1/openapi.json", "--seed", "2026", *words],
        cwd=folder,  # it looks for a configuration, and leaves things behind
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("examples", [2, pytest.param(100, marks=pytest.mark.soak)])
async def test_nothing_that_fits_the_description_or_almost_breaks_the_api(
    servers, filled, tmp_path, examples
) -> None:
    assert filled.meeting
    name = await create(servers, FULL)
    base = f"http://127.0.0.1:{free_port()}"
    with serving(environ(servers, name, base), tmp_path / "log") as live:
        done = tried(
            live.base, tmp_path, "--max-examples", str(examples), "--checks", "not_a_server_error"
        )
        lines = [line for line in live.lines() if "status=5" in line]
    assert done.returncode == 0, done.stdout[-4000:]
    assert lines == []
    passed = [int(n) for n in re.findall(r"(\d+) passed", done.stdout)]
    assert max(passed, default=0) > 100, "it tried next to nothing"
