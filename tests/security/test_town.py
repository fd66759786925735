# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from tests.security.town import FATES, texts

pytestmark = pytest.mark.anyio


async def test_the_town_has_one_of_everything(street, filled) -> None:
    rows = await street.rows()
    empty = sorted(name for name, (number, _) in rows.items() if not number)
    # What no page of these tests needs: nobody was asked anew, nothing came from pol.is, no source
    # brought a document of the meeting itself, and no consultation goes on without its item. Nobody
    # used the code of a letter, asked for one by e-mail or solved a challenge. The log is too short
    # for a full tile, and nothing waits for its place there.
    assert set(empty) <= {
        *("asked_anew", "installation", "meeting_document", "source_times", "left_running"),
        *("log_due", "log_node", "letter_use", "spent_challenge"),
        *("mail_request", "mail_address", "mail_voice", "mail_use"),
    }
    assert set(filled.items) == {*FATES, "moved", "under", "off", "decided"}
    async with street.sessions() as db:
        assert await texts(db) > 20
