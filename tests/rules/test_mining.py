"""What leaves for process mining: listed fields with listed values, pseudonyms of one export, the steps of a path."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from string import Formatter
from typing import Any
from xml.etree import ElementTree

import pytest

from models.operations.consultation.advising import TENDENCIES
from models.operations.evaluations.evaluating import OUTCOME_NAMES
from models.rules.evaluation_form import SIDE_NAMES
from models.rules.journal_events import EVENTS
from models.rules.mining import (
    DAYS,
    FLAGS,
    LEAVES,
    NUMBERS,
    VALUES,
    CaseLog,
    Entry,
    Pseudonyms,
    Thing,
    leaving,
    path_step,
    references,
)
from models.rules.ocel import ocel_of
from models.rules.procedure import End, Stage
from models.rules.xes import xes_of

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TYPED = "Jan Janssens, jan@binstart.example, 0470 00 00 01"
# Everything that an entry was ever seen to hold and that no program elsewhere may read.
FREE = ("reason", "body", "adviser", "capacity", "name", "title", "titles", "place", "answer", "successor", "why",
        "about", "remark", "conditions", "seat", "how", "by_when", "section", "fingerprint", "recipients", "streets",
        "person_id", "colleague_ids", "enrolment_id")  # fmt: skip
ALL_FIELDS = {*FREE, *VALUES, *NUMBERS, *FLAGS, *DAYS}
PSEUDONYMS = Pseudonyms(b"x" * 32)


def _full(event: str, value: object) -> dict[str, Any]:
    """An entry in which each field, listed or not, holds this."""
    own = [name for _text, name, _form, _how in Formatter().parse(EVENTS[event]) if name]
    return dict.fromkeys({*ALL_FIELDS, *own, "something_new"}, value)


def _log(entries: list[Entry], *things: Thing, municipality: str = "Oosterbeke") -> CaseLog:
    return CaseLog(7, "OOS-2026-0007", "bin", municipality, AT, None, None, things, entries)


def _entry(event: str, data: Mapping[str, Any], by_id: int | None = 12) -> Entry:
    return Entry(1, AT, event, "consultation", 1, by_id, "mayor", data)


@pytest.mark.parametrize("event", EVENTS)
def test_no_event_lets_a_text_leave_that_somebody_typed(event: str) -> None:
    data = _full(event, TYPED)

    xes = "".join(xes_of([_log([_entry(event, data)])], PSEUDONYMS))
    ocel = "".join(ocel_of([_log([])], [12], [_log([_entry(event, data)])], PSEUDONYMS))

    assert leaving(event, data) == {}
    for written in (xes, ocel):
        assert event in written
        assert "Janssens" not in written
        assert "0470" not in written


@pytest.mark.parametrize("event", EVENTS)
def test_no_event_lets_a_list_or_a_number_leave_that_is_not_listed(event: str) -> None:
    data = _full(event, [TYPED]) | {"something_new": 31, "person_id": 31, "colleague_ids": [31], "enrolment_id": 31}

    assert leaving(event, data) == {}


def test_what_leaves_is_listed_for_events_and_fields_that_exist() -> None:
    fields = {name for names in LEAVES.values() for name in names}

    assert LEAVES.keys() <= EVENTS.keys()
    assert fields <= {*VALUES, *NUMBERS, *FLAGS, *DAYS}


def test_listed_fields_leave_with_codes_instead_of_dutch() -> None:
    closed = {"year": 2027, "outcome": "verder zetten", "reason": TYPED, "body": "het college"}

    assert leaving("evaluation:closed", closed) == {"year": 2027, "outcome": "continue"}


@pytest.mark.parametrize(("name", "told"), [("outcome", OUTCOME_NAMES), ("tendency", TENDENCIES), ("side", SIDE_NAMES)])
def test_every_outcome_every_tendency_and_every_side_of_an_evaluation_may_leave(
    name: str, told: Mapping[str, str]
) -> None:
    assert {VALUES[name].get(text) for text in told.values()} == {*told}


def test_a_day_leaves_only_where_it_is_one() -> None:
    assert leaving("charter:sent", {"sent_on": "2026-05-01"}) == {"sent_on": "2026-05-01"}
    assert leaving("charter:sent", {"sent_on": "op 1 mei, zei Jan"}) == {}


def test_true_is_no_number() -> None:
    assert leaving("support:grown", {"count": True, "minimum": 10}) == {"minimum": 10}


def test_a_pseudonym_is_the_same_within_one_export_and_another_in_the_next() -> None:
    here, there = PSEUDONYMS, Pseudonyms(b"y" * 32)

    assert here.of("person", 12) == here.of("person", 12)
    assert here.of("person", 12) != there.of("person", 12)


def test_a_person_and_a_case_of_the_same_number_have_different_pseudonyms() -> None:
    assert PSEUDONYMS.of("person", 12) != PSEUDONYMS.of("case", 12)


def test_a_salt_that_could_be_guessed_is_refused() -> None:
    with pytest.raises(ValueError, match="32 random bytes"):
        Pseudonyms(b"short")


def test_an_entry_names_the_charter_only_where_its_version_is_one_of_a_charter() -> None:
    assert ("charter", 2) in references("charter:signed", {"version": 2, "signature_id": 5})
    assert references("agreement:changed", {"version": 2}) == []


def test_the_path_is_stages_sendings_back_and_the_end() -> None:
    assert path_step("request:submitted", "idea", None) == "idea"
    assert path_step("stage:opened", "charter", None) == "charter"
    assert path_step("case:sent_back", "consultation", None) == "sent_back"
    assert path_step("case:ended", "consultation", "refused") == "refused"
    assert path_step("case:reopened", "consultation", None) == "reopened"
    assert path_step("charter:signed", "charter", None) is None


def test_no_end_has_the_name_of_a_stage() -> None:
    assert {*Stage}.isdisjoint({*End, "sent_back", "reopened"})


def test_the_number_of_a_case_leaves_only_when_asked() -> None:
    case = [_log([_entry("request:accepted", {})])]
    without = "".join(xes_of(case, PSEUDONYMS)) + "".join(ocel_of(case, [12], case, PSEUDONYMS))
    xes = "".join(xes_of(case, PSEUDONYMS, with_numbers=True))
    ocel = "".join(ocel_of(case, [12], case, PSEUDONYMS, with_numbers=True))

    assert "OOS-2026-0007" not in without
    assert "OOS-2026-0007" in xes
    assert "OOS-2026-0007" in ocel


def test_what_an_event_is_about_is_in_the_list_of_objects_or_is_not_named() -> None:
    opinion = Thing("opinion", 3, 3, AT, {})
    data = {"opinion_id": 3, "tendency": "gunstig"}
    gone = {"opinion_id": 4, "tendency": "gunstig"}
    log = _log([_entry("opinion:given", data), _entry("opinion:given", gone)], opinion)

    written = json.loads("".join(ocel_of([log], [12], [log], PSEUDONYMS)))

    known = {one["id"] for one in written["objects"]}
    named = [{one["objectId"] for one in event["relationships"]} for event in written["events"]]
    assert set().union(*named) <= known
    assert [len(one) for one in named] == [3, 2]


def test_the_name_of_a_municipality_can_hold_any_sign() -> None:
    written = "".join(xes_of([_log([], municipality='Sint-"Jan" <& \x0b Zn>')], PSEUDONYMS))

    log = ElementTree.fromstring(written)  # noqa: S314 (our own)
    trace = log.find("{http://www.xes-standard.org/}trace")
    assert trace is not None
    assert [one.get("value") for one in trace][2] == 'Sint-"Jan" <&  Zn>'


def test_the_head_of_an_xes_is_as_its_schema_asks() -> None:
    """IEEE 1849, the XML schema: the version is a decimal number, names have no spaces, the parts have an order."""
    written = "".join(xes_of([_log([_entry("request:accepted", {})])], PSEUDONYMS))

    log = ElementTree.fromstring(written)  # noqa: S314 (our own)
    parts = [(one.tag.rpartition("}")[2], one.get("name", "")) for one in log]
    assert float(log.get("xes.version", "")) == 1849.2016
    assert [*dict(parts)] == ["extension", "global", "classifier", "string", "trace"]
    assert all(" " not in name for _tag, name in parts)


def test_an_ocel_without_cases_or_events_is_one_all_the_same() -> None:
    written = json.loads("".join(ocel_of([], [], [], PSEUDONYMS)))

    assert written["events"] == []
    assert [one["id"] for one in written["objects"]] == ["system"]
