"""Partners without an account sign through a link; signing one after the other; and refusing to sign."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.journal import JournalEntry
from models.operations.cases.reminding import remind_if_late
from models.operations.charters import signing_by_link, signing_charter
from models.operations.charters.signing_by_link import find_line, signatory_token
from models.operations.effects.planning_effects import plan_effects
from models.outbox import Effect
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.signature import Signature
from tests.charter_steps import (
    enter_ink,
    events,
    freeze,
    frozen,
    line_of,
    ready_to_freeze,
    reopen,
    save,
    sign,
    signature_rows,
)
from tests.factories import Place, acting, charter_of, coordinator_of, later

SECRET = "s" * 40
COUNCIL = {"capacity": "voorzitter wijkraad", "name": "Rik Raad", "email": "rik@wijkraad.example"}
ON_PAPER = {"capacity": "directeur school", "name": "Sofie School", "email": ""}


def _with_partners(session: Session, place: Place, **settings: object) -> FoundingCase:
    place.municipality.settings = settings
    case = ready_to_freeze(session, place)
    save(session, case, "signatures", {"statement": "Wij gaan akkoord.", "extra": [COUNCIL, ON_PAPER]})
    freeze(session, place, case)
    return case


def _sign_by_link(session: Session, case: FoundingCase, **changes: str) -> None:
    values = {
        "name": "Rik Raad",
        "place": "Oosterbeke",
        "fingerprint": charter_of(session, case).fingerprint,
        **changes,
    }
    row = line_of(session, case, "voorzitter wijkraad")
    signing_by_link.sign_by_link(session, row.id, later(case), **values)


def _told(session: Session, case: FoundingCase, event: str) -> list[str]:
    rows = session.scalars(
        select(JournalEntry.data)
        .where(JournalEntry.case_id == case.id, JournalEntry.event == event)
        .order_by(JournalEntry.sequence)
    ).all()
    return [data["capacity"] for data in rows]


def _mailed(session: Session, case: FoundingCase, kind: str) -> list[str]:
    plan_effects(session, case.id, later(case))
    effects = session.scalars(
        select(Effect).where(Effect.case_id == case.id, Effect.kind == "mail").order_by(Effect.id)
    ).all()
    return [one.payload["to"] for one in effects if one.payload["notice"] == kind]


def test_only_a_partner_with_an_address_gets_a_link(session: Session, place: Place) -> None:
    case = _with_partners(session, place)

    assert _told(session, case, "signatory:invited") == ["voorzitter wijkraad"]
    assert _mailed(session, case, "charter_to_sign_by_link") == ["rik@wijkraad.example"]
    assert "rik@wijkraad.example" not in _mailed(session, case, "charter_to_sign")


def test_the_link_opens_this_very_line_and_is_kept_as_its_hash_only(session: Session, place: Place) -> None:
    case = _with_partners(session, place)
    row = line_of(session, case, "voorzitter wijkraad")

    token = signatory_token(session, row.id, SECRET)

    assert signatory_token(session, row.id, SECRET) == token
    found = find_line(session, token)
    assert found is not None
    assert (found.signature.id, found.state) == (row.id, "open")
    assert token not in (row.token_hash, row.link_seed)
    assert find_line(session, token + "x") is None
    assert find_line(session, "") is None
    with pytest.raises(ValueError, match="BINSTART_SECRET_KEY"):
        signatory_token(session, row.id, "short")


def test_a_partner_signs_through_the_link_with_name_and_drawing(session: Session, place: Place) -> None:
    case = _with_partners(session, place)
    token = signatory_token(session, line_of(session, case, "voorzitter wijkraad").id, SECRET)

    _sign_by_link(session, case, name="rik raad", drawing="M1 1 L2 2")

    row = line_of(session, case, "voorzitter wijkraad")
    assert (row.name, row.method, row.identified_by, row.drawing) == (
        "Rik Raad", "electronic", "personal_link", "M1 1 L2 2"
    )  # fmt: skip
    assert (row.signed_on, row.fingerprint) == (day_of(later(case)), charter_of(session, case).fingerprint)
    assert (row.recorded_as, row.recorded_by_id) == ("signatory", None)
    found = find_line(session, token)
    assert found is not None
    assert found.state == "signed"


@pytest.mark.parametrize(("changes", "kind", "code"), [
    ({"name": "Iemand Anders"}, Invalid, "other_name"),
    ({"name": ""}, Invalid, "missing_text"),
    ({"place": " "}, Invalid, "missing_text"),
    ({"fingerprint": "0" * 64}, Stale, "other_text"),
    ({"drawing": "<svg>"}, Invalid, "no_drawing"),
])  # fmt: skip
def test_a_wrong_name_another_text_or_a_strange_drawing_signs_nothing(
    session: Session, place: Place, changes: dict[str, str], kind: type[Exception], code: str
) -> None:
    case = _with_partners(session, place)

    with pytest.raises(kind) as refusal:
        _sign_by_link(session, case, **changes)

    assert refusal.value.code == code  # type: ignore[attr-defined]


def test_nobody_signs_twice_through_the_link_nor_after_it_was_entered_from_paper(
    session: Session, place: Place
) -> None:
    case = _with_partners(session, place)
    enter_ink(session, place, case, "voorzitter wijkraad", name="Rik Raad")
    with pytest.raises(Stale) as stale:
        _sign_by_link(session, case)
    assert stale.value.code == "entered_on_paper"

    reopen(session, place, case)
    freeze(session, place, case)
    _sign_by_link(session, case)

    with pytest.raises(Stale) as again:
        _sign_by_link(session, case)
    assert again.value.code == "already_signed"


def test_a_link_of_an_older_version_signs_nothing_any_more(session: Session, place: Place) -> None:
    case = _with_partners(session, place)
    old = line_of(session, case, "voorzitter wijkraad")
    token, print_ = signatory_token(session, old.id, SECRET), charter_of(session, case).fingerprint
    reopen(session, place, case)
    freeze(session, place, case)

    found = find_line(session, token)

    assert found is not None
    assert found.state == "lapsed"
    with pytest.raises(Stale):
        signing_by_link.sign_by_link(session, old.id, later(case), name="Rik Raad", place="Hier", fingerprint=print_)
    assert line_of(session, case, "voorzitter wijkraad").token_hash is None


def test_a_partner_who_does_not_agree_leads_to_a_new_version_and_all_signatures_lapse(
    session: Session, place: Place
) -> None:
    case = _with_partners(session, place)
    sign(session, case, place.people[Role.MAYOR], "burgemeester")
    old = charter_of(session, case)
    row = line_of(session, case, "voorzitter wijkraad")
    token = signatory_token(session, row.id, SECRET)
    with pytest.raises(Invalid):
        signing_by_link.refuse_by_link(session, row.id, later(case), reason="", fingerprint=old.fingerprint)

    signing_by_link.refuse_by_link(
        session, row.id, later(case), reason="Het lokaal is weg.", fingerprint=old.fingerprint
    )

    new = charter_of(session, case)
    assert (old.state, new.version, new.state) == ("superseded", 2, "draft")
    assert events(session, case)[-2:] == ["signature:refused", "charter:reopened"]
    found = find_line(session, token)
    assert found is not None
    assert (found.state, found.signature.refusal) == ("refused", "Het lokaal is weg.")
    mailed = _mailed(session, case, "charter_reopened")
    assert {place.people[Role.MAYOR].email, "rik@wijkraad.example"} <= set(mailed)


def test_the_mayor_refuses_and_nobody_refuses_for_another(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)
    line = line_of(session, case, "burgemeester").id
    chief = acting(session, place.people[Role.POLICE_CHIEF], later(case))
    mayor = acting(session, place.people[Role.MAYOR], later(case))
    values = {"signature_id": line, "reason": "Het budget klopt niet.", "fingerprint": charter.fingerprint}
    with pytest.raises(NotAllowed):
        signing_charter.refuse_signature(session, case.id, chief, later(case), **values)
    with pytest.raises(Stale):
        signing_charter.refuse_signature(session, case.id, mayor, later(case), **{**values, "fingerprint": "0" * 64})

    signing_charter.refuse_signature(session, case.id, mayor, later(case), **values)

    assert session.get_one(Signature, line).refusal == "Het budget klopt niet."
    assert (case.stage, case.waiting_for[0]) == (Stage.CHARTER, "charter_frozen")


# --- one after the other ---


def test_residents_first_puts_the_mayor_last(session: Session, place: Place) -> None:
    case = _with_partners(session, place, signing_order="residents_first")

    assert [row.capacity for row in signature_rows(session, case)] == [
        "coördinator", "voorzitter wijkraad", "directeur school", "gemandateerde politiebeambte", "korpschef",
        "burgemeester",
    ]  # fmt: skip


def test_who_is_not_first_can_not_sign_yet_and_hears_of_it_when_it_is_their_turn(
    session: Session, place: Place
) -> None:
    case = _with_partners(session, place, signing_order="residents_first")
    assert _mailed(session, case, "charter_to_sign") == [coordinator_of(session, case).email]
    for early in (lambda: sign(session, case, place.people[Role.MAYOR], "burgemeester"),
                  lambda: _sign_by_link(session, case),
                  lambda: enter_ink(session, place, case, "directeur school", name="Sofie School")):  # fmt: skip
        with pytest.raises(GateNotMet) as refusal:
            early()
        assert "Eerst tekent: coördinator." in refusal.value.sentence
    assert _told(session, case, "signatory:invited") == []

    sign(session, case, coordinator_of(session, case), "coördinator")
    assert _told(session, case, "signatory:invited") == ["voorzitter wijkraad"]
    _sign_by_link(session, case)

    assert _told(session, case, "charter:turn") == ["directeur school"]
    enter_ink(session, place, case, "directeur school", name="Sofie School")


def test_everybody_signs_in_order_to_the_end(session: Session, place: Place) -> None:
    place.municipality.settings = {"signing_order": "authorities_first"}
    case, _ = frozen(session, place)
    people: dict[str, Person] = {
        "burgemeester": place.people[Role.MAYOR], "korpschef": place.people[Role.POLICE_CHIEF],
        "gemandateerde politiebeambte": place.people[Role.MANDATED_OFFICER],
        "coördinator": coordinator_of(session, case),
    }  # fmt: skip

    for capacity, person in people.items():
        sign(session, case, person, capacity)

    assert case.stage == Stage.FEDERAL_CHECK
    assert _told(session, case, "charter:turn") == list(people)[1:]
    assert _mailed(session, case, "charter_turn") == [one.email for one in list(people.values())[1:]]


# --- reminders ---


def test_reminders_go_to_who_did_not_sign_and_to_nobody_else(session: Session, place: Place) -> None:
    case = _with_partners(session, place)
    for role, capacity in ((Role.MAYOR, "burgemeester"), (Role.POLICE_CHIEF, "korpschef")):
        sign(session, case, place.people[role], capacity)
    sign(session, case, coordinator_of(session, case), "coördinator")
    assert case.due_on is not None
    at = later(case) + timedelta(days=(case.due_on - day_of(later(case))).days + 1)

    assert remind_if_late(session, case.id, at)

    told = session.scalars(select(JournalEntry.data).where(JournalEntry.event == "reminder:planned")).one()
    assert told["roles"] == ["desk_officer", "mandated_officer"]  # the desk, for the school that signs on paper
    assert _told(session, case, "signatory:reminded") == ["voorzitter wijkraad"]
    plan_effects(session, case.id, at)
    assert _mailed(session, case, "charter_still_to_sign_by_link") == ["rik@wijkraad.example"]


def test_when_only_a_link_is_waited_for_only_that_partner_is_reminded(session: Session, place: Place) -> None:
    case = ready_to_freeze(session, place)
    save(session, case, "signatures", {"statement": "Wij gaan akkoord.", "extra": [COUNCIL]})
    freeze(session, place, case)
    for person, capacity in ((place.people[Role.MAYOR], "burgemeester"), (place.people[Role.POLICE_CHIEF], "korpschef"),
                             (place.people[Role.MANDATED_OFFICER], "gemandateerde politiebeambte"),
                             (coordinator_of(session, case), "coördinator")):  # fmt: skip
        sign(session, case, person, capacity)
    assert case.due_on is not None
    at = later(case) + timedelta(days=(case.due_on - day_of(later(case))).days + 1)

    assert remind_if_late(session, case.id, at)
    assert not remind_if_late(session, case.id, at)

    assert _told(session, case, "signatory:reminded") == ["voorzitter wijkraad"]
