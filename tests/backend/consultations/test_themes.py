# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A municipality's own list of subjects."""

import pytest
from sqlalchemy import select

from backend.accounts.roles import Role
from backend.audit.tables import AuditLine
from backend.consultations import themes
from backend.participation.standard import THEMES
from tests.browse import form, text
from tests.make import make_consultation

pytestmark = pytest.mark.anyio
AT = "/griffie/onderwerpen"


async def test_the_griffie_adds_renames_retires_and_brings_back_a_subject(
    signed_in, resident, sessions
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    async with sessions.begin() as db:
        assert dict((await themes.all_of_them(db)).current) == THEMES
        row = await make_consultation(db, slug="park")
        row.themes = ["zorg"]
    token = form(await griffier.get(AT), AT)["csrf"]

    async def do(deed: str, key: str = "", was: str = "", name: str = "", status: int = 303):
        fields = {"csrf": token, "doe": deed, "key": key, "was": was, "name": name}
        given = {field: value for field, value in fields.items() if value or field == "name"}
        reply = await griffier.post(AT, data=given)
        assert reply.status_code == status, text(reply)
        return reply

    await do("toevoegen", name="Évenementen  en feest")
    assert "staat er al" in text(await do("toevoegen", name="evenementen en FEEST", status=422))
    await do("hernoemen", "zorg", THEMES["zorg"], "Zorg en welzijn")
    late = await do("hernoemen", "zorg", THEMES["zorg"], "Gezondheid", status=409)
    assert "Het heet nu “Zorg en welzijn”" in text(late)
    assert "U typte: “Gezondheid”" in text(late)
    await do("weghalen", "zorg", "Zorg en welzijn")
    assert "Zet het hieronder terug" in text(
        await do("toevoegen", name="Zorg en welzijn", status=422)
    )

    async with sessions() as db:
        found = await themes.all_of_them(db)
        lines = await db.execute(
            select(AuditLine.action, AuditLine.detail["sleutel"].astext)
            .where(AuditLine.object == "onderwerp")
            .order_by(AuditLine.id)
        )
    assert list(found.current.values())[2:5] == [
        "Energie en klimaat",
        "Évenementen en feest",
        "Groen, water en natuur",
    ]
    assert [tuple(line) for line in lines] == [
        ("toevoegen", "evenementen-en-feest"),
        ("hernoemen", "zorg"),
        ("weghalen", "zorg"),
    ]
    front = await resident.get("/")
    assert "Zorg en welzijn" in text(front), "what was about it, still is"
    assert 'value="zorg"' not in front.text, "and nobody is offered it any more"
    assert 'value="evenementen-en-feest"' in front.text
    assert "1 raadpleging" in text(await resident.get("/raadplegingen?thema=zorg"))

    desk = f"/griffie/raadplegingen/{row.id}"
    fields = form(await griffier.get(desk), f"{desk}/indeling")
    assert fields["themes"] == ["zorg"], "and it can stay"
    assert (await griffier.post(f"{desk}/indeling", data=fields)).status_code == 303
    await do("terugzetten", "zorg", "Zorg en welzijn")
    assert 'value="zorg"' in (await resident.get("/")).text
