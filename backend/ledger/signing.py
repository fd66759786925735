# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log's private key: out of the environment, or out of a file that only its owner can read."""

import contextlib
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from backend.ledger import notes
from backend.ledger.notes import NoteError, Signer
from backend.ledger.sealing import Sealing
from backend.servers import default_home
from backend.settings import SettingsError

SETTING: Final = "RAADGEVER_LOG_KEY"
BEFORE: Final = "RAADGEVER_LOG_KEY_BEFORE"
FOLDER: Final = "log"
_OWN: Final = "log.key"


def new(name: str, kind: int = notes.LOG) -> Signer:
    """`NoteError` for a name that no note can carry."""
    return notes.new_signer(name, secrets.token_bytes(32), kind)


def write(path: Path, signer: Signer) -> None:
    """Mode 0600 from its first byte, whole or not at all; `FileExistsError` when there is one: a
    key that was lost is a log that nobody can go on with."""
    half = path.with_name(f"{path.name}.{os.getpid()}.new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(f"{signer.private_text()}\n".encode())
        out.flush()
        os.fsync(out.fileno())
    try:
        path.hardlink_to(half)
    finally:
        half.unlink()


def _file(path: Path, setting: str) -> str:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(10_000)
    except OSError as error:
        raise SettingsError([f"{setting}: {path} cannot be read ({error.strerror})."]) from None
    if not stat.S_ISREG(mode) or stat.S_IMODE(mode) & 0o077:
        problem = (
            f"{setting}: others can read or change {path} (mode {stat.S_IMODE(mode):04o}). Make a"
            f" new key if they may have, and do: chmod 600 {path}"
        )
        raise SettingsError([problem])
    return content.decode("ascii", "replace")


def read(given: str, setting: str = SETTING, kind: int = notes.LOG) -> Signer:
    """The key itself, or the file that holds it. `SettingsError` when it will not do."""
    text = given if given.startswith("PRIVATE+KEY+") else _file(Path(given), setting)
    try:
        signer = notes.signer(text)
    except NoteError as error:
        raise SettingsError([f"{setting}: {error} Make one with `raadgever log key`."]) from None
    if signer.kind != kind:
        whose = ("a log", "a witness") if kind == notes.WITNESS else ("a witness", "a log")
        raise SettingsError([f"{setting}: this is the key of {whose[0]}, not of {whose[1]}."])
    return signer


def own(home: Path) -> Path:
    """The key of embedded servers, made where there is none. Its log has a name of its own, so
    that two of them are never taken for one."""
    path = home / _OWN
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):  # another process was first
            write(path, new(f"raadgever.example/log/{secrets.token_hex(4)}"))
    return path


def sealing(environ: Mapping[str, str], *, embedded: bool = False) -> Sealing | None:
    """None without a key: then the log grows unsigned. `SettingsError` for one that will not do."""
    home = default_home(environ)
    given = environ.get(SETTING, "").strip()
    if not given and not embedded:
        return None
    signer = read(given or str(own(home)))
    if not (earlier := environ.get(BEFORE, "").strip()):
        return Sealing(signer, home / FOLDER)
    before = read(earlier, BEFORE)
    if before.name != signer.name:
        problem = f"{BEFORE}: this is a key of {before.name}, not of {signer.name}."
        raise SettingsError([problem])
    return Sealing(signer, home / FOLDER, before)
