# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A resident takes part, finds the answer back, changes or withdraws it."""
