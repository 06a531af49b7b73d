"""An active network with twelve members, and a survey that is open."""

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.enrolment import Enrolment
from models.rules.procedure import Stage
from models.survey import Survey
from tests.factories import Place, advance_to
from tests.survey_steps import members, opened


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    """The case of an active network."""
    return advance_to(session, place, Stage.EVALUATION)


@pytest.fixture
def asked(session: Session, place: Place, case: FoundingCase) -> list[Enrolment]:
    """Its members: eleven with a mail, one without."""
    return members(session, place, case)


@pytest.fixture
def survey(session: Session, case: FoundingCase, asked: list[Enrolment]) -> Survey:
    """The yearly survey, opened by the coordinator."""
    return opened(session, case)
