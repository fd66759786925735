# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules of a consultation: what may be asked, answered, closed, said and put on the agenda.

Standard library and msgspec only. No I/O and no clock: time is an argument.
"""
