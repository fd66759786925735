# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The real Amsterdam meeting, twice; small made-up ones; and everything that is not a meeting."""

import html
import json
import os
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.council.inbound import AMSTERDAM, InboundMeeting, Problem, Unreadable, shifted
from backend.council.json_bytes import LARGEST_FILE
from backend.council.notubiz import read
from backend.council.notubiz_words import KIND_BY_TYPE, kind_of
from backend.council.plain_text import plain

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / os.environ.get("RAADGEVER_REFERENCE_DATA", "../shared/data")
HIDDEN = "Aankoop van het kasteel"


def real(name="notubiz_meeting_amsterdam.json") -> bytes:
    path = REFERENCE / "ori" / "notubiz" / name
    if not path.exists():
        pytest.skip(f"no reference data at {path}; set RAADGEVER_REFERENCE_DATA")
    return path.read_bytes()


def make_document(number, word="Tekststuk", **other):
    return {
        "id": number,
        "title": f"Stuk {number}",
        "url": f"https://api.notubiz.nl/document/{number}/1",
        "version": 1,
        "versions": [{"id": 1, "file_name": "stuk.pdf"}],
        "types": [{"id": 15, "value": word}],
        "publication_date": "2026-05-10",
        "confidential": 0,
    } | other


def make_item(number, *below, title=None, explanation=None, **other):
    attributes = [{"id": 1, "value": title or f"Punt {number}"}]
    if explanation is not None:
        attributes.append({"id": 3, "value": explanation})
    return {
        "id": number,
        "type": "agenda_point",
        "order": number,
        "parent": None,
        "confidential": 0,
        "permission_group": "public",
        "type_data": {"title_prefix": f"{number}.", "heading": False, "attributes": attributes},
        "documents": [],
        "agenda_items": list(below),
    } | other


def make_meeting(*items, start="2026-06-04 19:30:00", **other):
    return {
        "id": 7,
        "type": "meeting",
        "confidential": 0,
        "permission_group": "public",
        "attributes": {"Titel": "Raad", "Locatie": "Raadzaal"},
        "gremium": {"id": 12},
        "plannings": [{"start_date": start, "end_date": None}],
        "documents": [],
        "agenda_items": list(items),
    } | other


def take(meeting) -> InboundMeeting:
    return read(json.dumps(meeting).encode())


def refusal(source) -> tuple:
    raw = source if isinstance(source, bytes) else json.dumps(source).encode()
    with pytest.raises(Unreadable) as caught:
        read(raw)
    problems = caught.value.problems
    assert problems
    assert all(it.where and it.what and it.do for it in problems)
    return problems


def the_only(source):
    (problem,) = refusal(source)
    return problem


def order_of(meeting):
    return [(it.source_id, it.parent_id) for it in meeting.items]


# ---- the real meeting


def test_the_real_meeting_is_read_whole():
    meeting = read(real())
    assert (len(meeting.items), len(meeting.documents)) == (45, 2)
    assert sum(len(it.documents) for it in meeting.items) == 49
    assert meeting.dropped == ()
    assert (meeting.source, meeting.source_id, meeting.body_id) == ("notubiz", "458902", "4972")
    assert (meeting.title, meeting.location) == ("raadscommissie Financiën", None)
    assert meeting.starts_at == datetime(2018, 2, 8, 12, 30, tzinfo=UTC)
    assert (meeting.ends_at, meeting.cancelled) == (None, False)


def test_what_has_no_place_on_the_real_agenda_stands_last_by_id():
    items = read(real()).items
    assert [it.position for it in items[:3]] == [1, 2, 3]
    assert [it.source_id for it in items[-6:]] == [str(3935514 + n) for n in range(6)]
    assert {it.number for it in items[-6:-1]} == {"3."}
    assert sum(it.heading for it in items) == 13


