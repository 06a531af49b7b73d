"""Participants give their data with the code of their letter or the link of their voice; the same leads back to it.

Consent is asked with the data and kept with its text, and nothing is kept without. Who withdraws leaves no row behind:
the journal only says that somebody did. No mail is sent to an address that somebody typed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.address import Dwelling
from models.case import FoundingCase
from models.clock import day_of
from models.operations.accounts.signing_in import normal_email
from models.operations.accounts.web_sessions import hashed
from models.operations.cases.acting import lock_case, record, written
from models.operations.cases.writing_case import write_case
from models.operations.support.counting_voices import PlacedDwelling
from models.operations.support.giving_voices import open_voice
from models.participant import Participant
from models.queries.evenings.participants import dwelling_of, takes_participants
from models.queries.evenings.replies import invitation_of
from models.rules.access import SYSTEM
from models.rules.invitations import read_code
from models.rules.languages import SOURCE
from models.rules.participants import (
    CONSENT,
    LONGEST_CONTACT,
    check_choices,
    check_consent,
    check_phone,
)
from models.rules.refusals import GateNotMet, Invalid
from models.rules.streets import HouseNumber, plain_name, suffix_key
from models.support import Voice


@dataclass(frozen=True)
class ParticipantData:
    """What somebody fills in. `consented_on` and `has_consented`: to the text that stood on the page or the paper, in
    that `language`."""

    name: str
    phone: str = ""
    email: str = ""
    reach: Sequence[str] = ()
    wishes: Sequence[str] = ()
    has_consented: bool = False
    language: str = SOURCE


@dataclass(frozen=True)
class PersonalLink:
    """What a code or token leads to: a dwelling of one case, and the participant who used it before.

    `address`: the dwelling in words. `proposal`: what a voice said already, to begin with.
    """

    case_id: int
    way: str
    key_hash: str
    dwelling: PlacedDwelling | None
    address: str
    participant: Participant | None = None
    proposal: ParticipantData | None = None


def letter_link(session: Session, typed: str) -> PersonalLink | None:
    """The dwelling whose letter has this code, as it was typed. A dwelling with two letters (an evening that moved) has
    one participant. None: no such code, or the letter is erased and nobody gave data with it."""
    code = read_code(typed)
    if not code:
        return None
    invitation = invitation_of(session, code)
    if invitation is None:
        return _link_of(_participant(session, Participant.way == "letter", Participant.key_hash == hashed(code)))
    dwelling = session.get_one(Dwelling, invitation.dwelling_id)
    placed = PlacedDwelling(dwelling.street_id, invitation.house_number, invitation.suffix,
                            suffix_key(invitation.suffix), dwelling.id)  # fmt: skip
    address = f"{invitation.street} {HouseNumber(invitation.house_number, invitation.suffix)}"
    row = _participant(session, *_by_letter(invitation.case_id, invitation.dwelling_id))
    return PersonalLink(invitation.case_id, "letter", hashed(code), placed, address, row)


def voice_link(session: Session, token: str, at: datetime) -> PersonalLink | None:
    """The dwelling whose voice was confirmed with this link. None: it leads to nothing (any more)."""
    row = _participant(session, Participant.way == "voice", Participant.key_hash == hashed(token))
    voice = open_voice(session, token, at)
    if row is not None:
        return _link_of(row)
    if voice is None or voice.state == "unconfirmed":
        return None
    placed = PlacedDwelling(voice.street_id, voice.house_number, voice.suffix, voice.suffix_key, voice.dwelling_id)
    address = f"{plain_name(voice.street.name)} {HouseNumber(voice.house_number, voice.suffix)}"
    return PersonalLink(voice.case_id, "voice", hashed(token), placed, address, proposal=_said_with(voice))


def give_data(session: Session, link: PersonalLink, at: datetime, data: ParticipantData) -> Participant:
    """Keep what somebody gave, or what they changed. Consent is asked anew where its text changed since.

    Raises Invalid (the field; `has_consented` without consent) and GateNotMet (the list is closed).
    """
    case = lock_case(session, link.case_id)
    require_open(session, case)
    row = _participant(session, *_of_link(link))
    if row is None or row.consent_version != CONSENT:
        check_consent(data.has_consented, day_of(at), day_of(at))
    if row is None:
        row = new_participant(case, link.way, link.dwelling, at, data.language)
    else:
        row.changed_at = at
    if row.consent_version != CONSENT:
        row.consent_version, row.consented_on = CONSENT, day_of(at)
        row.consent_language = data.language
    row.key_hash = link.key_hash
    write_down(row, data)
    session.add(row)
    session.flush()
    return row


def withdraw_data(session: Session, link: PersonalLink, at: datetime) -> None:
    """Take the consent back: the whole row goes, with its dwelling. A second time changes nothing."""
    case = lock_case(session, link.case_id)
    row = _participant(session, *_of_link(link))
    if row is None:
        return
    session.delete(row)
    session.flush()
    record(session, case, "participant:withdrawn", SYSTEM, at)
    write_case(session)


def require_open(session: Session, case: FoundingCase) -> None:
    """Raises GateNotMet where no data is gathered now."""
    if not takes_participants(session, case):
        raise GateNotMet("participants_closed", "Voor dit netwerk worden hier geen gegevens meer verzameld.")


def new_participant(case: FoundingCase, way: str, dwelling: PlacedDwelling | None, at: datetime, language: str, *,
                    consented_on: date | None = None) -> Participant:  # fmt: skip
    """A participant who consented to the present text, in this language."""
    placed = vars(dwelling) if dwelling is not None else {}
    return Participant(case_id=case.id, way=way, given_at=at, consent_version=CONSENT,
                       consent_language=language, consented_on=consented_on or day_of(at), **placed)  # fmt: skip


def write_down(row: Participant, data: ParticipantData) -> None:
    """What was filled in, checked. Raises Invalid."""
    name, phone = written(data.name, "name"), written(data.phone or "", "phone", shortest=0)
    if len(name) > LONGEST_CONTACT:
        raise Invalid("too_long", f"Hoogstens {LONGEST_CONTACT} tekens.", "name")
    check_phone(phone)
    email = normal_email(data.email) if (data.email or "").strip() else ""
    check_choices(data.wishes, data.reach, phone, email)
    row.name, row.phone, row.email = name, phone, email
    row.reach, row.wishes = list(data.reach), list(data.wishes)


def _participant(session: Session, *which: ColumnElement[bool]) -> Participant | None:
    return session.scalars(
        select(Participant).where(*which).execution_options(populate_existing=True)
    ).one_or_none()  # fmt: skip


def _by_letter(case_id: int, dwelling_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return Participant.case_id == case_id, Participant.way == "letter", Participant.dwelling_id == dwelling_id


def _of_link(link: PersonalLink) -> tuple[ColumnElement[bool], ...]:
    if link.way == "letter" and link.dwelling is not None:
        return _by_letter(link.case_id, link.dwelling.dwelling_id)
    return (Participant.key_hash == link.key_hash,)


def _link_of(row: Participant | None) -> PersonalLink | None:
    """The link of somebody who gave data with it before."""
    if row is None or row.key_hash is None:
        return None
    placed = None
    if row.street_id is not None and row.house_number is not None:
        placed = PlacedDwelling(row.street_id, row.house_number, row.suffix, row.suffix_key, row.dwelling_id)
    return PersonalLink(row.case_id, row.way, row.key_hash, placed, dwelling_of(row), row)


def _said_with(voice: Voice) -> ParticipantData:
    """What a voice said already."""
    return ParticipantData(voice.name, voice.phone, voice.email, wishes=[*voice.wishes])
