# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A code from somebody's telephone (TOTP, RFC 6238), and ten codes on paper for when it is gone.

SHA-1, six figures and half a minute, because that is what every authenticator app can do.
"""

import base64
import hashlib
import hmac
import io
import re
import secrets
from uuid import UUID

import segno
import structlog
from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from msgspec import Struct
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend import keys
from backend.accounts.tables import Account, RecoveryCode, SecondFactor

log = structlog.get_logger()
STEP, FIGURES = 30, 6
SECRET_BYTES = 20  # RFC 4226, section 4: as long as the hash
SETTING_UP_SECONDS = 30 * 60
NUMBER_OF_CODES, _CODE_LENGTH = 10, 12
# Crockford's base32: no letter that is read as another.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_DRIFT = (0, -1, 1)  # steps that a telephone's clock may be off


class Offer(Struct, frozen=True):
    """A new secret that nobody has confirmed. `sealed` travels in the form: nothing is stored."""

    sealed: str
    text: str
    picture: str


def code_at(secret: bytes, step: int) -> str:
    """RFC 6238, for the step that begins at `step` times half a minute."""
    # The algorithm of the standard; what it needs of SHA-1 is not what was broken.
    return TOTP(secret, FIGURES, SHA1(), STEP).generate(step * STEP).decode()  # noqa: S303 - as RFC 6238 says


def matching_step(secret: bytes, typed: str, now: int) -> int | None:
    """The step of which this is the code, if it is one of the three around now."""
    steps = (now // STEP + off for off in _DRIFT)
    fits = [
        step
        for step in steps
        if hmac.compare_digest(code_at(secret, step).encode(), typed.encode())
    ]
    return fits[0] if fits else None


def _seal(key: bytes, purpose: str, account_id: UUID, secret: bytes) -> str:
    return keys.box(key, purpose).encrypt(account_id.bytes + secret).decode()


def _open(
    key: bytes, purpose: str, account_id: UUID, sealed: str, ttl: int | None = None
) -> bytes | None:
    """None when it is not ours, is somebody else's, or lay too long."""
    try:
        held = keys.box(key, purpose).decrypt(sealed.encode(), ttl=ttl)
    except (InvalidToken, ValueError):
        return None
    return held[16:] if held[:16] == account_id.bytes else None


def _offer(key: bytes, account: Account, secret: bytes, issuer: str) -> Offer:
    bare = base64.b32encode(secret).decode()
    address = TOTP(secret, FIGURES, SHA1(), STEP).get_provisioning_uri(  # noqa: S303 - as RFC 6238 says
        account.username, issuer
    )
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, scale=4, light="#fff", nl=False,
        svgclass=None, lineclass=None,
    )  # fmt: skip
    return Offer(
        sealed=_seal(key, "tweede-factor-aanbod/1", account.id, secret),
        text=" ".join(bare[start : start + 4] for start in range(0, len(bare), 4)),
        picture=drawn.getvalue().decode(),
    )


def offer(key: bytes, account: Account, issuer: str) -> Offer:
    return _offer(key, account, secrets.token_bytes(SECRET_BYTES), issuer)


def offered_again(key: bytes, account: Account, issuer: str, sealed: str) -> Offer:
    """The same after a wrong code; a new one when this is no offer of ours, or an old one."""
    secret = _open(key, "tweede-factor-aanbod/1", account.id, sealed, SETTING_UP_SECONDS)
    return _offer(key, account, secret, issuer) if secret else offer(key, account, issuer)


def _bare(typed: str) -> str:
    return re.sub(r"[\s\-\u2010-\u2015]+", "", typed).upper()


def _hash(key: bytes, account_id: UUID, code: str) -> bytes:
    """Keyed and long enough by itself: 60 bits of chance need no slow hash."""
    bare = code.replace("-", "").encode()
    derived = keys.derived(key, "herstelcode/1")
    return hmac.digest(derived, account_id.bytes + bare, hashlib.sha256)


def _new_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


async def _now(db: AsyncSession) -> int:
    return int((await db.scalars(select(func.extract("epoch", func.clock_timestamp())))).one())


async def new_codes(db: AsyncSession, key: bytes, account_id: UUID) -> tuple[str, ...]:
    """Ten codes that are shown once; those of before work no more."""
    await db.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = tuple(_new_code() for _ in range(NUMBER_OF_CODES))
    db.add_all(
        RecoveryCode(account_id=account_id, hash=_hash(key, account_id, code)) for code in codes
    )
    return codes


async def codes_left(db: AsyncSession, account_id: UUID) -> int:
    counted = select(func.count()).where(RecoveryCode.account_id == account_id)
    return (await db.scalars(counted)).one()


async def confirm(
    db: AsyncSession, key: bytes, account_id: UUID, sealed: str, typed: str
) -> tuple[str, ...] | None:
    """From now on the secret of this offer counts, instead of an older one. None: wrong code."""
    secret = _open(key, "tweede-factor-aanbod/1", account_id, sealed, SETTING_UP_SECONDS)
    step = matching_step(secret, _bare(typed), await _now(db)) if secret else None
    if secret is None or step is None:
        return None
    await remove(db, account_id)
    kept = _seal(key, "tweede-factor/1", account_id, secret)
    db.add(SecondFactor(account_id=account_id, secret=kept, last_step=step))
    await db.flush()
    return await new_codes(db, key, account_id)


async def remove(db: AsyncSession, account_id: UUID) -> bool:
    """With its recovery codes; False when there was none."""
    gone = await db.scalars(
        delete(SecondFactor)
        .where(SecondFactor.account_id == account_id)
        .returning(SecondFactor.account_id)
    )
    return gone.first() is not None


async def _spend_step(db: AsyncSession, account_id: UUID, step: int) -> bool:
    """False when this code, or a later one, was used already (RFC 6238, section 5.2)."""
    spent = await db.scalars(
        update(SecondFactor)
        .where(SecondFactor.account_id == account_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .returning(SecondFactor.account_id)
    )
    return spent.first() is not None


async def _spend_recovery(db: AsyncSession, key: bytes, account_id: UUID, code: str) -> bool:
    spent = await db.scalars(
        delete(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.hash == _hash(key, account_id, code.translate(_ALIKE)),
        )
        .returning(RecoveryCode.account_id)
    )
    return spent.first() is not None


async def use(db: AsyncSession, key: bytes, account_id: UUID, typed: str) -> str:
    """What it was, for the audit line: `code` or `herstelcode`; empty when it is neither."""
    code = _bare(typed)
    if len(code) == _CODE_LENGTH:
        return "herstelcode" if await _spend_recovery(db, key, account_id, code) else ""
    kept = select(SecondFactor.secret).where(SecondFactor.account_id == account_id)
    sealed = (await db.scalars(kept)).first()
    secret = _open(key, "tweede-factor/1", account_id, sealed) if sealed else None
    if secret is None:
        if sealed:  # RAADGEVER_SECRET is another than when it was set up
            log.error("second-factor-unreadable")
        return ""
    step = matching_step(secret, code, await _now(db))
    return "code" if step is not None and await _spend_step(db, account_id, step) else ""
