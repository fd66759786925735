# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From final to public: what an embargo keeps from whom, and what a correction leaves standing."""

import datetime as dt
import re
from itertools import product
from uuid import UUID

import asyncpg
import httpx
import pytest
from msgspec import Struct
from sqlalchemy import select

from backend.accounts.roles import Role
from backend.advice import speaking
from backend.advice.speaking import Judged
from backend.agenda import actions as agenda
from backend.audit.actions import Actor
from backend.audit.tables import AuditLine
from backend.consultations.tables import Consultation
from backend.results import actions, queries
from backend.results.actions import Reveal
from backend.results.tables import Summary
from surveys.review import Verdict
from tests.backend.advice.made import make_body, make_request
from tests.backend.agenda import made
from tests.backend.results.made import conclude, keep, say
from tests.browse import form, text
from tests.security.routes import ABSENT, READS

pytestmark = pytest.mark.anyio

TEXT = "Merkzin van de griffie, die nog niemand mag lezen."
ADVICE = "Merkcitaat: plant liever linden dan platanen."
VERDICT = "Merkoordeel: dit stuk vergeet wie slecht ter been is."
WHY = "In de tekst van de griffie stond een verkeerde straat."
_HOLE = re.compile(r"\{(\w+)\}")


class Scene(Struct):
    """A consultation that is counted, at an item on an agenda; its summary is a draft."""

    griffier: Actor
    spot: made.Spot
    row: Consultation

    @property
    def desk(self) -> str:
        return f"/griffie/raadplegingen/{self.row.id}"

    @property
    def public(self) -> str:
        return f"/raadplegingen/{self.row.slug}/samenvatting"

    def file(self, ending: str, number: int = 1) -> str:
        return f"/v{number}/samenvatting-{self.row.slug}-v{number}.{ending}"


@pytest.fixture
async def scene(sessions) -> Scene:
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        await made.hear_at_once(db, griffier)
        spot = await made.make_spot(db, griffier)
        row = await made.make_open(db, griffier, spot.document_id)
    for stance in ("for", "for", "against", "neutral"):
        await say(sessions, row, stance, ADVICE if stance == "against" else "")
    await say(sessions, row, "strongly_for", channel="paper")
    await conclude(sessions, row)
    async with sessions.begin() as db:
        summary = await queries.newest(db, row.id)
        assert summary is not None
        for one in await queries.drawn(db, summary.result_id, 2):
            await actions.decide(db, griffier, row.id, one.id, released=True, reason="")
        await actions.accompany(db, griffier, row.id, summary.revision, TEXT)
    return Scene(griffier, spot, row)


async def final(sessions, scene: Scene, reveal: Reveal = actions.AT_ONCE) -> UUID:
    async with sessions.begin() as db:
        made_final = await actions.finalise(
            db, scene.griffier, scene.row.id, "Merenburg", reveal=reveal
        )
    await keep(sessions)
    return made_final.id


async def press(browser: httpx.AsyncClient, path: str, **given: str) -> httpx.Response:
    """Fill in the form of a page that posts to itself."""
    fields = form(await browser.get(path), path)
    return await browser.post(path, data={**fields, **given})


def everywhere(scene: Scene) -> list[str]:
    """Every address that is for everybody, with all there is filled in."""
    names = [f"samenvatting-{scene.row.slug}-v1.{end}" for end in
             ("pdf", "csv", "json", "xlsx", "parquet")]  # fmt: skip
    known = {
        "slug": [scene.row.slug],
        "meeting_id": [str(scene.spot.meeting_id)],
        "item_id": [str(scene.spot.item_id)],
        "version": ["v1", "v2"],
        "file": [*names, "beslispunt-1.svg", "beslispunten.svg"],
        "name": [ABSENT["name"]],
    }
    found: list[str] = []
    for route in READS:
        holes = _HOLE.findall(route.path)
        if route.roles or not set(holes) <= set(known):
            continue
        for chosen in product(*(known[hole] for hole in holes)):
            values = dict(zip(holes, chosen, strict=True))
            found.append(_HOLE.sub(lambda hole, values=values: values[hole[1]], route.path))
    return [*found, "/raadplegingen?zoek=linden", "/raadplegingen.rss?zoek=park"]


async def nobody_reads(resident: httpx.AsyncClient, scene: Scene, marks: tuple[str, ...]) -> None:
    addresses = everywhere(scene)
    assert scene.public + scene.file("pdf") in addresses
    for path in addresses:
        reply = await resident.get(path)
        # No worker runs here, and /gezond says so.
        assert reply.status_code < 500 or path == "/gezond", path
        for mark in marks:
            assert mark not in reply.text, path
        assert f'href="{scene.public}' not in reply.text, path
        if path.startswith(scene.public) or path.endswith("adviesraad.json"):
            assert reply.status_code == 404, path


