# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words for what is stored as a code. B1: as one would say it at a kitchen table."""

import datetime as dt
from collections.abc import Sequence

from backend.consultations.queries import Shown
from backend.participation.tables import CHANNELS, REASONS, SIGNS
from backend.web.languages import gettext, marked, ngettext
from backend.web.pages import ZONE, day, number
from surveys.lifecycle import Stage
from surveys.reading import Flaw
from surveys.stances import Stance

WAITED = marked("Dit duurde langer dan een half uur. Vul uw code voor de veiligheid opnieuw in.")
STANCES = {
    Stance.STRONGLY_FOR: marked("Helemaal voor"),
    Stance.FOR: marked("Voor"),
    Stance.FOR_IF: marked("Voor, mits (onder een voorwaarde)"),
    Stance.NEUTRAL: marked("Neutraal"),
    Stance.AGAINST: marked("Tegen"),
    Stance.STRONGLY_AGAINST: marked("Helemaal tegen"),
    Stance.NO_OPINION: marked("Geen mening"),
}
STANCE_HINTS = {
    Stance.FOR_IF: marked("Schrijf hieronder op wat uw voorwaarde is."),
    Stance.NEUTRAL: marked("Niet voor en niet tegen."),
}
CHANNEL_WORDS: dict[str, str] = dict(
    zip(
        CHANNELS,
        (
            marked("website"),
            marked("papier"),
            marked("telefoon"),
            marked("balie"),
            marked("overgenomen"),
        ),
        strict=True,
    )
)
REASON_WORDS: dict[str, str] = dict(
    zip(
        REASONS,
        (
            marked("deze reactie kwam twee keer binnen"),
            marked("deze reactie kwam niet van een inwoner"),
            marked("deze reactie was niet te lezen"),
            marked("dit was een proef van de gemeente"),
            marked("deze reactie kwam te laat binnen"),
        ),
        strict=True,
    )
)
SIGN_WORDS: dict[str, str] = dict(
    zip(
        SIGNS,
        (
            marked("een veld dat niemand ziet, was ingevuld"),
            marked("er kwamen veel reacties tegelijk van één internetverbinding"),
            marked("iemand van de griffie vroeg om een oordeel"),
        ),
        strict=True,
    )
)
STAGES = {
    Stage.DRAFT: "concept",
    Stage.OPEN: "open",
    Stage.CLOSED: "gesloten",
    Stage.SUMMARISED: "samengevat",
    Stage.ATTACHED: "bij de raad",
    Stage.CANCELLED: "gestopt",
}
SO_FAR = {
    Stage.OPEN: marked(
        "De raadpleging is nog open. Na het sluiten tellen we alle antwoorden en maken we een"
        " samenvatting voor de gemeenteraad."
    ),
    Stage.CLOSED: marked("De raadpleging is gesloten. We tellen nu de antwoorden."),
    Stage.SUMMARISED: marked("Alle antwoorden zijn geteld."),
    Stage.ATTACHED: marked(
        "De samenvatting ligt bij het voorstel op de agenda van de gemeenteraad. De raad leest"
        " die voordat hij beslist."
    ),
    Stage.CANCELLED: marked("De raadpleging is gestopt. Er komt geen samenvatting."),
}
DECIDED = marked(
    "De samenvatting lag bij het voorstel op de agenda van de gemeenteraad. De raad heeft daarna"
    " besloten."
)
DONT_KNOW = marked("Dat weet ik niet")
OTHERWISE = marked("Anders, namelijk")
_FLAWS: dict[Flaw, str] = {
    "unknown_option": marked("Kies een van de antwoorden die er staan."),
    "one_answer": marked("Geef hier één antwoord."),
    "too_long": marked("Dit is te lang. Maak uw tekst korter."),
    "unprintable": marked("Hier staan tekens in die wij niet kunnen lezen. Typ de tekst opnieuw."),
    "too_many": marked("U koos te veel antwoorden. Haal er een of meer weg."),
    "not_with_others": marked(
        "U koos “{dont_know}” en ook een ander antwoord. Kies een van de twee."
    ),
    "other_empty": marked(
        "U koos “{otherwise}”. Schrijf op wat u bedoelt, of kies een ander antwoord."
    ),
    "other_not_chosen": marked(
        "U schreef hier iets op. Kies dan ook “{otherwise}”, of maak dit veld leeg."
    ),
    "not_whole": marked("Vul een heel getal in, met cijfers. Bijvoorbeeld 12."),
    "out_of_range": marked("Dit getal kan hier niet. Kijk welke getallen mogen."),
    "required": marked("Beantwoord deze vraag, of zeg dat u het niet weet."),
    "hidden": marked("Deze vraag geldt niet bij wat u eerder koos. Maak dit antwoord leeg."),
    "unknown_question": marked("Deze vraag hoort niet bij deze raadpleging."),
}
BUSY = marked("Er is nog niets verstuurd. Wacht even en probeer het dan opnieuw.")
BUSY_HERE = marked(
    "Het is nu heel druk. Er is nog niets verstuurd en uw antwoorden staan hier nog. Wacht even en"
    " druk dan weer op Versturen."
)
USED = marked(
    "De controle van uw browser is al een keer gebruikt. Er is nu niets verstuurd en uw antwoorden"
    " staan hier nog. Druk nog een keer op Versturen."
)
WITHOUT_CODE = marked(
    "Er is nu niets verstuurd en uw antwoorden staan hier nog. Druk op Versturen om ze zonder code"
    " te sturen. Wilt u met een andere code meedoen? Begin dan opnieuw met die code."
)
NOTHING_SAID = marked(
    "U hebt nog niets gezegd over het voorstel. Beantwoord ten minste één vraag over het voorstel."
)