def test_the_two_real_files_differ_in_one_title_only():
    first, second = read(real()), read(real("notubiz_meeting_amsterdam_update1.json"))
    differing = [f for f in first.__struct_fields__ if getattr(first, f) != getattr(second, f)]
    assert differing == ["documents"]
    assert first.documents[1] == second.documents[1]
    one, other = first.documents[0], second.documents[0]
    assert [f for f in one.__struct_fields__ if getattr(one, f) != getattr(other, f)] == ["title"]
    assert other.title == one.title + " [GEWIJZIGD]"


def test_every_real_item_with_documents_has_one_main_document_and_the_flap_is_not_it():
    for item in read(real()).items:
        mains = [it for it in item.documents if it.main]
        assert len(mains) == bool(item.documents)
        if any(it.type == "Tekststuk" for it in item.documents):
            assert mains[0].type == "Tekststuk"


# ---- shape


@pytest.mark.parametrize(
    "wrap", [lambda it: it, lambda it: {"meeting": it}], ids=["bare", "wrapped"]
)
@pytest.mark.parametrize(
    "attributes",
    [
        {"Titel": "Raad", "Locatie": "Zaal"},
        [{"id": 50, "value": "Zaal"}, {"id": 68, "value": {"x": 1}}, {"id": 1, "value": "Raad"}],
    ],
)
def test_both_wrappers_and_both_forms_of_attributes_say_the_same(wrap, attributes):
    meeting = take(wrap(make_meeting(attributes=attributes)))
    assert (meeting.title, meeting.location) == ("Raad", "Zaal")


def test_a_byte_order_mark_is_harmless():
    assert read(b"\xef\xbb\xbf" + json.dumps(make_meeting()).encode()).source_id == "7"


def test_items_are_flat_with_parents_first_and_unplaced_ones_last():
    meeting = make_meeting(
        make_item(5, order=None),
        make_item(4, order=None),
        make_item(30, make_item(32), make_item(31), order=2),
        make_item(20, make_item(21, make_item(22)), order=1),
        make_item(19, order=1),
        make_item(33, order=0, parent=30),
        make_item(34, order=9, parent={"id": 30, "self": "…"}),
    )
    assert order_of(take(meeting)) == [
        ("19", None),
        ("20", None),
        ("21", "20"),
        ("22", "21"),
        ("30", None),
        ("33", "30"),
        ("34", "30"),
        ("31", "30"),
        ("32", "30"),
        ("4", None),
        ("5", None),
    ]


@given(st.permutations([make_item(n, order=o) for n, o in [(1, 2), (2, None), (3, 1), (4, 1)]]))
def test_the_order_in_the_file_does_not_matter(items):
    assert [it.source_id for it in take(make_meeting(*items)).items] == ["3", "4", "1", "2"]


def test_headings_and_labels_are_headings():
    row = make_item(1)
    row["type_data"]["heading"] = True
    items = take(make_meeting(row, make_item(2, type="label"), make_item(3))).items
    assert [it.heading for it in items] == [True, True, False]


def test_an_explanation_keeps_its_paragraphs_and_loses_its_scripts():
    source = (
        "<p>Één &amp; twee</p>\r\n<script>x</script><ul><li>a</li><li><p>b</p></li></ul><!--c-->"
    )
    (item,) = take(make_meeting(make_item(1, explanation=source))).items
    assert item.explanation == "Één & twee\n\n- a\n- b"


@given(st.text(st.sampled_from("<>&;/!-abp \n\"'=#[]0"), max_size=60))
def test_what_was_written_as_text_comes_back_as_text(words):
    assert plain(f"<p>{html.escape(words)}</p>") == " ".join(words.split())


@given(st.text(max_size=60))
def test_no_html_breaks_the_paragraphs(source):
    assert "\n\n\n" not in plain(source)


