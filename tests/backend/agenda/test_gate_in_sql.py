# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever has the application's password and speaks SQL still does not get past the gate."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
from anyio import create_task_group, fail_after, sleep

from backend.accounts.roles import Role
from backend.consultations import actions as consultations
from backend.council.actions import publish_rules
from surveys.reasons import letters
from surveys.rules import Rules
from tests.backend.agenda import made
from tests.backend.agenda.tricks import (
    ATTEMPT,
    BATCH,
    CANCEL,
    EXTEND,
    IMMUTABLE,
    LAY,
    LETTER,
    NEW_ITEM,
    REFUSED,
    SHADOWS,
    WITHOUT_EFFECT,
    cancel,
    counted,
    emptied,
)

pytestmark = pytest.mark.anyio

READY = "SELECT ready FROM readiness WHERE agenda_item_id = $1"


@pytest.fixture
async def scene(sessions) -> dict[str, object]:
    """Under the usual rules: one item heard too short, one open, one with a loose exception."""
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await publish_rules(db, actor, Rules(), "Dezelfde regels, opnieuw vastgesteld.")
        spot = await made.make_spot(db, actor)
        row, summary = await made.heard(db, actor, spot.document_id)
        being = await made.make_spot(db, actor)
        open_row = await made.make_open(db, actor, being.document_id)
        entry = await made.answer(db, open_row.id)
        other = await made.make_spot(db, actor)
        connection = await db.connection()
        found: dict[str, object] = {
            "griffier": actor.id,
            "member": (await made.make_griffier(db, Role.RAADSLID)).id,
            "gone": (await made.make_griffier(db)).id,
            "item": spot.item_id,
            "document": spot.document_id,
            "version": row.document_version_id,
            "consultation": row.id,
            "summary": summary.id,
            "result": summary.result_id,
            "open_item": being.item_id,
            "open_version": open_row.document_version_id,
            "open_consultation": open_row.id,
            "entry": entry,
            "other_item": other.item_id,
            "other_document": other.document_id,
            "unused": uuid4(),
            "one": uuid4(),
            "two": uuid4(),
            "exception": uuid4(),
            "batch": uuid4(),
            "unsealed_batch": uuid4(),
        }
        await connection.exec_driver_sql(
            "UPDATE account SET disabled_at = now() WHERE id = $1", (found["gone"],)
        )
        for name, document, number in (
            ("old_version", spot.document_id, 1),
            ("other_version", other.document_id, 2),
        ):
            version = await connection.exec_driver_sql(
                "SELECT id FROM document_version WHERE document_id = $1 AND number = $2",
                (document, number),
            )
            found[name] = version.scalar_one()
        await connection.exec_driver_sql(
            "INSERT INTO gate_exception (id, agenda_item_id, document_version_id, ground, reason,"
            " made_by, made_by_name, made_by_role) VALUES ($1, $2, $3, 'spoed', $4, $5, 'G', 'g')",
            (found["exception"], other.item_id, found["other_version"], made.REASON, actor.id),
        )
        await connection.exec_driver_sql(
            "INSERT INTO coded_answers (entry_id, coded) VALUES ($1, '{}')", (entry,)
        )
        for batch in (found["batch"], found["unsealed_batch"]):
            await connection.exec_driver_sql(
                "INSERT INTO batch (id, consultation_id, hash, origin_id) VALUES ($1, $2, '', $1)",
                (batch, open_row.id),
            )
        await connection.exec_driver_sql(
            "INSERT INTO batch_count (batch_id, consultation_id, count) VALUES ($1, $2, 'sealed')",
            (found["batch"], open_row.id),
        )
    return found


@pytest.fixture
async def intruder(town) -> AsyncIterator[asyncpg.Connection]:
    """Somebody with the application's password and nothing else."""
    connection = await asyncpg.connect(town.database_url.replace("+asyncpg", ""))
    yield connection
    await connection.close()


async def all_red(intruder: asyncpg.Connection, scene: dict[str, object]) -> None:
    for name in ("item", "open_item", "other_item"):
        assert await intruder.fetchval(READY, scene[name]) is False
    assert await intruder.fetchval("SELECT count(*) FROM attachment") == 0