async def reads_one_page(reader: httpx.AsyncClient, path: str, *more: str) -> None:
    if more:
        assert path in (await reader.get("/griffie/embargo")).text
    page = (await reader.get(path)).text
    assert [mark for mark in (ADVICE, VERDICT, *more) if mark not in page] == []


async def answered(griffie: httpx.AsyncClient, reviews: str) -> None:
    said = form(await griffie.get(reviews), f"{reviews}/antwoord")
    said["answer"] = ["Wij nemen dit bezwaar over."]
    assert (await griffie.post(f"{reviews}/antwoord", data=said)).status_code == 303


async def test_nothing_leaks_under_embargo_and_lifting_it_shows_everything(
    *, sessions, scene, signed_in, resident
) -> None:
    async with sessions.begin() as db:
        body, [member] = await make_body(db, scene.griffier)
        request = await make_request(db, scene.griffier, scene.row.id, body)
        await speaking.judge(db, member, request, Judged(Verdict.OBJECTS, VERDICT, 0))
    griffie = await signed_in(Role.GRIFFIE)
    await answered(griffie, f"{scene.desk}/adviesraad")
    no_answer = await press(griffie, f"{scene.desk}/definitief", when="")
    assert (no_answer.status_code, "Kies wanneer iedereen" in no_answer.text) == (422, True)
    assert (await press(griffie, f"{scene.desk}/definitief", when="griffie")).status_code == 303
    await keep(sessions)
    async with sessions.begin() as db:
        summary = await queries.newest(db, scene.row.id)
        assert summary is not None
        await agenda.attach(db, scene.griffier, scene.spot.item_id, summary.id)
        stored = summary.content or b""
        figures = (await queries.content(db, summary, "")).result_hash[:16]

    await nobody_reads(resident, scene, (TEXT, ADVICE, VERDICT, figures))
    item = (await resident.get(f"/agendapunten/{scene.spot.item_id}")).text
    assert "zodra de griffie de stukken verstuurt" in item

    council = f"{scene.desk}/samenvatting"
    one_page = f"/griffie/agendapunten/{scene.spot.item_id}/een-pagina"
    for role in (Role.RAADSLID, Role.ADVIESRAAD, Role.REKENKAMER):
        reader = await signed_in(role)
        page = await reader.get(f"{council}/v1")
        assert (TEXT in page.text, "Onder embargo" in page.text) == (True, True), role
        paper = await reader.get(council + scene.file("pdf"))
        assert paper.content.startswith(b"%PDF"), role
        assert f"{council}/v1" in (await reader.get("/griffie/embargo")).text
        await reads_one_page(reader, one_page, "Onder embargo")
    keeper = await signed_in(Role.BEHEERDER)
    for path in (f"{council}/v1", council + scene.file("json"), "/griffie/embargo", one_page):
        assert (await keeper.get(path)).status_code == 403
        assert TEXT not in (await resident.get(path)).text

    assert (await press(griffie, f"{scene.desk}/embargo", when="now")).status_code == 303
    for path in (scene.public, f"{scene.public}/v1"):
        page = await resident.get(path)
        assert (TEXT in page.text, VERDICT in page.text) == (True, True)
    await reads_one_page(resident, one_page.removeprefix("/griffie"))
    reviews = scene.public.replace("samenvatting", "adviesraad.json")
    assert VERDICT in (await resident.get(reviews)).text
    assert (await resident.get(scene.public + scene.file("json"))).content == stored
    pdf = await resident.get(scene.public + scene.file("pdf"))
    assert pdf.headers["content-type"] == "application/pdf"
    assert f'filename="samenvatting-{scene.row.slug}-v1.pdf"' in pdf.headers["content-disposition"]
    assert scene.public in (await resident.get(f"/agendapunten/{scene.spot.item_id}")).text
    assert "De samenvatting van alle antwoorden" in (await resident.get("/raadplegingen.rss")).text
    async with sessions() as db:
        said = (await db.scalars(select(AuditLine.action).order_by(AuditLine.id))).all()
    assert [word for word in said if "embargo" in word] == ["embargo", "embargo opheffen"]
    csrf = form(await griffie.get("/griffie"), "/uitloggen")
    late = await griffie.post(f"{scene.desk}/embargo", data={**csrf, "when": "griffie"})
    assert late.status_code == 409
    assert TEXT in (await resident.get(scene.public)).text


