"""Leading the info evening: which item the big screen shows, and what is said on each, noted as it is said.

Nothing of it is in the journal: what counts is what is recorded afterwards (models.operations.evenings.informing).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from models.info_evening import InfoEvening
from models.operations.cases.acting import take, written
from models.operations.evenings.writing_minutes import require_no_names
from models.rules.access import Actor
from models.rules.procedure import agenda_of
from models.rules.refusals import GateNotMet, Invalid, Stale


def show_item(session: Session, case_id: int, by: Actor, at: datetime, *, evening_id: int, item: str) -> None:
    """The big screen shows this item of the agenda from now on."""
    take(session, case_id, "record_info_evening", by)
    evening = _evening_to_lead(session, case_id, evening_id)
    _require_on_agenda(evening, item)
    evening.present_item = item
    session.flush()


def note_item(session: Session, case_id: int, by: Actor, at: datetime, *, evening_id: int, item: str, text: str,
              earlier: str) -> None:  # fmt: skip
    """Keep what was said on an item. `earlier`: what stood there when the page was opened.

    Raises Stale where somebody else noted something there meanwhile, and Invalid where a private person is named.
    """
    take(session, case_id, "record_info_evening", by)
    evening = _evening_to_lead(session, case_id, evening_id)
    _require_on_agenda(evening, item)
    text, now = written(text, "text", shortest=0), evening.notes.get(item, "")
    if text == now:
        return
    if now != earlier:
        raise Stale("noted_meanwhile", f"Iemand anders noteerde hier intussen iets. Nu staat er: ‘{now}’")
    require_no_names(session, case_id, {"text": text})
    evening.notes = {**evening.notes, item: text}
    session.flush()


def _evening_to_lead(session: Session, case_id: int, evening_id: int) -> InfoEvening:
    evening = session.get(InfoEvening, evening_id)
    if evening is None or evening.case_id != case_id or evening.state == "cancelled":
        raise GateNotMet("no_evening", "Er is geen infoavond gepland.")
    if evening.state == "held":
        raise Stale("already_recorded", "De resultaten van deze infoavond zijn genoteerd. Verbeter ze op die pagina.")
    return evening


def _require_on_agenda(evening: InfoEvening, item: str) -> None:
    if item not in agenda_of(evening.extra_items):
        raise Invalid("unknown_item", "Dit agendapunt bestaat niet.", "item")
