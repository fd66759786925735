# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which deed fits a consultation as it stands, and in words why another does not."""

from enum import StrEnum

from backend.consultations.queries import Shown
from backend.errors import Conflict
from backend.web.languages import gettext, marked
from surveys.lifecycle import Stage


class Deed(StrEnum):
    OPEN = "openen"
    EXTEND = "verlengen"
    CANCEL = "afgelasten"
    TAKE_BACK = "terugdraaien"
    REDRAFT = "opnieuw"
    FINISH_PAPER = "afronden"


STAGE_NAMES = {
    Stage.DRAFT: marked("in concept"),
    Stage.OPEN: marked("open"),
    Stage.CLOSED: marked("gesloten"),
    Stage.SUMMARISED: marked("samengevat"),
    Stage.ATTACHED: marked("toegevoegd aan de agenda"),
    Stage.CANCELLED: marked("afgelast"),
}
_FITS = {
    Deed.OPEN: (Stage.DRAFT,),
    Deed.EXTEND: (Stage.OPEN,),
    Deed.CANCEL: (Stage.DRAFT, Stage.OPEN),
    Deed.TAKE_BACK: (Stage.OPEN,),
    Deed.REDRAFT: (Stage.CANCELLED, Stage.CLOSED, Stage.SUMMARISED),
    Deed.FINISH_PAPER: (Stage.CLOSED,),
}
_WHEN = {
    Deed.OPEN: marked("Openen kan alleen zolang zij een concept is."),
    Deed.EXTEND: marked("Verlengen kan alleen zolang zij open is."),
    Deed.CANCEL: marked(
        "Afgelasten kan alleen voor het sluiten. Daarna tellen de antwoorden: wat inwoners zeiden,"
        " mag niet meer verdwijnen. Is er iets mis? Schrijf dat in de begeleidende tekst bij de"
        " samenvatting."
    ),
    Deed.TAKE_BACK: marked("Openen terugdraaien kan alleen zolang zij open is."),
    Deed.REDRAFT: marked(
        "Een nieuw concept maakt u alleen na het afgelasten, of als er na het sluiten geen enkel"
        " antwoord is."
    ),
    Deed.FINISH_PAPER: marked(
        "Er is nu geen tijd om papier in te voeren. U hoeft dus niets af te ronden."
    ),
}


def refusal(deed: Deed, consultation: Shown) -> Conflict | None:
    """None when it fits now, by the clock of this reading."""
    fits = consultation.stage in _FITS[deed]
    if deed is Deed.FINISH_PAPER:
        fits = consultation.takes_paper
    if deed is Deed.REDRAFT and consultation.stage is not Stage.CANCELLED:
        fits = fits and consultation.is_fixed and consultation.asked_anew_at is None
    if fits:
        return None
    said = gettext("Dit kan nu niet: de raadpleging is {stage}.")
    return Conflict(
        said.format(stage=gettext(STAGE_NAMES[consultation.stage])), gettext(_WHEN[deed])
    )