async def test_every_trick_that_touches_the_gate_is_refused(scene, intruder) -> None:
    passed = []
    for name, trick in REFUSED.items():
        try:
            async with intruder.transaction():
                await intruder.execute(trick.format_map(scene))
                passed.append(name)
                raise asyncpg.RaiseError
        except asyncpg.PostgresError:
            await intruder.execute("RESET ALL")
    assert passed == []
    await all_red(intruder, scene)


async def test_what_may_be_written_does_not_open_the_gate(scene, intruder) -> None:
    for name, trick in WITHOUT_EFFECT.items():
        undo = intruder.transaction()
        await undo.start()
        await intruder.execute(trick.format_map(scene))
        for item in ("item", "open_item", "other_item"):
            assert await intruder.fetchval(READY, scene[item]) is False, name
        with pytest.raises(asyncpg.PostgresError):
            await intruder.execute(ATTEMPT.format_map(scene))
        await undo.rollback()
    await all_red(intruder, scene)


@pytest.mark.parametrize("shadow", SHADOWS)
async def test_tables_of_ones_own_do_not_stand_in_for_the_real_ones(
    scene, intruder, shadow
) -> None:
    """A temporary table comes before a real one of the same name, unless a function says not."""
    await intruder.execute(SHADOWS[shadow].format_map(scene))
    with pytest.raises(asyncpg.PostgresError):
        await intruder.execute(ATTEMPT.format_map(scene))
    await all_red(intruder, scene)


async def test_counts_are_sealed_while_the_consultation_is_open(scene, intruder, sessions) -> None:
    asked = "SELECT count FROM batch_count"
    guess = "SELECT most_common_vals::text FROM pg_stats WHERE tablename = 'batch_count'"
    assert await intruder.fetch(asked) == []
    assert await intruder.fetch(guess) == []
    look = intruder.transaction()
    await look.start()
    close = "UPDATE consultation SET stage = 'closed' WHERE id = $1"
    await intruder.execute(close, scene["open_consultation"])
    assert await intruder.fetch(asked) == [], "or one could look, and take the closing back"
    await look.rollback()
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await consultations.close(db, actor, scene["open_consultation"])
    assert [row["count"] for row in await intruder.fetch(asked)] == [b"sealed"]


async def test_even_the_owner_does_not_change_what_was_written(scene, owner_dsn) -> None:
    connection = await asyncpg.connect(owner_dsn)
    try:
        for table in IMMUTABLE:
            filled = await connection.fetchval(counted(table))
            delete, truncate = emptied(table)
            for verb in (delete, truncate) if filled else (truncate,):
                with pytest.raises(asyncpg.PostgresError):
                    await connection.execute(verb)
    finally:
        await connection.close()


async def test_the_moment_of_attaching_is_the_databases_own(scene, intruder) -> None:
    await intruder.execute(
        "INSERT INTO attachment (id, agenda_item_id, document_id, document_version_id,"
        " exception_id, made_by, made_at) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5,"
        " '2020-01-01')",
        *(scene[name] for name in ("other_item", "other_document", "other_version")),
        scene["exception"],
        scene["griffier"],
    )
    year = await intruder.fetchval("SELECT extract(year FROM made_at)::int FROM attachment")
    assert year > 2020
    assert await intruder.fetchval(READY, scene["other_item"]) is True


async def test_what_a_document_is_somebody_says_aloud_and_for_good(scene, intruder) -> None:
    """The limit of what a database can hold: what a document *is*, a person has to say.

    Whoever says it has a name and gives a reason, and neither ever goes away.
    """
    undo = intruder.transaction()
    await undo.start()
    await intruder.execute(LETTER.replace("  kort    ", "Het is een brief.").format_map(scene))
    assert await intruder.fetchval(READY, scene["item"]) is True
    said = await intruder.fetchrow("SELECT * FROM classification ORDER BY id DESC LIMIT 1")
    assert (said["was"], said["kind"]) == ("raadsvoorstel", "informatiebrief")
    assert (said["made_by"], said["reason"]) == (scene["griffier"], "Het is een brief.")
    assert said["made_by_name"] == "Guusje de Griffier"
    await undo.rollback()


