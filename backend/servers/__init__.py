# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real PostgreSQL and a real Valkey as child processes, over unix sockets only.

For the demo, the tests and one machine; a municipality sets RAADGEVER_DATABASE_URL and
RAADGEVER_REDIS_URL and never comes here. Standard library only.
"""

from backend.servers.binaries import Search
from backend.servers.errors import ServersError
from backend.servers.home import default_home
from backend.servers.launch import Servers, start

__all__ = ["Search", "Servers", "ServersError", "default_home", "start"]
