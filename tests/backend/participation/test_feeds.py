# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from backend.accounts.throttle import Budget
from backend.participation import mine
from backend.participation.tables import AnswerText, Background, CodedAnswers, Entry
from surveys.receipt import derive
from tests.make import make_consultation, move

pytestmark = pytest.mark.anyio
ALL = "/api/v1/raadplegingen"
SEND = "/api/v1/raadplegingen/park/inzendingen"
CHANGE, WITHDRAW, LOOK_UP = (
    f"/api/v1/inzendingen/{what}" for what in ("wijzigen", "intrekken", "opvragen")
)
JSON = {"content-type": "application/json"}


def problem(reply: httpx.Response, status: int) -> dict[str, str]:
    """Pointer to detail, of a reply that must be problem details with this status."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"].startswith("application/problem+json")
    body = reply.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return {error["pointer"]: error["detail"] for error in body.get("errors", ())}


async def entries(sessions) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(Entry))).one()


async def test_a_machine_reads_what_is_asked(resident, park) -> None:
    whole = (await resident.get(f"{ALL}/park")).json()
    questions = {question["sleutel"]: question for question in whole["vragen"]}
    assert questions["1.stance"]["keuzes"][2] == {
        "waarde": "for_if",
        "label": "Voor, mits (onder een voorwaarde)",
    }
    assert questions["1.advice"]["maximum"] == 4000
    assert questions["age_band"]["waarom"]
    assert [point["nummer"] for point in whole["beslispunten"]] == [1, 2]


async def test_unknown_consultations_are_problem_details(resident, park) -> None:
    problem(await resident.get(f"{ALL}/nergens"), 404)
    problem(await resident.get(f"{ALL}/NIET GOED"), 400)
    problem(
        await resident.post(
            f"{ALL}/nergens/inzendingen", json={"sleutel": str(uuid4()), "antwoorden": {}}
        ),
        404,
    )


async def test_an_answer_gets_a_code_and_the_same_again_gets_it_again(
    resident, sessions, park, said
) -> None:
    sent = {"sleutel": str(uuid4()), "antwoorden": said}
    first = await resident.post(SEND, json=sent)
    again = await resident.post(SEND, json=sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["ontvangenOp"].endswith("Z")
    other = await resident.post(SEND, json=sent | {"antwoorden": {"1.stance": "against"}})
    problem(other, 409)
    assert await entries(sessions) == 1


async def test_a_closed_consultation_is_a_conflict(resident, sessions, park, said) -> None:
    async with sessions.begin() as db:
        await move(db, await db.merge(park), "closed")
    problem(await resident.post(SEND, json={"sleutel": str(uuid4()), "antwoorden": said}), 409)


async def test_past_its_moment_it_is_closed_although_nobody_closed_it(
    resident, sessions, said
) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", days=-0.001)
    problem(await resident.post(SEND, json={"sleutel": str(uuid4()), "antwoorden": said}), 409)
    assert (await resident.get(f"{ALL}/park")).json()["stadium"] == "gesloten"


async def test_a_code_finds_changes_and_withdraws(resident, sessions, park, said) -> None:
    sent = {"sleutel": str(uuid4()), "antwoorden": said}
    code = (await resident.post(SEND, json=sent)).json()["ontvangstcode"]
    change = {
        "ontvangstcode": code.lower(),
        "sleutel": str(uuid4()),
        "antwoorden": {"1.stance": "against"},
    }
    changed = await resident.post(CHANGE, json=change)
    assert (changed.status_code, changed.json()["ontvangstcode"]) == (201, code)
    assert (await resident.post(CHANGE, json=change)).status_code == 200
    found = (await resident.post(LOOK_UP, json={"ontvangstcode": code})).json()
    assert (found["stand"], found["antwoorden"]) == ("telt mee", {"1.stance": "against"})
    assert found["gewijzigdOp"].endswith("Z")
    for _ in range(2):
        gone = await resident.post(WITHDRAW, json={"ontvangstcode": code})
        assert (gone.status_code, gone.json()["stand"]) == (200, "ingetrokken")
        assert gone.json()["antwoorden"] == {}
    async with sessions() as db:
        for table in (CodedAnswers, AnswerText, Background):
            assert (await db.scalars(select(func.count()).select_from(table))).one() == 0


@pytest.mark.parametrize("where", [LOOK_UP, WITHDRAW, CHANGE])
async def test_an_unknown_code_is_not_found_and_a_slip_is_named(resident, park, where) -> None:
    more = {"sleutel": str(uuid4()), "antwoorden": {"1.stance": "for"}} if where == CHANGE else {}
    unknown = derive(b"x", uuid4(), uuid4())
    problem(await resident.post(where, json={"ontvangstcode": unknown, **more}), 404)
    wrong = await resident.post(where, json={"ontvangstcode": "AAAAA-BBBBB", **more})
    assert "tikfout" in problem(wrong, 400)["/ontvangstcode"]


async def test_guessing_codes_is_throttled(resident, park, monkeypatch) -> None:
    monkeypatch.setattr(mine, "PER_NETWORK", Budget("receipt-network", 3, 900))
    for _ in range(3):
        code = derive(b"x", uuid4(), uuid4())
        problem(await resident.post(LOOK_UP, json={"ontvangstcode": code}), 404)
    last = await resident.post(LOOK_UP, json={"ontvangstcode": derive(b"x", uuid4(), uuid4())})
    problem(last, 429)
    assert int(last.headers["retry-after"]) > 0


async def test_every_problem_is_named_at_once_with_where_it_is(resident, sessions, park) -> None:
    reply = await resident.post(
        SEND,
        json={
            "sleutel": "geen uuid",
            "naam": "Jan",
            "antwoorden": {
                "1.stance": "perhaps",
                "1.advice": "x" * 4001,
                "2.advice": 7,
                "9.stance": "for",
                "a/b~c": "x",
            },
        },
    )
    found = problem(reply, 400)
    assert set(found) == {
        "/sleutel",
        "/naam",
        "/antwoorden/1.stance",
        "/antwoorden/1.advice",
        "/antwoorden/2.advice",
        "/antwoorden/9.stance",
        "/antwoorden/a~1b~0c",
    }
    assert "4.001 tekens" in found["/antwoorden/1.advice"]
    assert await entries(sessions) == 0


KEY = b'"sleutel": "8b7bb8d4-6d0c-4b6e-9a3c-7a0b5a4f9d11"'


def answers(raw: bytes) -> bytes:
    return b'{%s, "antwoorden": %s}' % (KEY, raw)


BAD_BODIES = {
    "nothing": b"",
    "half": b"{",
    "a list": b"[]",
    "a text": b'"tekst"',
    "not UTF-8": b"\xff\xfe",
    "deep lists": b"[" * 200_000,
    "deep objects": b'{"a":' * 100_000,
    "no answers": b"{%s}" % KEY,
    "answers in a list": answers(b"[]"),
    "nothing said": answers(b"{}"),
    "only background": answers(b'{"age_band": "65+"}'),
    "null": answers(b'{"1.stance": null}'),
    "two for one": answers(b'{"1.stance": ["for", "against"]}'),
    "a list in a list": answers(b'{"1.stance": [["for"]]}'),
    "a number in a list": answers(b'{"1.stance": ["for", 7]}'),
    "an object": answers(b'{"1.stance": {"for": "for"}}'),
    "NUL": answers(b'{"1.advice": "a\\u0000b"}'),
    "lone surrogate": answers(b'{"1.advice": "a\\ud800b"}'),
    "lone surrogate in UTF-8": answers(b'{"1.advice": "a\xed\xa0\x80b"}'),
    "100,000 emoji": answers(b'{"1.advice": "%s"}' % ("\U0001f333" * 100_000).encode()),
    "a number beyond numbers": answers(b'{"1.advice": 1e400}'),
}


async def test_bad_bodies_are_refused_in_words_and_nothing_is_stored(
    resident, sessions, park
) -> None:
    for name, raw in BAD_BODIES.items():
        reply = await resident.post(SEND, content=raw, headers=JSON)
        assert reply.status_code == 400, name
        problem(reply, 400)
    big = answers(b'{"1.advice": "%s"}' % (b"x" * 1_100_000))
    problem(await resident.post(SEND, content=big, headers=JSON), 413)
    assert await entries(sessions) == 0


async def test_a_hundred_thousand_unknown_answers_do_not_make_a_huge_reply(resident, park) -> None:
    many = {"sleutel": str(uuid4()), "antwoorden": {f"{number}": "" for number in range(50_000)}}
    reply = await resident.post(SEND, json=many)
    problem(reply, 400)
    assert len(reply.content) < 50_000


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_what_is_not_json_is_refused_as_such(resident, park, kind: str) -> None:
    body = '{"sleutel": "x"}'
    problem(await resident.post(SEND, content=body, headers={"content-type": kind}), 415)


async def test_the_description_names_every_operation_its_body_and_its_problems(resident) -> None:
    described = (await resident.get("/api/v1/openapi.json")).json()
    for path, method, name, problems in (
        (f"{ALL}/{{slug}}", "get", "raadpleging", ["400", "404"]),
        (f"{ALL}/{{slug}}/inzendingen", "post", "inzenden", ["400", "404", "409", "415"]),
        (CHANGE, "post", "inzendingWijzigen", ["400", "404", "409", "415", "429"]),
        (LOOK_UP, "post", "inzendingOpvragen", ["400", "404", "415", "429"]),
        (WITHDRAW, "post", "inzendingIntrekken", ["400", "404", "409", "415", "429"]),
    ):
        operation = described["paths"][path][method]
        assert operation["operationId"] == name
        for status in problems:
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"]
        if method == "post":
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            assert schema["additionalProperties"] is False
    sent = described["paths"][f"{ALL}/{{slug}}/inzendingen"]["post"]["responses"]
    assert {"200", "201"} <= set(sent)