async def test_an_exception_carries_the_name_of_the_account_and_the_moment(scene, intruder) -> None:
    """The scene wrote it down in another name."""
    said = await intruder.fetchrow("SELECT * FROM gate_exception")
    assert (said["made_by_name"], said["made_by_role"]) == ("Guusje de Griffier", "griffie")
    assert said["made_at"].year > 2020


async def test_a_heading_that_gets_papers_is_red(scene, intruder) -> None:
    born = NEW_ITEM.replace(", false FROM", ", true FROM")
    assert born != NEW_ITEM
    await intruder.execute(born.format_map(scene))
    assert await intruder.fetchval(READY, scene["one"]) is True
    await intruder.execute(f"{LAY}('{scene['one']}', '{scene['document']}', 0, true)")
    assert await intruder.fetchval(READY, scene["one"]) is False


async def test_a_closing_moment_that_has_come_is_not_moved(scene, intruder, owner_dsn) -> None:
    """Or a minute of answering, and an extension two weeks later, would be two weeks of hearing."""
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("ALTER TABLE consultation DISABLE TRIGGER guard")
    await owner.execute(
        "UPDATE consultation SET opened_at = now() - interval '15 days',"
        " closes_at = now() - interval '15 days' + interval '1 minute' WHERE id = $1",
        scene["open_consultation"],
    )
    await owner.execute("ALTER TABLE consultation ENABLE TRIGGER guard")
    await owner.close()
    with pytest.raises(asyncpg.CheckViolationError, match="before it has come"):
        await intruder.execute(EXTEND.format_map(scene))
    with pytest.raises(asyncpg.CheckViolationError, match="neither cancelled nor taken back"):
        await intruder.execute(
            "UPDATE consultation SET stage = 'cancelled', cancel_reason = 'Liever niet.'"
            " WHERE id = $1",
            scene["open_consultation"],
        )


OLD = {
    "extend": EXTEND,
    "classify": LETTER.replace("  kort    ", "Het is een brief."),
    "choose": "INSERT INTO main_choice (agenda_item_id, document_id, reason, made_by)"
    " VALUES ('{item}', '{document}', '', '{griffier}')",
    "attach": "INSERT INTO attachment (id, agenda_item_id, document_id, document_version_id,"
    " exception_id, made_by) VALUES ('{one}', '{other_item}', '{other_document}',"
    " '{other_version}', '{exception}', '{griffier}')",
    "withdraw": CANCEL + cancel("one", "entry"),
}


@pytest.mark.parametrize("isolation", ["repeatable_read", "serializable"])
@pytest.mark.parametrize("act", OLD)
async def test_nobody_decides_on_an_old_snapshot(scene, intruder, act, isolation) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="read committed"):
        async with intruder.transaction(isolation=isolation):
            await intruder.execute(OLD[act].format_map(scene))
    await intruder.execute(OLD[act].format_map(scene))


async def test_whoever_waits_for_an_answer_still_adds_nothing_to_it(scene, intruder, town) -> None:
    """A transaction that is older than the answer is no more its author than a younger one."""
    other = await asyncpg.connect(town.database_url.replace("+asyncpg", ""))
    waiting = intruder.transaction()
    await waiting.start()
    await intruder.fetch("SELECT pg_current_xact_id()")
    answer = (
        "INSERT INTO entry (id, consultation_id, response_id, kind, channel, form_key, body_hash)"
        " VALUES ($1, $2, $1, 'submission', 'web', gen_random_uuid(), '')"
    )
    say = "INSERT INTO answer_text VALUES ($1, '1.advice', 'Bouw maar.')"
    await other.execute(answer, scene["one"], scene["open_consultation"])
    await other.close()
    with pytest.raises(asyncpg.CheckViolationError, match="nobody adds"):
        await intruder.execute(say, scene["one"])
    await waiting.rollback()
    async with intruder.transaction():
        async with intruder.transaction():  # a savepoint
            await intruder.execute(answer, scene["two"], scene["open_consultation"])
        await intruder.execute(say, scene["two"])


