# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What each command does, once its words are understood. A module is loaded when it is called."""
