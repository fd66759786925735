# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many residents the town has of each age, sex and neighbourhood, as the griffie reads in."""
