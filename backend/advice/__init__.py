# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Advisory councils read a summary before it goes up, and what they say travels with it."""
