# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Alembic, called as a function: no ini file, no password in a process list."""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from alembic import command

ROOT = Path(__file__).parent.parent


def _config(url: str, app_role: str) -> Config:
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["url"] = url
    config.attributes["app_role"] = app_role
    return config


def upgrade(url: str, app_role: str) -> None:
    """Bring the database to the newest version, as its owner."""
    command.upgrade(_config(url, app_role), "head")


def check(url: str, app_role: str) -> None:
    """Raise when the tables in code and the migrations disagree."""
    command.check(_config(url, app_role))


def unknown(version: str) -> bool:
    """Of a program newer than this one."""
    return version not in {
        one.revision for one in ScriptDirectory.from_config(_config("", "")).walk_revisions()
    }


def newest() -> str | None:
    """The version that this program was written for."""
    return ScriptDirectory.from_config(_config("", "")).get_current_head()
