"""Steps of messages to members, as people take them: becoming a member, writing, letting go."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.enrolment import Enrolment
from models.message import Delivery, Message
from models.operations.accounts.signing_in import Mail
from models.operations.charters.saving_sections import save_section
from models.operations.networks import joining
from models.operations.networks.joining import JoinAnswer
from models.operations.networks.messaging import MessageText, write_message
from models.operations.networks.releasing_messages import release_message
from models.outbox import Effect
from models.person import Person
from models.rules.access import Role
from tests.factories import Place, acting, charter_of, coordinator_of, later

REAL = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
MAIL = Mail("Onderwerp", "Tekst")
TIP = MessageText("prevention", "Sluit uw achterdeur", "Dieven komen nu langs de achterdeur binnen. Sluit ze af.")
ALARM = MessageText("urgent", "Verdachte bestelwagen in de Molenstraat", "Witte bestelwagen. Blijf binnen, bel 101.")
NEWS = MessageText("own_news", "Vergadering op dinsdag", "We vergaderen op dinsdag om acht uur in de zaal.")


def a_member(session: Session, place: Place, case: FoundingCase, name: str = "Nele Nieuw", **changes: Any) -> Enrolment:
    """Somebody who asked, confirmed and was welcomed."""
    email = changes.pop("email", f"{name.split()[0].lower()}@binstart.example")
    tokens: list[str] = []

    def write(token: str, row: Enrolment) -> Mail:
        tokens.append(token)
        return MAIL

    answer = JoinAnswer(name=name, email=email, street_id=place.streets[0].id, number="3", connection="works",
                        is_adult=True, accepts_rules=True, agrees=True, **changes)  # fmt: skip
    row = joining.ask_to_join(session, case.number.lower(), later(case), answer, 1, write)
    joining.confirm_joining(session, row, later(case), lambda one: MAIL)
    by = acting(session, coordinator_of(session, case), later(case))
    joining.welcome_member(session, case.id, by, later(case), enrolment_id=row.id, write_notice=lambda one: MAIL)
    return row


def writing_by(session: Session, case: FoundingCase, person: Person, words: MessageText = TIP) -> Message:
    """A message that is not sent yet."""
    return write_message(session, case.id, acting(session, person, later(case)), later(case), words)


def let_go(session: Session, case: FoundingCase, person: Person, message: Message, *, has_sms: bool = False,
           now: datetime = REAL, revision: int = 0, **changes: Any) -> None:  # fmt: skip
    """Somebody presses the button, having seen the present words unless `revision` says which."""
    release_message(session, case.id, acting(session, person, later(case)), later(case), now, message_id=message.id,
                    revision=revision or message.revision, has_sms=has_sms, **changes)  # fmt: skip


def officer(place: Place) -> Person:
    """The mandated officer of the place."""
    return place.people[Role.MANDATED_OFFICER]


def ask_two_keys(session: Session, case: FoundingCase, *classes: str) -> None:
    """While the charter is written: the plan asks a second person for these classes of messages."""
    plan = next(one for one in charter_of(session, case).sections if one.code == "communication_plan")
    messages = {code: {**row, "two_keys": "yes"} if code in classes else row
                for code, row in plan.content["messages"].items()}  # fmt: skip
    save_section(session, case.id, acting(session, coordinator_of(session, case), later(case)), later(case),
                 section=plan.code, revision=plan.revision, content={**plan.content, "messages": messages})  # fmt: skip


def deliveries(session: Session, message: Message) -> list[tuple[str, str, str]]:
    """Name, way and state of each delivery."""
    rows = session.scalars(select(Delivery).where(Delivery.message_id == message.id).order_by(Delivery.id)).all()
    return [(row.enrolment.name, row.channel, row.state) for row in rows]


def member_effects(session: Session) -> list[Effect]:
    """The work that messages to members gave."""
    return list(
        session.scalars(select(Effect).where(Effect.kind.in_(("member_mail", "member_sms"))).order_by(Effect.id))
    )


def delivery_notice(action: str) -> bytes:
    """What a mail server sends back (RFC 3464); `action`: failed, delayed."""
    return (
        "From: mailer-daemon@elders.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nSorry.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; elders.example\n\n"
        f"Final-Recipient: rfc822; bert@binstart.example\nAction: {action}\nStatus: 5.1.1\n\n--b--\n"
    ).encode()
