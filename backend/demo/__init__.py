# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Merenburg: a municipality that does not exist, with an agenda, proposals and voices."""
