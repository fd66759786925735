# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Group commit: answers that come in together share one transaction.

While one batch is being committed the next one collects, so a batch is as large as it is busy and
nobody waits for a clock (docs/decisions/0023). Only a first submission to what is open goes this
way. Whatever the database does not take here goes the ordinary way, by itself, which says why: so
there is one set of rules, and a row that is wrong fails alone.
"""

import asyncio
import contextlib
import datetime as dt
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Final
from uuid import UUID, uuid4

import structlog

from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.database import Sessions
from backend.errors import NotHere, Unavailable
from backend.participation import wording
from backend.participation.group_entering import ENTER, Waiting, as_json, columns
from backend.participation.sending import Received, Sending
from backend.settings import Settings
from backend.web.languages import gettext
from surveys import receipt

LARGEST_BATCH: Final = 200
LARGEST_BYTES: Final = 1_000_000
MOST_WAITING: Final = 2_000
"""Some two seconds of work; more than this, and people are better told to wait."""
MOST_KNOWN: Final = 100
log = structlog.get_logger()


class GroupCommit:
    """One per web process; between `begin` and `end` it takes answers.

    most       how many may wait; whoever comes on top of that is told to come back
    taken      how many were taken out of the queue to be stored, since the start
    """

    def __init__(
        self, sessions: Sessions, secret: bytes, *, most_waiting: int = MOST_WAITING
    ) -> None:
        self._sessions = sessions
        self._secret = secret
        self.most = most_waiting
        self.taken = 0
        self._queue: deque[Waiting] = deque()
        self._wake = asyncio.Event()
        self._known: dict[str, Shown] = {}
        self._looking: dict[str, asyncio.Task[Shown | None]] = {}
        self._task: asyncio.Task[None] | None = None
        self._ending = False

    @property
    def waiting(self) -> int:
        return len(self._queue)

    def begin(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def end(self) -> None:
        """What waits is still stored, nothing new is taken; ended twice is ended once."""
        self._ending = True
        self._wake.set()
        if self._task is not None:
            await self._task

    async def receive(self, slug: str, read: Callable[[Shown], Sending | None]) -> Received | None:
        """Stored and committed, or None: then the ordinary way has to say what becomes of it.

        `read` turns what was posted into what is sent, by the questions of an open consultation;
        None when this is not a first submission without a flaw. `Unavailable` when too many wait.
        """
        self._refuse_more()
        shown = self._known.get(slug)
        if shown is None:
            shown = await self._look(slug)
            self._refuse_more()  # meanwhile it may have ended, and nobody would look any more
        sending = read(shown) if shown else None
        if not shown or not sending or sending.answers.empty or sending.replaces is not None:
            return None
        if sending.with_code:  # it may be used or revoked by now, and the other way says so
            return None
        waiting = self._waiting(shown, sending)
        self._queue.append(waiting)
        self._wake.set()
        received_at = await waiting.done
        if received_at is None:
            self._known.pop(slug, None)
            return None
        return Received(waiting.id, waiting.id, shown.id, waiting.code, received_at, fresh=True)

    def _refuse_more(self) -> None:
        if self._ending or self.waiting >= self.most:
            raise Unavailable(gettext("Het is even te druk."), gettext(wording.BUSY))

    async def _look(self, slug: str) -> Shown | None:
        """Once for all who want to know at the same moment: a thousand who come at once would take
        every connection of the pool for the same few rows."""
        looking = self._looking.get(slug)
        if looking is None:
            looking = self._looking[slug] = asyncio.create_task(self._found(slug))
            looking.add_done_callback(lambda _: self._looking.pop(slug, None))
        return await asyncio.shield(looking)  # who hangs up does not stop it for the others

    async def _found(self, slug: str) -> Shown | None:
        """What is asked there, kept until the database refuses something about it.

        Only the questions are relied on. Whether it is still open, and whether these are still its
        questions, the statement asks again each time.
        """
        async with self._sessions.begin() as db:
            with contextlib.suppress(NotHere):
                shown = await consultations.find(db, slug)
                if shown.is_open:
                    if len(self._known) >= MOST_KNOWN:
                        self._known.clear()
                    self._known[slug] = shown
                    return shown
        return None

    def _waiting(self, shown: Shown, sending: Sending) -> Waiting:
        code = receipt.derive(self._secret, shown.id, sending.form_key)
        about = sending.answers.background
        return Waiting(
            id=uuid4(),
            shown=shown,
            sending=sending,
            code=code,
            fingerprint=receipt.fingerprint(self._secret, code),
            coded=as_json(sending.answers.coded),
            about=as_json(about) if about else None,
            done=asyncio.get_running_loop().create_future(),
        )

    def _next(self) -> list[Waiting]:
        batch: list[Waiting] = []
        size = 0
        while self._queue and len(batch) < LARGEST_BATCH and size < LARGEST_BYTES:
            batch.append(self._queue.popleft())
            size += batch[-1].size
        self.taken += len(batch)
        return batch

    async def _run(self) -> None:
        while not self._ending or self._queue:
            await self._wake.wait()
            batch = self._next()
            if not self._queue and not self._ending:
                self._wake.clear()
            if batch:
                await self._keep(batch)

    async def _keep(self, batch: Sequence[Waiting]) -> None:
        moments: dict[UUID, dt.datetime] = {}
        try:
            async with self._sessions.begin() as db:
                rows = await db.execute(ENTER, columns(batch, self._secret))
                moments = {row.id: row.received_at for row in rows}
        except Exception as error:
            # A row that is wrong, or a database that is away and may have committed: the ordinary
            # way tells which for each, and finds by its key what was stored after all.
            log.exception("batch-refused", answers=len(batch), exc_info=error)
            moments = {}
        for one in batch:
            if not one.done.done():  # whoever sent it may have gone; it is stored all the same
                one.done.set_result(moments.get(one.id))


@contextlib.asynccontextmanager
async def open_while(settings: Settings, sessions: Sessions) -> AsyncGenerator[GroupCommit | None]:
    """For as long as the website runs; None where every answer has a transaction of its own."""
    if not settings.group_commit:
        yield None
        return
    receiving = GroupCommit(sessions, settings.secret)
    receiving.begin()
    try:
        yield receiving
    finally:
        await receiving.end()
