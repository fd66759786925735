# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from backend.results.personal_words import seems


def test_whoever_reads_a_quotation_is_told_what_each_mark_seems_to_be() -> None:
    text = (
        "Mevrouw Ramdin, geboren op 3 mei 1951, Kerkstraat 12, 9204 AB, 06-12345678, AB-12-CD,"
        " jan@voorbeeld.nl, www.voorbeeld.nl, 123456782, NL91ABNA0417164300, 06-12345678"
    )
    assert seems(text) == [
        "een naam",
        "een geboortedatum",
        "een adres",
        "een postcode",
        "een telefoonnummer",
        "een kenteken",
        "een e-mailadres",
        "een weblink",
        "een burgerservicenummer",
        "een rekeningnummer",
    ]
