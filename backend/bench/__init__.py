# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measuring, as commands that a stranger can repeat: ratios in one run, each with its limit."""
