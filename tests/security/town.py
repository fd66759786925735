# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A municipality with one of everything, made with the application's own actions.

Every free text goes through `words`, so that the same town can be filled with ordinary sentences,
with scripts, with formulas, or with words that must never be found in a log.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from msgspec import Struct, structs
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend import vitals, worker
from backend.accounts import actions as accounts
from backend.accounts import second_factor, sessions
from backend.accounts.roles import Role
from backend.accounts.tables import Account
from backend.advice import asking, body_actions, speaking, talk
from backend.advice import queries as reviews
from backend.advice.asking import Question
from backend.advice.body_actions import About, Appointment
from backend.advice.speaking import Judged
from backend.agenda import actions as agenda
from backend.agenda import paperless, rescheduled
from backend.agenda.actions import Plea
from backend.audit.actions import SYSTEM, Actor
from backend.consultations import actions as consultations
from backend.consultations import course, editing, pictures
from backend.consultations.tables import Consultation
from backend.council import actions as council
from backend.council import by_hand, hand_meetings, moving, papers, queries
from backend.council.importing import take_in
from backend.council.inbound import InboundDocument, InboundItem, InboundMeeting
from backend.council.papers import Paper
from backend.council.planning import local_day
from backend.council.tables import AgendaItem, AgendaItemDocument, Meeting
from backend.database import Sessions
from backend.decisions import actions as decisions
from backend.ledger import notes
from backend.ledger.sealing import Sealing
from backend.outbox import PromiseRow, TaskRow, Topic, keep_promises
from backend.participation import actions as participation
from backend.participation import (
    endings,
    judging,
    letter_codes,
    letter_lots,
    logged,
    mail_codes,
    promising,
)
from backend.participation.sending import Sending
from backend.participation.tables import AnswerText, Entry
from backend.population import actions as population
from backend.results import actions as results
from backend.results import queries as summaries
from backend.results.tables import Summary
from backend.sources import actions as sources
from backend.sources import fetching
from backend.sources.faults import Fault
from backend.sources.tables import AgendaSource
from surveys.answering import Answer, Ruling
from surveys.editing import put, with_neighbourhoods
from surveys.population import AGE, Margin, Population, Target
from surveys.questionnaire import Answers, Questionnaire
from surveys.questions import ChoiceQuestion, Condition, Option, Picture
from surveys.review import Verdict
from surveys.rules import Neighbourhood, Rules
from surveys.template import NEIGHBOURHOOD
from tests.backend.agenda.made import make_griffier
from tests.backend.consultations.pictured import picture
from tests.backend.participation.aside import set_aside

PASSWORD = "een lang wachtwoord om te proberen"  # noqa: S105 - of accounts that live a minute
TOWN = "Merenburg"
HOST = "raadgever.test"
NOBODY = UUID(int=0)
FATES = (
    *("draft", "open", "unfinished", "final", "waiting", "excepted"),
    *("fresh", "paper", "unclassified"),
)
"""What became of the document at each agenda item; also its source id. The summary of `waiting`
is final, not attached yet and under embargo. The consultation of `excepted` was cancelled, to
`fresh` nobody answered yet, and `paper` is closed and waits for what came in on paper."""
CLOSED = ("unfinished", "final", "waiting")
STANCES = ("strongly_for", "for", "for_if", "neutral", "against", "strongly_against")
SIGNS = ("lokveld", "netwerk")
AGES = ("15-24", "25-44", "45-64", "65+")
Words = Callable[[str], str]


