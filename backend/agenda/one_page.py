# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An agenda item on one page, for who has two minutes: read from the stored summary alone.

Nothing is counted here; what is said about sides and groups is a rule of `analysis.leaning`.
"""

from collections.abc import Sequence
from uuid import UUID

from litestar.plugins.jinja import JinjaTemplateEngine
from markupsafe import Markup
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.disclosure import Cells, People
from analysis.leaning import headline, otherwise, quoted_from
from analysis.points import PointFigures
from backend.advice import queries as advice
from backend.agenda import history, queries
from backend.agenda.history import Attached, Hearing
from backend.agenda.queries import Line
from backend.agenda.words import for_everybody, grounds
from backend.council import queries as council
from backend.council.queries import Version
from backend.council.tables import Meeting
from backend.decisions import showing
from backend.decisions.showing import Came
from backend.results import publication
from backend.results.content import Asked, Content, Quoted
from backend.web.kinds import Req
from backend.web.languages import DUTCH, spoken
from backend.web.pages import paragraphs
from surveys.lifecycle import Stage
from surveys.reviewed import NONE_ASKED, Block, blocks

LONGEST = 200
"""Characters of a quotation or a verdict; the rest is a link further."""
MANY = 4
"""Decision points; with more, texts are shorter and type smaller, so that all stay on one sheet."""
SHORTER = {8: 90, 1000: 0}
"""With so many points at the most: characters of a quotation; 0 leaves them to the summary."""
LONGEST_POINT = 140
"""Characters of a decision point where there are many."""
LONGEST_TEXT = 700
"""Characters of the proposal: whole paragraphs of it, and one at the least."""
NOT_GIVEN = "Niet ingevuld"


class Short(Struct, frozen=True):
    """A text as far as it fits; `cut` says that there is more."""

    text: str
    cut: bool


class Said(Struct, frozen=True):
    side: str
    said: Short


class Group(Struct, frozen=True):
    """One in which the most think otherwise than of all."""

    name: str
    cells: Cells


class Point(Struct, frozen=True):
    """One decision point. `known` is how many groups the summary shows; `unknown` how many it
    hides, so that nobody knows what the most in them think. `left_out`: quotations are, for want of
    room."""

    figures: PointFigures
    text: Short
    quotes: tuple[Said, ...]
    left_out: bool
    groups: tuple[Group, ...]
    known: int
    unknown: int


class Who(Struct, frozen=True):
    """`nobody` are groups from which none came, when that may be told; `hidden` may not."""

    label: str
    shown: tuple[People, ...]
    names: tuple[str, ...]
    nobody: tuple[str, ...]
    hidden: tuple[str, ...]


class Heard(Struct, frozen=True):
    """What a summary says; `earlier` when it is about an earlier text of the document."""

    content: Content
    newest: int
    headline: str
    points: tuple[Point, ...]
    who: tuple[Who, ...]
    reviews: tuple[Block, ...]
    earlier: bool

    @property
    def many(self) -> bool:
        return len(self.points) > MANY


class Sheet(Struct, frozen=True):
    """`hearing` is the consultation that counts here, with a summary that may be read or without.

    text        of the document as the council decides on it; None while nobody described it
    exceptions  for the current text, at this meeting
    came        what the council decided and answered
    """

    line: Line
    meeting: Meeting
    text: Version | None
    opening: tuple[str, ...]
    hearing: Hearing | None
    heard: Heard | None
    exceptions: tuple[Attached, ...]
    came: Came


def short(text: str, longest: int = LONGEST) -> Short:
    """Cut between words, in one paragraph."""
    whole = " ".join(text.split())
    if len(whole) <= longest:
        return Short(whole, cut=False)
    return Short(whole[:longest].rpartition(" ")[0] or whole[:longest], cut=True)


def _opening(text: str) -> tuple[str, ...]:
    """Whole paragraphs, as many as fit."""
    kept: list[str] = []
    for part in paragraphs(text):
        if kept and sum(map(len, (*kept, part))) > LONGEST_TEXT:
            break
        kept.append(part)
    return tuple(kept)


def _name(asked: Asked, group: str | None) -> str:
    return NOT_GIVEN if group is None else asked.options.get(group, group)


def _quotes(point: PointFigures, drawn: Sequence[Quoted], longest: int) -> tuple[Said, ...]:
    """The first that was drawn, of the largest side in favour that has one, and so against."""
    first = {quote.side: quote for quote in sorted(drawn, key=lambda one: -one.rank)}
    found = (
        next((first[side] for side in sides if side in first), None) for sides in quoted_from(point)
    )
    return tuple(Said(quote.side, short(quote.text, longest)) for quote in found if quote)


def points(content: Content) -> tuple[Point, ...]:
    asked = {each.key: each for each in content.background}
    other = otherwise(content.figures)
    found: list[Point] = []
    many = len(content.figures.told)
    longest = LONGEST if many <= MANY else next(n for most, n in SHORTER.items() if many <= most)
    for figures in content.figures.told:
        number = figures.number
        drawn = [q for q in content.quotations if q.decision_point == number and not q.question]
        crossings = [c for c in content.figures.crossings if c.decision_point == number]
        found.append(
            Point(
                figures=figures,
                text=short(figures.text, LONGEST_POINT if many > MANY else len(figures.text)),
                quotes=_quotes(figures, drawn, longest) if longest else (),
                left_out=bool(drawn) and not longest,
                groups=tuple(
                    Group(_name(asked[each.background], each.cells.group), each.cells)
                    for each in other
                    if each.decision_point == number
                ),
                known=sum(len(each.shown) for each in crossings),
                unknown=sum(len(each.hidden) for each in crossings),
            )
        )
    return tuple(found)


def who(content: Content) -> tuple[Who, ...]:
    found: list[Who] = []
    for marginal in content.figures.who:
        asked = next(each for each in content.background if each.key == marginal.background)
        came = tuple(people for people in marginal.shown if people.n)
        found.append(
            Who(
                label=asked.label,
                shown=came,
                names=tuple(_name(asked, people.group) for people in came),
                nobody=tuple(
                    _name(asked, people.group)
                    for people in marginal.shown
                    if not people.n and people.group is not None
                ),
                hidden=tuple(_name(asked, group) for group in marginal.hidden),
            )
        )
    return tuple(found)


def chosen(heard: Sequence[Hearing], version_id: UUID | None, *, embargoed: bool) -> Hearing | None:
    """On the current text with a summary that may be read, else on an earlier one, else any."""

    def rank(each: Hearing) -> tuple[bool, bool]:
        number = each.summary_number if embargoed else each.public_number
        return number is None, each.document_version_id != version_id

    opened = [each for each in heard if each.stage is not Stage.DRAFT]
    return min(opened, key=rank, default=None)


async def _heard(
    db: AsyncSession, hearing: Hearing, version_id: UUID | None, *, embargoed: bool
) -> Heard | None:
    number = hearing.summary_number if embargoed else hearing.public_number
    if number is None:
        return None
    found = (
        await publication.for_the_council(db, hearing.id, number)
        if embargoed
        else await publication.public(db, hearing.slug, number)
    )
    content = found.content
    return Heard(
        content=content,
        newest=found.newest,
        headline=headline(content.figures),
        points=points(content),
        who=who(content),
        reviews=blocks(await advice.section(db, hearing.id, number)),
        earlier=hearing.document_version_id != version_id,
    )


async def sheet(db: AsyncSession, item_id: UUID, *, embargoed: bool) -> Sheet:
    """`embargoed`: also what the council alone may read yet."""
    line = await queries.line(db, item_id)
    version = line.document_version_id
    heard = await history.hearings(db, line.document_id) if line.document_id else ()
    hearing = chosen(heard, version, embargoed=embargoed)
    text = await council.version(db, version) if version else None
    laid = await history.attachments(db, item_id)
    return Sheet(
        line=line,
        meeting=await queries.meeting(db, line.item.meeting_id),
        text=text,
        opening=_opening(text.plain_text) if text else (),
        hearing=hearing,
        heard=await _heard(db, hearing, version, embargoed=embargoed) if hearing else None,
        exceptions=tuple(
            each
            for each in laid
            if each.exception
            and each.document_version_id == version
            and not each.elsewhere(line.item.meeting_id)
        ),
        came=await showing.of_item(db, item_id),
    )


def as_html(request: Req, made: Sheet, files: str) -> Markup:
    """In Dutch, as the summary that it is made of (`results.rendering`)."""
    engine: object = request.app.template_engine  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - open in Litestar
    if not isinstance(engine, JinjaTemplateEngine):
        raise TypeError  # `backend.app` gives it this one
    template = engine.get_template("one_page_body.html")
    with spoken(DUTCH):
        shown = template.render(
            sheet=made,
            files=files,
            said=for_everybody(made.line),
            grounds=grounds(),
            none_asked=NONE_ASKED,
            short=short,
        )
        return Markup(shown)  # noqa: S704 - our template escapes
