# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A mail server is named whole, or not at all."""

import pytest

from backend import mail
from backend.mail import Lock, Relay

FROM = "griffie@merenburg.example"
WITH_NAME = "smtp://raadgever:een%2Fgoed%40wachtwoord@mail.merenburg.example:2525"


def read(**given: str) -> tuple[Relay | None, list[str]]:
    problems: list[str] = []
    environ = {f"RAADGEVER_SMTP_{name}": value for name, value in given.items()}
    return mail.read(environ, problems), problems


def test_without_a_setting_there_is_none() -> None:
    assert read() == (None, [])
    assert read(URL=" ", FROM="", PLAIN="") == (None, [])


def test_what_is_set_counts() -> None:
    found, problems = read(URL=WITH_NAME, FROM=f" {FROM} ")
    assert problems == []
    assert found == Relay(
        "mail.merenburg.example", 2525, Lock.STARTTLS, FROM, "raadgever", "een/goed@wachtwoord"
    )


@pytest.mark.parametrize(
    ("url", "plain", "port", "lock"),
    [
        ("smtp://mail.example", "", 587, Lock.STARTTLS),
        ("smtp://mail.example", "no", 587, Lock.STARTTLS),
        ("smtps://mail.example", "", 465, Lock.AT_ONCE),
        ("smtp://mail.example/", "yes", 25, Lock.NONE),
        ("smtp://[2001:db8::1]", "", 587, Lock.STARTTLS),
    ],
)
def test_each_way_has_its_usual_port(url, plain, port, lock) -> None:
    found, problems = read(URL=url, FROM=FROM, PLAIN=plain)
    assert problems == []
    assert found
    assert (found.port, found.lock, found.user) == (port, lock, "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"URL": "smtp://mail.example"}, "RAADGEVER_SMTP_FROM must be set"),
        ({"FROM": FROM}, "RAADGEVER_SMTP_URL must be set"),
        ({"PLAIN": "yes"}, "RAADGEVER_SMTP_URL and RAADGEVER_SMTP_FROM must be set"),
        ({"URL": "mail.example:587", "FROM": FROM}, "must be smtp://HOST"),
        ({"URL": "https://mail.example", "FROM": FROM}, "must be smtp://HOST"),
        ({"URL": "smtp://", "FROM": FROM}, "must be smtp://HOST"),
        ({"URL": "smtp://mail.example:0", "FROM": FROM}, "must be smtp://HOST"),
        ({"URL": "smtp://mail.example:99999", "FROM": FROM}, "must be smtp://HOST"),
        ({"URL": "smtp://mail.example/inbox", "FROM": FROM}, "must be smtp://HOST"),
        ({"URL": "smtp://mail.example?tls=no", "FROM": FROM}, "must be smtp://HOST"),
        ({"URL": "smtp://jan@mail.example", "FROM": FROM}, "a name without a password"),
        ({"URL": "smtp://:geheim@mail.example", "FROM": FROM}, "the other way round"),
        ({"URL": "smtp://mail.example", "FROM": f"Griffie <{FROM}>"}, "is not an address"),
        ({"URL": "smtp://mail.example", "FROM": FROM, "PLAIN": "ja"}, "must be yes or no"),
        ({"URL": WITH_NAME, "FROM": FROM, "PLAIN": "yes"}, "which everybody on the way"),
        ({"URL": "smtps://mail.example", "FROM": FROM, "PLAIN": "yes"}, "begins with smtp://"),
    ],
)
def test_half_of_it_or_what_means_nothing_is_refused(given, said) -> None:
    _, problems = read(**given)
    assert [one for one in problems if said in one], problems
    assert "wachtwoord" not in str(problems)
