# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The folder of the models: each file with its checksum, and nothing that is not in the list.

`manifest.json` says what was built, from which version of which package. A file that is not what
the list says is refused: a half-written model must not judge anybody's words.
"""

import hashlib
import os
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec

HOME: Final = Path(__file__).parents[2] / ".models"
_CHUNK = 1 << 20


class NotBuilt(Exception):
    """The models are not there, or are not what was built; says what to do."""


class Built(msgspec.Struct, frozen=True):
    """`sha256` in hexadecimal; `sources` are packages with their versions."""

    sha256: str
    sources: dict[str, str]


def home(environ: Mapping[str, str] = os.environ) -> Path:
    return Path(environ.get("RAADGEVER_MODELS") or HOME)


def checksum(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _manifest(folder: Path) -> dict[str, Built]:
    try:
        return msgspec.json.decode((folder / "manifest.json").read_bytes(), type=dict[str, Built])
    except FileNotFoundError:
        raise NotBuilt("The models are not built. Run `make models`.") from None
    except msgspec.DecodeError as error:
        raise NotBuilt(f"manifest.json cannot be read ({error}). Run `make models`.") from None


def sound(name: str, folder: Path | None = None) -> Path:
    """The file, read whole and compared; raises `NotBuilt`."""
    folder = folder or home()
    built = _manifest(folder).get(name)
    path = folder / name
    if built is None or not path.is_file():
        raise NotBuilt(f"{name} is not built. Run `make models`.")
    if checksum(path) != built.sha256:
        raise NotBuilt(f"{name} is not what was built. Throw it away and run `make models`.")
    return path


def keep(name: str, data: bytes, packages: tuple[str, ...], folder: Path) -> None:
    """Writes the file beside its place first: a kill leaves the old one, or the new one."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        known = _manifest(folder)
    except NotBuilt:
        known = {}
    sources = {package: version(package) for package in packages}
    _write(folder / name, data)
    known[name] = Built(hashlib.sha256(data).hexdigest(), sources)
    _write(folder / "manifest.json", msgspec.json.format(msgspec.json.encode(known), indent=1))


def _write(path: Path, data: bytes) -> None:
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(data)
    beside.replace(path)
