"""Freezing the text of the charter for signing, and opening it again."""

import hashlib
import json
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.filling.charter import charter as printed
from models.case import Reason
from models.clock import day_of
from models.journal import JournalEntry
from models.mandate import Mandate
from models.operations.charters import drafting_charter
from models.queries.charters.charter_lacks import reasons_of, suggested_reasons
from models.queries.charters.charters import record_of_version
from models.rules.access import Role
from models.rules.charter_text import canonical, fingerprint_of, from_canonical
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.signature import Signature
from tests.charter_steps import (
    MEMBERS,
    add_party,
    appoint,
    events,
    freeze,
    frozen,
    ready_to_freeze,
    reopen,
    save,
    section,
    sign,
    signature_rows,
)
from tests.factories import (
    Place,
    acting,
    advance_to,
    charter_of,
    coordinator_of,
    fill_charter,
    later,
    screen,
)


def test_the_frozen_text_holds_everything_that_is_signed_and_its_fingerprint(session: Session, place: Place) -> None:
    _, charter = frozen(session, place)

    text = from_canonical(charter.frozen_text)

    assert charter.fingerprint == hashlib.sha256(charter.frozen_text.encode()).hexdigest()
    assert set(text.contents) == {row.code for row in charter.sections}
    assert text.contents["area"]["segments"][0]["street"] == "Kerkstraat"
    assert text.contents["parties"]["parties"][3]["name"] == "Cora Coördinator"
    assert (text.network_name, text.municipality, text.version) == ("BIN Kerkkwartier", "Oosterbeke", 1)
    assert json.loads(charter.frozen_text)["frozen_on"] == day_of(charter.frozen_at).isoformat()


def test_a_text_in_french_says_so_and_the_bytes_of_a_dutch_one_are_what_they_always_were(
    session: Session, place: Place
) -> None:
    case, charter = frozen(session, place)
    text = from_canonical(charter.frozen_text)
    french = canonical(replace(text, language="fr"))

    assert "language" not in json.loads(charter.frozen_text)
    assert text.language == "nl"
    assert json.loads(french)["language"] == "fr"
    assert from_canonical(french).language == "fr"
    assert fingerprint_of(french) != charter.fingerprint

    case.document_language = "fr"  # the next documents; what is signed stays in its own language
    record = record_of_version(session, case, charter, "https://binstart.example")
    assert printed(record).case.language == "nl"
    assert printed(record).sections[0].title == "Wettelijke basis"


def test_freezing_makes_one_line_per_function_and_one_per_coordinator(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)

    rows = session.scalars(select(Signature).where(Signature.charter_id == charter.id).order_by(Signature.id)).all()

    assert [(row.capacity, row.role, row.person_id, row.name) for row in rows] == [
        ("burgemeester", "mayor", None, ""),
        ("korpschef", "police_chief", None, ""),
        ("gemandateerde politiebeambte", "mandated_officer", None, ""),
        ("coördinator", "coordinator", coordinator_of(session, case).id, "Cora Coördinator"),
    ]


def test_who_signs_follows_the_settings_of_the_municipality(session: Session, place: Place) -> None:
    place.municipality.settings = {"signatories": ["mayor", "coordinator", "deputy_coordinator"]}
    case = advance_to(session, place, Stage.CHARTER)
    appoint(
        session,
        place,
        case,
        ("Cora Coördinator", "coordinator"),
        ("Dora Deput", "deputy_coordinator"),
        ("Door Deput", "deputy_coordinator"),
    )
    screen(session, place, case, later(case))
    fill_charter(session, place, case, later(case))
    for name in ("Dora Deput", "Door Deput"):
        add_party(session, place, case, "deputy_coordinator", name)
    save(session, case, "signatures", {"statement": "Gelezen.", "extra": [{"capacity": "vzw", "name": "An Kern"}]})

    freeze(session, place, case)

    rows = session.scalars(select(Signature).order_by(Signature.id)).all()
    assert [(row.capacity, row.name) for row in rows] == [
        ("burgemeester", ""),
        ("coördinator", "Cora Coördinator"),
        ("plaatsvervangend coördinator", "Dora Deput"),
        ("plaatsvervangend coördinator", "Door Deput"),
        ("vzw", "An Kern"),
    ]