class Filled(Struct):
    """What is in the town, for filling in paths; `codes` are receipt codes on the open one.

    Among `accounts` by role a `guest` who was invited and has not come yet, somebody `careful` with
    a second factor, and a `departed` one whose account is off. Beside the meeting of a source there
    are `meetings` by hand: one with an agenda, one that was called off, and one that was held.
    """

    meeting: UUID = NOBODY
    meetings: dict[str, UUID] = {}
    items: dict[str, UUID] = {}
    documents: dict[str, UUID] = {}
    consultations: dict[str, UUID] = {}
    slugs: dict[str, str] = {}
    accounts: dict[str, UUID] = {}
    codes: list[str] = []
    withdrawn: str = ""
    marks: list[str] = []
    dead: UUID = NOBODY
    picture: str = ""
    bodies: dict[str, UUID] = {}
    requests: dict[str, UUID] = {}
    invitation: str = ""
    source: UUID = NOBODY
    idle: UUID = NOBODY


def plainly(what: str) -> str:
    return f"Een gewone zin over {what}, lang genoeg om te lezen."


async def add_second_factor(db: AsyncSession, secret: bytes, account: Account) -> tuple[str, ...]:
    """Set up as somebody would with the app; the recovery codes."""
    offer = second_factor.offer(secret, account, "Raadgever")
    shared = base64.b32decode(offer.text.replace(" ", ""))
    step = int((await queries.now(db)).timestamp()) // second_factor.STEP
    code = second_factor.code_at(shared, step)
    codes = await second_factor.confirm(db, secret, account.id, offer.sealed, code)
    assert codes
    return codes


async def _staff(db: AsyncSession, filled: Filled, words: Words, secret: bytes) -> Actor:
    for role in Role:
        account = await accounts.make(
            db, SYSTEM, username=str(role), name=words("naam"), role=role, password=PASSWORD
        )
        filled.accounts[role] = account.id
        sessions.begin(db, account)  # in a browser elsewhere, which one can end
    guest, filled.invitation = await accounts.invite(
        db, SYSTEM, username="guest", name=words("naam"), role=Role.GRIFFIE
    )
    careful, departed = [
        await accounts.make(
            db, SYSTEM, username=who, name=words("naam"), role=Role.RAADSLID, password=PASSWORD
        )
        for who in ("careful", "departed")
    ]
    await add_second_factor(db, secret, careful)
    manager = Actor(filled.accounts[Role.BEHEERDER], words("naam"), Role.BEHEERDER, "192.0.2.2")
    for role in (Role.REKENKAMER, Role.RAADSLID):
        await accounts.change_role(db, manager, departed, role)
    await accounts.disable(db, SYSTEM, departed, words("reden"))
    filled.accounts |= {each.username: each.id for each in (guest, careful, departed)}
    return Actor(filled.accounts[Role.GRIFFIE], words("naam"), Role.GRIFFIE, "192.0.2.1")


async def _rules(db: AsyncSession, griffier: Actor, words: Words) -> Rules:
    """With days for paper; `_open` publishes the same without."""
    hoods = tuple(Neighbourhood(f"WK0{n}", words(f"wijk {n}")) for n in (1, 2))
    rules = Rules(minimum_days=0, k=5, neighbourhoods=hoods, late_paper_days=14)
    await council.publish_rules(db, griffier, rules, words("reden van spelregels"))
    return rules


def _item(place: int, fate: str, words: Words) -> InboundItem:
    def paper(name: str, *, main: bool) -> InboundDocument:
        address = f"https://raad.example/{name}.pdf"
        return InboundDocument(name, words("titel"), address, "1", None, None, main)

    papers = (paper(fate, main=True), paper(f"{fate}-bijlage", main=False))
    title, explanation = words("agendapunt"), words("toelichting")
    return InboundItem(fate, None, place, str(place), title, explanation, heading=False,
                       documents=papers)  # fmt: skip


