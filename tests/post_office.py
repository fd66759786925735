# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real SMTP server of our own: what it was given, and how it may refuse."""

import email
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from backend.mail import Lock, Relay
from tests.backend.sources.elsewhere import certificate
from tests.faults.processes import free_ports

CERTIFICATE = "certificate-1.pem"
"""In the folder of the post office, for who is to trust it."""
USER, PASSWORD = "raadgever", "een/wachtwoord@huis"
SENDER = "griffie@merenburg.example"


class PostOffice:
    """`answers` holds, per address, what is said to whoever sends to it; `taken` is called for each
    message once it was taken and before that is said."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.answers: dict[str, str] = {}
        self.senders: list[str] = []
        self.raw: list[bytes] = []
        self.taken: Callable[[], object] = lambda: None

    @property
    def messages(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=SMTP) for raw in self.raw]

    def to(self, address: str) -> list[EmailMessage]:
        return [one for one in self.messages if one["To"] == address]

    @property
    def url(self) -> str:
        """As the environment would name it."""
        who = "raadgever:een%2Fwachtwoord%40huis@" if self.relay.user else ""
        scheme = "smtps" if self.relay.lock is Lock.AT_ONCE else "smtp"
        return f"{scheme}://{who}{self.relay.host}:{self.relay.port}"

    async def handle_RCPT(  # noqa: N802 - the name that it looks for
        self, _server, _session, envelope: Envelope, address: str, _options
    ):
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope: Envelope):  # noqa: N802
        assert isinstance(envelope.content, bytes)
        assert envelope.mail_from
        self.senders.append(envelope.mail_from)
        self.raw.append(envelope.content)
        self.taken()
        return "250 OK"


def _sign_in(_server, _session, _envelope, _mechanism, said: object) -> AuthResult:
    right = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=said == right, handled=False)


@contextmanager
def post_office(folder: Path, lock: Lock = Lock.STARTTLS, *, port: int = 0) -> Iterator[PostOffice]:
    """Asks who one is, but where nothing is encrypted. Its certificate is in `folder`."""
    port = port or free_ports(1)[0]
    plain = lock is Lock.NONE
    who = ("", "") if plain else (USER, PASSWORD)
    office = PostOffice(Relay("127.0.0.1", port, lock, SENDER, *who))
    at_once: ssl.SSLContext | None = None
    more: dict[str, object] = {}
    if not plain:
        trusted, _ = certificate(folder)
        more = {"authenticator": _sign_in}
        if lock is Lock.AT_ONCE:
            at_once = trusted
            more["auth_require_tls"] = False  # it does not see that all of it is encrypted
        else:
            more |= {"auth_required": True, "tls_context": trusted, "require_starttls": True}
    controller = Controller(
        office, hostname="127.0.0.1", port=port, ssl_context=at_once, ready_timeout=30, **more
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
