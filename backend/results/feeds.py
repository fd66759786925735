# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same summary for machines: the stored bytes, and a table made of them."""

from litestar import Response, get

from backend.results import queries
from backend.results.beside import Reviews
from backend.results.rendering import as_csv
from backend.web.kinds import Db, Slug


@get("/raadplegingen/{slug:str}/samenvatting.json", include_in_schema=False)
async def as_json(slug: Slug, db: Db) -> Response[bytes]:
    return Response(
        content=await queries.stored(db, slug), media_type="application/json; charset=utf-8"
    )


@get("/raadplegingen/{slug:str}/samenvatting.csv", include_in_schema=False)
async def table(slug: Slug, db: Db, reviews: Reviews) -> Response[bytes]:
    content = await queries.newest_final(db, slug)
    section = await reviews.section(db, content.consultation, content.number)
    name = f'attachment; filename="samenvatting-{content.slug}-{content.number}.csv"'
    return Response(
        content=as_csv(content, section),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )


HANDLERS = (as_json, table)
