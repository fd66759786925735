# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A worker that is killed once the mail server took a message and before that is written down: the
next one sends the same code, and no message is lost."""

import re
import signal
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from msgspec import structs
from sqlalchemy import select

from backend.audit.actions import Actor
from backend.participation import mail_codes
from backend.participation.tables import MailAddress, MailRequest
from surveys import mail_address
from tests.backend.agenda.made import make_griffier
from tests.faults import invariant
from tests.faults.processes import STARTING, WORKER, environ, running, until, wait_until
from tests.make import make_consultation, move
from tests.post_office import CERTIFICATE, PostOffice, post_office

pytestmark = pytest.mark.anyio
CODE = re.compile(rb"([0-9A-Z]{4}-){2}[0-9A-Z]{3}")


async def asked_for(sessions, town, *names: str) -> None:
    """A consultation is open, and these people ask for a code."""
    async with sessions.begin() as db:
        griffier: Actor = await make_griffier(db)
        row = await make_consultation(db, slug="park", stage="draft")
        await mail_codes.allow(db, griffier, row.id)
        await move(db, row, "open")
    for name in names:
        address = mail_address.read(f"{name}@voorbeeld.example")
        assert address
        async with sessions.begin() as db:
            await mail_codes.ask(
                db, town.secret, row.id, request=uuid4(), address=address, language="nl"
            )


def at_work(stack: ExitStack, town, office: PostOffice, folder: Path, name: str):
    """A worker that trusts the post office."""
    mail = {
        "RAADGEVER_SMTP_URL": office.url,
        "RAADGEVER_SMTP_FROM": office.relay.sender,
        "SSL_CERT_FILE": str(folder / CERTIFICATE),
    }
    started = stack.enter_context(running(WORKER, environ(town, **mail), folder / f"{name}.log"))
    wait_until(lambda: started.said("worker-ready"), f"{name} at work", STARTING)
    return started


async def test_killed_between_sending_and_noting_it_sends_the_same_code_once_more(
    town, sessions, owner_dsn, tmp_path: Path
) -> None:
    with post_office(tmp_path) as office, ExitStack() as stack:
        town = structs.replace(town, mail=office.relay)
        first = at_work(stack, town, office, tmp_path, "first")
        office.taken = lambda: first.gets(signal.SIGKILL)
        await asked_for(sessions, town, "jan", "piet")
        wait_until(lambda: first.process.poll() is not None, "it is killed")
        office.taken = lambda: None
        assert len(office.raw) == 1
        await invariant.time_passes(owner_dsn)
        at_work(stack, town, office, tmp_path, "second")

        async def sent() -> bool:
            async with sessions() as db:
                return not (await db.scalars(select(MailAddress))).all()

        await until(sent, "everything is sent", STARTING)
    twice, once = office.to("jan@voorbeeld.example"), office.to("piet@voorbeeld.example")
    assert (len(twice), len(once)) == (2, 1)
    assert twice[0]["Message-ID"] == twice[1]["Message-ID"] != once[0]["Message-ID"]
    codes = [CODE.findall(one.get_payload(decode=True)) for one in twice]
    assert codes[0] == codes[1]
    async with sessions() as db:
        requests = (await db.scalars(select(MailRequest))).all()
    assert [(one.state, one.revoked) for one in requests] == [("sent", False)] * 2
    for name in ("first", "second"):
        assert "voorbeeld.example" not in (tmp_path / f"{name}.log").read_text()
