# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the two servers are told: how to make the data folder, how to run, who may do what."""

import os
import shutil
import subprocess
from pathlib import Path

from backend.servers.account import make_private
from backend.servers.binaries import Postgres
from backend.servers.errors import ServersError
from backend.servers.home import Home

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_destination": "stderr",
    # What residents write comes by in statements, parameters and the details of an error
    # ("Failing row contains ..."). A failed statement is the application's to report; here
    # only the server's own life is logged. The cost: a warning about a bad page is seen by
    # the application alone.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# Repeatable, and also right when an earlier run was cut short half-way.
ROLES = r"""
select 'create role raadgever_owner login nosuperuser'
  where not exists (select from pg_roles where rolname = 'raadgever_owner') \gexec
select 'create role raadgever_app login nosuperuser'
  where not exists (select from pg_roles where rolname = 'raadgever_app') \gexec
select 'create database raadgever owner raadgever_owner'
  where not exists (select from pg_database where datname = 'raadgever') \gexec
revoke all on database raadgever from public;
grant connect on database raadgever to raadgever_app;
\connect raadgever
revoke all on schema public from public;
grant usage on schema public to raadgever_app;
"""
NO_CONNECTION = 2  # psql's exit code; 3 is an error in the script


def initialise(home: Home, postgres: Postgres, *, durable: bool, lock: int) -> None:
    """Make the data folder if there is none: beside its place first, so never half."""
    unfinished = home.data.with_name("postgres.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    if (home.data / "PG_VERSION").exists():
        return
    if home.data.exists() and any(home.data.iterdir()):
        raise ServersError(
            f"{home.data} holds files but no PG_VERSION, so it is not a data folder of"
            " PostgreSQL, or half of one. Move it away, or choose another RAADGEVER_HOME."
        )
    make_private(unfinished, home.account)
    _initdb(home, postgres, unfinished, durable=durable, lock=lock)
    unfinished.rename(home.data)
    folder = os.open(home.body, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _initdb(home: Home, postgres: Postgres, folder: Path, *, durable: bool, lock: int) -> None:
    locale = ["--locale=C"]
    if postgres.major >= 17:  # noqa: PLR2004 - the release that brought the builtin provider
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    ran = subprocess.run(  # noqa: S603 - a program we found, arguments of ours
        [
            *(str(postgres.bin / "initdb"), "--pgdata", str(folder), "--username=postgres"),
            *("--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", *locale),
            *("--data-checksums", "--no-instructions", *([] if durable else ["--no-sync"])),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        pass_fds=(lock,),  # if we are killed, the next start waits for it to end
        user=home.account.uid,
        group=home.account.gid,
        extra_groups=home.account.groups,
        check=False,
    )
    if ran.returncode:
        raise ServersError(f"initdb could not make {home.data}: {ran.stderr.strip()[-1500:]}")


def postgres_command(home: Home, postgres: Postgres, run: Path, *, durable: bool) -> list[str]:
    settings = SETTINGS | {"unix_socket_directories": str(run)} | ({} if durable else NOT_DURABLE)
    command = [str(postgres.bin / "postgres"), "-D", str(home.data)]
    return command + [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]


def valkey_command(home: Home, program: Path, run: Path) -> list[str]:
    return [
        *(str(program), "--port", "0", "--daemonize", "no", "--dir", str(home.valkey)),
        *("--unixsocket", str(run / "valkey.sock"), "--unixsocketperm", "700"),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
    ]


def make_roles(postgres: Postgres, run: Path) -> bool:
    """Roles, database and rights. False while the server takes no connections yet."""
    ran = subprocess.run(  # noqa: S603 - a program we found, arguments of ours
        [
            *(str(postgres.bin / "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", str(run)),
            *("-p", "5432", "-U", "postgres", "-d", "postgres"),
        ],
        input=ROLES,
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        check=False,
    )
    if ran.returncode == NO_CONNECTION:
        return False
    if ran.returncode:
        raise ServersError(f"The roles in {run} could not be made: {ran.stderr.strip()[-1500:]}")
    return True