def test_a_title_is_one_composed_line_and_a_missing_one_is_called_missing():
    items = take(
        make_meeting(make_item(1, title=" Cafe\u0301\r\n\t2 "), make_item(2, title=" "))
    ).items
    assert [it.title for it in items] == ["Caf\u00e9 2", "(zonder titel)"]


@pytest.mark.parametrize("field", ["canceled", "inactive"])
def test_a_cancelled_or_inactive_meeting_is_cancelled(field):
    assert take(make_meeting(**{field: True})).cancelled
    assert take(make_meeting(**{field: 1})).cancelled
    assert not take(make_meeting(**{field: None})).cancelled


# ---- documents


@pytest.mark.parametrize(
    ("words", "main"),
    [
        (["Tekststuk", "Raadsvoorstel", "Motie"], 1),
        (["Flap", "Tekststuk", "Tekststuk"], 1),
        (["Flap", "Document"], 0),
        (["Bijlage bij raadsvoorstel", "Tekststuk"], 1),
        (["Notulen", "Gewijzigde motie"], 1),
        (["Tekststuk", "Nota"], 1),
    ],
)
def test_the_main_document_is_the_proposal_else_the_text_else_the_first(words, main):
    documents = [make_document(n, word) for n, word in enumerate(words, 1)]
    (item,) = take(make_meeting(make_item(1, documents=documents))).items
    assert [it.main for it in item.documents] == [n == main for n in range(len(words))]


def one_document(**other):
    meeting = make_meeting(make_item(1, documents=[make_document(1, **other)]))
    return take(meeting).items[0].documents[0]


def test_a_version_is_its_content_and_never_a_modification_time():
    plainly = one_document(last_modified="2026-01-01 00:00:00")
    assert plainly == one_document(last_modified="2026-02-02 00:00:00")
    two = one_document(version=2, versions=[{"id": 2}, {"id": 1}])
    assert (
        two.source_version
        == one_document(version=2, versions=[{"id": 1}, {"id": 2}]).source_version
    )
    assert two.source_version == "2:1,2" != plainly.source_version == "1:1"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://x/y", "//x/y", "https://", "http://a b", "", None]
)
def test_only_web_addresses_are_kept(url):
    assert one_document(url=url).url is None


@pytest.mark.parametrize("day", ["", None, "0000-00-00"])
def test_no_publication_date_is_no_date(day):
    assert one_document(publication_date=day).publication_date is None


def test_one_document_may_lie_on_two_items():
    items = [make_item(n, documents=[make_document(9)]) for n in (1, 2)]
    assert [len(it.documents) for it in take(make_meeting(*items)).items] == [1, 1]


def test_only_words_without_doubt_have_a_kind():
    assert kind_of("Raadsvoorstel") == "raadsvoorstel"
    assert [kind_of(it) for it in ["Voorstel", "Nota", "Tekststuk", "Flap", None]] == [None] * 5
    assert set(KIND_BY_TYPE.values()) == {
        "raadsvoorstel",
        "initiatiefvoorstel",
        "beleidsnota",
        "motie",
        "amendement",
        "informatiebrief",
    }


# ---- confidentiality

CLOSED = [
    {"confidential": 1},
    {"confidential": True},
    {"confidential": None},
    {"permission_group": "fractie"},
    {"permission_group": "Public"},
]


@pytest.mark.parametrize("flags", [*CLOSED, {"permission_group": None}])
def test_a_closed_item_takes_all_below_it_and_leaves_no_title(flags):
    below = make_item(
        2, make_item(3, title=HIDDEN), title=HIDDEN, documents=[make_document(22, title=HIDDEN)]
    )
    closed = make_item(1, below, documents=[make_document(11, title=HIDDEN)], title=HIDDEN, **flags)
    pointing = make_item(4, parent=3, title=HIDDEN, explanation=HIDDEN)
    meeting = take(make_meeting(closed, pointing, make_item(5)))
    assert order_of(meeting) == [("5", None)]
    found = [(it.what, it.source_id) for it in meeting.dropped]
    assert found == [
        ("agenda_item", "1"),
        ("document", "11"),
        ("agenda_item", "2"),
        ("document", "22"),
        ("agenda_item", "3"),
        ("agenda_item", "4"),
    ]
    assert all(it.reason for it in meeting.dropped)
    assert HIDDEN not in repr(meeting)


