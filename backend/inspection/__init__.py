# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit office looks: what staff did, line by line, and the whole chain behind one item."""
