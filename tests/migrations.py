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
from pathlib import Path

from alembic.config import Config

from alembic import command
from backend import migrate
from backend.servers import start

SQUAWK = Path(sys.executable).parent / "squawk"


def sql() -> str:
    config = Config(toml_file=str(migrate.ROOT / "pyproject.toml"), output_buffer=io.StringIO())
    config.attributes["app_role"] = "raadgever_app"
    command.upgrade(config, "head", sql=True)
    assert config.output_buffer is not None
    return config.output_buffer.getvalue()


def agrees() -> None:
    with tempfile.TemporaryDirectory(prefix="rg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with start(Path(folder) / "home", durable=False) as servers:
            owner = servers.database_url("raadgever_owner")
            migrate.upgrade(owner, "raadgever_app")
            migrate.check(owner, "raadgever_app")


def main() -> int:
    with contextlib.redirect_stdout(io.StringIO()):
        text = sql()
    agrees()
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(text)
        file.flush()
        return subprocess.run(
            [SQUAWK, "--config", ".squawk.toml", file.name], check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
