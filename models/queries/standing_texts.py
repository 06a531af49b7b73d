"""The own standing texts of authorities for the charter."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models.authority_text import AuthorityText
from models.queries.authority_look import text_versions, texts_in_force
from models.rules.standing_texts import KIND


def standing_layers(session: Session, authority_ids: Sequence[int | None]) -> list[dict[str, str]]:
    """Per authority, in the order given, its own texts per 'section.field'."""
    return [
        {part: row.text for part, row in texts_in_force(session, number, KIND).items()}
        for number in authority_ids
        if number is not None
    ]


def section_versions(session: Session, authority_id: int, section: str) -> list[AuthorityText]:
    """All versions of the fields of one section, the newest first."""
    return [row for row in text_versions(session, authority_id, KIND) if row.part.partition(".")[0] == section]


def newest_of(versions: Sequence[AuthorityText]) -> dict[str, AuthorityText]:
    """Per field of the section the version that holds."""
    return {row.part.partition(".")[2]: row for row in reversed(versions)}
