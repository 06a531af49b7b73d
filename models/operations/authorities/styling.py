"""The administrator changes the own texts and the house style of an authority. Each save is a new version."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.authority_text import AuthorityText
from models.house_style import HouseStyle
from models.operations.authorities.administering import own_authority
from models.operations.authorities.authority_journal import note_change
from models.queries.authorities.authority_look import house_style_of, texts_in_force
from models.rules.access import Actor
from models.rules.colours import readable_colour
from models.rules.own_texts import KINDS, PARTS, checked_text
from models.rules.refusals import Invalid

LONGEST_NAME = 100  # characters of a name in the house style


def save_texts(session: Session, by: Actor, authority_id: int, at: datetime, *, kind: str,
               texts: dict[str, str]) -> int:  # fmt: skip
    """Save the parts that changed, each as a new version; an empty one is the default again. Returns how many.

    Raises Invalid with the part whose fields are wrong.
    """
    authority = own_authority(session, by, authority_id)
    if kind not in KINDS:
        raise Invalid("unknown_kind", "Kies mails of brieven.", "kind")
    present = texts_in_force(session, authority_id, kind)
    changed = 0
    for part in PARTS:
        text = checked_text(texts.get(part, ""), part)
        before = present.get(part)
        if text == (before.text if before else ""):
            continue
        version = (before.version if before else 0) + 1
        session.add(AuthorityText(authority_id=authority_id, kind=kind, part=part, version=version, text=text,
                                  saved_by_id=by.person_id, saved_at=at))  # fmt: skip
        note_change(session, authority, "text:saved", by, at, kind=KINDS[kind].lower(), part=PARTS[part].lower(),
                    version=version, is_default=not text)  # fmt: skip
        changed += 1
    session.flush()
    return changed


def save_house_style(session: Session, by: Actor, authority_id: int, at: datetime, *, name: str, colour: str,
                     logo: tuple[str, str] | None = None, keeps_logo: bool = True) -> HouseStyle:  # fmt: skip
    """Save a new version. `logo`: sha256 and media type of a new one; `keeps_logo` False: no logo any more.

    Raises Invalid for a colour that can't be read or a name that is too long.
    """
    authority: Authority = own_authority(session, by, authority_id)
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise Invalid("too_long", f"Hoogstens {LONGEST_NAME} tekens.", "name")
    colour = readable_colour(colour) if colour.strip() else ""
    before = house_style_of(session, authority_id)
    sha256, media_type = logo or (("", "") if before is None else (before.logo_sha256, before.logo_media_type))
    if not keeps_logo and logo is None:
        sha256, media_type = "", ""
    highest = session.scalar(select(func.max(HouseStyle.version)).where(HouseStyle.authority_id == authority_id))
    row = HouseStyle(authority_id=authority_id, version=(highest or 0) + 1, name=name, colour=colour,
                     logo_sha256=sha256, logo_media_type=media_type, saved_by_id=by.person_id, saved_at=at)  # fmt: skip
    session.add(row)
    authority.has_house_style = True
    note_change(session, authority, "house_style:saved", by, at, version=row.version, name=name, colour=colour,
                logo=sha256)  # fmt: skip
    session.flush()
    return row
