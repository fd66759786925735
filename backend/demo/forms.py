# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading pages as a browser would: forms with their fields, and the text."""

import re
from html.parser import HTMLParser

import httpx


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.actions: list[str] = []
        self._select: str | None = None
        self._area: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
            self.actions.append(given.get("action", ""))
        elif not self.forms:
            return
        elif tag == "input" and given.get("name"):
            kind = given.get("type", "text")
            if kind in {"radio", "checkbox"} and "checked" not in given:
                return
            if kind != "submit":
                self._add(given["name"], given.get("value", ""))
        elif tag == "select":
            self._select = given.get("name")
        elif tag == "option" and self._select and "selected" in given:
            self._add(self._select, given.get("value", ""))
        elif tag == "textarea":
            self._area = (given.get("name", ""), [])

    def _add(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea" and self._area:
            self._add(self._area[0], "".join(self._area[1]).removeprefix("\n"))
            self._area = None


def form(reply: httpx.Response, action: str) -> dict[str, list[str]]:
    """The fields of the form on this page that posts to `action`, as a browser would send them.

    `LookupError` when there is no such form.
    """
    parser = _Forms()
    parser.feed(reply.text)
    for found, to in zip(parser.forms, parser.actions, strict=True):
        if to == action:
            return found
    raise LookupError(f"no form to {action} on {reply.url}; there is {parser.actions}")


def text(reply: httpx.Response) -> str:
    """What stands on the page, white space folded."""
    bare = re.sub(r"<(script|style|head)\b.*?</\1>", " ", reply.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bare)).strip()
