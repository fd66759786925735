# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a command stands on: servers from the environment, or embedded ones that it starts."""

import contextlib
from collections.abc import Generator, Mapping
from pathlib import Path

from msgspec import Struct
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession

from backend import database, migrate, settings
from backend.council.installation import Installation, ServedVersion
from backend.errors import Refused
from backend.servers import default_home, start
from backend.settings import SettingsError, async_url

DATABASE, OWNER, REDIS = (
    "RAADGEVER_DATABASE_URL",
    "RAADGEVER_OWNER_DATABASE_URL",
    "RAADGEVER_REDIS_URL",
)


class Ground(Struct, frozen=True):
    """`environ` holds both URLs; `owner_url` is there for embedded servers, or when it was set."""

    environ: dict[str, str]
    embedded: bool

    @property
    def database_url(self) -> str:
        return async_url(self.environ[DATABASE])

    @property
    def redis_url(self) -> str:
        return self.environ[REDIS]

    @property
    def owner_url(self) -> str | None:
        found = self.environ.get(OWNER)
        return async_url(found) if found else None

    @property
    def batch_folder(self) -> Path | None:
        """Embedded servers have a home, and there it is by default."""
        home = default_home(self.environ) if self.embedded else None
        return settings.batch_folder(self.environ, home)

    @property
    def app_role(self) -> str:
        return make_url(self.database_url).username or "raadgever_app"


@contextlib.contextmanager
def stand(environ: Mapping[str, str]) -> Generator[Ground]:
    """Both servers by URL, or neither: then the embedded ones, until the command ends.

    Raises `SettingsError` for half of it, `ServersError` when the embedded ones cannot start.
    """
    given = [name for name in (DATABASE, REDIS) if environ.get(name)]
    if len(given) == 1:
        other = REDIS if given == [DATABASE] else DATABASE
        raise SettingsError([f"{given[0]} is set and {other} is not: set both, or neither."])
    if given:
        yield Ground(dict(environ), embedded=False)
        return
    with start(default_home(environ)) as servers:
        urls = {
            DATABASE: servers.database_url(),
            OWNER: servers.database_url("raadgever_owner"),
            REDIS: servers.redis_url,
        }
        yield Ground({**environ, **urls}, embedded=True)


def bring_up_to_date(ground: Ground) -> None:
    """Migrate as the owner. `SettingsError` when nobody said who that is."""
    if ground.owner_url is None:
        raise SettingsError([f"{OWNER} is missing: migrations run as the role that owns the data."])
    migrate.upgrade(ground.owner_url, ground.app_role)


_OWNS = text(
    """
    SELECT rolsuper OR EXISTS (
      SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace
    ) FROM pg_roles r WHERE rolname = current_user
    """
)


async def claim(db: AsyncSession, kind: str) -> str:
    """Say what this database is for, if nobody did; what it is for in the end."""
    await db.execute(insert(Installation).values(id=1, kind=kind).on_conflict_do_nothing())
    return (await db.get_one(Installation, 1)).kind


async def check(ground: Ground, *, demo: bool | None = None) -> None:
    """`Refused` for a role that owns things, an old schema, or the wrong kind of database.

    `demo` None takes either kind.
    """
    engine = database.connect(ground.database_url, pool=0)
    try:
        async with database.sessions_of(engine).begin() as db:
            await _check(db, demo=demo)
    finally:
        await engine.dispose()


async def _check(db: AsyncSession, *, demo: bool | None) -> None:
    if (await db.scalars(_OWNS)).one():
        raise Refused(
            f"{DATABASE} connects as a role that owns tables or is a superuser: the gate would not"
            " hold. Use a role of its own that owns nothing."
        )
    current, needed = await _revision(db), migrate.newest()
    if current != needed and not (current and migrate.unknown(current) and await _serves(db)):
        raise Refused(_other_version(current, needed))
    kind = await claim(db, "demo" if demo else "municipality")
    if demo is None:
        return
    if demo and kind != "demo":
        raise Refused(
            "This database belongs to a municipality, not to a demo. Set RAADGEVER_HOME to another"
            " folder, such as RAADGEVER_HOME=/tmp/raadgever-demo."
        )
    if not demo and kind == "demo":
        raise Refused(
            "This database was made by the demo. Set RAADGEVER_HOME to another folder, or use"
            " another database."
        )


def _other_version(current: str | None, needed: str | None) -> str:
    if current and migrate.unknown(current):
        return (
            f"The database is at version {current}, newer than this program ({needed}) can work"
            " with. Start the newer program."
        )
    return (
        f"The database is at version {current or 'nought'}, this program needs {needed}. Run"
        " `raadgever migrate` first."
    )


async def _serves(db: AsyncSession) -> bool:
    """Whether what was added to the database since leaves a program of this version at work."""
    return await db.get(ServedVersion, migrate.newest()) is not None


async def served(ground: Ground) -> list[str]:
    """The versions of programs that can work on this database."""
    engine = database.connect(ground.database_url, pool=0)
    try:
        async with database.sessions_of(engine)() as db:
            asked = select(ServedVersion.version).order_by(ServedVersion.version)
            return list(await db.scalars(asked))
    finally:
        await engine.dispose()


async def _revision(db: AsyncSession) -> str | None:
    versions = await db.scalars(text("SELECT to_regclass('public.alembic_version')::text"))
    if versions.one() is None:
        return None
    return (await db.scalars(text("SELECT version_num FROM alembic_version"))).first()
