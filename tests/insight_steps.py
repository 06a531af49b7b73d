"""Foundings of each kind for the figures: launched, stopped, sent back, refused, withdrawn, and some that still run."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.operations.cases.summing_up import sum_up_all
from models.operations.consultation import advising, consulting
from models.operations.requests import requesting
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import START, Place, acting, advance_to, answers_for, evaluate, later

NOW = START + timedelta(days=900)


def play_foundings(session: Session, place: Place, at: datetime = NOW) -> dict[str, FoundingCase]:
    """One founding of each way, with its figures worked out."""
    desk, chief = Role.DESK_OFFICER, Role.POLICE_CHIEF
    cases = {"launched": advance_to(session, place, Stage.EVALUATION, _asked(session, place, 0))}
    cases["amended"] = advance_to(session, place, Stage.EVALUATION, _asked(session, place, 10))
    evaluate(session, place, cases["amended"], later(cases["amended"], 400), "adjust_charter")
    cases["ended"] = advance_to(session, place, Stage.EVALUATION, _asked(session, place, 20))
    evaluate(session, place, cases["ended"], later(cases["ended"], 400), "terminate")
    cases["sent_back"] = advance_to(session, place, Stage.CONSULTATION, _asked(session, place, 30))
    when = later(cases["sent_back"], 12)
    consulting.send_back_to_idea(session, cases["sent_back"].id, acting(session, place.people[desk], when), when,
                                 reason="De straten kloppen nog niet.")  # fmt: skip
    when = later(cases["sent_back"], 4)
    requesting.complete_request(session, cases["sent_back"].id, acting(session, place.resident, when), when,
                                motives="Er waren drie inbraken in onze straat.", households=15, expectations={},
                                addition="De straten zijn nu juist.")  # fmt: skip
    when = later(cases["sent_back"], 6)
    requesting.accept_request(session, cases["sent_back"].id, acting(session, place.people[desk], when), when)
    advance_to(session, place, Stage.INFO_EVENING, cases["sent_back"])
    cases["refused"] = advance_to(session, place, Stage.CONSULTATION, _asked(session, place, 40))
    when = later(cases["refused"], 9)
    consulting.decide_as_police(session, cases["refused"].id, acting(session, place.people[chief], when), when,
                                is_approved=False, reason="Te weinig vragen uit de buurt.")  # fmt: skip
    cases["withdrawn"] = _asked(session, place, 50)
    when = later(cases["withdrawn"], 5)
    requesting.withdraw_request(session, cases["withdrawn"].id, acting(session, place.resident, when), when,
                                reason="We verhuizen.")  # fmt: skip
    cases["advised"] = _advised(session, place)
    sum_up_all(session, at)
    return cases


def _asked(session: Session, place: Place, days: int) -> FoundingCase:
    at = START + timedelta(days=days)
    answers = answers_for(place, name=f"BIN Kerkkwartier {days}")
    return requesting.submit_request(session, acting(session, place.resident, at), at, answers)


def _advised(session: Session, place: Place) -> FoundingCase:
    """In consultation: one opinion came after twenty days, the other never; then the municipality approves."""
    case = advance_to(session, place, Stage.CONSULTATION, _asked(session, place, 60))
    first, officer = later(case, 2), place.people[Role.MANDATED_OFFICER]
    asked = [
        advising.ask_opinion(session, case.id, acting(session, officer, first), first, adviser=adviser)
        for adviser in ("parket", "jeugddienst")
    ]
    when = first + timedelta(days=20)
    advising.give_opinion(session, case.id, acting(session, officer, when), when, opinion_id=asked[0].id,
                          tendency="favourable", text="Geen bezwaar.")  # fmt: skip
    advising.expire_opinions(session, case.id, first + timedelta(days=40))
    when = first + timedelta(days=45)
    mayor = acting(session, place.people[Role.MAYOR], when)
    consulting.decide_as_municipality(session, case.id, mayor, when, is_approved=True, reason="Past in ons beleid.")
    return case
