# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The note that lies in the folder, for whoever opens it without knowing what it is."""

from typing import Final

_PUBLIC: Final = """\
Dit pakket is openbaar. Het bevat:

- wat mensen kozen, zonder naam, zonder de dag en zonder wie zij zijn
- de citaten die openbaar zijn gemaakt
- geen andere teksten
"""
_SEALED: Final = """\
**Dit pakket is verzegeld en alleen voor de rekenkamer.** Het bevat ook wat mensen schreven, de dag
waarop en wie zij zijn (leeftijd, wijk). Geef het niet door en zet het niet op internet.
"""
_README: Final = """\
# {title}

Met dit pakket telt u de raadpleging zelf na. U hebt de gemeente daar niet voor nodig.

{kind}
## Zo rekent u na

1. Installeer Raadgever op uw eigen computer.
2. Zoek de sleutel van het logboek op, bijvoorbeeld in het Gemeenteblad. Gebruik geen sleutel die u
   bij dit pakket kreeg: wie het pakket namaakt, maakt ook een sleutel.
3. Typ `raadgever verify MAP --key "SLEUTEL"`. MAP is deze map.

U ziet dan wat klopt, wat niet klopt en wat met dit pakket niet na te rekenen is.

## Wat is wat

| bestand | wat erin staat |
| --- | --- |
| `log.jsonl` | het logboek: elke stap, een per regel, vanaf regel 0 |
| `checkpoint` | hoe lang het logboek is, met de handtekening van de gemeente |
| `definitie.json` | de vragen |
| `regels.json` | de spelregels |
| `stuk.json` | het raadsstuk met de beslispunten |
| `reacties.jsonl` | wat van elke reactie geopend is, met het zout waarmee u dat controleert |
| `uitslag.json` | de cijfers |
| `oordelen.jsonl` | wat adviesraden van de samenvatting vonden |
| `besluiten.jsonl` | wat de raad besloot |
| `antwoorden.jsonl` | wat de raad of het college antwoordde |
| `samenvatting-1.json` | de samenvatting; een verbeterde versie heeft nummer 2 |
| `bundel.json` | van welke raadpleging dit pakket is |
"""


def readme(title: str, *, sealed: bool) -> str:
    return _README.format(title=" ".join(title.split()), kind=_SEALED if sealed else _PUBLIC)
