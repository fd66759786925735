# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m tests.migrations`: tables and migrations agree, and the SQL is safe to deploy.

Part of `make check`: `alembic check` on a fresh database, squawk on what `--sql` would run.
"""

import contextlib
import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from alembic import command
from backend import migrate
from backend.servers import start
from tests import folders

SQUAWK = Path(sys.executable).parent / "squawk"


def sql() -> Iterator[tuple[str, str]]:
    """Each revision with what it would run, as it runs: by itself, in its own transaction."""
    config = Config(toml_file=str(migrate.ROOT / "pyproject.toml"))
    config.attributes["app_role"] = "raadgever_app"
    revisions = list(ScriptDirectory.from_config(config).walk_revisions())[::-1]
    for each in revisions:
        config.output_buffer = io.StringIO()
        command.upgrade(config, f"{each.down_revision or 'base'}:{each.revision}", sql=True)
        yield each.revision, config.output_buffer.getvalue()


def agrees() -> None:
    with folders.place() as folder, start(folder / "home", durable=False) as servers:
        owner = servers.database_url("raadgever_owner")
        migrate.upgrade(owner, "raadgever_app")
        migrate.check(owner, "raadgever_app")


def main() -> int:
    with contextlib.redirect_stdout(io.StringIO()):
        texts = dict(sql())
    agrees()
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{revision}.sql" for revision in texts]
        for file, text in zip(files, texts.values(), strict=True):
            file.write_text(text)
        return subprocess.run([SQUAWK, "--config", ".squawk.toml", *files], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
