# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the servers live."""

import hashlib
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.servers.account import Account, choose_account, make_private
from backend.servers.errors import ServersError

# sockaddr_un holds 107 bytes on Linux and 103 on macOS; PostgreSQL puts this name behind ours.
SOCKET_PATH = 103
LONGEST_SOCKET = "/.s.PGSQL.5432"
# A comma is a list of hosts to every PostgreSQL client, a % is an escape to every URL reader.
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True)
class Home:
    """Ours: path, logs, lock, alive, state. The account's: data, valkey, and the run folder.

    `body` holds what is the account's: the home itself, or a folder elsewhere when the account
    cannot get into the home.
    """

    path: Path
    account: Account
    body: Path

    @property
    def data(self) -> Path:
        return self.body / "postgres"

    @property
    def valkey(self) -> Path:
        return self.body / "valkey"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def binaries(self) -> Path:
        return self.body / "binaries"

    @property
    def lock(self) -> Path:
        """Held by the keeper and both servers, so: free means that nothing runs here."""
        return self.path / "servers.lock"

    @property
    def alive(self) -> Path:
        """A FIFO: the keeper reads, whoever needs the servers holds the writing end open."""
        return self.path / "servers.alive"

    @property
    def state(self) -> Path:
        """Written when the servers are ready: where their sockets and programs are."""
        return self.path / "servers.json"


def default_home(environ: Mapping[str, str]) -> Path:
    """RAADGEVER_HOME; else /var/lib/raadgever for root; else the user's state folder."""
    if chosen := environ.get("RAADGEVER_HOME"):
        return Path(chosen).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/lib/raadgever")
    state = Path(environ.get("XDG_STATE_HOME", ""))
    if state.is_absolute():  # the XDG specification: a relative one is to be ignored
        return state / "raadgever"
    return Path(environ.get("HOME") or Path.home()) / ".local" / "state" / "raadgever"


def prepare(path: Path) -> Home:
    """Make the home and check that it is ours. Safe to run while its servers are up."""
    path = path.resolve()
    account = choose_account()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        owner = path.stat()
        if owner.st_uid != os.geteuid():
            raise ServersError(
                f"{path} belongs to uid {owner.st_uid}, and this runs as uid {os.geteuid()}."
                " Start as that user, or choose another place with RAADGEVER_HOME."
            )
        if account.uid is not None:
            path.chmod(stat.S_IMODE(owner.st_mode) | 0o001)  # through, but not look around
        (path / "logs").mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise ServersError(
            f"The servers cannot live in {path}: {error}."
            " Choose a place you may write to with RAADGEVER_HOME."
        ) from error
    return Home(path, account, _body(path, account))


def run_folder(home: Home, bases: Iterable[str] = ("/tmp",)) -> Path:  # noqa: S108 - private below it
    """Where the sockets are: in the home, or a short name in the temporary folder."""
    short = "raadgever-" + hashlib.sha256(os.fsencode(home.path)).hexdigest()[:16]
    for run in (home.body / "run", *(Path(b) / short for b in (tempfile.gettempdir(), *bases))):
        socket = os.fsencode(run) + LONGEST_SOCKET.encode()
        if len(socket) > SOCKET_PATH or not PLAIN.fullmatch(str(run)):
            continue
        if run.parent == home.body or home.account.reaches(run.parent):
            make_private(run, home.account)
            return run
    raise ServersError(
        f"No folder is short enough for a socket: {home.path} and {tempfile.gettempdir()} are"
        " too long or hold odd characters. Choose another place with RAADGEVER_HOME or TMPDIR."
    )


def _body(path: Path, account: Account) -> Path:
    """Opening folders above the home is the owner's decision, never ours.

    As root with a home under a closed folder (root's own, a test's) the data therefore lie
    elsewhere, and the home names where. The name is random: a new home never finds old data.
    """
    if all(account.reaches(step) for step in path.parents):
        return path
    pointer = path / "servers.body"
    try:
        if pointer.exists():
            return Path(pointer.read_text(encoding="utf-8").strip())
        body = _elsewhere(path, account) / secrets.token_hex(8)
        body.mkdir(parents=True, mode=0o711)
        pointer.write_text(f"{body}\n", encoding="utf-8")
    except OSError as error:
        raise _closed(path) from error
    return body


def _elsewhere(path: Path, account: Account) -> Path:
    temporary = Path(tempfile.gettempdir()).resolve()
    base = (temporary if temporary in path.parents else Path("/var/lib")) / "raadgever-homes"
    base.mkdir(exist_ok=True, mode=0o711)
    if base.stat().st_uid != os.geteuid():
        raise _closed(path)
    base.chmod(0o711)
    if not all(account.reaches(step) for step in (base, *base.parents)):
        raise _closed(path)
    return base


def _closed(path: Path) -> ServersError:
    return ServersError(
        f"As root the servers run as the user 'nobody', which cannot enter the way to {path}, nor"
        " a folder of ours elsewhere. Choose another place with RAADGEVER_HOME, such as"
        " /var/lib/raadgever, or start as an ordinary user."
    )