def test_an_incomplete_charter_is_not_frozen(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    screen(session, place, case, later(case))

    with pytest.raises(GateNotMet) as refusal:
        drafting_charter.freeze_charter(session, case.id, acting(session, place.people[Role.DESK_OFFICER]), later(case))

    assert refusal.value.code == "sections_complete"
    assert charter_of(session, case).state == "draft"


def test_a_charter_is_not_frozen_before_the_coordinator_is_screened(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    fill_charter(session, place, case, later(case))

    with pytest.raises(GateNotMet) as refusal:
        drafting_charter.freeze_charter(session, case.id, acting(session, place.people[Role.DESK_OFFICER]), later(case))

    assert refusal.value.code == "coordinator_suitable"


def test_a_charter_without_coordinator_is_never_frozen_even_where_no_screening_is_asked(
    session: Session, place: Place
) -> None:
    place.municipality.settings = {"screening_required": False}
    case = advance_to(session, place, Stage.CHARTER)
    fill_charter(session, place, case, later(case))
    for mandate in session.scalars(select(Mandate).where(Mandate.case_id == case.id, Mandate.role == "coordinator")):
        mandate.until = day_of(later(case))

    with pytest.raises(GateNotMet) as refusal:
        drafting_charter.freeze_charter(session, case.id, acting(session, place.people[Role.DESK_OFFICER]), later(case))

    assert refusal.value.code == "no_coordinator"


def test_who_freezes_a_text_that_somebody_froze_already_is_told(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)
    fingerprint = charter.fingerprint

    with pytest.raises(Stale):
        drafting_charter.freeze_charter(session, case.id, acting(session, place.people[Role.DESK_OFFICER]), later(case))

    assert charter_of(session, case).fingerprint == fingerprint


def test_a_frozen_text_is_not_written_in(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)

    with pytest.raises(Stale) as refusal:
        save(session, case, "members", MEMBERS)

    assert refusal.value.code == "charter_frozen"


def test_freezing_sets_the_term_for_signing(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)

    assert case.due_on > day_of(charter.frozen_at)
    assert case.waiting_for == ["all_signed"]


def test_each_version_has_a_fingerprint_of_its_own_and_one_letter_changes_it(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)
    first = charter.fingerprint
    reopen(session, place, case)
    freeze(session, place, case)
    again = charter_of(session, case).fingerprint

    reopen(session, place, case)
    save(session, case, "members", {"text": "Leden zijn 18 jaar of ouder!"})
    freeze(session, place, case)

    assert len({first, again, charter_of(session, case).fingerprint}) == 3
    text = from_canonical(charter_of(session, case).frozen_text)
    assert fingerprint_of(canonical(text)) == charter_of(session, case).fingerprint
    assert fingerprint_of(canonical(replace(text, municipality="Oosterbeek"))) != charter_of(session, case).fingerprint


def test_opening_a_frozen_text_again_begins_a_version_and_keeps_the_old_one_as_it_was_signed(
    session: Session, place: Place
) -> None:
    case, charter = frozen(session, place)
    sign(session, case, place.people[Role.MAYOR], "burgemeester")
    text, print_ = charter.frozen_text, charter.fingerprint

    reopen(session, place, case)

    following = charter_of(session, case)
    assert (following.version, following.state, following.fingerprint) == (2, "draft", "")
    assert {row.code: row.content for row in following.sections} == {row.code: row.content for row in charter.sections}
    assert (charter.state, charter.frozen_text, charter.fingerprint, case.due_on) == ("superseded", text, print_, None)
    lapsed = session.scalars(select(Signature).where(Signature.charter_id == charter.id)).all()
    assert [row.capacity for row in lapsed if row.signed_on] == ["burgemeester"]
    assert signature_rows(session, case) == []
    reason = session.scalars(select(Reason).where(Reason.action == "reopen_charter")).one()
    assert (reason.text, reason.body) == ("Een fout in de straten.", "de gemeentelijke dienst")
    assert events(session, case)[-1] == "charter:reopened"


def test_opening_again_needs_a_reason(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))

    with pytest.raises(Invalid) as refusal:
        drafting_charter.reopen_charter(session, case.id, desk, later(case), reason=" ")

    assert refusal.value.field == "reason"


def test_a_text_that_is_not_frozen_is_not_opened_again(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))

    with pytest.raises(GateNotMet):
        drafting_charter.reopen_charter(session, case.id, desk, later(case), reason="Een fout.")


def test_the_coordinator_does_not_open_a_frozen_text_alone(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    coordinator = acting(session, coordinator_of(session, case), later(case))

    with pytest.raises(NotAllowed):
        drafting_charter.reopen_charter(session, case.id, coordinator, later(case), reason="Een fout.")


def test_what_is_unusual_needs_a_reason_and_the_reason_is_kept(session: Session, place: Place) -> None:
    case = ready_to_freeze(session, place)
    desk, at = acting(session, place.people[Role.DESK_OFFICER], later(case)), later(case)

    for reasons in ({}, {"parties-deputy_missing": "  "}, {"members-other": "Wij zoeken."}):
        with pytest.raises(Invalid) as refusal:
            drafting_charter.freeze_charter(session, case.id, desk, at, reasons=reasons)
        assert (refusal.value.code, refusal.value.field) == ("reason_missing", "parties-deputy_missing")

    drafting_charter.freeze_charter(session, case.id, desk, at, reasons={"parties-deputy_missing": " Wij zoeken. "})

    (kept,) = reasons_of(session, charter_of(session, case).id)
    assert (kept.section, kept.code, kept.reason) == ("parties", "deputy_missing", "Wij zoeken.")
    assert kept.told == "Er is nog geen plaatsvervangend coördinator."
    told = session.scalars(select(JournalEntry.data).where(JournalEntry.event == "charter:frozen")).one()
    assert told["reasons"] == {"parties-deputy_missing": "Wij zoeken."}


def test_a_street_outside_the_area_needs_a_reason_and_a_later_freeze_forgets_what_is_mended(
    session: Session, place: Place
) -> None:
    case = ready_to_freeze(session, place)
    rows = section(session, case, "area").content["segments"]
    save(session, case, "area", {"segments": [{**rows[0], "side": "odd", "to_number": 9}, *rows[1:]]})
    freeze(session, place, case)
    charter = charter_of(session, case)
    assert [one.code for one in reasons_of(session, charter.id)] == ["deputy_missing", "street_left_out"]
    reopen(session, place, case)

    save(session, case, "area", {"segments": rows})
    freeze(session, place, case)

    assert [one.code for one in reasons_of(session, charter_of(session, case).id)] == ["deputy_missing"]
    assert suggested_reasons(session, case.id).keys() == {"parties-deputy_missing", "area-street_left_out"}
