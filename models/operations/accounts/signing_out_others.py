"""An administrator signs a member of staff out on all devices: a phone was stolen, or somebody behaves strangely."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.clock import day_of
from models.mandate import Mandate
from models.operations.accounts.noting_accounts import note_account, staff_functions
from models.operations.accounts.web_sessions import end_web_sessions
from models.operations.authorities.administering import own_authority
from models.rules.access import Actor
from models.rules.refusals import Invalid


def sign_out_everywhere(session: Session, by: Actor, authority_id: int, mandate_id: int, at: datetime) -> int:
    """End all sessions of who holds this function, and note it. Returns whose. Raises NotAllowed, Invalid.

    Source: OWASP ASVS 5.0.0, 7.4.5.
    """
    own_authority(session, by, authority_id)
    mandate = session.get(Mandate, mandate_id)
    held = {one.id for one, _ in staff_functions(session, mandate.person_id, day_of(at))} if mandate else set()
    if mandate is None or mandate.authority_id != authority_id or authority_id not in held:
        raise Invalid("unknown_mandate", "Deze functie hoort niet bij uw gemeente of zone.")
    end_web_sessions(session, mandate.person_id)
    note_account(session, mandate.person_id, "sessions:ended", by, at)
    session.flush()
    return mandate.person_id