async def _agenda(db: AsyncSession, griffier: Actor, filled: Filled, words: Words) -> None:
    starts_at = await queries.now(db) + dt.timedelta(days=60)
    heading = InboundItem("kop", None, 0, "0", words("kop"), "", heading=True, documents=())
    meeting = InboundMeeting(
        source="test",
        source_id="vergadering",
        title=words("vergadering"),
        body_id=None,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=3),
        location=words("zaal"),
        cancelled=False,
        documents=(),
        items=(heading, *(_item(n, fate, words) for n, fate in enumerate(FATES, start=1))),
        dropped=(),
    )
    filled.meeting = (await take_in(db, griffier, meeting)).meeting
    await db.flush()
    await _source(db, griffier, filled, words, meeting)
    rows = await db.execute(
        select(AgendaItem.source_id, AgendaItem.id, AgendaItemDocument.document_id)
        .join(AgendaItemDocument, AgendaItemDocument.agenda_item_id == AgendaItem.id)
        .where(AgendaItemDocument.main)
    )
    for fate, item, document in rows:
        filled.items[fate], filled.documents[fate] = item, document


async def _source(
    db: AsyncSession, griffier: Actor, filled: Filled, words: Words, meeting: InboundMeeting
) -> None:
    """Something changed there; the next look fails, because it is on this machine."""
    url = "https://127.0.0.1/vergadering.json"
    wanted = sources.Wanted(words("bron")[:90], url, 4, enabled=True)
    filled.source = await sources.add(db, griffier, wanted)
    later = structs.replace(meeting, location=words("zaal"), items=meeting.items[:-1])
    await fetching.bring(db, filled.source, url, later)
    await fetching.bring(db, filled.source, url, structs.replace(later, items=meeting.items))
    # As one that failed all day: hours until the next look, and so no town that is called unwell
    # because nobody works in it.
    row = await db.get_one(AgendaSource, filled.source)
    row.tries, row.fault = 9, Fault.ELSEWHERE
    idle = sources.Wanted(
        f"{words('bron')[:80]} stil", "https://127.0.0.1/stil.json", 4, enabled=False
    )
    filled.idle = await sources.add(db, griffier, idle)


async def _by_hand(db: AsyncSession, griffier: Actor, filled: Filled, words: Words) -> None:
    """A meeting with an item that came from another, one under a heading, and one taken off."""
    now = await queries.now(db)

    async def meeting(name: str, days: int) -> UUID:
        starts_at = now + dt.timedelta(days=days)
        body = words("orgaan")[:200]
        said = hand_meetings.MeetingText(words("titel"), body, starts_at, None, None)
        filled.meetings[name] = await hand_meetings.make_meeting(db, griffier, uuid4(), said)
        return filled.meetings[name]

    async def item(at: UUID, **said: object) -> UUID:
        text = by_hand.ItemText("1", words("agendapunt"), words("toelichting"), heading=False)
        made = structs.replace(text, **said)
        return await by_hand.add_item(db, griffier, at, uuid4(), made)

    days = {"hand": 70, "later": 75, "off": 80}
    here, later, off = [await meeting(*each) for each in days.items()]
    heading = await item(here, heading=True)
    under = await item(here, parent_id=heading)
    moved = await item(later)
    for n in (1, 2, 3):
        text = Paper(words("titel"), "https://raad.example/hand.pdf", None, words("tekst"))
        await papers.lay(db, griffier, moved, uuid4(), text if n > 1 else
                         structs.replace(text, kind="motie"))  # fmt: skip
    links = await db.scalars(
        select(AgendaItemDocument)
        .where(AgendaItemDocument.agenda_item_id == moved)
        .order_by(AgendaItemDocument.place)
    )
    first, _, third = links.all()
    await papers.take_away(db, griffier, moved, third.document_id, away=True)
    await moving.move(db, griffier, moved, 1, to=here, reason=words("reden"))
    await by_hand.take_off(db, griffier, await item(here), 1)
    await hand_meetings.call_off(db, griffier, off, 1, "De wethouder is ziek.")
    opening = await item(filled.meeting)
    await paperless.say(db, griffier, opening, needed=False, reason=words("reden"))
    filled.items |= {"moved": moved, "under": under}
    filled.documents["moved"] = first.document_id


