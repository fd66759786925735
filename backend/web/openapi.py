# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The description of the API, as the NL API Design Rules want it: /openapi.json, open to all."""

from typing import Any

import msgspec
from litestar import Response, get

from backend.web.kinds import Req


@get("/api/v1/openapi.json", include_in_schema=False)
async def schema(request: Req) -> Response[bytes]:
    described: dict[str, Any] = request.app.openapi_schema.to_schema()
    return Response(
        content=msgspec.json.encode(described),
        media_type="application/json; charset=utf-8",
        headers={"Access-Control-Allow-Origin": "*"},
    )
