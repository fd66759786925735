# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who took part, as the page and the paper both show it: blocks, and nothing on their looks."""

from collections.abc import Iterator, Sequence
from typing import Final

from analysis.disclosure import Marginal
from analysis.participation import Compared, Participation, Share
from analysis.participation_sentences import (
    EARLIER,
    NO_FIGURES,
    NO_MARGIN,
    WHAT_IS_WEIGHED,
    hidden_of,
    known_of,
    whole_percent,
)
from analysis.participation_weighted import Weighed
from analysis.samples import WHAT_IT_IS, Sample
from backend.results.content import Asked, Content
from backend.results.outputs.blocks import NONE, Block, group, heading, table, texts
from surveys.sentences import spelled

TOO_SMALL: Final = "te klein om te tonen"
NOT_SHOWN: Final = "niet getoond"
WHY_NOT_SHOWN: Final = (
    "Niet getoond: dan zou uit te rekenen zijn wat een kleine groep van het beslispunt vindt."
)
MOST_SAID: Final = 3
"""Sentences on who took part that stand at the top of a summary too."""
_BASES: Final = {"15+": "van 15 jaar en ouder", "alle": "van alle leeftijden"}


def tenths(permille: int) -> str:
    """14,3%"""
    return f"{permille // 10},{permille % 10}%"


def times(permille: int) -> str:
    """1,25, and -0,11 for what is below nought."""
    hundredths = (abs(permille) + 5) // 10
    sign = "-" if permille < 0 and hundredths else ""
    return f"{sign}{hundredths // 100},{hundredths % 100:02}"


def in_short(content: Content) -> Sequence[str]:
    """The largest differences, for the top of the summary."""
    told = content.figures.participation
    return told.said[:MOST_SAID] if told else ()


def _asked(content: Content, background: str) -> Asked:
    return next(each for each in content.background if each.key == background)


def _names(asked: Asked, groups: Sequence[str]) -> str:
    return " en ".join(group(asked, value) for value in groups)


def _row(asked: Asked, share: Share) -> tuple[str, ...]:
    parts = (tenths(share.residents_permille), tenths(share.permille), spelled(share.n))
    return (_names(asked, share.groups), *parts)


def _held(content: Content, who: Marginal, compared: Compared) -> Iterator[Block]:
    asked = _asked(content, who.background)
    rows = [_row(asked, share) for share in compared.shares]
    told = {value for share in compared.shares for value in share.groups}
    rows += [
        (group(asked, one.group), NONE, NONE, spelled(one.n))
        for one in who.shown
        if one.group not in told
    ]
    rows += [(group(asked, one), NONE, NONE, TOO_SMALL) for one in who.hidden if one not in told]
    header = ("Groep", "Deel van de inwoners", "Deel van de reacties", "Reacties")
    yield table(asked.label, header, rows, 3)
    of = known_of if compared.told else hidden_of
    yield Block("small", of(compared.trait, compared.of))


def _counted(content: Content, who: Marginal) -> Block:
    asked = _asked(content, who.background)
    rows = [(group(asked, people.group), spelled(people.n)) for people in who.shown]
    rows += [(group(asked, each), TOO_SMALL) for each in who.hidden]
    return table(asked.label, ("Groep", "Reacties"), rows, 1)


def _groups(content: Content) -> Iterator[Block]:
    told = content.figures.participation
    compared = {one.background: one for one in told.compared} if told else {}
    for who in content.figures.who:
        held = compared.get(who.background)
        if held is not None and not held.why:
            yield from _held(content, who, held)
        elif who.background in content.figures.withheld:
            yield from texts(f"{_asked(content, who.background).label} {EARLIER}")
        else:
            yield _counted(content, who)
            yield from texts(held.why if held else "")


def _source(told: Participation) -> str:
    bases = {_BASES[one.base] for one in told.compared if not one.why}
    over = f" Het gaat om inwoners {' en '.join(sorted(bases))}." if len(bases) == 1 else ""
    of = told.population
    return f"Hoeveel inwoners er zijn, komt van: {of.source}, {of.year}.{over}"


def _two(share: Share) -> tuple[int, int]:
    return share.ratio, share.partial


