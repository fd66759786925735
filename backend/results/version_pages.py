# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A final summary: for everybody by its own address per version, and before that for the council.

The two never share a handler. What is for everybody reads the view of public summaries; what an
embargo keeps for the council has rows of its own in the role table.
"""

from collections.abc import Collection
from typing import Annotated, Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath, PathParameter
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.decisions import showing
from backend.results import publication
from backend.results.beside import Beside, Reviews
from backend.results.content import Content
from backend.results.dictionary import COLUMNS, MEASURES, PARTS, RESPONSES
from backend.results.publication import Version
from backend.results.rendering import Rendered, as_html
from backend.web.kinds import Db, Req, Slug
from backend.web.pages import page
from surveys.reviewed import Section

VersionName = Annotated[str, PathParameter(pattern=r"^v[1-9][0-9]{0,3}$")]


def body(
    request: Req, content: Content, section: Section, files: str = "", charts: Collection[str] = ()
) -> Markup:
    engine: object = request.app.template_engine  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - open in Litestar
    if not isinstance(engine, JinjaTemplateEngine):
        raise TypeError  # `backend.app` gives it this one
    return as_html(engine.get_template("summary_body.html"), content, section, files, charts)


def number_in(version: str) -> int:
    return int(version.removeprefix("v"))


async def _context(
    db: AsyncSession, request: Req, version: Version, files: str, reviews: Beside
) -> dict[str, Any]:
    content = version.content
    outputs = await publication.outputs(db, version.id)
    section = await reviews.section(db, content.consultation, content.number)
    rendered: Rendered = request.app.state.rendered
    return {
        "content": content,
        "body": rendered.of(
            version.stored,
            section,
            files,
            outputs,
            lambda: body(request, content, section, files, outputs),
        ),
        "files": files,
        "outputs": outputs,
        "newest": version.newest,
        "came": await showing.of_consultation(db, content.consultation),
    }


def _frame(staff: Staff) -> dict[str, Any]:
    return {"account": staff.account, "csrf": staff.csrf, "section": "griffie-embargo"}


def _files(slug: str, number: int) -> str:
    return f"/raadplegingen/{slug}/samenvatting/v{number}"


@get("/raadplegingen/{slug:str}/samenvatting", include_in_schema=False)
async def newest(slug: Slug, request: Req, db: Db, reviews: Reviews) -> Template:
    version = await publication.public(db, slug)
    files = _files(slug, version.newest)
    return page("summary.html", **await _context(db, request, version, files, reviews))


@get("/raadplegingen/{slug:str}/samenvatting/{version:str}", include_in_schema=False)
async def permanent(
    slug: Slug, version: VersionName, request: Req, db: Db, reviews: Reviews
) -> Template:
    """The address that goes into the council's papers: it stays when a next version comes."""
    number = number_in(version)
    found = await publication.public(db, slug, number)
    context = await _context(db, request, found, _files(slug, number), reviews)
    return page("summary.html", **context)


@get(
    "/griffie/raadplegingen/{consultation_id:uuid}/samenvatting/{version:str}",
    include_in_schema=False,
)
async def for_the_council(
    *,
    consultation_id: FromPath[UUID],
    version: VersionName,
    request: Req,
    db: Db,
    staff: SignedIn,
    reviews: Reviews,
) -> Template:
    number = number_in(version)
    found = await publication.for_the_council(db, consultation_id, number)
    files = f"/griffie/raadplegingen/{consultation_id}/samenvatting/v{number}"
    context = await _context(db, request, found, files, reviews)
    finals = await publication.finals(db, consultation_id)
    this = next(each for each in finals if each.number == number)
    return page("summary_council.html", this=this, **context, **_frame(staff))


@get("/griffie/embargo", include_in_schema=False)
async def waiting(db: Db, staff: SignedIn) -> Template:
    return page("embargo_list.html", waiting=await publication.waiting(db), **_frame(staff))


@get("/gegevens", include_in_schema=False)
async def dictionary() -> Template:
    words = {"onderdeel": PARTS, "maat": MEASURES}
    return page(
        "dictionary.html",
        columns=COLUMNS,
        responses=RESPONSES,
        words=words,
        section="raadplegingen",
    )


HANDLERS = (newest, permanent, for_the_council, waiting, dictionary)
