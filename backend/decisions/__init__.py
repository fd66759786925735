# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the council decided and answered: below everything that shows it (docs/decisions/0036)."""
