# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make models`: everything that reading words needs, from packages that are installed by hash."""

import sys

from backend.words import encoder_building, folder, name_lists


def main() -> None:
    to = folder.home()
    for part in (name_lists, encoder_building):
        part.build(to)
    sys.stdout.write(f"The models are in {to}.\n")


if __name__ == "__main__":
    main()
