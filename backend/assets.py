# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One stylesheet, its fonts and its pictures, under names that change with their content.

`python -m backend.assets` makes `backend/static/build/` out of what `npm ci` fetched and what
lies in `backend/static/`. It needs no Node, no clock and no network: same input, same bytes.
"""

import functools
import gzip
import hashlib
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from backend.stylesheet import Rule, parse, tidy, tokens, write

SOURCES = Path(__file__).resolve().parent / "static"
BUILD = SOURCES / "build"
MODULES = SOURCES.parent.parent / "node_modules"
THEME = "@nl-design-system-unstable/voorbeeld-design-tokens"
FONT = "@fontsource-variable/atkinson-hyperlegible-next"
# Latin Extended (Turkish, Polish names) is apart: browsers fetch it where a page needs it.
FONTS = {
    "atkinson-latin.woff2": "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "atkinson-latin-ext.woff2": "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
}
OWN_SHEETS = ("tokens.css", "raadgever.css")
DARK = "(prefers-color-scheme:dark)"
SELECTOR = ".voorbeeld-theme"


class BuildMissing(RuntimeError):
    """The stylesheet was never built, or was built before a file was added."""


class _Package(msgspec.Struct):
    name: str = ""
    version: str = ""
    dependencies: dict[str, str] = {}


def asset(name: str) -> str:
    """The URL path under which `name` is served. Never changes while its content does not."""
    manifest = _manifest(BUILD)
    if name not in manifest:
        known = ", ".join(manifest)
        raise BuildMissing(f"{name!r} is not in {BUILD}/manifest.json ({known}): run `make setup`")
    return f"/static/{manifest[name]}"


@functools.cache
def _manifest(folder: Path) -> dict[str, str]:
    try:
        raw = (folder / "manifest.json").read_bytes()
    except FileNotFoundError:
        raise BuildMissing(f"there is no stylesheet in {folder}: run `make setup`") from None
    return msgspec.json.decode(raw, type=dict[str, str])


class Tokens(msgspec.Struct, frozen=True):
    """Every custom property of the stylesheet; `dark` holds those of light with what changes."""

    light: dict[str, str]
    dark: dict[str, str]


def our_tokens() -> Tokens:
    """What the stylesheet says before a municipality changes it."""
    place = BUILD / "tokens.json"
    try:
        return msgspec.json.decode(place.read_bytes(), type=Tokens)
    except FileNotFoundError:
        raise BuildMissing(f"there is no {place}: run `make setup`") from None


def build(target: Path = BUILD) -> dict[str, str]:
    """Write every asset and the manifest. An earlier build goes, but only once this one is made."""
    contents = dict(_files())
    manifest = {name: _hashed(name, data) for name, data in contents.items()}
    sheet = "raadgever.css"
    items = tidy(_parsed())
    contents[sheet] = stylesheet(items, manifest).encode()
    manifest[sheet] = _hashed(sheet, contents[sheet])
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, data in contents.items():
        (target / manifest[name]).write_bytes(data)
    # OFL condition 2: the licence travels with the font.
    shutil.copyfile(MODULES / FONT / "LICENSE", target / "atkinson-OFL.txt")
    text = msgspec.json.format(msgspec.json.encode(manifest, order="sorted"))
    (target / "manifest.json").write_bytes(text + b"\n")
    light = tokens(items, SELECTOR)
    said = Tokens(light, {**light, **tokens(items, SELECTOR, DARK)})
    (target / "tokens.json").write_bytes(msgspec.json.encode(said, order="sorted") + b"\n")
    return manifest


def _parsed() -> list[Rule | str]:
    """Theme, then components by name, then ours: at equal weight the last one wins."""
    sheets = [MODULES / THEME / "dist/theme.css"]
    sheets += [MODULES / name / "dist/index.css" for name in _components()]
    sheets += [SOURCES / name for name in OWN_SHEETS]
    return [item for sheet in sheets for item in parse(sheet.read_text(), str(sheet))]


def stylesheet(items: Sequence[Rule | str], manifest: Mapping[str, str]) -> str:
    packages = [_package(name) for name in (THEME, *_components())]
    made_of = ", ".join(f"{package.name} {package.version}" for package in packages)
    head = f'@charset "UTF-8";\n/*! EUPL-1.2: Raadgever and {made_of} */\n'
    return head + _point_at_files(write(items), manifest) + "\n"


def _files() -> Iterator[tuple[str, bytes]]:
    for name, file in FONTS.items():
        yield name, _fetched(f"{FONT}/files/{file}").read_bytes()
    for path in sorted(SOURCES.iterdir()):
        if path.is_file() and path.suffix != ".css":
            yield path.name, path.read_bytes()


def _point_at_files(css: str, manifest: Mapping[str, str]) -> str:
    """Every url("…") becomes the hashed name of a file of ours: nothing comes from elsewhere."""
    return re.sub(r'url\("([^":]+)"\)', lambda found: f'url("{manifest[found[1]]}")', css)


def _components() -> list[str]:
    package = msgspec.json.decode((MODULES.parent / "package.json").read_bytes(), type=_Package)
    return sorted(name for name in package.dependencies if name.startswith("@utrecht/"))


def _package(name: str) -> _Package:
    return msgspec.json.decode(_fetched(f"{name}/package.json").read_bytes(), type=_Package)


def _fetched(path: str) -> Path:
    found = MODULES / path
    if not found.exists():
        raise BuildMissing(f"npm has not fetched {found}: run `make setup`")
    return found


def _hashed(name: str, data: bytes) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(data).hexdigest()[:8]}{dot}{suffix}"


def main() -> None:
    manifest = build()
    for name, file in sorted(manifest.items()):
        data = (BUILD / file).read_bytes()
        small = len(gzip.compress(data, mtime=0))
        sys.stdout.write(f"{name}: {file}, {len(data)} bytes, {small} gzipped\n")


if __name__ == "__main__":
    try:
        main()
    except BuildMissing as problem:
        sys.exit(str(problem))
