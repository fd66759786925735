# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the question editor share."""

from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

from litestar.params import PathParameter
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import Staff
from backend.accounts.roles import Role
from backend.consultations import conflicts, editing, queries, question_list
from backend.consultations.remarks import checked
from backend.errors import Conflict, NotHere
from backend.web.languages import gettext
from backend.web.pages import page
from surveys.editing import find, follows
from surveys.lifecycle import Stage
from surveys.questions import Question
from surveys.template import NEIGHBOURHOOD

Key = Annotated[str, PathParameter(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]


def address(consultation_id: UUID, *parts: str) -> str:
    return "/".join([f"/griffie/raadplegingen/{consultation_id}/vragen", *parts])


async def frame(db: AsyncSession, staff: Staff, consultation_id: UUID) -> dict[str, Any]:
    """Read anew: after a conflict the page must show what the other one made."""
    row = await queries.get(db, consultation_id)
    await db.refresh(row)
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "row": row,
        "consultation": await queries.shown(db, row),
        "questions_at": address(consultation_id),
        "editable": row.stage == Stage.DRAFT and staff.account.role == Role.GRIFFIE,
        "section": "griffie-raadplegingen",
    }


async def listed(db: AsyncSession, context: dict[str, Any]) -> dict[str, Any]:
    shown: queries.Shown = context["consultation"]
    found = checked(shown.questionnaire, ratings_only_reason=context["row"].ratings_only_reason)
    return {
        **context,
        "checks": found,
        "groups": question_list.groups(shown.questionnaire, shown.points, found.unfixed),
        "hoods_differ": not follows(shown.questionnaire, await editing.hoods(db)),
        "asks_hood": find(shown.questionnaire, NEIGHBOURHOOD) is not None,
        "made": await editing.made(db, shown.id),
        "anchor": question_list.anchor,
    }


async def draft_frame(db: AsyncSession, staff: Staff, consultation_id: UUID) -> dict[str, Any]:
    """For pages that only a draft has."""
    context = await frame(db, staff, consultation_id)
    if not context["editable"]:
        raise await conflicts.fixed(db, consultation_id)
    return context


async def too_late(
    db: AsyncSession,
    staff: Staff,
    consultation_id: UUID,
    conflict: Conflict,
    typed: Iterable[tuple[str, str]],
) -> Template:
    """For a form that is gone, with all that was typed in it: to keep, or to use elsewhere."""
    context = await frame(db, staff, consultation_id)
    filled = [(label, text) for label, text in typed if text.strip()]
    return page("question_too_late.html", status=409, conflict=conflict, typed=filled, **context)


def question_in(context: dict[str, Any], key: str) -> Question:
    question = find(context["consultation"].questionnaire, key)
    if question is None:
        raise NotHere(gettext("Deze vraag bestaat niet."), gettext("Ga terug naar de vragen."))
    return question


async def list_again(
    db: AsyncSession, staff: Staff, consultation_id: UUID, conflict: Conflict
) -> Template:
    """The list as it is now, with what did not happen."""
    context = await listed(db, await frame(db, staff, consultation_id))
    return page("question_list.html", status=409, conflict=conflict, **context)


def back_to(consultation_id: UUID, key: str = "") -> Redirect:
    spot = f"#{question_list.anchor(key)}" if key else ""
    return Redirect(address(consultation_id) + spot, status_code=303)
