"""The resident for whom staff take in a request: found by e-mail address, or made."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.operations.accounts.signing_in import normal_email
from models.operations.cases.acting import written
from models.person import Person
from models.rules.refusals import Invalid


def receive_applicant(session: Session, at: datetime, *, name: str, email: str, phone: str = "") -> Person | None:
    """The person with this e-mail address; made when unknown. None without an address: a request on paper of somebody
    who has no mail has no account behind it, and letters go by post.

    Raises Invalid when the address is none, or belongs to somebody who is no longer active.
    """
    if not email.strip():
        return None
    try:
        email = normal_email(email)
    except Invalid as refusal:
        raise Invalid("wrong_email", "Vul een e-mailadres in, zoals naam@voorbeeld.be, of laat het leeg.",
                      "applicant_email") from refusal  # fmt: skip
    person = session.scalars(select(Person).where(Person.email == email)).one_or_none()
    if person is not None and not person.is_active:
        raise Invalid("inactive_person", "Deze persoon is niet meer actief.", "applicant_email")
    if person is None:
        person = Person(name=written(name, "applicant_name"), email=email, phone=phone.strip(), created_at=at)
        session.add(person)
        session.flush()
    return person