async def test_a_count_is_made_anew_once_for_each_withdrawal(scene, intruder) -> None:
    await intruder.execute(
        "INSERT INTO batch_entry (entry_id, batch_id) VALUES ($1, $2)",
        scene["entry"],
        scene["batch"],
    )
    await intruder.execute((CANCEL + cancel("one", "entry")).format_map(scene))
    again = BATCH + "(gen_random_uuid(), '{open_consultation}', '', '{batch}', "
    await intruder.execute((again + "1)").format_map(scene))
    with pytest.raises(asyncpg.CheckViolationError, match="withdrawn since"):
        await intruder.execute((again + "2)").format_map(scene))


async def test_the_role_may_not_call_what_runs_as_the_owner_nor_rename_a_row(
    scene, intruder
) -> None:
    """From the catalogue, so that it holds for what later migrations bring."""
    definer = await intruder.fetch(
        "SELECT proname, has_function_privilege(oid, 'EXECUTE') AS may FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace"
        " AND (prosecdef OR prorettype = 'trigger'::regtype)"
    )
    assert len(definer) > 10
    # It writes rows anew as they were, in another order (docs/decisions/0035).
    assert [row["proname"] for row in definer if row["may"]] == ["mix_mail"]
    renamed = await intruder.fetch(
        "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)"
        " WHERE c.contype = 'p' AND c.connamespace = 'public'::regnamespace"
        " AND has_column_privilege(c.conrelid, a.attnum, 'UPDATE')"
    )
    assert renamed == []


async def test_nobody_makes_tables_of_their_own_in_a_migrated_database(intruder, template) -> None:
    """Copies of a database, such as this test's, do not inherit that; hence the tricks above."""
    asked = "SELECT has_database_privilege(current_user, $1, 'TEMPORARY')"
    assert await intruder.fetchval(asked, template) is False
    assert await intruder.fetchval(asked, "raadgever") is False


async def test_the_database_counts_letters_as_the_forms_do(intruder) -> None:
    everything = [chr(code) for code in range(1, 0x3000)] + ["\U0001f44d", "\u3164", "a b\n1"]
    found = await intruder.fetch(
        "SELECT said, letters(said) AS number FROM unnest($1::text[]) said", everything
    )
    assert {row["said"]: row["number"] for row in found} == {
        said: letters(said) for said in everything
    }


async def test_no_exception_passes_while_somebody_calls_the_meeting_off(
    scene, intruder, town
) -> None:
    """Whoever is second waits, and then reads what the first one did."""
    insert = (
        "INSERT INTO gate_exception (id, agenda_item_id, document_version_id, ground, reason,"
        " made_by) VALUES ($1, $2, $3, 'spoed', $4, $5)"
    )
    plea = (uuid4(), scene["open_item"], scene["open_version"], made.REASON, scene["griffier"])
    off = (
        "UPDATE meeting SET cancelled = true WHERE id ="
        " (SELECT meeting_id FROM agenda_item WHERE id = $1)"
    )
    clerk = await asyncpg.connect(town.database_url.replace("+asyncpg", ""))
    calling = clerk.transaction()
    await calling.start()
    await clerk.execute(off, scene["open_item"])
    async with create_task_group() as tasks:

        async def plead() -> None:
            with pytest.raises(asyncpg.CheckViolationError, match="meeting is not held"):
                await intruder.execute(insert, *plea)

        tasks.start_soon(plead)
        waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with fail_after(20):
            while not await clerk.fetchval(  # noqa: ASYNC110 - the server tells nobody who waits
                f"{waits} AND datname = current_database()"
            ):
                await sleep(0.02)
        await calling.commit()
    assert await intruder.fetchval("SELECT count(*) FROM gate_exception") == 1, "the loose one"
    with pytest.raises(asyncpg.CheckViolationError, match="meeting is not held"):
        await intruder.execute(insert, *plea)
    await clerk.close()