async def _reschedule(db: AsyncSession, griffier: Actor, filled: Filled) -> None:
    """The source moved the meeting while residents were answering: it is asked what to do, and for
    one it was said."""
    row = await db.get_one(Meeting, filled.meeting)
    row.starts_at += dt.timedelta(days=30)
    await db.flush()
    seen = row.starts_at.isoformat()
    await rescheduled.keep(db, griffier, row.id, filled.consultations["fresh"], seen)


async def _describe(db: AsyncSession, griffier: Actor, filled: Filled, words: Words) -> None:
    for fate in FATES[:-1]:
        document = await queries.document(db, filled.documents[fate])
        points = tuple(f"{n}. {words('beslispunt')}".replace("\n", " ") for n in (1, 2))
        edited = council.Edited("raadsvoorstel", words("gewone taal"), points, words("uitleg"))
        await council.edit(db, griffier, document.id, document.revision, edited)


def _elsewhere(questionnaire: Questionnaire) -> Questionnaire:
    hoods = (Option("o1", "Noord"), Option("o2", "Zuid"))
    return with_neighbourhoods(questionnaire, hoods)


async def _illustrate(
    db: AsyncSession, griffier: Actor, row: Consultation, filled: Filled, words: Words
) -> None:
    """A picture, a condition and a list of answers on the one that residents can answer; on the
    draft too, and there the neighbourhoods are others than those of the rules."""
    is_draft = filled.consultations.get("draft") == row.id
    drawn = await pictures.keep(db, griffier, picture())
    shown = Picture(drawn.hash.hex(), words("afbeelding"), drawn.width, drawn.height)
    filled.picture = f"{shown.hash}.webp"
    options = tuple(Option(f"o{n}", words(f"antwoord {n}").replace("\n", " ")) for n in (1, 2))
    asked = ChoiceQuestion("question-1", words("vraag"), options, 2, other=True, picture=shown)
    hung = structs.replace(asked, key="question-2", show_if=Condition("1.stance", ("against",)))
    await editing.change(
        db,
        griffier,
        row.id,
        row.revision,
        lambda all_: put(put(_elsewhere(all_) if is_draft else all_, asked), hung),
        what=words("wijziging"),
    )


async def _open(
    db: AsyncSession, griffier: Actor, filled: Filled, words: Words, rules: Rules
) -> None:
    rows: dict[str, Consultation] = {}
    for row in (await db.scalars(select(Consultation))).all():
        fate = next(f for f, document in filled.documents.items() if document == row.document_id)
        filled.consultations[fate], filled.slugs[fate] = row.id, row.slug
        rows[fate] = row
    await _open_one(db, griffier, rows["paper"])
    await consultations.close(db, griffier, rows["paper"].id)
    at_once = structs.replace(rules, late_paper_days=0)
    await council.publish_rules(db, griffier, at_once, words("reden van spelregels"))
    for fate, row in rows.items():
        if fate in {"open", "draft"}:
            await _illustrate(db, griffier, row, filled, words)
        if fate in {"fresh", "draft"}:
            await letter_codes.make(
                db, griffier, hashlib.sha256(row.id.bytes).digest(), row.id, set_id=uuid4(), size=3
            )
            await mail_codes.allow(db, griffier, row.id)
        if fate == "fresh":
            await letter_lots.state(db, griffier, row.id, 5000)
        if fate in {"open", "fresh", *CLOSED}:
            await _open_one(db, griffier, row)
    await population.publish(db, griffier, _residents(words), None)
    longer = course.Longer(local_day(await queries.now(db) + dt.timedelta(days=40)), words("reden"))
    await course.extend(db, griffier, rows["open"].id, rows["open"].revision, longer)
    stopped = rows["excepted"]
    await course.cancel(db, griffier, stopped.id, stopped.revision, words("reden"))


def _residents(words: Words) -> Population:
    age = tuple(Target(age, words("leeftijd"), 2500) for age in AGES)
    hoods = tuple(Target(code, words("wijk"), 2500) for code in ("WK01", "WK02"))
    return Population(
        words("bron"), 2026, (Margin(AGE, "15+", age), Margin(NEIGHBOURHOOD, "15+", hoods))
    )


