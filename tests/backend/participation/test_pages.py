# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import html

import pytest
from sqlalchemy import func, select

from backend.council.tables import AgendaItem, AgendaItemDocument, Document, Meeting
from backend.participation import seal
from backend.participation.tables import Entry
from surveys.questions import Option
from surveys.template import draft
from tests.browse import form, text
from tests.make import make_consultation, make_version, move
from tests.pressing import action, code_on, fill, press, take_part

pytestmark = pytest.mark.anyio
THANKS = "/raadplegingen/park/bedankt"
LONG = "Bomen! " * 700  # 4,900 characters; 4,000 fit


async def entries(sessions) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(Entry))).one()


async def test_a_consultation_says_all_that_a_resident_needs_to_know(resident, park) -> None:
    page = text(await resident.get("/raadplegingen/park"))
    for needed in (
        "Er komen bomen, banken en een speelplek",
        "De raad stelt hiervoor 400.000 euro beschikbaar",
        "ongeveer 7 minuten",
        "Doe mee",
        "Dit is geen zienswijze of bezwaar",
        "We vragen niet naar uw naam",
        "Liever op papier of bellen? Bel 14",
        "De gemeenteraad leest de samenvatting voordat hij beslist",
    ):
        assert needed in page


async def test_it_says_when_the_council_meets_about_it(resident, sessions, park) -> None:
    async with sessions.begin() as db:
        for source_id, starts_at in (
            ("past", dt.datetime(2020, 1, 1, 19, tzinfo=dt.UTC)),
            ("next", dt.datetime(2999, 1, 10, 18, 30, tzinfo=dt.UTC)),
        ):
            meeting = Meeting(source="t", source_id=source_id, title="Raad", starts_at=starts_at)
            db.add(meeting)
            await db.flush()
            item = AgendaItem(
                source="t",
                source_id=source_id,
                meeting_id=meeting.id,
                place=1,
                title="Park",
                explanation="",
                heading=False,
            )
            db.add(item)
            await db.flush()
            db.add(
                AgendaItemDocument(
                    agenda_item_id=item.id, document_id=park.document_id, place=1, main=True
                )
            )
    page = text(await resident.get("/raadplegingen/park"))
    assert "De vergadering is op donderdag 10 januari 2999 om 19.30 uur" in page


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("closed", "We tellen nu de antwoorden"),
        ("attached", "ligt bij het voorstel op de agenda"),
        ("cancelled", "Het voorstel is van de agenda gehaald"),
    ],
)
async def test_what_is_not_open_says_what_happened_and_takes_no_answers(
    resident, sessions, stage: str, words: str
) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", stage=stage)
    page = await resident.get("/raadplegingen/park")
    assert words in text(page)
    assert action("park") not in page.text
    begun = await resident.get(action("park"))
    assert (begun.status_code, begun.headers["location"]) == (303, "/raadplegingen/park")


async def test_a_changed_document_is_said_while_the_text_stays(resident, sessions, park) -> None:
    async with sessions.begin() as db:
        document = await db.get_one(Document, park.document_id)
        await make_version(db, document, number=2, title="Een heel ander plan")
    begun = await resident.get(action("park"))
    check = await press(resident, begun, "controleren")
    paper = await resident.get("/raadplegingen/park/vragen")
    for page in (await resident.get("/raadplegingen/park"), begun, check, paper):
        assert "Het voorstel is intussen veranderd" in text(page)
        assert "De gemeenteraad weet dat uw advies over die tekst gaat" in text(page)
        assert "Een heel ander plan" not in page.text
        assert 'href="/raadplegingen/park/veranderd"' in page.text


async def test_every_error_keeps_what_was_typed_and_leads_to_its_field(resident, park) -> None:
    start = await resident.get(action("park"))
    page = await press(
        resident,
        start,
        "volgende",
        q1__stance="weet-niet",
        q1__advice=LONG,
        q1__condition="\x01",
        q1__touched="Oudere mensen",
    )
    assert page.status_code == 422
    assert "<title>Fout: " in page.text
    assert "Er zijn nog 3 dingen niet goed ingevuld" in page.text
    for field in ("veld-1-stance", "veld-1-advice", "veld-1-condition"):
        assert f'href="#{field}"' in page.text
        assert f'id="{field}"' in page.text
    assert "4.899 tekens. Er passen er 4.000" in page.text
    kept = form(page, action("park"))
    assert kept["1.advice"] == [LONG]
    assert kept["1.touched"] == ["Oudere mensen"]


