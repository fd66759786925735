# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the demo, in TOML, so that a griffier can read and mend them."""
