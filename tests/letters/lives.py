"""The lives of a few cases that together give every kind of mail, each mail planned by the operations themselves."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.mandate import Mandate
from models.operations.cases import assigning
from models.operations.cases.correcting import correct_decision
from models.operations.cases.reminding import remind_if_late
from models.operations.charters.commenting import answer_comment, settle_comment, write_comment
from models.operations.charters.saving_sections import own_section
from models.operations.charters.signing_by_link import sign_by_link
from models.operations.consultation import advising, agreeing, answering_advisers, consulting, contacting
from models.operations.consultation.reminding_advisers import remind_advisers
from models.operations.effects.carrying_out import give_up_effect
from models.operations.effects.planning_effects import plan_effects
from models.operations.evenings import informing, writing_minutes
from models.operations.evenings.answering_seats import decline_seat
from models.operations.evenings.moving_evenings import cancel_info_evening
from models.operations.requests import requesting
from models.operations.support import judging_support, support_sheets
from models.outbox import Effect
from models.queries.evenings.seats import offered_seats
from models.rules.access import Actor, Role
from models.rules.procedure import AGENDA_ITEMS, Stage
from tests import charter_steps
from tests.advice_steps import answer, ask_outside
from tests.factories import (
    Place,
    acting,
    advance_to,
    approve_minutes,
    charter_of,
    coordinator_of,
    evaluate,
    hold_evening,
    later,
    make_person,
    sign_all,
    submitted,
)
from tests.letters.lives_of_networks import LIVES_OF_NETWORKS
from tests.outcome_steps import on_paper
from tests.support_steps import check_sheet, enter_sheet


def _plan(session: Session, case: FoundingCase, at: datetime) -> None:
    plan_effects(session, case.id, at)


def _as(session: Session, place: Place, role: Role, at: datetime) -> Actor:
    return acting(session, place.people[role], at)


def _founded(session: Session, place: Place) -> None:
    case = submitted(session, place)
    for stage in (Stage.CONSULTATION, Stage.INFO_EVENING, Stage.CHARTER):
        advance_to(session, place, stage, case)
        _plan(session, case, later(case, 0))
    charter_steps.screen(session, place, case, later(case))
    charter_steps.fill_charter(session, place, case, later(case))
    charter_steps.freeze(session, place, case)
    charter_steps.reopen(session, place, case)
    charter_steps.freeze(session, place, case)
    _plan(session, case, later(case))
    sign_all(session, place, case, later(case))
    charter_steps.send_back(session, place, case)
    _plan(session, case, later(case))
    charter_steps.settle_remarks(session, place, case)
    _sign_again_and_launch(session, place, case)
    charter_steps.amend(session, place, case)
    _sign_again_and_launch(session, place, case)
    evaluate(session, place, case, later(case, 365))
    _plan(session, case, later(case, 365))


def _sign_again_and_launch(session: Session, place: Place, case: FoundingCase) -> None:
    charter_steps.freeze(session, place, case)
    sign_all(session, place, case, later(case))
    for stage in (Stage.LAUNCH, Stage.EVALUATION):
        advance_to(session, place, stage, case)
        _plan(session, case, later(case, 0))


def _supported(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    place.municipality.settings = {"minimum_registered_dwellings": 10}
    at = later(case)
    desk, officer = (_as(session, place, role, at) for role in (Role.DESK_OFFICER, Role.MANDATED_OFFICER))
    sheet = enter_sheet(session, place, case, desk, at, houses=range(1, 8))
    support_sheets.check_support_sheet(session, case.id, officer, at, sheet_id=sheet.id, lines={}, send_back=True,
                                       reason="Lijn 2 is onleesbaar op de scan.")  # fmt: skip
    sheet = enter_sheet(session, place, case, desk, at, houses=range(1, 8), sheet_id=sheet.id)
    check_sheet(session, case, officer, at, sheet)
    place.municipality.settings = {}
    _plan(session, case, at)


def _agreed(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    agreeing.edit_agreement(session, case.id, _as(session, place, Role.DESK_OFFICER, at), at, objectives=["reporting"],
                            motives="Wij willen elkaar beter kennen.", expectations={})  # fmt: skip
    _plan(session, case, at)


def _refused_after_completion(session: Session, place: Place) -> None:
    case = submitted(session, place)
    desk = _as(session, place, Role.DESK_OFFICER, later(case))
    missing = "Welke straten horen erbij?\n\nEn wie doet mee?"
    requesting.ask_completion(session, case.id, desk, later(case), reason=missing)
    _plan(session, case, later(case))
    requesting.complete_request(
        session, case.id, acting(session, place.resident), later(case), motives="Inbraken in drie straten.",
        households=20, expectations={}, addition="Ook de Molenstraat.",
    )  # fmt: skip
    requesting.accept_request(session, case.id, desk, later(case))
    officer = _as(session, place, Role.MANDATED_OFFICER, later(case))
    asked = [
        advising.ask_opinion(session, case.id, officer, later(case), adviser=adviser)
        for adviser in ("het parket", "de wijkinspecteur")
    ]
    advising.give_opinion(session, case.id, desk, later(case), opinion_id=asked[0].id, tendency="unfavourable",
                            text="Het gebied is te klein.")  # fmt: skip
    advising.expire_opinions(session, case.id, later(case, 90))
    consulting.decide_as_police(session, case.id, _as(session, place, Role.POLICE_CHIEF, later(case, 91)),
                                later(case, 91), is_approved=False, reason="Het gebied is te klein.")  # fmt: skip
    _plan(session, case, later(case, 91))


def _unanswered(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    officer = _as(session, place, Role.MANDATED_OFFICER, later(case))
    contacting.record_judicial_contact(session, case.id, officer, later(case), means="brief", question="Is er bezwaar?",
                                       contacted_on=later(case).date(), due_on=later(case, 3).date())  # fmt: skip
    contacting.expire_contacts(session, case.id, later(case, 4))
    _plan(session, case, later(case, 4))


def _seats_offered(session: Session, place: Place) -> None:
    """Nobody answers the invitation to the stuurgroep before the charter begins; then one declines."""
    case = advance_to(session, place, Stage.INFO_EVENING)
    after = hold_evening(session, place, case)
    _plan(session, case, after)
    approve_minutes(session, place, case, after)
    _plan(session, case, after)
    first = offered_seats(session, case.id)[-1]
    decline_seat(session, case.id, acting(session, first.person, after), after)
    _plan(session, case, after)


def _corrected(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    chief = _as(session, place, Role.POLICE_CHIEF, later(case))
    consulting.decide_as_police(session, case.id, chief, later(case), is_approved=False, reason="Te weinig agenten.")
    correct_decision(session, case.id, chief, later(case, 2), is_approved=True, reason="De zone krijgt versterking.",
                     conditions=["Eén wijkinspecteur volgt het netwerk op.", "Geen borden aan de kerk."])  # fmt: skip
    _plan(session, case, later(case, 2))


def _sent_back_and_withdrawn(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    chief = _as(session, place, Role.POLICE_CHIEF, later(case))
    consulting.send_back_to_idea(session, case.id, chief, later(case), reason="Het gebied overlapt met BIN Dorp.")
    _plan(session, case, later(case))
    requesting.withdraw_request(session, case.id, acting(session, place.resident), later(case), reason="Wij verhuizen.")
    _plan(session, case, later(case))


def _no_support(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.INFO_EVENING)
    at = later(case)
    desk = _as(session, place, Role.DESK_OFFICER, at)
    for days in (21, 28):
        evening = informing.plan_info_evening(
            session, case.id, desk, at, starts_at=(at + timedelta(days=days)).replace(hour=18, minute=30),
            place="Zaal De Linde", address="Markt 2, 9994 Oosterbeke", organisers="Gemeente en politie",
            contact="veiligheid@oosterbeke.example", reason="De zaal is dubbel geboekt.",
        )  # fmt: skip
    extra = informing.plan_info_evening(
        session, case.id, desk, at, starts_at=evening.starts_at + timedelta(days=7), place="Parochiezaal",
        address="Kerkplein 1, 9994 Oosterbeke", organisers="Gemeente en politie",
        contact="veiligheid@oosterbeke.example", is_extra=True,
    )  # fmt: skip
    cancel_info_evening(session, case.id, desk, at, reason="De stroom is die week af.", evening_id=extra.id)
    after = evening.starts_at + timedelta(days=1)
    informing.record_info_evening(
        session, case.id, desk, after, chair="Dirk Balie", attendance=4, items={}, network_approved=False,
        objectives_approved=False, steering_group_approved=False,
    )  # fmt: skip
    plan_effects(session, case.id, after)
    _approved_and_edited(session, place, case, after)
    parties = (
        (judging_support.judge_as_initiator, acting(session, place.resident, after)),
        (judging_support.judge_as_police, _as(session, place, Role.MANDATED_OFFICER, after)),
        (judging_support.judge_as_municipality, desk),
    )
    for judge, person in parties:
        judge(session, case.id, person, after, judgement="not", words="Er kwamen vier mensen.")
    judging_support.stop_for_lack_of_support(session, case.id, desk, after, reason="Er kwamen vier mensen.")
    _plan(session, case, after)


def _approved_and_edited(session: Session, place: Place, case: FoundingCase, at: datetime) -> None:
    """The mayor approves the minutes for the chair, and then the police write the next version."""
    items = {code: informing.ItemResult("Besproken.") for code in AGENDA_ITEMS}
    informing.record_info_evening(
        session, case.id, _as(session, place, Role.DESK_OFFICER, at), at, chair="Dirk Balie", attendance=4,
        items=items, network_approved=False, objectives_approved=False, steering_group_approved=False,
    )  # fmt: skip
    writing_minutes.approve_minutes_as_chair(session, case.id, _as(session, place, Role.MAYOR, at), at)
    writing_minutes.edit_minutes(session, case.id, _as(session, place, Role.MANDATED_OFFICER, at), at, items={},
                                 introduction="Er kwamen weinig mensen.")  # fmt: skip


def _together(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    officer = _as(session, place, Role.MANDATED_OFFICER, at)
    chief_id = place.people[Role.POLICE_CHIEF].id
    assigning.write_note(session, case.id, officer, at, text="Graag uw mening.", colleague_ids=[chief_id])
    assigning.take_case(session, case.id, officer, at)
    assigning.hand_over_case(session, case.id, officer, at, colleague_id=chief_id, explanation="Ik ben met verlof.")
    _plan(session, case, at)


def _advised(session: Session, place: Place) -> None:
    """Four from outside: two keep silent (one got more time), one is told to hurry, one was asked by mistake."""
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    desk = _as(session, place, Role.DESK_OFFICER, at)
    late, hurried, _silent, wrong = (ask_outside(session, place, case, at) for _one in range(4))
    wished_on = late.due_on + timedelta(days=14)
    answer(session, late, at, "more_time", "De magistraat is met verlof.", wished_on=wished_on)
    answering_advisers.answer_adviser(session, case.id, desk, at, opinion_id=late.id, due_on=wished_on,
                                      answer="Geen probleem.")  # fmt: skip
    answer(session, hurried, at, "more_time", "Veel werk.", wished_on=wished_on)
    answering_advisers.answer_adviser(session, case.id, desk, at, opinion_id=hurried.id, is_granted=False,
                                      answer="De infoavond ligt vast.")  # fmt: skip
    answer(session, hurried, at, "more_information", "Hoeveel woningen doen mee?")
    answering_advisers.answer_adviser(session, case.id, desk, at, opinion_id=hurried.id, answer="Dertig woningen.")
    advising.withdraw_opinion(session, case.id, desk, at, opinion_id=wrong.id, reason="Dit was een vergissing.")
    _plan(session, case, at)
    assert remind_advisers(session, case.id, later(case, 26)) == 2
    answer(session, hurried, later(case, 27), "conditional", "Mits een vorming voor de leden.")
    place.municipality.settings = {"silence_of_adviser": "favourable"}
    assert advising.expire_opinions(session, case.id, later(case, 90)) == 2
    place.municipality.settings = {}
    _plan(session, case, later(case, 90))
    _never_reached(session, place)
    _needed_again(session, place)


def _needed_again(session: Session, place: Place) -> None:
    """A refusal leaves an adviser unheard; it is corrected, and the opinion is needed after all."""
    case = advance_to(session, place, Stage.CONSULTATION)
    at, chief = later(case), _as(session, place, Role.POLICE_CHIEF, later(case))
    ask_outside(session, place, case, at)
    consulting.decide_as_police(session, case.id, chief, at, is_approved=False, reason="Te weinig agenten.")
    correct_decision(session, case.id, chief, at, is_approved=True, reason="De zone krijgt versterking.")
    _plan(session, case, at)


def _never_reached(session: Session, place: Place) -> None:
    """Where the case waits for an adviser whose mail address does not work."""
    case = advance_to(session, place, Stage.CONSULTATION)
    opinion = ask_outside(session, place, case, later(case))
    _plan(session, case, later(case))
    mail = session.scalars(select(Effect).where(Effect.case_id == case.id, Effect.key.contains("advice_asked"))).one()
    mail.state, mail.claimed_by = "claimed", "test"
    session.flush()
    give_up_effect(session, mail.id, "test", later(case), "550 no such user")
    place.municipality.settings = {"silence_of_adviser": "blocks"}
    assert advising.expire_opinions(session, case.id, later(case, 90)) == 1
    place.municipality.settings = {}
    assert opinion.state == "overdue"
    _plan(session, case, later(case, 90))


def _late(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    assert case.due_on is not None
    assert remind_if_late(session, case.id, later(case, 90))
    _plan(session, case, later(case, 90))
    _left_lying_at_the_desk(session, place)


def _left_lying_at_the_desk(session: Session, place: Place) -> None:
    desk = place.people[Role.DESK_OFFICER].id
    mandate = session.scalars(select(Mandate).where(Mandate.person_id == desk)).one()
    mandate.deputy_id = make_person(session, "Dina Dienst").id
    case = submitted(session, place)
    assert remind_if_late(session, case.id, later(case, 90))
    _plan(session, case, later(case, 90))


def _signed_one_after_the_other(session: Session, place: Place) -> None:
    """A partner on paper and one by mail sign after the coordinator; the paper comes back once."""
    place.municipality.settings = {"signing_order": "residents_first"}
    case = charter_steps.ready_to_freeze(session, place)
    extra = [{"capacity": "directeur school", "name": "Sofie School"},
             {"capacity": "voorzitter wijkraad", "name": "Rik Raad", "email": "rik@wijkraad.example"}]  # fmt: skip
    charter_steps.save(session, case, "signatures", {"statement": "Wij gaan akkoord.", "extra": extra})
    charter_steps.freeze(session, place, case)
    charter_steps.sign(session, case, coordinator_of(session, case), "coördinator")
    charter_steps.enter_ink(session, place, case, "directeur school", name="Sofie School")
    charter_steps.check_ink(session, place, case, "directeur school", is_right=False, reason="Het blad is onscherp.")
    charter_steps.sign_in_ink(session, place, case, "directeur school", name="Sofie School")
    _plan(session, case, later(case))
    assert remind_if_late(session, case.id, later(case, 90))
    line = charter_steps.line_of(session, case, "voorzitter wijkraad")
    sign_by_link(session, line.id, later(case, 91), name="Rik Raad", place="Oosterbeke",
                 fingerprint=charter_of(session, case).fingerprint)  # fmt: skip
    _plan(session, case, later(case, 91))
    place.municipality.settings = {}


def _talked_about(session: Session, place: Place) -> None:
    """The mayor suggests something to who looks after a section, and gets an answer and then an outcome."""
    case = charter_steps.ready_to_freeze(session, place)
    cora = acting(session, coordinator_of(session, case), later(case))
    own_section(session, case.id, cora, later(case), section="members", is_own=True)
    one = write_comment(session, case.id, _as(session, place, Role.MAYOR, later(case)), later(case), section="members",
                        text="Wat met wie verhuist?")  # fmt: skip
    answer_comment(session, case.id, cora, later(case), comment_id=one.id, text="Die stopt.")
    settle_comment(session, case.id, cora, later(case), comment_id=one.id, outcome="done")
    _plan(session, case, later(case))


def _smaller(session: Session, place: Place) -> None:
    """The area of a network becomes smaller; one member without mail lives outside it afterwards."""
    case = advance_to(session, place, Stage.EVALUATION)
    on_paper(session, place, case, "Bert Molen", "5", street_id=place.streets[1].id)
    evaluate(session, place, case, later(case, 365), "change_area")
    _plan(session, case, later(case, 0))
    charter_steps.save(session, case, "area", {"segments": [{"street": "Kerkstraat"}], "boundary": "Rond de kerk"})
    _sign_again_and_launch(session, place, case)


LIVES = (
    _founded,
    _refused_after_completion,
    _sent_back_and_withdrawn,
    _no_support,
    _late,
    _supported,
    _together,
    _corrected,
    _advised,
    _agreed,
    _unanswered,
    _seats_offered,
    _signed_one_after_the_other,
    _talked_about,
    _smaller,
    *LIVES_OF_NETWORKS,
)
