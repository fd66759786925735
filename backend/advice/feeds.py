# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What advisory councils think of a final summary, for machines: beside its stored bytes."""

import msgspec
from litestar import Response, get

from backend.advice import queries
from backend.results import publication
from backend.web.kinds import Db, Slug


@get("/raadplegingen/{slug:str}/adviesraad.json", include_in_schema=False)
async def as_json(slug: Slug, db: Db) -> Response[bytes]:
    content = (await publication.public(db, slug)).content
    section = await queries.section(db, content.consultation, content.number)
    return Response(
        content=msgspec.json.encode(section, order="deterministic"),
        media_type="application/json; charset=utf-8",
    )


HANDLERS = (as_json,)
