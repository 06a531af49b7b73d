"""Foundings of each kind for the figures: launched, stopped, sent back, refused, withdrawn, and some that still run."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.operations.cases.summing_up import sum_up_all
from models.operations.consultation import advising, consulting
from models.operations.requests import requesting
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import START, Place, acting, advance_to, answers_for, evaluate, later, numbers_of
from tests.walked_once import walk_once

NOW = START + timedelta(days=900)
ASKED = {"launched": 0, "amended": 10, "ended": 20, "sent_back": 30, "refused": 40, "withdrawn": 50, "advised": 60}


def play_foundings(session: Session, place: Place, at: datetime = NOW) -> dict[str, FoundingCase]:
    """One founding of each way, with its figures worked out."""
    walk_once(session, ("foundings", *numbers_of(place), at), lambda: _play(session, place, at)["advised"])
    of_place = select(FoundingCase).where(FoundingCase.municipality_id == place.municipality.id)
    cases = {case.name: case for case in session.scalars(of_place)}
    return {way: cases[_name(days)] for way, days in ASKED.items()}


def _play(session: Session, place: Place, at: datetime) -> dict[str, FoundingCase]:
    desk, chief = Role.DESK_OFFICER, Role.POLICE_CHIEF
    cases = {"launched": advance_to(session, place, Stage.EVALUATION, _asked(session, place, "launched"))}
    cases["amended"] = advance_to(session, place, Stage.EVALUATION, _asked(session, place, "amended"))
    evaluate(session, place, cases["amended"], later(cases["amended"], 400), "adjust_charter")
    cases["ended"] = advance_to(session, place, Stage.EVALUATION, _asked(session, place, "ended"))
    evaluate(session, place, cases["ended"], later(cases["ended"], 400), "terminate")
    cases["sent_back"] = advance_to(session, place, Stage.CONSULTATION, _asked(session, place, "sent_back"))
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
    cases["refused"] = advance_to(session, place, Stage.CONSULTATION, _asked(session, place, "refused"))
    when = later(cases["refused"], 9)
    consulting.decide_as_police(session, cases["refused"].id, acting(session, place.people[chief], when), when,
                                is_approved=False, reason="Te weinig vragen uit de buurt.")  # fmt: skip
    cases["withdrawn"] = _asked(session, place, "withdrawn")
    when = later(cases["withdrawn"], 5)
    requesting.withdraw_request(session, cases["withdrawn"].id, acting(session, place.resident, when), when,
                                reason="We verhuizen.")  # fmt: skip
    cases["advised"] = _advised(session, place)
    sum_up_all(session, at)
    return cases


def _name(days: int) -> str:
    return f"BIN Kerkkwartier {days}"


def _asked(session: Session, place: Place, way: str) -> FoundingCase:
    at = START + timedelta(days=ASKED[way])
    answers = answers_for(place, name=_name(ASKED[way]))
    return requesting.submit_request(session, acting(session, place.resident, at), at, answers)


def _advised(session: Session, place: Place) -> FoundingCase:
    """In consultation: one opinion came after twenty days, the other never; then the municipality approves."""
    case = advance_to(session, place, Stage.CONSULTATION, _asked(session, place, "advised"))
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
