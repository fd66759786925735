# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said, changed and withdrawn gets its place in the log, whoever dies meanwhile."""

import asyncio
import json
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from backend import outbox
from backend.audit.actions import SYSTEM
from backend.consultations import actions as consultations
from backend.consultations import queries as asked
from backend.ledger import bodies, checkpoints, commitments, proofs, queries, tree
from backend.ledger.bodies import Kind
from backend.ledger.order import SMALLEST, Waiting, arranged
from backend.ledger.proofs import Proof
from backend.ledger.sealing import Sealing, seal
from backend.ledger.sequencing import LOG, append, sequence
from backend.ledger.tables import CheckpointRow, EntryKey, LogDue, LogEntry
from backend.outbox import Hopeless, TaskRow, Topic
from backend.participation import actions, logged
from backend.participation.sending import Received, Sending
from surveys.questionnaire import Answers
from tests.backend.agenda.tricks import emptied
from tests.backend.participation.aside import set_aside
from tests.backend.results.made import SECRET, say, withdraw

pytestmark = pytest.mark.anyio
CHANGES = {
    "log_entry": "UPDATE log_entry SET body = body",
    "log_node": "UPDATE log_node SET hash = hash",
    "checkpoint": "UPDATE checkpoint SET note = note",
    "logged": "UPDATE logged SET kind = kind",
}


async def count(sessions, table, *where) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(table).where(*where))).one()


async def work(sessions, sealing: Sealing | None = None) -> int:
    """As a worker does each second."""
    async with sessions.begin() as db:
        await logged.announce(db, sealed=sealing is not None)
    return await outbox.keep_promises(sessions, {Topic.LOG_DUE: sequence(logged.gather, sealing)})


async def read(sessions) -> list[dict]:
    async with sessions() as db:
        return [json.loads(body) for body in await queries.bodies(db, 0, 10_000)]


async def settle(owner_dsn: str) -> None:
    """A minute passes."""
    connection = await asyncpg.connect(owner_dsn)
    await connection.execute("ALTER TABLE entry DISABLE TRIGGER USER")
    await connection.execute("ALTER TABLE log_due DISABLE TRIGGER USER")
    await connection.execute("UPDATE entry SET received_at = received_at - interval '61 s'")
    await connection.execute("UPDATE log_due SET made_at = made_at - interval '61 s'")
    await connection.execute("ALTER TABLE entry ENABLE TRIGGER USER")
    await connection.execute("ALTER TABLE log_due ENABLE TRIGGER USER")
    await connection.close()


async def many(sessions, park, number: int = SMALLEST) -> list[Received]:
    return [await say(sessions, park, "for", f"Advies {n}.") for n in range(number)]


async def test_few_answers_wait_for_company_and_enough_of_them_are_added(sessions, park) -> None:
    await many(sessions, park, SMALLEST - 1)
    assert await work(sessions) == 0
    assert await count(sessions, LogEntry) == 0
    await say(sessions, park, "against")
    await work(sessions)
    found = await read(sessions)
    assert [entry["t"] for entry in found] == ["reactie"] * SMALLEST
    assert {entry["c"] for entry in found} == {str(park.id)}
    async with sessions() as db:
        leaves = (await db.scalars(select(LogEntry.leaf).order_by(LogEntry.position))).all()
    assert list(leaves) == sorted(leaves), "the order tells who was first"
    assert await work(sessions) == 0, "and then there is nothing to do"


async def test_nobody_waits_longer_than_a_minute(sessions, park, owner_dsn) -> None:
    await say(sessions, park, "for")
    assert await work(sessions) == 0
    await settle(owner_dsn)
    await work(sessions)
    assert await count(sessions, LogEntry) == 1


async def test_closing_adds_what_waits(sessions, park) -> None:
    await say(sessions, park, "for")
    async with sessions.begin() as db:
        await consultations.close(db, SYSTEM, park.id)
    await work(sessions)
    assert await count(sessions, LogEntry) == 1


