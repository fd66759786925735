# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate: attaching summaries and exceptions, and what the council's agenda shows."""
