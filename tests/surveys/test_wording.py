# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sentences as they stand in Dutch questionnaires, and what a careful reader says of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.template import draft
from surveys.wording import of_question, of_text

PLAIN = (
    "Wat vindt u van dit punt?",
    "Wat raadt u de raad aan?",
    "Onder welke voorwaarde?",
    "Hoe veilig vindt u het kruispunt bij de school?",
    "Waar wilt u de bomen: in de straat of in het park?",
    "Hoe vaak komt u in het centrum van Merenburg?",
    "Bent u voor of tegen het plan?",
    "Vindt u dit een goed idee of niet?",
    "Wanneer en hoe vaak gaat u met de bus?",
    "Wie hebben hier last van, of zijn er juist mee geholpen?",
    "Kies ten hoogste drie antwoorden.",
    "Wat moet er met de oude gymzaal gebeuren?",
    "Welke van deze plannen heeft uw voorkeur?",
    "Gaat u met de fiets, met de bus of met de auto naar uw werk?",
    "Wat mist u nog niet genoemd in dit plan?",
    "Woont u in een huurhuis of in een koophuis?",
    "Hoeveel mensen in uw huis rijden auto?",
    "Is er in uw straat plaats voor een laadpaal?",
    "Wat vindt u van de naam van het nieuwe plein?",
    "Wat is voor u het belangrijkst bij een woning?",
    "Bent u het eens of oneens met dit punt?",
    "Hoe belangrijk vindt u meer groen in uw straat?",
)


LONG = (
    "Wat vindt u ervan dat het college voorstelt om in het kader van de omgevingsvisie de"
    " parkeernormen voor nieuwbouwwoningen in het stationsgebied te verlagen en daarbij deelauto's"
    " te stimuleren?"
)
LONG_SENTENCE = (
    "Gelet op de omgevingsvisie, die de raad in 2024 vaststelde, stelt het college voor om de"
    " parkeernorm in het stationsgebied te verlagen, mits er deelauto's komen."
)


@pytest.mark.parametrize("question", PLAIN)
def test_a_plain_question_gets_no_hint(question: str) -> None:
    assert list(of_question(question)) == []


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        ("Vindt u het park mooi en veilig en/of schoon?", "two_questions"),
        ("Bent u tevreden over het groen en komt u vaak in het park?", "two_questions"),
        ("Wat vindt u van het plan? En wat zou u anders doen?", "two_questions"),
        ("Wilt u een park, en zo ja, waar moet het komen?", "two_questions"),
        ("Vindt u dat het parkeren niet meer gratis moet zijn of wilt u dat houden?",
         "two_questions"),
        ("Vindt u dat er geen huizen mogen komen zonder parkeerplaats?", "double_negative"),
        ("Bent u tegen het niet toestaan van auto's in de Kerkstraat?", "double_negative"),
        ("Moet de gemeente het vuurwerk niet verbieden?", "double_negative"),
        ("Vindt u het onwenselijk dat er geen bushalte is?", "double_negative"),
        ("Vindt u ook dat het verkeer te hard rijdt?", "leading"),
        ("Bent u het ermee eens dat er meer groen moet komen?", "leading"),
        ("U wilt toch ook een veilige straat, nietwaar?", "leading"),
        ("Bent u het ook eens met het college?", "leading"),
        ("Wat is natuurlijk de beste plek?", "leading"),
        ("Wat is uw e-mailadres?", "personal"),
        ("Vul hier uw naam en telefoonnummer in.", "personal"),
        ("Wat is uw BSN?", "personal"),
        ("Wat moet er in het park komen? (kopie)", "unfinished"),
        ("Wat vindt u van xxx?", "unfinished"),
        ("[tekst volgt]", "unfinished"),
        ("Vraag 3", "unfinished"),
        ("test", "unfinished"),
        ("WAT VINDT U VAN HET PLAN?", "shouting"),
        (LONG, "long_question"),
    ],
)  # fmt: skip
def test_a_careful_reader_would_say_something(question: str, hint: str) -> None:
    assert hint in list(of_question(question))


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("De gemeente plant bomen. Dat kost 40.000 euro per jaar, d.w.z. 2 euro per inwoner.", []),
        ("Bijvoorbeeld: alleen als de raad na een jaar kijkt of het goed gaat.", []),
        (LONG_SENTENCE, ["long_sentence"]),
        ("Vraag het aan de buren.", []),
        ("Hier komt nog een uitleg", ["unfinished"]),
    ],
)
def test_an_explanation_is_read_sentence_by_sentence(text: str, hints: list[str]) -> None:
    assert list(of_text(text)) == hints


def test_what_a_document_drafts_by_itself_reads_well() -> None:
    for question in draft([1], ()).questions:
        assert not [*of_question(question.label), *of_text(question.description)]


@given(st.text())
def test_no_text_is_too_strange_to_read(text: str) -> None:
    found = [*of_question(text), *of_text(text)]
    assert len(set(found)) in {len(found), len(found) - 1}  # "unfinished" may be said by both