async def _open_one(db: AsyncSession, griffier: Actor, row: Consultation) -> None:
    closes_at = await queries.now(db) + dt.timedelta(days=30)
    await consultations.open_(db, griffier, row.id, row.revision, closes_at)


def _answers(number: int, words: Words) -> Answers:
    return Answers(
        coded={"1.stance": STANCES[number % 6], "2.stance": STANCES[number % 5]},
        texts={"1.advice": words("advies"), "2.advice": words("advies")},
        background={"age_band": AGES[number % 2], "neighbourhood": f"WK0{number % 2 + 1}"},
    )


async def _said(sessions: Sessions, filled: Filled, fate: str, words: Words, secret: bytes) -> None:
    """Ten answers; of the first one was replaced, the second withdrawn, the third set aside."""
    consultation = filled.consultations[fate]
    received = []
    for number in range(10):
        async with sessions.begin() as db:
            channel, signs = "paper" if number == 3 else "web", SIGNS if number > 6 else ()
            sending = Sending(_answers(number, words), uuid4(), channel, signs=signs)
            received.append(await participation.send(db, consultation, sending, secret=secret))
    async with sessions.begin() as db:
        change = Sending(_answers(5, words), uuid4(), replaces=received[0].response_id)
        shown, _ = await participation.held_if_open(db, consultation)
        await participation.receive(db, shown, change, secret=secret)
        await endings.withdraw(db, shown, received[1].response_id)
        await set_aside(db, shown, received[2].response_id, reason="proef", why=words("uitleg"))
    if fate == "open":
        async with sessions.begin() as db:
            shown, _ = await participation.held_if_open(db, consultation)
            me = (await db.get_one(Account, filled.accounts[Role.GRIFFIE])).name
            mine = Actor(filled.accounts[Role.GRIFFIE], me, Role.GRIFFIE, "192.0.2.1")
            for who, one in ((mine, received[7]), (await make_griffier(db), received[8])):
                what = {"reason": "proef", "explanation": words("uitleg")}
                await judging.propose(db, who, shown, one.response_id, **what)
        filled.codes = [one.code for one in (received[0], *received[3:])]
        filled.withdrawn = received[1].code
        filled.marks = [one.entry_id.hex[:10] for one in received[3:]]


async def _summarise(db: AsyncSession, griffier: Actor, filled: Filled, words: Words) -> None:
    """Of both summaries some quotations are read; one of them becomes final and is attached."""
    for fate in CLOSED:
        consultation = filled.consultations[fate]
        summary = await results.draft_of(db, consultation)
        drawn = await summaries.drawn(db, summary.result_id, 2)
        for place, one in enumerate(drawn[:4]):
            reason = words("reden van weigering") if place == 1 else ""
            await results.decide(
                db, griffier, consultation, one.id, released=place != 1, reason=reason
            )
        await db.refresh(summary)
        text = words("begeleidende tekst")
        await results.accompany(db, griffier, consultation, summary.revision, text)
        await db.flush()
        await db.refresh(summary)
    later = results.Reveal(at_once=False)
    await results.finalise(db, griffier, filled.consultations["waiting"], TOWN, reveal=later)
    final = await results.finalise(db, griffier, filled.consultations["final"], TOWN)
    await agenda.attach(db, griffier, filled.items["final"], final.id)
    await results.correct(db, griffier, filled.consultations["final"], words("verbetering"))


async def _body(db: AsyncSession, griffier: Actor, filled: Filled, words: Words) -> None:
    """An advisory council, and one without members."""
    today = local_day(await queries.now(db))
    member = filled.accounts[Role.ADVIESRAAD]
    for name in ("reads", "empty"):
        about = About(words(f"adviesraad {name}")[:120], "adviesraad", ("groen",))
        made = await body_actions.make(db, griffier, about)
        filled.bodies[name] = made.id
    manager = Actor(filled.accounts[Role.BEHEERDER], words("naam"), Role.BEHEERDER, "192.0.2.2")
    term = Appointment(member, today, None)
    await body_actions.appoint(db, manager, filled.bodies["reads"], term)


