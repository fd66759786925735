# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that a bundle can prove, recomputed offline: no database, no settings, no servers."""
