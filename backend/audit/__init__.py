# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An append-only trail of what staff did: action, object, result, origin, actor, time."""
