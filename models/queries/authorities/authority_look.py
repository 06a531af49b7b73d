"""How an authority writes and looks: its own texts, and its house style, in the version that holds."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.authority_text import AuthorityText
from models.case import FoundingCase
from models.house_style import HouseStyle
from models.rules.own_texts import PARTS, filled_text


def texts_in_force(session: Session, authority_id: int, kind: str) -> dict[str, AuthorityText]:
    """Per part the newest version, where the authority ever wrote one."""
    newest = (
        select(func.max(AuthorityText.id))
        .where(AuthorityText.authority_id == authority_id, AuthorityText.kind == kind)
        .group_by(AuthorityText.part)
    )
    return {row.part: row for row in session.scalars(select(AuthorityText).where(AuthorityText.id.in_(newest)))}


def text_versions(session: Session, authority_id: int, kind: str) -> Sequence[AuthorityText]:
    """All versions of all parts, the newest first."""
    return session.scalars(
        select(AuthorityText)
        .where(AuthorityText.authority_id == authority_id, AuthorityText.kind == kind)
        .order_by(AuthorityText.id.desc())
    ).all()


def own_texts_for(session: Session, case: FoundingCase, kind: str) -> dict[str, str]:
    """The own texts of the municipality of a case, with their fields filled in. A part that is the default is left
    out."""
    values = field_values(case.municipality, case.name, case.number)
    found = texts_in_force(session, case.municipality_id, kind)
    return {part: filled_text(found[part].text, values) for part in PARTS if part in found and found[part].text}


def field_values(authority: Authority, network: str, number: str) -> Mapping[str, str]:
    """What the ((fields)) stand for."""
    return {
        "gemeente": authority.name,
        "netwerk": network,
        "dossiernummer": number,
        "telefoon": authority.phone,
        "mail": authority.email,
    }


def house_style_of(session: Session, authority_id: int) -> HouseStyle | None:
    """The house style that holds; None: the default."""
    return session.scalars(
        select(HouseStyle).where(HouseStyle.authority_id == authority_id).order_by(HouseStyle.version.desc()).limit(1)
    ).one_or_none()
