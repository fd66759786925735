# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a server that was killed leaves behind, and the next one would stumble over."""

import os
import subprocess
from pathlib import Path

from backend.servers.errors import ServersError
from backend.servers.home import Home


def clear_what_a_killed_server_left(home: Home, run: Path) -> None:
    """We hold the lock, so no server of ours lives.

    PostgreSQL believes that a pid in its lock files is still it when any process of the same
    user has that number by now. So such a file goes. If the pid is nobody's, the file stays:
    PostgreSQL sees that itself, and also looks in it for memory that old children still hold.
    """
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock", "valkey.sock"):
        (run / name).unlink(missing_ok=True)
    mark = home.data / "postmaster.pid"
    pid = mark.read_text().partition("\n")[0].strip() if mark.exists() else ""
    if not pid.isdigit() or not _exists(int(pid)):
        return
    if _runs_on(int(pid), home.data):
        raise ServersError(
            f"Another PostgreSQL (pid {pid}) runs on {home.data}, started by hand or by a tool."
            " Stop it first, or choose another RAADGEVER_HOME."
        )
    mark.unlink()


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs_on(pid: int, data: Path) -> bool:
    """A postmaster stands in its data folder; where there is no /proc, its command names it."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == data
        except OSError:
            return False  # another user's process, or gone
    command = ["/bin/ps", "-o", "command=", "-p", str(pid)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed
    return str(data) in shown.stdout
