"""Keeping the outlines of networks: a map of all of them must not look at every house of the country."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.network import NeighbourhoodNetwork
from models.queries.networks.public_networks import outline_of


def keep_outline(session: Session, network: NeighbourhoodNetwork) -> None:
    """Draw the outline of one network anew: its area is another one."""
    session.flush()
    network.outline = [list(corner) for corner in outline_of(session, network)]


def keep_outlines(session: Session, municipality_id: int) -> int:
    """Draw those of a municipality anew: its addresses changed. Returns how many."""
    networks = session.scalars(
        select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.municipality_id == municipality_id)
    ).all()
    for network in networks:
        keep_outline(session, network)
    return len(networks)
