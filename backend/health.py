# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""/gezond: the database answers, and no promise has waited too long."""

import datetime as dt

import msgspec
from litestar import Response, get
from sqlalchemy import func, select

from backend.outbox import PromiseRow, TaskRow
from backend.web.kinds import Db

LATE = dt.timedelta(minutes=2)


class Health(msgspec.Struct):
    """`oldestPromise` in whole seconds; `dead` counts tasks that were given up."""

    status: str
    oldestPromise: int  # noqa: N815 - the name in the JSON
    dead: int


@get("/gezond", include_in_schema=False)
async def health(db: Db) -> Response[Health]:
    """503 when work has been due for two minutes: then no worker is alive."""
    waiting = select(func.min(PromiseRow.due_at)).where(
        PromiseRow.due_at <= func.clock_timestamp(),
        ~select(TaskRow)
        .where(
            TaskRow.topic == PromiseRow.topic,
            TaskRow.subject == PromiseRow.subject,
            TaskRow.dead_at.is_not(None),
        )
        .exists(),
    )
    now = (await db.scalars(select(func.clock_timestamp()))).one()
    oldest = (await db.scalars(waiting)).one()
    dead = (await db.scalars(select(func.count()).where(TaskRow.dead_at.is_not(None)))).one()
    age = now - oldest if oldest else dt.timedelta()
    late = age > LATE
    return Response(
        Health("laat" if late else "gezond", int(age.total_seconds()), dead),
        status_code=503 if late else 200,
    )
