"""Where a form that was sent before led: read only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.form_press import FormPress


@dataclass(frozen=True)
class Press:
    """One press that was kept; `led_to` as the table has it."""

    led_to: str
    pressed_at: datetime


def press_with(session: Session, mark: str) -> Press | None:
    """The press with this mark; None where there is none."""
    found = session.execute(select(FormPress.led_to, FormPress.pressed_at).where(FormPress.mark == mark)).first()
    return Press(*found) if found else None
