# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The environment, typed; refused with every problem at once when it is incomplete."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from msgspec import Struct

from backend import addresses, capacity, logo, mail, protection, theme
from backend.addresses import Network
from backend.capacity import Capacity
from backend.logo import Logo, LogoError
from backend.mail import Relay
from backend.protection import Protection
from backend.theme import Theme, ThemeError

SMALLEST_SECRET = 32
_PORTS = 1 << 16
# Chance does not write these: in 43 random letters one of them stands once in millions of times.
_WEAK = (
    "secret", "change", "passw", "raadgever", "geheim", "verander", "wachtw", "0123456", "abcdefg",
)  # fmt: skip

DOCUMENTED = {
    "RAADGEVER_HOME": "folder for the embedded servers and files",
    "RAADGEVER_DATABASE_URL": "PostgreSQL for the application, as a role that owns nothing",
    "RAADGEVER_OWNER_DATABASE_URL": "the same database as the role that owns it, for `migrate`",
    "RAADGEVER_REDIS_URL": "Valkey or Redis, used as a doorbell only",
    "RAADGEVER_SECRET": "at least 32 random characters; receipts and sessions derive from it",
    "RAADGEVER_BASE_URL": "public address, e.g. https://raadgever.example.nl",
    "RAADGEVER_TRUSTED_PROXIES": "networks whose X-Forwarded-For counts, separated by commas",
    "RAADGEVER_MUNICIPALITY": "name of the municipality",
    "RAADGEVER_PHONE": "telephone number for residents",
    "RAADGEVER_EMAIL": "e-mail address for residents",
    "RAADGEVER_ADDRESS": "visiting address for residents",
    "RAADGEVER_REQUIRE_SECOND_FACTOR": "yes: griffie and beheerder cannot work without one",
    "RAADGEVER_GROUP_COMMIT": "no: every answer in a transaction of its own; to compare",
    "RAADGEVER_THEME": "file with the municipality's colours, as custom properties",
    "RAADGEVER_LOGO": "the municipality's logo: a plain SVG, or a PNG",
    "RAADGEVER_IMPORT_NETWORKS": "private networks that agendas may be fetched from, with commas",
    "RAADGEVER_IMPORT_HTTP": "yes: agendas may also be fetched over http, without encryption",
    "RAADGEVER_BATCH_FOLDER": "folder for counted batches as Parquet files; no: nowhere",
    "RAADGEVER_LOG_KEY": "private key of the public log, or the file (mode 0600) that holds it",
    "RAADGEVER_LOG_KEY_BEFORE": "the key whose place that one takes, until the log says so",
    "RAADGEVER_MODELS": "folder of what `make models` builds; default .models beside backend",
    "RAADGEVER_METRICS_PORT": "port for Prometheus, apart from the website; none by default",
    "RAADGEVER_METRICS_HOST": "address that this port listens on; default 127.0.0.1",
    **mail.DOCUMENTED,
    **capacity.DOCUMENTED,
    **protection.DOCUMENTED,
}


Found = TypeVar("Found")


class SettingsError(Exception):
    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Municipality(Struct, frozen=True):
    name: str
    phone: str
    email: str
    address: str


class Outward(Struct, frozen=True):
    """Where we may fetch from besides https on the open internet."""

    networks: tuple[Network, ...] = ()
    plain_http: bool = False


class Metrics(Struct, frozen=True):
    """Where Prometheus may ask; never the address of the website."""

    port: int
    host: str


class Settings(Struct, frozen=True):
    database_url: str
    redis_url: str
    secret: bytes
    base_url: str
    municipality: Municipality
    trusted_proxies: tuple[Network, ...] = ()
    require_second_factor: bool = False
    theme: Theme | None = None
    logo: Logo | None = None
    outward: Outward = Outward()
    group_commit: bool = True
    capacity: Capacity = Capacity()
    protection: Protection = Protection()
    mail: Relay | None = None

    @property
    def host(self) -> str:
        """The one Host header that is answered, port included when there is one."""
        return urlsplit(self.base_url).netloc


