# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page as a screen reader gets it: Chromium's accessibility tree as text, kept as a snapshot.

Each line is one thing in the order of reading: what it is, what it is called, how it stands, and
after a dash what is tied to it. The frame around `main` is the same everywhere and kept once.
With RAADGEVER_SNAPSHOTS=write the snapshots are written instead of compared: read what changed
before you keep it.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SNAPSHOTS = Path(__file__).parent / "snapshots"
WRITE = os.environ.get("RAADGEVER_SNAPSHOTS") == "write"
# Nobody hears these: what they hold is heard.
THROUGH = {"generic", "none", "RootWebArea", "Legend", "strong", "emphasis",
           "SvgRoot", "DescriptionList", "Figcaption", "Abbr", "Pre"}  # fmt: skip
SILENT = {"InlineTextBox", "LabelText", "LineBreak", "ListMarker"}
NAMED_BY_TEXT = {"heading", "link", "button", "radio", "checkbox", "option", "cell", "columnheader",
                 "rowheader", "gridcell", "Legend", "LabelText", "DisclosureTriangle", "term",
                 "caption"}  # fmt: skip
STATES = ("checked", "expanded", "focused", "invalid", "required", "disabled", "selected")
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_DAYS = "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
VARIES = (
    (re.compile(rf"(?:(?:{_DAYS}) )?\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?(?: om \d\d\.\d\d uur)?"),
     "[dag]"),
    (re.compile(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}-[0-9A-Z]\b"), "[code]"),
    (re.compile(r"\b(?:[0-9a-f]{4} ){15}[0-9a-f]{4}\b"), "[kenmerk]"),
    (re.compile(r"\b[0-9a-f]{16,}\b|(?<=-)[0-9a-f]{6}(?=/)"), "[kenmerk]"),
    (re.compile(r"\S+/log\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}"), "[sleutel]"),
    (re.compile(r"Het logboek had \d+ regels"), "Het logboek had [zoveel] regels"),
    (re.compile(r"Nog \d+ dagen"), "Nog [zoveel] dagen"),
    (re.compile(r"\(\d+ kB\)"), "([zoveel] kB)"),
    (re.compile(r"127\.0\.0\.1:\d+"), "[adres]"),
    # Two that closed at one moment stand in any order.
    (re.compile(r"Lees wat inwoners zeiden|De samenvatting (?:komt nog|is klaar)(?!\.)"),
     "[wat eruit kwam]"),
)  # fmt: skip

Node = dict[str, Any]


def _value(node: Node, name: str) -> str:
    return str(node.get(name, {}).get("value", "")).strip()


def _states(node: Node) -> list[str]:
    held = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    said = (
        [f"level {held['level']}"] if "level" in held and "heading" in _value(node, "role") else []
    )
    for name in STATES:
        value = held.get(name)
        if name in {"checked", "expanded"} and name in held:
            said.append(name if value in {True, "true"} else f"not {name}")
        elif value not in {None, False, "false", ""}:
            said.append(name)
    if held.get("live") not in {None, "off"}:
        said.append(f"announced {held['live']}")
    return said


def _line(node: Node) -> str:
    role, name, value = (_value(node, part) for part in ("role", "name", "value"))
    line = "text" if role == "StaticText" else role
    line += f' "{name}"' if name else ""
    line += f" = {value!r}" if value and role in {"textbox", "searchbox", "combobox"} else ""
    states = _states(node)
    line += f" ({', '.join(states)})" if states else ""
    description = _value(node, "description")
    return line + (f" - {description}" if description else "")


def _lines(nodes: dict[str, Node], node: Node, depth: int, above: str) -> Iterator[str]:
    role = _value(node, "role")
    if role in SILENT:
        return
    heard = not node.get("ignored") and role not in THROUGH
    if role == "StaticText" and _value(node, "name") in above:
        return
    if heard and (role != "StaticText" or _value(node, "name")):
        yield "  " * depth + _line(node)
        above = _value(node, "name") if role in NAMED_BY_TEXT else ""
    for child in node.get("childIds", ()):
        if child in nodes:
            yield from _lines(nodes, nodes[child], depth + heard, above)


def heard(page: Page, *, whole: bool = False) -> str:
    """Title and main part of the page as text; `whole` with the frame around it."""
    session = page.context.new_cdp_session(page)
    found: list[Node] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    nodes = {node["nodeId"]: node for node in found}
    top = found[0] if whole else next(n for n in found if _value(n, "role") == "main")
    text = "\n".join([f"title {page.title()!r}", *_lines(nodes, top, 0, "")])
    for pattern, instead in VARIES:
        text = pattern.sub(instead, text)
    return text + "\n"


def differs(page: Page, name: str, *, whole: bool = False) -> list[str]:
    """Whether somebody who listens gets something else than was read and kept."""
    now, file = heard(page, whole=whole), SNAPSHOTS / f"{name}.txt"
    if WRITE:
        SNAPSHOTS.mkdir(exist_ok=True)
        file.write_text(now, encoding="utf-8")
        return []
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    if kept == now:
        return []
    before, after = kept.splitlines(), now.splitlines()
    gone = [f"-{line}" for line in before if line not in after]
    new = [f"+{line}" for line in after if line not in before]
    return ["\n".join([f"{file.name} sounds otherwise now:", *(gone + new or ["other order"])])]
