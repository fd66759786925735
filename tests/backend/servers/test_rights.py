# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is set up: who may do what, what is logged, how clients get in."""

import asyncio
import stat

import pytest
from redis import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from backend.servers import Servers
from tests.backend.servers.processes import on


def test_the_application_role_owns_nothing_and_may_make_nothing(running: Servers) -> None:
    table = on(running)
    owns = "select count(*) from pg_shdepend where deptype = 'o' and refobjid = 'raadgever_app'"
    assert table.sql(f"{owns}::regrole") == "0"
    for forbidden in (
        "create table mine ()",
        "create temporary table mine ()",
        "create schema mine",
        "create role mine",
        "create database mine",
        "set role raadgever_owner",
    ):
        refused = table.psql(forbidden, "raadgever_app", check=False)
        assert "permission denied" in refused.stderr, forbidden


def test_the_owner_makes_tables_and_is_no_superuser(running: Servers) -> None:
    table = on(running)
    table.sql("create table of_the_owner (); drop table of_the_owner", "raadgever_owner")
    assert table.sql("select rolsuper from pg_roles where rolname = 'raadgever_owner'") == "f"
    owner = "select pg_get_userbyid(datdba) from pg_database where datname = 'raadgever'"
    assert table.sql(owner) == "raadgever_owner"


def test_only_unix_sockets_in_a_closed_folder(running: Servers) -> None:
    table = on(running)
    assert table.sql("show listen_addresses") == ""
    with table.valkey() as valkey:
        assert valkey.config_get("port") == {"port": "0"}
    assert stat.S_IMODE(running.run.stat().st_mode) == 0o700


def test_the_settings_the_application_counts_on(running: Servers) -> None:
    table = on(running)
    assert table.sql("show timezone") == "UTC"
    assert table.sql("show data_checksums") == "on"
    assert table.sql("show fsync") == "off"  # this one was started with durable=False
    assert table.sql("select lower('ÉÄŁ')") == "éäł"
    assert table.sql("select string_agg(w, '' order by w) from unnest('{b,A,a,B}'::text[]) w") == (
        "ABab"
    )


def test_what_a_resident_wrote_never_reaches_a_log(running: Servers) -> None:
    table = on(running)
    table.sql("create table written (what text primary key check (length(what) < 20))")
    for statement in (
        "insert into written values ('geheim-1'), ('geheim-1')",
        "insert into written values ('geheim-2 en nog veel langer')",
        "select 'geheim-3'::integer",
        "select geheim-4 from",
    ):
        assert "ERROR" in table.psql(statement, check=False).stderr
    logs = "".join(log.read_text() for log in (running.home / "logs").iterdir())
    assert "ready to accept connections" in logs
    assert "geheim" not in logs


def test_both_addresses_work_as_they_are_given(running: Servers) -> None:
    async def ask(url: str) -> tuple[str, str]:
        engine = create_async_engine(url)
        async with engine.connect() as connection:
            row = (await connection.execute(text("select current_user, current_database()"))).one()
        await engine.dispose()
        return row[0], row[1]

    url = running.database_url()
    assert url == f"postgresql+asyncpg://raadgever_app@/raadgever?host={running.run}&port=5432"
    assert asyncio.run(ask(url)) == ("raadgever_app", "raadgever")
    assert asyncio.run(ask(running.database_url("postgres", "postgres"))) == ("postgres",) * 2
    with Redis.from_url(running.redis_url) as redis:
        assert redis.ping()


@pytest.mark.parametrize("program", ["psql", "pg_dump", "pgbench", "pg_isready"])
def test_the_tools_are_in_the_folder_it_names(running: Servers, program: str) -> None:
    assert (running.bin / program).is_file()
