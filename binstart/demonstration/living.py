"""Networks of the demonstration after their launch: one that lives, one that fell silent, one that is evaluated."""

from datetime import timedelta

from binstart.demonstration.members import ask_to_join_lately, gather_members, plan_meetings
from binstart.demonstration.messages import tell_members
from binstart.demonstration.surveys import answer, hold_survey, open_by_hand
from binstart.demonstration.walking import Walk
from models.clock import present
from models.operations.evaluations import evaluating
from models.operations.evaluations.opening_surveys import open_due_survey
from models.operations.evaluations.surveying import open_survey
from models.operations.networks.asking_networks import ask_if_dormant
from models.rules.procedure_settings import LAUNCH_ITEMS
from models.rules.survey_form import BASELINE, YEARLY


def _launched(walk: Walk) -> None:
    walk.to_launch()
    walk.days(10).check(list(LAUNCH_ITEMS))
    walk.days(2).launch()


def live(walk: Walk) -> None:
    """Lives as a network should: members, messages, a baseline that is closed and a survey that runs."""
    _launched(walk)
    gather_members(walk, 34)
    open_survey(walk.session, walk.case.id, walk.by(walk.idea.resident), walk.days(36).at, kind=BASELINE)
    hold_survey(walk, BASELINE, 21)
    tell_members(walk.days(14))
    open_by_hand(walk, YEARLY, present(walk.session) - timedelta(days=6), papers=2)
    answer(walk, YEARLY, 19, present(walk.session) - timedelta(days=2))
    ask_to_join_lately(walk)
    plan_meetings(walk)


def fall_silent(walk: Walk) -> None:
    """Nothing happened since the launch; the clock asked last week how it goes, and nobody answered."""
    _launched(walk)
    gather_members(walk, 6)
    assert ask_if_dormant(walk.session, walk.case.id, present(walk.session) - timedelta(days=8))


def be_evaluated(walk: Walk) -> None:
    """The clock asked the members at the launch and after a year, and opened the evaluation."""
    _launched(walk)
    gather_members(walk, 14)
    assert open_due_survey(walk.session, walk.case.id, walk.days(28).at)
    hold_survey(walk, BASELINE, 12)
    evaluating.open_due_evaluation(walk.session, walk.case.id, walk.days(307).at)  # 366 after the launch
    assert open_due_survey(walk.session, walk.case.id, walk.at)
    hold_survey(walk, YEARLY, 11)
    ask_to_join_lately(walk)
    plan_meetings(walk)
    view = {
        "agreements_kept": "yes",
        "objectives_served": "partly",
        "members": 14,
        "meetings": 2,
        "members_experience": "De leden zijn tevreden. Oudere leden krijgen liever een telefoontje dan een sms.",
        "follow_up": "De politie belt altijd terug. Na een bericht in de nacht duurde het lang.",
        "safety_feeling": "Mensen groeten elkaar meer. Enkele bewoners zijn na het bericht van mei wat ongeruster.",
        "proposals": "Een vast moment voor terugkoppeling, bijvoorbeeld elke eerste maandag van de maand.",
    }
    evaluating.fill_evaluation_as_coordinator(
        walk.session, walk.case.id, walk.by(walk.idea.resident), walk.days(4).at, view=view
    )