@pytest.mark.parametrize("flags", CLOSED)
def test_a_closed_document_is_dropped_and_the_next_becomes_main(flags):
    documents = [make_document(1, "Raadsvoorstel", title=HIDDEN, **flags), make_document(2, "Flap")]
    meeting = take(make_meeting(make_item(1, documents=documents), documents=documents[:1]))
    assert [(it.source_id, it.main) for it in meeting.items[0].documents] == [("2", True)]
    assert meeting.documents == ()
    assert [(it.what, it.source_id) for it in meeting.dropped] == [("document", "1")] * 2
    assert HIDDEN not in repr(meeting)


def test_a_document_that_is_closed_once_is_closed_everywhere():
    open_copy = make_item(1, documents=[make_document(9, title=HIDDEN)])
    closed_copy = make_item(2, documents=[make_document(9, title=HIDDEN, confidential=1)])
    meeting = take(make_meeting(open_copy, closed_copy))
    assert [it.documents for it in meeting.items] == [(), ()]
    assert HIDDEN not in repr(meeting)


@pytest.mark.parametrize("field", ["confidential", "permission_group"])
def test_silence_is_not_consent(field):
    item = make_item(1, title=HIDDEN)
    del item[field]
    meeting = take(make_meeting(item))
    assert meeting.items == ()
    assert "zegt niet" in meeting.dropped[0].reason


@pytest.mark.parametrize("flags", CLOSED)
def test_a_closed_meeting_is_refused_without_a_word_of_it(flags):
    source = make_meeting(make_item(1, title=HIDDEN), attributes={"Titel": HIDDEN}, **flags)
    problem = the_only(source)
    assert "id 7" in problem.where
    assert "openbaar" in problem.do
    assert HIDDEN not in repr(problem)


def test_bad_text_in_a_closed_item_stops_nothing():
    closed = make_item(
        1, title="\x00" + HIDDEN, confidential=1, documents=[make_document(1, title=5)]
    )
    assert take(make_meeting(closed, make_item(2))).items[0].source_id == "2"


# ---- time


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-01-08 13:30:00", (2026, 1, 8, 12, 30)),
        ("2026-07-08 13:30:00", (2026, 7, 8, 11, 30)),
        ("2026-07-08T13:30:00+00:00", (2026, 7, 8, 13, 30)),
        ("2026-03-29 02:30:00", (2026, 3, 29, 1, 30)),  # does not exist; shows as 03:30
        ("2026-10-25 02:30:00", (2026, 10, 25, 0, 30)),  # comes twice; the first
    ],
)
def test_local_time_is_amsterdam_time(written, utc):
    assert take(make_meeting(start=written)).starts_at == datetime(*utc, tzinfo=UTC)


def test_a_shifted_meeting_keeps_its_time_on_the_clock_across_the_change():
    plannings = [{"start_date": "2026-02-05 19:30:00", "end_date": "2026-02-06 00:15:00"}]
    winter = take(make_meeting(make_item(1, documents=[make_document(1)]), plannings=plannings))
    summer = shifted(winter, date(2026, 7, 2))
    assert summer.starts_at == datetime(2026, 7, 2, 17, 30, tzinfo=UTC)
    assert summer.ends_at == datetime(2026, 7, 2, 22, 15, tzinfo=UTC)
    assert summer.items == winter.items
    assert shifted(summer, date(2026, 2, 5)) == winter


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.times())
def test_a_shift_changes_the_day_and_nothing_else(day, time):
    start = f"2026-06-04 {time:%H:%M:%S}"
    moved = shifted(take(make_meeting(start=start)), day).starts_at.astimezone(AMSTERDAM)
    assert moved.date() == day or time.hour < 3
    assert moved.utcoffset() is not None
    if time.hour > 3:
        assert f"{moved:%H:%M:%S}" == start[11:]


