# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole summary as blocks, in the order of the page (`summary_body.html`), for the PDF."""

from collections.abc import Iterator, Mapping, Sequence

from analysis.dutch import CHANNELS, NO_SAMPLE, SOME_DRAWN, WAYS, one_each, only_counted
from analysis.figures import Totals
from backend.results import apart, taking_part
from backend.results.content import Content, Logged
from backend.results.outputs.bars import Drawn
from backend.results.outputs.blocks import Block, charts, heading, quote, table, texts
from backend.results.outputs.paper_points import of_point, of_question, sentences
from backend.web.pages import moment, paragraphs
from surveys import reviewed
from surveys.reviewed import Section
from surveys.sentences import spelled

SUMS = (
    "Alles wat binnenkwam, is geteld, vervangen, ingetrokken of apart gelegd."
    " Deze aantallen zijn samen altijd wat er binnenkwam."
)
MADE = (
    "De zinnen hierboven zijn door een programma gemaakt, met vaste regels. Bij elke zin"
    " controleert het programma of het aantal klopt met de reacties."
)
LATER = (
    "Dit is wat er was gezegd toen dit bestand werd gemaakt."
    " Een later oordeel of antwoord staat op de website, bij deze samenvatting."
)
LOG = (
    "De telling staat in het logboek van de gemeente. Daar komen alleen regels bij. Met deze"
    " gegevens ziet iedereen later of er iets is veranderd of weggehaald."
)
NOT_SHOWN = (
    "Een teken dat dit bestand niet kan tonen, staat er als \ufffd."
    " Op de website staat de tekst zoals die is geschreven."
)
_FIVE = ("received", "counted", "replaced", "withdrawn", "set_aside")


def _words(content: Content) -> Iterator[Block]:
    if content.correction:
        yield heading("Wat is er verbeterd")
        yield from texts(*paragraphs(content.correction))
    if content.accompanying_text:
        yield heading("Van de griffie")
        yield from texts(*paragraphs(content.accompanying_text))


def _short(content: Content, overview: Sequence[Drawn]) -> Iterator[Block]:
    yield heading("In het kort")
    yield from sentences(content, None)
    yield from texts(*taking_part.in_short(content))
    yield from texts(SOME_DRAWN if content.figures.sample else NO_SAMPLE)
    if content.ratings_only_reason:
        why = content.ratings_only_reason
        yield from texts(f"Er is alleen om een mening gevraagd, niet om advies. De reden: {why}")
    if left_out := len(content.figures.points) - len(content.figures.told):
        yield from texts(only_counted(left_out))
    yield from charts(overview)


def _who(content: Content) -> Iterator[Block]:
    yield heading("Wie deden mee")
    yield from taking_part.blocks(content)
    if more := tuple(taking_part.for_researchers(content)):
        yield heading("Voor onderzoekers", 2)
        yield from more


def _row(name: str, totals: Totals) -> tuple[str, ...]:
    return (name, *(spelled(getattr(totals, each)) for each in _FIVE))


def _count(content: Content) -> Iterator[Block]:
    yield heading("De telling")
    yield from texts(SUMS)
    figures = content.figures
    rows = [_row("Alles samen", figures.totals)]
    rows += [_row(CHANNELS.get(each.channel, each.channel), each) for each in figures.by_channel]
    header = ("Weg", "Binnen", "Geteld", "Vervangen", "Ingetrokken", "Apart gelegd")
    yield table("Hoe de reacties binnenkwamen", header, rows, 5)
    if figures.by_way:
        rows = [_row(WAYS[each.way], each) for each in figures.by_way]
        yield table("Met en zonder code", ("Code", *header[1:]), rows, 5)
        yield from texts(one_each(each.way for each in figures.by_way))
    yield from texts(*apart.told(figures))
    for each in apart.comparisons(figures):
        rows = [(label, spelled(n), spelled(both)) for label, n, both in each.rows]
        yield table(f"{apart.HEADING}: {each.caption}", apart.HEADER, rows, 2)


def _reviews(section: Section) -> Iterator[Block]:
    """In the words of the page, as far as they were said when this was made."""
    yield heading(reviewed.HEADING)
    said = reviewed.blocks(section)
    if not said:
        yield from texts(reviewed.NONE_ASKED)
    for each in said:
        yield heading(f"{each.heading}: {each.short}", 2)
        for part in each.parts:
            yield from texts(part.lead)
            if part.text:
                yield quote(part.text)
    if said:
        yield from texts(LATER)


def _account(content: Content) -> Iterator[Block]:
    yield heading("Hoe dit is gemaakt")
    yield from texts(MADE, NOT_SHOWN)
    rows = (
        ("Open van", moment(content.opened_at)),
        ("Tot", moment(content.closed_at)),
        ("Versie van deze samenvatting", str(content.number)),
        ("Kenmerk van het document", content.document_hash[:16]),
        ("Kenmerk van de vragen", content.questionnaire_hash[:16]),
        ("Kenmerk van de cijfers", content.result_hash[:16]),
        ("Getal waarmee is geloot", content.seed[:16]),
        ("Kleinste groep die we tonen", str(content.figures.k)),
    )
    yield table("Kenmerken", ("Wat", "Waarde"), rows, 0)
    if content.log is not None:
        yield from _log(content.log)


def _log(log: Logged) -> Iterator[Block]:
    yield heading("Het logboek")
    yield from texts(LOG)
    rows = (
        ("Naam van het logboek", log.name),
        ("Aantal regels", str(log.size)),
        ("Wortel (SHA-256)", log.root_to_read),
        ("Herkenning van de sleutel", log.key),
    )
    yield table("Controlepunt", ("Wat", "Waarde"), rows, 0)


def blocks(
    content: Content, section: Section, points: Mapping[int, Drawn], overview: Sequence[Drawn]
) -> Iterator[Block]:
    yield from _words(content)
    yield from _short(content, overview)
    for point in content.figures.told:
        yield from of_point(content, point, points.get(point.number))
    general = [asked for asked in content.figures.questions if asked.decision_point is None]
    if general:
        yield heading("Over het hele voorstel")
    for asked in general:
        yield from of_question(content, asked)
    yield from _reviews(section)
    yield from _who(content)
    yield from _count(content)
    yield from _account(content)
