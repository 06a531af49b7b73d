"""What a network of the demonstration told its members: tips by the coordinator, an alarm that left by BE-Alert, and
how that ended. Mails of months ago are not sent again: who got them, who read them and who didn't is in the log only.
"""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from binstart.demonstration.walking import OFFICER, Walk
from models.message import Delivery, Message
from models.operations.networks.delivering_messages import note_read, take_bounce
from models.operations.networks.messaging import MessageText, SentElsewhere, enter_message, write_message
from models.operations.networks.releasing_messages import delivery_key, note_call, release_message
from models.outbox import Effect

TIP = MessageText(
    "prevention", "Sluit uw achterdeur, ook als u thuis bent",
    "In de streek komen dieven overdag langs de achterdeur binnen. Sluit ze af, ook als u in de tuin bent. Ziet u iets "
    "verdachts, bel dan meteen 101.",
)  # fmt: skip
ALARM = MessageText(
    "urgent", "Verdachte bestelwagen in de wijk",
    "Witte bestelwagen zonder opschrift, twee mannen die aanbellen. Spreek hen niet aan. Ziet u hen, bel 101.",
)  # fmt: skip
ENDING = MessageText(
    "feedback_on_activation", "Hoe het afliep met de bestelwagen",
    "Dankzij drie oproepen naar 101 vond de politie de bestelwagen. De twee mannen zijn verhoord. Bedankt!",
)  # fmt: skip
NEWS = MessageText(
    "own_news", "Buurtwandeling met de wijkinspecteur",
    "Zondag wandelen we samen door de wijk. De wijkinspecteur gaat mee. Iedereen is welkom, breng gerust uw buren mee.",
)  # fmt: skip
FOREWORD = "Beste buren, dit bericht komt van de politie. Vragen? Bel mij gerust."
READS_EACH, NOT_HOME_EACH = 3, 4  # every third reads it, every fourth who is called is not at home


def tell_members(walk: Walk) -> None:
    """Four messages in two months, from this day on; the first one comes back from one member."""
    officer, coordinator = OFFICER, walk.idea.resident
    _supplied(walk, TIP)
    _bounce_one(walk)
    walk.days(25)
    sent = SentElsewhere("BE-Alert", walk.at - timedelta(hours=9), reached=29, not_reached=2)
    alarm = enter_message(walk.session, walk.case.id, walk.by(officer), walk.at, ALARM, sent)
    walk.days(2)
    _supplied(walk, replace(ENDING, about_id=alarm.id))
    walk.days(30)
    _let_go(walk, write_message(walk.session, walk.case.id, walk.by(coordinator), walk.at, NEWS))


def _supplied(walk: Walk, words: MessageText) -> None:
    """The police write it, the coordinator passes it on."""
    message = write_message(walk.session, walk.case.id, walk.by(OFFICER), walk.at, words)
    _let_go(walk, message, FOREWORD)


def _let_go(walk: Walk, message: Message, foreword: str = "") -> None:
    session, by = walk.session, walk.by(walk.idea.resident)
    release_message(session, walk.case.id, by, walk.at, walk.at, message_id=message.id, revision=message.revision,
                    has_sms=True, foreword=foreword)  # fmt: skip
    deliveries = _deliveries(session, message)
    session.execute(delete(Effect).where(Effect.key.in_([delivery_key(one.id) for one in deliveries])))
    for index, one in enumerate(deliveries):
        if one.state == "to_call":
            note_call(session, walk.case.id, by, walk.at, delivery_id=one.id, has_answered=index % NOT_HOME_EACH != 0)
            continue
        one.state, one.handed_over_at = "handed_over", walk.at + timedelta(minutes=3)
        if index % READS_EACH == 0:
            note_read(session, one, walk.at + timedelta(hours=1))


def _bounce_one(walk: Walk) -> None:
    """The last mail that nobody read came back."""
    unread = select(Delivery).where(Delivery.channel == "mail", Delivery.state == "handed_over")
    row = walk.session.scalars(unread.order_by(Delivery.id.desc()).limit(1)).one()
    take_bounce(walk.session, row.id, walk.at + timedelta(hours=2))


def _deliveries(session: Session, message: Message) -> list[Delivery]:
    return list(session.scalars(select(Delivery).where(Delivery.message_id == message.id).order_by(Delivery.id)))
