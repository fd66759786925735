# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
WAY_OUT = (
    "Or use servers of your own: set RAADGEVER_DATABASE_URL and RAADGEVER_REDIS_URL to a"
    " PostgreSQL (15 or later) and a Valkey or Redis."
)


class ServersError(Exception):
    """The embedded servers cannot run here; the message says what, where and what to do."""