async def test_an_embargo_ends_at_its_moment_by_the_clock_of_the_database(
    *, sessions, scene, signed_in, resident, owner_dsn
) -> None:
    griffie = await signed_in(Role.GRIFFIE)
    path = f"{scene.desk}/definitief"
    past = await press(griffie, path, when="moment", until_on="2020-01-01", until_at="16:00")
    assert past.status_code == 422
    wrong = await press(griffie, path, when="moment", until_on="", until_at="vier uur")
    assert "Kies op welke dag." in wrong.text
    assert "Schrijf de tijd zo: 16:00." in wrong.text
    assert 'value="vier uur"' in wrong.text, "nothing that was filled in is lost"
    kept = await press(griffie, path, when="moment", until_on="2035-03-01", until_at="16.00")
    assert kept.status_code == 303
    assert "1 maart 2035 om 16.00 uur" in (await griffie.get(f"{scene.desk}/samenvatting")).text
    assert (await resident.get(scene.public)).status_code == 404
    owner = await asyncpg.connect(owner_dsn)
    async with owner.transaction():
        await owner.execute("ALTER TABLE embargo DISABLE TRIGGER refuse_change")
        await owner.execute("UPDATE embargo SET until = now() - interval '1 second'")
        await owner.execute("ALTER TABLE embargo ENABLE TRIGGER refuse_change")
    await owner.close()
    assert TEXT in (await resident.get(scene.public)).text


async def test_a_correction_is_a_next_version_and_the_first_stays_where_it_was(
    *, sessions, scene, signed_in, resident
) -> None:
    griffie = await signed_in(Role.GRIFFIE)
    too_early = await press(griffie, f"{scene.desk}/verbeteren", note=WHY)
    assert too_early.status_code == 409
    first = await final(sessions, scene)
    async with sessions.begin() as db:
        await agenda.attach(db, scene.griffier, scene.spot.item_id, first)
    before = {end: (await resident.get(scene.public + scene.file(end))).content for end in
              ("pdf", "csv", "json", "xlsx", "parquet")}  # fmt: skip
    silent = await press(griffie, f"{scene.desk}/verbeteren", note="oeps")
    assert silent.status_code == 422
    assert ">oeps</textarea>" in silent.text.replace("\noeps", "oeps")
    assert (await press(griffie, f"{scene.desk}/verbeteren", note=WHY)).status_code == 303
    assert "Wij tellen opnieuw" in (await griffie.get(f"{scene.desk}/samenvatting")).text
    await keep(sessions)
    draft = await griffie.get(f"{scene.desk}/samenvatting")
    to = f"{scene.desk}/begeleidende-tekst"
    fields = form(draft, to)
    assert fields["accompanying_text"] == [TEXT], "nobody has to write it again"
    better = TEXT.replace("Merkzin", "Verbeterde zin")
    assert (await griffie.post(to, data={**fields, "accompanying_text": better})).is_redirect
    assert TEXT in (await resident.get(scene.public)).text, "a draft changes nothing in public"
    assert (await press(griffie, f"{scene.desk}/definitief", when="now")).status_code == 303
    await keep(sessions)

    newest, old = [(await resident.get(scene.public + end)).text for end in ("", "/v1")]
    assert (better in newest, WHY in newest, "nieuwere versie" in newest) == (True, True, False)
    assert (TEXT in old, better in old, "Er is een nieuwere versie" in old) == (True, False, True)
    assert f'href="{scene.public}/v2"' in old
    for end, data in before.items():
        assert (await resident.get(scene.public + scene.file(end))).content == data, end
    one, two = [(await resident.get(scene.public + scene.file("json", n))).json() for n in (1, 2)]
    assert (one["figures"], one["seed"]) == (two["figures"], two["seed"])
    assert one["quotations"] == two["quotations"], "nobody has to read them again"
    assert (two["correction"], two["address"][-3:]) == (WHY, "/v2")
    agenda_now = (await resident.get(f"/api/v1/vergaderingen/{scene.spot.meeting_id}")).json()
    assert [each["gereed"] for each in agenda_now["agendapunten"]] == [True]
    desk = (await griffie.get(f"/griffie/agendapunten/{scene.spot.item_id}")).text
    assert "versie 2</a>. Zet ook die in uw raadsinformatiesysteem." in desk


async def test_a_recount_after_a_withdrawal_has_other_figures_and_keeps_what_was_read(
    sessions, scene
) -> None:
    await final(sessions, scene)
    async with sessions.begin() as db:
        connection = await db.connection()
        await connection.exec_driver_sql(
            "INSERT INTO entry (id, consultation_id, response_id, cancels_id, kind, channel,"
            " form_key, body_hash) SELECT gen_random_uuid(), e.consultation_id, e.response_id,"
            " e.id, 'withdrawal', 'desk', gen_random_uuid(), ''"
            " FROM entry e WHERE e.channel = 'paper'"
        )
        await actions.correct(db, scene.griffier, scene.row.id, WHY)
    await keep(sessions)
    await final(sessions, scene)
    async with sessions() as db:
        found = await db.scalars(select(Summary).order_by(Summary.number))
        first, second = found.all()
        quotes = await queries.drawn(db, second.result_id, 2)
    assert first.result_id != second.result_id
    assert [one.released for one in quotes] == [True]