async def test_an_entry_says_the_same_fields_whatever_was_filled_in(sessions, park) -> None:
    await many(sessions, park, SMALLEST - 1)
    answers = Answers({"1.stance": "for_if"}, {"1.condition": "Als er bomen komen."}, {})
    async with sessions.begin() as db:
        await actions.send(db, park.id, Sending(answers, uuid4()), secret=SECRET)
    await work(sessions)
    names = {frozenset(entry["d"]) for entry in await read(sessions)}
    assert len(names) == 1
    assert {"vraag/1.stance", "vraag/1.advice", "vraag/1.condition", "achtergrond/age_band",
            "kanaal", "dag"} <= next(iter(names))  # fmt: skip


async def test_what_was_said_opens_its_commitments_and_nothing_else_does(sessions, park) -> None:
    received = (await many(sessions, park))[3]
    await work(sessions)
    async with sessions() as db:
        place = await queries.place(db, received.entry_id)
        opening = await logged.opening(db, received.entry_id)
        assert place is not None
        assert opening is not None
        (body,) = await queries.bodies(db, place.position, place.position + 1)
    committed = json.loads(body)["d"]
    assert opening.fields["vraag/1.advice"] == "Advies 3."
    assert opening.fields["kanaal"] == "web"
    assert set(opening.fields) == set(opening.salts) == set(committed)
    for field, value in opening.fields.items():
        salt = opening.salts[field]
        assert commitments.commitment(field, salt, value).hex() == committed[field]
        assert commitments.commitment(field, salt, "anders").hex() != committed[field]


async def test_a_change_names_what_it_replaces_also_within_one_batch(sessions, park) -> None:
    await many(sessions, park, SMALLEST - 3)
    first = await say(sessions, park, "for")
    second = await say(sessions, park, "against", replaces=first.response_id)
    third = await say(sessions, park, "neutral", replaces=first.response_id)
    await work(sessions)
    async with sessions() as db:
        places = [await queries.place(db, each.entry_id) for each in (first, second, third)]
    assert [place.kind for place in places] == ["reactie", "vervanging", "vervanging"]
    assert [place.position for place in places] == sorted(place.position for place in places)
    found = await read(sessions)
    assert found[places[1].position]["v"] == places[0].leaf.hex()
    assert found[places[2].position]["v"] == places[1].leaf.hex()


async def test_what_was_withdrawn_after_it_was_logged_is_shut_for_ever(
    sessions, park, owner_dsn
) -> None:
    received = (await many(sessions, park))[0]
    await work(sessions)
    before = await read(sessions)
    await withdraw(sessions, park, received)
    async with sessions() as db:
        assert await logged.opening(db, received.entry_id) is None
        place = await queries.place(db, received.entry_id)
    assert await count(sessions, EntryKey) == SMALLEST - 1
    await settle(owner_dsn)
    await work(sessions)
    after = await read(sessions)
    assert after[:-1] == before
    assert after[-1] == {"t": "intrekking", "c": str(park.id), "v": place.leaf.hex()}


async def test_what_was_withdrawn_before_it_was_logged_stands_there_like_any_other(
    sessions, park, owner_dsn
) -> None:
    received = await say(sessions, park, "for", "Meer bomen.")
    changed = await say(sessions, park, "against", replaces=received.response_id)
    async with sessions() as db:
        expected = [await logged.leaf(db, each.entry_id) for each in (received, changed)]
    await withdraw(sessions, park, received)
    assert await count(sessions, EntryKey) == 0
    await settle(owner_dsn)
    await work(sessions)
    async with sessions() as db:
        leaves = (await db.scalars(select(LogEntry.leaf).order_by(LogEntry.position))).all()
    assert list(leaves[:2]) == expected, "as it was promised"
    assert [entry["t"] for entry in await read(sessions)] == [
        "reactie", "vervanging", "intrekking",
    ]  # fmt: skip
    assert await count(sessions, LogDue) == 0


