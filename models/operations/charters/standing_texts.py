"""The administrator writes the standing text of the charter. Each save is a new version; none is ever changed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from models.authority_text import AuthorityText
from models.operations.authorities.administering import own_authority
from models.operations.authorities.authority_journal import note_change
from models.queries.charters.standing_texts import newest_of, section_versions
from models.rules.access import Actor
from models.rules.refusals import Stale
from models.rules.standing_texts import KIND, STANDING, checked_standing, standing_section


def save_standing_texts(session: Session, by: Actor, authority_id: int, at: datetime, *, section: str,
                        texts: Mapping[str, str], seen: int) -> int:  # fmt: skip
    """Save the fields of a section that changed, each as a new version; an empty one is the layer below again.

    `seen`: the id of the newest version that the writer saw, 0 for none. Returns how many changed. Raises Invalid with
    the field, Stale when somebody saved this section meanwhile. Charters that run keep the text that they began with.
    """
    authority = own_authority(session, by, authority_id)
    shape = standing_section(section)
    checked = checked_standing(section, texts)
    versions = section_versions(session, authority_id, section)
    if (versions[0].id if versions else 0) != seen:
        raise Stale("text_saved_meanwhile", "Iemand anders bewaarde deze tekst intussen.")
    present, changed = newest_of(versions), 0
    for one in STANDING[section]:
        before, text = present.get(one.code), checked[one.code]
        if text == (before.text if before else ""):
            continue
        version = (before.version if before else 0) + 1
        session.add(AuthorityText(authority_id=authority_id, kind=KIND, part=f"{section}.{one.code}", version=version,
                                  text=text, saved_by_id=by.person_id, saved_at=at))  # fmt: skip
        note_change(session, authority, "text:saved", by, at, kind="standaardtekst van het charter",
                    part=f"{shape.title}, {one.label}", version=version, is_default=not text)  # fmt: skip
        changed += 1
    session.flush()
    return changed


def restore_standing_text(session: Session, by: Actor, authority_id: int, at: datetime, *, section: str,
                          version_id: int, seen: int) -> int:  # fmt: skip
    """Bring an earlier version of one field back, as a new version. Raises Stale when it is not there."""
    own_authority(session, by, authority_id)
    standing_section(section)
    versions = section_versions(session, authority_id, section)
    earlier = next((row for row in versions if row.id == version_id), None)
    if earlier is None:
        raise Stale("save_gone", "Deze tekst is er niet meer.")
    texts = {field: row.text for field, row in newest_of(versions).items()}
    texts[earlier.part.partition(".")[2]] = earlier.text
    return save_standing_texts(session, by, authority_id, at, section=section, texts=texts, seen=seen)
