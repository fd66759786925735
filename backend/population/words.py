# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with figures of the town, as the griffie reads it."""

from analysis.dutch import listed
from backend.web.languages import gettext
from backend.web.pages import number
from surveys.population import AGE, SEX, Fault
from surveys.template import NEIGHBOURHOOD


def trait_names() -> dict[str, str]:
    return {AGE: gettext("leeftijd"), SEX: gettext("geslacht"), NEIGHBOURHOOD: gettext("wijk")}


def base_names() -> dict[str, str]:
    return {"15+": gettext("15 jaar en ouder"), "alle": gettext("alle inwoners")}


def _totals(fault: Fault) -> str:
    trait, one, other = fault.what
    said = gettext("Samen zijn dit {other} inwoners, en bij {trait} zijn het er {one}.")
    return said.format(other=number(int(other)), one=number(int(one)), trait=trait_names()[trait])


def fault_in_words(fault: Fault) -> tuple[str, str]:
    """The column that it is in, and the words."""
    groups = listed(fault.what)
    said = {
        "empty": gettext("Er staan geen aantallen inwoners in dit bestand."),
        "few": gettext("Er is maar één groep. Dan valt er niets te vergelijken."),
        "missing": gettext("Deze groepen ontbreken: {groups}."),
        "unknown": gettext("Deze groepen kennen wij niet: {groups}."),
        "twice": gettext("Deze groepen staan er twee keer: {groups}."),
        "zero": gettext("Deze groepen hebben geen inwoners: {groups}."),
        "large": gettext("Deze groepen zijn te groot: {groups}."),
    }
    what = _totals(fault) if fault.kind == "totals" else said[fault.kind].format(groups=groups)
    return trait_names().get(fault.trait, ""), what
