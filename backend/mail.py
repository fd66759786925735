# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The mail server that messages go out through, as the environment names it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec import Struct

from surveys import mail_address

DOCUMENTED: Final = {
    "RAADGEVER_SMTP_URL": "mail server, e.g. smtp://name:password@mail.example.nl:587 or smtps://…",
    "RAADGEVER_SMTP_FROM": "address that e-mail codes are sent from",
    "RAADGEVER_SMTP_PLAIN": "yes: without encryption, for a mail server on your own network",
}
_HOW: Final = (
    "RAADGEVER_SMTP_URL must be smtp://HOST or smtps://HOST, with name:password@ before the host"
    " and :port after it where needed."
)


class Lock(StrEnum):
    """How what is said to the mail server is kept from others."""

    AT_ONCE = "smtps"
    STARTTLS = "smtp"
    NONE = "plain"


PORTS: Final = {Lock.AT_ONCE: 465, Lock.STARTTLS: 587, Lock.NONE: 25}


class Relay(Struct, frozen=True):
    """`user` is empty where nobody has to say who they are."""

    host: str
    port: int
    lock: Lock
    sender: str
    user: str = ""
    password: str = ""


def _parts(url: str, problems: list[str]) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        port, parts = 0, None
    known = parts is not None and parts.scheme in {"smtp", "smtps"} and parts.hostname
    if not known or port == 0 or parts is None or parts.path.strip("/") or parts.query:
        problems.append(_HOW)
        return None
    if bool(parts.username) != bool(parts.password):
        problems.append("RAADGEVER_SMTP_URL has a name without a password, or the other way round.")
        return None
    return parts


def _lock(parts: SplitResult, plain: str, problems: list[str]) -> Lock:
    if plain not in {"", "yes", "no"}:
        problems.append(f"RAADGEVER_SMTP_PLAIN must be yes or no, not {plain!r}.")
    if plain != "yes":
        return Lock(parts.scheme)
    if parts.scheme == "smtps" or parts.password:
        problems.append(
            "RAADGEVER_SMTP_PLAIN is yes: then the URL begins with smtp:// and has no password,"
            " which everybody on the way could read."
        )
    return Lock.NONE


def read(environ: Mapping[str, str], problems: list[str]) -> Relay | None:
    """None without a mail server: then no messages go out. Half of it is a problem."""

    def get(name: str) -> str:
        return environ.get(f"RAADGEVER_SMTP_{name}", "").strip()

    if not any(get(name) for name in ("URL", "FROM", "PLAIN")):
        return None
    missing = [f"RAADGEVER_SMTP_{name}" for name in ("URL", "FROM") if not get(name)]
    if missing:
        problems.append(f"{' and '.join(missing)} must be set as well, or no mail can be sent.")
        return None
    sender = mail_address.read(get("FROM"))
    if sender is None:
        problems.append(
            f"RAADGEVER_SMTP_FROM: {get('FROM')!r} is not an address, and nothing more."
        )
    parts = _parts(get("URL"), problems)
    if parts is None or sender is None:
        return None
    lock = _lock(parts, get("PLAIN"), problems)
    return Relay(
        host=parts.hostname or "",
        port=parts.port or PORTS[lock],
        lock=lock,
        sender=str(sender),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
