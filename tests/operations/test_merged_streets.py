"""Streets of a network that merged: until a charter names them, they lead to where their network went."""

import pytest
from sqlalchemy.orm import Session

from models.clock import day_of
from models.queries.networks.coverage import coverage
from tests.charter_steps import amend, freeze
from tests.factories import Place, later, sign_all
from tests.outcome_steps import Two, merge, network, two_apart


@pytest.fixture
def apart(session: Session, place: Place) -> Two:
    return two_apart(session, place)


def test_until_a_later_charter_is_signed_the_streets_of_a_merged_network_tell_where_it_went(
    session: Session, place: Place, apart: Two
) -> None:
    case, other = apart
    on, molenstraat = day_of(later(case, 372)), place.streets[1].id
    assert coverage(session, molenstraat, 3, on).merged == ()
    merge(session, place, apart)

    here = coverage(session, molenstraat, 3, on)

    (found,) = here.merged
    assert found.goes_on_in is not None
    assert (found.name, found.goes_on_in.slug, here.networks) == (case.name, network(session, other).slug, ())
    assert coverage(session, molenstraat, 4, on).merged == ()  # the even side never belonged to it
    assert coverage(session, place.streets[0].id, 3, on).merged == ()  # in the charter of the other one already
    amend(session, place, other, "parties")
    freeze(session, place, other)
    assert coverage(session, molenstraat, 3, on).merged == (found,)
    sign_all(session, place, other, later(other, 400))
    assert coverage(session, molenstraat, 3, on).merged == ()


def test_a_merged_network_whose_other_one_ended_leads_nowhere(session: Session, place: Place, apart: Two) -> None:
    merge(session, place, apart)
    network(session, apart[1]).state = "terminated"
    session.flush()

    assert coverage(session, place.streets[1].id, 3, day_of(later(apart[0], 372))).merged == ()
