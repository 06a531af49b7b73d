"""Messages to the members of a network, and how each of them was reached: the log on which the evaluation is built."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime
from models.enrolment import Enrolment


class Message(Base):
    """One message. kind: models.rules.messages.KINDS. `happened_at`: when it was written, and once it left, when it
    did, by the clock of the cases. `leaves_at`: until then it can be held back, in real time. Sent elsewhere
    ('entered'): `way`, and how many were `reached` and `not_reached` as far as that is known."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("state in ('ready', 'second_key', 'released', 'withdrawn', 'entered')", name="state"),
        Index("ix_message_network_id_happened_at", "network_id", "happened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("neighbourhood_network.id"))
    kind: Mapped[str]
    state: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)  # of the words: who lets it go has seen this one
    subject: Mapped[str]
    text: Mapped[str]
    foreword: Mapped[str] = mapped_column(default="")  # of the coordinator who passes it on
    about_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))  # the message on which this is feedback
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    second_key_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    leaves_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    way: Mapped[str] = mapped_column(default="")
    reached: Mapped[int | None]
    not_reached: Mapped[int | None]

    about: Mapped["Message | None"] = relationship(remote_side=[id])


class Delivery(Base):
    """One message to one member by one way. The words are read when it leaves; who left meanwhile gets nothing."""

    __tablename__ = "message_delivery"
    __table_args__ = (
        UniqueConstraint("message_id", "enrolment_id", "channel"),
        CheckConstraint("channel in ('mail', 'sms', 'call')", name="channel"),
        CheckConstraint(
            "state in ('planned', 'handed_over', 'delivered', 'to_call', 'called', 'failed', 'withdrawn')",
            name="state",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    channel: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned")
    link_seed: Mapped[str]
    token_hash: Mapped[str | None] = mapped_column(unique=True)  # of the link to read it
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(default="")  # in words for the coordinator, without addresses

    message: Mapped[Message] = relationship()
    enrolment: Mapped[Enrolment] = relationship()
