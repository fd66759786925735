# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real consultation, from the agenda to the agenda: the bundle that all these tests are about."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from backend import outbox
from backend.advice import speaking
from backend.advice.speaking import Judged
from backend.agenda import actions as agenda
from backend.audit.actions import SYSTEM
from backend.bundling import writing
from backend.consultations import actions as consultations
from backend.consultations import course
from backend.consultations import queries as asked
from backend.consultations.course import Longer
from backend.council import queries as council
from backend.council.planning import local_day
from backend.database import Sessions
from backend.decisions import actions as decisions
from backend.decisions import queries as decided
from backend.ledger.sealing import Sealing
from backend.ledger.sequencing import sequence
from backend.outbox import Topic
from backend.participation import actions, letter_codes, letter_lots, logged, mail_codes
from backend.participation.sending import Received, Sending
from backend.population import actions as population
from backend.results import actions as results
from backend.results import queries
from backend.worker import WORKS
from surveys import mail_address, mail_code
from surveys.answering import Answer, Ruling
from surveys.population import AGE, Margin, Population, Target
from surveys.questionnaire import Answers
from surveys.review import Verdict
from surveys.template import AGE_BANDS
from tests.backend.advice.made import make_body, make_request
from tests.backend.agenda.made import (
    hear_at_once,
    make_draft,
    make_griffier,
    make_open,
    make_spot,
    meet,
)
from tests.backend.participation.aside import set_aside
from tests.backend.results.made import SECRET, withdraw

LETTER = (
    "Geachte raad, wij wonen al jaren naast het park en wij zien elke avond dat er te hard wordt"
    " gereden, dat het licht kapot is en dat kinderen niet veilig naar {} kunnen lopen."
)
PLACES = ("school", "huis", "de voetbal", "opa", "het plein", "de winkel", "het zwembad")
STANCES = ("strongly_for", "for", "for", "for_if", "neutral", "against", "no_opinion")
AGES = ("15-24", "25-44", "45-64", "65+")
TOWN = Population(
    "Verzonnen",
    2026,
    (Margin(AGE, "15+", tuple(Target(o.value, o.label, 2500) for o in AGE_BANDS)),),
)
BY_MAIL = (2, 10, 18, 34)


async def keep(sessions: Sessions, sealing: Sealing) -> None:
    """Whatever was promised, as a worker does it each second, until nothing is left."""
    works = {**WORKS, Topic.LOG_DUE: sequence(logged.gather, sealing)}
    for _ in range(12):
        async with sessions.begin() as db:
            await logged.announce(db, sealed=True)
        if not await outbox.keep_promises(sessions, works):
            return


def residents() -> Iterator[Answers]:
    """Forty of them: for and against, with and without advice, seven with the same letter."""
    for number in range(40):
        texts: dict[str, str] = {}
        if number % 3 == 0:
            texts["1.advice"] = f"Plant meer bomen, minstens {number} stuks. Zo blijft het koel."
        if number >= 33:
            texts["1.advice"] = LETTER.format(PLACES[number - 33])
        coded = {} if number == 5 else {"1.stance": STANCES[number % 7]}
        if coded.get("1.stance") == "for_if":
            texts["1.condition"] = "Alleen als er een hek komt."
        about = {} if number == 8 else {"age_band": AGES[0 if number == 7 else 1 + number % 3]}
        if not coded and not texts:
            texts["1.touched"] = "De buurt."
        yield Answers(coded, texts, about)


async def send(
    sessions: Sessions,
    consultation,
    answers: Answers,
    *,
    channel="web",
    replaces=None,
    code="",
    mail="",
    signs=(),
) -> Received:
    codes = {"letter_code": code, "mail_code": mail}
    async with sessions.begin() as db:
        sending = Sending(answers, uuid4(), channel, replaces, signs=signs, **codes)
        return await actions.send(db, consultation.id, sending, secret=SECRET)


async def make_letters(db, griffier, row) -> list[str]:
    """Twelve to people drawn by lot, of which one is replaced."""
    made = await letter_codes.make(db, griffier, SECRET, row.id, set_id=uuid4(), size=12)
    await letter_lots.state(db, griffier, row.id, 5000)
    await population.publish(db, griffier, TOWN, None)
    fresh = await letter_codes.replace(db, griffier, SECRET, row.id, 12)
    return [*(one.code for one in made[:11]), fresh.code]


async def mailed(sessions: Sessions, row, number: int) -> str:
    """A code as it would stand in the e-mail, for an address of its own."""
    address, request = mail_address.read(f"inwoner{number}@voorbeeld.example"), uuid4()
    assert address
    async with sessions.begin() as db:
        key = await mail_codes.key_of(db, row.id)
        assert key
        await mail_codes.ask(db, SECRET, row.id, request=request, address=address, language="nl")
    return mail_code.derive(SECRET, request, address.tag(key))


