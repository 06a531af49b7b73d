"""The members of a network: who asked to join, who was welcomed, and how each wants to be reached."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.address import Street
from models.consent import ChannelConsent
from models.contribution import MemberContribution
from models.database import Base, UtcDateTime
from models.rules.languages import SOURCE


class Enrolment(Base):
    """One person in one network. Who leaves or is refused loses name, address and numbers at once; the row stays to
    count. `rules_version`: the charter whose house rules they accepted; `consent_version`: the text that they agreed
    to (models.rules.enrolments); both of the network that they joined, also when that merged into this one. The
    dwelling is kept as words too, as with a voice; None: a sector has none."""

    __tablename__ = "enrolment"
    __table_args__ = (
        CheckConstraint("state in ('unconfirmed', 'waiting', 'member', 'paused', 'refused', 'left')", name="state"),
        CheckConstraint("connection in ('lives', 'works')", name="connection"),
        CheckConstraint("channel in ('mail', 'sms', 'call')", name="channel"),
        CheckConstraint("way in ('online', 'paper')", name="way"),
        Index("ix_enrolment_network_id_state", "network_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("neighbourhood_network.id"))
    state: Mapped[str] = mapped_column(default="unconfirmed")
    street_id: Mapped[int | None] = mapped_column(ForeignKey("street.id"))
    house_number: Mapped[int | None]
    suffix: Mapped[str] = mapped_column(default="")
    suffix_key: Mapped[str] = mapped_column(default="")  # the suffix as it is compared
    dwelling_id: Mapped[int | None] = mapped_column(ForeignKey("dwelling.id"))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(index=True)
    phone: Mapped[str] = mapped_column(default="")
    second_phone: Mapped[str] = mapped_column(default="")  # where the first does not answer
    channel: Mapped[str] = mapped_column(default="mail")
    connection: Mapped[str] = mapped_column(default="lives")
    wants_street_contact: Mapped[bool] = mapped_column(default=False)
    rules_version: Mapped[int]
    consent_version: Mapped[int]
    consent_language: Mapped[str] = mapped_column(default=SOURCE)  # in which its text was read
    joined_network_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood_network.id"))  # None: this one
    way: Mapped[str] = mapped_column(default="online")
    signed_on: Mapped[date | None]  # on paper
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    excluded_until: Mapped[date | None]  # by a measure: gets nothing up to this day; the clock ends it
    bounced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a mail came back, and none was read since

    street: Mapped[Street | None] = relationship()
    consents: Mapped[list[ChannelConsent]] = relationship(order_by=ChannelConsent.id, passive_deletes="all")
    contribution: Mapped[MemberContribution | None] = relationship(cascade="all, delete-orphan", passive_deletes=True)
