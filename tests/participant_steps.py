"""Steps with which tests give the data of participants, with the code of a letter or the link of a voice."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.address import Dwelling
from models.operations.evenings.participating import (
    ParticipantData,
    PersonalLink,
    give_data,
    letter_link,
    voice_link,
)
from models.participant import Participant
from tests.factories import Place


def filled(**changes: object) -> ParticipantData:
    """What somebody fills in who consents."""
    values: dict[str, object] = {
        "name": "Roos Deelneemster", "phone": "0470 00 00 00", "email": "roos@buurt.example", "reach": ["sms"],
        "wishes": ["member"], "has_consented": True,
    }  # fmt: skip
    return ParticipantData(**{**values, **changes})  # type: ignore[arg-type]


def add_box(session: Session, place: Place, number: int, suffix: str) -> Dwelling:
    """One more dwelling at a number of the first street."""
    dwelling = Dwelling(street_id=place.streets[0].id, number=number, suffix=suffix)
    session.add(dwelling)
    session.flush()
    return dwelling


def by_letter(session: Session, code: str) -> PersonalLink:
    link = letter_link(session, code)
    assert link is not None
    return link


def by_voice(session: Session, token: str, at: datetime) -> PersonalLink:
    link = voice_link(session, token, at)
    assert link is not None
    return link


def take_part(session: Session, code: str, at: datetime, **changes: object) -> Participant:
    """Give data with the code of a letter."""
    return give_data(session, by_letter(session, code), at, filled(**changes))
