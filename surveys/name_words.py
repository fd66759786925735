# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words around a name, and the words that are no name though a list of names has them.

Written by us; all in lower case.
"""

from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION: Final = _set(
    "aan achter al alle alleen alles als altijd ander andere anders b.v. behalve ben bent bij"
    " bijna binnen boven buiten c.q. d.w.z. daar daarna daarom dan dat de deze die dit doen doet"
    " door dus echt een eens eerst en er erg even gaan gaat geen geweest goed haar had hadden"
    " heb hebben heeft heel hele hem hen het hier hij hoe hun ik in indien is ja jaar je jij jou"
    " jouw jullie kan kom komen komt kon kunnen laat later maak maar man mee meer men met mij"
    " mijn moet moeten na naar nee niet niets nog nooit nou nu of om omdat onder ons onze ook op"
    " over pas per plus rond sinds snel soms steeds te tegen ten ter terug toch toe toen tot"
    " tussen u uit uw van vanaf veel vaak via vind voor vooral waar waarom wanneer want waren"
    " was wat weer wel werd wie wij wil willen worden wordt zal ze zei zelf zich zie zij zijn zo"
    " zoals zonder zou zullen maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari"
    " februari maart april mei juni juli augustus september oktober november december zuid noord"
    " oost west"
)
PARTICLES: Final = _set(
    "van de der den het ter ten te el al la le di da dos du von zu zur 't t v.d. v/d vd ben bin"
    " ibn ait aït ould abu abd bint san del della des"
)
TITLES: Final = _set(
    "mevrouw mevr mw mej mejuffrouw meneer mijnheer dhr heer heren wethouder burgemeester"
    " raadslid gemeentesecretaris griffier fractievoorzitter voorzitter minister wijkagent agent"
    " ambtenaar directeur dokter dr drs ds mr ir ing prof professor dominee pastoor imam juf"
    " juffrouw meester zuster tante oom opa oma familie fam buurman buurvrouw buurjongen"
    " buurmeisje architect schrijver vrijwilliger coach trainer zwemleraar leraar lerares"
    " conciërge bewoner bewoonster"
)
"""What stands before a surname, or a first name: `mevrouw Ramdin`, `juf Sanne`."""
OF_SOMETHING: Final = _set("bewoner bewoonster voorzitter directeur vrijwilliger coach trainer")
"""Titles before `van` and a place or a club, more often than before a surname."""
KIN: Final = _set(
    "man vrouw zoon dochter kind kinderen broer zus zusje broertje vader moeder mama papa neef"
    " nicht vriend vriendin collega kleinzoon kleindochter schoonmoeder schoonvader buren buur"
    " baas leerling cliënt klusjesman kapper bakker slager huisarts"
)
"""Before a first name. In lower case it is one only when it can be nothing else."""
CALLED: Final = _set("heet heette genaamd naam noem")
"""`ik heet …`, `mijn naam is …`"""
GREETINGS: Final = _set("groet groeten groetjes mvg gr getekend namens liefs hartelijks")
SAYING: Final = _set(
    "volgens zei zegt zeggen vindt vraag vragen vraagt sprak schrijft schreef bedank bedankt"
    " missen ken ontmoette noemde belde mis help helpen vertelde zag hoorde"
)
"""Before a surname that stands by itself."""
BEFORE_A_THING: Final = _set(
    "de het een 't onze ons elke ieder iedere geen in te naar uit langs richting"
)
"""`het Erasmus`, `in Almere`: what follows is a thing or a place."""
THING: Final = _set(
    "straat laan plein park school weg kade hof museum arena stadion huis brug court college"
    " gracht kerk tunnel bos dijk singel wijk buurt flat toren gebouw hal centrum kazerne"
    " terrein prijs ziekenhuis dreef steeg pad haven polder veld lyceum instituut bank bv nv"
    " stichting vereniging winkel supermarkt loterij molen museumplein cross dag avond wet house"
    " houses forest"
)
"""`Jan Luijkenpark`, `Johan Cruijff Arena`: named after somebody, and no resident."""
NO_NAME: Final = _set(
    "heijn amro blokker siemens heijmans bols douglas ahold bam ah hema jumbo lidl aldi plus"
    " philips shell ikea gamma praxis douwe facebook google whatsapp sint sinterklaas kerst"
    " pasen allah god jezus kerstman sint-maarten koran bijbel europa nederland holland"
    " groenlinks pvda cda vvd d66 sgp volt denk christenunie fryslân friesland limburg brabant"
    " zeeland drenthe overijssel gelderland flevoland utrecht groningen pvv ja nee oké ok hoi"
    " hallo dag beste geachte lieve fijn goed mooi palestina prima dank bedankt alvast"
    " vriendelijke hartelijke met u uw wij ik jij hij zij het"
)
"""Shops, parties, provinces and the first words of letters."""
FIRM: Final = _set(
    "jan piet kees klaas peter hans henk wim tim ton bram rob kim karin albert bas joke jaap"
    " miep riek margriet gerrit griet janke ali max bob noa sem daan bert bart gijs guus jos leo"
    " luc luuk mats mees niels nora noor pim roel ron ruud sam sep siem stan teun theo thijs tom"
    " tess tjeu wout yara zoë ans ank ria riet mia lia eva ine ien fien guido hugo jules koen"
    " lars maud sara saar roy rik rex ray dick dirk cor cees ger jack john joop joep els loes"
    " lies liv lena lisa lotte bep bea berend barry vicky erica flip fransje toon wendy cindy"
    " mandy sandra astrid arie trees linda monique demi dewi elif ravi emir adem omar umar amin"
    " aya ella emma abel benjamin"
)
"""First names that are also words, or short, and that people write in lower case all the same."""
ONLY_PEOPLE: Final = _set(
    "vindt zegt zei woont vertelde leert leerde kookt schenkt werkt rijdt zoekt schrijft denkt"
    " belde hoopt huilt lacht mist slaapt studeert"
)
AT_THE_START: Final = _set(
    "is heeft was had wil kan moet mag zegt zei vindt woont doet gaat komt staat loopt schrijft"
    " weet vertelde vroeg werkt en kookt organiseert van uit"
)
"""What follows a name at the start of a sentence: `Mark vindt` and not `Mark mijn woorden`."""
CONTEXTS: Final = {
    "title": TITLES,
    "kin": KIN,
    "called": CALLED,
    "greeting": GREETINGS,
    "saying": SAYING,
    "thing": BEFORE_A_THING,
}
"""What the word before says; the first that has it."""
