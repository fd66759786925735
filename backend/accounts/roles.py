# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may call which route. Deny by default: a route without a row stops the application."""

from collections.abc import Mapping
from enum import StrEnum

from backend.web.languages import marked


class Role(StrEnum):
    GRIFFIE = "griffie"
    ADVIESRAAD = "adviesraad"
    RAADSLID = "raadslid"
    BEHEERDER = "beheerder"
    REKENKAMER = "rekenkamer"


NAMES = (
    marked("griffie"),
    marked("adviesraad"),
    marked("raadslid"),
    marked("beheerder"),
    marked("rekenkamer"),
)
"""For the catalogue: a page says `_(account.role)`."""

EVERYONE = frozenset[Role]()
"""No session needed."""
STAFF = frozenset(Role)
GRIFFIE = frozenset({Role.GRIFFIE})
READERS = frozenset({Role.GRIFFIE, Role.REKENKAMER})
SEATS = frozenset({Role.GRIFFIE, Role.BEHEERDER, Role.REKENKAMER})
"""Who reads which advisory councils there are and who sits in them."""
HEALTH = frozenset({Role.GRIFFIE, Role.BEHEERDER})
MEMBERS = frozenset({Role.ADVIESRAAD})
"""Of advisory councils; which reviews are theirs, each page asks of the database."""
BEHEERDER = frozenset({Role.BEHEERDER})
TRAIL = frozenset({Role.GRIFFIE, Role.BEHEERDER, Role.REKENKAMER})
"""Who reads what staff did; the lines say nothing of what residents wrote."""
STRONG = frozenset({Role.GRIFFIE, Role.BEHEERDER})
"""Of whom a municipality may ask a second factor."""
COUNCIL = frozenset({Role.GRIFFIE, Role.ADVIESRAAD, Role.RAADSLID, Role.REKENKAMER})
"""Who may read what is under embargo."""

Row = tuple[str, str]

