# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every column and every word in the tables means: on a page, and in each file itself."""

from collections.abc import Iterator

from msgspec import Struct

from analysis.dutch import CHANNELS, STANCES, WAYS
from backend.results.rows import HEADER
from backend.web.cells import Cell
from backend.web.languages import marked


class Term(Struct, frozen=True):
    """`column`: in which column the word stands; empty when it is a column itself."""

    word: str
    meaning: str
    column: str = ""


COLUMNS = (
    Term("onderdeel", marked("Waar de regel over gaat. De woorden staan hieronder.")),
    Term("beslispunt", marked("Het nummer van het beslispunt. Leeg als het om alles samen gaat.")),
    Term("groep", marked("Voor welke weg, dag of groep mensen dit geldt. Leeg is: alles samen.")),
    Term("maat", marked("Wat er is geteld. De woorden staan hieronder.")),
    Term("aantal", marked("Hoeveel keer. Leeg als er niets te tellen is, of als het te klein is.")),
    Term(
        "promille",
        marked("Welk deel dat is van iedereen die antwoord gaf, op de duizend. 250 is een kwart."),
    ),
    Term("tekst", marked("Een tekst: van een vraag, een antwoord, een citaat of een zin.")),
    Term("vraag", marked("De korte naam van een vraag die niet vast bij een beslispunt hoort.")),
)
RESPONSES = (
    Term("nummer", marked("Het nummer van de regel. De volgorde is geloot.")),
    Term("kanaal", marked("Hoe de reactie binnenkwam: website, papier, telefoon, balie, bestand.")),
    Term("1.stance", marked("Wat iemand van beslispunt 1 vindt. 2.stance is beslispunt 2.")),
    Term("1.advice", marked("Wat iemand de raad aanraadt bij beslispunt 1.")),
    Term("1.condition", marked("Onder welke voorwaarde, bij beslispunt 1.")),
    Term("1.touched", marked("Wie het raakt, bij beslispunt 1.")),
    Term(
        "…",
        marked(
            "Een andere vraag heet naar de korte naam ervan. Koos iemand meer antwoorden, dan staat"
            " er een spatie tussen."
        ),
    ),
    Term("….other", marked("Wat iemand schreef bij 'Anders, namelijk'.")),
)
"""Of the file with all responses, which has a column for each field of the form."""
PARTS = (
    Term("totaal", marked("Alle inzendingen samen.")),
    Term("kanaal", marked("De inzendingen per weg: website, papier, telefoon, balie, ingelezen.")),
    Term("code", marked("De inzendingen met elke soort code, en zonder code.")),
    Term("dag", marked("De inzendingen per dag en per weg.")),
    Term("beslispunt", marked("Een beslispunt, met de tekst.")),
    Term("stelling", marked("Hoeveel reacties voor of tegen een beslispunt zijn.")),
    Term("saldo", marked("Hoeveel reacties er meer voor zijn dan tegen.")),
    Term("telling", marked("Hoe vaak er wel of niet op een vraag is geantwoord.")),
    Term("vraag", marked("Een andere vraag, met de tekst.")),
    Term("antwoord", marked("Hoe vaak een antwoord is gekozen.")),
    Term("midden", marked("Het middelste antwoord op een vraag naar een getal of een cijfer.")),
    Term("brief", marked("Een tekst die veel mensen bijna gelijk stuurden. Telt gewoon mee.")),
    Term("met apart", marked("Hetzelfde aantal, als wat apart is gelegd wel meetelde.")),
    Term("naam", marked("Hoe een groep heet. De maat zegt om welke vraag het gaat.")),
    Term("wie", marked("Hoeveel reacties er uit een groep kwamen.")),
    Term("groep", marked("Wat mensen uit een groep vinden van een beslispunt.")),
    Term("inwoners", marked("Een groep naast haar deel van de inwoners.")),
    Term("weging", marked("Geteld en gewogen naast elkaar, of waarom er niet is gewogen.")),
    Term("marge", marked("De foutmarge van mensen die zijn geloot.")),
    Term("spreiding", marked("De middelste mening, en of mensen het eens zijn.")),
    Term("citaat", marked("Wat iemand schreef. Geloot, en gelezen door de griffie.")),
    Term("zin", marked("Een zin uit de samenvatting.")),
    Term("adviesraad", marked("Wat een adviesraad van deze samenvatting vindt.")),
    Term("uitleg", marked("Wat een kolom of een woord in dit bestand betekent.")),
)
MEASURES = (
    Term("received", marked("Binnengekomen.")),
    Term("counted", marked("Telt mee.")),
    Term("replaced", marked("Vervangen door een nieuwere inzending van dezelfde persoon.")),
    Term("withdrawn", marked("Ingetrokken door de inwoner.")),
    Term("set_aside", marked("Apart gelegd, met een reden. Telt niet mee.")),
    Term("unjudged", marked("Telt mee. Er viel iets op, en niemand heeft dat nog beoordeeld.")),
    Term("answered", marked("Gaf antwoord.")),
    Term("no_opinion", marked("Geen mening, of weet ik niet.")),
    Term("left_empty", marked("Liet de vraag leeg.")),
    Term("not_asked", marked("Kreeg de vraag niet, door een eerder antwoord.")),
    Term("others", marked("Schreef iets bij 'Anders, namelijk'.")),
    Term("advices", marked("Schreef een advies.")),
    Term("conditions", marked("Schreef een voorwaarde.")),
    Term("touched", marked("Schreef wie dit raakt.")),
    Term("net", marked("Voor min tegen.")),
    Term("of", marked("Iedereen die een mening gaf, ook neutraal.")),
    Term("in_favour", marked("Voor. 'Voor, mits' hoort hierbij.")),
    Term("opposed", marked("Tegen.")),
    Term("senders", marked("Stuurde bijna deze tekst.")),
    Term("others_in_favour", marked("Voor, onder alle anderen.")),
    Term("others_opposed", marked("Tegen, onder alle anderen.")),
    Term("neither", marked("Neutraal, geen mening, of liet de vraag leeg.")),
    Term("residents", marked("Inwoners van de gemeente uit deze groep.")),
    Term("reactions", marked("Reacties uit deze groep.")),
    Term("ratio", marked("Deel van de reacties, gedeeld door deel van de inwoners. 1000: gelijk.")),
    Term("partial", marked("Wat deze groep bijdraagt aan de ongelijkheid, op de duizend.")),
    Term("r", marked("R-indicator, op de duizend. 1000 is: elke groep deed even vaak mee.")),
    Term("variation", marked("Hoe ongelijk groepen meededen, op de duizend. 0 is gelijk.")),
    Term("counted_share", marked("Wie er voor is, van wie voor of tegen is: zoals geteld.")),
    Term("weighted_share", marked("Hetzelfde deel, gewogen.")),
    Term("weighed_people", marked("Reacties die zijn gewogen.")),
    Term("weighed_unknown", marked("Reacties die voor 1 tellen: niet alles was ingevuld.")),
    Term("effect", marked("Designeffect van de weging (Kish), op de duizend.")),
    Term("effective", marked("Zoveel gelijke reacties zeggen evenveel.")),
    Term("lowest", marked("Het laagste gewicht, op de duizend.")),
    Term("highest", marked("Het hoogste gewicht, op de duizend.")),
    Term("cut", marked("Reacties met een begrensd gewicht.")),
    Term("niet gewogen", marked("Waarom er niet is gewogen.")),
    Term("lower", marked("De ondergrens van de foutmarge. 95 op de 100 keer klopt die.")),
    Term("upper", marked("De bovengrens van de foutmarge. 95 op de 100 keer klopt die.")),
    Term("invited", marked("Mensen die zijn geloot en een briefcode kregen.")),
    Term("drawn_from", marked("Inwoners waaruit is geloot.")),
    Term("agreement", marked("Eensgezindheid (van der Eijk), van -1000 tot 1000.")),
    Term("polarisation", marked("Verdeeldheid, op de duizend. 1000 is: twee kampen.")),
    Term("at_an_end", marked("Helemaal voor of helemaal tegen.")),
    Term("first", marked("Een kwart van de antwoorden is dit of minder.")),
    Term("median", marked("Het middelste antwoord.")),
    Term("third", marked("Een kwart van de antwoorden is dit of meer.")),
    Term("oordeel", marked("Het oordeel van een adviesraad, kort.")),
    Term("tekst", marked("Wat een adviesraad schreef, of wat de griffie antwoordde.")),
    Term("niet gevraagd", marked("Er is geen adviesraad om een oordeel gevraagd.")),
)


def terms() -> Iterator[Term]:
    """In Dutch: columns first, then the words that stand in them."""
    yield from COLUMNS
    for column, words in (("onderdeel", PARTS), ("maat", MEASURES)):
        yield from (Term(term.word, term.meaning, column) for term in words)
    yield from (Term(str(stance), name, "maat") for stance, name in STANCES.items())
    yield from (Term(code, name, "groep") for code, name in CHANNELS.items())
    yield from (Term(code, name, "groep") for code, name in WAYS.items())


def explained() -> Iterator[tuple[Cell, ...]]:
    """As rows of the table that they explain."""
    for term in terms():
        row = {
            "onderdeel": "uitleg",
            "groep": term.column or "kolom",
            "maat": term.word,
            "tekst": term.meaning,
        }
        yield tuple(row.get(name) for name in HEADER)
