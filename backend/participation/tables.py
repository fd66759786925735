# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entries and, apart from them, what they say. Only a withdrawal takes content away."""

import datetime as dt
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table

CHANNELS = ("web", "paper", "phone", "desk", "import")
REASONS = ("dubbel", "geen_inwoner", "onleesbaar", "proef", "te_laat")
SIGNS = ("lokveld", "netwerk", "griffie")
"""Why somebody of the griffie is to look: a field filled in that nobody sees, many responses from
one network, or a griffier who asks for it."""


class Entry(Table):
    """A submission or replacement (with content), or a withdrawal or set-aside (without).

    `response_id` is the submission that started it. `cancels_id` is unique: an entry is replaced,
    withdrawn or set aside once, whoever races. `form_key` makes sending idempotent.
    `received_on` is the day on which paper came in that was entered after closing.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("consultation_id", "form_key"),
        UniqueConstraint("id", "consultation_id"),
        UniqueConstraint("id", "response_id"),
        UniqueConstraint("cancels_id"),
        ForeignKeyConstraint(
            ["cancels_id", "consultation_id"], ["entry.id", "entry.consultation_id"]
        ),
        ForeignKeyConstraint(["cancels_id", "response_id"], ["entry.id", "entry.response_id"]),
        CheckConstraint(
            "kind IN ('submission', 'replacement', 'withdrawal', 'set_aside')", name="kind"
        ),
        CheckConstraint("channel IN ('web', 'paper', 'phone', 'desk', 'import')", name="channel"),
        CheckConstraint("(kind = 'submission') = (cancels_id IS NULL)", name="cancels"),
        CheckConstraint("cancels_id <> id", name="another"),
        CheckConstraint("(kind = 'submission') = (id = response_id)", name="response"),
        CheckConstraint("(kind = 'set_aside') = (reason IS NOT NULL)", name="reason"),
        CheckConstraint(
            "reason IN ('dubbel', 'geen_inwoner', 'onleesbaar', 'proef', 'te_laat')",
            name="reason_word",
        ),
        Index("ix_entry_response_id", "response_id"),
        Index(
            "ix_entry_withdrawn", "consultation_id", postgresql_where=text("kind = 'withdrawal'")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    response_id: Mapped[UUID]
    cancels_id: Mapped[UUID | None]
    kind: Mapped[str]
    channel: Mapped[str]
    form_key: Mapped[UUID]
    body_hash: Mapped[bytes] = mapped_column(LargeBinary)
    reason: Mapped[str | None]
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    received_on: Mapped[dt.date | None]
    received_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class CodedAnswers(Table):
    """Question key to coded value, one row per entry (docs/decisions/0004)."""

    __tablename__ = "coded_answers"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    coded: Mapped[dict[str, str]] = mapped_column(JSONB)


class AnswerText(Table):
    __tablename__ = "answer_text"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class Background(Table):
    """Who somebody is, coarsely; apart from the answers, as far as a count allows."""

    __tablename__ = "background"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    coded: Mapped[dict[str, str]] = mapped_column(JSONB)


class SourceTimes(Table):
    """When the answers of this entry were given elsewhere, as that kept it: question key to
    milliseconds since 1970. Of a replacement only what is new in it."""

    __tablename__ = "source_times"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    times: Mapped[dict[str, int]] = mapped_column(JSONB)


class Receipt(Table):
    """Finds a response by the fingerprint of its code; the code itself is nowhere."""

    __tablename__ = "receipt"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary, unique=True)


class LetterSet(Table):
    """Letter codes that were made together: of how many, and by whom. The id comes with the form,
    so that a form that is sent twice makes one set."""

    __tablename__ = "letter_set"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        UniqueConstraint("id", "consultation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    size: Mapped[int]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class LetterCode(Table):
    """A digest of one code; the code itself is in a letter and nowhere else.

    number       its place in the list that was given out; whose letter that is, is not known here
    replaces_id  the revoked code in whose place it came
    """

    __tablename__ = "letter_code"
    __table_args__ = (
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("length(digest) = 32", name="digest"),
        UniqueConstraint("consultation_id", "number"),
        UniqueConstraint("digest"),
        UniqueConstraint("replaces_id"),
        ForeignKeyConstraint(
            ["set_id", "consultation_id"], ["letter_set.id", "letter_set.consultation_id"]
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    set_id: Mapped[UUID] = mapped_column(index=True)
    consultation_id: Mapped[UUID]
    number: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    replaces_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("letter_code.id"))
    revoked_at: Mapped[dt.datetime | None]


class LetterUse(Table):
    """This response came in with a letter code. With which, until it is withdrawn or counted: then
    that is forgotten, and that there was one stays."""

    __tablename__ = "letter_use"
    __table_args__ = (UniqueConstraint("code_id"),)

    response_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    code_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("letter_code.id"))


class LetterLot(Table):
    """The letters of this consultation went to people drawn by lot from so many residents: the
    griffie says so before it opens, once."""

    __tablename__ = "letter_lot"
    __table_args__ = (CheckConstraint("drawn_from > 0", name="drawn_from"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    drawn_from: Mapped[int]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class Flag(Table):
    """Something about a response that a griffier has to judge. Until somebody sets it aside, it
    counts.

    sign        one of `SIGNS`; `made_by` is the griffier of a sign that a person gave
    judged_at   when it was found to be good, or set aside
    """

    __tablename__ = "flag"
    __table_args__ = (
        CheckConstraint("sign IN ('lokveld', 'netwerk', 'griffie')", name="sign"),
        CheckConstraint("(sign = 'griffie') = (made_by IS NOT NULL)", name="made_by"),
        CheckConstraint("(judged_at IS NULL) = (judged_by IS NULL)", name="judged"),
        Index("ix_flag_waiting", "response_id", postgresql_where=text("judged_at IS NULL")),
    )

    response_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    sign: Mapped[str] = mapped_column(primary_key=True)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    judged_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    judged_at: Mapped[dt.datetime | None]


class AsideProposal(Table):
    """One griffier proposes to set a response aside; another one confirms or rejects it, or the
    first takes it back. The database lets nothing be set aside without a confirmed one.
    """

    __tablename__ = "aside_proposal"
    __table_args__ = (
        CheckConstraint(
            "reason IN ('dubbel', 'geen_inwoner', 'onleesbaar', 'proef', 'te_laat')",
            name="reason",
        ),
        CheckConstraint("outcome IN ('confirmed', 'rejected', 'taken_back')", name="outcome"),
        CheckConstraint(
            "(outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_at IS NULL)",
            name="decided",
        ),
        CheckConstraint("(outcome = 'taken_back') = (decided_by = proposed_by)", name="two_people"),
        Index(
            "ix_aside_proposal_waiting",
            "response_id",
            unique=True,
            postgresql_where=text("outcome IS NULL"),
        ),
        Index("ix_aside_proposal_response_id", "response_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    response_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"))
    reason: Mapped[str]
    explanation: Mapped[str]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    outcome: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[dt.datetime | None]


class SpentChallenge(Table):
    """A challenge of the open link that was solved and used, and by which form: another one cannot
    use it again. Forgotten once it has expired, for then it is worth nothing."""

    __tablename__ = "spent_challenge"
    __table_args__ = (CheckConstraint("length(digest) = 32", name="digest"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    form_key: Mapped[UUID]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
