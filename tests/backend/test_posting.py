# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Messages over a real SMTP server: encrypted, signed in, and one header is one header."""

import datetime as dt
import traceback
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from msgspec import structs

from backend import posting
from backend.mail import Lock
from backend.posting import Letter, MailAway, MailRefused, Sent
from tests.backend.sources.elsewhere import certificate
from tests.faults.processes import free_ports
from tests.post_office import CERTIFICATE, SENDER, post_office

NOW = dt.datetime(2026, 12, 3, 19, 30, tzinfo=dt.UTC)
LETTER = Letter(
    to="jan@voorbeeld.example",
    subject="Uw code om mee te doen",
    text="Beste inwoner,\n\nUw code is:\n\n    7Q4Z-K8MD-2XR\n\nCafé “Zeezicht” gaat €3 omhoog.\n",
    language="nl",
    key="0123456789abcdef",
    name="Gemeente 's-Hertogenbosch, griffie",
    reply_to="vragen@merenburg.example",
)


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of which the certificate is trusted, as the machine's own are."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / CERTIFICATE))
    return tmp_path


@pytest.mark.parametrize("lock", [Lock.STARTTLS, Lock.AT_ONCE, Lock.NONE])
def test_a_message_arrives_as_it_was_written(trusted, lock) -> None:
    with post_office(trusted, lock) as office, posting.line(office.relay) as line:
        assert line.send(LETTER, NOW) is Sent.DONE
    [got] = office.messages
    assert office.senders == [SENDER]
    assert got.get_content().replace("\r\n", "\n") == LETTER.text
    assert got.get_content_type() == "text/plain"
    assert got["From"].addresses[0].display_name == LETTER.name
    assert (got["To"], got["Reply-To"]) == (LETTER.to, LETTER.reply_to)
    assert (got["Subject"], got["Content-Language"]) == (LETTER.subject, "nl")
    assert got["Message-ID"] == "<0123456789abcdef@merenburg.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(got["Date"]) == NOW
    assert all(len(part) <= 78 for part in office.raw[0].split(b"\r\n"))
    assert office.raw[0].isascii()
    assert b"http" not in office.raw[0]


def test_several_go_over_one_line_and_each_has_its_own_fate(trusted) -> None:
    with post_office(trusted) as office:
        office.answers = {
            "weg@voorbeeld.example": "550 5.1.1 no such user",
            "vol@voorbeeld.example": "452 4.2.2 full",
            "ons@voorbeeld.example": "550 5.7.1 relaying denied",
        }
        with posting.line(office.relay) as line:
            became = [
                line.send(structs.replace(LETTER, to=f"{name}@voorbeeld.example"), NOW)
                for name in ("weg", "vol", "ons", "jan")
            ]
    assert became == [Sent.NEVER, Sent.LATER, Sent.LATER, Sent.DONE]
    assert [one["To"] for one in office.messages] == ["jan@voorbeeld.example"]


@pytest.mark.parametrize("lock", [Lock.STARTTLS, Lock.AT_ONCE])
def test_nothing_is_said_to_a_server_that_is_not_the_one(tmp_path, monkeypatch, lock) -> None:
    (other := tmp_path / "other").mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(other)[1]))
    with (
        post_office(tmp_path, lock) as office,
        pytest.raises(MailRefused),
        posting.line(office.relay),
    ):
        pytest.fail("trusted a stranger")
    assert office.raw == []


def test_a_server_without_encryption_gets_neither_password_nor_address(trusted) -> None:
    with post_office(trusted, Lock.NONE) as office:
        relay = structs.replace(office.relay, lock=Lock.STARTTLS, user="a", password="b")  # noqa: S106
        with pytest.raises(MailRefused), posting.line(relay):
            pytest.fail("went on without encryption")
    assert office.raw == []


def test_a_wrong_password_is_told_without_telling_it(trusted) -> None:
    with post_office(trusted) as office:
        relay = structs.replace(office.relay, password="fout-wachtwoord")  # noqa: S106
        with pytest.raises(MailRefused) as refused, posting.line(relay):
            pytest.fail("let in with a wrong password")
    told = "".join(traceback.format_exception(refused.value))
    assert "fout-wachtwoord" not in told


def test_a_server_that_is_away_is_away(trusted) -> None:
    with post_office(trusted) as office:
        relay = structs.replace(office.relay, port=free_ports(1)[0])
        with pytest.raises(MailAway), posting.line(relay):
            pytest.fail("somebody else answers there")
        with posting.line(office.relay) as line:
            line.send(LETTER, NOW)
            relay = office.relay
    with pytest.raises(MailAway), posting.line(relay):
        pytest.fail("it was closed")


def test_a_line_that_breaks_tells_no_address(trusted) -> None:
    other = structs.replace(LETTER, to="piet@voorbeeld.example")
    with post_office(trusted) as office:
        office.answers = {LETTER.to: "421 4.3.2 going down"}
        with posting.line(office.relay) as line:
            assert line.send(LETTER, NOW) is Sent.LATER
            with pytest.raises(MailAway) as away:
                line.send(other, NOW)
    told = "".join(traceback.format_exception(away.value))
    assert "voorbeeld" not in told


@pytest.mark.parametrize("field", ["subject", "name", "language", "key", "to"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_no_header_can_begin_another(trusted, field, end) -> None:
    with post_office(trusted) as office:
        bad = structs.replace(LETTER, **{field: f"x@y.example{end}Bcc: piet@voorbeeld.example"})
        refused = pytest.raises(ValueError, match=r"(?i)linefeed|newline|CR or LF")
        with refused, posting.line(office.relay) as line:
            line.send(bad, NOW)
    assert office.raw == []
