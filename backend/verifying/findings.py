# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was checked, what was not and why, and every rule that was broken."""

from collections import Counter
from typing import Final

from msgspec import Struct

MOST: Final = 50
"""Faults that are told of one rule; the rest is only counted."""

RULES: Final = {
    "F1": "Het pakket heeft geen andere bestanden dan die zijn nagekeken.",
    "L1": "Het controlepunt is ondertekend met de sleutel die u opgaf.",
    "L2": "Het logboek heeft zoveel regels als het controlepunt zegt.",
    "L3": "De regels van het logboek komen samen uit op de wortel in het controlepunt.",
    "L4": "Elke regel van het logboek heeft een bekende vorm en is geschreven zoals het hoort.",
    "L5": "Geen reactie staat twee keer in het logboek.",
    "L6": "Elke sleutel van het logboek is aangewezen door de vorige.",
    "C1": "De vragenlijst is die waarmee de raadpleging openging.",
    "C2": "De spelregels zijn die waarmee de raadpleging openging.",
    "C3": "Het raadsstuk is dat waarover de raadpleging ging.",
    "C4": "Reacties staan na de opening en voor de telling.",
    "C5": "Wat vervangen, ingetrokken of apart gelegd is, bestond en telde nog mee.",
    "C6": "Elke telling volgt op een opening, elke samenvatting op een telling, zonder gaten.",
    "C7": "Wat op de agenda kwam, heeft een eerdere samenvatting over hetzelfde stuk.",
    "C8": "Verlengen en afgelasten gebeurde tussen opening en telling; na afgelasten kwam niets.",
    "C9": "Elke volgende versie heeft een eerdere verbetering, met dezelfde reden.",
    "C10": "Elk oordeel van een adviesraad gaat over een versie die er toen was.",
    "C11": "Wie een tekst las, deed dat na de telling, en van een reactie die er was.",
    "C12": "Wat eerder begon dan het logboek, staat helemaal vooraan.",
    "C13": "Na de opening kwamen er geen briefcodes bij, en niet meer gebruik dan codes.",
    "C14": "Elk besluit volgt op een agendering of uitzondering over hetzelfde stuk, zonder gaten.",
    "C15": "Elk antwoord hoort bij het besluit dat toen gold, over iets dat gezegd is.",
    "C16": "Met een code per e-mail kwam alleen iemand binnen waar dat bij de opening kon.",
    "O1": "Elk geopend veld past bij wat er in het logboek staat.",
    "O2": "Alle reacties van de raadpleging staan in het pakket, en geen andere.",
    "O3": "Van elke reactie is geopend wat geopend hoort te zijn.",
    "O4": "Er is niets geopend wat niet openbaar hoort te zijn.",
    "O5": "Elke reactie heeft een eigen kenmerk, zoals het in het logboek staat.",
    "O6": "De antwoorden passen bij de vragen.",
    "T1": "De uitslag is die waarvan het kenmerk in het logboek staat.",
    "T2": "Ontvangen is geteld, vervangen, ingetrokken en apart gelegd samen.",
    "T3": "De aantallen per kanaal kloppen.",
    "T4": "De aantallen per dag kloppen.",
    "T5": "De aantallen per beslispunt kloppen.",
    "T6": "De aantallen bij de andere vragen kloppen.",
    "T7": "De aantallen per groep kloppen, en te kleine groepen zijn verborgen.",
    "T8": "De brieven die veel mensen stuurden, zijn goed geteld.",
    "T9": "De deeltellingen tellen samen elke regel van de raadpleging, en elke regel een keer.",
    "T10": "De aantallen met elke soort code en zonder code kloppen.",
    "T11": "De aantallen met wat apart is gelegd erbij kloppen.",
    "S1": "Elke samenvatting is die waarvan het kenmerk in het logboek staat.",
    "S2": "De samenvatting gaat over deze raadpleging en toont deze uitslag.",
    "S3": "Elke zin klopt met de reacties waarop hij rust.",
    "S4": "Elk oordeel van een adviesraad is dat waarvan het kenmerk in het logboek staat.",
    "S5": "Het controlepunt in elke samenvatting is van dit logboek.",
    "S6": "Elk besluit en elk antwoord is dat waarvan het kenmerk in het logboek staat.",
    "D1": "Er is geloot met het getal dat uit de reacties volgt.",
    "D2": "Elk citaat is geloot, en is wat er geschreven staat.",
    "P1": "De belofte dat een reactie in het logboek komt, is nagekomen.",
    "D3": "Wie geloot is, is geciteerd, of geweigerd voordat de samenvatting definitief werd.",
}


class Unreadable(Exception):
    """A bundle that cannot be checked at all, in words."""


class Fault(Struct, frozen=True):
    """`position` is that of an entry in the log, where it is about one."""

    rule: str
    file: str
    what: str
    position: int | None = None

    def __str__(self) -> str:
        where = self.file if self.position is None else f"{self.file}, regel {self.position}"
        return f"{self.rule} {where}: {self.what}"


class Skipped(Struct, frozen=True):
    what: str
    why: str
    rule: str = ""
    """Empty when the rule was checked as far as it goes."""


class Findings:
    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.often: Counter[str] = Counter()
        self.skipped: list[Skipped] = []

    def fault(self, rule: str, file: str, what: str, position: int | None = None) -> None:
        if rule not in RULES:
            raise ValueError(f"{rule} is no rule")
        self.often[rule] += 1
        if self.often[rule] <= MOST:
            self.faults.append(Fault(rule, file, what, position))

    def skip(self, what: str, why: str, *rules: str) -> None:
        """`rules` are those of which nothing was checked."""
        self.skipped += [Skipped(what, why, rule) for rule in rules or ("",)]

    @property
    def good(self) -> bool:
        return not self.often

    @property
    def checked(self) -> list[str]:
        """Rules that hold."""
        not_done = {one.rule for one in self.skipped}
        return [rule for rule in RULES if rule not in not_done and not self.often[rule]]

    @property
    def broken(self) -> list[str]:
        return [rule for rule in RULES if self.often[rule]]
