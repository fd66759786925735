# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sentences of `surveys.template`, for the catalogue.

`surveys` is pure and knows of no language, so they stand here a second time; a test compares them.
"""

from backend.web.languages import marked

SENTENCES = (
    marked("15 tot en met 24 jaar"),
    marked("25 tot en met 44 jaar"),
    marked("45 tot en met 64 jaar"),
    marked("65 jaar of ouder"),
    marked("Ik woon hier"),
    marked("Ik heb hier een bedrijf of winkel"),
    marked("Ik werk hier"),
    marked("Ik ben hier vrijwilliger"),
    marked("Anders"),
    marked("Wat vindt u van dit punt?"),
    marked("Wat raadt u de raad aan?"),
    marked("Schrijf op wat de raad volgens u moet doen, en waarom."),
    marked("Onder welke voorwaarde?"),
    marked("Bijvoorbeeld: alleen als de raad na een jaar kijkt of het goed gaat."),
    marked("Wie raakt dit?"),
    marked("Denk aan mensen die hier last van krijgen, of er juist mee geholpen zijn."),
    marked("In welke wijk woont u?"),
    marked("Zo ziet de raad of wijken er anders over denken."),
    marked("Hoe oud bent u?"),
    marked("Zo ziet de raad of jong en oud er anders over denken, en wie nog ontbreekt."),
    marked("Wie bent u?"),
    marked("Zo ziet de raad of bewoners en ondernemers er anders over denken."),
)

THEMES = {
    "wonen": marked("Wonen en bouwen"),
    "verkeer": marked("Verkeer en parkeren"),
    "groen": marked("Groen, water en natuur"),
    "klimaat": marked("Energie en klimaat"),
    "zorg": marked("Zorg en ondersteuning"),
    "jeugd": marked("Jeugd en onderwijs"),
    "veiligheid": marked("Veiligheid"),
    "werk": marked("Werk, inkomen en economie"),
    "cultuur": marked("Cultuur, sport en recreatie"),
    "bestuur": marked("Bestuur en geld van de gemeente"),
}
"""With which every municipality begins (the migration of themes); after the task fields by which
municipalities account (Iv3), in words for a resident."""
