# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From entries as the database holds them, one row each, to the batch that is counted."""

from collections.abc import Sequence

import polars as pl
from msgspec import Struct

from analysis.frames import ABOUT, ENTRIES, SAID, Batch, Misfit
from analysis.unfolding import fields
from surveys.counting import WRITTEN, other_key
from surveys.questionnaire import Questionnaire
from surveys.questions import OpenQuestion, Question

PAGE = pl.Schema(
    {
        **ENTRIES,
        "coded": pl.List(pl.String()),
        "about": pl.List(pl.String()),
        "more": pl.Boolean(),
        "written": pl.String(),
    }
)
"""After the columns of `ENTRIES`: the values of the fields that are coded and of those about who
says it, in the order of `Asked`, null for what was left empty; whether the entry holds values of
any other field; and the names of the texts that were written, with a space between, or null."""


class Asked(Struct, frozen=True):
    """The fields of a questionnaire by how they are stored, each sorted."""

    codes: tuple[str, ...]
    texts: tuple[str, ...]
    about: tuple[str, ...]


def _is_text(field: str, question: Question) -> bool:
    own = isinstance(question, OpenQuestion) and field == question.key
    return own or field == other_key(question.key)


def asked_in(questionnaire: Questionnaire) -> Asked:
    asked = fields(questionnaire, background=False)
    texts = {field for field, question in asked.items() if _is_text(field, question)}
    return Asked(
        codes=tuple(sorted(asked.keys() - texts)),
        texts=tuple(sorted(texts)),
        about=tuple(sorted(fields(questionnaire, background=True))),
    )


def _values(column: str, kind: str, names: Sequence[str]) -> list[pl.Expr]:
    return [
        pl.col(column).list.get(place, null_on_oob=True).alias(f"{kind}{name}")
        for place, name in enumerate(names)
    ]


def _written(page: pl.DataFrame, names: Sequence[str]) -> list[pl.Series]:
    if page["written"].null_count() == page.height:
        return [pl.repeat(None, page.height, dtype=pl.String(), eager=True).alias(n) for n in names]
    listed = page["written"].str.split(" ")
    chosen = (
        page.select(pl.when(listed.list.contains(name)).then(pl.lit(WRITTEN)).alias(name))
        for name in names
    )
    return [each.to_series() for each in chosen]


def _strays(page: pl.DataFrame, written: Sequence[pl.Series]) -> list[str]:
    """Nothing that an entry says may be left behind because nobody asked for it."""
    told = page["written"].str.count_matches(" ", literal=True).sum() + page["written"].count()
    found = {
        "coded": page["more"].sum(),
        "written": told - sum(each.count() for each in written),
    }
    return [
        f"{column}: {number} answers to what is not asked"
        for column, number in found.items()
        if number
    ]


def batch_of(page: pl.DataFrame, questionnaire: Questionnaire) -> Batch:
    """`Misfit` when an entry answers what is not asked here."""
    asked = asked_in(questionnaire)
    written = _written(page, asked.texts)
    if strays := _strays(page, written):
        raise Misfit(tuple(strays))
    return Batch(
        page.select(
            *ENTRIES.names(),
            *_values("coded", SAID, asked.codes),
            *(each.alias(f"{SAID}{each.name}") for each in written),
            *_values("about", ABOUT, asked.about),
        )
    )
