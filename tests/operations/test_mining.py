"""Journals leave for process mining and are read back by another program, which finds the same paths as we do."""

import json
from collections import Counter
from pathlib import Path

import pm4py
import pytest
from sqlalchemy import Engine, func, select, true
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.journal import JournalEntry
from models.network import slug_of
from models.operations.requests import requesting
from models.person import Person
from models.queries.insight.mining import cases_to_mine, journal_file, stream_journals
from models.queries.insight.variants import Variant, variants_of_path
from models.rules.access import Role
from models.rules.mining import Pseudonyms
from models.rules.procedure import Stage
from tests.factories import Place, acting, advance_to, evaluate, give_role, later, make_place, submitted

SALT = b"a salt of a test, 32 bytes long.."
FOUNDED = ("idea", "consultation", "info_evening", "charter", "federal_check", "launch", "evaluation")


@pytest.fixture
def cases(session: Session, place: Place) -> list[FoundingCase]:
    """One that stands in its consultation, one that is refused, one that was adjusted and merged."""
    waiting, refused = submitted(session, place), submitted(session, place)
    near = make_place(session, "dorp", "DOR", place.zone)
    give_role(session, place.people[Role.DESK_OFFICER], Role.DESK_OFFICER, near.municipality)
    other = advance_to(session, near, Stage.EVALUATION)
    advance_to(session, place, Stage.CONSULTATION, waiting)
    desk = acting(session, place.people[Role.DESK_OFFICER], later(refused))
    requesting.refuse_request(session, refused.id, desk, later(refused), reason="Jan wil dit niet.")
    merged = advance_to(session, place, Stage.EVALUATION)
    evaluate(session, place, merged, later(merged, 365))
    evaluate(session, place, merged, later(merged, 365), "merge", successor=slug_of(other))
    return [waiting, refused, merged]


def _written(session: Session, folder: Path, form: str, place: Place, *, with_numbers: bool = False) -> Path:
    session.flush()
    file = folder / f"journal.{'xes' if form == 'xes' else 'json'}"
    where = FoundingCase.municipality_id == place.municipality.id
    pieces = journal_file(session, where, form, Pseudonyms(SALT), with_numbers=with_numbers)
    file.write_text("".join(pieces), encoding="utf-8")
    return file


def test_the_paths_of_the_cases_are_told_with_how_many_took_each(
    session: Session, place: Place, cases: list[FoundingCase]
) -> None:
    session.flush()

    variants = variants_of_path(session, FoundingCase.municipality_id == place.municipality.id)

    assert variants == (
        Variant(("idea", "consultation"), 1),
        Variant((*FOUNDED, "evaluation", "merged"), 1),
        Variant(("idea", "refused"), 1),
    )


def test_pm4py_finds_the_same_paths_in_the_xes_as_our_own_query(
    session: Session, place: Place, cases: list[FoundingCase], tmp_path: Path
) -> None:
    file = _written(session, tmp_path, "xes", place)

    log = pm4py.read_xes(str(file))

    steps = log[log["step"].notna()]
    found = pm4py.get_variants(steps, activity_key="step")
    ours = variants_of_path(session, FoundingCase.municipality_id == place.municipality.id)
    assert {tuple(path): count for path, count in found.items()} == {one.steps: one.count for one in ours}


def test_pm4py_reads_every_entry_from_the_xes_in_its_order(
    session: Session, place: Place, cases: list[FoundingCase], tmp_path: Path
) -> None:
    file = _written(session, tmp_path, "xes", place, with_numbers=True)

    log = pm4py.read_xes(str(file))

    for case in cases:
        rows = log[log["case:concept:name"] == case.number]
        entries = session.scalars(
            select(JournalEntry).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
        ).all()
        assert [*rows["concept:name"]] == [one.event for one in entries]
        assert [one.to_pydatetime() for one in rows["time:timestamp"]] == [one.at for one in entries]
        assert [*rows["org:role"]] == [one.function for one in entries]
        assert [*rows["stage"]] == [one.stage for one in entries]
        assert [*rows["round"]] == [one.round for one in entries]
        assert {*rows["lifecycle:transition"]} == {"complete"}


