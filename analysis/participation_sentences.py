# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who took part and who did not, in plain Dutch, by rule.

These sentences rest on groups, so they cite no reactions: whoever has the ids could find out who is
in a small group. They say what stands in the table beside them, and nothing of a hidden group.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from analysis.dutch import listed
from surveys.population import AGE, SEX, Fit
from surveys.sentences import spelled
from surveys.template import NEIGHBOURHOOD

if TYPE_CHECKING:
    from analysis.participation import Compared, Share

NAMES: Final[Mapping[str, str]] = {AGE: "Leeftijd", SEX: "Geslacht", NEIGHBOURHOOD: "Wijk"}
_THE: Final = {AGE: "de leeftijd", SEX: "het geslacht", NEIGHBOURHOOD: "de wijk"}
_SEXES: Final = {"man": "Mannen", "vrouw": "Vrouwen"}
_BASES: Final = {"15+": "de inwoners vanaf 15 jaar", "alle": "de inwoners"}
LEAST_GAP: Final = 30
"""Per mille of residents and of reactions that a group must differ to be told of,"""
MOST_RATIO: Final = 800
"""and its part of the reactions must be at most this per mille of its part of the residents,"""
LEAST_RATIO: Final = 1250
"""or at least this."""
MOST_MISSING: Final = 2
TOO_FEW: Final = "Er reageerden te weinig mensen om te laten zien uit welke groep ze komen."
EARLIER: Final = (
    "Dit staat in een eerdere versie van deze samenvatting. Hier laten we het niet opnieuw zien:"
    " wie de versies naast elkaar legt, zou van een paar mensen zien bij welke groep ze horen."
)
NOBODY_TO_WEIGH: Final = "Er valt niets te wegen."
NO_FIGURES: Final = (
    "De gemeente heeft geen cijfers over haar inwoners ingelezen. We kunnen dus niet zeggen welke"
    " groepen meer of minder meededen dan je zou verwachten."
)
NO_MARGIN: Final = (
    "We noemen geen foutmarge. Mensen kozen zelf of ze meededen. Dan is niet uit te rekenen hoe ver"
    " de uitkomst kan afwijken van wat alle inwoners vinden."
)
WHAT_IS_WEIGHED: Final = (
    "Wegen betekent: reacties uit een groep die weinig meedeed, tellen zwaarder. Zo lijkt het"
    " geheel meer op de gemeente. Het zegt niets over waarom iemand wel of niet meedeed. De getelde"
    " aantallen blijven de uitslag. Wat gewogen is, staat er alleen naast."
)


def whole_percent(permille: int) -> str:
    """14%, half up."""
    return f"{(permille + 5) // 10}%"


def mismatch(fit: Fit) -> str:
    """Why answers and residents cannot be held against each other."""
    strange = [*fit.unknown, *fit.left_out]
    return (
        f"De vraag naar {_THE[fit.margin.trait]} heeft andere groepen dan de cijfers over inwoners."
        f" Dit past niet: {listed(strange)}."
    )


def too_few_shown(trait: str) -> str:
    return f"{NAMES[trait]}: te weinig groepen zijn groot genoeg om mee te wegen."


def people(fit: Fit, groups: Sequence[str]) -> str:
    """How a sentence begins: "Jongeren (15-24)", "Mensen van 65 jaar of ouder"."""
    labels = {option.value: option.label for option in fit.question.options}
    names = [_person(fit, group, labels[group]) for group in groups]
    return listed([names[0], *(name[0].lower() + name[1:] for name in names[1:])])


def _person(fit: Fit, group: str, label: str) -> str:
    target = fit.groups[group]
    if fit.margin.trait == SEX:
        return _SEXES.get(target, label)
    if fit.margin.trait == NEIGHBOURHOOD:
        return f"Inwoners van {label}"
    return "Jongeren (15-24)" if target == "15-24" else f"Mensen van {label}"


def _gap(share: "Share") -> int:
    return share.permille - share.residents_permille


def _told(share: "Share") -> bool:
    far = share.ratio <= MOST_RATIO or share.ratio >= LEAST_RATIO
    return len(share.groups) == 1 and abs(_gap(share)) >= LEAST_GAP and far


def _sentence(fit: Fit, share: "Share") -> str:
    residents, reactions = map(whole_percent, (share.residents_permille, share.permille))
    who = people(fit, share.groups)
    return f"{who} zijn {residents} van {_BASES[fit.margin.base]} en {reactions} van de reacties."


def _of_trait(fit: Fit, compared: "Compared") -> Iterator[tuple[int, str]]:
    """How large the difference is, with its sentence."""
    if compared.why or not compared.told:
        return
    ordered = sorted((share for share in compared.shares if _told(share)), key=_gap)
    missing = [share for share in ordered if _gap(share) < 0][:MOST_MISSING]
    more = [share for share in reversed(ordered) if _gap(share) > 0][:1]
    for share in (*missing, *more):
        yield abs(_gap(share)), _sentence(fit, share)
    if not ordered and len(compared.shares) == len(fit.margin.targets):
        trait = NAMES[fit.margin.trait].lower()
        yield 0, f"Bij {trait} verschilt geen groep veel van haar deel van de inwoners."


def about(fits: Sequence[Fit], compared: Sequence["Compared"]) -> tuple[str, ...]:
    """The largest differences first; of as large ones, in the order of the form."""
    found = [one for fit, told in zip(fits, compared, strict=True) for one in _of_trait(fit, told)]
    return tuple(text for _, text in sorted(found, key=lambda one: -one[0]))


def known_of(trait: str, of: int) -> str:
    """What the shares beside it are of."""
    return f"Van {spelled(of)} reacties is {_THE[trait]} bekend. Daar gaat dit over."


def hidden_of(trait: str, of: int) -> str:
    return (
        f"Dit zijn delen van alle {spelled(of)} reacties. Hoe vaak {_THE[trait]} niet is ingevuld,"
        " laten we niet zien: dan zou een kleine groep te herkennen zijn."
    )