async def _review(db: AsyncSession, griffier: Actor, filled: Filled, words: Words) -> None:
    """Of one summary the council talks still, to two it objected; one of those is answered."""
    member = Actor(filled.accounts[Role.ADVIESRAAD], words("naam"), Role.ADVIESRAAD, "192.0.2.1")
    due = local_day(await queries.now(db)) + dt.timedelta(days=10)
    for fate in ("unfinished", "waiting", "final"):
        question = Question(words("titel"), due, "https://raadgever.test")
        body = filled.bodies["reads"]
        await asking.ask(db, griffier, filled.consultations[fate], [body], question)
        [asked] = await reviews.of_consultation(db, filled.consultations[fate])
        filled.requests[fate] = asked.row.id
        await speaking.remark(db, member, asked.row.id, words("overleg"))
        await speaking.dissent(db, member, asked.row.id, words("andere mening"), named_=True)
    final, request = filled.consultations["final"], filled.requests["final"]
    await asking.go_on(db, griffier, final, 1, words("reden"))
    [said] = await talk.remarks(db, request)
    await speaking.take_back(db, member, request, said.id)
    objection = Judged(Verdict.OBJECTS, words("bezwaar"), 0)
    for fate in ("waiting", "final"):
        await speaking.judge(db, member, filled.requests[fate], objection)
    [asked] = await reviews.of_consultation(db, final)
    await asking.answer(db, griffier, final, asked.verdicts[0].row.id, words("antwoord"))


async def _except(db: AsyncSession, griffier: Actor, filled: Filled, words: Words) -> None:
    plea = Plea("redactioneel", words("reden"), difference=words("verschil"))
    item, document = filled.items["excepted"], filled.documents["excepted"]
    await agenda.except_(db, griffier, item, plea)
    await council.choose_main(db, griffier, item, document, words("reden van hoofdstuk"))


async def _give_up(db: AsyncSession, filled: Filled, words: Words) -> None:
    """A task that workers gave up on, with what they wrote down about it."""
    subject = filled.dead = filled.documents["unclassified"]
    later = await queries.now(db) + dt.timedelta(days=1)
    topic = Topic.DOCUMENT_CHANGED
    db.add(PromiseRow(topic=topic, subject=subject, due_at=later))
    now = await queries.now(db)
    await db.merge(TaskRow(topic=topic, subject=subject, dead_at=now, last_error=words("fout")))


async def _worker(db: AsyncSession) -> None:
    """One that is seen alive for as long as the tests last."""
    await vitals.beat(db, NOBODY, "ergens")
    later = func.clock_timestamp() + dt.timedelta(days=1)
    await db.execute(update(vitals.WorkerSeen).values(seen_at=later))


async def fill(sessions: Sessions, secret: bytes, words: Words = plainly) -> Filled:
    filled = Filled()
    async with sessions.begin() as db:
        await _worker(db)
        griffier = await _staff(db, filled, words, secret)
        rules = await _rules(db, griffier, words)
        await _body(db, griffier, filled, words)
        await _agenda(db, griffier, filled, words)
        await _describe(db, griffier, filled, words)
    await keep_promises(sessions, worker.WORKS)
    async with sessions.begin() as db:
        await _open(db, griffier, filled, words, rules)
    for fate in ("open", *CLOSED):
        await _said(sessions, filled, fate, words, secret)
    async with sessions.begin() as db:
        for fate in CLOSED:
            await consultations.close(db, griffier, filled.consultations[fate])
    await keep_promises(sessions, worker.WORKS)
    async with sessions.begin() as db:
        await _review(db, griffier, filled, words)
        await _summarise(db, griffier, filled, words)
        await _except(db, griffier, filled, words)
        await _by_hand(db, griffier, filled, words)
        await _off(db, griffier, filled, words)
        await _decide(db, griffier, filled, words)
        await _reschedule(db, griffier, filled)
        await _give_up(db, filled, words)
    await keep_promises(sessions, worker.WORKS)
    await _sign(sessions, secret)
    return filled


