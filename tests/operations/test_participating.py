"""Participants give data with consent, look after them with the same link, and leave nothing when they withdraw."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import Base
from models.invitation import Invitation
from models.journal import JournalEntry
from models.network import LaunchItem
from models.operations.evenings.entering_participants import (
    PaperForm,
    correct_participant,
    enter_participant,
    erase_participant,
)
from models.operations.evenings.participating import give_data, letter_link, voice_link, withdraw_data
from models.operations.keeping.retaining import forget_participants
from models.operations.requests import requesting
from models.operations.support.giving_voices import confirm_voice, withdraw_voice
from models.participant import Participant
from models.queries.cases.private_names import private_names
from models.queries.evenings.participants import participants_of, takes_participants
from models.rules import participants as rules
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import START, Place, acting, advance_to, answers_for, later, make_place
from tests.participant_steps import add_box, by_letter, by_voice, filled, take_part
from tests.reply_steps import letters, plan, with_letters
from tests.support_steps import SECOND, answer, confirmed, give

D, P, C = Role.DESK_OFFICER, Role.MANDATED_OFFICER, Role.COORDINATOR
AT = START + timedelta(days=60)


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    """A founding whose dwellings all have a letter; one of them is a box."""
    add_box(session, place, 3, "bus 2")
    return with_letters(session, place, AT)


def code_of(session: Session, case: FoundingCase, number: int, suffix: str = "") -> str:
    return next(one.code for one in letters(session, case) if (one.house_number, one.suffix) == (number, suffix))


def rows(session: Session) -> list[Participant]:
    return list(session.scalars(select(Participant).order_by(Participant.id)))


def told(session: Session, case: FoundingCase) -> list[tuple[str, dict[str, object]]]:
    entries = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.case_id == case.id, JournalEntry.event.startswith("participant"))
        .order_by(JournalEntry.sequence)
    )
    return [(one.event, one.data) for one in entries]


def everything_kept(session: Session) -> str:
    """All rows of all tables as text: where something may not be kept, it stands nowhere."""
    found = []
    for name in inspect(session.connection()).get_table_names():
        if name in Base.metadata.tables:
            found += [str(tuple(row)) for row in session.connection().execute(select(Base.metadata.tables[name]))]
    return "\n".join(found)


def test_a_resident_with_a_letter_gives_data_with_consent_and_finds_it_back(
    session: Session, case: FoundingCase
) -> None:
    code = code_of(session, case, 3, "bus 2")

    row = take_part(session, code, AT, wishes=["member", "street_contact"])

    assert (row.way, row.house_number, row.suffix, row.wishes) == ("letter", 3, "bus 2", ["member", "street_contact"])
    assert (row.consent_version, row.consented_on) == (rules.CONSENT, AT.date())
    assert by_letter(session, code.lower()).participant is row
    assert by_letter(session, code).address == "Kerkstraat 3 bus 2"


def test_without_consent_nothing_is_kept(session: Session, case: FoundingCase) -> None:
    with pytest.raises(Invalid) as refusal:
        take_part(session, code_of(session, case, 4), AT, has_consented=False)

    assert refusal.value.code == "no_consent"
    assert rows(session) == []


def test_what_is_changed_stays_one_participant_with_the_consent_of_before(session: Session, case: FoundingCase) -> None:
    code = code_of(session, case, 4)
    take_part(session, code, AT)

    take_part(session, code, AT + timedelta(days=3), name="Roos Nieuw", has_consented=False)

    [row] = rows(session)
    assert (row.name, row.consented_on, row.changed_at) == ("Roos Nieuw", AT.date(), AT + timedelta(days=3))


def test_a_new_consent_text_is_asked_of_who_consented_to_an_earlier_one(session: Session, case: FoundingCase) -> None:
    code = code_of(session, case, 4)
    row = take_part(session, code, AT)
    row.consent_version = rules.CONSENT - 1
    session.flush()

    with pytest.raises(Invalid, match="no_consent"):
        take_part(session, code, AT + timedelta(days=3), has_consented=False)
    take_part(session, code, AT + timedelta(days=3))

    assert (row.consent_version, row.consented_on) == (rules.CONSENT, (AT + timedelta(days=3)).date())


def test_withdrawing_leaves_nothing_of_somebody_not_even_the_box_of_their_dwelling(
    session: Session, place: Place, case: FoundingCase
) -> None:
    dwelling = add_box(session, place, 5, "bus Zeldzaam")
    invited = Invitation(case_id=case.id, evening_id=letters(session, case)[0].evening_id, dwelling_id=dwelling.id,
                         place=99, street="Kerkstraat", house_number=5, suffix="bus Zeldzaam", postcode="9994",
                         municipality="Oosterbeke", code="CDFGHJKMNP", made_at=AT)  # fmt: skip
    session.add(invited)
    session.flush()
    row = take_part(session, invited.code, AT, email="zeldzaam@buurt.example", phone="0499 99 99 99")
    hashed = row.key_hash
    link = by_letter(session, invited.code)

    withdraw_data(session, link, AT)
    withdraw_data(session, link, AT)  # a second time changes nothing

    session.delete(invited)  # the letter and the register know the dwelling too
    session.flush()
    session.delete(dwelling)
    session.flush()
    kept = everything_kept(session).casefold()
    for word in ("Deelneemster", "zeldzaam", "0499 99 99 99", str(hashed)):
        assert word.casefold() not in kept
    assert told(session, case) == [("participant:withdrawn", {})]


def test_who_withdrew_can_take_part_again(session: Session, case: FoundingCase) -> None:
    code = code_of(session, case, 4)
    take_part(session, code, AT)
    withdraw_data(session, by_letter(session, code), AT)
    assert by_letter(session, code).participant is None

    take_part(session, code, AT)

    assert len(rows(session)) == 1


def test_a_dwelling_with_two_letters_has_one_participant(session: Session, place: Place, case: FoundingCase) -> None:
    take_part(session, code_of(session, case, 4), AT)
    moved = plan(session, place, case, AT, 44, reason="Dubbel geboekt.")
    first = letters(session, case)[0]
    dwelling = next(one.dwelling_id for one in letters(session, case) if one.house_number == 4)
    session.add(Invitation(case_id=case.id, evening_id=moved.id, dwelling_id=dwelling, place=1, street="Kerkstraat",
                           house_number=4, postcode=first.postcode, municipality=first.municipality,
                           code="CDFGHJKMNP", made_at=AT))  # fmt: skip
    session.flush()

    take_part(session, "CDFGH-JKMNP", AT, name="Roos Nieuw")

    assert [row.name for row in rows(session)] == ["Roos Nieuw"]


def test_the_code_still_leads_to_the_data_when_the_letter_itself_is_erased(
    session: Session, case: FoundingCase
) -> None:
    code, other = code_of(session, case, 3, "bus 2"), code_of(session, case, 4)
    take_part(session, code, AT)
    for letter in letters(session, case):
        session.delete(letter)
    session.flush()

    link = by_letter(session, code)

    assert link.participant is not None
    assert link.address == "Kerkstraat 3 bus 2"
    assert letter_link(session, other) is None
    withdraw_data(session, link, AT)
    assert letter_link(session, code) is None


def test_a_code_leads_to_its_own_network_only(session: Session, place: Place, case: FoundingCase) -> None:
    elsewhere = make_place(session, "westveld", "WES")
    foreign = with_letters(session, elsewhere, AT)
    take_part(session, code_of(session, case, 4), AT)

    link = by_letter(session, code_of(session, foreign, 4))

    assert (link.case_id, link.participant) == (foreign.id, None)
    assert participants_of(session, foreign) == []


def test_two_networks_over_the_same_dwelling_keep_their_participants_apart(
    session: Session, place: Place, case: FoundingCase
) -> None:
    other = with_letters(session, place, AT)
    take_part(session, code_of(session, case, 4), AT)

    link = by_letter(session, code_of(session, other, 4))

    assert (link.case_id, link.participant) == (other.id, None)
    give_data(session, link, AT, filled(name="Roos Elders"))
    withdraw_data(session, link, AT)
    assert [row.name for row in rows(session)] == ["Roos Deelneemster"]


@pytest.mark.parametrize("typed", ["", "x", "CDFGH-JKMNX", "0000000000", "%%%%%%%%%%"])
def test_a_wrong_code_leads_to_nothing(session: Session, case: FoundingCase, typed: str) -> None:
    assert letter_link(session, typed) is None


def test_who_gave_a_voice_gives_data_with_the_link_of_that_mail(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    voice, token = give(session, case, at, answer(place, 4))
    assert voice_link(session, token, at) is None  # not confirmed yet
    confirm_voice(session, voice, at, lambda: SECOND)
    link = by_voice(session, token, at)
    assert link.proposal is not None
    assert (link.address, link.proposal.name) == ("Kerkstraat 4", "Bewoner van 4")

    give_data(session, link, at, filled())

    assert by_voice(session, token, at).participant is rows(session)[0]
    withdraw_voice(session, voice, at)
    assert by_voice(session, token, at).participant is rows(session)[0]  # two consents, each taken back by itself
    withdraw_data(session, by_voice(session, token, at), at)
    assert voice_link(session, token, at) is None


def test_data_is_gathered_until_the_list_is_with_the_coordinator_or_the_case_ends(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.IDEA)
    assert not takes_participants(session, case)
    for stage in (Stage.CONSULTATION, Stage.INFO_EVENING, Stage.CHARTER, Stage.FEDERAL_CHECK, Stage.LAUNCH):
        advance_to(session, place, stage, case)
        assert takes_participants(session, case), stage
    advance_to(session, place, Stage.EVALUATION, case)
    assert not takes_participants(session, case)

    other = advance_to(session, place, Stage.CONSULTATION)
    requesting.withdraw_request(session, other.id, acting(session, place.resident, later(other)), later(other),
                                reason="Wij verhuizen.")  # fmt: skip
    assert not takes_participants(session, other)


def test_after_the_list_is_closed_nothing_changes_but_everybody_can_still_withdraw(
    session: Session, case: FoundingCase
) -> None:
    code = code_of(session, case, 4)
    take_part(session, code, AT)
    case.ended_at = AT
    session.flush()

    with pytest.raises(GateNotMet):
        take_part(session, code, AT, name="Te laat")
    withdraw_data(session, by_letter(session, code), AT)

    assert rows(session) == []


def test_participants_are_forgotten_thirty_days_after_the_list_was_handed_over(session: Session, place: Place) -> None:
    case = with_letters(session, place, AT)
    take_part(session, code_of(session, case, 4), AT)
    kept = make_place(session, "westveld", "WES")
    other = with_letters(session, kept, AT)
    take_part(session, code_of(session, other, 4), AT)
    handed_over = AT + timedelta(days=200)
    session.add(LaunchItem(case_id=case.id, round=1, code="member_list_handed_over", done_at=handed_over))
    session.flush()

    assert forget_participants(session, handed_over + timedelta(days=29)) == 0
    assert forget_participants(session, handed_over + timedelta(days=31)) == 1
    assert [row.case_id for row in rows(session)] == [other.id]
    other.ended_at = handed_over
    session.flush()
    assert forget_participants(session, handed_over + timedelta(days=31)) == 1
    assert "Deelneemster" not in everything_kept(session)


def test_the_name_of_a_participant_may_not_stand_in_the_minutes(session: Session, case: FoundingCase) -> None:
    take_part(session, code_of(session, case, 4), AT)

    assert "Roos Deelneemster" in private_names(session, case.id)


def paper(place: Place, number: str = "3 bus 2", **changes: object) -> PaperForm:
    return PaperForm(filled(**changes), AT.date(), place.streets[0].id, number)


@pytest.mark.parametrize("role", [D, P])
def test_desk_and_mandated_officer_enter_correct_and_erase_a_paper_form(
    session: Session, place: Place, case: FoundingCase, role: Role
) -> None:
    by = acting(session, place.people[role], AT)

    row = enter_participant(session, case.id, by, AT, paper(place))
    assert (row.way, row.suffix, row.key_hash, row.entered_by_id) == ("paper", "bus 2", None, by.person_id)
    correct_participant(session, case.id, by, AT, participant_id=row.id, data=filled(phone="0470 11 11 11"))
    assert rows(session)[0].phone == "0470 11 11 11"
    erase_participant(session, case.id, by, AT, participant_id=row.id)

    assert rows(session) == []
    assert told(session, case) == [("participant:entered", {}), ("participant:erased", {})]


@pytest.mark.parametrize("role", [Role.MAYOR, Role.POLICE_CHIEF, Role.ADMINISTRATOR])
def test_nobody_else_enters_or_erases(session: Session, place: Place, case: FoundingCase, role: Role) -> None:
    row = take_part(session, code_of(session, case, 4), AT)
    by = acting(session, place.people[role], AT)

    with pytest.raises(NotAllowed):
        enter_participant(session, case.id, by, AT, paper(place))
    with pytest.raises(NotAllowed):
        erase_participant(session, case.id, by, AT, participant_id=row.id)


def test_staff_of_another_municipality_reach_nobody(session: Session, place: Place, case: FoundingCase) -> None:
    row = take_part(session, code_of(session, case, 4), AT)
    elsewhere = make_place(session, "westveld", "WES")
    foreign = with_letters(session, elsewhere, AT)
    by = acting(session, elsewhere.people[D], AT)

    with pytest.raises(NotAllowed):
        erase_participant(session, case.id, by, AT, participant_id=row.id)
    with pytest.raises(Stale):  # nor by the number of a participant in a case of their own
        erase_participant(session, foreign.id, by, AT, participant_id=row.id)
    assert rows(session) == [row]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"has_consented": False}, "has_consented"), ({"name": ""}, "name"), ({"phone": "112"}, "phone"),
     ({"wishes": []}, "wishes"), ({"email": "geen adres"}, "email")],
)  # fmt: skip
def test_a_paper_form_that_can_not_be_is_told_at_its_field(
    session: Session, place: Place, case: FoundingCase, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        enter_participant(session, case.id, acting(session, place.people[D], AT), AT, paper(place, **changes))

    assert refusal.value.field == field
    assert rows(session) == []


def test_a_paper_form_of_outside_the_area_is_refused(session: Session, place: Place, case: FoundingCase) -> None:
    with pytest.raises(Invalid) as refusal:
        enter_participant(session, case.id, acting(session, place.people[D], AT), AT, paper(place, "99"))

    assert refusal.value.field == "number"


def test_a_sector_takes_participants_on_paper_without_a_dwelling(session: Session, place: Place) -> None:
    sector = answers_for(place, kind="sector", scope="members", segments=(), name="SIN Landbouw",
                         boundary_text="Alle landbouwers van de gemeente.")  # fmt: skip
    case = requesting.submit_request(session, acting(session, place.resident), START, sector)
    advance_to(session, place, Stage.CONSULTATION, case)
    at = later(case)

    enter_participant(session, case.id, acting(session, place.people[D], at), at, PaperForm(filled(), at.date()))

    assert [(one.row.name, one.dwelling) for one in participants_of(session, case)] == [("Roos Deelneemster", "")]


def test_the_list_goes_by_street_and_number_and_marks_a_second_member_of_a_dwelling(
    session: Session, place: Place, case: FoundingCase
) -> None:
    by = acting(session, place.people[D], AT)
    take_part(session, code_of(session, case, 4), AT)
    for name, number in (("Wim Tweede", "4"), ("Bea Bus", "3 bus 2")):
        enter_participant(session, case.id, by, AT, paper(place, number, name=name))

    found = [(one.row.name, one.dwelling, one.is_second) for one in participants_of(session, case)]

    assert found == [("Bea Bus", "Kerkstraat 3 bus 2", False), ("Roos Deelneemster", "Kerkstraat 4", True),
                     ("Wim Tweede", "Kerkstraat 4", True)]  # fmt: skip


def test_a_voice_of_the_same_dwelling_stays_what_it_is(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    voice = confirmed(session, case, later(case), answer(place, 4))
    by = acting(session, place.people[D], later(case))

    enter_participant(session, case.id, by, later(case), PaperForm(filled(), later(case).date(),
                      place.streets[0].id, "4"))  # fmt: skip

    assert (voice.state, voice.name) == ("confirmed", "Bewoner van 4")