def test_a_day_in_another_era_is_a_slip():
    with pytest.raises(ValueError, match="1900"):
        shifted(take(make_meeting()), date.max)


# ---- bad input


NO_MEETINGS = [
    (b"", "leeg"),
    (b" \n", "leeg"),
    (b"{", "geen geldige JSON"),
    (b"\xff\xfe{}", "UTF-8"),
    (b"<!DOCTYPE html><p>", "webpagina"),
    (b'{"id": NaN}', "NaN"),
    (b'{"id": -Infinity}', "Infinity"),
    (b'{"id": ' + b"9" * 5000 + b"}", "te groot"),
    (b"[" * 100_000, "te diep"),
    (b'{"meeting": {"id": 7, "confidential": 1, "confidential": 0}}', "dubbel"),
    (b" " * (LARGEST_FILE + 1), "te groot"),
    (b"[]", "lijst"),
    (b"7", "geen object"),
    (b'"raad"', "geen object"),
    (b"null", "geen object"),
    (b"{}", "lijkt niet"),
    (b'{"error": "not found"}', "foutmelding"),
    (b'{"meeting": 5}', "lijkt niet"),
    (b'{"pagination": {}, "events": []}', "lijst van vergaderingen"),
    (json.dumps(make_item(1) | {"meeting": {"id": 7}}).encode(), "agendapunt"),
    (json.dumps(make_document(1)).encode(), "document"),
    (json.dumps(make_meeting(type="event")).encode(), "lijkt niet"),
]


@pytest.mark.parametrize(("raw", "what"), NO_MEETINGS, ids=range(len(NO_MEETINGS)))
def test_what_is_no_meeting_is_named_for_what_it_is(raw, what):
    assert what in the_only(raw).what


def test_a_hundred_megabytes_are_refused_by_size():
    assert "20 MB" in the_only(b"[" * (100 * 1024 * 1024)).what


