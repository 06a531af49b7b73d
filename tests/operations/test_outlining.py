"""The outlines of networks are kept when a network begins or its addresses change, and are the same as drawn anew."""

from sqlalchemy.orm import Session

from models.address import Dwelling
from models.operations.launches.launching import network_of
from models.operations.networks.outlining import keep_outlines
from models.queries.networks.public_networks import outline_of, shapes
from models.queries.networks.register import register_stamp
from models.rules.procedure import Stage
from tests.factories import Place, advance_to


def test_a_network_that_begins_has_its_outline(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    network = network_of(session, case.id)
    assert network is not None

    (shape,) = shapes(session, network.active_since)

    assert network.outline is not None
    assert len(network.outline) > 2
    assert shape.corners == outline_of(session, network)


def test_what_was_not_kept_is_drawn_and_what_changed_is_kept_anew(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    network = network_of(session, case.id)
    assert network is not None
    before, network.outline = network.outline, None
    session.flush()
    assert [list(one) for one in shapes(session, network.active_since)[0].corners] == before
    session.add(Dwelling(street_id=place.streets[0].id, number=99, suffix="", latitude=51.2, longitude=3.9))
    session.flush()

    assert keep_outlines(session, place.municipality.id) == 1

    assert network.outline != before


def test_the_stamp_of_the_register_changes_with_what_the_map_shows(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    network = network_of(session, case.id)
    assert network is not None
    stamps = {register_stamp(session, network.active_since)}

    for change in ({"state": "suspended"}, {"name": "BIN Met een langere naam"}, {"ended_on": network.active_since}):
        for name, value in change.items():
            setattr(network, name, value)
        session.flush()
        stamps.add(register_stamp(session, network.active_since))

    assert len(stamps) == 4
