# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rules that need no database: codes, passwords, browsers."""

import pytest

from backend.accounts import browsers, passwords
from backend.accounts.second_factor import STEP, code_at, matching_step

# RFC 6238, appendix B, SHA-1: eight figures there; an app shows the last six of them.
KEY = b"12345678901234567890"
VECTORS = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


@pytest.mark.parametrize(("moment", "code"), VECTORS.items())
def test_codes_are_those_of_the_rfc(moment: int, code: str) -> None:
    assert code_at(KEY, moment // STEP) == code[-6:]


def test_a_clock_may_be_one_step_off_and_no_more() -> None:
    now = 1111111111
    for off in range(-3, 4):
        step = now // STEP + off
        assert matching_step(KEY, code_at(KEY, step), now) == (step if abs(off) <= 1 else None)
    assert matching_step(KEY, "é\u0661\u0662456", now) is None


@pytest.mark.parametrize(
    "guessed",
    ["welkom", "Welkom2026!!", "W3lk0m2026!!!", "Zomer-2026-Zomer", "123456789012", "aaaaaaaaaaab",
     "qwertyuiop12", "gemeente raad 2026", "Wachtwoord1234", "!!!!????....,,,,", "gerda-is-hier",
     "fijn gerda.de.griffier"],
)  # fmt: skip
def test_what_others_would_guess_is_no_password(guessed: str) -> None:
    assert passwords.weaknesses(guessed, username="gerda.de.griffier", name="Gerda de Griffier")


@pytest.mark.parametrize(
    "kept",
    ["vier hoge bomen aan de vaart", "correct paard batterij nietje", "9f83-aa01-77b2-c0de",
     "pindakaasmeteenlepel"],
)  # fmt: skip
def test_length_is_enough_and_no_tricks_are_asked(kept: str) -> None:
    assert not passwords.weaknesses(kept, username="jo", name="Jo de Vries")
    assert not passwords.weaknesses(passwords.random(), username="jo", name="Jo de Vries")


def test_a_browser_is_known_roughly_and_nothing_else_is_kept() -> None:
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:147.0) Gecko/20100101 Firefox/147.0"
    edge = "Mozilla/5.0 (Macintosh) AppleWebKit/537.36 Chrome/147.0 Safari/537.36 Edg/147.0"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) Version/20.0 Safari/604.1"
    assert [browsers.roughly(one) for one in (firefox, edge, phone, "<script>", "")] == [
        "Firefox, Windows",
        "Edge, Mac",
        "Safari, iPhone",
        "",
        "",
    ]