ROUTES: Mapping[Row, frozenset[Role]] = {
    ("GET", "/inloggen"): EVERYONE,
    ("POST", "/inloggen"): EVERYONE,
    ("POST", "/inloggen/code"): EVERYONE,
    ("POST", "/uitloggen"): STAFF,
    ("GET", "/uitnodiging/{token}"): EVERYONE,
    ("POST", "/uitnodiging/{token}"): EVERYONE,
    # one's own account
    ("GET", "/mijn-account"): STAFF,
    ("POST", "/mijn-account/sessies"): STAFF,
    ("GET", "/mijn-account/wachtwoord"): STAFF,
    ("POST", "/mijn-account/wachtwoord"): STAFF,
    ("GET", "/mijn-account/tweede-factor"): STAFF,
    ("POST", "/mijn-account/tweede-factor"): STAFF,
    ("GET", "/mijn-account/tweede-factor/uitzetten"): STAFF,
    ("POST", "/mijn-account/tweede-factor/uitzetten"): STAFF,
    ("GET", "/mijn-account/herstelcodes"): STAFF,
    ("POST", "/mijn-account/herstelcodes"): STAFF,
    # accounts
    ("GET", "/beheer/accounts"): BEHEERDER,
    ("GET", "/beheer/accounts/nieuw"): BEHEERDER,
    ("POST", "/beheer/accounts/nieuw"): BEHEERDER,
    ("GET", "/beheer/accounts/{account_id}"): BEHEERDER,
    ("POST", "/beheer/accounts/{account_id}/rol"): BEHEERDER,
    ("GET", "/beheer/accounts/{account_id}/uitzetten"): BEHEERDER,
    ("POST", "/beheer/accounts/{account_id}/uitzetten"): BEHEERDER,
    ("POST", "/beheer/accounts/{account_id}/aanzetten"): BEHEERDER,
    ("POST", "/beheer/accounts/{account_id}/link"): BEHEERDER,
    ("POST", "/beheer/accounts/{account_id}/link-intrekken"): BEHEERDER,
    ("POST", "/beheer/accounts/{account_id}/sessies"): BEHEERDER,
    ("POST", "/beheer/accounts/{account_id}/tweede-factor"): BEHEERDER,
    ("GET", "/beheer/accounts/{account_id}/adviesraden"): BEHEERDER,
    ("POST", "/beheer/accounts/{account_id}/adviesraden"): BEHEERDER,
    ("GET", "/gezond"): EVERYONE,
    ("GET", "/levend"): EVERYONE,
    ("GET", "/api/v1/openapi.json"): EVERYONE,
    # overview
    ("GET", "/"): EVERYONE,
    ("GET", "/raadplegingen"): EVERYONE,
    ("GET", "/raadplegingen.rss"): EVERYONE,
    ("GET", "/raadplegingen.ics"): EVERYONE,
    ("GET", "/api/v1/raadplegingen"): EVERYONE,
    # participation
    ("GET", "/raadplegingen/{slug}"): EVERYONE,
    ("GET", "/raadplegingen/{slug}/vragen"): EVERYONE,
    ("GET", "/raadplegingen/{slug}/veranderd"): EVERYONE,
    ("GET", "/raadplegingen/{slug}/meedoen"): EVERYONE,
    ("POST", "/raadplegingen/{slug}/meedoen"): EVERYONE,
    ("GET", "/raadplegingen/{slug}/briefcode"): EVERYONE,
    ("POST", "/raadplegingen/{slug}/briefcode"): EVERYONE,
    ("GET", "/raadplegingen/{slug}/mailcode"): EVERYONE,
    ("POST", "/raadplegingen/{slug}/mailcode"): EVERYONE,
    ("GET", "/raadplegingen/{slug}/mailcode/invullen"): EVERYONE,
    ("POST", "/raadplegingen/{slug}/mailcode/invullen"): EVERYONE,
    ("GET", "/raadplegingen/{slug}/bedankt"): EVERYONE,
    ("POST", "/raadplegingen/{slug}/bedankt"): EVERYONE,
    ("GET", "/mijn-inzending"): EVERYONE,
    ("POST", "/mijn-inzending"): EVERYONE,
    ("POST", "/mijn-inzending/bewijs"): EVERYONE,
    ("GET", "/logboek"): EVERYONE,
    ("GET", "/logboek/checkpoint"): EVERYONE,
    ("GET", "/logboek/checkpoint.txt"): EVERYONE,
    ("GET", "/logboek/groei/{old}/{new}"): EVERYONE,
    ("GET", "/logboek/tile/{path}"): EVERYONE,
    ("GET", "/api/v1/raadplegingen/{slug}"): EVERYONE,
    ("GET", "/api/v1/raadplegingen/{slug}/opgave"): EVERYONE,
    ("POST", "/api/v1/raadplegingen/{slug}/inzendingen"): EVERYONE,
    ("POST", "/api/v1/inzendingen/wijzigen"): EVERYONE,
    ("POST", "/api/v1/inzendingen/opvragen"): EVERYONE,
    ("POST", "/api/v1/inzendingen/intrekken"): EVERYONE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/inzendingen"): READERS,
    ("POST", "/griffie/raadplegingen/{consultation_id}/inzendingen/apart"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/te-beoordelen"): READERS,
    ("POST", "/griffie/raadplegingen/{consultation_id}/te-beoordelen"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/te-beoordelen/voorstellen"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/briefcodes"): READERS,
    ("POST", "/griffie/raadplegingen/{consultation_id}/briefcodes"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/briefcodes/intrekken"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/briefcodes/loting"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/briefcodes/vervangen"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/mailcodes"): READERS,
    ("POST", "/griffie/raadplegingen/{consultation_id}/mailcodes"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/invoer"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/invoer"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/inlezen"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/inlezen"): GRIFFIE,
    # council
    ("GET", "/griffie/documenten/{document_id}"): READERS,
    ("POST", "/griffie/documenten/{document_id}"): GRIFFIE,
    ("GET", "/griffie/documenten/{document_id}/opgeslagen"): READERS,
    ("POST", "/griffie/agendapunten/{item_id}/hoofddocument"): GRIFFIE,
    ("GET", "/griffie/vergaderingen/inlezen"): GRIFFIE,
    ("POST", "/griffie/vergaderingen/inlezen"): GRIFFIE,
    ("GET", "/griffie/vergaderingen/formulier.csv"): GRIFFIE,
    ("GET", "/griffie/vergaderingen/voorbeeld.csv"): GRIFFIE,
    ("GET", "/griffie/spelregels"): READERS,
    ("POST", "/griffie/spelregels"): GRIFFIE,
    # population
    ("GET", "/griffie/bevolking"): SEATS,
    ("POST", "/griffie/bevolking"): HEALTH,
    ("POST", "/griffie/bevolking/vastleggen"): HEALTH,
    # sources
    ("GET", "/griffie/bronnen"): READERS,
    ("POST", "/griffie/bronnen"): GRIFFIE,
    ("GET", "/griffie/bronnen/{source_id}"): READERS,
    ("POST", "/griffie/bronnen/{source_id}"): GRIFFIE,
    ("POST", "/griffie/bronnen/{source_id}/ophalen"): GRIFFIE,
    ("POST", "/griffie/bronnen/{source_id}/verwijderen"): GRIFFIE,
    # consultations
    ("GET", "/griffie/raadplegingen"): READERS,
    ("GET", "/griffie/raadplegingen/{consultation_id}"): READERS,
    ("POST", "/griffie/raadplegingen/{consultation_id}/vragen"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/vragen"): READERS,
    ("POST", "/griffie/raadplegingen/{consultation_id}/vragen/terug"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/vragen/wijken"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/vragen/nieuw"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/vragen/nieuw"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/vragen/{key}"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/vragen/{key}"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/vragen/{key}/doen"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/vragen/{key}/voorwaarde"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/vragen/{key}/voorwaarde"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/vragen/{key}/afbeelding"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/vragen/{key}/afbeelding"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/voorbeeld"): READERS,
    ("GET", "/afbeeldingen/{name}"): EVERYONE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/indeling"): GRIFFIE,
    ("GET", "/griffie/onderwerpen"): READERS,
    ("POST", "/griffie/onderwerpen"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/openen"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/openen"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/sluiten"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/sluiten"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/verlengen"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/verlengen"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/afgelasten"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/afgelasten"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/terugdraaien"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/terugdraaien"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/afronden"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/afronden"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/opnieuw"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/opnieuw"): GRIFFIE,
    # results
    ("GET", "/griffie/raadplegingen/{consultation_id}/samenvatting"): READERS,
    ("POST", "/griffie/raadplegingen/{consultation_id}/citaten"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/begeleidende-tekst"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/definitief"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/definitief"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/embargo"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/embargo"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/verbeteren"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/verbeteren"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/reacties.csv"): READERS,
    ("GET", "/griffie/embargo"): COUNCIL,
    ("GET", "/griffie/raadplegingen/{consultation_id}/samenvatting/{version}"): COUNCIL,
    ("GET", "/griffie/raadplegingen/{consultation_id}/samenvatting/{version}/{file}"): COUNCIL,
    ("GET", "/raadplegingen/{slug}/samenvatting"): EVERYONE,
    ("GET", "/raadplegingen/{slug}/samenvatting/{version}"): EVERYONE,
    ("GET", "/raadplegingen/{slug}/samenvatting/{version}/{file}"): EVERYONE,
    ("GET", "/gegevens"): EVERYONE,
    ("GET", "/raadplegingen/{slug}/samenvatting.json"): EVERYONE,
    ("GET", "/raadplegingen/{slug}/samenvatting.csv"): EVERYONE,
    # advice
    ("GET", "/griffie/adviesraden"): SEATS,
    ("POST", "/griffie/adviesraden"): GRIFFIE,
    ("GET", "/griffie/adviesraden/{body_id}"): SEATS,
    ("POST", "/griffie/adviesraden/{body_id}"): GRIFFIE,
    ("POST", "/griffie/adviesraden/{body_id}/leden"): BEHEERDER,
    ("POST", "/griffie/adviesraden/{body_id}/leden/einde"): BEHEERDER,
    ("GET", "/griffie/adviesraden/{body_id}/opheffen"): GRIFFIE,
    ("POST", "/griffie/adviesraden/{body_id}/opheffen"): GRIFFIE,
    ("GET", "/griffie/raadplegingen/{consultation_id}/adviesraad"): READERS,
    ("POST", "/griffie/raadplegingen/{consultation_id}/adviesraad"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/adviesraad/intrekken"): GRIFFIE,
    ("POST", "/griffie/raadplegingen/{consultation_id}/adviesraad/antwoord"): GRIFFIE,
    ("GET", "/adviesraad"): MEMBERS,
    ("GET", "/adviesraad/{request_id}"): MEMBERS,
    ("GET", "/adviesraad/{request_id}/adviezen"): MEMBERS,
    ("POST", "/adviesraad/{request_id}/oordeel"): MEMBERS,
    ("POST", "/adviesraad/{request_id}/anders"): MEMBERS,
    ("POST", "/adviesraad/{request_id}/overleg"): MEMBERS,
    ("POST", "/adviesraad/{request_id}/overleg/intrekken"): MEMBERS,
    ("GET", "/raadplegingen/{slug}/adviesraad.json"): EVERYONE,
    # agenda
    ("GET", "/griffie"): STAFF,
    ("GET", "/griffie/te-doen"): GRIFFIE,
    ("GET", "/griffie/vergaderingen/{meeting_id}"): READERS,
    ("GET", "/griffie/agendapunten/{item_id}"): READERS,
    # an agenda by hand
    ("GET", "/griffie/vergaderingen/nieuw"): GRIFFIE,
    ("POST", "/griffie/vergaderingen/nieuw"): GRIFFIE,
    ("GET", "/griffie/vergaderingen/{meeting_id}/wijzigen"): GRIFFIE,
    ("POST", "/griffie/vergaderingen/{meeting_id}/wijzigen"): GRIFFIE,
    ("GET", "/griffie/vergaderingen/{meeting_id}/afgelasten"): GRIFFIE,
    ("POST", "/griffie/vergaderingen/{meeting_id}/afgelasten"): GRIFFIE,
    ("POST", "/griffie/vergaderingen/{meeting_id}/toch-door"): GRIFFIE,
    ("GET", "/griffie/vergaderingen/{meeting_id}/agenda"): GRIFFIE,
    ("POST", "/griffie/vergaderingen/{meeting_id}/agenda"): GRIFFIE,
    ("GET", "/griffie/vergaderingen/{meeting_id}/agenda/nieuw"): GRIFFIE,
    ("POST", "/griffie/vergaderingen/{meeting_id}/agenda/nieuw"): GRIFFIE,
    ("POST", "/griffie/vergaderingen/{meeting_id}/laat-zo"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/laat-doorgaan"): GRIFFIE,
    ("GET", "/griffie/agendapunten/{item_id}/wijzigen"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/wijzigen"): GRIFFIE,
    ("GET", "/griffie/agendapunten/{item_id}/weghalen"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/weghalen"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/terugzetten"): GRIFFIE,
    ("GET", "/griffie/agendapunten/{item_id}/stuk"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/stuk"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/stuk/ook-hier"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/stuk/weghalen"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/stuk/nodig"): GRIFFIE,
    ("POST", "/griffie/vergaderingen/{meeting_id}/zonder-stuk"): GRIFFIE,
    ("GET", "/griffie/agendapunten/{item_id}/verplaatsen"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/verplaatsen"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/verplaatsen/ongedaan"): GRIFFIE,
    ("GET", "/griffie/documenten/{document_id}/titel"): GRIFFIE,
    ("POST", "/griffie/documenten/{document_id}/titel"): GRIFFIE,
    # agenda, further
    ("POST", "/griffie/agendapunten/{item_id}/toevoegen"): GRIFFIE,
    ("GET", "/griffie/agendapunten/{item_id}/uitzondering"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/uitzondering"): GRIFFIE,
    ("GET", "/griffie/agendapunten/{item_id}/besluit"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/besluit"): GRIFFIE,
    ("GET", "/griffie/agendapunten/{item_id}/antwoord"): GRIFFIE,
    ("POST", "/griffie/agendapunten/{item_id}/antwoord"): GRIFFIE,
    ("GET", "/griffie/beloften"): HEALTH,
    ("POST", "/griffie/beloften/opnieuw"): HEALTH,
    ("GET", "/vergaderingen"): EVERYONE,
    ("GET", "/vergaderingen/{meeting_id}"): EVERYONE,
    ("GET", "/agendapunten/{item_id}"): EVERYONE,
    ("GET", "/agendapunten/{item_id}/een-pagina"): EVERYONE,
    ("GET", "/griffie/agendapunten/{item_id}/een-pagina"): COUNCIL,
    ("GET", "/uitzonderingen"): EVERYONE,
    ("GET", "/uitzonderingen.csv"): EVERYONE,
    ("GET", "/api/v1/uitzonderingen"): EVERYONE,
    ("GET", "/vergaderingen.ics"): EVERYONE,
    ("GET", "/jaaroverzicht"): EVERYONE,
    ("GET", "/jaaroverzicht.csv"): EVERYONE,
    ("GET", "/api/v1/jaaroverzicht"): EVERYONE,
    # audit office
    ("GET", "/griffie/agendapunten/{item_id}/keten"): READERS,
    ("GET", "/griffie/agendapunten/{item_id}/keten.json"): READERS,
    ("GET", "/griffie/logboek"): TRAIL,
    ("GET", "/griffie/logboek.csv"): TRAIL,
    ("GET", "/griffie/logboek.json"): TRAIL,
    # what explains
    ("GET", "/spelregels"): EVERYONE,
    ("GET", "/hoe-werkt-dit"): EVERYONE,
    ("GET", "/toegankelijkheid"): EVERYONE,
    ("GET", "/privacy"): EVERYONE,
    ("GET", "/.well-known/security.txt"): EVERYONE,
    ("GET", "/robots.txt"): EVERYONE,
    ("GET", "/api/v1/vergaderingen/{meeting_id}"): EVERYONE,
}

BARELY = frozenset(
    path for _, path in ROUTES if path == "/uitloggen" or path.startswith("/mijn-account")
)
"""What somebody may do who lacks the second factor that is asked of them: set it up, or leave."""
