# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words that bend with their number.

An open link counts reactions and cannot tell how many people sent them, hence "reacties".
"""

from collections.abc import Iterable, Sequence

from surveys.sentences import spelled
from surveys.stances import Stance
from surveys.ways import Way

STANCES = {
    Stance.STRONGLY_FOR: "Helemaal voor",
    Stance.FOR: "Voor",
    Stance.FOR_IF: "Voor, mits",
    Stance.NEUTRAL: "Neutraal",
    Stance.AGAINST: "Tegen",
    Stance.STRONGLY_AGAINST: "Helemaal tegen",
    Stance.NO_OPINION: "Geen mening",
}
CHANNELS = {
    "web": "Website",
    "paper": "Papier",
    "phone": "Telefoon",
    "desk": "Balie",
    "import": "Ingelezen",
}

NO_SAMPLE = (
    "Dit zijn reacties van mensen die zelf kozen om mee te doen. Het is geen steekproef: u weet"
    " dus niet of alle inwoners er zo over denken."
)
SOME_DRAWN = (
    "Een deel van de reacties komt van mensen die zijn geloot en een brief kregen. De anderen kozen"
    " zelf om mee te doen. Alleen bij wie is geloot, noemen we een foutmarge."
)
WAYS: dict[str, str] = {
    Way.LETTER: "Met briefcode",
    Way.MAIL: "Met e-mailcode",
    Way.OPEN: "Zonder code",
}
_ONE_EACH = {
    Way.LETTER: "Met een code uit een brief kan één keer worden meegedaan.",
    Way.MAIL: (
        "Met een code per e-mail kan één keer per e-mailadres worden meegedaan. Iemand kan meer dan"
        " één adres hebben."
    ),
    Way.OPEN: (
        "Zonder code weten we niet of iemand vaker meedeed: dat zijn aantallen reacties, geen"
        " aantallen inwoners."
    ),
}


def one_each(ways: Iterable[str]) -> str:
    """What each of these ways says about how often one person may have taken part."""
    return " ".join(_ONE_EACH[Way(way)] for way in ways)


def reactions(number: int) -> str:
    return "1 reactie" if number == 1 else f"{spelled(number)} reacties"


def are(number: int) -> str:
    return "is" if number == 1 else "zijn"


def balance(net: int, of: int) -> str:
    """How far apart for and against are, among all reactions with an opinion."""
    if not of:
        return "Niemand gaf een mening."
    more = reactions(abs(net))
    said = {
        1: f"Er {are(net)} {more} meer voor dan tegen",
        0: "Er zijn evenveel reacties voor als tegen",
        -1: f"Er {are(-net)} {more} meer tegen dan voor",
    }
    return f"{said[(net > 0) - (net < 0)]}, van de {spelled(of)} met een mening."


def only_counted(number: int) -> str:
    """Of decision points that are in the tables and that the summary leaves out."""
    if number == 1:
        return (
            "1 beslispunt staat niet in deze samenvatting, omdat het is afgewezen toen mensen"
            " erover stemden. De stemmen tellen wel mee, en staan in de tabellen die u kunt"
            " downloaden."
        )
    return (
        f"{spelled(number)} beslispunten staan niet in deze samenvatting, omdat ze zijn afgewezen"
        " toen mensen erover stemden. De stemmen tellen wel mee, en staan in de tabellen die u kunt"
        " downloaden."
    )


def came(number: int) -> str:
    return "kwam" if number == 1 else "kwamen"


def listed(parts: Sequence[str]) -> str:
    """One, two and three: "een, twee en drie"."""
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def measured(number: int, unit: str) -> str:
    """A number with what it is a number of: "12 bomen"."""
    return f"{spelled(number)} {unit}".strip()


def numbered(first: int, last: int, unit: str) -> str:
    """All numbers from the first to the last: "10 tot en met 19 bomen"."""
    whole = measured(last, unit)
    return whole if first == last else f"{spelled(first)} tot en met {whole}"
