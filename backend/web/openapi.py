# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The description of the API, as the NL API Design Rules want it: /openapi.json, open to all."""

from typing import Any

import msgspec
from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec

from backend.web.kinds import Req
from backend.web.troubles import Problem

_WORDS = {
    400: "Het verzoek klopt niet; `errors` noemt alle fouten.",
    404: "Dit bestaat niet.",
    409: "Gesloten, of intussen veranderd.",
    415: "Geen JSON.",
    429: "Te vaak geprobeerd; Retry-After zegt hoe lang u moet wachten.",
}


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """What an operation answers when it does not do what was asked."""
    return {
        status: ResponseSpec(
            Problem,
            generate_examples=False,
            description=_WORDS[status],
            media_type="application/problem+json",
        )
        for status in statuses
    }


@get("/api/v1/openapi.json", include_in_schema=False)
async def schema(request: Req) -> Response[bytes]:
    described: dict[str, Any] = request.app.openapi_schema.to_schema()
    return Response(
        content=msgspec.json.encode(described),
        media_type="application/json; charset=utf-8",
        headers={"Access-Control-Allow-Origin": "*"},
    )