async def test_the_database_holds_versions_embargoes_and_files(
    *, sessions, scene, town, signed_in, resident
) -> None:
    """As the application's role, past every line of ours."""
    role = await asyncpg.connect(town.database_url.replace("+asyncpg", ""))
    draft = await role.fetchval("SELECT id FROM summary")
    by = scene.griffier.id
    file = "INSERT INTO output (summary_id, name, media_type, content, hash) VALUES"
    refused = asyncpg.PostgresError

    async def cannot(statement: str, *given: object) -> None:
        with pytest.raises(refused):
            await role.execute(statement, *given)

    await cannot(f"{file} ($1, 'a.pdf', '-', '', '')", draft)
    await cannot("INSERT INTO embargo (summary_id, made_by) VALUES ($1, $2)", draft, by)
    unfinished = await resident.get(scene.public + scene.file("pdf"))
    assert unfinished.status_code == 404
    assert "De samenvatting is er nog niet." in unfinished.text
    griffie = await signed_in(Role.GRIFFIE)
    assert (await griffie.get(f"{scene.desk}/samenvatting/v1")).status_code == 404
    done = await final(sessions, scene)
    # What is public does not go back behind an embargo, and no version comes without a reason.
    await cannot("INSERT INTO embargo (summary_id, made_by) VALUES ($1, $2)", done, by)
    await cannot(
        "INSERT INTO summary (id, consultation_id, document_version_id, result_id, number)"
        " SELECT gen_random_uuid(), consultation_id, document_version_id, result_id, 2 FROM summary"
    )
    correct = (
        "INSERT INTO correction (consultation_id, number, note, made_by) VALUES ($1, $2, $3, $4)"
    )
    await cannot(correct, scene.row.id, 2, ". . . . . . . . . .", by)
    await cannot(correct, scene.row.id, 7, WHY, by)
    for table in ("output", "embargo", "correction"):
        for change in ("DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET made_at = now()"):
            await cannot(change.format(table))
    await cannot("INSERT INTO public_summary (id) VALUES (gen_random_uuid())")
    await role.close()


async def test_an_embargo_can_be_moved_until_it_ends(sessions, scene, signed_in) -> None:
    later = dt.datetime(2035, 1, 1, tzinfo=dt.UTC)
    await final(sessions, scene, Reveal(at_once=False, until=later))
    here = f"{scene.desk}/embargo"
    stands = form(await (await signed_in(Role.GRIFFIE)).get(here), here)
    assert stands["when"] == ["moment"]
    assert (stands["until_on"], stands["until_at"]) == (["2035-01-01"], ["01:00"])
    async with sessions.begin() as db:
        await actions.reveal_later(db, scene.griffier, scene.row.id, None)
        await actions.reveal_later(db, scene.griffier, scene.row.id, later)
        await actions.reveal_now(db, scene.griffier, scene.row.id)
    async with sessions() as db:
        rows = (await (await db.connection()).exec_driver_sql(
            "SELECT until FROM embargo ORDER BY id")).all()  # fmt: skip
    assert [row[0] for row in rows[:3]] == [later, None, later]
    assert rows[3][0] < later


async def test_a_correction_of_what_is_under_embargo_is_no_sooner_for_everybody(
    sessions, scene, signed_in
) -> None:
    griffie, final_page = await signed_in(Role.GRIFFIE), f"{scene.desk}/definitief"
    assert (await press(griffie, final_page, when="griffie")).status_code == 303
    await keep(sessions)
    assert (await press(griffie, f"{scene.desk}/verbeteren", note=WHY)).status_code == 303
    await keep(sessions)
    asked = await griffie.get(final_page)
    assert "De vorige versie is nog onder embargo" in asked.text
    assert form(asked, final_page)["when"] == ["griffie"]
    later = dt.datetime(2035, 1, 1, 15, 30, tzinfo=dt.UTC)
    async with sessions.begin() as db:
        await actions.reveal_later(db, scene.griffier, scene.row.id, later)
    asked = await griffie.get(final_page)
    assert "Wij stellen voor deze versie hetzelfde moment voor." in text(asked)
    proposed = form(asked, final_page)
    assert [proposed[name] for name in ("when", "until_on", "until_at")] == [
        ["moment"],
        ["2035-01-01"],
        ["16:30"],
    ]
