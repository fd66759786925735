# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What tests need of the machine: found, or installed where that is allowed, or named.

Chromium and Java for the page tests, libfaketime for those of a wrong clock. `python -m
tests.browsers` is part of `make test`. Tests skip for what is missing; with CI=true they fail.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def java() -> str | None:
    return shutil.which("java")


def faketime() -> Path | None:
    """The library for programs with threads."""
    return next(iter(sorted(Path("/usr").glob("lib*/**/faketime/libfaketimeMT.so.1"))), None)


def missing() -> list[str]:
    found = {"chromium": chromium(), "default-jre-headless": java(), "libfaketime": faketime()}
    return [package for package, place in found.items() if not place]


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
        sys.stderr.write(f"Not installed, so tests will be skipped: {', '.join(absent)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
