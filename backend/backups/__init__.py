# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Copies of the whole database, and putting one back (docs/running.md)."""