async def test_each_service_number_is_named_and_stands_marked_on_the_check_page(
    resident, park
) -> None:
    start = await resident.get(action("park"))
    given = {"q1__advice": "Ik ben 123456782.", "q1__touched": "Bel 111222333."}
    page = await press(resident, start, "volgende", **given)
    assert page.status_code == 422
    for number in ("123456782", "111222333"):
        assert f"{number} lijkt op een burgerservicenummer" in text(page)
    page = await press(resident, page, "volgende", q1__touched="Niemand")
    check = await press(resident, page, "controleren")
    assert check.status_code == 200
    assert text(check).count("Dat lijkt op een burgerservicenummer") == 1
    assert "In dit antwoord staat 123456782." in text(check)
    thanks = await press(resident, check, "versturen")
    assert "burgerservicenummer" not in text(await resident.get(thanks.headers["location"]))


async def test_going_back_loses_nothing(resident, park) -> None:
    page = await fill(resident, [{"q1__stance": "for", "q1__advice": "Meer bomen."}])
    page = await press(resident, page, "vorige", q2__advice=LONG)
    assert form(page, action("park"))["1.advice"] == ["Meer bomen."]
    page = await press(resident, page, "volgende")
    assert form(page, action("park"))["2.advice"] == [LONG]


async def test_a_choice_can_be_taken_back(resident, park) -> None:
    page = await fill(resident, [{"q1__stance": "for"}])
    page = await press(resident, page, "vorige")
    assert "Toch geen antwoord geven" in page.text
    page = await press(resident, page, "controleren", q1__stance="")
    assert "Voor" not in text(page).partition("Punt 1")[2].partition("Punt 2")[0]


async def test_nothing_said_is_refused_kindly_and_background_alone_is_nothing(
    resident, sessions, park
) -> None:
    page = await fill(resident, [{}, {}, {"age_band": "65+"}])
    page = await press(resident, page, "versturen")
    assert page.status_code == 422
    assert "<title>Fout: " in page.text
    assert "U hebt nog niets gezegd over het voorstel" in page.text
    assert "65 jaar of ouder" in page.text
    assert await entries(sessions) == 0


async def test_pressing_send_again_shows_the_same_receipt(resident, sessions, park) -> None:
    check = await fill(resident, [{"q1__stance": "for"}, {}, {}])
    codes = set()
    for _ in range(2):
        sent = await press(resident, check, "versturen")
        codes.add(code_on(await resident.get(sent.headers["location"])))
    assert (len(codes), await entries(sessions)) == (1, 1)


async def test_the_check_page_is_true_before_sending_and_after_it(resident, park) -> None:
    """One comes back to it with the button of the browser, which asks us nothing."""
    check = text(await fill(resident, [{"q1__stance": "for"}, {}, {}]))
    assert "nog niets verstuurd" not in check
    assert "Pas daarna krijgt de gemeente uw antwoorden" in check
    assert "Drukte u al eerder op de knop, en ging u daarna terug?" in check


async def test_who_is_done_leaves_no_code_behind_for_the_next(resident, park) -> None:
    page = await take_part(resident, [{"q1__stance": "for"}, {}, {}])
    assert "https://raadgever.test/mijn-inzending" in text(page)
    code = code_on(page)
    assert f'action="{THANKS}"' in page.text
    as_sent = {"content-type": "application/x-www-form-urlencoded"}  # a form without fields
    done = await resident.post(THANKS, content=b"", headers=as_sent)
    assert done.status_code == 200
    assert "Uw code en uw antwoorden staan hier niet meer" in text(done)
    assert done.headers["clear-site-data"] == '"cache"'
    after = await resident.get("/raadplegingen/park/bedankt")
    assert code_on(after) == ""
    assert code not in after.text


async def test_back_after_sending_and_sending_something_else_says_what_to_do(
    resident, sessions, park
) -> None:
    check = await fill(resident, [{"q1__stance": "for"}, {}, {}])
    await press(resident, check, "versturen")
    page = await press(resident, check, "pagina-2")
    page = await press(resident, page, "controleren", q2__advice="Nog iets.")
    page = await press(resident, page, "versturen")
    assert page.status_code == 409
    assert "al verstuurd, met andere antwoorden" in page.text
    assert "Nog iets." in page.text
    assert await entries(sessions) == 1


async def test_a_form_that_was_tampered_with_sends_nothing_and_loses_nothing(
    resident, sessions, park
) -> None:
    page = await fill(resident, [{"q1__advice": "Meer bomen."}])
    fields = form(page, action("park"))
    stand = fields["stand"][0]
    fields["stand"] = [stand[:-2] + ("AA" if stand[-2:] != "AA" else "BB")]
    page = await resident.post(
        action("park"), data={**fields, "naar": "versturen", "2.advice": "En rust."}
    )
    assert page.status_code == 400
    assert "Dit formulier is verlopen" in page.text
    assert "Meer bomen." in page.text
    assert "En rust." in page.text
    assert await entries(sessions) == 0


