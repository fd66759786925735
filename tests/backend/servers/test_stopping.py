# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Servers that are told to stop, and starters that are killed."""

import os
import signal
from pathlib import Path

import pytest

from backend.servers import start
from tests.backend.servers.processes import all_gone, another_process, copy_of, on, wait_until_gone


def test_they_stop_when_told_and_telling_twice_is_fine(home: Path) -> None:
    servers = start(home, durable=False)
    pids = on(servers).pids(home)
    servers.stop()
    assert all_gone(pids)
    assert not list(servers.run.iterdir())
    servers.stop()


def test_what_was_stored_is_there_at_the_next_start(home: Path) -> None:
    with start(home) as servers:
        assert servers.started
        on(servers).sql("create table kept (); comment on table kept is 'still here'")
        with on(servers).valkey() as valkey:
            valkey.set("kept", "too")
    with start(home) as servers:
        assert on(servers).sql("select obj_description('kept'::regclass)") == "still here"
        with on(servers).valkey() as valkey:
            assert valkey.get("kept") == "too"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_starter_leaves_no_orphan(home: Path, number: int) -> None:
    with another_process(home) as starter:
        pids = starter.table.pids(home)
        starter.gets(number)
        wait_until_gone(pids)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux tells a child of the death")
def test_a_killed_keeper_leaves_no_orphan(home: Path) -> None:
    with start(home, durable=False) as servers:
        pids = on(servers).pids(home)
        os.kill(pids["keeper"], signal.SIGKILL)
        wait_until_gone(pids)
    with start(home, durable=False) as servers:
        assert servers.started


def test_a_start_right_after_a_kill_finds_them_or_starts_them_again(home: Path) -> None:
    with another_process(home) as starter:
        starter.table.sql("create table kept ()")
        starter.gets(signal.SIGKILL)
        with start(home, durable=False) as servers:
            for _ in range(20):  # found while they were stopping, they would be gone by now
                assert on(servers).sql("select count(*) from kept") == "0"


def test_two_homes_run_side_by_side(home: Path, template: Path) -> None:
    other = copy_of(template, home.with_name("other"))
    with start(home, durable=False) as one, start(other, durable=False) as two:
        on(one).sql("create table only_here ()")
        assert on(two).sql("select to_regclass('only_here') is null") == "t"
        one.stop()
        assert on(two).sql("select 1") == "1"


def test_a_second_process_attaches_and_its_leaving_stops_nothing(home: Path) -> None:
    with start(home, durable=False) as servers:
        with another_process(home) as second:
            assert second.said["started"] is False
            assert second.said["run"] == str(servers.run)
        with start(home) as again:
            assert not again.started
        assert on(servers).sql("select 1") == "1"


def test_they_outlive_a_killed_starter_while_somebody_is_attached(home: Path) -> None:
    with another_process(home) as starter:
        attached = start(home)
        pids = on(attached).pids(home)
        starter.gets(signal.SIGKILL)
        assert on(attached).sql("select 1") == "1"
        attached.stop()
        wait_until_gone(pids)


def test_the_starter_stops_them_for_everybody(home: Path) -> None:
    servers = start(home, durable=False)
    with another_process(home):
        pids = on(servers).pids(home)
        servers.stop()
        assert all_gone(pids)
