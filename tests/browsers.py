# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Chromium and Java for the page tests: found, or installed where that is allowed, or named.

`python -m tests.browsers` is part of `make test`. The page tests skip with the same sentence when
something is missing; with CI=true they fail instead.
"""

import os
import shutil
import subprocess
import sys

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def java() -> str | None:
    return shutil.which("java")


def missing() -> list[str]:
    absent = [] if chromium() else ["chromium"]
    return absent if java() else [*absent, "default-jre-headless"]


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def main() -> int:
    packages = missing()
    if packages and _may_install():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    if absent := missing():
        print(f"Page tests will be skipped: {', '.join(absent)} not installed.", file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
