# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An advisory council of three reads a summary and agrees with a remark; one of them dissents."""

import re
from contextlib import AsyncExitStack

from backend.accounts.roles import Role
from backend.demo.keys import MEMBERS, NAMES, Keys
from backend.demo.processes import Stuck
from backend.demo.proposals import Proposal
from backend.demo.town_hall import TownHall, browser

NAME = "Adviesraad Sociaal Domein Merenburg"
THEMES = ("zorg", "jeugd", "werk")
TALK = (
    "Ik las alle adviezen. Veel jongeren willen 's avonds een plek. Dat zie ik goed terug.",
    "Ik mis de ouders. Zij schreven vooral over veiligheid op straat, en dat staat er maar kort.",
    "Eens. Laten we dat als opmerking meegeven.",
)
REMARK = (
    "De cijfers en zinnen geven goed weer wat inwoners schreven.\n\n"
    "Let wel op wie er níet reageerde: jongeren zonder vaste plek en ouders die weinig Nederlands"
    " lezen. Vraag hun mening voordat u besluit."
)
DISSENT = (
    "Ik vind dat buurtbewoners te weinig ruimte krijgen in deze samenvatting. Hun zorgen over"
    " geluid horen bovenaan te staan."
)
ANSWER = (
    "Dank u wel. Wij vragen de jongerenwerkers om langs te gaan bij jongeren die niet reageerden."
    " Wat zij horen, leggen wij voor de vergadering bij de stukken."
)
_UUID = r"[0-9a-f-]{36}"


class Council:
    """Three members with accounts, each with a browser of their own."""

    def __init__(self, base: str, keys: Keys) -> None:
        self._base = base
        self._keys = keys
        self.names = {str(Role.ADVIESRAAD): NAMES[Role.ADVIESRAAD], **MEMBERS}

    def is_about(self, proposal: Proposal) -> bool:
        return bool(set(THEMES) & set(proposal.themes))

    async def review(self, hall: TownHall, consultation: str) -> None:
        """Asked by the griffie, who also answers what they say."""
        desk = f"/griffie/raadplegingen/{consultation}/adviesraad"
        await hall.fill_in(desk, desk, {})  # as it is proposed: this council, ten working days
        asked = re.search(rf"/adviesraad/({_UUID})", (await hall.look(desk)).text)
        if not asked:
            raise Stuck("the griffie got no message to send to the advisory council")
        await self._speak(f"/adviesraad/{asked.group(1)}")
        await hall.fill_in(desk, f"{desk}/antwoord", {"answer": ANSWER})

    async def _speak(self, page: str) -> None:
        async with AsyncExitStack() as stack:
            members: list[TownHall] = []
            for username in self.names:
                opened = await stack.enter_async_context(browser(self._base))
                member = TownHall(opened)
                await member.sign_in(username, self._keys.passwords[username])
                await member.look(f"{page}/adviezen")
                members.append(member)
            for member, text in zip(members, TALK, strict=True):
                await member.fill_in(page, f"{page}/overleg", {"text": text})
            first, _, third = members
            said = {"verdict": "akkoord_met_opmerking", "remark": REMARK}
            await first.fill_in(page, f"{page}/oordeel", said)
            await third.fill_in(page, f"{page}/anders", {"dissent": DISSENT, "named": "ja"})


async def sit_down(base: str, hall: TownHall, keys: Keys) -> Council:
    """The griffie makes the council; the beheerder appoints its members."""
    council = Council(base, keys)
    about: dict[str, str | list[str]] = {
        "name": NAME,
        "kind": "adviesraad",
        "themes": list(THEMES),
    }
    made = await hall.fill_in("/griffie/adviesraden", "/griffie/adviesraden", about)
    page = made.headers["location"]
    async with browser(base) as opened:
        keeper = TownHall(opened)
        await keeper.sign_in(Role.BEHEERDER, keys.passwords[Role.BEHEERDER])
        options = (await keeper.look(page)).text
        for username in council.names:
            found = re.search(rf'<option value="({_UUID})"[^>]*>[^<]*\({username}\)', options)
            if not found:
                raise Stuck(f"there is no account {username} to choose from")
            await keeper.fill_in(page, f"{page}/leden", {"account": found.group(1)})
    return council
