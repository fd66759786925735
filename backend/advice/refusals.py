# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the database refused, in words."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from backend.audit.actions import Actor
from backend.errors import Conflict
from backend.web.languages import gettext

_UNIQUE = "23505"


def was_first(error: IntegrityError) -> bool:
    """Whether somebody else was first, and not that the moment has passed."""
    return getattr(error.orig, "sqlstate", None) == _UNIQUE


def named(actor: Actor) -> UUID:
    """An account: here nothing is done by the system."""
    if actor.id is None:
        raise Conflict(
            gettext("Dit kan alleen iemand die is ingelogd."),
            gettext("Log in en probeer het opnieuw."),
        )
    return actor.id


def same_name(name: str) -> Conflict:
    return Conflict(
        gettext("Er is al een adviesraad die {name} heet.").format(name=name),
        gettext("Kies een andere naam, of gebruik de adviesraad die er al is."),
    )


def no_members(name: str) -> Conflict:
    return Conflict(
        gettext("{name} heeft nu geen leden.").format(name=name),
        gettext(
            "Vraag de beheerder eerst om leden. Zonder leden kan niemand de samenvatting lezen."
        ),
    )


def asked_before() -> Conflict:
    return Conflict(
        gettext("Deze adviesraad is al gevraagd over deze samenvatting."),
        gettext("Ververs de pagina. De vraag staat in de lijst."),
    )


def too_late() -> Conflict:
    return Conflict(
        gettext("U kunt hier niets meer zeggen."),
        gettext(
            "De termijn is voorbij, de vraag is ingetrokken of u bent geen lid meer."
            " Wat u schreef, is niet opgeslagen."
        ),
    )


def overtaken() -> Conflict:
    return Conflict(
        gettext("Iemand was u net voor."),
        gettext(
            "Uw tekst staat er nog. Lees wat er nu staat en overleg."
            " Daarna kunt u alsnog uw oordeel doorgeven."
        ),
    )