@pytest.mark.parametrize(
    ("meeting", "where", "what"),
    [
        (make_meeting(agenda_items=None), "/ (id 7)", "agenda_items"),
        (make_meeting(agenda_items={}), "/ (id 7)", "lijst"),
        (make_meeting(5), "/agenda_items/0", "een getal"),
        (make_meeting(id=None), "/", "“id”"),
        (make_meeting(id=True), "/", "“id”"),
        (make_meeting(plannings=[]), "/ (id 7)", "plannings"),
        (make_meeting(plannings=None), "/ (id 7)", "plannings"),
        (make_meeting(start=None), "/plannings/0", "start_date"),
        (make_meeting(start="donderdag"), "/plannings/0", "start_date"),
        (make_meeting(start="2026-02-30 10:00:00"), "/plannings/0", "start_date"),
        (make_meeting(start="0000-00-00 00:00:00"), "/plannings/0", "start_date"),
        (make_meeting(start=20260604), "/plannings/0", "tekst"),
        (make_meeting(attributes="Raad"), "/ (id 7)", "attributes"),
        (make_meeting(attributes={"Titel": 5}), "/attributes", "Titel"),
        (make_meeting(gremium={"id": "x"}), "/ (id 7)", "gremium"),
        (make_meeting(canceled="nee"), "/ (id 7)", "canceled"),
        (make_meeting(make_item(1, id=None)), "/agenda_items/0", "“id”"),
        (make_meeting(make_item(1, order="1")), "/agenda_items/0 (id 1)", "order"),
        (make_meeting(make_item(1, order=1e300)), "/agenda_items/0 (id 1)", "order"),
        (make_meeting(make_item(1, order=2**40)), "/agenda_items/0 (id 1)", "order"),
        (make_meeting(make_item(1, confidential="0")), "/agenda_items/0 (id 1)", "confidential"),
        (make_meeting(make_item(1, permission_group=1)), "/agenda_items/0", "permission_group"),
        (make_meeting(make_item(1, type_data=None)), "/agenda_items/0 (id 1)", "type_data"),
        (make_meeting(make_item(1, type_data=[])), "/agenda_items/0 (id 1)", "type_data"),
        (make_meeting(make_item(1, title=5)), "/type_data/attributes/0", "een getal"),
        (make_meeting(make_item(1, title="a\x00b")), "/type_data/attributes/0", "U+0000"),
        (make_meeting(make_item(1, title="a\ud800b")), "/type_data/attributes/0", "U+D800"),
        (make_meeting(make_item(1, title="a\x1bb")), "/type_data/attributes/0", "U+001B"),
        (make_meeting(make_item(1, title="😀" * 10**5)), "/type_data/attributes/0", "te lang"),
        (make_meeting(make_item(1, explanation="a&#1;b")), "/attributes/1", "U+0001"),
        (make_meeting(make_item(1, parent=99)), "/agenda_items/0 (id 1)", "99"),
        (
            make_meeting(make_item(1, make_item(2, parent=9))),
            "/agenda_items/0/agenda_items/0",
            "ander",
        ),
        (make_meeting(make_item(1, parent=1)), "/agenda_items/0 (id 1)", "kring"),
        (make_meeting(make_item(1, parent=2), make_item(2, parent=1)), "(id 1)", "1, 2"),
        (make_meeting(make_item(1, make_item(2), parent=2)), "(id 1)", "kring"),
        (
            make_meeting(documents=[make_document(1, publication_date="gisteren")]),
            "(id 1)",
            "datum",
        ),
        (make_meeting(documents=[make_document(1, url=5)]), "/documents/0 (id 1)", "url"),
        (make_meeting(documents=[make_document(1, versions=[{}])]), "/versions/0", "“id”"),
        (
            make_meeting(documents=[make_document(1, publication_date="2026-02-30")]),
            "(id 1)",
            "datum",
        ),
        (make_meeting(documents=[make_document(1, version=[])]), "(id 1)", "een lijst"),
        (make_meeting(documents="geen"), "/ (id 7)", "documents"),
    ],
)
def test_a_problem_says_what_and_where(meeting, where, what):
    problem = the_only(meeting)
    assert where in problem.where
    assert what in problem.what


def test_the_wrapper_is_part_of_the_place():
    problem = the_only({"meeting": make_meeting(make_item(1, order="x"))})
    assert problem.where == "/meeting/agenda_items/0 (id 1)"


def test_a_double_item_is_named_in_both_places():
    problem = the_only(make_meeting(make_item(1, make_item(5)), make_item(5, confidential=1)))
    assert (problem.where, "/agenda_items/0/agenda_items/0" in problem.what) == (
        "/agenda_items/1 (id 5)",
        True,
    )


def test_a_double_document_within_an_item_is_named_in_both_places():
    twice = [make_document(3), make_document(3)]
    problem = the_only(make_meeting(make_item(1, documents=twice)))
    assert problem.where == "/agenda_items/0/documents/1 (id 3)"
    assert "/agenda_items/0/documents/0" in problem.what


def test_one_document_cannot_be_two_things():
    items = [make_item(n, documents=[make_document(3, title=f"T{n}")]) for n in (1, 2)]
    assert "/agenda_items/0/documents/0" in the_only(make_meeting(*items)).what


def test_a_meeting_that_ends_before_it_begins_is_a_slip():
    times = {"start_date": "2026-06-04 19:30:00", "end_date": "2026-06-04 18:00:00"}
    assert "eindigt" in the_only(make_meeting(plannings=[times])).what


