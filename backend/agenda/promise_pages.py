# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What workers still have to do, and what they gave up on, with a button to try again."""

from litestar import get, post
from litestar.response import Redirect, Template

from backend import outbox
from backend.accounts.guards import SignedIn
from backend.accounts.roles import READERS
from backend.agenda.promised import jobs
from backend.audit.actions import note
from backend.errors import Conflict
from backend.outbox import Topic
from backend.sources import queries as sources
from backend.sources.faults import in_words
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page


@get("/griffie/beloften", include_in_schema=False)
async def promises(db: Db, staff: SignedIn) -> Template:
    return page(
        "promises_desk.html",
        jobs=await jobs(db),
        failing=await sources.failing(db),
        in_words=in_words,
        links=staff.account.role in READERS,
        account=staff.account,
        csrf=staff.csrf,
        section="griffie-beloften",
    )


@post("/griffie/beloften/opnieuw", status_code=303, include_in_schema=False)
async def again(request: Req, db: Db, staff: SignedIn) -> Redirect:
    reader = Reader(await posted(request))
    topic = reader.choice("topic", tuple(Topic), required=gettext("Kies een taak."))
    subject = reader.identity("subject", required=gettext("Kies een taak."))
    reader.done()
    if not await outbox.revive(db, topic, subject):
        raise Conflict(
            gettext("Deze taak was al opnieuw gestart."),
            gettext("Ververs de pagina om te zien hoe het gaat."),
        )
    note(db, staff.actor, "opnieuw proberen", "belofte", subject, taak=topic)
    return Redirect("/griffie/beloften", status_code=303)


HANDLERS = (promises, again)
