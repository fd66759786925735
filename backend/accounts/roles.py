# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who works with it, and which roles go together."""

from enum import StrEnum

from backend.web.languages import marked


class Role(StrEnum):
    GRIFFIE = "griffie"
    ADVIESRAAD = "adviesraad"
    RAADSLID = "raadslid"
    BEHEERDER = "beheerder"
    REKENKAMER = "rekenkamer"


NAMES = (
    marked("griffie"),
    marked("adviesraad"),
    marked("raadslid"),
    marked("beheerder"),
    marked("rekenkamer"),
)
"""For the catalogue: a page says `_(account.role)`."""

EVERYONE = frozenset[Role]()
"""No session needed."""
STAFF = frozenset(Role)
GRIFFIE = frozenset({Role.GRIFFIE})
READERS = frozenset({Role.GRIFFIE, Role.REKENKAMER})
SEATS = frozenset({Role.GRIFFIE, Role.BEHEERDER, Role.REKENKAMER})
"""Who reads which advisory councils there are and who sits in them."""
HEALTH = frozenset({Role.GRIFFIE, Role.BEHEERDER})
MEMBERS = frozenset({Role.ADVIESRAAD})
"""Of advisory councils; which reviews are theirs, each page asks of the database."""
BEHEERDER = frozenset({Role.BEHEERDER})
TRAIL = frozenset({Role.GRIFFIE, Role.BEHEERDER, Role.REKENKAMER})
"""Who reads what staff did; the lines say nothing of what residents wrote."""
STRONG = frozenset({Role.GRIFFIE, Role.BEHEERDER})
"""Of whom a municipality may ask a second factor."""
COUNCIL = frozenset({Role.GRIFFIE, Role.ADVIESRAAD, Role.RAADSLID, Role.REKENKAMER})
"""Who may read what is under embargo."""