def test_a_meeting_over_two_evenings_starts_first_and_ends_last():
    late = {"start_date": "2026-06-05 19:30:00", "end_date": "2026-06-05 22:00:00"}
    early = {"start_date": "2026-06-04 19:30:00", "end_date": None}
    meeting = take(make_meeting(plannings=[late, early]))
    assert (meeting.starts_at.day, meeting.ends_at and meeting.ends_at.day) == (4, 5)


@pytest.mark.parametrize("depth", [50, 51, 300])
@pytest.mark.parametrize("nested", [True, False])
def test_fifty_layers_are_enough(depth, nested):
    if nested:
        item = make_item(depth)
        for number in range(depth - 1, 0, -1):
            item = make_item(number, item)
        source = make_meeting(item)
    else:
        source = make_meeting(*(make_item(n, parent=n - 1 or None) for n in range(1, depth + 1)))
    if depth > 50:
        assert "lagen" in the_only(source).what
    else:
        assert len(take(source).items) == depth


def test_all_problems_are_told_at_once_and_none_quotes_the_file():
    source = make_meeting(
        make_item(1, title=HIDDEN + "\x00", parent=77),
        make_item(2, parent=3, order=HIDDEN),
        make_item(3, parent=2, documents=[make_document(4, url=[HIDDEN])]),
        make_item(1),
        start=HIDDEN,
        gremium=HIDDEN,
    )
    problems = refusal(source)
    assert len(problems) == 8
    assert HIDDEN not in repr(problems)


def test_a_thousand_problems_end_in_one_line():
    problems = refusal(make_meeting(*({} for _ in range(1000))))
    assert len(problems) == 101
    assert "nog meer" in problems[-1].what
    assert len(str(Unreadable(problems)).splitlines()) == 101


# ---- whatever comes


def survives(raw: bytes) -> None:
    """Read, or refused with problems; and what comes out can be stored and printed."""
    result: InboundMeeting | tuple[Problem, ...]
    try:
        result = read(raw)
    except Unreadable as refused:
        result = refused.problems
    assert result
    assert str(result).encode()


SOME_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=20,
)
ODD = SOME_JSON | st.sampled_from(
    [0, 1, -1, 10**30, "\ud800", "\x00", "0", "", {}, [], [[]], {"id": 1}]
)


@given(st.binary())
def test_arbitrary_bytes_never_crash(raw):
    survives(raw)


@given(SOME_JSON)
def test_arbitrary_json_never_crashes(value):
    survives(json.dumps(value).encode())


def spots(value, path=()):
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in inside if isinstance(value, dict | list) else ():
        if isinstance(below, dict | list):
            yield from spots(below, (*path, key))
        else:
            yield (*path, key)


def mutated(source, data, spot_list):
    copy = deepcopy(source)
    for _ in range(data.draw(st.integers(1, 4))):
        *above, last = data.draw(st.sampled_from(spot_list))
        value = copy
        try:
            for key in above:
                value = value[key]
            if data.draw(st.booleans()):
                value[last] = deepcopy(data.draw(ODD))  # or the samples grow into each other
            else:
                del value[last]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this spot away
    return copy


SMALL = make_meeting(
    make_item(1, make_item(2, explanation="<p>x</p>"), documents=[make_document(1)]),
    make_item(3, parent={"id": 1}),
    documents=[make_document(2)],
)
SMALL_SPOTS = [it for it in spots(SMALL) if it]


@given(st.data())
@settings(max_examples=300)
def test_a_damaged_small_meeting_never_crashes(data):
    survives(json.dumps(mutated(SMALL, data, SMALL_SPOTS)).encode())


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_real_meeting_never_crashes(data):
    source = json.loads(real())
    spot_list = [it for it in spots(source) if it]
    survives(json.dumps(mutated(source, data, spot_list)).encode())


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_real_file_with_damaged_bytes_never_crashes(data):
    raw = bytearray(real())
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    survives(bytes(raw))
