# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whom the servers run as: ourselves, or 'nobody' when we are root, which PostgreSQL refuses.

Whatever else runs as 'nobody' on the machine could open the sockets; where that matters, start
as a user of your own or use servers of your own.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from backend.servers.errors import WAY_OUT, ServersError


@dataclass(frozen=True)
class Account:
    """Whom the servers run as. All None: as ourselves."""

    uid: int | None = None
    gid: int | None = None
    groups: tuple[int, ...] | None = None

    def reaches(self, path: Path) -> bool:
        """Whether each folder above the path, and the path, lets this account through."""
        return self.uid is None or all(self._enters(step) for step in (path, *path.parents))

    def _enters(self, step: Path) -> bool:
        seen = step.stat()
        right = 0o100 if seen.st_uid == self.uid else 0o010 if seen.st_gid == self.gid else 0o001
        return bool(seen.st_mode & right)


def choose_account() -> Account:
    if os.geteuid() != 0:
        return Account()
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise ServersError(
            "PostgreSQL refuses to run as root, and this machine has no user 'nobody' to run it"
            f" as. Start as an ordinary user. {WAY_OUT}"
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid, ())


def make_private(path: Path, account: Account) -> None:
    """A folder that only the account opens. Refused when somebody else was there first."""
    path.mkdir(mode=0o700, exist_ok=True)
    seen = path.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in (os.geteuid(), account.uid):
        raise ServersError(
            f"{path} is there already and is not ours (uid {seen.st_uid}), so nothing private"
            " can go into it. Remove it, or choose another place with RAADGEVER_HOME."
        )
    path.chmod(0o700)
    if account.uid is not None and account.gid is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
