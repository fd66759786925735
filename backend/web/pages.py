# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Templates, and how a handler answers with a page."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from litestar.datastructures import CacheControlHeader
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template

from backend.assets import asset
from backend.errors import Invalid
from backend.settings import Municipality
from surveys.sentences import spelled

ZONE = ZoneInfo("Europe/Amsterdam")
ROOT = Path(__file__).parent.parent
# Static files carry the hash of their content in their name.
FOREVER = CacheControlHeader(max_age=31_536_000, public=True, immutable=True)


def moment(value: dt.datetime) -> str:
    """`donderdag 3 december 2026 om 19.30 uur`, in local time."""
    local = value.astimezone(ZONE)
    return f"{format_datetime(local, 'EEEE d MMMM y', locale='nl')} om {local:%H.%M} uur"


def day(value: dt.datetime | dt.date) -> str:
    if isinstance(value, dt.datetime):
        value = value.astimezone(ZONE).date()
    return format_date(value, "d MMMM y", locale="nl")


def paragraphs(text: str) -> list[str]:
    """What stands between blank lines, for a template to put in paragraphs."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def percent(permille: int) -> str:
    """Permille as a whole percentage, half up: 625 is 63."""
    return str((permille + 5) // 10)


def environment(municipality: Municipality, *, demo: bool) -> Environment:
    folders = [ROOT / "templates", *sorted(ROOT.glob("*/templates"))]
    made = Environment(
        loader=FileSystemLoader(folders),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    ours: dict[str, Any] = {"asset": asset, "municipality": municipality, "demo": demo}
    made.globals.update(ours)
    filters: dict[str, Any] = {
        "moment": moment,
        "day": day,
        "paragraphs": paragraphs,
        "number": spelled,
        "percent": percent,
    }
    made.filters.update(filters)
    return made


def engine(municipality: Municipality, *, demo: bool) -> JinjaTemplateEngine:
    return JinjaTemplateEngine.from_environment(environment(municipality, demo=demo))


def page(name: str, *, status: int = 200, **context: object) -> Template:
    return Template(template_name=name, context=context, status_code=status)


def refused(
    name: str, refusal: Invalid, given: Mapping[str, object], /, **context: object
) -> Template:
    """The same form again, with everything that was filled in and every problem at its field."""
    problems = {flaw.where: flaw.what for flaw in refusal.flaws}
    return page(name, status=422, problems=problems, given=given, **context)
