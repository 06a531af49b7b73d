"""One voice per dwelling, given online: confirmed by mail, changed and taken back; the first of a dwelling counts."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.case import FoundingCase
from models.database import writing
from models.journal import JournalEntry
from models.operations.evenings import informing
from models.operations.requests import requesting
from models.operations.support import giving_voices
from models.operations.support.counting_voices import supporting_dwellings
from models.outbox import Effect
from models.queries.cases.facts import facts_of
from models.queries.support.support import public_support, staff_support
from models.rules.access import Role
from models.rules.area import Segment
from models.rules.procedure import Stage
from models.rules.procedure_settings import ProcedureSettings
from models.rules.refusals import GateNotMet, Invalid
from models.support import Voice
from tests.factories import START, Place, acting, advance_to, answers_for, later, make_place, submitted
from tests.support_steps import SECOND, answer, confirmed, give


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    """A case of which the request was accepted: the whole Kerkstraat, and Molenstraat odd 1 to 9."""
    return advance_to(session, place, Stage.CONSULTATION)


def mails(session: Session, to: str) -> list[Effect]:
    sent = session.scalars(select(Effect).where(Effect.kind == "mail", Effect.case_id.is_(None)).order_by(Effect.id))
    return [mail for mail in sent if mail.payload["to"] == to]


def test_a_voice_counts_only_once_the_link_in_the_mail_was_used(
    session: Session, place: Place, case: FoundingCase
) -> None:
    at = later(case)
    voice, token = give(session, case, at, answer(place, 3))
    before = supporting_dwellings(session, case.id)

    giving_voices.confirm_voice(session, voice, at, lambda: SECOND)

    assert (before, supporting_dwellings(session, case.id)) == (0, 1)
    assert [mail.payload["text"] for mail in mails(session, "woning0.3@buurt.example")] == [f"link {token}"]
    assert token not in (voice.token_hash or "")


def test_pressing_twice_counts_once(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case)
    voice = confirmed(session, case, at, answer(place, 3))

    giving_voices.confirm_voice(session, voice, at + timedelta(hours=1), lambda: SECOND)

    assert supporting_dwellings(session, case.id) == 1
    assert voice.counted_at == at


def test_a_link_that_was_not_used_in_time_no_longer_works(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case)
    _voice, token = give(session, case, at, answer(place, 3))

    assert giving_voices.open_voice(session, token, at + timedelta(days=6)) is not None
    assert giving_voices.open_voice(session, token, at + timedelta(days=7)) is None
    assert giving_voices.open_voice(session, "made up", at) is None


def test_the_second_voice_of_a_dwelling_waits_and_the_first_hears_of_it_once(
    session: Session, place: Place, case: FoundingCase
) -> None:
    at = later(case)
    first = confirmed(session, case, at, answer(place, 3))

    second = confirmed(session, case, at, answer(place, 3, "against", email="huisgenoot@buurt.example"))
    third = confirmed(session, case, at, answer(place, 3, email="derde@buurt.example"))

    assert (first.state, second.state, third.state) == ("confirmed", "waiting", "waiting")
    assert [mail.payload["text"] for mail in mails(session, first.email)][1:] == [SECOND.text]
    assert len(mails(session, second.email)) == 1  # the same mail as everybody gets: nothing tells of the first


def test_when_the_first_is_taken_back_the_one_that_waited_counts(
    session: Session, place: Place, case: FoundingCase
) -> None:
    at = later(case)
    first = confirmed(session, case, at, answer(place, 3))
    second = confirmed(session, case, at, answer(place, 3, email="huisgenoot@buurt.example"))

    giving_voices.withdraw_voice(session, first, at + timedelta(days=1))

    assert (first.state, first.name, first.email, first.token_hash) == ("withdrawn", "", "", None)
    assert (second.state, second.counted_at) == ("confirmed", at + timedelta(days=1))
    assert supporting_dwellings(session, case.id) == 1


def test_the_same_address_replaces_its_earlier_voice(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case)
    first = confirmed(session, case, at, answer(place, 3, email="roos@buurt.example"))

    second = confirmed(session, case, at, answer(place, 3, "against", email="ROOS@buurt.example"))

    assert (first.state, first.token_hash, second.state) == ("replaced", None, "confirmed")
    assert supporting_dwellings(session, case.id) == 0
    assert len(mails(session, "roos@buurt.example")) == 2  # to confirm each; nothing about a second voice


def test_one_address_can_not_speak_for_two_dwellings(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case)
    first = confirmed(session, case, at, answer(place, 3, email="roos@buurt.example"))

    second = confirmed(session, case, at, answer(place, 4, email="roos@buurt.example"))

    assert (first.state, second.state) == ("replaced", "confirmed")
    assert supporting_dwellings(session, case.id) == 1


def test_who_thinks_again_is_counted_anew(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case)
    voice, token = give(session, case, at, answer(place, 3))
    giving_voices.confirm_voice(session, voice, at, lambda: SECOND)

    changed = giving_voices.change_voice(session, voice, at + timedelta(days=1), choice="against", wishes=["member"])

    assert supporting_dwellings(session, case.id) == 0
    assert (voice.state, voice.ended_at) == ("replaced", at + timedelta(days=1))
    assert (changed.state, changed.choice, changed.wishes) == ("confirmed", "against", ["member"])
    assert giving_voices.open_voice(session, token, at + timedelta(days=2)) is changed


@pytest.mark.parametrize(
    ("house", "street", "code", "field"),
    [
        ("11", 0, "unknown_number", "number"),
        ("2", 1, "outside_area", "number"),
        ("11", 1, "outside_area", "number"),
        ("3B", 0, "which_dwelling", "number"),
        ("nul", 0, "house_number", "number"),
        ("", 0, "house_number", "number"),
    ],
)
def test_a_dwelling_outside_the_area_or_the_register_gets_a_sentence_at_its_field(
    session: Session, place: Place, case: FoundingCase, house: str, street: int, code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        give(session, case, later(case), answer(place, house, street=street, email="iemand@buurt.example"))

    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert session.scalar(select(func.count()).select_from(Voice)) == 0


def test_a_street_of_elsewhere_is_not_in_the_area(session: Session, place: Place, case: FoundingCase) -> None:
    elsewhere = make_place(session, "westveld", "WES")

    with pytest.raises(Invalid) as refusal:
        give(session, case, later(case), answer(elsewhere, 3))

    assert (refusal.value.code, refusal.value.field) == ("street_outside", "street_id")


def test_a_building_with_boxes_has_a_voice_per_box(session: Session, place: Place, case: FoundingCase) -> None:
    street = place.streets[0]
    session.add_all([Dwelling(street_id=street.id, number=20, suffix=f"bus {box}") for box in (1, 2)])
    session.flush()
    at = later(case)

    with pytest.raises(Invalid, match="verschillende woningen"):
        give(session, case, at, answer(place, "20", email="a@buurt.example"))
    for house, mail in (("20 bus 1", "a"), ("20 bus 02", "b"), ("20/2", "c")):
        confirmed(session, case, at, answer(place, house, email=f"{mail}@buurt.example"))

    assert supporting_dwellings(session, case.id) == 2


def test_a_street_of_which_no_house_numbers_are_known_takes_every_number(session: Session, place: Place) -> None:
    bare = Street(authority_id=place.municipality.id, name="Heideweg", normalised_name="heideweg", postcode="9994",
                  dwelling_count=30)  # fmt: skip
    session.add(bare)
    session.flush()
    place.streets.append(bare)
    requester = acting(session, place.resident)
    case = requesting.submit_request(session, requester, START, answers_for(place, segments=[Segment(bare.id)]))
    advance_to(session, place, Stage.CONSULTATION, case)
    at = later(case)

    for house in ("7", "7A", "7 A"):
        confirmed(session, case, at, answer(place, house, street=2))

    assert supporting_dwellings(session, case.id) == 2


def test_before_the_request_is_accepted_and_after_the_evening_nobody_votes(session: Session, place: Place) -> None:
    early, late = submitted(session, place), advance_to(session, place, Stage.CHARTER)

    for case in (early, late):
        with pytest.raises(GateNotMet):
            give(session, case, later(case), answer(place, 3))


def test_an_address_gets_three_mails_in_a_quarter_and_is_told_nothing(
    session: Session, place: Place, case: FoundingCase
) -> None:
    at = later(case)

    for house in (1, 2, 3, 4):
        give(session, case, at, answer(place, house, email="veel@buurt.example"))

    assert len(mails(session, "veel@buurt.example")) == 3


def test_the_initiator_hears_of_progress_once_per_mark(session: Session, place: Place, case: FoundingCase) -> None:
    place.municipality.settings = {"minimum_registered_dwellings": 20}
    at = later(case)

    voices = [confirmed(session, case, at, answer(place, house)) for house in range(1, 6)]
    giving_voices.withdraw_voice(session, voices[0], at)
    confirmed(session, case, at, answer(place, 6))

    told = session.scalars(select(JournalEntry.data).where(JournalEntry.event == "support:grown")).all()
    assert [data["count"] for data in told] == [5]


def test_no_name_or_address_of_a_resident_is_in_the_journal(session: Session, place: Place, case: FoundingCase) -> None:
    for house in range(1, 11):
        confirmed(session, case, later(case), answer(place, house))

    written = str(session.scalars(select(JournalEntry.data).where(JournalEntry.case_id == case.id)).all())
    assert "Bewoner" not in written
    assert "@" not in written


def test_the_gate_counts_voices_together_with_registrations_of_the_evening(session: Session, place: Place) -> None:
    place.municipality.settings = {"minimum_registered_dwellings": 8}
    case = advance_to(session, place, Stage.INFO_EVENING)
    at = later(case)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    evening = informing.plan_info_evening(
        session, case.id, desk, at, starts_at=at + timedelta(days=20), place="Zaal", address="Markt 2",
        organisers="Gemeente", contact="02 000 00 00",
    )  # fmt: skip
    informing.record_info_evening(
        session, case.id, desk, evening.starts_at, chair="Dirk", attendance=9, registered_dwellings=5, items={},
        network_approved=True, objectives_approved=True, steering_group_approved=True,
    )  # fmt: skip
    assert "enough_support" in case.waiting_for

    for house in (1, 2, 3):
        confirmed(session, case, evening.starts_at, answer(place, house))

    assert facts_of(session, case).supporting_dwellings == 3
    assert "enough_support" not in case.waiting_for


def test_a_spread_is_asked_of_every_street(session: Session, place: Place) -> None:
    place.municipality.settings = {"minimum_street_share": 20}
    case = advance_to(session, place, Stage.CONSULTATION)
    for house in (1, 2, 3):
        confirmed(session, case, later(case), answer(place, house))
    case.stage = Stage.INFO_EVENING.value  # only the reading of the facts is looked at here

    assert facts_of(session, case).lowest_street_share == 0


def test_everybody_sees_the_picture_of_this_morning_and_staff_the_present(
    session: Session, place: Place, case: FoundingCase
) -> None:
    at = later(case)
    for house in range(1, 8):
        confirmed(session, case, at, answer(place, house))
    asked = ProcedureSettings()

    today = public_support(session, case, asked, at).picture
    tomorrow = public_support(session, case, asked, at + timedelta(days=1)).picture
    staff = staff_support(session, case, asked)

    assert (today.about, tomorrow.about) == (0, 5)
    assert [(group.names, group.dwellings, group.about) for group in tomorrow.groups] == [
        (("Kerkstraat",), 10, 5), (("Molenstraat",), 5, 0),
    ]  # fmt: skip
    assert (staff.supporting, staff.streets[0].choices) == (7, {"for": 7})


def test_the_database_itself_refuses_two_counted_voices_of_one_dwelling(empty_engine: Engine) -> None:
    """Bad story: two browsers press at the same moment, and one house counts twice."""
    with writing(empty_engine) as session:
        place = make_place(session)
        case = advance_to(session, place, Stage.CONSULTATION)
        confirmed(session, case, later(case), answer(place, 3))
    with writing(empty_engine) as session:
        voice, _token = give(session, case, later(case), answer(place, 3, email="b@buurt.example"))
        voice.state = "confirmed"

        with pytest.raises(IntegrityError):
            session.flush()

        session.rollback()
