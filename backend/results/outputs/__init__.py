# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The files of a final summary: PDF, charts and tables, each made of its stored content alone."""