def bsn(numbers: Sequence[str]) -> str:
    """Before going on. The numbers as they were written, so that one sees which is meant."""
    said = ngettext(
        "{numbers} lijkt op een burgerservicenummer (BSN). Laat dat weg: wij hebben het niet nodig,"
        " en anderen kunnen het lezen. Is het iets anders? Dan kunt u gewoon verder.",
        "{numbers} lijken op burgerservicenummers (BSN). Laat die weg: wij hebben ze niet nodig,"
        " en anderen kunnen ze lezen. Is het iets anders? Dan kunt u gewoon verder.",
        len(numbers),
    )
    return said.format(numbers=", ".join(numbers))


def bsn_stands(numbers: Sequence[str]) -> str:
    """On the check page, beside the answer that it stands in."""
    said = ngettext(
        "In dit antwoord staat {numbers}. Dat lijkt op een burgerservicenummer (BSN). Wij hebben"
        " dat niet nodig. Weghalen? Druk op de knop hieronder en haal het uit uw tekst.",
        "In dit antwoord staan {numbers}. Die lijken op burgerservicenummers (BSN). Wij hebben"
        " die niet nodig. Weghalen? Druk op de knop hieronder en haal ze uit uw tekst.",
        len(numbers),
    )
    return said.format(numbers=", ".join(numbers))


def counted(step: int, steps: int, *, at_most: bool) -> str:
    """`at_most`: later answers may make it fewer pages."""
    if at_most:
        said = gettext("stap {step} van ten hoogste {steps}")
    else:
        said = gettext("stap {step} van {steps}")
    return said.format(step=step, steps=steps)


def so_far(shown: Shown, *, decided: bool = False) -> str:
    """How a consultation stands, for whoever took part or wanted to."""
    if decided:
        return gettext(DECIDED)
    if shown.takes_paper and shown.fixed_at is not None:
        return gettext(
            "De raadpleging is gesloten. Tot en met {day} voeren we nog in wat op tijd op papier"
            " binnenkwam. Daarna tellen we alle antwoorden."
        ).format(day=day(shown.fixed_at))
    return gettext(SO_FAR.get(shown.stage, ""))


def channels() -> dict[str, str]:
    return {channel: gettext(words) for channel, words in CHANNEL_WORDS.items()}


def reasons() -> dict[str, str]:
    return {reason: gettext(words) for reason, words in REASON_WORDS.items()}


def reasons_now(shown: Shown) -> dict[str, str]:
    """Too late is what was entered after closing: while it is open everything comes in time."""
    named = reasons()
    return {key: named[key] for key in REASONS if shown.takes_paper or key != "te_laat"}


def signs() -> dict[str, str]:
    return {sign: gettext(words) for sign, words in SIGN_WORDS.items()}


def flaw(kind: Flaw) -> str:
    """What is wrong, in general; `complaints` knows the question and says it more precisely."""
    return gettext(_FLAWS[kind]).format(dont_know=gettext(DONT_KNOW), otherwise=gettext(OTHERWISE))


def too_long(length: int, limit: int) -> str:
    """In characters."""
    return gettext(
        "Dit is te lang: {length} tekens. Er passen er {limit}. Maak uw tekst korter."
    ).format(length=number(length), limit=number(limit))


def bounds(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return ""
    return gettext("Een heel getal van {low} tot en met {high}.").format(
        low=number(low), high=number(high)
    )


def out_of_bounds(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return flaw("out_of_range")
    return gettext("Vul in: een heel getal van {low} tot en met {high}.").format(
        low=number(low), high=number(high)
    )


def at_most(most: int) -> str:
    return ngettext(
        "Kies ten hoogste {number} antwoord.", "Kies ten hoogste {number} antwoorden.", most
    ).format(number=most)


def too_many(chosen: int, most: int) -> str:
    many = gettext("U koos {number} antwoorden.").format(number=chosen)
    return f"{many} {at_most(most)}"


def required(way_out: str) -> str:
    return gettext("Beantwoord deze vraag. Weet u het niet? Kies dan “{way_out}”.").format(
        way_out=way_out
    )


def hidden(when: str) -> str:
    """`when` as `asking.when` says it."""
    return gettext(
        "U vulde dit in, maar deze vraag geldt alleen {when}. Kies dat, of maak dit antwoord leeg."
    ).format(when=when)


def time_left(now: dt.datetime, closes_at: dt.datetime) -> str:
    """In whole local days, as people count them."""
    days = (closes_at.astimezone(ZONE).date() - now.astimezone(ZONE).date()).days
    if days <= 0:
        return gettext("Sluit vandaag")
    return ngettext("Nog {number} dag", "Nog {number} dagen", days).format(number=days)
