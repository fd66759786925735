# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log: every step of the chain as one more leaf, which anybody can check (docs/ledger.md)."""