async def test_what_was_set_aside_has_its_reason_in_the_log(sessions, park, owner_dsn) -> None:
    received = await say(sessions, park, "for")
    async with sessions.begin() as db:
        held = await asked.hold(db, park.id)
        await set_aside(db, held, received.response_id, reason="dubbel")
    await withdraw(sessions, park, received)
    await settle(owner_dsn)
    await work(sessions)
    found = await read(sessions)
    assert [entry["t"] for entry in found] == ["reactie", "uitsluiting", "intrekking"]
    assert found[1]["reden"] == "dubbel"
    leaves = [tree.leaf_hash(commitments.canonical(entry)) for entry in found]
    assert [found[1]["v"], found[2]["v"]] == [leaves[0].hex(), leaves[1].hex()]


async def test_each_batch_is_signed_and_proves_every_entry(
    sessions, park, sealing: Sealing
) -> None:
    received = await many(sessions, park, SMALLEST + 5)
    await work(sessions, sealing)
    content = sealing.file.read_bytes()
    keys = [sealing.signer.verifier]
    head = checkpoints.opened(content, keys)
    assert head.size == SMALLEST + 5
    assert sealing.file.stat().st_mode & 0o777 == 0o644
    async with sessions() as db:
        for each in received:
            place = await queries.place(db, each.entry_id)
            path = await queries.inclusion(db, place.position, head.size)
            file = bytes(Proof(place.position, tuple(path), content))
            assert proofs.verified(proofs.parse(file), place.leaf, keys) == head
    await many(sessions, park)
    await work(sessions, sealing)
    later = checkpoints.opened(sealing.file.read_bytes(), keys)
    async with sessions() as db:
        path = await queries.consistency(db, head.size, later.size)
        assert (await queries.newest(db)).note.encode() == sealing.file.read_bytes()
    assert tree.verify_consistency(head.size, later.size, path, head.root, later.root)


async def test_two_sequencers_at_once_add_each_entry_once_and_leave_no_gap(sessions, park) -> None:
    await many(sessions, park, 30)
    async with sessions() as db:
        entries = arranged((await logged.gather(db)).waiting)
    assert len(entries) == 30

    async def race() -> int:
        async with sessions.begin() as db:
            return await append(db, entries)

    added = await asyncio.gather(*(race() for _ in range(4)))
    assert sorted(added) == [0, 0, 0, 30]
    assert await count(sessions, LogEntry) == 30
    assert await count(sessions, EntryKey, EntryKey.waiting) == 0


async def test_a_withdrawal_while_a_batch_is_added_loses_nothing(sessions, park, owner_dsn) -> None:
    """The batch was read, then somebody withdrew, then it is written."""
    received = (await many(sessions, park))[0]
    async with sessions() as db:
        entries = arranged((await logged.gather(db)).waiting)
    await withdraw(sessions, park, received)
    async with sessions.begin() as db:
        await append(db, entries)
    await settle(owner_dsn)
    await work(sessions)
    found = await read(sessions)
    assert [entry["t"] for entry in found] == ["reactie"] * SMALLEST + ["intrekking"]
    assert await count(sessions, LogDue) == 0


async def test_a_worker_killed_before_it_signs_leaves_a_log_that_the_next_one_signs(
    sessions, park, sealing: Sealing
) -> None:
    await many(sessions, park)
    await work(sessions)
    assert not sealing.file.exists()
    assert await work(sessions, sealing) == 1
    assert checkpoints.opened(sealing.file.read_bytes(), [sealing.signer.verifier]).size == SMALLEST


async def test_a_worker_killed_before_it_publishes_signs_the_same_again(
    sessions, park, sealing: Sealing
) -> None:
    await many(sessions, park)
    await work(sessions, sealing)
    content = sealing.file.read_bytes()
    sealing.file.unlink()
    await seal(sessions, sealing)
    assert sealing.file.read_bytes() == content
    assert await count(sessions, CheckpointRow) == 1


async def test_an_old_backup_is_not_signed_over_what_the_world_has_seen(
    sessions, park, sealing: Sealing
) -> None:
    await many(sessions, park)
    await work(sessions, sealing)
    signer = sealing.signer
    further = checkpoints.Checkpoint(signer.name, SMALLEST + 1, bytes(32))
    sealing.file.write_text(str(checkpoints.signed(further, signer)))
    with pytest.raises(Hopeless, match="oude reservekopie"):
        await seal(sessions, sealing)
    other = checkpoints.Checkpoint(signer.name, SMALLEST - 1, bytes(32))
    sealing.file.write_text(str(checkpoints.signed(other, signer)))
    with pytest.raises(Hopeless, match="anders dan wat al is gepubliceerd"):
        await seal(sessions, sealing)
    sealing.file.write_text("half een bestand")
    with pytest.raises(Hopeless, match="checkpoint"):
        await seal(sessions, sealing)


