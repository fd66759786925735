# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""All pages of advice: the griffie's about bodies and about one summary, the
beheerder's about who sits in a body, and the members' own."""

from backend.advice import body_pages, desk_pages, feeds, member_pages, seat_pages

HANDLERS = (
    *body_pages.HANDLERS,
    *seat_pages.HANDLERS,
    *desk_pages.HANDLERS,
    *member_pages.HANDLERS,
    *feeds.HANDLERS,
)
