# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every type of question, as a form shows it and as it comes in, by web, desk and API."""

import html
import re
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from backend.accounts.roles import Role
from backend.consultations.tables import Consultation
from backend.participation.tables import AnswerText, Background, CodedAnswers
from tests.asked import EVERYTHING, NEEDED, PICTURED, REQUIRED
from tests.browse import form, text
from tests.make import make_consultation
from tests.pressing import action, code_on, fill, press

pytestmark = pytest.mark.anyio
SEND = "/api/v1/raadplegingen/park/inzendingen"
CODED = {
    "1.stance": "for_if",
    "1.safe": "4",
    "1.toys": "schommel other",
    "2.stance": "no_opinion",
    "2.cost": "1250",
    "2.when": "other",
    "auto": "ja",
    "cijfer": "10",
}
TEXTS = {
    "1.condition": "Als er bankjes komen.",
    "1.toys.other": "Een zandbak",
    "2.why": "Meer heb ik niet.",
    "2.when.other": "Over vijf jaar",
    "rest": "Succes!",
}
ABOUT = {"age": "oud", "parking": "nee"}


@pytest.fixture
async def park(sessions) -> Consultation:
    """With every type of question, where the others have an ordinary draft."""
    async with sessions.begin() as db:
        return await make_consultation(db, slug="park", questionnaire=EVERYTHING)


async def stored(sessions) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    async with sessions() as db:
        coded = (await db.scalars(select(CodedAnswers.coded))).one()
        texts = await db.execute(select(AnswerText.question, AnswerText.text))
        about = (await db.scalars(select(Background.coded))).one()
    return coded, {row.question: row.text for row in texts}, about


async def answered(resident: httpx.AsyncClient) -> httpx.Response:
    """Everything filled in, up to the check page."""
    return await fill(
        resident,
        [
            {
                "q1__stance": "for_if",
                "q1__condition": "Als er bankjes komen.",
                "q1__safe": "4",
                "q1__toys": ["other", "schommel"],
                "q1__toys__other": "Een zandbak",
            },
            {
                "q2__stance": "no_opinion",
                "q2__cost": " 1.250 ",
                "q2__why": "Meer heb ik niet.",
                "q2__when": "other",
                "q2__when__other": "Over vijf jaar",
            },
            {"auto": "ja", "cijfer": "10", "rest": "Succes!"},
            ABOUT,
        ],
    )


async def test_every_type_comes_in_by_the_form_and_can_be_read_back(
    resident, sessions, park
) -> None:
    check = await answered(resident)
    for said in (
        "Een schommel Anders, namelijk: Een zandbak",
        "4 (1 is Heel onveilig, 5 is Heel veilig)",
        "1.250 euro",
        "Anders, namelijk: Over vijf jaar",
        "10: Goed",
        "Over het hele voorstel",
    ):
        assert said in text(check)
    sent = await press(resident, check, "versturen")
    code = code_on(await resident.get(sent.headers["location"]))
    assert await stored(sessions) == (CODED, TEXTS, ABOUT)
    mine = await resident.post("/mijn-inzending", data={"code": code})
    assert "Een schommel Anders, namelijk: Een zandbak" in text(mine)


async def test_several_values_survive_a_change_and_going_to_and_fro(
    resident, sessions, park
) -> None:
    page = await answered(resident)
    page = await press(resident, page, "pagina-1")
    assert form(page, action("park"))["1.toys"] == ["schommel", "other"]
    page = await press(resident, page, "controleren", q1__toys=["glijbaan", "wip"])
    assert "U schreef hier iets op" in page.text
    page = await press(
        resident, page, "controleren", q1__toys=["glijbaan", "wip"], q1__toys__other=""
    )
    sent = await press(resident, page, "versturen")
    code = code_on(await resident.get(sent.headers["location"]))
    mine = await resident.post("/mijn-inzending", data={"code": code})
    proof = form(mine, "/mijn-inzending")
    page = await resident.post("/mijn-inzending", data={**proof, "actie": "wijzigen"})
    page = await press(resident, page, "pagina-1")
    assert form(page, action("park"))["1.toys"] == ["glijbaan", "wip"]
    sent = await press(
        resident,
        await press(resident, page, "controleren", q1__toys=["no_opinion"]),
        "versturen",
    )
    assert sent.status_code == 303
    found = (
        await resident.post("/api/v1/inzendingen/opvragen", json={"ontvangstcode": code})
    ).json()
    assert found["antwoorden"]["1.toys"] == ["no_opinion"]
    assert found["antwoorden"]["2.cost"] == "1250"


