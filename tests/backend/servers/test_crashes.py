# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Servers that are killed, and what they leave behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backend.servers import ServersError, start
from backend.servers.binaries import wheel_postgres
from tests.backend.servers.processes import ROOT, on, wait_until, wait_until_gone


def test_a_killed_postmaster_loses_nothing_that_was_committed(home: Path) -> None:
    with start(home) as servers:
        pids = on(servers).pids(home)
        on(servers).sql("create table kept (n int); insert into kept values (7)")
        os.kill(pids["postgres"], signal.SIGKILL)
        wait_until_gone(pids)
    with start(home) as servers:
        assert servers.started
        assert on(servers).sql("select n from kept") == "7"
    assert "postgres ended by itself: -9" in (home / "logs" / "keeper.log").read_text()


def test_a_killed_valkey_loses_nothing_that_was_acknowledged(home: Path) -> None:
    with start(home, durable=False) as servers:
        pids = on(servers).pids(home)
        with on(servers).valkey() as valkey:
            valkey.set("kept", "7")
        os.kill(pids["valkey"], signal.SIGKILL)
        wait_until_gone(pids)
    with start(home, durable=False) as servers, on(servers).valkey() as valkey:
        assert valkey.get("kept") == "7"


def test_a_lock_file_with_a_recycled_pid_is_no_obstacle(home: Path) -> None:
    """PostgreSQL alone refuses when the number in its lock file is any process of its user."""
    owner = (home / "postgres").stat()
    as_owner = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    with subprocess.Popen(["sleep", "60"], **as_owner) as somebody:
        for left in ("postgres/postmaster.pid", "run/.s.PGSQL.5432.lock"):
            (home / left).write_text(f"{somebody.pid}\n{home / 'postgres'}\n1\n5432\n{home}\n\n\n")
            os.chown(home / left, owner.st_uid, owner.st_gid)
        with start(home, durable=False) as servers:
            assert on(servers).sql("select 1") == "1"
        somebody.kill()


def test_a_server_started_by_hand_on_our_data_is_left_alone(home: Path) -> None:
    programs = wheel_postgres()[0]
    owner = (home / "postgres").stat()
    as_owner = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    command = [programs / "postgres", "-D", home / "postgres", "-c", "listen_addresses="]
    with subprocess.Popen(
        [*command, "-k", home / "run"], stderr=subprocess.DEVNULL, **as_owner
    ) as by_hand:
        mark = home / "postgres" / "postmaster.pid"
        wait_until(lambda: mark.exists() and "ready" in mark.read_text(), "it is up")
        with pytest.raises(ServersError, match=rf"pid {by_hand.pid}\) runs on .*Stop it first"):
            start(home, durable=False)
        assert by_hand.poll() is None
        by_hand.send_signal(signal.SIGINT)


def test_a_kill_during_initdb_leaves_nothing_half(place: Path) -> None:
    home = place / "home"
    code = "import sys; from pathlib import Path; from backend.servers import start; "
    with subprocess.Popen(
        [sys.executable, "-c", code + "start(Path(sys.argv[1]))", str(home)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as starter:
        unfinished = home / "postgres.unfinished" / "global"
        wait_until(unfinished.exists, "initdb is at work")
        starter.kill()
    assert not (home / "postgres").exists()
    with start(home, durable=False) as servers:
        assert on(servers).sql("select 1") == "1"
    assert not (home / "postgres.unfinished").exists()


def test_files_that_are_no_data_folder_are_refused_and_kept(place: Path) -> None:
    data = place / "home" / "postgres"
    data.mkdir(parents=True)
    (data / "precious").write_text("half a copy")
    with pytest.raises(ServersError, match=r"no PG_VERSION.*Move it away"):
        start(place / "home")
    assert (data / "precious").exists()


def test_a_server_that_cannot_start_is_explained_with_its_own_words(home: Path) -> None:
    with (home / "postgres" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(ServersError, match=r'(?s)ended while they started.*"no_such_setting"'):
        start(home, durable=False)
