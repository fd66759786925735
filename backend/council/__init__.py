# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2

"""Meetings, agenda items and documents, and how they come in from a council system."""