async def test_what_is_needed_can_be_left_open_by_saying_so(resident, sessions, park) -> None:
    page = await fill(resident, [{"q1__stance": "for"}])
    page = await press(resident, page, "volgende")
    assert page.status_code == 422
    for field, way_out in (
        ("veld-2-stance", "“Geen mening”"),
        ("veld-2-cost", "“Dat weet ik niet”"),
        ("veld-2-why", "“Dat weet ik niet”"),
        ("veld-2-when", "“Dat weet ik niet”"),
    ):
        assert f'href="#{field}"' in page.text
        assert f'id="{field}"' in page.text
        assert way_out in page.text
    page = await press(
        resident,
        page,
        "volgende",
        q2__stance="no_opinion",
        q2__cost__skip="ja",
        q2__why__skip="ja",
        q2__when="no_opinion",
    )
    assert page.status_code == 200
    page = await press(resident, page, "controleren")
    assert text(page).count("Dat weet ik niet") == 3
    await press(resident, page, "versturen")
    async with sessions() as db:
        coded = (await db.scalars(select(CodedAnswers.coded))).one()
    assert coded["2.cost.skip"] == coded["2.why.skip"] == "ja"


TYPED = {"2.cost", "2.why", "2.when.other", "1.condition"}


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"2.cost": "-11"}, "2.cost", "een heel getal van -10 tot en met 5.000"),
        ({"2.cost": "5001"}, "2.cost", "een heel getal van -10 tot en met 5.000"),
        ({"2.cost": "3,5"}, "2.cost", "een heel getal van -10 tot en met 5.000"),
        ({"2.cost": "veel"}, "2.cost", "een heel getal van -10 tot en met 5.000"),
        ({"2.cost.skip": "nee", "2.cost": ""}, "2.cost.skip", "Kies een van de antwoorden"),
        ({"2.why": "x" * 301}, "2.why", "301 tekens. Er passen er 300"),
        ({"2.when": "other"}, "2.when.other", "Schrijf op wat u bedoelt"),
        ({"2.when.other": "Ooit"}, "2.when.other", "Kies dan ook “Anders, namelijk”"),
        ({"2.when": "other", "2.when.other": "x" * 201}, "2.when.other", "Er passen er 200"),
        ({"2.when": "ooit"}, "2.when", "Kies een van de antwoorden"),
        ({"2.when": ["nu", "later"]}, "2.when", "Geef hier één antwoord"),
        ({"1.toys": ["schommel", "wip", "glijbaan"]}, "1.toys", "U koos 3 antwoorden. Kies ten"),
        ({"1.toys": ["no_opinion", "wip"]}, "1.toys", "en ook een ander antwoord"),
        ({"1.toys": ["trein"]}, "1.toys", "Kies een van de antwoorden"),
        ({"1.safe": "6"}, "1.safe", "Kies een van de antwoorden"),
        ({"1.safe": "0"}, "1.safe", "Kies een van de antwoorden"),
        ({"1.condition": "Bomen"}, "1.condition", "geldt alleen als u bij “Wat vindt u van dit"),
    ],
)
async def test_what_is_wrong_is_said_alike_at_the_field_and_in_the_api(
    resident, park, given: dict[str, str | list[str]], field: str, words: str
) -> None:
    both = {name: [text] if isinstance(text, str) else text for name, text in given.items()}
    page = await resident.get(action("park"))
    if field.startswith("2"):
        page = await press(resident, page, "volgende")
        both = {**REQUIRED, **both}
    typed = {**form(page, action("park")), **both, "naar": ["volgende"]}
    page = await resident.post(action("park"), data=typed)
    place = f"veld-{field.replace('.', '-')}"
    assert page.status_code == 422
    assert f'href="#{place}"' in page.text
    assert f'id="{place}"' in page.text
    (said,) = re.findall(rf'id="{place}-fout">.*?</span>(.*?)</div>', page.text)
    assert words in html.unescape(said)
    if field in TYPED:  # a choice that does not exist cannot be shown as chosen
        assert form(page, action("park"))[field] == both.get(field, [""])

    reply = await resident.post(SEND, json={"sleutel": str(uuid4()), "antwoorden": REQUIRED | both})
    assert reply.status_code == 400
    errors = {error["pointer"]: error["detail"] for error in reply.json()["errors"]}
    assert errors == {f"/antwoorden/{field}": html.unescape(said)}


async def test_the_api_takes_a_text_or_a_list_and_stores_the_same(resident, sessions, park) -> None:
    answers = {**CODED, **TEXTS, **ABOUT, "1.toys": ["other", "schommel"], "2.cost": ["1.250"]}
    sent = {"sleutel": str(uuid4()), "antwoorden": answers}
    first = await resident.post(SEND, json=sent)
    again = await resident.post(SEND, json={**sent, "antwoorden": {**CODED, **TEXTS, **ABOUT}})
    assert (first.status_code, again.status_code) == (201, 200)
    assert await stored(sessions) == (CODED, TEXTS, ABOUT)


