# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.mail_address import read

KEY = bytes(32)


@pytest.mark.parametrize(
    ("typed", "sent_to", "box"),
    [
        ("jan@voorbeeld.nl", "jan@voorbeeld.nl", "jan@voorbeeld.nl"),
        ("  Jan.de.Vries@Voorbeeld.NL ", "Jan.de.Vries@voorbeeld.nl", "jan.de.vries@voorbeeld.nl"),
        ("jan+raad@voorbeeld.nl", "jan+raad@voorbeeld.nl", "jan@voorbeeld.nl"),
        ("+@voorbeeld.nl", "+@voorbeeld.nl", "+@voorbeeld.nl"),
        ("j.a.n+1@googlemail.com", "j.a.n+1@googlemail.com", "jan@gmail.com"),
        ("jan@café.nl", "jan@xn--caf-dma.nl", "jan@xn--caf-dma.nl"),
        ("o'brien@mail.voorbeeld.co.uk", "o'brien@mail.voorbeeld.co.uk", None),
    ],
)
def test_what_was_typed_is_sent_to_and_known_again(typed, sent_to, box) -> None:
    found = read(typed)
    assert found
    assert str(found) == sent_to
    assert found.box == box or box is None


@pytest.mark.parametrize(
    "typed",
    [
        *("", "jan", "jan@", "@voorbeeld.nl", "jan@voorbeeld", "jan@voorbeeld..nl", "jan@-x.nl"),
        *("a@b@c.nl", "jan piet@voorbeeld.nl", "jan@voorbeeld.nl, piet@voorbeeld.nl"),
        *("jan.@voorbeeld.nl", ".jan@voorbeeld.nl", "jan..p@voorbeeld.nl", '"jan"@voorbeeld.nl'),
        *("Jan <jan@voorbeeld.nl>", "jan@voorbeeld.nl\r\nBcc: piet@voorbeeld.nl", "jan@[10.0.0.1]"),
        *("jan@10.0.0.1", "jän@voorbeeld.nl", "\N{KELVIN SIGN}ees@voorbeeld.nl", "jan@\ud800.nl"),
        *("j" * 65 + "@voorbeeld.nl", "jan@" + "x" * 64 + ".nl", "jan@" + "xy." * 90 + "nl"),
    ],
)
def test_what_no_message_can_be_sent_to_is_refused(typed) -> None:
    assert read(typed) is None


@given(st.text() | st.from_regex(r"[^@]{0,5}@[^@]{0,5}\.nl"))
def test_nothing_that_is_taken_can_end_a_line_or_name_somebody_else(typed) -> None:
    found = read(typed)
    if found:
        assert str(found).isascii()
        assert str(found).isprintable()
        assert str(found).count("@") == 1
        assert not set(str(found)) & set(' ,;:<>()[]"\\')
        assert read(str(found)) == found


@given(st.emails(), st.binary(min_size=32, max_size=32))
def test_a_tag_is_of_the_box_and_of_the_key(typed, key) -> None:
    found = read(typed)
    if found:
        again = read(typed.upper())
        assert again
        assert again.tag(key) == found.tag(key)
        assert key == KEY or found.tag(key) != found.tag(KEY)
