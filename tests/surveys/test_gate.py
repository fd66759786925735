# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.gate import NEEDS_EVIDENCE, READY, Facts, Ground, Reason, Verdict, judge
from surveys.lifecycle import Stage
from surveys.rules import KINDS, Rules

HEARING = Rules().hearing_kinds
NEEDS = Facts(heading=False, lapsed=False, document=True, kind="raadsvoorstel", hearing=HEARING)

facts = st.builds(
    Facts,
    kind=st.sampled_from([None, *KINDS]),
    hearing=st.just(HEARING),
    consultation=st.sampled_from([None, *(str(stage) for stage in Stage)]),
    heard=st.sampled_from([None, True, False]),
    attached=st.booleans(),
    undecided=st.booleans(),
    awaits_paper=st.booleans(),
).filter(lambda one: not (one.document and one.undecided))


def judged(**changes: object) -> Reason:
    return judge(msgspec.structs.replace(NEEDS, **changes)).reason


@given(facts)
def test_a_document_that_needs_hearing_is_ready_only_when_something_is_attached(one) -> None:
    verdict = judge(one)
    if one.lapsed or one.undecided:
        assert not verdict.ready
    elif one.document and (one.kind is None or one.kind in one.hearing):
        assert verdict.ready == one.attached
    elif not one.document and one.awaits_paper:
        assert not verdict.ready
    else:
        assert verdict.ready


@given(facts)
def test_nothing_but_attaching_moves_a_red_item_that_needs_hearing(one) -> None:
    """However far the consultation came and whatever it heard."""
    if one.kind in one.hearing and not one.attached and one.document:
        assert not judge(one).ready
        assert judge(msgspec.structs.replace(one, attached=True)).ready is not one.lapsed


@given(facts)
def test_the_colour_follows_from_the_reason(one) -> None:
    verdict = judge(one)
    assert verdict == Verdict(verdict.reason in READY, verdict.reason)


@given(facts)
def test_a_lapsed_item_is_never_ready(one) -> None:
    lapsed = msgspec.structs.replace(one, lapsed=True)
    assert judge(lapsed) == Verdict(ready=False, reason=Reason.LAPSED)


@given(facts)
def test_a_label_takes_no_hearing_away(one) -> None:
    """A heading with papers is judged as the item that it is."""
    if one.document or one.undecided:
        same = judge(msgspec.structs.replace(one, heading=not one.heading))
        assert judge(one) == same


@given(facts)
def test_an_unknown_kind_is_red_until_someone_classifies_it(one) -> None:
    unknown = msgspec.structs.replace(
        one, kind=None, document=True, undecided=False, attached=False, lapsed=False
    )
    assert judge(unknown) == Verdict(ready=False, reason=Reason.UNKNOWN_KIND)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"heading": True, "document": False}, Reason.HEADING),
        ({"heading": True}, Reason.NO_CONSULTATION),
        ({"heading": True, "document": False, "undecided": True}, Reason.NO_MAIN_DOCUMENT),
        ({"document": False}, Reason.NO_DOCUMENT),
        ({"document": False, "awaits_paper": True}, Reason.PAPER_AWAITED),
        ({"document": False, "awaits_paper": True, "heading": True}, Reason.PAPER_AWAITED),
        ({"awaits_paper": True}, Reason.NO_CONSULTATION),
        ({"document": False, "undecided": True}, Reason.NO_MAIN_DOCUMENT),
        ({"kind": "informatiebrief"}, Reason.NOT_NEEDED),
        ({"attached": True}, Reason.ATTACHED),
        ({}, Reason.NO_CONSULTATION),
        ({"outdated": True}, Reason.DOCUMENT_CHANGED),
        ({"consultation": "cancelled"}, Reason.NO_CONSULTATION),
        ({"consultation": "cancelled", "outdated": True}, Reason.DOCUMENT_CHANGED),
        ({"consultation": "draft"}, Reason.DRAFT),
        ({"consultation": "open", "outdated": True}, Reason.OPEN),
        ({"consultation": "closed"}, Reason.COUNTING),
        ({"consultation": "summarised", "heard": False, "finalised": True}, Reason.NOT_HEARD),
        ({"consultation": "summarised"}, Reason.NOT_HEARD),
        ({"consultation": "summarised", "heard": True}, Reason.NOT_FINAL),
        (
            {"consultation": "summarised", "heard": True, "finalised": True},
            Reason.NOT_ATTACHED,
        ),
        ({"consultation": "attached", "heard": True, "finalised": True}, Reason.NOT_ATTACHED),
    ],
)
def test_each_reason_is_given_where_it_is_true(changes, reason) -> None:
    assert judged(**changes) is reason


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_of_a_consultation_has_its_own_word(stage) -> None:
    assert judged(consultation=stage.value) in Reason


def test_grounds_that_point_at_something_need_to_show_it() -> None:
    assert set(NEEDS_EVIDENCE) == {Ground.AL_GEHOORD, Ground.REDACTIONEEL}
    assert len(Ground) == 7
