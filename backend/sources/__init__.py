# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where agendas come from by themselves: addresses that workers look at again and again."""
