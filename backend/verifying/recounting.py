# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The figures once more, from nothing but what a bundle opens."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from analysis import letters, sets
from analysis.aside import only_aside, with_aside
from analysis.beside import Beside, completed
from analysis.figures import DoesNotClose, Figures, WayTotals, figures
from analysis.frames import ABOUT, ENTRIES, RECEIVED, SAID, Batch
from analysis.participation import background
from analysis.profiles import profiles, together
from analysis.sets import Sets
from analysis.soundness import Unsound, check
from analysis.tally import count, summed_up, total
from backend.verifying import files
from backend.verifying.case import Case
from backend.verifying.chain import Content
from backend.verifying.openings import Opened, Openings, Shut
from surveys.counting import WRITTEN
from surveys.ways import Way

_NO_DAY: Final = dt.date(1970, 1, 1)
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
_CHANNELS: Final = ("web", "paper", "phone", "desk", "import")


class Recount(Struct, frozen=True):
    """`aside`: whether what was set aside could be counted as well."""

    figures: Figures
    sets: Sets
    aside: bool


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return _NO_DAY


def _plain(values: Sequence[Opened]) -> list[str | None]:
    return [None if isinstance(value, Shut) else value for value in values]


def _written(values: Sequence[Opened], counts: Sequence[bool]) -> list[str | None]:
    """What is opened as nothing was not written; every other text is taken to be there."""
    return [
        WRITTEN if mine and value is not None else None
        for value, mine in zip(values, counts, strict=True)
    ]


def _batch(held: Openings, rows: Sequence[Content], at: int) -> Batch:
    counts = [row.stands_at(at) or (row.aside_at(at) and not row.shut) for row in rows]
    went = [row.went if row.went and row.went_at < at else None for row in rows]
    columns: list[pl.Series] = [
        pl.Series(SAID + name, _plain(held.said[name]), pl.String()) for name in held.codes
    ]
    columns += [
        pl.Series(SAID + name, _written(held.said[name], counts), pl.String())
        for name in held.texts
    ]
    columns += [
        pl.Series(ABOUT + name, _plain(values), pl.String()) for name, values in held.about.items()
    ]
    days = {text: _day(text) for text in set(held.days)}
    came = pl.DataFrame(
        [
            pl.Series("entry", held.ids, pl.String()),
            pl.Series("went", went, pl.String()),
            pl.Series("channel", held.channels, pl.String()),
            pl.Series("day", [days[text] for text in held.days], pl.Date()),
            pl.Series("here", [row.position < at for row in rows], pl.Boolean()),
            *columns,
        ]
    ).filter(pl.col("here"))
    names = [column.name for column in columns]
    gone = came.filter(pl.col("went").is_not_null())
    return Batch(
        pl.concat(
            [_signed(came, 1, pl.lit(RECEIVED), names), _signed(gone, -1, pl.col("went"), names)]
        )
    )


def _signed(rows: pl.DataFrame, sign: int, cause: pl.Expr, names: Sequence[str]) -> pl.DataFrame:
    said = rows.with_columns(pl.lit(sign, pl.Int8()).alias("sign"), cause.alias("cause"))
    return said.select(*ENTRIES.names(), *names).cast(dict(ENTRIES))  # pyright: ignore[reportArgumentType] - its stubs


def _by_way(case: Case, at: int) -> Iterator[WayTotals]:
    """From the log alone, which says of each reaction whether it came in with a code."""
    for way in case.chain.ways:
        rows = [row for row in case.rows if row.way is way and row.position < at]
        went = Counter(row.went for row in rows if row.went and row.went_at < at)
        yield WayTotals(way=way, received=len(rows), counted=len(rows) - went.total(), **went)


def _long(case: Case, at: int) -> dict[str, dict[str, str]]:
    """What counted entries wrote, where it may be long enough for a letter."""
    held, least = case.held, 2 * letters.RULES.words - 1
    found: dict[str, dict[str, str]] = {}
    for name in held.texts:
        for row, entry, value in zip(case.rows, held.ids, held.said[name], strict=True):
            if isinstance(value, str) and len(value) >= least and row.stands_at(at):
                found.setdefault(name, {})[entry] = value
    return found


def _beside(case: Case, published: Figures | None, before: Sequence[Figures]) -> Beside:
    """Figures of the town and of a draw by lot are what the municipality states."""
    if published is None:
        return Beside()
    told, drawn = published.participation, published.sample
    letters_in = (
        entry for row, entry in zip(case.rows, case.held.ids, strict=True) if row.way == Way.LETTER
    )
    return Beside(
        population=told.population if told and case.sealed else None,
        invitation=drawn.invitation if drawn else None,
        by_letter=frozenset(letters_in),
        before=tuple(before),
    )


def recount(
    case: Case, at: int, published: Figures | None = None, before: Sequence[Figures] = ()
) -> Recount | None:
    """None when what was opened cannot be counted; then that is a fault. `before`: the figures of
    versions that rest on earlier tallies."""
    held, defined, rows = case.held, case.defined, case.rows
    for row, channel in zip(rows, held.channels, strict=True):
        if channel not in _CHANNELS:
            case.findings.fault("O6", files.RESPONSES, f"kanaal {channel!r}?", row.position)
    try:
        batch = _batch(held, rows, at)
        sound = check(batch, held.asked)
        counted = total([summed_up(sound, held.asked)])
        apart = count(only_aside(batch), held.asked)
        found = figures(counted, held.asked, defined.rules, defined.points)
        both = with_aside(counted, apart, held.asked, defined.points)
    except (Unsound, DoesNotClose, ValueError) as error:
        case.findings.fault("O6", files.RESPONSES, f"{error}.")
        return None
    found = replace(found, by_way=tuple(_by_way(case, at)), with_aside=both)
    gathered = sets.gathered(sound)
    if case.sealed:
        gathered = letters.told_apart(gathered, _long(case, at))
        told = tuple(letters.of_letters(gathered, defined.points))
        found = replace(found, letters=told)
    beside = _beside(case, published, before)
    kinds = profiles(
        sound,
        background(held.asked, beside.population),
        [question.key for question in held.asked.stances()],
    )
    found = completed(found, held.asked, gathered, together([kinds]), beside)
    # What was withdrawn before the tally said nothing any more when it was counted, as it does now.
    gone = any(row.aside_at(at) and row.shut_at > at for row in rows)
    return Recount(found, gathered, aside=not gone)


def plain(value: object) -> Any:
    """As JSON would be read back."""
    return msgspec.json.decode(msgspec.json.encode(value))


def differences(ours: Json, theirs: Json, where: str = "") -> Iterator[tuple[str, str]]:
    """Path and words, of everything in which two values of JSON differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted({*ours, *theirs}):
            yield from differences(ours.get(key), theirs.get(key), f"{where}.{key}".lstrip("."))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(one, other, f"{where}[{place}]")
    elif ours != theirs or type(ours) is not type(theirs):
        yield where, f"er staat {_short(theirs)}, het is {_short(ours)}"


def _short(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004 - one line
