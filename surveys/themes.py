# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a proposal can be about, in the words in which residents look for it."""

THEMES = {
    "wonen": "Wonen en bouwen",
    "verkeer": "Verkeer en parkeren",
    "groen": "Groen, water en natuur",
    "klimaat": "Energie en klimaat",
    "zorg": "Zorg en ondersteuning",
    "jeugd": "Jeugd en onderwijs",
    "veiligheid": "Veiligheid",
    "werk": "Werk, inkomen en economie",
    "cultuur": "Cultuur, sport en recreatie",
    "bestuur": "Bestuur en geld van de gemeente",
}
"""Key to name, in the order of a page. Ours; after the task fields by which municipalities
account (Iv3), with words for a resident."""
