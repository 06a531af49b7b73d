"""What a new version of the charter changes in the one that everybody signed before it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from models.charter import Charter
from models.queries.charters.charters import version_before
from models.rules.charter_sections import SECTIONS, Section
from models.rules.charter_text import from_canonical
from webapp.steering_group.section_words import Compared, compare_contents


@dataclass(frozen=True)
class ChangedSection:
    """One section with the fields in which it differs."""

    section: Section
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class Changes:
    """Against which version, and what is different. No sections: the texts are the same."""

    version: int
    sections: tuple[ChangedSection, ...]


def changes_of(session: Session, charter_id: int) -> Changes | None:
    """What this version changes; None for a first one."""
    charter = session.get_one(Charter, charter_id)
    earlier = version_before(session, charter)
    if earlier is None:
        return None
    before, after = _contents(earlier), _contents(charter)
    found = (
        ChangedSection(one, compare_contents(one, before.get(one.code, {}), after.get(one.code, {})))
        for one in SECTIONS
    )
    return Changes(earlier.version, tuple(one for one in found if one.compared))


def _contents(charter: Charter) -> dict[str, Any]:
    if charter.frozen_text:
        return dict(from_canonical(charter.frozen_text).contents)
    return {row.code: row.content for row in charter.sections}
