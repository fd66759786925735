# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From entries as the database holds them, one row each, to the batch that is counted."""

from collections.abc import Sequence

import polars as pl

from analysis.frames import ABOUT, ENTRIES, SAID, Batch, Misfit
from analysis.unfolding import fields
from surveys.counting import WRITTEN, other_key
from surveys.questionnaire import Questionnaire
from surveys.questions import OpenQuestion, Question

PAGE = pl.Schema({**ENTRIES, "coded": pl.String(), "about": pl.String(), "written": pl.String()})
"""After the columns of `ENTRIES`: coded answers and background as JSON objects of texts, and the
names of the texts that were written, with a space between; null where there is nothing."""


def _refuse_strays(column: str, told: int, found: Sequence[pl.Series]) -> None:
    """Nothing that an entry says may be left behind because nobody asked for it."""
    strays = told - sum(each.len() - each.null_count() for each in found)
    if strays:
        raise Misfit((f"{column}: {strays} answers to what is not asked",))


def _decoded(page: pl.DataFrame, column: str, names: Sequence[str]) -> list[pl.Series]:
    shape = pl.Struct(dict.fromkeys(names, pl.String()))
    found = page[column].str.json_decode(shape).struct.unnest().get_columns() if names else []
    # PostgreSQL writes an object as {"key": "value", ...}; a code holds no quotation marks.
    told = page[column].str.count_matches('": "', literal=True).sum()
    _refuse_strays(column, int(told or 0), found)
    return found


def _written(page: pl.DataFrame, names: Sequence[str]) -> list[pl.Series]:
    listed = page["written"].str.split(" ")
    chosen = (
        page.select(pl.when(listed.list.contains(name)).then(pl.lit(WRITTEN)).alias(name))
        for name in names
    )
    found = [each.to_series() for each in chosen]
    _refuse_strays("written", int(listed.list.len().sum() or 0), found)
    return found


def _is_text(field: str, question: Question) -> bool:
    own = isinstance(question, OpenQuestion) and field == question.key
    return own or field == other_key(question.key)


def batch_of(page: pl.DataFrame, questionnaire: Questionnaire) -> Batch:
    """`Misfit` when an entry answers what is not asked here."""
    asked = fields(questionnaire, background=False)
    texts = sorted(field for field, question in asked.items() if _is_text(field, question))
    codes = sorted(asked.keys() - set(texts))
    about = sorted(fields(questionnaire, background=True))
    found = {
        SAID: [*_decoded(page, "coded", codes), *_written(page, texts)],
        ABOUT: _decoded(page, "about", about),
    }
    named = [each.alias(f"{kind}{each.name}") for kind, many in found.items() for each in many]
    return Batch(page.select(*ENTRIES.names(), *named))
