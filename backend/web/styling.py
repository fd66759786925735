# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The municipality's own stylesheet and logo, from memory: they were checked at the start."""

from typing import Annotated

from litestar import Response, get
from litestar.params import PathParameter

from backend.errors import NotHere
from backend.house_style import FOLDER, HouseStyle
from backend.web.kinds import Req
from backend.web.languages import gettext
from backend.web.pages import FOREVER

Name = Annotated[str, PathParameter(pattern=r"^[a-z]{4,5}-[0-9a-f]{8}\.(css|svg|png)$")]
# For a logo that somebody opens by itself: it is a picture, and must never be more.
ONLY_A_PICTURE = "default-src 'none'; frame-ancestors 'none'; sandbox"


@get(f"{FOLDER}/{{name:str}}", opt={"static": True}, cache_control=FOREVER, include_in_schema=False)
async def house_style_file(request: Req, name: Name) -> Response[bytes]:
    style: HouseStyle = request.app.state.house_style
    found = style.files.get(name)
    if found is None:
        raise NotHere(gettext("Dit bestand bestaat niet."), gettext("Ververs de pagina."))
    return Response(
        found.content,
        media_type=found.media_type,
        headers={"content-security-policy": ONLY_A_PICTURE},
    )


HANDLERS = (house_style_file,)
