# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way in: what is open, what is coming, what was heard.

It changes nothing, and stands above the rest because one page shows it all: consultations,
summaries and the agenda.
"""