def _measured(content: Content, told: Participation) -> Iterator[Block]:
    """For whoever knows these measures: what they are is in the documentation."""
    held = [one for one in told.compared if one.r is not None and one.variation is not None]
    if not held:
        return
    rows = [
        (_asked(content, one.background).label, times(one.r or 0), times(one.variation or 0))
        for one in held
    ]
    header = ("Vraag", "R-indicator", "Ongelijkheid (S / rho)")
    yield table("Hoe goed lijken de reacties op de inwoners?", header, rows, 2)
    yield Block(
        "small",
        "R is 1 als elke groep even vaak meedeed (Schouten, Cobben en Bethlehem 2009). Deden er"
        " weinig mensen mee, dan is R altijd hoog. Kijk dan naar de ongelijkheid: 0 is gelijk.",
    )
    parts = [
        (_names(_asked(content, one.background), share.groups), *map(times, _two(share)))
        for one in held
        for share in one.shares
    ]
    header = ("Groep", "Deelname (1 is verwacht)", "Bijdrage aan de ongelijkheid")
    yield table("Per groep", header, parts, 2)


def _weighed(content: Content, found: Weighed) -> Iterator[Block]:
    yield from texts(WHAT_IS_WEIGHED)
    rows = [
        (
            f"Beslispunt {one.decision_point}",
            whole_percent(one.in_favour),
            NOT_SHOWN if one.weighted is None else whole_percent(one.weighted),
            spelled(one.of),
        )
        for one in found.points
    ]
    header = ("Wie is er voor?", "Geteld", "Gewogen", "Reacties voor of tegen")
    yield table("Geteld en gewogen: wie is er voor, van wie voor of tegen is?", header, rows, 3)
    if any(one.weighted is None for one in found.points):
        yield Block("small", WHY_NOT_SHOWN)
    on = " en ".join(_asked(content, one).label for one in found.background)
    yield Block(
        "small",
        f"Er is gewogen op de antwoorden op: {on} {spelled(found.people)} reacties zijn gewogen."
        f" {spelled(found.unknown)} reacties tellen voor 1, omdat daar niet alles is ingevuld. Een"
        f" gewogen reactie telt {times(found.lowest)} tot {times(found.highest)} keer. Bij"
        f" {spelled(found.cut)} reacties is dat begrensd. Alles samen zegt zoveel als"
        f" {spelled(found.effective)} gelijke reacties (designeffect {times(found.effect)}).",
    )
    if found.left_out:
        yield Block("small", f"Waarom niet op meer: {' '.join(found.left_out)}")


def _rules(told: Participation) -> str:
    rules = told.rules
    return (
        f"We wegen alleen met {rules.least} reacties of meer en {rules.least_per_group} of meer per"
        f" groep, als hoogstens {rules.most_unknown // 10}% niet alles invulde, als geen reactie"
        f" {rules.most_weight:.0f} keer of meer zou tellen, en als het designeffect niet boven"
        f" {times(round(1000 * rules.most_effect))} komt. Een gewicht ligt tussen"
        f" {times(round(1000 * rules.lowest))} en {times(round(1000 * rules.highest))}."
    )


def _weighting(content: Content, told: Participation) -> Iterator[Block]:
    yield heading("Geteld en gewogen", 2)
    if told.weighed is not None:
        yield from _weighed(content, told.weighed)
    else:
        yield from texts("We hebben niet gewogen. Dit is waarom:", *told.why)


def _margin(sample: Sample | None) -> Iterator[Block]:
    yield heading("Foutmarge", 2)
    yield from texts(NO_MARGIN if sample is None else WHAT_IT_IS)
    if sample is None:
        return
    yield from texts(
        f"Uit {spelled(sample.invitation.drawn_from)} inwoners zijn mensen geloot. Er gingen"
        f" {spelled(sample.invitation.invited)} briefcodes uit. {spelled(sample.counted)} reacties"
        " met een code tellen mee.",
        sample.why,
    )
    rows = [
        (
            f"Beslispunt {one.decision_point}",
            spelled(one.of),
            tenths(one.in_favour),
            f"{tenths(one.lower)} tot {tenths(one.upper)}",
        )
        for one in sample.points
    ]
    if rows:
        header = ("Wie is er voor?", "Voor of tegen", "Voor", "Met 95% zekerheid tussen")
        yield table("Wie met een briefcode meedeed", header, rows, 3)


def blocks(content: Content) -> Iterator[Block]:
    """Without the heading above it; level 2 stands right below that."""
    told = content.figures.participation
    yield from texts(*(told.said if told else (NO_FIGURES,)))
    yield from _groups(content)
    if told is not None:
        yield Block("small", _source(told))
        yield from _weighting(content, told)
    yield from _margin(content.figures.sample)


def for_researchers(content: Content) -> Iterator[Block]:
    """Measures with their thresholds; nothing without figures of the town."""
    told = content.figures.participation
    if told is not None:
        yield Block("text", _rules(told))
        yield from _measured(content, told)