async def play(sessions: Sessions, sealing: Sealing) -> str:
    """Everything that can happen to an answer happens; its address."""
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        await hear_at_once(db, griffier, k=5)
        spot = await make_spot(db, griffier)
        row = await make_draft(db, spot.document_id)
        codes = await make_letters(db, griffier, row)
        await mail_codes.allow(db, griffier, row.id)
        await make_open(db, griffier, spot.document_id, row)
        await db.flush()
        await db.refresh(row)
        longer = Longer(local_day(row.closes_at) + dt.timedelta(days=3), "Het is vakantie.")
        await course.extend(db, griffier, row.id, row.revision, longer)
    await keep(sessions, sealing)
    sent = [
        await send(
            sessions, row, answers,
            channel="paper" if number % 5 == 1 else "web",
            code=codes.pop() if number % 4 == 0 else "",
            mail=await mailed(sessions, row, number) if number in BY_MAIL else "",
            signs=("netwerk",) if number in (12, 13) else (),
        )
        for number, answers in enumerate(residents())
    ]  # fmt: skip
    await keep(sessions, sealing)
    again = Answers({"1.stance": "strongly_against"}, {"1.advice": "Toch maar niet."}, {})
    await send(sessions, row, again, replaces=sent[0].response_id)
    await send(sessions, row, again, replaces=sent[3].response_id)
    await withdraw(sessions, row, sent[3])
    await withdraw(sessions, row, sent[9])
    for place, reason in ((12, "dubbel"), (11, "proef")):
        async with sessions.begin() as db:
            held = await asked.hold(db, row.id)
            await set_aside(db, held, sent[place].response_id, reason=reason)
    await withdraw(sessions, row, sent[11])
    async with sessions.begin() as db:
        await consultations.close(db, SYSTEM, row.id)
    await keep(sessions, sealing)
    async with sessions.begin() as db:
        draft = await results.draft_of(db, row.id)
        drawn = await queries.drawn(db, draft.result_id, 2)
        refused = next(one for one in drawn if one.side == "for")
        why = "Noemt een naam."
        await results.decide(db, griffier, row.id, refused.id, released=False, reason=why)
        for one in await queries.drawn(db, draft.result_id, 2):
            if one.released is None:
                await results.decide(db, griffier, row.id, one.id, released=True, reason="")
        council_id, [member] = await make_body(db, griffier)
        request = await make_request(db, griffier, row.id, council_id)
        said = Judged(Verdict.REMARKS, "Vergeet de ouderen niet.", 0)
        await speaking.judge(db, member, request, said)
        other_id, [other] = await make_body(db, griffier, "Wijkraad")
        asked_too = await make_request(db, griffier, row.id, other_id)
        said = Judged(Verdict.REMARKS, "Denk ook aan wie slecht ter been is.", 0)
        await speaking.judge(db, other, asked_too, said)
        summary = await results.finalise(db, griffier, row.id, "Merenburg")
        await speaking.judge(db, member, request, Judged(Verdict.AGREES, "", 1))
        await agenda.attach(db, griffier, spot.item_id, summary.id)
        await decide(db, griffier, spot)
    await keep(sessions, sealing)
    return row.slug


async def decide(db, griffier, spot) -> None:
    """The council meets, decides and answers; and each is put right once."""
    await meet(db, griffier, spot)
    today = local_day(await council.now(db))
    for seen, (outcome, because) in enumerate(
        (("aangenomen", ""), ("gewijzigd_aangenomen", "Het amendement was vergeten."))
    ):
        ruling = Ruling(outcome, today, "De raad legt het park aan.", because=because)
        await decisions.decide(db, griffier, spot.item_id, ruling, seen=seen)
    after = await decided.of_item(db, spot.item_id)
    [verdict] = [each.subject for each in after.answers if each.body]
    told = {
        "1": Answer("niet_overgenomen", "Voor meer bomen is geen plek.", "raad"),
        "voorstel": Answer("overgenomen", "", "raad"),
        verdict: Answer("in_onderzoek", "", "college"),
    }
    await decisions.answer(db, griffier, spot.item_id, told, seen={})
    because = "Er kwam toch geld voor bomen."
    better = Answer("deels_overgenomen", "Er komen tien bomen bij.", "raad", because)
    await decisions.answer(db, griffier, spot.item_id, {"1": better}, seen={"1": 1})


async def write(sessions: Sessions, slug: str, folder: Path, *, sealed: bool = False) -> Path:
    return (await writing.write(sessions, slug, folder, sealed=sealed)).folder