def test_pm4py_reads_cases_people_and_things_from_the_ocel(
    session: Session, place: Place, cases: list[FoundingCase], tmp_path: Path
) -> None:
    file = _written(session, tmp_path, "ocel", place)

    ocel = pm4py.read_ocel2_json(str(file))

    entries = session.scalar(select(func.count()).where(JournalEntry.case_id.in_([case.id for case in cases])))
    assert len(ocel.events) == entries
    objects = Counter(ocel.objects["ocel:type"])
    assert objects["case"] == 3
    assert objects["network"] == 1
    assert objects["charter"] == 1
    assert objects["info_evening"] == 1
    assert objects["signature"] >= 4
    signed = ocel.relations[ocel.relations["ocel:activity"] == "charter:signed"]
    assert {*signed["ocel:qualifier"]} >= {"case", "version", "signature", "mayor", "police_chief"}
    assert {*ocel.o2o["ocel:qualifier"]} >= {"version", "evening", "signature", "network"}


def test_pm4py_finds_the_same_paths_in_the_ocel_flattened_to_cases(
    session: Session, place: Place, cases: list[FoundingCase], tmp_path: Path
) -> None:
    file = _written(session, tmp_path, "ocel", place)

    ocel = pm4py.read_ocel2_json(str(file))

    flat = pm4py.ocel_flattening(ocel, "case").sort_values(["case:concept:name", "sequence"])
    steps = flat[flat["step"].notna()]
    found = Counter(tuple(rows["step"]) for _case, rows in steps.groupby("case:concept:name"))
    ours = variants_of_path(session, FoundingCase.municipality_id == place.municipality.id)
    assert found == {one.steps: one.count for one in ours}


@pytest.mark.parametrize("form", ["xes", "ocel"])
def test_no_name_address_number_or_reason_leaves(
    session: Session, place: Place, cases: list[FoundingCase], tmp_path: Path, form: str
) -> None:
    text = _written(session, tmp_path, form, place).read_text()

    people = session.scalars(select(Person)).all()
    for person in people:
        assert person.name
        assert person.name not in text
        assert person.email not in text
    for secret in ("Jan wil dit niet", "Besproken in de stuurgroep", "BIN Dorp", "Kerkstraat", "BIN Kerkkwartier"):
        assert secret not in text
    assert not any(case.number in text for case in cases)


@pytest.mark.parametrize("form", ["xes", "ocel"])
def test_cases_of_another_municipality_stay_where_they_are(
    session: Session, place: Place, cases: list[FoundingCase], tmp_path: Path, form: str
) -> None:
    elsewhere = make_place(session, "westveld", "WES")
    submitted(session, elsewhere)

    text = _written(session, tmp_path, form, place).read_text()

    assert "Westveld" not in text


def test_the_same_person_has_one_pseudonym_in_all_cases(
    session: Session, place: Place, cases: list[FoundingCase], tmp_path: Path
) -> None:
    file = _written(session, tmp_path, "ocel", place)

    written = json.loads(file.read_text())

    desk = {
        one["objectId"]
        for event in written["events"]
        for one in event["relationships"]
        if one["qualifier"] == "desk_officer"
    }
    assert len(desk) == 1


def test_what_is_done_while_a_file_is_written_does_not_tear_it(empty_engine: Engine, tmp_path: Path) -> None:
    with writing(empty_engine) as session:
        place = make_place(session)
        case = submitted(session, place)
    pieces = stream_journals(empty_engine, true(), "ocel", Pseudonyms(SALT))

    begun = [next(pieces) for _ in range(4)]  # the types, the system, the first person
    with writing(empty_engine) as session:
        advance_to(session, place, Stage.INFO_EVENING, session.get_one(FoundingCase, case.id))
    written = json.loads("".join([*begun, *pieces]))

    known = {one["id"] for one in written["objects"]}
    assert [one["type"] for one in written["events"]] == ["request:submitted"]
    assert all(one["objectId"] in known for event in written["events"] for one in event["relationships"])


@pytest.mark.parametrize("at_once", [1, 2, 200])
def test_each_case_leaves_once_with_its_own_journal_however_many_are_read_at_once(
    session: Session, place: Place, cases: list[FoundingCase], at_once: int
) -> None:
    where = FoundingCase.municipality_id == place.municipality.id
    session.flush()

    read = [(log.id, [one.sequence for one in log.entries])
            for log in cases_to_mine(session, where, at_once=at_once)]  # fmt: skip

    assert read == [(case.id, [*range(1, case.journal_length + 1)]) for case in cases]


def test_a_journal_that_nobody_goes_through_does_not_shift_to_the_next_case(
    session: Session, place: Place, cases: list[FoundingCase]
) -> None:
    where = FoundingCase.municipality_id == place.municipality.id
    session.flush()

    lengths = {log.id: sum(1 for _one in log.entries) if log.id != cases[0].id else None
               for log in cases_to_mine(session, where)}  # fmt: skip

    assert lengths == {cases[0].id: None, **{case.id: case.journal_length for case in cases[1:]}}
