# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The names of what stands beside a line of the trail, and of its values, in Dutch words.

A line is stored, and exported, with the name on the left; the page shows the words on the right,
and the search finds both.
"""

from collections.abc import Mapping
from typing import Final

from backend.accounts.roles import NAMES
from backend.agenda.promised import TOPICS
from backend.agenda.words import GROUNDS
from backend.council.pages import KIND_NAMES
from backend.decisions.showing import OUTCOMES, REPLIES
from backend.participation.wording import CHANNEL_WORDS, REASON_WORDS
from backend.sources.faults import Fault
from backend.web.languages import marked
from surveys.review import Verdict

FIELDS: Final[Mapping[str, str]] = {
    "aan": marked("staat aan"),
    "aantal": marked("aantal"),
    "account": marked("account van"),
    "adres": marked("adres"),
    "bericht": marked("bericht"),
    "bestand": marked("kenmerk van het bestand"),
    "body_id": marked("nummer van de raad of commissie"),
    "bron": marked("bron"),
    "cancelled": marked("gaat niet door"),
    "changed": marked("veranderd"),
    "cijfers": marked("cijfers"),
    "code": marked("code"),
    "created": marked("nieuw"),
    "document": marked("stuk"),
    "dropped": marked("overgeslagen"),
    "eerste_dag": marked("eerste dag"),
    "ends_at": marked("eindigt"),
    "explanation": marked("toelichting"),
    "geteld": marked("reacties geteld"),
    "grond": marked("grond"),
    "heading": marked("is een kopje"),
    "hearing_kinds": marked("soorten stukken waarover inwoners worden gehoord"),
    "ingelezen": marked("reacties ingelezen"),
    "ingetrokken": marked("ingetrokken"),
    "inwoners": marked("inwoners"),
    "jaar": marked("jaar"),
    "k": marked("kleinste groep die apart te zien is"),
    "kanaal": marked("binnengekomen via"),
    "kenmerk": marked("kenmerk van de cijfers"),
    "laatste_dag": marked("laatste dag"),
    "lapsed": marked("van de agenda gehaald"),
    "late_paper_days": marked("dagen om papier later in te voeren"),
    "location": marked("plaats"),
    "minimum_days": marked("dagen open, ten minste"),
    "minimum_responses": marked("reacties, ten minste"),
    "na": marked("vervolg op raadpleging"),
    "naam": marked("naam"),
    "naar": marked("naar"),
    "neighbourhoods": marked("wijken"),
    "number": marked("nummer op de agenda"),
    "nummer": marked("nummer van de samenvatting"),
    "onderwerpen": marked("onderwerpen"),
    "oordeel": marked("oordeel"),
    "op": marked("op"),
    "over": marked("over"),
    "papers_days": marked("werkdagen dat de stukken van tevoren gaan"),
    "parent_id": marked("onder kopje"),
    "pogingen": marked("pogingen"),
    "punt": marked("agendapunt"),
    "raadpleging": marked("raadpleging"),
    "reden": marked("reden"),
    "regels": marked("spelregels"),
    "rijen": marked("rijen"),
    "rol": marked("rol"),
    "route": marked("adres in het systeem"),
    "samenvatting": marked("samenvatting"),
    "sleutel": marked("onderwerp"),
    "sluit": marked("sluit op"),
    "soort": marked("soort stuk"),
    "link": marked("link naar het stuk"),
    "source_version": marked("versie bij de bron"),
    "starts_at": marked("begint"),
    "status": marked("antwoord van het systeem"),
    "taak": marked("taak"),
    "themas": marked("onderwerpen"),
    "titel": marked("titel"),
    "title": marked("titel"),
    "toelichting": marked("toelichting"),
    "tot": marked("tot"),
    "tot_en_met": marked("tot en met"),
    "tweede_factor": marked("tweede factor"),
    "unchanged": marked("hetzelfde gebleven"),
    "uitkomst": marked("uitkomst"),
    "uren": marked("uren tussen twee keer ophalen"),
    "url": marked("webadres"),
    "van": marked("van"),
    "verbatims": marked("citaten per kant"),
    "vergadering": marked("vergadering"),
    "versie": marked("versie van het stuk"),
    "versienummer": marked("versie"),
    "vraag": marked("vraag aan adviesraad"),
    "vragenlijst": marked("versie van de vragenlijst"),
    "wat": marked("wat er veranderde"),
    "leeftijden": marked("inwoners per leeftijd"),
    "geslachten": marked("inwoners per geslacht"),
    "wijken": marked("wijken"),
}

_FAULTS: Final[Mapping[str, str]] = {
    Fault.ADDRESS: marked("geen goed webadres"),
    Fault.PLAIN_HTTP: marked("geen beveiligd adres"),
    Fault.NAME: marked("naam niet gevonden op internet"),
    Fault.PRIVATE: marked("adres in een gesloten netwerk"),
    Fault.UNREACHABLE: marked("niet bereikbaar"),
    Fault.CERTIFICATE: marked("beveiliging klopt niet"),
    Fault.TIMEOUT: marked("duurde te lang"),
    Fault.MISSING: marked("bestaat daar niet"),
    Fault.FORBIDDEN: marked("mag daar niet"),
    Fault.TOO_OFTEN: marked("te vaak gevraagd"),
    Fault.BROKEN: marked("storing bij de bron"),
    Fault.STATUS: marked("onbekend antwoord"),
    Fault.ELSEWHERE: marked("naar een ander adres gestuurd"),
    Fault.ROUNDS: marked("steeds weer doorgestuurd"),
    Fault.LARGE: marked("te groot"),
    Fault.TRUNCATED: marked("niet helemaal aangekomen"),
    Fault.PACKED: marked("op een onbekende manier ingepakt"),
    Fault.GARBLED: marked("niet te lezen als gegevens"),
    Fault.UNREADABLE: marked("geen agenda die wij kennen"),
}
_GROUNDS: Final = {ground: words.name for ground, words in GROUNDS.items()}

VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "cijfers": {"dezelfde": marked("dezelfde"), "veranderd": marked("veranderd")},
    "code": {"fout": marked("fout")},
    "grond": _GROUNDS,
    "hearing_kinds": KIND_NAMES,
    "kanaal": CHANNEL_WORDS,
    "naar": KIND_NAMES | {name: name for name in NAMES},
    "oordeel": {
        Verdict.AGREES: marked("Akkoord"),
        Verdict.REMARKS: marked("Akkoord, met een opmerking"),
        Verdict.OBJECTS: marked("Bezwaar"),
    },
    "rol": {name: name for name in NAMES},
    "soort": KIND_NAMES,
    "taak": TOPICS,
    "tweede_factor": {
        "code": marked("code van de telefoon"),
        "herstelcode": marked("herstelcode"),
    },
    "uitkomst": {key: words.name for key, words in (OUTCOMES | REPLIES).items()},
    "van": KIND_NAMES | {name: name for name in NAMES},
}
REASONS: Final[Mapping[str, Mapping[str, str]]] = {
    "account": {"te vaak geprobeerd": marked("te vaak geprobeerd")},
    "bron": _FAULTS,
    "inzending": REASON_WORDS,
}
"""By what the line is about: of anything else the reason is what somebody wrote."""
UNTIL_LIFTED: Final = marked("tot de griffie het opheft")
