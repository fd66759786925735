# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why an agenda could not be fetched: what, where, and what to do about it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from backend.council.inbound import Problem, Unreadable
from backend.web.languages import gettext, marked


class Fault(StrEnum):
    ADDRESS = "address"
    PLAIN_HTTP = "plain_http"
    NAME = "name"
    PRIVATE = "private"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    TIMEOUT = "timeout"
    MISSING = "missing"
    FORBIDDEN = "forbidden"
    TOO_OFTEN = "too_often"
    BROKEN = "broken"
    STATUS = "status"
    ELSEWHERE = "elsewhere"
    ROUNDS = "rounds"
    LARGE = "large"
    TRUNCATED = "truncated"
    PACKED = "packed"
    GARBLED = "garbled"
    UNREADABLE = "unreadable"


class Words(Struct, frozen=True):
    what: str
    do: str


_WAIT: Final = marked(
    "U hoeft niets te doen: wij proberen het vanzelf opnieuw. Duurt het langer dan een dag? Vraag"
    " de leverancier van uw raadsinformatiesysteem."
)
_WORDS: Final = {
    Fault.ADDRESS: Words(
        marked("“{url}” is geen webadres waar wij iets kunnen ophalen."),
        marked("Begin met https://, dan de naam van de website. Zet er geen wachtwoord in."),
    ),
    Fault.PLAIN_HTTP: Words(
        marked("Het adres bij {host} is niet beveiligd (http). Daar halen wij niets op."),
        marked(
            "Gebruik een adres dat begint met https://. Bestaat dat niet? Uw beheerder kan http"
            " toestaan met RAADGEVER_IMPORT_HTTP."
        ),
    ),
    Fault.NAME: Words(
        marked("De naam {host} is niet te vinden op internet."),
        marked("Kijk of het adres goed is geschreven. Klopt het? Vraag het uw beheerder."),
    ),
    Fault.PRIVATE: Words(
        marked("{host} staat op een intern netwerk ({ip}). Daar halen wij niets op."),
        marked(
            "Kijk of het adres goed is geschreven. Klopt het? Uw beheerder kan dit netwerk toestaan"
            " met RAADGEVER_IMPORT_NETWORKS."
        ),
    ),
    Fault.UNREACHABLE: Words(marked("{host} is niet bereikbaar."), _WAIT),
    Fault.CERTIFICATE: Words(
        marked(
            "Het certificaat van {host} klopt niet ({reason}). Wij weten niet zeker of dit de echte"
            " website is."
        ),
        marked("Meld dit bij de leverancier van uw raadsinformatiesysteem."),
    ),
    Fault.TIMEOUT: Words(
        marked("{host} gaf binnen {seconds} seconden geen volledig antwoord."), _WAIT
    ),
    Fault.MISSING: Words(
        marked("Op dit adres bij {host} staat niets (foutcode {status})."),
        marked("Zoek de vergadering op in uw raadsinformatiesysteem en verbeter het adres."),
    ),
    Fault.FORBIDDEN: Words(
        marked("{host} laat ons niet toe (foutcode {status})."),
        marked("Vraag de leverancier of deze vergadering openbaar op te halen is."),
    ),
    Fault.TOO_OFTEN: Words(
        marked("{host} zegt dat wij te vaak komen (foutcode {status})."),
        marked("Laat ons minder vaak kijken."),
    ),
    Fault.BROKEN: Words(marked("{host} heeft zelf een storing (foutcode {status})."), _WAIT),
    Fault.STATUS: Words(
        marked("{host} gaf een antwoord dat wij niet verwachtten (code {status})."),
        marked("Open het adres in uw browser. Ziet u daar ook geen vergadering? Verbeter het."),
    ),
    Fault.ELSEWHERE: Words(
        marked("{host} stuurt ons door naar een andere website: {to}. Daar gaan wij niet heen."),
        marked("Vertrouwt u die website? Vul dan dat adres in bij deze bron."),
    ),
    Fault.ROUNDS: Words(
        marked("{host} blijft ons doorsturen naar een ander adres."),
        marked("Open het adres in uw browser en neem het adres over dat u daar dan ziet."),
    ),
    Fault.LARGE: Words(
        marked("Het antwoord van {host} is groter dan {limit} MB. Zoveel lezen wij niet."),
        marked("Kijk of het adres van één vergadering is, en niet van een lijst."),
    ),
    Fault.TRUNCATED: Words(
        marked("Het antwoord van {host} brak halverwege af. Daarom hebben wij niets ingevoerd."),
        _WAIT,
    ),
    Fault.PACKED: Words(
        marked("{host} stuurt de agenda ingepakt ({how}). Daar vroegen wij niet om."),
        marked("Meld dit bij de leverancier van uw raadsinformatiesysteem."),
    ),
    Fault.GARBLED: Words(
        marked("{host} antwoordt niet zoals een website dat doet."),
        marked("Kijk of het adres klopt, ook het nummer achter de dubbele punt."),
    ),
    Fault.UNREADABLE: Words(
        marked("Wat {host} stuurt, is geen vergadering die wij kunnen lezen."),
        marked("Daarom hebben wij niets ingevoerd. Dit is er mis:"),
    ),
}


class Failed(Exception):
    """`detail` fills in the words; `problems` are what a reader of agendas found."""

    def __init__(self, fault: Fault, problems: tuple[Problem, ...] = (), **detail: object) -> None:
        super().__init__(fault)
        self.fault = fault
        self.problems = problems
        self.detail = {name: str(value) for name, value in detail.items()}

    def unreadable(self, where: str) -> Unreadable:
        """For the command line, which tells the same in the same words."""
        said = in_words(self.fault, self.detail)
        return Unreadable((Problem(where, said.what, said.do), *self.problems))


def in_words(fault: str, detail: Mapping[str, str]) -> Words:
    """In the language of this request."""
    words = _WORDS[Fault(fault)]
    return Words(gettext(words.what).format(**detail), gettext(words.do))