def async_url(url: str) -> str:
    """The URL with the driver that we use, however it was written."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+asyncpg://{rest}" if scheme.startswith("postgres") else url


def _secret_problem(secret: str) -> str | None:
    if not secret:
        return "RAADGEVER_SECRET is missing. Make one with `raadgever secret` and keep it safe."
    words = any(word in secret.lower() for word in _WEAK)
    repeats = secret in (secret + secret)[1:-1]
    few = len(set(secret)) < 10  # noqa: PLR2004 - fewer distinct letters cannot be random
    if len(secret) < SMALLEST_SECRET or words or repeats or few:
        return (
            "RAADGEVER_SECRET is too weak: it needs 32 random characters or more. "
            "Make one with `raadgever secret`."
        )
    return None


def _yes(name: str, text: str, problems: list[str]) -> bool:
    """Spelled out, so that a slip of the pen never switches something off."""
    if text not in {"", "yes", "no"}:
        problems.append(f"RAADGEVER_{name} must be yes or no, not {text!r}.")
    return text == "yes"


def _theme(path: str, problems: list[str]) -> Theme | None:
    try:
        return theme.load(path) if path else None
    except ThemeError as error:
        problems += [f"RAADGEVER_THEME: {problem}" for problem in error.problems]
    return None


def _logo(path: str, problems: list[str]) -> Logo | None:
    try:
        return logo.load(path) if path else None
    except LogoError as error:
        problems += [f"RAADGEVER_LOGO: {problem}" for problem in error.problems]
    return None


def _sound(reading: Callable[[list[str]], Found]) -> Found:
    problems: list[str] = []
    found = reading(problems)
    if problems:
        raise SettingsError(problems)
    return found


def secret(environ: Mapping[str, str]) -> bytes:
    """Only the secret, for commands that need no website. `SettingsError` when it will not do."""
    found = environ.get("RAADGEVER_SECRET", "").strip()
    if problem := _secret_problem(found):
        raise SettingsError([problem])
    return found.encode()


def _outward(environ: Mapping[str, str], problems: list[str]) -> Outward:
    def get(name: str) -> str:
        return environ.get(f"RAADGEVER_{name}", "").strip()

    networks = addresses.networks("IMPORT_NETWORKS", get("IMPORT_NETWORKS"), problems)
    return Outward(networks, _yes("IMPORT_HTTP", get("IMPORT_HTTP"), problems))


def outward(environ: Mapping[str, str]) -> Outward:
    """Only where may be fetched from, for workers and commands. `SettingsError` when wrong."""
    return _sound(lambda problems: _outward(environ, problems))


def _metrics(environ: Mapping[str, str], problems: list[str]) -> Metrics | None:
    port = environ.get("RAADGEVER_METRICS_PORT", "").strip()
    host = environ.get("RAADGEVER_METRICS_HOST", "").strip() or "127.0.0.1"
    good = re.fullmatch(r"[0-9]{1,5}", port) is not None and 0 < int(port) < _PORTS
    if port and not good:
        problems.append(f"RAADGEVER_METRICS_PORT: {port!r} is not a port, such as 9100.")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        problems.append(
            f"RAADGEVER_METRICS_HOST: {host!r} is not an address, such as 127.0.0.1 or 0.0.0.0."
        )
    return Metrics(int(port), host) if good else None


def metrics(environ: Mapping[str, str]) -> Metrics | None:
    """None without a port: then nothing listens. `SettingsError` when it is no port or address."""
    return _sound(lambda problems: _metrics(environ, problems))


def _batch_folder(
    environ: Mapping[str, str], home: Path | None, problems: list[str]
) -> Path | None:
    found = environ.get("RAADGEVER_BATCH_FOLDER", "").strip()
    if found == "no":
        return None
    if not found:
        return home / "batches" if home else None
    if not Path(found).is_absolute():
        problems.append(f"RAADGEVER_BATCH_FOLDER: {found!r} is not a path that begins with a /.")
    return Path(found)


def batch_folder(environ: Mapping[str, str], home: Path | None = None) -> Path | None:
    """Where workers keep counted batches; None is nowhere, as without a home of embedded servers.
    `SettingsError` when it could mean several places."""
    return _sound(lambda problems: _batch_folder(environ, home, problems))


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from the environment; `SettingsError` names everything that is missing or weak."""
    problems: list[str] = []

    def get(name: str) -> str:
        return environ.get(f"RAADGEVER_{name}", "").strip()

    problems += [
        f"RAADGEVER_{name} is missing: {DOCUMENTED[f'RAADGEVER_{name}']}."
        for name in ("DATABASE_URL", "REDIS_URL", "BASE_URL", "MUNICIPALITY", "PHONE", "EMAIL")
        if not get(name)
    ]
    if problem := _secret_problem(get("SECRET")):
        problems.append(problem)
    if get("BASE_URL") and (problem := addresses.base_problem(get("BASE_URL"))):
        problems.append(problem)
    problems += [
        f"{name} is not a setting of Raadgever."
        for name in environ
        if name.startswith("RAADGEVER_") and name not in DOCUMENTED and name not in _ELSEWHERE
    ]
    networks = addresses.networks("TRUSTED_PROXIES", get("TRUSTED_PROXIES"), problems)
    abroad = _outward(environ, problems)
    together = get("GROUP_COMMIT") or "yes"
    group_commit = _yes("GROUP_COMMIT", together, problems)
    _metrics(environ, problems)
    room = capacity.read(environ, problems)
    protected = protection.read(environ, problems)
    _batch_folder(environ, None, problems)
    strict = _yes("REQUIRE_SECOND_FACTOR", get("REQUIRE_SECOND_FACTOR"), problems)
    colours = _theme(get("THEME"), problems)
    picture = _logo(get("LOGO"), problems)
    relay = mail.read(environ, problems)
    if problems:
        raise SettingsError(problems)
    return Settings(
        database_url=async_url(get("DATABASE_URL")),
        redis_url=get("REDIS_URL"),
        secret=get("SECRET").encode(),
        base_url=get("BASE_URL").rstrip("/"),
        municipality=Municipality(get("MUNICIPALITY"), get("PHONE"), get("EMAIL"), get("ADDRESS")),
        trusted_proxies=networks,
        require_second_factor=strict,
        theme=colours,
        logo=picture,
        outward=abroad,
        group_commit=group_commit,
        capacity=room,
        protection=protected,
        mail=relay,
    )


def with_mail(environ: Mapping[str, str]) -> Settings | None:
    """For workers: all of it, when there is a mail server. `SettingsError` when that is half of
    it."""
    return read(environ) if _sound(lambda problems: mail.read(environ, problems)) else None


_ELSEWHERE = frozenset({"RAADGEVER_REFERENCE_DATA"})