async def test_the_griffie_reads_why_nothing_is_signed(sessions, park, sealing: Sealing) -> None:
    await many(sessions, park)
    sealing.folder.mkdir()
    ahead = checkpoints.Checkpoint(sealing.signer.name, 5, bytes(32))
    sealing.file.write_text(str(checkpoints.signed(ahead, sealing.signer)))
    await work(sessions, sealing)
    async with sessions() as db:
        task = await db.get_one(TaskRow, (Topic.LOG_DUE, LOG))
    assert "oude reservekopie" in task.last_error
    assert task.dead_at is not None


async def test_the_log_proves_itself_over_many_tiles(sessions, sealing: Sealing) -> None:
    entries = [
        Waiting(UUID(int=number), Kind.ATTACHMENT, bodies.canonical({"n": number}))
        for number in range(700)
    ]
    whole = tree.Tree(tree.leaf_hash(one.body) for one in entries)
    for start, end in ((0, 3), (3, 255), (255, 257), (257, 600), (600, 700)):
        async with sessions.begin() as db:
            await append(db, arranged(entries[start:end]))
            assert await queries.root(db, end) == whole.root(end)
    async with sessions() as db:
        for index, size in ((0, 700), (255, 256), (256, 257), (511, 600), (699, 700)):
            assert await queries.inclusion(db, index, size) == whole.inclusion(index, size)
            assert await queries.consistency(db, index + 1, size) == whole.consistency(
                index + 1, size
            )
        assert await queries.root(db, 0) == tree.EMPTY_ROOT


async def _refused(sessions, statement: str) -> None:
    with pytest.raises(DBAPIError):
        async with sessions.begin() as db:
            await db.execute(text(statement))


async def test_whoever_speaks_sql_changes_nothing_that_is_in_the_log(
    sessions, park, sealing: Sealing, owner_dsn
) -> None:
    await many(sessions, park)
    await work(sessions, sealing)
    async with sessions.begin() as db:
        await db.execute(text("INSERT INTO log_node VALUES (1, 0, 'x')"))
    owner = await asyncpg.connect(owner_dsn)
    for table, change in CHANGES.items():
        for statement in (change, *emptied(table)):
            await _refused(sessions, statement)
            with pytest.raises(asyncpg.PostgresError):
                await owner.execute(statement)
    await owner.close()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO log_entry VALUES (11, 'reactie', 'x', sha256('\\x00'::bytea || 'x'))",
        "INSERT INTO log_entry VALUES (9, 'reactie', 'x', sha256('\\x00'::bytea || 'x'))",
        "INSERT INTO log_entry VALUES (-1, 'reactie', 'x', sha256('\\x00'::bytea || 'x'))",
        "INSERT INTO log_entry VALUES (10, 'reactie', 'x', sha256('x'))",
        "INSERT INTO log_entry VALUES (10, 'iets', 'x', sha256('\\x00'::bytea || 'x'))",
        "INSERT INTO checkpoint (size, root, note) VALUES (11, 'x', 'x')",
        "INSERT INTO checkpoint (size, root, note) VALUES (10, 'x', 'x')",
        "UPDATE entry_key SET waiting = true",
        "UPDATE entry_key SET key = sha256('x')",
        "DELETE FROM entry_key",
        "TRUNCATE entry_key",
        "DELETE FROM log_due",
        "UPDATE log_due SET body = 'x'",
        "TRUNCATE log_due",
    ],
)
async def test_whoever_speaks_sql_makes_no_gap_and_forgets_nothing(
    sessions, park, sealing: Sealing, statement: str
) -> None:
    received = (await many(sessions, park))[0]
    await work(sessions, sealing)
    await withdraw(sessions, park, received)  # a row in log_due, that waits
    await _refused(sessions, statement)