async def _off(db: AsyncSession, griffier: Actor, filled: Filled, words: Words) -> None:
    """An item by hand that is off the agenda while residents are asked about it."""
    text = by_hand.ItemText("9", words("agendapunt"), words("toelichting"), heading=False)
    item = await by_hand.add_item(db, griffier, filled.meetings["hand"], uuid4(), text)
    paper = Paper(words("titel"), None, "raadsvoorstel", words("tekst"))
    await papers.lay(db, griffier, item, uuid4(), paper)
    here = select(AgendaItemDocument.document_id).where(AgendaItemDocument.agenda_item_id == item)
    document = await queries.document(db, (await db.scalars(here)).one())
    points = (f"1. {words('beslispunt')}".replace("\n", " "),)
    edited = council.Edited("raadsvoorstel", words("gewone taal"), points, words("uitleg"))
    await council.edit(db, griffier, document.id, document.revision, edited)
    row = await consultations.draft(db, document.id)
    assert row is not None
    await db.flush()
    await _open_one(db, griffier, row)
    await by_hand.take_off(db, griffier, item, (await queries.item(db, item)).revision)
    filled.items["off"] = item


async def _decide(db: AsyncSession, griffier: Actor, filled: Filled, words: Words) -> None:
    """The council met about what was heard, decided, answered, and put both right once."""
    starts_at = await queries.now(db) - dt.timedelta(minutes=1)
    about = hand_meetings.MeetingText(words("titel"), None, starts_at, None, None)
    filled.meetings["met"] = await hand_meetings.make_meeting(db, griffier, uuid4(), about)
    text = by_hand.ItemText("1", words("agendapunt"), words("toelichting"), heading=False)
    item = await by_hand.add_item(db, griffier, filled.meetings["met"], uuid4(), text)
    await papers.lay_too(db, griffier, item, filled.documents["final"])
    row = select(Summary.id).where(
        Summary.consultation_id == filled.consultations["final"], Summary.final
    )
    await agenda.attach(db, griffier, item, (await db.scalars(row)).first() or NOBODY)
    link = "https://raad.example/besluiten?a=1&b='2"
    for seen, outcome in enumerate(("aangenomen", "verworpen")):
        said = Ruling(outcome, local_day(starts_at), words("besluit"), link, because=words("reden"))
        await decisions.decide(db, griffier, item, said, seen=seen)
        answer = Answer("deels_overgenomen", words(f"antwoord {seen}"), "raad", words("reden"))
        told = {"1": answer, "voorstel": answer}
        await decisions.answer(db, griffier, item, told, seen=dict.fromkeys(told, seen))
    filled.items["decided"] = item


async def _sign(sessions: Sessions, secret: bytes) -> None:
    signer = notes.new_signer("merenburg.example/log", hashlib.sha256(secret).digest())
    async with sessions.begin() as db:
        await promising.make_known(db, promising.signer(secret, HOST))  # with the first thanks
        await logged.announce(db, sealed=True)
    with TemporaryDirectory() as folder:
        sealing = Sealing(signer, Path(folder))
        await keep_promises(sessions, worker.works(sealing=sealing))


def one_by_one(corpus: tuple[str, ...]) -> Words:
    """Every free text is the next of the corpus; long enough for any field that asks for length."""
    numbers: Iterator[int] = count()
    return lambda what: f"{corpus[next(numbers) % len(corpus)]} {what} en nog wat woorden"


async def texts(db: AsyncSession) -> int:
    """How many texts of residents there are; a town without any proves nothing."""
    entries = (await db.scalars(select(func.count()).select_from(Entry))).one()
    written = (await db.scalars(select(func.count()).select_from(AnswerText))).one()
    return min(entries, written)