async def test_a_form_of_another_consultation_is_not_taken(resident, sessions, park) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="hal")
    page = await fill(resident, [{"q1__advice": "Meer bomen."}, {}, {}])
    fields = form(page, action("park"))
    sent = await resident.post(action("hal"), data={**fields, "naar": "versturen"})
    assert (sent.status_code, await entries(sessions)) == (400, 0)


async def test_a_form_for_other_questions_says_so(resident, town, sessions, park) -> None:
    page = await fill(resident, [{"q1__advice": "Meer bomen."}])
    fields = form(page, action("park"))
    held = seal.read_form(town.secret, fields["stand"][0])
    old = seal.Form(held.consultation, "00" * 32, held.key, held.typed)
    fields["stand"] = [seal.write_form(town.secret, old)]
    page = await resident.post(action("park"), data={**fields, "naar": "volgende"})
    assert page.status_code == 409
    assert "De vragen van deze raadpleging zijn veranderd" in page.text
    assert "Meer bomen." in page.text


@pytest.mark.parametrize("button", ["volgende", "versturen"])
async def test_a_consultation_that_closed_meanwhile_shows_what_was_typed(
    resident, sessions, park, button: str
) -> None:
    page = await fill(resident, [{"q1__advice": "Meer bomen."}, {}])
    async with sessions.begin() as db:
        await move(db, await db.merge(park), "closed")
    page = await press(resident, page, button)
    assert page.status_code == 409
    assert "Deze raadpleging is gesloten" in page.text
    assert "Meer bomen." in page.text
    assert await entries(sessions) == 0


async def test_the_receipt_page_without_its_cookie_explains(browsers, park) -> None:
    one, other = browsers(), browsers()
    await take_part(one, [{"q1__stance": "for"}, {}, {}])
    page = await other.get("/raadplegingen/park/bedankt")
    assert (page.status_code, code_on(page)) == (200, "")
    assert "Uw code staat hier niet meer" in page.text


async def test_after_withdrawing_the_receipt_page_says_no_thanks(resident, park) -> None:
    page = await take_part(resident, [{"q1__stance": "for"}, {}, {}])
    mine = await resident.post("/mijn-inzending", data={"code": code_on(page)})
    proof = form(mine, "/mijn-inzending")
    await resident.post("/mijn-inzending", data={**proof, "actie": "echt-intrekken"})
    assert code_on(await resident.get("/raadplegingen/park/bedankt")) == ""


async def test_the_receipt_cookie_is_for_this_site_only_and_short(resident, park) -> None:
    sent = await press(resident, await fill(resident, [{"q1__stance": "for"}, {}, {}]), "versturen")
    cookie = sent.headers["set-cookie"]
    assert cookie.startswith("__Host-ontvangst=")
    assert "Domain" not in cookie
    for part in ("HttpOnly", "Secure", "Path=/", "SameSite=lax", "Max-Age=1800"):
        assert part.lower() in cookie.lower()


async def test_many_neighbourhoods_are_a_list_to_pick_from(resident, sessions) -> None:
    hoods = [Option(f"WK{number:02}", f"Wijk {number}") for number in range(30)]
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", questionnaire=draft([1, 2], hoods))
    page = await fill(resident, [{"q1__stance": "for"}, {}])
    assert "<select" in page.text
    page = await press(resident, page, "volgende", neighbourhood="WK07")
    assert "Wijk 7" in page.text


async def test_whatever_people_write_comes_back_as_they_wrote_it(resident, park) -> None:
    written = {
        "q1__advice": "مرحبا بالجميع GEEN AUTO'S!!!",
        "q1__condition": '<script>alert(1)</script> & =HYPERLINK("x")',
        "q1__touched": "👍🏽" * 900,
    }
    page = await take_part(resident, [written, {}, {}])
    assert "<script>" not in page.text
    for text_written in written.values():
        assert text_written in html.unescape(page.text)


async def test_what_is_not_a_web_form_is_refused_in_words(resident, park) -> None:
    reply = await resident.post(action("park"), json={"naar": "versturen"})
    assert reply.status_code == 400
    assert "Dit formulier kwam niet goed aan" in reply.text
    big = await resident.post(action("park"), data={"1.advice": "x" * 2_000_000})
    assert big.status_code == 413
    assert "Dit is te groot" in big.text


async def test_a_lone_surrogate_in_a_form_is_shown_as_unreadable(resident, park) -> None:
    fields = form(await resident.get(action("park")), action("park"))
    raw = f"stand={fields['stand'][0]}&pagina=1&naar=volgende&1.advice=a%ED%A0%80b%00"
    head = {"content-type": "application/x-www-form-urlencoded"}
    reply = await resident.post(action("park"), content=raw, headers=head)
    assert reply.status_code == 422
    assert "tekens in die wij niet kunnen lezen" in reply.text
