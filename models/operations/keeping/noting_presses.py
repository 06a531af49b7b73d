"""A form that is sent once more, because no answer came, is known again. All moments here are real time.

The mark stands in the transaction of what was done: both are kept or neither. Who presses at the same moment waits
here until the first is kept or refused.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.form_press import FormPress
from models.rules.retention import FORM_PRESS_KEPT

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def note_press(session: Session, mark: str, at: datetime) -> bool:
    """Claim this press for the present transaction. False: it was kept before, so nothing may be done again."""
    insert = _INSERTS[session.get_bind().dialect.name]
    claimed = insert(FormPress).values(mark=mark, pressed_at=at).on_conflict_do_nothing().returning(FormPress.mark)
    return session.scalar(claimed) is not None


def note_where_it_led(session: Session, mark: str, led_to: str) -> None:
    """Once the answer is known."""
    session.execute(update(FormPress).where(FormPress.mark == mark).values(led_to=led_to))


def take_press_back(session: Session, mark: str) -> None:
    """What was kept was no more than a refusal (such as a counted try), so it may be sent again."""
    session.execute(delete(FormPress).where(FormPress.mark == mark))


def forget_presses(session: Session, now: datetime) -> int:
    """Nobody presses again after so long. Returns how many were forgotten."""
    old = delete(FormPress).where(FormPress.pressed_at < now - FORM_PRESS_KEPT).returning(FormPress.mark)
    return len(session.scalars(old).all())
