# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Templates, and how a handler answers with a page."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from litestar.datastructures import CacheControlHeader
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from markupsafe import Markup

from backend.assets import asset
from backend.errors import Invalid, Trouble
from backend.house_style import HouseStyle
from backend.settings import Municipality
from backend.web.languages import (
    DUTCH,
    Stored,
    current,
    gettext,
    in_other_languages,
    ngettext,
    other_languages,
    stored,
    told,
)

ZONE = ZoneInfo("Europe/Amsterdam")
ROOT = Path(__file__).parent.parent
DUTCH_TEXT = Markup('<span lang="nl">{}</span>')
DUTCH_ATTRIBUTE = Markup(' lang="nl"')
# Static files carry the hash of their content in their name.
FOREVER = CacheControlHeader(max_age=31_536_000, public=True, immutable=True)


@lru_cache(maxsize=4096)
def _on(value: dt.date, how: str, language: str) -> str:
    """Writing a date takes Babel a tenth of a millisecond, and a list says the same few often."""
    return format_date(value, how, locale=language)


def moment(value: dt.datetime) -> str:
    """`donderdag 3 december 2026 om 19.30 uur`, in local time."""
    local = value.astimezone(ZONE)
    on = _on(local.date(), "EEEE d MMMM y", current())
    return gettext("{day} om {time} uur").format(
        day=on, time=f"{local:%H.%M}" if current() == DUTCH else f"{local:%H:%M}"
    )


def clocked(value: dt.datetime) -> str:
    """`3 december 2026, 19:30`, in local time: for lines that somebody puts beside each other."""
    local = value.astimezone(ZONE)
    return f"{_on(local.date(), 'd MMMM y', current())}, {local:%H:%M}"


def day(value: dt.datetime | dt.date) -> str:
    if isinstance(value, dt.datetime):
        value = value.astimezone(ZONE).date()
    return _on(value, "d MMMM y", current())


def day_and(text: str, value: dt.datetime) -> Stored:
    """`3 december 2026 om 19.30 uur: Raadsvergadering`, for a choice: a council may meet twice in
    one evening. All of it Dutch, for what can hold no other element."""
    local = value.astimezone(ZONE)
    return Stored(f"{_on(local.date(), 'd MMMM y', DUTCH)} om {local:%H.%M} uur: {text}")


def paragraphs(text: str) -> list[str]:
    """What stands between blank lines, for a template to put in paragraphs."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def percent(permille: int) -> str:
    """Permille as a whole percentage, half up: 625 is 63."""
    return str((permille + 5) // 10)


def number(value: int) -> str:
    """With the thousands apart, as the language does it."""
    return _whole(value, current())


@lru_cache(maxsize=4096)
def _whole(value: int, language: str) -> str:
    return format_decimal(value, locale=language)


def tenths(value: int) -> str:
    """Tenths with one decimal, as the language does it: 63 is 6,3."""
    return _tenths(value, current())


def in_dutch(value: int) -> str:
    """The same for a file, which is Dutch whoever asks for it."""
    return _tenths(value, DUTCH)


def _tenths(value: int, language: str) -> str:
    return format_decimal(Decimal(value) / 10, format="#,##0.0", locale=language)


def dutch(text: str) -> str:
    """Text that is Dutch in every language, marked as such on a page that is not."""
    return DUTCH_TEXT.format(text) if text and current() != DUTCH else text


def own(text: str) -> str:
    """The same for what may be a sentence of ours as well, which `told` translated."""
    return dutch(text) if isinstance(text, Stored) else text


def shown(text: str) -> str:
    """A sentence of ours in the reader's language, anything else as Dutch."""
    return own(told(text))


def language_of(text: str) -> str:
    """The attribute for an element that holds this text and can hold no other element."""
    return DUTCH_ATTRIBUTE if isinstance(text, Stored) and current() != DUTCH else ""


FILTERS: dict[str, Any] = {
    "moment": moment,
    "day": day,
    "day_and": day_and,
    "stored": stored,
    "clocked": clocked,
    "paragraphs": paragraphs,
    "percent": percent,
    "number": number,
    "tenths": tenths,
    "dutch": dutch,
    "own": own,
    "told": shown,
}


def environment(municipality: Municipality, house_style: HouseStyle, *, demo: bool) -> Environment:
    folders = [ROOT / "templates", *sorted(ROOT.glob("*/templates"))]
    made = Environment(
        loader=FileSystemLoader(folders),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    install: Any = vars(made)["install_gettext_callables"]
    install(gettext, ngettext, newstyle=True)
    ours: dict[str, Any] = {
        "asset": asset,
        "municipality": municipality,
        "house_style": house_style,
        "demo": demo,
        "language": current,
        "in_other_languages": in_other_languages,
        "other_languages": other_languages,
        "language_of": language_of,
    }
    made.globals.update(ours)
    made.filters.update(FILTERS)
    return made


def engine(
    municipality: Municipality, house_style: HouseStyle, *, demo: bool
) -> JinjaTemplateEngine:
    return JinjaTemplateEngine.from_environment(environment(municipality, house_style, demo=demo))


def page(name: str, *, status: int = 200, **context: object) -> Template:
    return Template(template_name=name, context=context, status_code=status)


def refused(
    name: str, refusal: Invalid, given: Mapping[str, object], /, **context: object
) -> Template:
    """The same form again, with everything that was filled in and every problem at its field."""
    return page(name, status=422, problems=_problems(refusal), given=given, **context)


def _problems(refusal: Trouble) -> dict[str, str]:
    problems: dict[str, str] = {}
    for flaw in refusal.flaws:
        problems[flaw.where] = f"{problems.get(flaw.where, '')} {flaw.what}".strip()
    return problems


def again(refusal: Trouble | None, given: Mapping[str, Sequence[str]] | None) -> dict[str, Any]:
    """For a page with several forms: its first showing, or after any of them was refused.

    `refusal` is what is not about one field: somebody was first, or the moment has passed.
    """
    problems = _problems(refusal) if refusal else {}
    return {
        "status": 200 if refusal is None else 422 if problems else refusal.status,
        "problems": problems,
        "refusal": None if problems else refusal,
        "given": given or {},
    }
