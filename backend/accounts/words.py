# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Roles and states in words, as the beheerder chooses and reads them."""

from backend.accounts.queries import State
from backend.accounts.roles import Role
from backend.web.languages import gettext, marked

_ROLES = {
    Role.GRIFFIE: (
        marked("Griffie"),
        marked("Doet alles met agenda's, raadplegingen en samenvattingen."),
    ),
    Role.ADVIESRAAD: (
        marked("Adviesraad"),
        marked("Leest samenvattingen voordat ze naar de raad gaan."),
    ),
    Role.RAADSLID: (marked("Raadslid"), marked("Leest wat voor de raad klaarligt.")),
    Role.BEHEERDER: (
        marked("Beheerder"),
        marked("Beheert accounts en ziet of alles draait. Ziet geen antwoorden van inwoners."),
    ),
    Role.REKENKAMER: (
        marked("Rekenkamer"),
        marked("Leest en controleert alles. Kan niets wijzigen."),
    ),
}
_STATES = {
    State.ACTIVE: (marked("Actief"), "green"),
    State.INVITED: (marked("Uitgenodigd"), "info"),
    State.DISABLED: (marked("Uit"), "neutral"),
}


def roles() -> list[tuple[str, str, str]]:
    """For a choice: the code, its name, and what one may do with it."""
    return [(str(role), gettext(name), gettext(what)) for role, (name, what) in _ROLES.items()]


def role_name(role: str) -> str:
    return gettext(_ROLES[Role(role)][0])


def states() -> dict[State, tuple[str, str]]:
    """Words and colour of the badge; the words carry it."""
    return {state: (gettext(words), colour) for state, (words, colour) in _STATES.items()}
