"""What networks and who launches them hear by mail: lives of cases from their launch on."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.network import slug_of
from models.operations.effects.carrying_out import claim_effect
from models.operations.effects.planning_effects import plan_effects
from models.operations.evaluations.opening_surveys import open_due_survey
from models.operations.launches.quoting import decline_quote, give_quote
from models.operations.launches.sending_kits import send_kit
from models.operations.networks.asking_networks import answer_for_network, ask_if_dormant
from models.operations.networks.delivering_messages import give_up_delivery
from models.operations.networks.succeeding import stop_succession
from models.operations.requests import requesting
from models.outbox import Effect
from models.rules.access import Role
from models.rules.procedure import Stage
from tests import kit_steps
from tests.factories import (
    START,
    Place,
    acting,
    advance_to,
    answers_for,
    coordinator_of,
    evaluate,
    later,
)
from tests.message_steps import ALARM, REAL, a_member, ask_two_keys, let_go, writing_by
from tests.succession_steps import appointed, begun, offered, screened
from tests.survey_steps import members


def _plan(session: Session, case: FoundingCase, at: datetime) -> None:
    plan_effects(session, case.id, at)


def told_to_everybody(session: Session, place: Place) -> None:
    """Two people are asked for a quote. The launch kit is approved by both sides, and then somebody changes a text. The
    next version waits for the police at its moment, and leaves once they decided."""
    case = advance_to(session, place, Stage.LAUNCH)
    kit_steps.ask(session, place, case)
    _plan(session, case, later(case))
    decline_quote(session, kit_steps.asked(session).id, later(case))
    kit_steps.ask(session, place, case)
    give_quote(session, kit_steps.asked(session).id, later(case), kit_steps.facts_now, text="Een mooi begin, samen.")
    kit_steps.plan(session, place, case)
    kit_steps.approve(session, place, case, Role.MAYOR, Role.POLICE_CHIEF)
    kit_steps.edit(session, place, case, "post_1", "Vanaf {{datum}} is {{netwerk}} actief. Kom erbij: {{link}}")
    kit_steps.approve(session, place, case, Role.MAYOR, Role.POLICE_CHIEF)
    at = later(case, 20)
    assert send_kit(session, case.id, at, kit_steps.facts_now, kit_steps.written) == 0
    _plan(session, case, at)
    kit_steps.decide(session, place, case)
    send_kit(session, case.id, at, kit_steps.facts_now, kit_steps.written)
    _plan(session, case, at)


def written_to_members(session: Session, place: Place) -> None:
    """A tip goes through the coordinator, an urgent message waits for a second person, and one mail comes back."""
    case = advance_to(session, place, Stage.CHARTER)
    ask_two_keys(session, case, "urgent")
    advance_to(session, place, Stage.EVALUATION, case)
    a_member(session, place, case)
    officer = place.people[Role.MANDATED_OFFICER]
    tip = writing_by(session, case, officer)
    let_go(session, case, coordinator_of(session, case), tip)
    let_go(session, case, officer, writing_by(session, case, officer, ALARM))
    [mail] = session.scalars(select(Effect).where(Effect.kind == "member_mail")).all()
    claim_effect(session, mail.id, "w", REAL + timedelta(hours=1), timedelta(minutes=1))
    give_up_delivery(session, mail.id, "w", later(case), "550", "De mail kwam terug.", has_bounced=True)
    _plan(session, case, later(case))


def quiet_for_long(session: Session, place: Place) -> None:
    """The clock asks how a network is doing, and its coordinator answers."""
    case = advance_to(session, place, Stage.EVALUATION)
    at = later(case, 200)
    assert ask_if_dormant(session, case.id, at)
    cora = acting(session, coordinator_of(session, case), at)
    answer_for_network(session, case.id, cora, at, answer="needs_help")
    _plan(session, case, at)


def asked_by_the_clock(session: Session, place: Place) -> None:
    """The baseline waits for ten members, and is opened when they are there."""
    case = advance_to(session, place, Stage.EVALUATION)
    at = later(case, 40)
    assert not open_due_survey(session, case.id, at)
    members(session, place, case)
    assert open_due_survey(session, case.id, at)
    _plan(session, case, at)


def merged(session: Session, place: Place) -> None:
    """Two networks become one, and the ministry takes mail."""
    place.municipality.settings = {"federal_email": "netwerken@fod.example"}
    case = advance_to(session, place, Stage.EVALUATION)
    asked = requesting.submit_request(
        session, acting(session, place.resident), START, answers_for(place, name="BIN Dorp")
    )
    other = advance_to(session, place, Stage.EVALUATION, asked)
    a_member(session, place, case, "Nele Nieuw")
    evaluate(session, place, case, later(case, 365), "merge", successor=slug_of(other))
    _plan(session, case, later(case, 365))
    _plan(session, other, later(case, 365))
    place.municipality.settings = {}


def coordinator_succeeded(session: Session, place: Place) -> None:
    """A coordinator stops; a member offers, is screened and takes the seat. The new one then says that they stop too,
    and stays after all."""
    case = advance_to(session, place, Stage.EVALUATION)
    member = a_member(session, place, case, "Nora Nieuw")
    begun(session, place, case)
    row = offered(session, member, later(case, 11))
    screened(session, place, case, row)
    appointed(session, place, case, row)
    again = begun(session, place, case, days=14, vacant_on=day_of(later(case, 40)))
    stop_succession(session, case.id, acting(session, place.people[Role.DESK_OFFICER], later(case, 15)),
                    later(case, 15), succession_id=again.id, reason="De coördinator blijft toch.")  # fmt: skip
    _plan(session, case, later(case, 15))


LIVES_OF_NETWORKS = (written_to_members, quiet_for_long, told_to_everybody, asked_by_the_clock, merged,
                     coordinator_succeeded)  # fmt: skip
