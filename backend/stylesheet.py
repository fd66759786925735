# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads CSS as far as is needed to leave out what no page can use, and writes it small.

The theme sets some 2,500 tokens for every Dutch design system there is; we use a fifth. Only
two things go, both safe whatever the templates say: custom properties nothing refers to, and
the classes that imitate a pointer (`--hover`, `--focus`) for a component catalogue.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

_PIECES = re.compile(
    r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^"')]*\)|\s+|[{};]|[^\s"'/{};u]+|.""",
    re.DOTALL,
)
_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)")
_IMITATION = re.compile(r"\.utrecht-[\w-]*--(?:hover|active|focus|focus-visible)(?![\w-])")
_NEGATION = re.compile(r":not\([^)]*\)")
_COMMA_OUTSIDE = re.compile(r",(?![^()]*\))")


@dataclass
class Rule:
    """A selector or at-rule with its declarations (text) and the rules inside it."""

    prelude: str
    items: list["Rule | str"] = field(default_factory=list["Rule | str"])


def parse(css: str, name: str) -> list[Rule | str]:
    """Rules and statements in order, comments gone. `name` is for the error message."""
    open_rules = [Rule("")]
    text = ""
    for piece in (match[0] for match in _PIECES.finditer(css)):
        if piece == "{":
            rule = Rule(text.strip())
            open_rules[-1].items.append(rule)
            open_rules.append(rule)
            text = ""
        elif piece in ("}", ";"):
            if text.strip():
                open_rules[-1].items.append(text.strip())
            text = ""
            if piece == "}":
                open_rules.pop()
            if not open_rules:
                break
        else:
            text += _small(piece, text)
    if len(open_rules) != 1 or text.strip():
        raise ValueError(f"{name}: the braces do not match; near {text.strip()[-60:]!r}")
    return open_rules[0].items


def _small(piece: str, before: str) -> str:
    if piece.startswith("/*"):
        return ""
    if piece.isspace():
        return "" if before.endswith((" ", ",", ":", "(")) else " "
    return piece


def tidy(items: Sequence[Rule | str]) -> list[Rule | str]:
    """The same stylesheet for every page, without what nothing refers to."""
    kept = _merge_tokens(_without_imitations(items))
    used = _reachable(list(_declarations(kept)))
    return _without_unused(kept, used)


def write(items: Iterable[Rule | str]) -> str:
    """Rules on lines of their own: a difference stays readable, and gzip does not mind."""
    lines = (item if isinstance(item, str) else _text(item) for item in items)
    return "\n".join(line for line in lines if not line.startswith("@charset"))


def tokens(items: Iterable[Rule | str], selector: str, condition: str = "") -> dict[str, str]:
    """Custom properties of `selector`, at the top or in at-rules that ask for `condition`."""
    found: dict[str, str] = {}
    for item in items:
        if not isinstance(item, Rule):
            continue
        if condition and item.prelude.startswith("@media") and condition in item.prelude:
            found.update(tokens(item.items, selector))
        elif not condition and item.prelude == selector:
            said = (one.partition(":") for one in item.items if isinstance(one, str))
            found.update({name.strip(): value.strip() for name, _, value in said})
    return found


def _text(rule: Rule) -> str:
    inside = "".join(item + ";" if isinstance(item, str) else _text(item) for item in rule.items)
    return f"{rule.prelude}{{{inside.removesuffix(';')}}}"


def _without_imitations(items: Sequence[Rule | str]) -> list[Rule | str]:
    kept: list[Rule | str] = []
    for item in items:
        if isinstance(item, str):
            kept.append(item)
            continue
        selectors = _COMMA_OUTSIDE.split(item.prelude)
        real = [one for one in selectors if not _IMITATION.search(_NEGATION.sub("", one))]
        if real:
            kept.append(Rule(",".join(real), _without_imitations(item.items)))
    return kept


def _merge_tokens(items: Sequence[Rule | str]) -> list[Rule | str]:
    """Our tokens replace those of the theme instead of standing behind them."""
    tokens = [item for item in items if isinstance(item, Rule) and item.prelude.endswith("-theme")]
    flat = (token for rule in tokens for token in rule.items if isinstance(token, str))
    merged = {token.partition(":")[0]: token for token in flat}
    if not tokens:
        return list(items)
    theme = Rule(tokens[0].prelude, list(merged.values()))
    return [theme, *(item for item in items if item not in tokens)]


def _declarations(items: Iterable[Rule | str]) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield item
        else:
            yield from _declarations(item.items)


def _reachable(declarations: Sequence[str]) -> set[str]:
    """Custom properties that a real property needs, directly or through other ones."""
    refers: dict[str, set[str]] = {}
    waiting: set[str] = set()
    for declaration in declarations:
        needs = set(_REFERENCE.findall(declaration))
        if declaration.startswith("--"):
            refers.setdefault(declaration.partition(":")[0].strip(), set()).update(needs)
        else:
            waiting |= needs
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        used.add(name)
        waiting |= refers.get(name, set()) - used
    return used


def _without_unused(items: Sequence[Rule | str], used: set[str]) -> list[Rule | str]:
    kept: list[Rule | str] = []
    for item in items:
        if isinstance(item, Rule):
            inside = _without_unused(item.items, used)
            if inside:
                kept.append(Rule(item.prelude, inside))
        elif not item.startswith("--") or item.partition(":")[0].strip() in used:
            kept.append(item)
    return kept
