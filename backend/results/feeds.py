# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same summary for machines and for on paper: stored bytes, and a table made of them. And what
everybody answered, one by one, for who may read that."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, PathParameter
from litestar.response import Stream
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn
from backend.results import publication, responses
from backend.results.beside import Beside, Reviews
from backend.results.outputs.names import SVG, stem
from backend.results.publication import Version
from backend.results.rendering import as_csv
from backend.results.version_pages import VersionName, number_in
from backend.web.kinds import Db, Req, Slug

FileName = Annotated[str, PathParameter(pattern=r"^[a-z0-9][a-z0-9.-]{0,119}$")]
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"
_DESCRIBED = {"Link": '</gegevens>; rel="describedby"'}


def _saved(name: str, media_type: str, data: bytes) -> Response[bytes]:
    """Saved under its own name, wherever it goes; a chart stands in a page."""
    inline = media_type in {SVG, JSON}
    how = "inline" if inline else "attachment"
    headers = {**_DESCRIBED, "Content-Disposition": f'{how}; filename="{name}"'}
    return Response(content=data, media_type=media_type, headers=headers)


async def _file(db: AsyncSession, version: Version, name: str, reviews: Beside) -> Response[bytes]:
    content = version.content
    ours = stem(content.slug, content.number)
    if name == f"{ours}.json":
        return _saved(name, JSON, version.stored)
    if name == f"{ours}.csv":
        section = await reviews.section(db, content.consultation, content.number)
        return _saved(name, CSV, as_csv(content, section))
    media_type, data = await publication.output(db, version.id, name)
    return _saved(name, media_type, data)


@get("/raadplegingen/{slug:str}/samenvatting.json", include_in_schema=False)
async def as_json(slug: Slug, db: Db) -> Response[bytes]:
    version = await publication.public(db, slug)
    return _saved(f"{stem(slug, version.newest)}.json", JSON, version.stored)


@get("/raadplegingen/{slug:str}/samenvatting.csv", include_in_schema=False)
async def table(slug: Slug, db: Db, reviews: Reviews) -> Response[bytes]:
    version = await publication.public(db, slug)
    return await _file(db, version, f"{stem(slug, version.newest)}.csv", reviews)


@get("/raadplegingen/{slug:str}/samenvatting/{version:str}/{file:str}", include_in_schema=False)
async def public_file(
    slug: Slug, version: VersionName, file: FileName, db: Db, reviews: Reviews
) -> Response[bytes]:
    return await _file(db, await publication.public(db, slug, number_in(version)), file, reviews)


@get(
    "/griffie/raadplegingen/{consultation_id:uuid}/samenvatting/{version:str}/{file:str}",
    include_in_schema=False,
)
async def council_file(
    consultation_id: FromPath[UUID],
    version: VersionName,
    file: FileName,
    db: Db,
    reviews: Reviews,
) -> Response[bytes]:
    found = await publication.for_the_council(db, consultation_id, number_in(version))
    return await _file(db, found, file, reviews)


@get(
    "/griffie/raadplegingen/{consultation_id:uuid}/reacties.csv",
    include_in_schema=False,
    opt={"uncompressed": True},
)
async def all_responses(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Stream:
    """Noted before a byte of it leaves."""
    downloads: responses.Downloads = request.app.state.downloads
    asked = await responses.taken(db, staff.actor, consultation_id, downloads)
    name = f"reacties-{asked.slug}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    pieces = responses.drawn(asked, downloads)
    return Stream(pieces, media_type=CSV, headers=headers)


HANDLERS = (as_json, table, public_file, council_file, all_responses)
