"""Forms that were sent and kept, so that who presses the same button again writes nothing twice."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class FormPress(Base):
    """One press of a button that was kept, in the transaction of what it did. `mark`: hash of who pressed, of the
    one-time key of the form and of all that was sent. `led_to`: where it led, readable with that key alone (addresses
    can hold links that open something); empty: to a page that is shown once."""

    __tablename__ = "form_press"

    mark: Mapped[str] = mapped_column(primary_key=True)
    led_to: Mapped[str] = mapped_column(default="")
    pressed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