async def test_the_api_tells_everything_that_a_form_would_show(resident, park) -> None:
    whole = (await resident.get("/api/v1/raadplegingen/park")).json()
    asked = {question["sleutel"]: question for question in whole["vragen"]}
    assert asked["2.cost"] == {
        "sleutel": "2.cost",
        "soort": "number",
        "vraag": "Hoeveel mag dit u per jaar kosten?",
        "velden": ["2.cost", "2.cost.skip"],
        "verplicht": True,
        "beslispunt": 2,
        "laagste": -10,
        "hoogste": 5000,
        "eenheid": "euro",
    }
    assert asked["1.condition"]["voorwaarde"] == {
        "vraag": "1.stance",
        "waarden": ["for_if", "for"],
    }
    toys = asked["1.toys"]
    assert (toys["velden"], toys["tenHoogste"]) == (["1.toys", "1.toys.other"], 2)
    assert [choice["waarde"] for choice in toys["keuzes"]][-2:] == ["other", "no_opinion"]
    assert asked["1.safe"]["uiteinden"] == ["Heel onveilig", "Heel veilig"]
    assert asked["1.safe"]["keuzes"][1] == {"waarde": "2", "label": "2"}
    assert asked["age"]["waarom"]
    assert {question["soort"] for question in whole["vragen"]} == {
        *("stance", "open", "number", "scale", "choice", "choices", "background")
    }


async def test_a_picture_has_words_a_size_and_an_address_here(resident, sessions) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", questionnaire=PICTURED)
    for path in (action("park"), "/raadplegingen/park/vragen"):
        page = await resident.get(path)
        assert f'src="/afbeeldingen/{"ab" * 32}.webp"' in page.text
        assert 'alt="Een kaart met het park erop" width="640" height="480"' in page.text
    (asked,) = (await resident.get("/api/v1/raadplegingen/park")).json()["vragen"]
    assert asked["afbeelding"]["beschrijving"] == "Een kaart met het park erop"


async def test_optional_says_so_and_needed_says_nothing(resident, park) -> None:
    page = await press(resident, await resident.get(action("park")), "volgende")
    assert "niet verplicht)" not in page.text
    assert page.text.count('aria-required="true"') == 5  # four questions, and "anders, namelijk"
    page = await resident.get(action("park"))
    assert page.text.count("(niet verplicht)") == 4


async def test_a_condition_on_the_same_page_is_there_with_its_words(resident, park) -> None:
    page = await resident.get(action("park"))
    words = "Alleen invullen als u bij “Wat vindt u van dit punt?” koos voor “Voor, mits"
    assert words in text(page)
    assert 'data-bij="1.stance" data-waarden="for_if for"' in page.text


async def test_the_desk_has_every_type_on_one_page(signed_in, sessions, park) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    path = f"/griffie/raadplegingen/{park.id}/invoer"
    page = await griffier.get(path)
    assert set(EVERYTHING.fields()) <= set(re.findall(r' name="([^"]+)"', page.text))
    assert "Alleen invullen als u bij “Hebt u een auto?” koos voor “Ja”" in text(page)
    wrong = {
        **form(page, path),
        "1.toys": ["schommel", "wip", "other"],
        "2.cost": ["veel"],
        "parking": ["ja"],
    }
    page = await griffier.post(path, data=wrong)
    assert page.status_code == 422
    for place in ("kanaal", "1-toys", "2-stance", "2-cost", "2-why", "2-when", "parking"):
        assert f'href="#veld-{place}"' in page.text
    assert form(page, path)["1.toys"] == ["schommel", "wip", "other"]
    right = {**form(page, path), **CODED, **TEXTS, **ABOUT, "kanaal": "paper"}
    page = await griffier.post(path, data={**right, "1.toys": ["schommel", "other"]})
    assert code_on(page), text(page)
    assert await stored(sessions) == (CODED, TEXTS, ABOUT)


ODD = {
    "arabic": "مرحبا بالجميع",
    "capitals": "GEEN AUTO'S!!!",
    "html": "<script>alert(1)</script> & <b>vet</b>",
    "formula": '=HYPERLINK("https://kwaad.example")',
    "newlines": "een\n\ntwee",
    "emoji": "👍🏽👩‍👩‍👧",
}


@pytest.mark.parametrize("written", ODD.values(), ids=ODD)
async def test_whatever_is_written_beside_a_choice_comes_back_as_it_was(
    resident, sessions, park, written: str
) -> None:
    page = await fill(
        resident,
        [
            {"q1__toys": ["other"], "q1__toys__other": written},
            {**NEEDED, "q2__why": written},
            {"rest": written},
            {},
        ],
    )
    assert html.unescape(page.text).count(written) == 3
    assert "<script>" not in page.text
    assert (await press(resident, page, "versturen")).status_code == 303
    async with sessions() as db:
        texts = list(await db.scalars(select(AnswerText.text)))
    assert texts == [written] * 3
