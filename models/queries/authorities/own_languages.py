"""In which languages the municipality speaks that a public page is about."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.network import NeighbourhoodNetwork
from models.rules.procedure_settings import ProcedureSettings, effective_settings


def settings_of_network(session: Session, slug: str) -> ProcedureSettings | None:
    """Those of the municipality of the network with this name in its address; None when there is none."""
    wanted = select(NeighbourhoodNetwork.municipality_id).where(NeighbourhoodNetwork.slug == slug)
    return _settings(session.scalars(select(Authority).where(Authority.id.in_(wanted))).one_or_none())


def settings_of_case_number(session: Session, number: str) -> ProcedureSettings | None:
    """Those of the municipality of the case with this number; None when there is none."""
    wanted = select(FoundingCase.municipality_id).where(FoundingCase.number == number)
    return _settings(session.scalars(select(Authority).where(Authority.id.in_(wanted))).one_or_none())


def language_of_network(session: Session, network: NeighbourhoodNetwork) -> str:
    """In which language its members are written to: that of the documents of its case, else of its municipality."""
    of_case = select(FoundingCase.document_language).where(FoundingCase.id == network.case_id)
    return session.scalar(of_case) or network.municipality.mail_language


def _settings(authority: Authority | None) -> ProcedureSettings | None:
    if authority is None:
        return None
    return effective_settings(authority.zone.settings if authority.zone else {}, authority.settings)
