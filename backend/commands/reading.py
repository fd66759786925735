# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`import agenda` of our own form: where the page asks, the command names an option."""

import argparse
import shlex
from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda import reading_in
from backend.agenda.reading_in import Answers
from backend.commands.ending import COMMAND_LINE
from backend.council.importing import Taken
from backend.council.inbound import InboundMeeting
from backend.council.recognised import Recognised, recognise
from backend.council.stored import StoredMeeting
from backend.errors import Refused
from backend.web.pages import moment
from surveys.recognising import plain


class Asked(Struct, frozen=True):
    """What somebody said beforehand."""

    new: bool = False
    replaces: UUID | None = None
    same: tuple[str, ...] = ()
    lapse: tuple[str, ...] = ()
    change: tuple[str, ...] = ()


def asked(arguments: argparse.Namespace) -> Asked:
    try:
        replaces = UUID(arguments.replaces) if arguments.replaces else None
    except ValueError:
        what = f"--replaces {arguments.replaces}: dit is geen id van een vergadering."
        raise Refused(f"{what} Het staat achteraan in het adres van haar pagina.") from None
    lists = (tuple(arguments.same), tuple(arguments.lapse), tuple(arguments.change))
    return Asked(arguments.new, replaces, *lists)


def _named(meetings: Iterable[StoredMeeting]) -> list[str]:
    return [f"“{one.title}” op {moment(one.starts_at)}: --replaces {one.id}" for one in meetings]


def _refuse_meeting(found: Recognised, said: Asked) -> None:
    """Where it is not clear which meeting it is."""
    ids = {one.id for one in found.candidates}
    exact = found.meant if found.meant and not found.candidates else None
    if said.replaces and said.replaces not in ids | ({exact.id} if exact else set()):
        lines = _named([exact] if exact else found.candidates)
        what = f"--replaces {said.replaces}: die vergadering kan dit niet zijn."
        raise Refused("\n".join([what, *(lines or ["Er komt geen vergadering uit een bestand."])]))
    if said.new and exact:
        what = f"“{exact.title}” op {moment(exact.starts_at)} is er al. Laat --new weg."
        raise Refused(what)
    if said.new or said.replaces or exact:
        return
    if found.meant:
        what = (
            f"Is dit een nieuwe vergadering, of “{found.meant.title}” op"
            f" {moment(found.meant.starts_at)}? Er is niets bewaard."
        )
        options = [f"Die vergadering: --replaces {found.meant.id}", "Een nieuwe: --new"]
        others = _named(one for one in found.candidates if one.id != found.meant.id)
        raise Refused("\n".join([what, *options, *others]))
    if found.by_hand:
        what = f"Op deze dag staat al “{found.by_hand[0].title}”, met de hand ingevoerd."
        raise Refused(f"{what} Er is niets bewaard.\nIs dit een andere vergadering: --new")


def _same(found: Recognised, pairs: Sequence[str]) -> dict[str, UUID | None]:
    """OLD=NEW, where each side may hold a sign of its own."""
    new = {plain(item.title): item.source_id for item in found.new}
    gone = {plain(item.title): item.id for item in found.gone}
    same: dict[str, UUID | None] = dict.fromkeys(new.values())
    wrong: list[str] = []
    for pair in pairs:
        cuts = [place for place, sign in enumerate(pair) if sign == "="]
        sides = [(plain(pair[:place]), plain(pair[place + 1 :])) for place in cuts]
        fits = [(old, now) for old, now in sides if old in gone and now in new]
        if not fits or gone[fits[0][0]] in same.values() or same[new[fits[0][1]]]:
            wrong.append(f"--same {shlex.quote(pair)}: dit past niet.")
        else:
            same[new[fits[0][1]]] = gone[fits[0][0]]
    if wrong:
        old, now = (" | ".join(one.title for one in some) for some in (found.gone, found.new))
        options = f"OUD is een van: {old or '(niets)'}\nNIEUW is een van: {now or '(niets)'}"
        raise Refused("\n".join([*wrong, options]))
    return same


def _refuse_hanging(look: reading_in.Look, said: Asked) -> None:
    agreed = {plain(title) for title in said.lapse}
    changing = {plain(title) for title in said.change}
    names = {item.source_id: item.title for item in look.found.new}
    proposals = {item: names[name] for name, item in look.found.proposals.items()}
    lines: list[str] = []
    for one in look.hanging:
        if plain(one.title) in agreed:
            continue
        lines.append(f"“{one.title}” staat niet in het bestand. {' '.join(one.words())}")
        now = proposals.get(one.item_id, "NIEUWE TITEL")
        lines.append(f"  Het heet nu anders: --same {shlex.quote(f'{one.title}={now}')}")
        lines.append(f"  Het gaat van de agenda af: --lapse {shlex.quote(one.title)}")
    for one in look.stale:
        if plain(one.title) in changing:
            continue
        lines.append(f"Het stuk bij “{one.title}” krijgt een andere tekst. {' '.join(one.words())}")
        lines.append(f"  Dat mag: --change {shlex.quote(one.title)}")
    if lines:
        raise Refused("\n".join(["Er is niets bewaard.", *lines]))


async def read_in(db: AsyncSession, read: InboundMeeting, said: Asked) -> Taken:
    """Nothing is taken for something else unless somebody said so."""
    meant = "new" if said.new else said.replaces
    found = await recognise(db, read, meant)
    _refuse_meeting(found, said)
    same = _same(found, said.same)
    look = await reading_in.look(db, COMMAND_LINE, read, Answers(meant, same))
    _refuse_hanging(look, said)
    return await reading_in.bring_in(db, COMMAND_LINE, read, look)
