# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plain messages over SMTP. Nothing about who they go to reaches a log or an error."""

import contextlib
import datetime as dt
import smtplib
import ssl
from collections.abc import Generator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from backend.mail import Lock, Relay

SECONDS: Final = 30
"""That a mail server may take over one answer."""
_FOR_GOOD: Final = 500
_NO_SUCH_BOX: Final = frozenset({550, 551, 553})
_OUR_FAULT: Final = (b"5.7.", b"relay")


class MailAway(Exception):
    """The mail server does not answer, or the line broke."""


class MailRefused(Exception):
    """The mail server will not have us: the password, the sender or the certificate is wrong."""


class Sent(StrEnum):
    DONE = "done"
    LATER = "later"
    NEVER = "never"


class Letter(Struct, frozen=True):
    """`key` is of the message and of nothing else: sent twice, it is known as one.

    text      lines as they are shown; what is longer than a mail server takes is folded
    reply_to  where an answer goes
    """

    to: str
    subject: str
    text: str
    language: str
    key: str
    name: str
    reply_to: str


def _box(address: str, name: str = "") -> Address:
    user, _, domain = address.rpartition("@")
    return Address(name, user, domain)


def message(relay: Relay, letter: Letter, now: dt.datetime) -> EmailMessage:
    """Raises `ValueError` when a header would not stay one header."""
    made = EmailMessage(policy=SMTP)
    made["From"] = _box(relay.sender, letter.name)
    made["To"] = _box(letter.to)
    made["Reply-To"] = _box(letter.reply_to)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(now.astimezone(dt.UTC))
    made["Message-ID"] = f"<{letter.key}@{relay.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    made["Content-Language"] = letter.language  # what was there before, setting the text clears
    return made


class Line:
    """An open line to the mail server."""

    def __init__(self, relay: Relay, server: smtplib.SMTP) -> None:
        self._relay = relay
        self._server = server

    def send(self, letter: Letter, now: dt.datetime) -> Sent:
        """What became of it. `MailAway` or `MailRefused` when nothing more can be sent now."""
        made = message(self._relay, letter, now)
        try:
            self._server.send_message(made, self._relay.sender, [letter.to])
        except smtplib.SMTPRecipientsRefused as error:
            return _refused(*error.recipients[letter.to])
        except smtplib.SMTPSenderRefused as error:
            raise (MailRefused if error.smtp_code >= _FOR_GOOD else MailAway) from None
        except smtplib.SMTPDataError:
            return Sent.LATER
        except (smtplib.SMTPException, OSError):
            raise MailAway from None
        return Sent.DONE


def _refused(code: int, said: bytes) -> Sent:
    """Never, when it is about the address; what is about us may be mended."""
    ours = any(word in said.lower() for word in _OUR_FAULT)
    return Sent.NEVER if code in _NO_SUCH_BOX and not ours else Sent.LATER


def _server(relay: Relay) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    where, us = (relay.host, relay.port), relay.sender.rpartition("@")[2]
    if relay.lock is Lock.AT_ONCE:
        return smtplib.SMTP_SSL(*where, us, timeout=SECONDS, context=trusted)
    server = smtplib.SMTP(*where, us, timeout=SECONDS)
    try:
        if relay.lock is Lock.STARTTLS:
            server.starttls(context=trusted)
    except BaseException:
        server.close()
        raise
    return server


@contextlib.contextmanager
def line(relay: Relay) -> Generator[Line]:
    """For as many messages as there are. Blocks: for a thread of its own."""
    try:
        server = _server(relay)
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        raise MailRefused from None
    except (smtplib.SMTPException, OSError):
        raise MailAway from None
    try:
        if relay.user:
            _sign_in(server, relay)
        yield Line(relay, server)
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()


def _sign_in(server: smtplib.SMTP, relay: Relay) -> None:
    try:
        server.login(relay.user, relay.password)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
        raise MailRefused from None
    except (smtplib.SMTPException, OSError):
        raise MailAway from None
