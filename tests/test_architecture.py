# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What no linter of others can see about this house."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend import tables
from backend.outbox import Topic
from backend.settings import DOCUMENTED
from backend.worker import WORKS

ROOT = Path(__file__).parent.parent
PURE = ("surveys", "analysis")
LONGEST = 300  # lines of one module; a longer one is two things


def _ours() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def _python(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_every_source_file_names_its_licence() -> None:
    kinds = {".py", ".html", ".css", ".js", ".sh", ".toml", ".mako", ".md", ".yml", ".yaml", ".svg"}
    without = [
        str(path.relative_to(ROOT))
        for path in _ours()
        if (path.suffix in kinds or path.name in {"Makefile", "Dockerfile", "run"})
        and path.name not in {"pyproject.toml", "LICENSE"}
        and "SPDX-License-Identifier: EUPL-1.2" not in path.read_text(encoding="utf-8")[:400]
    ]
    assert without == []


def test_nobody_commits_but_the_one_transaction() -> None:
    commits = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in _python("surveys", "analysis", "backend")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert commits == []


def test_the_rules_and_the_analysis_have_no_clock_and_no_chance() -> None:
    forbidden = {"time", "random", "secrets", "os", "socket", "pathlib", "subprocess"}
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in _python(*PURE)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
        if name.split(".")[0] in forbidden
    ]
    assert found == []


def test_no_module_outgrows_its_name() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path, _ in _python("surveys", "analysis", "backend")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_the_alembic_folder_does_not_shadow_the_library() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_every_topic_has_somebody_who_does_its_work() -> None:
    assert set(WORKS) == set(Topic)


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_every_setting_stands_in_the_readme(name: str) -> None:
    assert f"`{name}`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_lock_or_setting_names_a_registry_or_a_path_of_this_machine() -> None:
    names = (
        *("requirements.lock", "requirements.image.lock", "requirements.models.lock"),
        *("package-lock.json", "pyproject.toml"),
        *(".npmrc", "Makefile", "Dockerfile", "compose.yaml"),
    )
    found = [
        f"{name}:{number}"
        for name in names
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r'"resolved":|index-url|find-links|https?://[^ ]*(pypi|npmjs)|/work/', line)
    ]
    assert found == []


def test_every_table_is_in_the_one_list() -> None:
    declared = {
        node.value.value
        for _, tree in _python("backend")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "__tablename__"
        and isinstance(node.value, ast.Constant)
    }
    assert declared == set(tables.metadata.tables)


def test_the_version_is_the_same_everywhere() -> None:
    found = {
        name: re.search(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name, pattern in {
            "pyproject.toml": r'^version = "(.+)"',
            "publiccode.yml": r"^softwareVersion: (.+)$",
            "CHANGELOG.md": r"^## \[(\d.+?)\]",
        }.items()
    }
    assert len({match.group(1) for match in found.values() if match}) == 1
    assert all(found.values())
