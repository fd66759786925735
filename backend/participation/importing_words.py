# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why a row is refused, in words for whoever exported it."""

from backend.participation import wording
from backend.web.languages import gettext, marked
from backend.web.pages import number as spelled
from surveys.questions import ChoicesQuestion, NumberQuestion, OpenQuestion, Question
from surveys.reading import OTHER_LIMIT, Flaw, Given, filled
from surveys.text import clean

UNREADABLE = marked("In deze cel staan tekens die niet te lezen zijn.")
NOTHING_SAID = marked("In deze rij staat geen antwoord op een vraag over het voorstel.")
NO_ID = marked("Het nummer van deze inzending ontbreekt.")
CHANGED = marked(
    "Deze inzending is al ingelezen, met andere antwoorden of een andere koppeling. Wat er stond,"
    " is gebleven. Komt dit bestand uit een ander onderzoek? Geef de koppeling een eigen source."
)
WHY: dict[Flaw, str] = {
    "unknown_option": marked("Dit antwoord hoort niet bij deze vraag."),
    "one_answer": marked("Hier staan meer antwoorden, en er past er een."),
    "too_many": marked("Hier staan meer antwoorden dan er gekozen mochten worden."),
    "not_with_others": marked("Weet ik niet kan niet samen met een ander antwoord."),
    "other_empty": marked("Er is Anders gekozen, maar er staat niet wat."),
    "other_not_chosen": marked("Hier staat wat er anders is, terwijl iets anders gekozen is."),
    "too_long": marked("Deze tekst is te lang."),
    "unprintable": UNREADABLE,
    "not_whole": marked("Dit is geen heel getal."),
    "out_of_range": marked("Dit getal is te klein of te groot."),
    "required": marked("Deze vraag is verplicht, en er staat geen antwoord."),
    "hidden": marked("Deze vraag hoort na de eerdere antwoorden niet gesteld te zijn."),
    "unknown_question": marked("De raadpleging heeft deze vraag niet."),
}

BSN_TRIED = marked(
    "Hier lijkt een burgerservicenummer (BSN) te staan. De rij is niet geweigerd. Haal het nummer"
    " weg in het bestand voordat u het inleest."
)
BSN_TAKEN = marked(
    "Hier lijkt een burgerservicenummer (BSN) te staan. De rij is ingelezen, met het nummer. Geef"
    " deze tekst niet vrij als citaat, en haal het nummer weg uit het bestand."
)

LONGEST = 60
"""Characters of a cell in a line of a report."""


def why(question: Question, field: str, flaw: Flaw, given: Given) -> str:
    """With the limit that was passed, where there is one."""
    match question, flaw:
        case _, "too_long":
            limit = question.limit if isinstance(question, OpenQuestion) else OTHER_LIMIT
            length = sum(len(clean(text)) for text in given.get(field, ()))
            said = gettext("Deze tekst is te lang: {length} tekens. Er passen er {limit}.")
            return said.format(length=spelled(length), limit=spelled(limit))
        case ChoicesQuestion(most=most), "too_many":
            chosen = {value for text in filled(given, field) for value in text.split()}
            said = gettext("Hier staan {number} antwoorden. Er mogen er {most} gekozen worden.")
            return said.format(number=spelled(len(chosen)), most=spelled(most))
        case NumberQuestion(low=low, high=high), "out_of_range" | "not_whole":
            return f"{gettext(WHY[flaw])} {wording.bounds(low, high)}"
        case _:
            return gettext(WHY[flaw])


def double(number: int) -> str:
    return gettext("Dit nummer staat ook op rij {number}.").format(number=spelled(number))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def unknown_word(text: str) -> str:
    """Quotes a choice; what is longer was typed by a resident and stays out of reports."""
    return gettext("Het antwoord “{text}” staat niet in de koppeling.").format(text=_short(text))


def not_yes_or_no(text: str) -> str:
    said = gettext("Hier hoort ja of nee te staan, en er staat “{text}”.")
    return said.format(text=_short(text))
