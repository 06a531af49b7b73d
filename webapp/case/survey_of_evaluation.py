"""What the partners must know of the survey of the members while they evaluate: does it count, or is it still open?"""

from flask import g
from flask_babel import gettext as _

from documents.wording import long_date
from models.database import db
from models.evaluation import Evaluation
from models.queries.cases import case_parts
from models.queries.evaluations.surveys import answers_so_far, open_survey_of, surveys_of_period
from models.queries.networks.enrolments import network_of_case
from models.queries.records.evaluation import evaluated_period
from models.rules.records.survey import SurveyFigures
from models.rules.survey_form import FEWEST_ANSWERS, KIND_NAMES
from models.survey import Survey
from webapp.clock import now


def present_evaluation() -> Evaluation | None:
    """The evaluation of this case that is not closed."""
    return next((one for one in case_parts.evaluations(db.session(), g.case) if not one.outcome), None)


def survey_told() -> tuple[str, ...]:
    """Sentences on the survey that is open, and on the one that the report will tell of."""
    session, evaluation = db.session(), present_evaluation()
    network = network_of_case(session, g.case.id)
    if network is None or evaluation is None:
        return ()
    since, _until = evaluated_period(session, g.case, evaluation)
    last, survey = surveys_of_period(session, g.case.id, since, now()).last, open_survey_of(session, network.id)
    told = (*_told_of_open(survey), *_told_of_closed(last))
    return told or (_("De leden zijn in deze periode niet bevraagd. Het verslag zegt dus niets over hun antwoorden."),)


def _told_of_open(survey: Survey | None) -> tuple[str, ...]:
    if survey is None:
        return ()
    count = answers_so_far(db.session(), survey)
    told = _(
        "Er loopt nog een bevraging van de leden (%(kind)s %(year)s), tot en met %(day)s: %(count)s van de %(asked)s "
        "leden antwoordden. Sluit u de evaluatie eerder af, dan staan de antwoorden niet in het verslag.",
        kind=KIND_NAMES[survey.kind], year=survey.year, day=long_date(survey.closes_on), count=count,
        asked=survey.members_asked,
    )  # fmt: skip
    if count < FEWEST_ANSWERS:
        told += " " + _("Er zijn nog te weinig antwoorden (minstens %(fewest)s nodig).", fewest=FEWEST_ANSWERS)
    return (told,)


def _told_of_closed(last: SurveyFigures | None) -> tuple[str, ...]:
    if last is None:
        return ()
    told = _("In %(year)s zijn de leden bevraagd: %(count)s van de %(asked)s leden antwoordden.", year=last.year,
             count=last.answers, asked=last.asked)  # fmt: skip
    if last.has_enough:
        return (told + " " + _("Wat ze antwoordden, komt in het verslag."),)
    return (told + " " + _("Dat is te weinig (minstens %(fewest)s): de bevraging telt niet mee in de conclusies.",
                           fewest=FEWEST_ANSWERS),)  # fmt: skip
